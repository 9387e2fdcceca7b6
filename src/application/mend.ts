import { nonInteractive } from './accessModes.ts';
import type { Mending } from '../domain/life.ts';
import type { Environment } from '../domain/environment.ts';
import type { Command } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import type { AccessRequest, Active } from '../domain/request.ts';
import type { RequestId, Role } from '../domain/words.ts';
import { answer, causeOf, notFound, type Answer, type Wish } from './answers.ts';
import { environmentOf, type App } from './app.ts';
import { changeRequest } from './changeRequest.ts';
import { decideEnd } from './endUser.ts';
import { isFailure, PermanentFailure, TransientFailure } from './failures.ts';
import type { Cause } from './ports/store.ts';
import { isAdmin } from './rights.ts';
import { refreshSeats } from './seats.ts';
import { viewRequest } from './viewRequest.ts';
import { didNotHold, wantsLicence } from './steps/step.ts';

/** An admin wants a user to be again as it was approved. It is done durably, by a task. */
export async function mendUser(app: App, input: Wish & { readonly what: Mending }): Promise<Answer> {
  const { id, by, what } = input;
  const found = await app.store.findRequest(id);
  if (!found) return notFound;
  const admin = await isAdmin(app, by);
  const at = app.world.now();
  const result = await decideEnd(app, found.request, causeOf(input), () => ({ type: 'mend', at, by, admin, what }));
  return answer(app, input, result);
}

/** What `mendUser` would do: for its roles, which it would gain and lose. Changes nothing. */
export async function planMending(
  app: App,
  { id, by, what }: Wish & { readonly what: Mending },
): Promise<Answer & { readonly roles?: StrayRoles }> {
  const view = await viewRequest(app, { id, reader: by });
  if (!view) return notFound;
  const { request, environment } = view;
  const decision = decide(request, { type: 'mend', at: app.world.now(), by, admin: await isAdmin(app, by), what });
  if (!decision.ok) return { view, refusal: decision.refusal };
  if (what !== 'roles' || request.status !== 'Active') return { view };
  return { view, roles: await strayRoles(app, environment, request) };
}

/** Repeated until the services have answered; what they refuse is kept with the record. */
export async function mend(app: App, id: RequestId, correlationId: string): Promise<void> {
  const request = (await app.store.findRequest(id))?.request;
  if (request?.status !== 'Active' || !request.mending || request.mending.obstacle) return;
  const environment = environmentOf(app.settings, request.ask.environment);
  const cause: Cause = { actor: 'seatkeeper', correlationId };
  const command = await carryOut({ app, environment, request, cause }, request.mending.what);
  await changeRequest(app, id, command, cause);
}

interface Work {
  readonly app: App;
  readonly environment: Environment;
  readonly request: Active;
  readonly cause: Cause;
}

async function carryOut(work: Work, what: Mending): Promise<Command> {
  const { app, environment, request } = work;
  try {
    await mendings[what](work);
    await refreshSeats(app, environment);
    return { type: 'completeMending', at: app.world.now() };
  } catch (err) {
    if (!isFailure(err) || err instanceof TransientFailure) throw err;
    app.log.warn({ requestId: request.id, what, err }, 'A user could not be set right');
    const { code, service, message: detail } = err;
    const obstacle = { code, service: service === 'teams' ? ('seatkeeper' as const) : service, detail };
    return { type: 'failMending', at: app.world.now(), obstacle };
  }
}

const mendings: Readonly<Record<Mending, (work: Work) => Promise<void>>> = {
  enable: asNonInteractive,
  accessMode: asNonInteractive,
  async roles({ app, environment, request }) {
    const { systemUserId } = request;
    const { missing, extra } = await strayRoles(app, environment, request);
    const ids = (roles: readonly Role[]) => roles.map(({ id }) => id);
    await app.dataverse.ensureRoles(environment, systemUserId, ids(missing));
    await app.dataverse.ensureNoRoles(environment, systemUserId, ids(extra));
  },
  async licence({ app, environment, request: { objectId } }) {
    await app.directory.ensureNoLicence(objectId, environment.licenceSku);
    const account = await app.directory.findAccount(objectId);
    if (account?.inheritedSkus.includes(environment.licenceSku.toLowerCase())) {
      const facts = { service: 'graph', code: 'InheritedLicence' } as const;
      throw new PermanentFailure('A group gives the licence to the account', facts);
    }
  },
};

/**
 * One without the other does not last: Dataverse disables whoever is interactive without a licence. It enables nobody, and
 * changes no access mode, without one: where it says so, one is lent until it is done. An application user needs none.
 */
async function asNonInteractive(work: Work): Promise<void> {
  const { app, environment, request } = work;
  const { systemUserId } = request;
  const ensure = async (): Promise<void> => {
    await app.dataverse.ensureEnabled(environment, systemUserId);
    await app.dataverse.ensureAccessMode(environment, systemUserId, nonInteractive);
  };
  try {
    await ensure().catch(async (err: unknown) => {
      if (!wantsLicence(err)) throw err;
      await lend(work);
      await ensure();
    });
  } catch (err) {
    if (wantsLicence(err)) {
      const facts = { service: 'dataverse', code: 'LicencePending', cause: err } as const;
      throw new TransientFailure('The licence has not reached the environment yet', facts);
    }
    if (err instanceof PermanentFailure) await giveBack(work);
    throw err;
  }
  await giveBack(work);
  const user = await app.dataverse.readUser(environment, systemUserId);
  if (user.disabled || user.accessMode !== nonInteractive)
    throw didNotHold('It did not last once the licence had gone');
}

/** Written down before, so that it goes back even after a crash, and one that the account has of its own never does. */
async function lend({ app, environment: { licenceSku }, request: { id, objectId }, cause }: Work): Promise<void> {
  const account = await app.directory.findAccount(objectId);
  if (!account) throw new PermanentFailure('The account no longer exists', { service: 'graph', code: 'AccountGone' });
  if (account.licenceSkus.includes(licenceSku.toLowerCase())) return;
  if (!(await isLent(app, id))) await changeRequest(app, id, { type: 'lendForMending', at: app.world.now() }, cause);
  await app.directory.ensureLicence(objectId, licenceSku);
}

async function giveBack({ app, environment: { licenceSku }, request: { id, objectId } }: Work): Promise<void> {
  if (await isLent(app, id)) await app.directory.ensureNoLicence(objectId, licenceSku);
}

async function isLent(app: App, id: RequestId): Promise<boolean> {
  const request = (await app.store.findRequest(id))?.request;
  return request?.status === 'Active' && request.mending?.lent === true;
}

/** Where a user's roles are not those that were approved. */
export interface StrayRoles {
  readonly missing: readonly Role[];
  readonly extra: readonly Role[];
}

/** By name, since each business unit has a copy of its own. */
async function strayRoles(app: App, environment: Environment, request: Active): Promise<StrayRoles> {
  const wanted = approvedRoles(request);
  const { roles } = await app.dataverse.readUser(environment, request.systemUserId);
  const without = (some: readonly Role[], others: readonly Role[]) =>
    some.filter(({ name }) => others.every((other) => other.name !== name));
  return { missing: without(wanted, roles), extra: without(roles, wanted) };
}

/** What the user was to have when its record was made: what was asked for, and what it had before and kept. */
export function approvedRoles({ ask }: Pick<AccessRequest, 'ask'>): readonly Role[] {
  const { account, roles } = ask;
  if (account.kind === 'new' || account.kind === 'user') return roles;
  const kept = account.roles.filter(({ name }) => roles.every((role) => role.name !== name));
  return [...roles, ...kept];
}
