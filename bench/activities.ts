import { tenantId } from './ground.ts';

/** Where whatever the bot sends by itself ends, when nobody waits for it. */
const nowhere = 'http://127.0.0.1:9/';

/** What Teams posts. `expectReplies`: the answer comes with the HTTP response, so no fake Teams takes part. */
export function messageBy(personId: string, text: string): string {
  return activityBy(personId, { type: 'message', text, deliveryMode: 'expectReplies' });
}

export function clickBy(personId: string, verb: string, data: object, serviceUrl = nowhere): string {
  const value = {
    action: { type: 'Action.Execute', verb, data },
    trigger: verb === 'refresh' ? 'automatic' : 'manual',
  };
  return activityBy(personId, { type: 'invoke', name: 'adaptiveCard/action', value, serviceUrl });
}

/** Brings the bot to this person; what it sends them goes to `serviceUrl`. */
export function installationBy(personId: string, serviceUrl: string): string {
  return activityBy(personId, { type: 'installationUpdate', action: 'add', serviceUrl });
}

function activityBy(personId: string, content: object): string {
  return JSON.stringify({
    id: 'activity',
    channelId: 'msteams',
    serviceUrl: nowhere,
    from: { id: `29:${personId}`, name: 'Somebody', aadObjectId: personId },
    recipient: { id: '28:bot', name: 'Seatkeeper' },
    conversation: { id: `a:chat-${personId}`, tenantId, conversationType: 'personal' },
    channelData: { tenant: { id: tenantId } },
    ...content,
  });
}

/** Different ones, since what one person does is handled in order. */
export function people(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `a9e00000-0000-4000-8000-${String(index).padStart(12, '0')}`);
}
