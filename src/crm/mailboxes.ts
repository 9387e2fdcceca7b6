import { z } from 'zod';
import type { AutomaticReplies, Directory } from '../application/ports/crm.ts';
import { addMilliseconds, dayOf, type Instant, type PersonId } from '../domain/words.ts';
import { hasStatus } from './answers.ts';
import type { Graph } from './graph.ts';
import { guidOf } from './ids.ts';
import { momentOf, ZonedTime } from './zonedTime.ts';

/** The replies themselves are not read. */
const Setting = z.discriminatedUnion('status', [
  z.object({ status: z.literal('disabled') }),
  z.object({ status: z.literal('alwaysEnabled') }),
  z.object({ status: z.literal('scheduled'), scheduledStartDateTime: ZonedTime, scheduledEndDateTime: ZonedTime }),
]);
type Setting = z.infer<typeof Setting>;

/** `automaticRepliesSetting` of the person's mailbox, unparsed. */
export function readSetting(graph: Graph, id: PersonId): Promise<unknown> {
  return graph.send({ method: 'GET', path: '/users/{id}/mailboxSettings/automaticRepliesSetting', id: guidOf(id) });
}

export function createMailboxes(graph: Graph): Pick<Directory, 'readAutomaticReplies'> {
  return {
    async readAutomaticReplies(id, at) {
      try {
        // A setting that is not understood is one that cannot be seen.
        const { data } = Setting.safeParse(await readSetting(graph, id));
        return data && repliesAt(data, at);
      } catch (error) {
        if (hasStatus(error, 403, 404)) return undefined;
        throw error;
      }
    },
  };
}

function repliesAt(setting: Setting, at: Instant): AutomaticReplies {
  if (setting.status !== 'scheduled') return { on: setting.status === 'alwaysEnabled' };
  const start = momentOf(setting.scheduledStartDateTime);
  const end = momentOf(setting.scheduledEndDateTime);
  // Whoever is back at midnight is there on that day.
  return start <= at && at < end ? { on: true, until: dayOf(addMilliseconds(end, -1)) } : { on: false };
}
