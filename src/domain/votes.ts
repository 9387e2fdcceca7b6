import type { Approval } from './request.ts';
import type { Because } from './roster.ts';

/**
 * Everybody has one vote in a request, whatever its stages. An approval that is given in somebody's place uses up theirs as
 * well as the giver's, so an absent approver and all who ever stood in for them count once. Returns the approval that used
 * up what this person could give for this reason; their own comes first.
 */
export function usedVote(approvals: readonly Approval[], by: string, because: Because): Approval | undefined {
  const own = approvals.find((approval) => approval.by.id === by);
  if (own) return own;
  const votes = votesOf(by, because);
  return approvals.find((approval) => votesOf(approval.by.id, approval.because).some((vote) => votes.includes(vote)));
}

function votesOf(by: string, { insteadOf }: Because): readonly string[] {
  return insteadOf ? [by, insteadOf.id] : [by];
}
