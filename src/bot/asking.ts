import { formChoices } from '../application/checkForm.ts';
import { formOfRequest } from '../application/draftRequest.ts';
import { findRecord, formOfChange } from '../application/findRecord.ts';
import type { FormValues } from '../application/form.ts';
import type { RequestView } from '../application/views.ts';
import { viewRequest } from '../application/viewRequest.ts';
import type { RequestId } from '../domain/words.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import type { Form, FormStart } from './form.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { readRequest, type Reading } from './understand.ts';
import { changeUnderWay } from './words/formAccountRefusals.ts';
import { refusalNotice } from './words/refusals.ts';

export async function askForUser(turn: Turn, form: Form, args: string): Promise<void> {
  if (!(await form.resume(turn))) await askAnew(turn, form, args);
}

/** In place of whatever form is open. */
export async function askAnew(turn: Turn, form: Form, sentence: string): Promise<void> {
  const { environments, today } = formChoices(turn.app);
  const reading = readRequest(sentence, environments, today);
  const record = await recordOf(turn, reading);
  if (record?.change) return reply(turn, requestCard(record, changeUnderWay(record.request, record.change)));
  const values = { ...(record && formOfChange(record.request)), ...reading.values };
  await form.begin(turn, { ...reading, values, from: 'sentence' });
}

/** The form of a request that ended, once more. */
export function askAgain(turn: Turn, form: Form, id: RequestId): Promise<void> {
  return askLike(turn, form, id, (values) => ({ values, from: 'request' }));
}

/** For an application user that does what a request is for: which application is all that has to be said. */
export function askInstead(turn: Turn, form: Form, id: RequestId): Promise<void> {
  return askLike(turn, form, id, (values) => ({ values: asApplication(values), from: 'request', step: 'account' }));
}

export function asApplication({ account, ...values }: FormValues): FormValues {
  return { ...values, accountKind: 'application' };
}

async function askLike(turn: Turn, form: Form, id: RequestId, start: (values: FormValues) => FormStart): Promise<void> {
  if (await form.resume(turn)) return;
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  const values = view?.reader.part === 'requester' && (await formOfRequest(turn.app, id));
  if (!values) return reply(turn, noticeCard(refusalNotice({ code: 'NotFound' }, undefined)));
  await form.begin(turn, start(values));
}

/** The request that answers for the user that a sentence is to change. */
async function recordOf({ app, person: reader }: Turn, { values }: Reading): Promise<RequestView | undefined> {
  const { accountKind, account: text, environment } = values;
  if (accountKind !== 'user' || text === undefined) return undefined;
  return findRecord(app, { text, reader, ...(environment && { environment }) });
}
