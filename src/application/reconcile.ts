import type { Environment } from '../domain/environment.ts';
import { compare, type Discrepancy } from '../domain/reconcile.ts';
import { addressOf } from '../domain/ask.ts';
import { openStatuses, recordStatuses, type AccessRequest, type Active } from '../domain/request.ts';
import { dayOf, type ApplicationId } from '../domain/words.ts';
import type { App } from './app.ts';
import { approvedRoles } from './mend.ts';
import { isFailure, isGone } from './failures.ts';
import type { CrmUser } from './ports/crm.ts';
import type { Reconciliation } from './views.ts';

/** Changes nothing. Environments are read side by side; one that does not answer keeps no other from being compared. */
export function reconcile(app: App, environments: readonly Environment[]): Promise<readonly Reconciliation[]> {
  const online = environments.filter(({ deployment }) => deployment === 'online');
  return Promise.all(online.map((environment) => reconcileOne(app, environment)));
}

async function reconcileOne(app: App, environment: Environment): Promise<Reconciliation> {
  try {
    const [users, own, requests] = await Promise.all([
      app.dataverse.listUsers(environment),
      app.dataverse.readOwnId(environment),
      requestsIn(app, environment),
    ]);
    const records = requests.filter((request) => request.status === 'Active');
    const compared = await Promise.all(records.map((record) => compareOne(app, environment, record, users)));
    const known = knownOf(requests);
    const strangers = users
      .filter((user) => user.id !== own && !user.disabled && !isKnown(user, known))
      // Environments list them in no order, and pages need one.
      .sort((one, other) => compareText(addressIn(one), addressIn(other)) || compareText(one.id, other.id));
    const elsewhere = strangers.map((user): Discrepancy => ({ kind: 'madeElsewhere', user: seenOf(user) }));
    return { environment, kind: 'compared', users: users.length, discrepancies: [...compared.flat(), ...elsewhere] };
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ environment: environment.key, err }, 'An environment could not be compared with the records');
    return { environment, kind: 'unreadable', service: err.service, code: err.code };
  }
}

async function compareOne(
  app: App,
  environment: Environment,
  record: Active,
  users: readonly CrmUser[],
): Promise<readonly Discrepancy[]> {
  const listed = users.find(({ id }) => id === record.systemUserId);
  const applicationId = applicationIdOf(record);
  const [user, account, application, owner] = await Promise.all([
    listed ?? readUser(app, environment, record),
    applicationId === undefined ? app.directory.findAccount(record.objectId) : undefined,
    applicationId === undefined ? undefined : app.directory.findApplication(applicationId),
    app.directory.findAccount(record.ask.owner.id),
  ]);
  return compare(record, approvedRoles(record), {
    ...(user && { user: seenOf(user) }),
    accountThere: (account ?? application) !== undefined,
    licensed: account?.licenceSkus.includes(environment.licenceSku.toLowerCase()) ?? false,
    ownerThere: owner?.enabled === true,
    today: dayOf(app.world.now()),
  });
}

/** One that is interactive again is not on the list; an application user that was deleted can still be read by its id. */
async function readUser(app: App, environment: Environment, record: Active): Promise<CrmUser | undefined> {
  const applicationId = applicationIdOf(record);
  if (applicationId !== undefined) {
    const user = await app.dataverse.findApplicationUser(environment, applicationId);
    return user === 'deleted' ? undefined : user;
  }
  try {
    return await app.dataverse.readUser(environment, record.systemUserId);
  } catch (err) {
    if (isGone(err)) return undefined;
    throw err;
  }
}

function applicationIdOf({ ask: { account } }: Active): ApplicationId | undefined {
  return 'applicationId' in account ? account.applicationId : undefined;
}

const page = 200;

async function requestsIn(app: App, { key }: Environment): Promise<readonly AccessRequest[]> {
  const statuses = [...new Set([...recordStatuses, ...openStatuses])];
  const all: AccessRequest[] = [];
  for (;;) {
    const { requests } = await app.store.listRequests(
      { statuses, environments: [key] },
      { offset: all.length, limit: page },
    );
    all.push(...requests);
    if (requests.length < page) return all;
  }
}

function addressIn({ applicationId, upn }: CrmUser): string {
  return applicationId ?? upn;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Users that a request answers for, makes right now, or is about to take over. */
function knownOf(requests: readonly AccessRequest[]): { readonly ids: Set<string>; readonly addresses: Set<string> } {
  const ids = requests.flatMap((request) => {
    const { account } = request.ask;
    const made = 'made' in request ? request.made.systemUserId : undefined;
    return [made, account.kind === 'user' ? account.systemUserId : undefined].filter((id) => id !== undefined);
  });
  return {
    ids: new Set(ids),
    addresses: new Set(requests.map(({ ask }) => addressOf(ask.account).toLowerCase())),
  };
}

function isKnown({ id, upn, applicationId }: CrmUser, { ids, addresses }: ReturnType<typeof knownOf>): boolean {
  return (
    ids.has(id) || addresses.has(upn.toLowerCase()) || (applicationId !== undefined && addresses.has(applicationId))
  );
}

function seenOf({ id, upn, fullName, accessMode, disabled, applicationId, roles }: CrmUser) {
  return { id, upn, fullName, accessMode, disabled, roles, ...(applicationId !== undefined && { applicationId }) };
}
