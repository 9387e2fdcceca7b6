import type { Application } from '../../domain/ask.ts';
import { done, type Step, type StepContext } from './step.ts';

/** The whole of an application user's arrival: no licence, no synchronisation, no seat. */
export const applicationUser: Step = {
  async run(context) {
    const { app, environment } = context;
    const { applicationId, objectId } = applicationOf(context);
    const user = await app.dataverse.ensureApplicationUser(environment, applicationId);
    return done({ systemUserId: user.id, objectId });
  },

  /** Also finds one whose answer was lost before it was written down. One that was enabled before stays so. */
  async undo(context) {
    const { app, request, environment } = context;
    if (request.made.before?.disabled === false) return;
    const found = await app.dataverse.findApplicationUser(environment, applicationOf(context).applicationId);
    if (found === undefined || found === 'deleted') return;
    await app.dataverse.ensureDisabled(environment, found.id);
  },
};

function applicationOf({ request }: StepContext): Application {
  const { account } = request.ask;
  if (account.kind !== 'application') throw new Error('The request is not for an application');
  return account;
}
