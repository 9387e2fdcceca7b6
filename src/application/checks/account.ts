import type { Application, ExistingAccount, ExistingUser, NewAccount } from '../../domain/ask.ts';
import type { Made } from '../../domain/request.ts';
import type { Role } from '../../domain/words.ts';
import { nonInteractive } from '../accessModes.ts';
import { inTheWay, type CheckContext, type Look } from './look.ts';
import type { CrmUser } from '../ports/crm.ts';

/** Whether the account is what it was when the request was approved, and how its user is before anything is changed. */
export function lookAtAccount(context: CheckContext): Look['result'] {
  const { account } = context.ask;
  switch (account.kind) {
    case 'new':
      return lookAtNew(context, account);
    case 'existing':
      return lookAtExisting(context, account);
    case 'application':
      return lookAtApplication(context, account);
    case 'user':
      return lookAtUser(context, account);
  }
}

async function lookAtNew({ app, mark }: CheckContext, { upn }: NewAccount): Look['result'] {
  const found = await app.directory.findAccount(upn);
  if (!found || found.mark === mark) return fine();
  return inGraph('UpnTaken', `${upn} belongs to another account`);
}

async function lookAtExisting(context: CheckContext, asked: ExistingAccount): Look['result'] {
  const { app, environment } = context;
  const { licenceSku } = environment;
  const [account, user] = await Promise.all([
    app.directory.findAccount(asked.objectId),
    app.dataverse.findUser(environment, asked.objectId),
  ]);
  if (!account) return inGraph('AccountNotFound', 'The account is gone');
  if (account.inheritedSkus.includes(licenceSku.toLowerCase())) {
    const message = 'A group gives the licence to the account, so it could not be taken back at the end';
    return inGraph('InheritedLicence', message);
  }
  const gained = gainedRole(user, [...asked.roles, ...context.ask.roles]);
  if (gained) return changed(`Since it was asked for, the account has got the role ${gained.name}`);
  const ownLicence = account.licenceSkus.includes(licenceSku.toLowerCase());
  return fine({ objectId: account.objectId, ownLicence, ...(user && { before: beforeOf(user) }) });
}

async function lookAtApplication(context: CheckContext, asked: Application): Look['result'] {
  const { app, environment } = context;
  const [application, user] = await Promise.all([
    app.directory.findApplication(asked.applicationId),
    app.dataverse.findApplicationUser(environment, asked.applicationId),
  ]);
  if (!application) return inGraph('ApplicationNotFound', 'The application is gone');
  if (!application.enabled) return inGraph('ApplicationDisabled', 'The application may not sign in');
  if (user === 'deleted') {
    const obstacle = inTheWay('dataverse', 'ApplicationUserDeleted', 'Its application user was deleted and not purged');
    return { check: { about: 'account', obstacle } };
  }
  if (user && !user.disabled) return changed('Since it was asked for, somebody has made its application user');
  const gained = gainedRole(user, [...asked.roles, ...context.ask.roles]);
  if (gained) return changed(`Since it was asked for, its application user has got the role ${gained.name}`);
  return fine({ objectId: asked.objectId, ...(user && { before: beforeOf(user) }) });
}

async function lookAtUser({ app, environment, ask }: CheckContext, asked: ExistingUser): Look['result'] {
  const [user, records] = await Promise.all([
    app.dataverse.readUser(environment, asked.systemUserId),
    app.store.listRequests(
      { statuses: ['Active'], environments: [ask.environment], systemUserId: asked.systemUserId },
      { offset: 0, limit: 1 },
    ),
  ]);
  if (user.disabled) return changed('Since it was asked for, the user was disabled');
  if (user.accessMode !== nonInteractive) return changed('Since it was asked for, the user became interactive');
  if (records.requests[0]?.id !== asked.record?.id)
    return changed('Since it was asked for, another request changed it');
  const gained = gainedRole(user, asked.roles);
  if (gained) return changed(`Since it was asked for, the user has got the role ${gained.name}`);
  const lost = asked.roles.find((role) => user.roles.every(({ id }) => id !== role.id));
  if (lost) return changed(`Since it was asked for, the user has lost the role ${lost.name}`);
  return fine({ objectId: asked.objectId, systemUserId: user.id, before: beforeOf(user) });
}

/** An approval was for what the account had: with another role, it was for somebody else. */
function gainedRole(user: CrmUser | undefined, approved: readonly Role[]): Role | undefined {
  const ids = new Set(approved.map(({ id }) => id));
  return user?.roles.find(({ id }) => !ids.has(id));
}

function beforeOf({ accessMode, disabled, roles }: CrmUser): NonNullable<Made['before']> {
  return { accessMode, disabled, roleIds: roles.map(({ id }) => id) };
}

function fine(made: Made = {}): Awaited<Look['result']> {
  return { check: { about: 'account' }, made };
}

function changed(detail: string): Awaited<Look['result']> {
  return { check: { about: 'account', obstacle: inTheWay('dataverse', 'AccountChanged', detail) } };
}

function inGraph(code: string, detail: string): Awaited<Look['result']> {
  return { check: { about: 'account', obstacle: inTheWay('graph', code, detail) } };
}
