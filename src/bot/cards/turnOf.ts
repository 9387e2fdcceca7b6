import type { ApproverView, RequestView } from '../../application/views.ts';
import type { Pending } from '../../domain/request.ts';

/**
 * Whether it is for the reader to decide: `now` · `approved`: they have · `later` and `over`: the policy asks them in
 * another stage · `never`: it does not ask them.
 */
export type ReviewTurn = 'now' | 'approved' | 'later' | 'over' | 'never';

export function turnOf(view: RequestView, request: Pending): ReviewTurn {
  const { reader } = view;
  if (request.approvals.some(({ by }) => by.id === reader.id)) return 'approved';
  const stage = stageOfReader(view);
  if (!reader.because || stage === undefined) return 'never';
  if (stage === request.stage) return 'now';
  return stage > request.stage ? 'later' : 'over';
}

export function stageOfReader({ reader, approvers }: RequestView): number | undefined {
  return reader.stage ?? approvers.find(({ person }) => person.id === reader.id)?.stage;
}

/** Who is asked in the open stage and has not decided; the reader comes first. */
export function undecided({ approvers, reader }: RequestView, { stage }: Pending): readonly ApproverView[] {
  const open = approvers.filter((approver) => approver.stage === stage && approver.decision === undefined);
  return [
    ...open.filter(({ person }) => person.id === reader.id),
    ...open.filter(({ person }) => person.id !== reader.id),
  ];
}
