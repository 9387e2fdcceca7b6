import type { Environment } from '../../domain/environment.ts';
import { secretNameOf } from '../../domain/plannedSteps.ts';
import type { RevokeStep } from '../../domain/life.ts';
import type { AccessRequest, Revoking } from '../../domain/request.ts';
import type { App } from '../app.ts';
import { refreshSeats } from '../seats.ts';
import { didNotHold } from './step.ts';

interface RevokeContext {
  readonly app: App;
  readonly request: Revoking;
  readonly environment: Environment;
}

/** Each is an *ensure*, safe to repeat, and throws like a step of a creation. A user that is gone has nothing to lose. */
export const revoking: Readonly<Record<RevokeStep, (context: RevokeContext) => Promise<void>>> = {
  /** Whatever it has today, not only what was approved. */
  async stripRoles({ app, request, environment }) {
    const user = await app.dataverse.readUser(environment, request.systemUserId);
    const ids = user.roles.map(({ id }) => id);
    await app.dataverse.ensureNoRoles(environment, user.id, ids);
  },

  /** Frees the seat. */
  disableUser: ({ app, request, environment }) => app.dataverse.ensureDisabled(environment, request.systemUserId),

  /** An account that Seatkeeper created serves nothing else. One that was converted was there before, and stays. */
  async disableAccount({ app, request, environment }) {
    const { mark, ask } = await firstRecord(app, request);
    if (ask.account.kind !== 'new') return;
    const account = await app.directory.findAccount(ask.account.upn);
    if (account?.mark === mark) await app.directory.ensureAccountDisabled(account.objectId);
    const { keyVault } = environment;
    if (keyVault !== undefined) await app.vault.ensureDisabled(keyVault, secretNameOf(ask.account.upn), mark);
  },

  async confirmRevoked({ app, request, environment }) {
    const user = await app.dataverse.readUser(environment, request.systemUserId);
    if (!user.disabled) throw didNotHold('The user is enabled');
    const stripped = request.leftovers.every(({ step }) => step !== 'stripRoles');
    const [role] = user.roles;
    if (role && stripped) throw didNotHold(`Role ${role.name} is still there`);
    await refreshSeats(app, environment);
  },
};

/** The request that made the user, before others changed it. */
async function firstRecord(app: App, request: AccessRequest): Promise<AccessRequest> {
  const { account } = request.ask;
  if (account.kind !== 'user' || !account.record) return request;
  const former = await app.store.findRequest(account.record.id);
  return former ? firstRecord(app, former.request) : request;
}
