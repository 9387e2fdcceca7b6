import type { Obstacle } from '../../domain/request.ts';
import { commonObstacles } from './commonObstacles.ts';
import { dataverseObstacles } from './dataverseObstacles.ts';
import { entraObstacles } from './entraObstacles.ts';
import { tellAdmin, wait, type ObstacleWords } from './obstacleWords.ts';
import { vaultObstacles } from './vaultObstacles.ts';

const known = { ...commonObstacles, ...entraObstacles, ...dataverseObstacles };

/** The services write their hexadecimal codes in either case. */
const byCode = lowered(known);
/** The key vault says in common words what is its own. */
const byVaultCode = lowered(vaultObstacles);

export const knownObstacles: readonly Pick<Obstacle, 'code' | 'service'>[] = [
  ...Object.keys(known).map((code) => ({ code, service: 'graph' }) as const),
  ...Object.keys(vaultObstacles).map((code) => ({ code, service: 'keyVault' }) as const),
];

/** In people's words, whatever the code: one that is not known is for the admins, and stands apart. */
export function obstacleText({ service, code, detail }: Obstacle): ObstacleWords {
  const words = byDetail(code, detail) ?? (service === 'keyVault' ? wordsOf(byVaultCode, code) : undefined);
  if (words) return words;
  const general = wordsOf(byCode, code);
  if (general) return general;
  const name = serviceNames[service];
  // As in HTTP: the fault is the service's, and passes.
  if (/^http(408|5\d\d)$/i.test(code)) return { what: `${name} cannot answer at the moment.`, todo: wait, code };
  return { what: `${name} turned down a call of Seatkeeper.`, todo: tellAdmin, code };
}

/** For somebody who cannot ask again, because `requester` did. */
export function adviceFor(requester: string, todo: string): string {
  return todo.replace(/\b([Aa])sk (again|for)\b/g, (_, first: string, rest: string) =>
    first === 'A' ? `Tell ${requester} to ask ${rest}` : `tell ${requester} to ask ${rest}`,
  );
}

/** Where our own check tells more than its code: the name of the licence, what has changed. */
function byDetail(code: string, detail: string): ObstacleWords | undefined {
  if (code === 'NoSpareLicence') return licenceText(detail);
  if (code !== 'AccountChanged' || !detail.startsWith('Since ')) return undefined;
  return { what: `${detail}.`, todo: 'Ask again: the approvers then see what it is and has today.' };
}

function licenceText(detail: string): ObstacleWords | undefined {
  const [, name, used, total] = /\((\w+): (\d+) of (\d+) used\)/.exec(detail) ?? [];
  if (name === undefined) return undefined;
  return {
    what: `No spare licence of ${name} is free to lend during the set-up: ${used} of ${total} are used.`,
    todo: `Free or buy one licence of ${name}, then ask again. It is given back afterwards.`,
  };
}

function lowered(words: Readonly<Record<string, ObstacleWords>>): ReadonlyMap<string, ObstacleWords> {
  return new Map(Object.entries(words).map(([code, value]) => [code.toLowerCase(), value]));
}

function wordsOf(words: ReadonlyMap<string, ObstacleWords>, code: string): ObstacleWords | undefined {
  return words.get(code.toLowerCase());
}

export const serviceNames = {
  dataverse: 'The environment',
  graph: 'Microsoft Entra',
  powerPlatform: 'The Power Platform',
  keyVault: 'The key vault',
  teams: 'Teams',
  seatkeeper: 'Seatkeeper',
} as const;
