import { z } from 'zod';
import type { Adoption } from '../application/adopt.ts';
import { formChoices } from '../application/checkForm.ts';
import { mendings } from '../domain/life.ts';
import type { Day, EnvironmentKey, PlanHash, RequestId } from '../domain/words.ts';
import { adopt, revokeUnrecorded } from './adoptCommands.ts';
import { remindAsked, startAsked } from './campaignCommands.ts';
import { noticeCard, suggestionsCard } from './cards/menuCards.ts';
import { agreedIn, callOf, nearestCommands, requestNamedIn, type Call } from './callOf.ts';
import { askAgain, askInstead } from './asking.ts';
import { beginAnew, openChange } from './changes.ts';
import { commandTable } from './commands.ts';
import { discardDraft } from './drafts.ts';
import { aboutNotice, welcome } from './explanations.ts';
import { askToRevoke, revoke } from './endings.ts';
import { forget } from './forgetCommand.ts';
import type { Form } from './form.ts';
import { showRequest, showRequests } from './listCommands.ts';
import { moveToPrivate } from './moveToPrivate.ts';
import { showPlan } from './plans.ts';
import { showPolicyTest } from './policyCommands.ts';
import type { PrivateChats } from './privateChats.ts';
import { findAddresses } from './reading/names.ts';
import { askToMend, mend, turnDifferences } from './reconcileCommands.ts';
import { reply } from './reply.ts';
import { closeQuestion } from './confirmations.ts';
import { force } from './reviews.ts';
import { saying, type Turn } from './turn.ts';
import { likelyIntents, understand } from './understand.ts';
import { wordsOf, type CommandName } from './words/commandWords.ts';
import type { Notice } from './words/notice.ts';
import { wrongUse } from './words/usage.ts';
import { suggestions } from './suggestions.ts';
import { showWelcome } from './welcome.ts';

interface Means {
  readonly form: Form;
  readonly chats: PrivateChats;
}

const requestId = z
  .number()
  .int()
  .positive()
  .or(
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  )
  .transform((id) => id as RequestId);

const adoption = z.object({
  environment: z.string().transform((key) => key as EnvironmentKey),
  user: z.string().max(200),
  owner: z.string().max(200),
  until: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .transform((day) => day as Day)
    .optional(),
});

const back = z.string().max(200).optional();

/** `CommandData` as it comes back from a card. */
const Button = z.discriminatedUnion('command', [
  z.object({ command: z.enum(['request', 'help', 'doctor']) }),
  z.object({
    command: z.literal('force'),
    requestId,
    planHash: z.string().transform((hash) => hash as PlanHash),
    reason: z.string().max(2_000),
  }),
  z.object({ command: z.literal('revoke'), requestId, reason: z.string().max(500), back }),
  z.object({
    command: z.literal('mend'),
    requestId,
    what: z.enum(mendings),
    confirmed: z.boolean().default(false),
    back,
  }),
  z.object({ command: z.literal('adopt'), adoption, back }),
  z.object({ command: z.literal('revokeUnrecorded'), adoption, reason: z.string().max(500), back }),
  z.object({
    command: z.literal('differences'),
    page: z.number().int().min(1).max(10_000),
    comparison: z.string().max(100),
    environment: z
      .string()
      .transform((key) => key as EnvironmentKey)
      .optional(),
  }),
  z.object({ command: z.literal('policyTest'), offset: z.number().int().min(0).max(100_000).default(0) }),
  z.object({
    command: z.literal('campaign'),
    what: z.enum(['start', 'remind']),
    environment: z
      .string()
      .transform((key) => key as EnvironmentKey)
      .optional(),
  }),
  z.object({ command: z.literal('quota'), args: z.string().max(200).default('') }),
  z.object({
    command: z.literal('requests'),
    scope: z.enum(['mine', 'open']).optional(),
    offset: z.number().int().min(0).max(1_000_000).optional(),
  }),
  z.object({ command: z.enum(['again', 'instead', 'change', 'plan', 'show', 'discard']), requestId }),
  z.object({ command: z.literal('forget'), args: z.string().max(100) }),
  z.object({ command: z.enum(['say', 'anew']), args: z.string().max(1_000), back }),
]);

/** A button of navigation, or words. */
export async function handleMessage(turn: Turn, means: Means): Promise<void> {
  const value: unknown = turn.context.activity.value;
  if (value === undefined || value === null) return handleText(turn, means);
  const button = Button.safeParse(value);
  if (!button.success) return reply(turn, noticeCard(unknownButton));
  await handleButton(turn, means, button.data);
  await closeQuestion(turn, button.data);
}

async function handleButton(said: Turn, means: Means, data: z.infer<typeof Button>): Promise<void> {
  const turn = 'back' in data && data.back !== undefined ? { ...said, back: data.back } : said;
  switch (data.command) {
    case 'say':
      return handleText(saying(turn, data.args), means);
    case 'anew':
      return privately(turn, means, (inner) => beginAnew(inner, means.form, data.args));
    case 'requests': {
      const { scope, offset } = data;
      const page = { ...(scope && { scope }), ...(offset !== undefined && { offset }) };
      return unseen(turn, means, (inner) => showRequests(inner, page));
    }
    case 'again':
      return privately(turn, means, (inner) => askAgain(inner, means.form, data.requestId));
    case 'instead':
      return privately(turn, means, (inner) => askInstead(inner, means.form, data.requestId));
    case 'change':
      return privately(turn, means, (inner) => openChange(inner, means.form, data.requestId));
    case 'plan':
      return privately(turn, means, (inner) => showPlan(inner, data.requestId));
    case 'show':
      return privately(turn, means, (inner) => showRequest(inner, data.requestId));
    case 'discard':
      return privately(turn, means, (inner) => discardDraft(inner, data.requestId));
    case 'force': {
      const { requestId: id, planHash, reason } = data;
      return privately(turn, means, (inner) => force(inner, { id, planHash, reason }));
    }
    case 'revoke': {
      const { requestId: id, reason } = data;
      return privately(turn, means, (inner) => revoke(inner, id, reason));
    }
    case 'mend': {
      const { requestId: id, what, confirmed } = data;
      return privately(turn, means, (inner) => (confirmed ? mend(inner, id, what) : askToMend(inner, id, what)));
    }
    case 'adopt':
      return privately(turn, means, (inner) => adopt(inner, asAdoption(data.adoption)));
    case 'revokeUnrecorded':
      return privately(turn, means, (inner) => revokeUnrecorded(inner, asAdoption(data.adoption), data.reason));
    case 'differences':
      return privately(turn, means, (inner) => turnDifferences(inner, data));
    case 'policyTest':
      return privately(turn, means, (inner) => showPolicyTest(inner, data.offset));
    case 'forget':
      return privately(turn, means, (inner) => forget(inner, data.args));
    case 'campaign': {
      const { what, environment } = data;
      return privately(turn, means, (inner) =>
        what === 'start' ? startAsked(inner, environment) : remindAsked(inner),
      );
    }
    case 'quota':
      return runCall(turn, means, { name: 'quota', args: data.args });
    case 'request':
    case 'help':
    case 'doctor':
      return runCall(turn, means, { name: data.command, args: '' });
  }
}

async function handleText(turn: Turn, means: Means): Promise<void> {
  const { text, app } = turn;
  // With a form before them, people mean its step before.
  if (/^back$/i.test(text) && turn.place === 'personal' && (await means.form.resume(turn))) return;
  const id = requestNamedIn(text);
  // A bare number may be an answer, if a wrong one, to the form.
  if (id && !(/^\d+$/.test(text) && turn.place === 'personal' && (await means.form.isOpen(turn)))) {
    return privately(turn, means, (inner) => showRequest(inner, id));
  }
  const { environments, today } = formChoices(app);
  const call = callOf(text, environments, today);
  if (call) return runCall(turn, means, call);
  const agreed = callOf(agreedIn(text) ?? '', environments, today);
  if (agreed) return runCall({ ...turn, sure: true }, means, agreed);
  if (text.startsWith('/')) return suggest(turn, 'unknown', nearestCommands(text.slice(1).split(' ')[0] ?? ''));
  const { intent, values } = understand(text, environments, today);
  // A question or a wish for something else is answered; it never fills in a form.
  const answers = intent === undefined || intent === 'request';
  if (answers && turn.place === 'personal' && (await means.form.resume(turn))) return;
  switch (intent) {
    case 'request':
      return runCall(turn, means, { name: 'request', args: text });
    case 'requests':
      return runCall(turn, means, { name: 'requests', args: /\b(?:my|mine)\b/i.test(text) ? 'mine' : '' });
    case 'quota':
      return runCall(turn, means, { name: 'quota', args: values.environment ?? '' });
    case 'help':
      return runCall(turn, means, { name: 'help', args: '' });
    case 'about':
      return reply(turn, noticeCard(aboutNotice));
    case 'revoke':
      return privately(turn, means, (inner) => askToRevoke(inner, findAddresses(text).account ?? ''));
    case 'greeting':
      return showWelcome(turn);
    case 'thanks':
      return reply(turn, noticeCard(welcome));
    case 'question':
    case undefined:
      return suggest(turn, 'unclear', likelyIntents(text));
  }
}

async function runCall(turn: Turn, means: Means, { name, args }: Call): Promise<void> {
  const command = commandTable[name];
  if (args !== '' && wordsOf(name).usage === name) return reply(turn, noticeCard(wrongUse(name, args)));
  const run = (inner: Turn): Promise<void> => command.run(inner, means.form, args);
  switch (command.where) {
    case 'anywhere':
      return run(turn);
    case 'unseen':
      return unseen(turn, means, run);
    case 'personal':
      return privately(turn, means, run);
  }
}

function asAdoption({ until, ...rest }: z.infer<typeof adoption>): Adoption {
  return { ...rest, ...(until && { until }) };
}

function unseen(turn: Turn, means: Means, work: (turn: Turn) => Promise<void>): Promise<void> {
  return turn.targeted ? work(turn) : privately(turn, means, work);
}

function privately(turn: Turn, { chats }: Means, work: (turn: Turn) => Promise<void>): Promise<void> {
  return turn.place === 'personal' ? work(turn) : moveToPrivate(turn, chats, work);
}

async function suggest(turn: Turn, kind: 'unknown' | 'unclear', names: readonly CommandName[]): Promise<void> {
  const buttons = names.map((name) => suggestions[name]);
  await reply(turn, suggestionsCard(kind, turn.text, buttons));
}

const unknownButton: Notice = {
  tone: 'warning',
  what: 'That button is not known any more.',
  why: 'The card may come from another version of Seatkeeper.',
  todo: 'Use one of these instead.',
  buttons: [suggestions.request, suggestions.requests, suggestions.help],
};
