import { z } from 'zod';
import { accessMode, takesSeat, timestamp } from '../model.ts';
import type { Columns, Environment, SystemUser } from '../model.ts';
import type { State } from '../state.ts';
import { disabledForLicence } from '../sync.ts';
import { refuseApplicationUserChange } from './applicationUsers.ts';
import { administratorsOf } from './caller.ts';
import { problems } from './problems.ts';

const readOnlyColumns = ['systemuserid', 'versionnumber', 'createdon', 'modifiedon', 'fullname', 'organizationid'];

const Changes = z.object({
  accessmode: z.int().optional(),
  isdisabled: z.boolean().optional(),
  applicationid: z.string().nullable().optional(),
});

/** The row after the change, with every rule of the platform applied; throws when one of them says no. */
export async function changeUser(
  state: State,
  environment: Environment,
  user: SystemUser,
  body: Columns,
): Promise<SystemUser> {
  const changes = readChanges(user, body);
  const wished = { ...user, ...changes, applicationid: user.applicationid };
  refuseApplicationUserChange(user, changes);
  refuseAccessMode(environment, user, wished);
  const result = { ...effectOf(user, wished), modifiedon: timestamp(state.now) };
  await refuseEnabling(state, environment, user, result);
  await refuseLastAdministrator(state, environment, user, result);
  return { ...result, versionnumber: await state.nextVersion() };
}

function readChanges(user: SystemUser, body: Columns): Columns {
  if ('islicensed' in body) throw problems.licenceNotWritable();
  const columns = Object.entries(body).filter(([name]) => !name.includes('@'));
  for (const [name] of columns) {
    if (!(name in user))
      throw problems.badPayload(`The property '${name}' does not exist on type 'Microsoft.Dynamics.CRM.systemuser'.`);
  }
  const parsed = Changes.safeParse(body);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw problems.badPayload(`Cannot convert the value of ${names} to the expected type.`);
  }
  return Object.fromEntries(columns.filter(([name]) => !readOnlyColumns.includes(name)));
}

function refuseAccessMode(environment: Environment, user: SystemUser, wished: SystemUser): void {
  if (wished.accessmode === user.accessmode) return;
  const accepted: number[] = [accessMode.readWrite, accessMode.administrative, accessMode.read];
  if (environment.deployment === 'online') accepted.push(accessMode.nonInteractive);
  if (!accepted.includes(wished.accessmode)) {
    throw problems.outOfRange('accessmode', wished.accessmode, accepted.join(', '));
  }
  if (wished.accessmode === accessMode.read) throw problems.readOnlyMode();
  const leaves = user.accessmode === accessMode.nonInteractive;
  if (environment.deployment === 'online' && !user.islicensed && !leaves) throw problems.accessModeNeedsLicence();
}

// A user who is no longer non-interactive needs a licence; without one the platform disables it by itself.
function effectOf(user: SystemUser, wished: SystemUser): SystemUser {
  const leaves = user.accessmode === accessMode.nonInteractive && wished.accessmode !== accessMode.nonInteractive;
  if (leaves && !user.islicensed) return disabledForLicence(wished);
  return wished.isdisabled ? wished : { ...wished, disabledreason: null };
}

async function refuseEnabling(
  state: State,
  environment: Environment,
  before: SystemUser,
  after: SystemUser,
): Promise<void> {
  const enables = before.isdisabled && !after.isdisabled;
  const needsLicence = environment.deployment === 'online' && after.applicationid === null;
  if (enables && needsLicence && !after.islicensed) throw problems.notLicensed();
  if (takesSeat(before) || !takesSeat(after)) return;
  const users = await state.list('systemuser', environment.key);
  if (users.filter(takesSeat).length >= (environment.trueLimit ?? environment.limit)) throw problems.quotaReached();
}

async function refuseLastAdministrator(
  state: State,
  environment: Environment,
  before: SystemUser,
  after: SystemUser,
): Promise<void> {
  if (before.isdisabled || !after.isdisabled || before.applicationid !== null) return;
  const administrators = await administratorsOf(state, environment);
  if (!administrators.has(before.systemuserid)) return;
  const users = await state.list('systemuser', environment.key);
  const others = users.filter(
    (user) =>
      user.systemuserid !== before.systemuserid &&
      user.applicationid === null &&
      !user.isdisabled &&
      administrators.has(user.systemuserid),
  );
  if (others.length === 0) throw problems.lastAdministrator();
}
