import { z } from 'zod';
import { fieldsOf } from '../http.ts';
import type { Answer, Call } from '../http.ts';
import { timestamp } from '../model.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import type { Account, AutomaticReplies } from './model.ts';
import { graphProblems } from './problems.ts';

const ZonedTime = z.object({ dateTime: z.iso.datetime({ local: true }), timeZone: z.string().min(1) });
const Change = z.object({
  status: z.enum(['disabled', 'alwaysEnabled', 'scheduled']).optional(),
  scheduledStartDateTime: ZonedTime.optional(),
  scheduledEndDateTime: ZonedTime.optional(),
});

const context = (call: Call, account: Account): string => `${call.root}/$metadata#users('${account.id}')`;

export function showMailbox(state: State, account: Account, call: Call): Answer {
  return {
    status: 200,
    body: {
      '@odata.context': `${context(call, account)}/mailboxSettings`,
      timeZone: 'UTC',
      automaticRepliesSetting: settingOf(state, account),
    },
  };
}

export function showAutomaticReplies(state: State, account: Account, call: Call): Answer {
  const setting = settingOf(state, account);
  const entity = `${context(call, account)}/mailboxSettings/automaticRepliesSetting`;
  return { status: 200, body: { '@odata.context': entity, ...setting } };
}

/** Only the automatic replies can be changed, and of those what the bot reads. */
export async function changeMailbox(state: State, account: Account, call: Call): Promise<Answer> {
  const { automaticRepliesSetting, ...others } = fieldsOf(call.body);
  const [other] = Object.keys(others);
  if (other !== undefined) throw graphProblems.noSuchProperty(other, 'mailboxSettings');
  const parsed = Change.safeParse(automaticRepliesSetting);
  if (!parsed.success) throw graphProblems.invalidSetting('The automatic replies setting is not valid.');
  const changed = {
    ...account,
    automaticReplies: { ...repliesOf(state, account), ...parsed.data } as AutomaticReplies,
  };
  await state.put('account', tenant, account.id, changed);
  return showMailbox(state, changed, call);
}

function settingOf(state: State, account: Account): object {
  const replies = repliesOf(state, account);
  return { ...replies, externalAudience: 'all', internalReplyMessage: '', externalReplyMessage: '' };
}

function repliesOf(state: State, { mail, automaticReplies }: Account): AutomaticReplies {
  if (typeof mail !== 'string') throw graphProblems.noMailbox();
  return automaticReplies ?? { status: 'disabled', ...scheduleFrom(state.now) };
}

/** The schedule that a mailbox has before anybody has made one. */
export function scheduleFrom(now: Date): Pick<AutomaticReplies, 'scheduledStartDateTime' | 'scheduledEndDateTime'> {
  const utc = (days: number) => ({ dateTime: inDays(now, days), timeZone: 'UTC' });
  return { scheduledStartDateTime: utc(1), scheduledEndDateTime: utc(2) };
}

/** Graph writes seven digits after the second, and no zone. */
function inDays(now: Date, days: number): string {
  return timestamp(new Date(now.getTime() + days * 86_400_000)).replace('Z', '.0000000');
}
