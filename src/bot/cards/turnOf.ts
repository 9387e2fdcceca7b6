import type { ApproverView, RequestView } from '../../application/views.ts';
import type { Approval, Pending } from '../../domain/request.ts';
import { usedVote } from '../../domain/votes.ts';

/**
 * Whether it is for the reader to decide: `now` · `approved`: they have · `voteUsed`: somebody has in their place, or in the
 * place that they were asked in · `later` and `over`: the policy asks them in another stage · `never`: it does not ask them.
 */
export type ReviewTurn = 'now' | 'approved' | 'voteUsed' | 'later' | 'over' | 'never';

export function turnOf(view: RequestView, request: Pending): ReviewTurn {
  const { reader, approvers } = view;
  if (request.approvals.some(({ by }) => by.id === reader.id)) return 'approved';
  if (usedByOther(view, request)) return 'voteUsed';
  const stage = stageOfReader(view);
  if (!reader.because || stage === undefined) return 'never';
  // A card says what it was sent for; what is looked up for somebody who writes is as it is now.
  if (reader.stage === undefined && approvers.some(({ person, released }) => released && person.id === reader.id)) {
    return 'never';
  }
  if (stage === request.stage) return 'now';
  return stage > request.stage ? 'later' : 'over';
}

/** The approval after which the reader has no vote any more. */
export function usedByOther({ reader }: RequestView, { approvals }: Pending): Approval | undefined {
  const { id, because } = reader;
  const used = because && usedVote(approvals, id, because);
  return used?.by.id === id ? undefined : used;
}

export function stageOfReader({ reader, approvers }: RequestView): number | undefined {
  return reader.stage ?? approvers.find(({ person }) => person.id === reader.id)?.stage;
}

/** Who is asked in the open stage and has not decided; the reader comes first. */
export function undecided({ approvers, reader }: RequestView, { stage }: Pending): readonly ApproverView[] {
  // Whoever was just refused is not waited for, although their card may not say so yet.
  const isOut = (id: string): boolean => id === reader.id && reader.part === 'observer';
  const open = approvers.filter(
    ({ person, decision, released, ...approver }) =>
      approver.stage === stage && !decision && !released && !isOut(person.id),
  );
  return [
    ...open.filter(({ person }) => person.id === reader.id),
    ...open.filter(({ person }) => person.id !== reader.id),
  ];
}
