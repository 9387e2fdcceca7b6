import type { ApproverView, RequestView } from '../../application/views.ts';
import { dayOf, type Day, type Instant, type Person } from '../../domain/words.ts';
import { cardDateTime, longDay, relativeDay } from '../words/durations.ts';
import { list } from '../words/lists.ts';
import { optionalText, type Optional, type TextData } from './optional.ts';

interface FactText {
  readonly label: string;
  readonly value: string;
  /** Said more quietly after the value. */
  readonly note: Optional<TextData>;
}

/** The value stands beside its label or below it. */
export interface Fact {
  readonly beside: Optional<FactText>;
  readonly below: Optional<FactText>;
}

export function fact(label: string, value: string, note = ''): Fact {
  return { beside: [{ label, value, note: optionalText(note) }], below: [] };
}

/** An address is one long word: beside its label it would run over the edge of a phone. */
export function addressFact(label: string, address: string, note = ''): Fact {
  return { beside: [], below: [{ label, value: address, note: optionalText(note) }] };
}

export function untilFact(until: Day, at: Instant): Fact {
  return fact('Until', longDay(until), relativeDay(dayOf(at), until));
}

export function requestedFact({ request }: RequestView): Fact {
  const at = 'submittedAt' in request ? request.submittedAt : request.draftedAt;
  return fact('Requested by', request.requester.name, cardDateTime(at));
}

/** Who approved so far, and who is still to decide, by name. */
export function approvalFacts({ request, approvers, reader }: RequestView): readonly Fact[] {
  if (!('approvals' in request)) return [];
  const { approvals, required, status } = request;
  const names = list(approvals.map(({ by }) => by.name));
  if (status !== 'Pending') return approvals.length === 0 ? [] : [fact('Approved by', names)];
  const deciding = approvers.filter((approver) => approver.decision === undefined);
  const open = list(
    deciding.map((approver) => (approver.person.id === reader.id ? 'you' : approverText(approver))),
    'or',
  );
  const note = [names && `${names} approved`, open && `to decide: ${open}`].filter((part) => part !== '').join(' · ');
  return [fact('Approvals', `${approvals.length} of ${required}`, note)];
}

export function commentFacts({ request }: RequestView): readonly Fact[] {
  if (!('approvals' in request)) return [];
  return request.approvals.flatMap(({ by, comment }) =>
    comment === undefined ? [] : [fact(`${firstName(by)} says`, `“${comment}”`)],
  );
}

export function firstName({ name }: Person): string {
  return name.split(' ')[0] ?? name;
}

function approverText({ person, delivery }: ApproverView): string {
  switch (delivery) {
    case 'asked':
      return person.name;
    case 'notAskedYet':
      return `${person.name} (being asked)`;
    case 'unreachable':
      return `${person.name} (cannot be reached in Teams)`;
  }
}
