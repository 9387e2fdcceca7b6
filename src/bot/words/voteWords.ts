import type { Reader } from '../../application/views.ts';
import type { Approval } from '../../domain/request.ts';
import type { Person, RequestId } from '../../domain/words.ts';
import { nameList } from './lists.ts';

interface Given {
  readonly approval: Approval;
  /** The one whose place the reader would take. */
  readonly insteadOf?: Person | undefined;
}

/** After whose approval somebody has no vote any more, in a sentence to them. */
export function usedVoteText({ approval, insteadOf }: Given, reader: Reader['id']): string {
  const { by, because } = approval;
  if (because.insteadOf?.id === reader) return `${by.name} has approved in your place.`;
  if (insteadOf?.id === by.id) return `${by.name}, in whose place you are asked, has approved.`;
  return `${by.name} has approved in the place of ${because.insteadOf?.name ?? by.name}, in which you are asked too.`;
}

/** `Adele Vance (for Megan Bowen) and Lee Gu`. The reader is `you`. */
export function giversText(approvals: readonly Approval[], reader?: Reader['id']): string {
  const name = (person: Person): string => (person.id === reader ? 'you' : person.name);
  return nameList(
    approvals.map(({ by, because: { insteadOf } }) => name(by) + (insteadOf ? ` (for ${name(insteadOf)})` : '')),
  );
}

/** For whoever sees it otherwise than the one who approved in their place. */
export function rejectInstead(id: RequestId): string {
  return `Nothing is needed from you. If you see it otherwise, write “reject ${id}” and why.`;
}
