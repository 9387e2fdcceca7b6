import type { Environment } from '../domain/environment.ts';
import type { Day, RequestId } from '../domain/words.ts';
import { distance } from './reading/distance.ts';
import { listIn } from './reading/lists.ts';
import { numberIn, readAbout } from './reading/numbers.ts';
import { isTarget } from './targets.ts';
import { readRequest, saysSomething } from './understand.ts';
import { commandNames, type CommandName } from './words/commandWords.ts';

/** One command with what was written after it. */
export interface Call {
  readonly name: CommandName;
  readonly args: string;
}

/** `yes withdraw 104`: what somebody says yes to. */
export function agreedIn(text: string): string | undefined {
  return /^\/?yes\b[\s,:]*(\S.*)$/is.exec(text)?.[1];
}

/** A command as it was written, with or without slash; undefined for any other sentence. */
export function callOf(
  text: string,
  environments: readonly Pick<Environment, 'key' | 'name'>[],
  today: Day,
): Call | undefined {
  const [, slash, word = '', rest = ''] = /^(\/?)([a-z]+)(?:\s+(.*))?$/is.exec(text) ?? [];
  const name = commandNames.find((known) => known === word.toLowerCase());
  if (!name) return undefined;
  const args = rest.trim();
  if (slash || args === '' || isOnlyCommand(name, args, environments)) return { name, args };
  // "request …" may begin any sentence; it is the command when the rest says something about a user.
  const says = name === 'request' && saysSomething(readRequest(args, environments, today));
  return says ? { name, args } : undefined;
}

/** Words that may begin a sentence too are the command with what only the command has. */
function isOnlyCommand(
  name: CommandName,
  args: string,
  environments: readonly Pick<Environment, 'key' | 'name'>[],
): boolean {
  switch (name) {
    case 'plan':
    case 'change':
      return numberIn(args) !== undefined;
    case 'extend':
      return numberIn(args.replace(/\s+(?:until|till|to|by|through)\b.*$/is, '')) !== undefined;
    case 'approve':
    case 'reject':
    case 'withdraw':
    case 'nudge':
    case 'comment':
    case 'force':
      return readAbout(args) !== undefined;
    case 'revoke':
      return isTarget(args);
    case 'away':
      return /^(?:until|till|for|to|through)\b/i.test(args);
    case 'policy':
      return /^(?:explain|test)\b/i.test(args);
    case 'audit':
      return /^(?:verify|export)\b/i.test(args);
    case 'forget':
      return /@|^[0-9a-f-]{36}$/i.test(args);
    case 'quota':
    case 'reconcile':
    case 'adopt':
    case 'recertify':
      return true;
    case 'users':
    case 'env':
    case 'stats':
      // A place, and no sentence that begins with this word.
      return args.split(/\s+/).length <= 3;
    case 'requests':
      return isList(listIn(args).named.toLowerCase(), environments);
    case 'user':
      return isTarget(args);
    case 'help':
      return commandNames.some((known) => known === args.toLowerCase().replace(/^\//, ''));
    case 'request':
    case 'back':
    case 'settings':
    case 'doctor':
    case 'cancel':
      return false;
  }
}

function isList(named: string, environments: readonly Pick<Environment, 'key' | 'name'>[]): boolean {
  const places = environments.flatMap(({ key, name }) => [key.toLowerCase(), name.toLowerCase()]);
  return ['mine', 'open', ...places].includes(named) || /^\S+@\S+$/.test(named);
}

const oneRequest =
  /^\/?(?:(?:(?:please\s+)?(?:show|open|see|view)(?:\s+me)?|(?:what(?:'s|\s+is)\s+(?:the\s+)?)?status(?:\s+of)?|where\s+is|how\s+is|requests?)\s+)?(?:my\s+|the\s+)?(?:request\s+)?(?:number\s+)?#?\s*(\d{1,9})\s*[?.!]*$/i;

/** `#101`, `101`, `status of #101`, `request 101`: the request that is meant. Nobody asks for a user by a number alone. */
export function requestNamedIn(text: string): RequestId | undefined {
  const id = Number(oneRequest.exec(text)?.[1] ?? 0);
  return id > 0 ? (id as RequestId) : undefined;
}

/** The commands that a mistyped one may have meant, the nearest first; how to begin when none is near. */
export function nearestCommands(typed: string): readonly CommandName[] {
  const word = typed.toLowerCase().slice(0, 20);
  const near = commandNames
    .map((name) => ({ name, letters: name.startsWith(word) ? 1 : distance(word, name) }))
    .filter(({ letters }) => letters <= Math.min(3, word.length / 2))
    .sort((a, b) => a.letters - b.letters)
    .slice(0, 2);
  return near.length > 0 ? near.map(({ name }) => name) : ['request', 'help'];
}
