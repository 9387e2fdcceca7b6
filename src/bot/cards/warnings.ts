import type { Reader, RequestView } from '../../application/views.ts';
import { takesSeat } from '../../domain/ask.ts';
import { unmetOf } from '../../domain/unmet.ts';
import { dayOf } from '../../domain/words.ts';
import { keptRoles } from '../words/accountWords.ts';
import { count, longDay } from '../words/durations.ts';
import type { Notice } from '../words/notice.ts';
import { mendingText, unmetText } from '../words/unmetWords.ts';
import { fullText } from './seatPicture.ts';

/** A conversion takes something from whoever uses the account today, and nobody but the readers of this card can ask. */
export function existingWarning({ request, environment, reader }: RequestView): Notice | undefined {
  const { account } = request.ask;
  if (account.kind !== 'existing') return undefined;
  const licence = account.licences.length === 0 ? '' : ', and a licence of its own is taken away';
  const keeps = keptRoles(request.ask).length === 0 ? '' : ' The roles that it has today stay.';
  return {
    tone: 'warning',
    what: 'This account exists and somebody may be using it.',
    why: `Once it is converted, nobody can open ${environment.name} with ${account.upn} any more${licence}.${keeps}`,
    todo: decides(reader)
      ? 'Approve only if you know that nobody works with it.'
      : 'Ask whoever uses it before you submit, or choose a new account with Change.',
  };
}

/** Nobody was asked when it was made. */
export function unrecordedNotice({ request }: RequestView): Notice | undefined {
  const { account } = request.ask;
  if (account.kind !== 'user' || account.record) return undefined;
  return {
    tone: 'info',
    what: 'This user was made without Seatkeeper.',
    why: 'With this request it gets an owner and a last day, and is looked after from now on.',
  };
}

/** For ever, on every card: whoever reads it later must not take it for an ordinary approval. */
export function forcedNotice({ request }: RequestView): Notice | undefined {
  const forced = 'forced' in request ? request.forced : undefined;
  return (
    forced && {
      tone: 'warning',
      what: `Forced by ${forced.by.name} on ${longDay(dayOf(forced.at))}.`,
      why: `“${forced.reason}”`,
    }
  );
}

/** Without a spare licence no user can be created, however many approve. */
export function licenceWarning({ licence, environment, reader, request }: RequestView): Notice | undefined {
  const { account } = request.ask;
  if (!takesSeat(account) || !licence || licence.used < licence.total) return undefined;
  if (account.kind === 'existing' && account.licences.includes(licence.name)) return undefined;
  return {
    tone: 'warning',
    what: `No spare licence of ${licence.name} is free (${licence.used} of ${count(licence.total, 'licence')} used).`,
    why: `One is lent to the user while it is set up in ${environment.name}, and given back afterwards.`,
    todo: decides(reader)
      ? 'Have a licence administrator free or buy one before you approve; without it the creation fails.'
      : 'Ask a licence administrator to free or buy one before the request is approved; without it the creation fails.',
  };
}

/** Whoever approved before finds the buttons again, and whoever waits finds fewer approvals: both want to know why. */
export function replannedNotice({ request, environment, reader }: RequestView): Notice | undefined {
  if (request.status !== 'Pending') return undefined;
  const unmet = unmetOf(request);
  if (unmet.length > 0) {
    return {
      tone: 'warning',
      what: 'It cannot be approved as it is: the policy has changed since it was asked for.',
      why: unmetText(unmet, environment.name),
      todo: mendingText(request, reader.id),
    };
  }
  if (request.replannedAt === undefined) return undefined;
  return {
    tone: 'info',
    what: `The configuration changed on ${longDay(dayOf(request.replannedAt))}, and with it who decides or what would be done; approvals given before do not count.`,
  };
}

/** The last approval then leads to the waiting list. */
export function fullNotice({ environment, seats, request }: RequestView): Notice | undefined {
  if (!takesSeat(request.ask.account) || !seats || seats.free > 0) return undefined;
  return {
    tone: 'warning',
    what: `No seat is free in ${fullText(environment, seats)}.`,
    why: 'Once approved, the request waits until one becomes free.',
  };
}

function decides({ part }: Reader): boolean {
  return part === 'approver' || part === 'reminder';
}
