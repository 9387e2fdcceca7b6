import { partiesOf } from '../domain/decideReview.ts';
import type { Rights } from '../domain/commands.ts';
import type { AccessRequest, Approval } from '../domain/request.ts';
import type { Because, Lookups } from '../domain/roster.ts';
import { canBeDecided, rosterOf, type Roster } from '../domain/whoDecides.ts';
import type { Person } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { lookUp } from './lookups.ts';
import { mayAsk } from './rights.ts';

/** Who can decide on a request, stage by stage. */
export interface Rosters {
  readonly stages: readonly Roster[];
  /** Of everybody whom the policy names. */
  readonly absences: Lookups['absences'];
  /** Something could not be looked up, so there may be more people than these. */
  readonly failure?: Error;
}

export async function rostersOf(app: App, request: AccessRequest): Promise<Rosters> {
  const { terms, ask } = request;
  const environment = environmentOf(app.settings, ask.environment);
  const found = await lookUp(app, { terms, environment, owner: ask.owner });
  const lookups = { ...found.lookups, unreachable: await unreachableOf(app, request) };
  const stages = terms.stages.map((_, stage) => rosterAt(request, stage, lookups));
  return { stages, absences: lookups.absences, ...(found.failure && { failure: found.failure }) };
}

/** Those whom a card of this request did not reach. */
async function unreachableOf(app: App, { id }: AccessRequest): Promise<Lookups['unreachable']> {
  const cards = await app.store.cardsOf(id);
  return new Set(
    cards.flatMap(({ part, state, reader }) => (part === 'approver' && state === 'unreachable' ? [reader.id] : [])),
  );
}

function rosterAt(request: AccessRequest, index: number, lookups: Lookups): Roster {
  const { terms } = request;
  const stage = terms.stages[index];
  if (!stage) throw new Error(`There is no stage ${index}`);
  return rosterOf(stage, lookups, {
    parties: partiesOf(request),
    fallback: terms.fallback,
    escalated: request.status === 'Pending' && request.stage === index && request.escalated,
    approvals: 'approvals' in request ? request.approvals : [],
    given: givenIn(request, index),
  });
}

function givenIn(request: AccessRequest, index: number): number {
  return 'approvals' in request ? request.approvals.filter(({ stage }) => stage === index).length : 0;
}

/**
 * Why the policy lets this person decide, by stage.
 * @throws what a lookup threw, when the person is nowhere: a right is never made up, and never lost for want of an answer
 */
export async function rightsOf(app: App, person: Person, request: AccessRequest): Promise<Rights> {
  const { stages, failure } = await rostersOf(app, request);
  const rights = stages.map((roster) => rightIn(roster, person));
  if (failure && rights.every((right) => right === undefined)) throw failure;
  return rights;
}

function rightIn({ approvers, excluded }: Roster, { id }: Person): Because | undefined {
  const used = excluded.flatMap((out) => (out.why === 'voteUsed' ? [out] : []));
  return [...approvers, ...used].find(({ person }) => person.id === id)?.because;
}

/**
 * What somebody's approval in the open stage would rest on. `leavesEnough`: it does not make one impossible that could be
 * given before; where somebody could not be looked up, that is not held against it.
 */
export async function approvalFacts(
  app: App,
  by: Person,
  request: AccessRequest,
): Promise<{ readonly rights: Rights; readonly mayAsk: boolean; readonly leavesEnough: boolean }> {
  const [rights, allowed] = await Promise.all([rightsOf(app, by, request), mayAsk(app, request)]);
  return { rights, mayAsk: allowed, leavesEnough: await leavesEnough(app, by, request, rights) };
}

async function leavesEnough(app: App, by: Person, request: AccessRequest, rights: Rights): Promise<boolean> {
  if (request.status !== 'Pending' || request.stage + 1 === request.terms.stages.length) return true;
  const { stage, planHash, approvals } = request;
  const because = rights[stage];
  if (!because) return true;
  const approval: Approval = { by, at: app.world.now(), because, planHash, stage };
  const after: AccessRequest = { ...request, approvals: [...approvals, approval] };
  const rosters = await rostersOf(app, after);
  if (rosters.failure || isDecidable(rosters, after)) return true;
  return !isDecidable(await rostersOf(app, request), request);
}

/** Whether enough different people can decide what has still to be decided, each in their own right. */
export function isDecidable({ stages }: Rosters, request: AccessRequest): boolean {
  return canBeDecided(
    request.terms.stages.map(({ required }, index) => {
      const own = stages[index]?.approvers.filter(({ because }) => !because.insteadOf) ?? [];
      return { still: required - givenIn(request, index), people: own.map(({ person }) => person.id) };
    }),
  );
}
