import type { OpenChange, RequestView } from '../../application/views.ts';
import { hasSeat } from '../../domain/ask.ts';
import { concernedBy } from '../../domain/concerned.ts';
import type { Active, FailedRevocation, Revoked, Revoking } from '../../domain/request.ts';
import { dayOf, type RequestId } from '../../domain/words.ts';
import { nameOf } from '../words/accountWords.ts';
import { count, longDay } from '../words/durations.ts';
import type { CommandButton, Notice } from '../words/notice.ts';
import { obstacleText } from '../words/obstacles.ts';
import { revokeCause } from '../words/revokeWords.ts';
import { active } from './endings.ts';
import { mendingNotice } from './mendingNotice.ts';

/** How a user stands while its request answers for it: what is out of order comes first. */
export function life(view: RequestView, request: Active): Notice {
  return (
    unrevoked(view, request) ??
    mendingNotice(request) ??
    letGo(request) ??
    ending(view, request) ??
    adopted(request) ??
    active(view, request)
  );
}

export function revoking({ environment }: RequestView, request: Revoking): Notice {
  return {
    tone: 'warning',
    what: `The access of ${nameOf(request.ask.account)} to ${environment.name} is being taken away.`,
    why: revokeCause(request.revocation, request),
  };
}

export function revoked({ environment }: RequestView, request: Revoked): Notice {
  const left = request.leftovers.length > 0;
  return {
    tone: left ? 'warning' : 'info',
    what: `${nameOf(request.ask.account)} has no access to ${environment.name} any more.`,
    why: `${revokeCause(request.revocation, request)} It is disabled, which was read back${left ? '' : ', and has no roles'}.`,
    ...(left && { todo: 'Not all of it could be done: see below.' }),
  };
}

function unrevoked({ environment, reader }: RequestView, request: Active): Notice | undefined {
  const { unrevoked: failed, ask } = request;
  if (!failed) return undefined;
  // Besides those whom it concerns, admins alone are told of it.
  const admin = reader.admin ?? (reader.part === 'revoked' && !isConcerned(reader, request));
  const mayEnd = admin || reader.id === ask.owner.id;
  const [first] = failed.leftovers;
  const { what, code } = first ? obstacleText(first.obstacle) : { what: undefined, code: undefined };
  return {
    tone: 'attention',
    what: `${nameOf(ask.account)} could not be revoked, and may still work in ${environment.name}.`,
    ...(what !== undefined && { why: what, code }),
    todo: admin
      ? 'Do by hand what is below, or mend what is in the way and revoke it again.'
      : 'An admin of Seatkeeper has to do it by hand. They have been told.',
    ...(mayEnd && { buttons: [revokeAgain(request.id, failed)] }),
  };
}

function revokeAgain(id: RequestId, { reason = 'It could not be revoked before.' }: FailedRevocation): CommandButton {
  return { title: 'Revoke it again', data: { command: 'say', args: `/revoke ${id} ${reason}` } };
}

function letGo({ letGo: gone, ask }: Active): Notice | undefined {
  if (!gone) return undefined;
  return {
    tone: 'info',
    what: `It ends on ${longDay(ask.until)}, and nobody is reminded of it any more.`,
    why: `${gone.by.name} lets it go.`,
    todo: 'If it is needed after all, change its last day until then.',
  };
}

function ending(view: RequestView, request: Active): Notice | undefined {
  if (request.noticed === undefined) return undefined;
  const { at, environment } = view;
  const { ask } = request;
  const seat = hasSeat(ask.account);
  const days = Math.max(0, Math.round((Date.parse(ask.until) - Date.parse(dayOf(at))) / 86_400_000));
  return {
    tone: 'warning',
    what: `The access of ${nameOf(ask.account)} to ${environment.name} ends ${days === 0 ? 'today' : `in ${count(days, 'day')}, on ${longDay(ask.until)}`}.`,
    why: seat
      ? 'After its last day its roles are taken away, it is disabled, and its seat goes to whoever waits.'
      : 'After its last day its roles are taken away, and it is disabled.',
    ...choice(view, request),
  };
}

/** What is left to do about a coming end, for those whom it concerns. */
function choice({ change, reader }: RequestView, request: Active): Pick<Notice, 'todo' | 'buttons'> {
  if (change) {
    return {
      todo: changeText(change, request),
      buttons: [{ title: `Show #${change.id}`, data: { command: 'show', requestId: change.id } }],
    };
  }
  if (!isConcerned(reader, request)) return {};
  const extend = 'If it is still needed, extend it now: that has to be approved before the end.';
  if (reader.part === 'ending') return { todo: `${extend} If not, let it go.` };
  return {
    todo: `${extend} If not, nothing is needed from you.`,
    buttons: [{ title: 'Extend', data: { command: 'say', args: `/extend ${request.id}` } }],
  };
}

function isConcerned(reader: RequestView['reader'], request: Active): boolean {
  return concernedBy(request).some(({ id }) => id === reader.id);
}

function changeText({ id, status, until }: OpenChange, { ask }: Active): string {
  const wish = until > ask.until ? `is to extend it until ${longDay(until)}` : 'is to change it, but not to extend it';
  const stands = status === 'Pending' ? 'is not approved yet' : 'is approved, and under way';
  return `#${id} ${wish}; that ${stands}.`;
}

function adopted({ adoptedBy, ask }: Active): Notice | undefined {
  if (!adoptedBy) return undefined;
  return {
    tone: 'good',
    what: `${adoptedBy.name} took over this user, which was made without Seatkeeper.`,
    why: `Nothing was changed. ${ask.owner.name} answers for it, and it ends on ${longDay(ask.until)}.`,
  };
}
