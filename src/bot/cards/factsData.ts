import type { RequestView } from '../../application/views.ts';
import { dayOf, type Day, type Instant, type Person } from '../../domain/words.ts';
import { cardDateTime, longDay, relativeDay } from '../words/durations.ts';
import { giversText } from '../words/voteWords.ts';
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

/** Once it is decided; while it is not, `stageRows` say more. */
export function approvalFacts({ request }: RequestView): readonly Fact[] {
  if (!('approvals' in request) || request.status === 'Pending' || request.approvals.length === 0) return [];
  return [fact('Approved by', giversText(request.approvals))];
}

export function firstName({ name }: Person): string {
  return name.split(' ')[0] ?? name;
}
