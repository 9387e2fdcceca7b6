import type { Ask } from '../domain/ask.ts';
import type { Environment } from '../domain/environment.ts';
import type { StepName } from '../domain/plan.ts';
import type { Made, Obstacle, Provisioning, Undoing } from '../domain/request.ts';
import { inUse } from '../domain/seats.ts';
import type { Role, SystemUserId } from '../domain/words.ts';
import type { App } from './app.ts';
import { PermanentFailure } from './failures.ts';
import type { DirectoryAccount } from './ports/crm.ts';
import { readSeatsLive, refreshSeats } from './seats.ts';

export interface StepContext {
  readonly app: App;
  readonly request: Provisioning | Undoing;
  readonly environment: Environment;
}

export type StepOutcome =
  | { readonly kind: 'done'; readonly made: Made }
  /** Nothing is wrong, but the world is not there yet. `again`: milliseconds. */
  | { readonly kind: 'waiting'; readonly obstacle: Obstacle; readonly again: number }
  | { readonly kind: 'noSeat'; readonly obstacle: Obstacle };

/**
 * One piece of a creation. `run` and `undo` are *ensures*: safe to repeat after a crash or a lost answer, also when they
 * had taken effect in part. Both throw `TransientFailure` or `PermanentFailure`.
 */
interface Step {
  run(context: StepContext): Promise<StepOutcome>;
  undo?(context: StepContext): Promise<void>;
}

const nonInteractive = 4;
/** Dataverse's word for a full environment; it wins over every forecast. */
const quotaReached = '0x8004B050';
/** Once the environment was asked to take an account in, the answer comes within minutes; then it is asked less often. */
const pollFirst = 3_000;
const pollLater = 30_000;

export const steps: Readonly<Record<StepName, Step>> = {
  check: { run: check },
  account: { run: ensureAccount, undo: disableOwnAccount },
  lendLicence: { run: lendLicence, undo: takeLicenceBack },
  bringIn: { run: bringIn, undo: leaveGroup },
  enable: { run: enable, undo: disableAgain },
  assignRoles: { run: assignRoles, undo: removeRoles },
  setNonInteractive: { run: setNonInteractive, undo: restoreAccessMode },
  returnLicence: { run: returnLicence, undo: restoreOwnLicence },
  confirm: { run: confirm },
};

const noMade: Made = {};

/** Everything that would stop the creation half-way is looked for before anything is touched. */
async function check({ app, request, environment }: StepContext): Promise<StepOutcome> {
  const { ask } = request;
  const existing = ask.account.kind === 'existing' ? ask.account.objectId : undefined;
  const [organization, reading, roles, before, joins] = await Promise.all([
    app.dataverse.readOrganization(environment),
    readSeatsLive(app, environment),
    app.dataverse.readRoles(environment),
    existing === undefined ? noMade : readBefore(app, environment, existing),
    groupToJoin(app, environment, existing),
  ]);
  if (!organization.online) {
    throw new PermanentFailure('The environment is on-premises', { service: 'dataverse', code: 'OnPremises' });
  }
  const known = new Set(roles.map((role) => role.id));
  const missing = ask.roles.find((role) => !known.has(role.id));
  if (missing) {
    throw new PermanentFailure(`Role ${missing.name} is gone`, { service: 'dataverse', code: 'RoleNotFound' });
  }
  if (inUse(reading) >= reading.limit) {
    const detail = `${inUse(reading)} of ${reading.limit} seats are used`;
    return { kind: 'noSeat', obstacle: { code: 'NoFreeSeat', service: 'dataverse', detail } };
  }
  expectApprovedRoles(ask, before, roles);
  if (!before.ownLicence) await expectSpareLicence(app, environment);
  return { kind: 'done', made: { ...before, ...joins } };
}

/** An existing account keeps its roles, so the approval was for those that it had: with others, it was for somebody else. */
function expectApprovedRoles({ account, roles: asked }: Ask, { before }: Made, known: readonly Role[]): void {
  if (account.kind !== 'existing' || !before) return;
  const approved = new Set([...account.roles, ...asked].map((role) => role.id));
  const gained = before.roleIds.find((id) => !approved.has(id));
  if (gained === undefined) return;
  const name = known.find((role) => role.id === gained)?.name ?? gained;
  const message = `Since it was asked for, the account has got the role ${name}`;
  throw new PermanentFailure(message, { service: 'dataverse', code: 'AccountChanged' });
}

/** Found before anything is touched, so that undo knows it also when the answer to joining is lost. */
async function groupToJoin(
  app: App,
  environment: Environment,
  objectId: string | undefined,
): Promise<Pick<Made, 'joinsGroup'>> {
  const group = await app.powerPlatform.readSecurityGroup(environment);
  if (!group || (objectId !== undefined && (await app.directory.isDirectMember(group, objectId)))) return {};
  return { joinsGroup: group };
}

async function readBefore(app: App, environment: Environment, objectId: string): Promise<Made> {
  const [account, user] = await Promise.all([
    app.directory.findAccount(objectId),
    app.dataverse.findUser(environment, objectId),
  ]);
  if (!account) {
    throw new PermanentFailure('The account is gone', { service: 'graph', code: 'AccountNotFound' });
  }
  if (account.inheritedSkus.includes(environment.licenceSku.toLowerCase())) {
    const message = 'A group gives the licence to the account, so it could not be taken back at the end';
    throw new PermanentFailure(message, { service: 'graph', code: 'InheritedLicence' });
  }
  return {
    objectId: account.objectId,
    ownLicence: account.licenceSkus.includes(environment.licenceSku),
    ...(user && {
      before: {
        accessMode: user.accessMode,
        disabled: user.disabled,
        roleIds: user.roles.map((role) => role.id),
      },
    }),
  };
}

async function expectSpareLicence(app: App, environment: Environment): Promise<void> {
  const stock = await app.directory.readLicence(environment.licenceSku);
  if (stock && stock.used < stock.total) return;
  const what = stock ? `${stock.name}: ${stock.used} of ${stock.total} used` : `no SKU ${environment.licenceSku}`;
  throw new PermanentFailure(`No spare licence (${what})`, { service: 'graph', code: 'NoSpareLicence' });
}

async function ensureAccount({ app, request }: StepContext): Promise<StepOutcome> {
  const { account } = request.ask;
  if (account.kind === 'existing') return { kind: 'done', made: { objectId: account.objectId } };
  const { upn, displayName } = account;
  const { objectId } = await app.directory.ensureAccount({ upn, displayName, mark: request.mark });
  return { kind: 'done', made: { objectId, accountCreated: true } };
}

/** Disabled, never deleted; and only if this very request created it. */
async function disableOwnAccount(context: StepContext): Promise<void> {
  if (context.request.ask.account.kind === 'existing') return;
  const account = await findMadeAccount(context);
  if (account) await context.app.directory.ensureAccountDisabled(account.objectId);
}

async function lendLicence({ app, request, environment }: StepContext): Promise<StepOutcome> {
  await app.directory.ensureLicence(objectIdOf(request), environment.licenceSku);
  return { kind: 'done', made: { licenceLent: !request.made.ownLicence } };
}

async function takeLicenceBack(context: StepContext): Promise<void> {
  const { app, request, environment } = context;
  if (request.made.ownLicence) return;
  const account = await findMadeAccount(context);
  if (account) await app.directory.ensureNoLicence(account.objectId, environment.licenceSku);
}

async function bringIn({ app, request, environment }: StepContext): Promise<StepOutcome> {
  const objectId = objectIdOf(request);
  const { joinsGroup } = request.made;
  const [before] = await Promise.all([
    app.dataverse.findUser(environment, objectId),
    // Also a user who is there already: a synchronisation would disable whoever is no member.
    joinsGroup && app.directory.ensureMember(joinsGroup, objectId),
  ]);
  if (before) return { kind: 'done', made: { systemUserId: before.id } };
  const answer = await app.powerPlatform.bringIn(environment, objectId);
  const user = await app.dataverse.findUser(environment, objectId);
  if (user) return { kind: 'done', made: { systemUserId: user.id } };
  const obstacle: Obstacle =
    answer === 'asked'
      ? { code: 'SyncPending', service: 'powerPlatform', detail: 'The account has not arrived yet' }
      : { code: 'NotLicensedYet', service: 'powerPlatform', detail: 'The licence has not arrived yet' };
  const attempts = request.delay?.attempts ?? 0;
  return { kind: 'waiting', obstacle, again: attempts < 60 ? pollFirst : pollLater };
}

/** Only in undo: taking the membership of an active user away would throw the user out. */
async function leaveGroup(context: StepContext): Promise<void> {
  const { joinsGroup } = context.request.made;
  if (!joinsGroup) return;
  const account = await findMadeAccount(context);
  if (account) await context.app.directory.ensureNoMember(joinsGroup, account.objectId);
}

async function enable({ app, request, environment }: StepContext): Promise<StepOutcome> {
  await app.dataverse.ensureEnabled(environment, userIdOf(request));
  return { kind: 'done', made: {} };
}

/** A user that this request brought into the environment, or that was disabled before. It also frees the seat. */
async function disableAgain({ app, request, environment }: StepContext): Promise<void> {
  const { before } = request.made;
  if (before && !before.disabled) return;
  await app.dataverse.ensureDisabled(environment, userIdOf(request));
}

async function assignRoles({ app, request, environment }: StepContext): Promise<StepOutcome> {
  const ids = request.ask.roles.map((role) => role.id);
  await app.dataverse.ensureRoles(environment, userIdOf(request), ids);
  return { kind: 'done', made: {} };
}

async function removeRoles({ app, request, environment }: StepContext): Promise<void> {
  const before = request.made.before?.roleIds ?? [];
  const added = request.ask.roles.map((role) => role.id).filter((id) => !before.includes(id));
  await app.dataverse.ensureNoRoles(environment, userIdOf(request), added);
}

async function setNonInteractive({ app, request, environment }: StepContext): Promise<StepOutcome> {
  try {
    await app.dataverse.ensureAccessMode(environment, userIdOf(request), nonInteractive);
  } catch (err) {
    if (!(err instanceof PermanentFailure && err.code === quotaReached)) throw err;
    return { kind: 'noSeat', obstacle: { code: err.code, service: err.service, detail: err.message } as Obstacle };
  }
  return { kind: 'done', made: {} };
}

/** A user that came with this request is disabled by the undo of `enable`; only one that was there has a mode to restore. */
async function restoreAccessMode({ app, request, environment }: StepContext): Promise<void> {
  const { before } = request.made;
  if (!before || before.disabled) return;
  await app.dataverse.ensureAccessMode(environment, userIdOf(request), before.accessMode);
}

async function returnLicence({ app, request, environment }: StepContext): Promise<StepOutcome> {
  await app.directory.ensureNoLicence(objectIdOf(request), environment.licenceSku);
  return { kind: 'done', made: {} };
}

async function restoreOwnLicence({ app, request, environment }: StepContext): Promise<void> {
  if (request.made.ownLicence) await app.directory.ensureLicence(objectIdOf(request), environment.licenceSku);
}

/** Reads back what must hold for years. The access mode has been seen to flip back once the licence had gone. */
async function confirm({ app, request, environment }: StepContext): Promise<StepOutcome> {
  const [user] = await Promise.all([
    app.dataverse.readUser(environment, userIdOf(request)),
    refreshSeats(app, environment),
  ]);
  if (user.accessMode !== nonInteractive || user.disabled) {
    const detail = user.disabled ? 'The user is disabled' : `The access mode is ${user.accessMode} again`;
    throw new PermanentFailure(detail, { service: 'dataverse', code: 'DidNotHold' });
  }
  if (user.licensed) {
    const detail = 'The environment still shows the licence';
    return {
      kind: 'waiting',
      obstacle: { code: 'LicenceStillShown', service: 'dataverse', detail },
      again: (request.delay?.attempts ?? 0) < 60 ? pollFirst : pollLater,
    };
  }
  const names = new Set(user.roles.map((role) => role.name));
  const lost = request.ask.roles.find((role) => !names.has(role.name));
  if (lost) {
    throw new PermanentFailure(`Role ${lost.name} is missing`, { service: 'dataverse', code: 'DidNotHold' });
  }
  return { kind: 'done', made: {} };
}

/** Also finds the account of a creation whose answer was lost before it was written down. */
async function findMadeAccount({ app, request }: StepContext): Promise<DirectoryAccount | undefined> {
  const { account } = request.ask;
  if (account.kind === 'existing') return app.directory.findAccount(account.objectId);
  const found = await app.directory.findAccount(account.upn);
  return found?.mark === request.mark ? found : undefined;
}

function objectIdOf(request: StepContext['request']): string {
  const { objectId } = request.made;
  if (!objectId) throw new Error('The step needs an account, and there is none');
  return objectId;
}

function userIdOf(request: StepContext['request']): SystemUserId {
  const { systemUserId } = request.made;
  if (!systemUserId) throw new Error('The step needs a user, and there is none');
  return systemUserId;
}
