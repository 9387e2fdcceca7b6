import { formChoices } from '../application/checkForm.ts';
import { formOfChange } from '../application/findRecord.ts';
import { viewRequest } from '../application/viewRequest.ts';
import type { AccessRequest } from '../domain/request.ts';
import type { RequestId } from '../domain/words.ts';
import { askAnew } from './asking.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { openDraft } from './drafts.ts';
import { editRequest } from './edits.ts';
import type { Form } from './form.ts';
import { numberIn, readAbout } from './reading/numbers.ts';
import { reply } from './reply.ts';
import { findTarget } from './targets.ts';
import type { Turn } from './turn.ts';
import { readRequest } from './understand.ts';
import { changeUnderWay } from './words/formAccountRefusals.ts';
import type { CommandButton, Notice } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';

const mostOffered = 4;

/** `args`: an address, an application's id or the number of a request, with whatever else is said about the change. */
export async function changeUser(turn: Turn, form: Form, args: string): Promise<void> {
  const id = numberIn(args);
  if (id) return openChange(turn, form, id);
  const sentence = `change ${args}`;
  const { environments, today } = formChoices(turn.app);
  if (readRequest(sentence, environments, today).values.account === undefined) return explainChange(turn, args);
  if (await form.isOpen(turn)) return reply(turn, noticeCard(otherFormOpen(sentence)));
  await askAnew(turn, form, sentence);
}

/** The same form, for a later last day: `args` names the user, and the day if it is said. */
export async function extendUser(turn: Turn, form: Form, args: string): Promise<void> {
  const found = await findTarget(turn, args, 'extend');
  if (!found) return;
  const { request } = found.view;
  if (request.status !== 'Active') {
    return reply(turn, requestCard(found.view, refusalNotice({ code: 'NotActive' }, found.view)));
  }
  if (found.view.change) return reply(turn, requestCard(found.view, changeUnderWay(request, found.view.change)));
  if (await form.isOpen(turn))
    return reply(turn, noticeCard(otherFormOpen(`change #${request.id} ${found.rest}`.trim())));
  await beginChange(turn, form, request, found.rest);
}

/** What the words ask for, in place of whatever form is open. */
export async function beginAnew(turn: Turn, form: Form, sentence: string): Promise<void> {
  const about = readAbout(sentence.replace(/^change\s/i, ''));
  const view = about && (await viewRequest(turn.app, { id: about.id, reader: turn.person }));
  if (view) {
    return beginChange(turn, form, view.request, about.text);
  }
  await askAnew(turn, form, sentence);
}

/** The form for a change of the user that a request answers for, filled in as far as the request says. */
export async function openChange(turn: Turn, form: Form, id: RequestId): Promise<void> {
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  if (!view) return reply(turn, noticeCard(refusalNotice({ code: 'NotFound' }, undefined)));
  const { request, reader } = view;
  const own = reader.part === 'requester';
  if (own && request.status === 'Pending') return editRequest(turn, form, id);
  const open = await form.isOpen(turn);
  const mine = own && request.status === 'Draft';
  if (mine && (!open || (await form.changing(turn)) === id)) return openDraft(turn, form, id);
  if (!mine && request.status !== 'Active')
    return reply(turn, requestCard(view, refusalNotice({ code: 'NotActive' }, view)));
  if (view.change) return reply(turn, requestCard(view, changeUnderWay(request, view.change)));
  if (open) return reply(turn, noticeCard(otherFormOpen(`change #${id}`)));
  await form.begin(turn, { values: formOfChange(request), from: 'record' });
}

/** `said`: the last day, if anything. */
async function beginChange(turn: Turn, form: Form, request: AccessRequest, said: string): Promise<void> {
  const { environments, today } = formChoices(turn.app);
  const { values, unclear } = readRequest(said, environments, today);
  const { until } = values;
  const days = unclear.filter(({ field }) => field === 'until');
  const unread = said === '' || until || days.length > 0 ? days : [{ field: 'until', text: said, days: [] } as const];
  await form.begin(turn, {
    values: { ...formOfChange(request), ...(until && { until }) },
    unclear: unread.map((one) => ({ ...one, text: one.text.slice(0, 60) })),
    from: 'record',
  });
}

async function explainChange(turn: Turn, args: string): Promise<void> {
  const { app, person } = turn;
  const { requests } = await app.store.listRequests(
    { concerned: person.id, statuses: ['Active'] },
    { offset: 0, limit: mostOffered },
  );
  const buttons = requests.map(({ id, ask }) => {
    return { title: `#${id} ${ask.integration}`, data: { command: 'change', requestId: id } } as const;
  });
  await reply(turn, noticeCard(usage(args, buttons)));
}

function usage(args: string, buttons: readonly CommandButton[]): Notice {
  const what = args === '' ? 'Which user is to be changed?' : `“${args.slice(0, 60)}” names no user.`;
  const todo =
    'Write its sign-in address, its application (client) id or the number of its request, for example “change svc-orders@contoso.com in prod” or “change 104”.';
  return {
    tone: 'info',
    what,
    why: 'A change gives or takes roles, names another owner or sets another last day. It is approved like a new user.',
    todo: buttons.length > 0 ? `${todo} Or press one of yours.` : todo,
    ...(buttons.length > 0 && { buttons }),
  };
}

function otherFormOpen(sentence: string): Notice {
  return {
    tone: 'info',
    what: 'Another form is still open.',
    why: 'One request is filled in at a time.',
    todo: 'Continue it, or begin the change in its place.',
    buttons: [
      { title: 'Continue it', data: { command: 'request' } },
      { title: 'Begin the change', data: { command: 'anew', args: sentence.slice(0, 1_000) } },
    ],
  };
}
