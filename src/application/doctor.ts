import type { Environment } from '../domain/environment.ts';
import { inUse } from '../domain/seats.ts';
import type { GroupId, PersonId } from '../domain/words.ts';
import type { App } from './app.ts';
import { allowed, attempt, finding, signedIn } from './attempts.ts';
import { examinePeople } from './doctorPeople.ts';
import type { Finding, Topic } from './findings.ts';
import type { DatabaseState } from './ports/probes.ts';
import { refsOf } from './rights.ts';

/** Approvers whose mailboxes are tried until one is there. */
const mailboxesTried = 5;

/** What the doctor looks at and looks through: neither requests nor cards. */
export type Patient = Pick<
  App,
  'directory' | 'dataverse' | 'powerPlatform' | 'probes' | 'database' | 'settings' | 'log'
> & { readonly contacts: Pick<App['contacts'], 'findContacts'> };

/**
 * Looks at everything that the bot depends on, by reads that change nothing, side by side. Never throws: what cannot be
 * looked at is a finding too.
 */
export async function examine(app: Patient): Promise<readonly Finding[]> {
  const environments = [...app.settings.environments.values()];
  const online = environments.filter(({ deployment }) => deployment === 'online');
  const database = app.database.readState();
  const findings = await Promise.all([
    examineItself(app, database),
    examineGraph(app, online),
    examinePowerPlatform(app, online),
    ...environments.map((environment) => examineEnvironment(app, environment)),
    ...[...new Set(online.flatMap(({ keyVault }) => keyVault ?? []))].map((url) => examineVault(app, url)),
    examinePeople(app, database),
  ]);
  return findings.flat();
}

async function examineItself({ settings }: Patient, database: Promise<DatabaseState>): Promise<readonly Finding[]> {
  const environments = settings.environments.size;
  const policies = settings.policies.size;
  const state = await database;
  const verdict = state.kind === 'ready' ? 'good' : state.kind === 'unreachable' ? 'bad' : 'warning';
  return [
    finding('seatkeeper', 'good', { check: 'configuration', environments, policies }),
    finding('seatkeeper', verdict, { check: 'database', state }),
  ];
}

function examineGraph(app: Patient, environments: readonly Environment[]): Promise<readonly Finding[]> {
  const { probes, directory } = app;
  const skuIds = [...new Set(environments.map(({ licenceSku }) => licenceSku))];
  return signedIn(app, 'graph', 'graph', () => [
    allowed(app, 'graph', 'readPeople', () => probes.readPeople()),
    allowed(app, 'graph', 'readGroups', () => probes.readGroups()),
    allowed(app, 'graph', 'readApplications', () => probes.readApplications()),
    allowed(app, 'graph', 'readTenant', () => probes.readTenant()),
    examineMailboxes(app),
    ...skuIds.map((skuId) =>
      attempt(app, 'graph', 'readLicences', async () => {
        const stock = await directory.readLicence(skuId);
        const spare = stock !== undefined && stock.used < stock.total;
        return finding('graph', spare ? 'good' : 'bad', { check: 'licence', skuId, stock });
      }),
    ),
  ]);
}

/** Without this right everything works but one courtesy, so that it is never more than a warning. */
async function examineMailboxes(app: Patient): Promise<readonly Finding[]> {
  const approvers = await findSomeApprovers(app);
  if (approvers.length === 0) return [];
  const findings = await allowed(app, 'graph', 'readMailboxes', () => app.probes.readMailboxes(approvers));
  return findings.map((one) => (one.verdict === 'bad' ? { ...one, verdict: 'warning' } : one));
}

/** The right may cover the approvers' mailboxes only. Whoever cannot be looked up has a line among the people. */
async function findSomeApprovers({ settings, directory }: Patient): Promise<readonly PersonId[]> {
  const owners = [...settings.environments.values()].flatMap((environment) => environment.owners);
  const refs = [...settings.policies.values()].flatMap((policy) => refsOf(policy, { owners }));
  const named = refs.flatMap((ref): readonly PersonId[] => (ref.kind === 'person' ? [ref.id] : []));
  const groupIds = new Set(refs.flatMap((ref): readonly GroupId[] => (ref.kind === 'group' ? [ref.id] : [])));
  const groups = await Promise.allSettled([...groupIds].map((id) => directory.findGroup(id)));
  const members = groups.flatMap((group) => (group.status === 'fulfilled' ? (group.value?.members ?? []) : []));
  return [...new Set([...named, ...members.map(({ id }) => id)])].slice(0, mailboxesTried);
}

/** The registration is one for the tenant, but the id of each environment can be wrong by itself. */
function examinePowerPlatform(app: Patient, environments: readonly Environment[]): Promise<readonly Finding[]> {
  return signedIn(app, 'powerPlatform', 'powerPlatform', () =>
    environments.map((environment) =>
      allowed(app, topicOf(environment), 'administer', () => app.powerPlatform.readSecurityGroup(environment)),
    ),
  );
}

function examineVault(app: Patient, url: string): Promise<readonly Finding[]> {
  return allowed(app, { keyVault: new URL(url).host }, 'readVault', () => app.probes.readVault(url));
}

async function examineEnvironment(app: Patient, environment: Environment): Promise<readonly Finding[]> {
  const { probes, dataverse } = app;
  const topic = topicOf(environment);
  if (environment.deployment === 'onPremises') return [finding(topic, 'good', { check: 'onPremises' })];
  return signedIn(app, topic, environment, () => [
    allowed(app, topic, 'whoAmI', () => probes.whoAmI(environment)),
    allowed(app, topic, 'readUsers', () => probes.readUsers(environment)),
    allowed(app, topic, 'readRoles', () => dataverse.readRoles(environment)),
    attempt(app, topic, 'readPrivileges', async () => {
      const held = new Set(await dataverse.readOwnPrivileges(environment));
      const missing = neededPrivileges.filter((name) => !held.has(name));
      return finding(topic, missing.length === 0 ? 'good' : 'bad', { check: 'privileges', missing });
    }),
    attempt(app, topic, 'readOrganization', async () => {
      const { online } = await dataverse.readOrganization(environment);
      return finding(topic, online ? 'good' : 'bad', { check: 'online', online });
    }),
    attempt(app, topic, 'readSeats', async () => {
      const { used, counted, ...quota } = await dataverse.readQuota(environment);
      const limit = environment.limit === 'live' ? quota.limit : environment.limit;
      const well = used === counted && inUse({ used, counted }) < limit;
      return finding(topic, well ? 'good' : 'warning', { check: 'seats', limit, used, counted });
    }),
  ]);
}

/** To make, change, enable and disable users, and to give and take roles. */
const neededPrivileges = [
  'prvCreateUser',
  'prvReadUser',
  'prvWriteUser',
  'prvDisableUser',
  'prvReadRole',
  'prvAssignRole',
];

function topicOf({ name }: Environment): Topic {
  return { environment: name };
}
