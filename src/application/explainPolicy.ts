import type { Environment } from '../domain/environment.ts';
import type { AppliedTerms } from '../domain/policy.ts';
import type { AccessRequest, Approval } from '../domain/request.ts';
import type { Absence, Approver } from '../domain/roster.ts';
import type { Excluded } from '../domain/whoDecides.ts';
import type { Person, RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import { lookUp } from './lookups.ts';
import { isDecidable, rostersOf, type Rosters } from './rosters.ts';
import type { RequestView } from './views.ts';
import { viewRequest } from './viewRequest.ts';

/** Who could decide on a request and why, who could not and why not, stage by stage. */
export interface Explanation {
  readonly request: AccessRequest;
  readonly environment: Pick<Environment, 'name'>;
  readonly terms: AppliedTerms;
  readonly stages: readonly ExplainedStage[];
  /** Who may ask, by name; absent: everybody. */
  readonly requesters?: { readonly people: readonly string[]; readonly groups: readonly string[] };
  /** Whether enough different people are there. */
  readonly decidable: boolean;
  /** Somebody could not be looked up, so there may be more people. */
  readonly incomplete: boolean;
}

export interface ExplainedStage {
  readonly required: number;
  readonly given: readonly Approval[];
  readonly approvers: readonly (Approver & { readonly away?: Absence })[];
  readonly excluded: readonly Excluded[];
}

/** Undefined when there is no such request, or none that concerns this person. */
export async function explainPolicy(
  app: App,
  { id, reader }: { readonly id: RequestId; readonly reader: Person },
): Promise<Explanation | undefined> {
  const view = await viewRequest(app, { id, reader });
  return view && explain(app, view);
}

async function explain(app: App, { request, environment }: RequestView): Promise<Explanation> {
  const { terms, ask } = request;
  const [rosters, asking] = await Promise.all([
    rostersOf(app, request),
    // They are named as approvers are, so they are found in the same way.
    lookUp(app, { terms: { ...terms, stages: [], fallback: terms.requesters ?? [] }, environment, owner: ask.owner }),
  ]);
  const { people, groups } = asking.lookups;
  return {
    request,
    environment,
    terms,
    stages: terms.stages.map(({ required }, index) => explainStage(request, rosters, index, required)),
    ...(terms.requesters && { requesters: { people: namesIn(people), groups: namesIn(groups) } }),
    decidable: isDecidable(rosters, request),
    incomplete: rosters.failure !== undefined || asking.failure !== undefined,
  };
}

function explainStage(
  request: AccessRequest,
  { stages, absences }: Rosters,
  index: number,
  required: number,
): ExplainedStage {
  const { approvers = [], excluded = [] } = stages[index] ?? {};
  return {
    required,
    given: 'approvals' in request ? request.approvals.filter(({ stage }) => stage === index) : [],
    approvers: approvers.map((approver) => {
      const away = absences.get(approver.person.id);
      return { ...approver, ...(away && { away }) };
    }),
    excluded,
  };
}

function namesIn(found: ReadonlyMap<unknown, { readonly name: string }>): readonly string[] {
  return [...found.values()].map(({ name }) => name);
}
