import { addMilliseconds } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { TransientFailure } from './failures.ts';
import type { NewNotification, Notification } from './ports/notifications.ts';
import type { Transaction } from './ports/store.ts';
import { viewCampaign } from './viewCampaign.ts';
import type { NotificationView } from './views.ts';

/** Saves messages that follow no request, with the tasks that send them. */
export async function addNotifications(
  transaction: Transaction,
  notifications: readonly NewNotification[],
): Promise<void> {
  const ids = await transaction.addNotifications(notifications);
  await transaction.addTasks(ids.map((notificationId) => ({ name: 'notify', notificationId })));
}

/** Sends one, at most once: as for cards, all is read before, and a send whose outcome is lost is not repeated. */
export async function notify(app: App, id: string): Promise<void> {
  const found = await app.store.findNotification(id);
  if (found?.state !== 'due') return;
  const { reader, content } = found;
  const [contact, view] = await Promise.all([app.contacts.findContact(reader), viewOf(app, content)]);
  if (!(await app.store.claimNotification(id))) return;
  try {
    const { outcome } = await app.messenger.postNotification(contact?.reference, reader, view);
    await app.store.setNotification(id, outcome === 'posted' ? 'sent' : outcome);
    if (outcome !== 'posted') app.log.warn({ notificationId: id, outcome }, 'A message may not have arrived');
  } catch (err) {
    // The channel certainly did not take it.
    if (err instanceof TransientFailure) await app.store.setNotification(id, 'due');
    throw err;
  }
}

async function viewOf(app: App, content: Notification): Promise<NotificationView> {
  switch (content.kind) {
    case 'discrepancies':
      return { ...content, environment: environmentOf(app.settings, content.environment) };
    case 'campaignEnded': {
      const campaign = await viewCampaign(app, content.campaign);
      if (!campaign) throw new Error(`Campaign ${content.campaign} is not there`);
      return { ...content, campaign };
    }
  }
}

const longestSend = 60_000;

/** What a crash left behind: tasks that were lost, and sends whose answer never came. */
export async function repairNotifications(app: App): Promise<void> {
  const stuck = await app.store.stuckNotifications(addMilliseconds(app.world.now(), -longestSend));
  for (const { id, state } of stuck) if (state === 'sending') await app.store.setNotification(id, 'unknown');
  const due = stuck.filter(({ state }) => state === 'due');
  if (due.length === 0) return;
  await app.store.transaction((transaction) =>
    transaction.addTasks(due.map(({ id }) => ({ name: 'notify', notificationId: id }))),
  );
}
