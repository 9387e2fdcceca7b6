import { PermanentFailure } from '../application/failures.ts';
import type { Dataverse } from '../application/ports/crm.ts';
import type { Environment } from '../domain/environment.ts';
import type { ApplicationId } from '../domain/words.ts';
import { hasCode, notSettled } from './answers.ts';
import { findRootUnit } from './businessUnits.ts';
import { codes, words } from './codes.ts';
import { guidOf } from './ids.ts';
import type { SystemUsers } from './systemUsers.ts';
import { recordOf, userColumns, type UserRecord } from './userRecords.ts';
import type { WebApi } from './webApi.ts';

type ApplicationUsers = Pick<Dataverse, 'findApplicationUser' | 'ensureApplicationUser'>;

export function createApplicationUsers(webApi: WebApi, users: SystemUsers): ApplicationUsers {
  async function findApplicationUser(
    environment: Environment,
    id: ApplicationId,
  ): Promise<UserRecord | 'deleted' | undefined> {
    const filter = `applicationid eq ${guidOf(id)}`;
    // It is not documented whether a query that does not ask for deleted rows leaves them out.
    const [rows, deleted] = await Promise.all([
      list(environment, filter),
      list(environment, `${filter} and deletedstate eq 1`),
    ]);
    const gone = new Set(deleted.map((user) => user.id));
    return rows.find((user) => !gone.has(user.id)) ?? (gone.size > 0 ? 'deleted' : undefined);
  }

  async function list(environment: Environment, filter: string): Promise<readonly UserRecord[]> {
    const { value } = await webApi.call(environment, { method: 'GET', path: '/systemusers' }, (client, signal) =>
      client.retrieveMultiple<object>({ collection: 'systemusers', ...userColumns, filter, signal }),
    );
    return value.map(recordOf);
  }

  async function ensureApplicationUser(environment: Environment, id: ApplicationId): Promise<UserRecord> {
    const user = (await findUsable(environment, id)) ?? (await create(environment, id));
    if (!user.disabled) return user;
    await users.ensureEnabled(environment, user.id);
    return users.readUser(environment, user.id);
  }

  async function findUsable(environment: Environment, id: ApplicationId): Promise<UserRecord | undefined> {
    const found = await findApplicationUser(environment, id);
    if (found === 'deleted') throw blocked();
    return found;
  }

  async function create(environment: Environment, id: ApplicationId): Promise<UserRecord> {
    const unit = await findRootUnit(webApi, environment);
    if (unit === undefined) throw noRootUnit();
    const data = {
      applicationid: guidOf(id),
      accessmode: 4,
      isdisabled: false,
      'businessunitid@odata.bind': `/businessunits(${unit})`,
    };
    try {
      await webApi.call(environment, { method: 'POST', path: '/systemusers' }, (client, signal) =>
        client.create({ collection: 'systemusers', data, signal }),
      );
    } catch (error) {
      if (!hasCode(error, codes.applicationUserExists)) throw error;
      // Somebody else's or an earlier attempt, whose row had not shown yet; or a deleted one.
      const found = await findUsable(environment, id);
      if (found) return found;
      throw error;
    }
    const created = await findUsable(environment, id);
    if (created) return created;
    throw notSettled('dataverse', 'the new application user');
  }

  return { findApplicationUser, ensureApplicationUser };
}

function blocked(): PermanentFailure {
  const message = 'A deleted application user of this application still exists, and blocks a new one';
  return new PermanentFailure(message, { service: 'dataverse', code: words.applicationUserDeleted });
}

function noRootUnit(): PermanentFailure {
  const message = 'The root business unit, to which a new application user belongs, cannot be seen';
  return new PermanentFailure(message, { service: 'dataverse', code: words.noRootUnit });
}
