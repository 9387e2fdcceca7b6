import type { App } from './app.ts';
import { announceForce, askApprovers, remindApprovers } from './askApprovers.ts';
import { askAdmins, askOwners, askOwnersAgain } from './askOwners.ts';
import { catchUp, sendCard, tellOutcome, updateCards } from './deliverCards.ts';
import { notify } from './notifications.ts';
import { provision } from './provision.ts';
import { reconcileByClock } from './reconcileByClock.ts';
import { sweep } from './sweep.ts';
import { mend } from './mend.ts';
import { noticeEnd, tellRevoked } from './tellLife.ts';
import type { TaskHandlers } from './tasks.ts';
import { promote } from './waitingList.ts';

/** What each task does. Every one may be repeated. */
export function taskHandlers(app: App): TaskHandlers {
  return {
    sendCard: ({ cardId }) => sendCard(app, cardId),
    updateCards: ({ requestId }) => updateCards(app, requestId),
    catchUp: ({ person }) => catchUp(app, person),
    tellOutcome: ({ requestId }) => tellOutcome(app, requestId),
    provision: ({ requestId }, correlationId) => provision(app, requestId, correlationId),
    askApprovers: ({ requestId }, correlationId) => askApprovers(app, requestId, correlationId),
    remindApprovers: ({ requestId, round }, correlationId) => remindApprovers(app, requestId, round, correlationId),
    announceForce: ({ requestId }) => announceForce(app, requestId),
    noticeEnd: ({ requestId, days }) => noticeEnd(app, requestId, days),
    tellRevoked: ({ requestId, round }, correlationId) => tellRevoked(app, requestId, round, correlationId),
    mend: ({ requestId }, correlationId) => mend(app, requestId, correlationId),
    notify: ({ notificationId }) => notify(app, notificationId),
    reconcile: ({ environment }) => reconcileByClock(app, environment),
    askOwners: ({ campaign }) => askOwners(app, campaign),
    askOwnersAgain: ({ campaign, round }) => askOwnersAgain(app, campaign, round),
    askAdmins: ({ campaign }) => askAdmins(app, campaign),
    promote: ({ environment }, correlationId) => promote(app, environment, correlationId),
    sweep: (_, correlationId) => sweep(app, correlationId),
  };
}
