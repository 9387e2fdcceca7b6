import { partiesOf } from '../domain/decideReview.ts';
import type { Rights } from '../domain/commands.ts';
import type { AccessRequest, RequestBase } from '../domain/request.ts';
import { canBeDecided, rosterOf, type Lookups, type Roster } from '../domain/roster.ts';
import type { Person, PersonId } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { lookUp } from './lookups.ts';

/** Who can decide on a request, stage by stage. */
export interface Rosters {
  readonly stages: readonly Roster[];
  /** Something could not be looked up, so there may be more people than these. */
  readonly failure?: Error;
}

export async function rostersOf(app: App, request: AccessRequest): Promise<Rosters> {
  const { terms, ask } = request;
  const environment = environmentOf(app.settings, ask.environment);
  const found = await lookUp(app, { terms, environment, owner: ask.owner });
  const lookups = { ...found.lookups, unreachable: await unreachableOf(app, request) };
  const stages = terms.stages.map((_, stage) => rosterAt(request, stage, lookups));
  return { stages, ...(found.failure && { failure: found.failure }) };
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
  const approvals = 'approvals' in request ? request.approvals : [];
  const elsewhere = approvals.filter((approval) => approval.stage !== index);
  return rosterOf(stage, lookups, {
    parties: partiesOf(request),
    fallback: terms.fallback,
    escalated: request.status === 'Pending' && request.stage === index && request.escalated,
    decided: new Set(elsewhere.map(({ by }) => by.id)),
  });
}

/**
 * Why the policy lets this person decide, by stage.
 * @throws what a lookup threw, when the person is nowhere: a right is never made up, and never lost for want of an answer
 */
export async function rightsOf(app: App, person: Person, request: AccessRequest): Promise<Rights> {
  const { stages, failure } = await rostersOf(app, request);
  const rights = stages.map(({ approvers }) => approvers.find((approver) => approver.person.id === person.id)?.because);
  if (failure && rights.every((right) => right === undefined)) throw failure;
  return rights;
}

/** Whether enough different people can decide, in every stage that has still to be decided. */
export function isDecidable({ stages }: Rosters, { terms }: Pick<RequestBase, 'terms'>): boolean {
  return canBeDecided(
    terms.stages.map(({ required }, stage) => ({
      still: required,
      people: stages[stage]?.approvers.map(({ person }): PersonId => person.id) ?? [],
    })),
  );
}
