import type { Environment } from '../domain/environment.ts';
import { recordStatuses, type AccessRequest, type RequestStatus } from '../domain/request.ts';
import {
  isApplicationId,
  type EnvironmentKey,
  type Person,
  type RequestId,
  type SystemUserId,
} from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { isFailure } from './failures.ts';
import type { CrmUser } from './ports/crm.ts';
import { isAdmin } from './rights.ts';
import type { RequestView } from './views.ts';
import { viewRequest } from './viewRequest.ts';

/** What the environment says now. */
export type UserNow = CrmUser | 'gone' | 'unreadable';

/** A user, as the records tell of it and as its environment does. */
export interface UserView {
  readonly environment: Environment;
  /** The request that answers for it, or did so last. Undefined when it was made without Seatkeeper. */
  readonly record: RequestView | undefined;
  /** The requests that made it or were to change it, as far as the reader may see them. Newest first. */
  readonly history: readonly AccessRequest[];
  readonly now: UserNow;
  readonly may: { readonly revoke: boolean; readonly adopt: boolean };
}

export type UserAnswer =
  | { readonly kind: 'user'; readonly view: UserView }
  /** The request has made no user. */
  | { readonly kind: 'notMade'; readonly view: RequestView }
  /** It is in more than one environment. */
  | { readonly kind: 'several'; readonly environments: readonly Environment[] }
  /** There is none that concerns the reader; `silent` did not answer. */
  | { readonly kind: 'none'; readonly silent: readonly Environment[] };

export interface UserQuestion {
  readonly named: { readonly id: RequestId } | { readonly address: string };
  readonly environment?: EnvironmentKey | undefined;
  readonly reader: Person;
}

const mostHistory = 10;

/** Who sees the record sees its user; an admin also one without a record. */
export async function viewUser(app: App, { named, environment, reader }: UserQuestion): Promise<UserAnswer> {
  if ('id' in named) return byRequest(app, named.id, reader);
  const online = [...app.settings.environments.values()].filter(
    ({ key, deployment }) => deployment === 'online' && (environment === undefined || key === environment),
  );
  const found = await Promise.all(online.map((each) => findIn(app, each, named.address.toLowerCase(), reader)));
  const views = found.filter((view) => typeof view === 'object');
  const [only, ...others] = views;
  if (!only) return { kind: 'none', silent: online.filter((_, index) => found[index] === 'unreadable') };
  if (others.length > 0) return { kind: 'several', environments: views.map((view) => view.environment) };
  return { kind: 'user', view: only };
}

async function byRequest(app: App, id: RequestId, reader: Person): Promise<UserAnswer> {
  const asked = await viewRequest(app, { id, reader });
  if (!asked) return { kind: 'none', silent: [] };
  const user = userOf(asked.request);
  if (!user) return { kind: 'notMade', view: asked };
  const view = await viewOf(app, { environment: asked.environment, id: user, reader });
  return view ? { kind: 'user', view } : { kind: 'none', silent: [] };
}

/** By what the environment says; by the records alone when it does not answer, or has it no more. */
async function findIn(
  app: App,
  environment: Environment,
  address: string,
  reader: Person,
): Promise<UserView | 'unreadable' | undefined> {
  const now = await attempt(app, () => readByAddress(app, environment, address));
  if (typeof now === 'object') return viewOf(app, { environment, id: now.id, now, reader });
  const { requests } = await app.store.listRequests(
    { address, environments: [environment.key], statuses: userStatuses },
    { offset: 0, limit: 1 },
  );
  const id = requests[0] && userOf(requests[0]);
  if (id) return viewOf(app, { environment, id, now: now === 'gone' ? undefined : now, reader });
  return now === 'unreadable' ? now : undefined;
}

async function readByAddress(app: App, environment: Environment, address: string): Promise<UserNow> {
  if (isApplicationId(address)) {
    const user = await app.dataverse.findApplicationUser(environment, address);
    return user === undefined || user === 'deleted' ? 'gone' : user;
  }
  const account = await app.directory.findAccount(address);
  return (account && (await app.dataverse.findUser(environment, account.objectId))) ?? 'gone';
}

async function viewOf(
  app: App,
  input: {
    readonly environment: Environment;
    readonly id: SystemUserId;
    readonly now?: UserNow | undefined;
    readonly reader: Person;
  },
): Promise<UserView | undefined> {
  const { environment, id, reader } = input;
  const page = { offset: 0, limit: mostHistory };
  const [{ requests }, admin] = await Promise.all([
    app.store.listRequests({ systemUserId: id, environments: [environment.key] }, page),
    isAdmin(app, reader),
  ]);
  const answers =
    requests.find(({ status }) => isRecord(status)) ?? requests.find(({ status }) => status === 'Revoked');
  const seen = await Promise.all(requests.map((request) => viewRequest(app, { id: request.id, reader })));
  const views = seen.filter((view) => view !== undefined);
  const record = answers && views.find(({ request }) => request.id === answers.id);
  // Whom the record does not concern is told nothing of the user, whatever else they once asked for.
  if (!record && (answers || !admin)) return undefined;
  const now = input.now ?? (await readNow(app, environment, record?.request));
  const active = record?.request.status === 'Active';
  return {
    environment: environmentOf(app.settings, environment.key),
    record,
    history: views.map(({ request }) => request),
    now,
    may: {
      revoke: active && (admin || record.request.ask.owner.id === reader.id),
      adopt: admin && !(record && isRecord(record.request.status)) && typeof now === 'object' && !now.disabled,
    },
  };
}

function readNow(app: App, environment: Environment, record: AccessRequest | undefined): Promise<UserNow> {
  const objectId = record && 'objectId' in record ? record.objectId : undefined;
  if (objectId === undefined) return Promise.resolve('unreadable');
  return attempt(app, async () => (await app.dataverse.findUser(environment, objectId)) ?? 'gone');
}

/** The card tells the rest without it. */
async function attempt(app: App, read: () => Promise<UserNow>): Promise<UserNow> {
  try {
    return await read();
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ err }, 'A user could not be read');
    return 'unreadable';
  }
}

/** The request has, or had, a user behind it. */
const userStatuses = [...recordStatuses, 'Replaced', 'Revoked'] as const satisfies readonly RequestStatus[];

function isRecord(status: RequestStatus): boolean {
  return (recordStatuses as readonly RequestStatus[]).includes(status);
}

function userOf(request: AccessRequest): SystemUserId | undefined {
  if ('systemUserId' in request) return request.systemUserId;
  const { account } = request.ask;
  return account.kind === 'user' ? account.systemUserId : undefined;
}
