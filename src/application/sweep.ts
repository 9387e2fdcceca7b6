import { addMilliseconds, type RequestId } from '../domain/words.ts';
import { isWorking, workingStatuses } from '../domain/request.ts';
import type { App } from './app.ts';
import { moveCampaign } from './moveCampaign.ts';
import { followLostCards } from './deliverCards.ts';
import { isFailure } from './failures.ts';
import { repairNotifications } from './notifications.ts';
import { scheduleReconciles } from './reconcileByClock.ts';
import { replanRequests } from './replan.ts';
import { removeOldData } from './retention.ts';
import type { Task } from './tasks.ts';
import { tickRequest } from './endUser.ts';
import { expireRequests } from './waitingList.ts';

/** A send that has been under way for longer has lost its answer; a card that is due for longer has lost its task. */
const longestSend = 60_000;
/** A creation whose next step is overdue for longer has lost its task. */
const longestSilence = 60_000;
/** Teams brings a message again within minutes, if at all. */
const longestRepetition = 24 * 3_600_000;
const batch = 100;
/** More than are ever old at once, but for an outage of hours. */
const cardBatch = 2_000;

/** Repairs by the clock whatever a crash or an outage left behind. May run at any time, also twice. */
export async function sweep(app: App, correlationId: string): Promise<void> {
  // First, so that the cards of a campaign that moved are found below.
  await moveCampaign(app, correlationId);
  const now = app.world.now();
  const cards = await app.store.cardsToRepair(addMilliseconds(now, -longestSend), cardBatch);
  for (const card of cards.filter(({ state }) => state === 'sending')) {
    app.log.warn({ requestId: card.requestId, cardId: card.id }, 'The outcome of a send is unknown');
    await app.store.updateCard(card.id, { state: 'unknown' });
  }
  const outdated = new Set(cards.filter(({ state }) => state === 'sent').map(({ requestId }) => requestId));
  const waiting = await app.store.waitingEnvironments();
  await addTasks(app, [
    ...[...outdated].map((requestId) => ({ name: 'updateCards', requestId }) as const),
    ...cards.filter(({ state }) => state === 'due').map(({ id }) => ({ name: 'sendCard', cardId: id }) as const),
    ...waiting.map((environment) => ({ name: 'promote', environment }) as const),
    ...(await overdue(app, longestSilence)).map((requestId) => ({ name: 'provision', requestId }) as const),
  ]);
  await app.answers.forgetAnswers(addMilliseconds(now, -longestRepetition));
  await followLostCards(app);
  await repairNotifications(app);
  await scheduleReconciles(app);
  await tickRequests(app, correlationId);
  await expireRequests(app, correlationId);
  await removeOldData(app, correlationId);
}

/** Alternates whose turn has come, reminders that are due, users whose end is near or has come. */
async function tickRequests(app: App, correlationId: string): Promise<void> {
  for (const id of await app.store.requestsToWake(app.world.now(), batch)) {
    await tickRequest(app, id, { actor: 'seatkeeper', correlationId });
  }
}

/**
 * After a start: gives every request the plan of today's configuration, and goes on at once with every creation, rather
 * than when the tasks of the dead worker run out.
 */
export async function wake(app: App): Promise<void> {
  const running = await overdue(app, 0);
  await addTasks(app, [...running.map((requestId) => ({ name: 'provision', requestId }) as const), { name: 'sweep' }]);
  try {
    await replanRequests(app, app.world.uuid());
  } catch (err) {
    if (!isFailure(err)) throw err;
    // An approval and a promotion look again, so nothing is created by an old plan.
    app.log.warn({ err }, 'Not every request could be given the plan of the configuration');
  }
}

async function overdue(app: App, silence: number): Promise<readonly RequestId[]> {
  const limit = addMilliseconds(app.world.now(), -silence);
  const { requests } = await app.store.listRequests({ statuses: workingStatuses }, { offset: 0, limit: 1000 });
  return requests
    .filter(isWorking)
    .filter((request) => (request.delay?.nextAt ?? request.stepSince) <= limit)
    .map(({ id }) => id);
}

async function addTasks(app: App, tasks: readonly Task[]): Promise<void> {
  if (tasks.length > 0) await app.store.transaction((transaction) => transaction.addTasks(tasks));
}
