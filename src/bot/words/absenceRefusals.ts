import type { AbsenceRefusal } from '../../application/absences.ts';
import { assertNever } from '../../domain/result.ts';
import type { Day } from '../../domain/words.ts';
import { longDay } from './durations.ts';
import type { Notice } from './notice.ts';

/** Why an absence is not noted. `until`: as it was asked for, so that choosing a person goes on with it. */
export function absenceRefusal(refusal: AbsenceRefusal, until: Day): Notice {
  return { tone: 'warning', ...wordsFor(refusal, until) };
}

function wordsFor(refusal: AbsenceRefusal, until: Day): Omit<Notice, 'tone'> {
  switch (refusal.code) {
    case 'EndsInThePast':
      return {
        what: 'The absence is not noted.',
        why: `Today is ${longDay(refusal.today)}, and ${longDay(refusal.until)} has passed.`,
        todo: 'Give today or a later day, for example “away until Friday”.',
      };
    case 'TooLong':
      return {
        what: 'The absence is not noted.',
        why: `${longDay(refusal.until)} is more than ${refusal.days} days from now, and whoever stands in would decide all that time.`,
        todo: 'Give a nearer day; say it again when that has come.',
      };
    case 'OwnDelegate':
      return {
        what: 'You cannot stand in for yourself.',
        why: 'Whoever stands in decides while you do not.',
        todo: 'Name a colleague, or nobody: then alternates are asked where too few approvers are left.',
      };
    case 'PersonNotFound':
      return {
        what: `Nobody was found for “${refusal.text}”.`,
        why: 'No name and no address in the directory begins with it.',
        todo: 'Give the address, or another beginning of the name.',
      };
    case 'SeveralPeople':
      return {
        what: `Several people match “${refusal.text}”.`,
        why: 'Exactly one person stands in for you.',
        todo: 'Choose the right one.',
        buttons: refusal.people.map(({ name, upn, id }) => ({
          title: upn === undefined ? name : `${name} (${upn})`,
          data: { command: 'say', args: `away until ${until} ${upn ?? id}` },
        })),
      };
    case 'DelegateIsAway':
      return {
        what: `${refusal.delegate.name} is away too.`,
        why: 'A decision would find nobody.',
        todo: 'Name somebody who is there, or nobody: then alternates are asked where too few approvers are left.',
      };
    default:
      return assertNever(refusal);
  }
}
