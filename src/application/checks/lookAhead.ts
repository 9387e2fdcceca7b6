import { takesSeat } from '../../domain/ask.ts';
import { inUse } from '../../domain/seats.ts';
import type { App } from '../app.ts';
import { PermanentFailure } from '../failures.ts';
import { readSeatsLive } from '../seats.ts';
import { lookAtAccount } from './account.ts';
import { inTheWay, type CheckContext, type Look } from './look.ts';

/** Everything that would stop a creation half-way, looked for side by side before anything is touched. */
export function lookAhead(context: CheckContext): readonly Look[] {
  const { app, ask, environment } = context;
  const account = lookAtAccount(context);
  const looks: Look[] = [
    { about: 'environment', result: lookAtEnvironment(context) },
    { about: 'account', result: account },
    { about: 'roles', result: lookAtRoles(context) },
  ];
  if (ask.account.kind === 'new' && environment.keyVault !== undefined) {
    looks.push({ about: 'keyVault', result: lookAtVault(app, environment.keyVault) });
  }
  if (!takesSeat(ask.account)) return looks;
  return [
    ...looks,
    { about: 'seats', result: lookAtSeats(context) },
    { about: 'licence', result: lookAtLicence(context, account) },
    { about: 'securityGroup', result: lookAtGroup(context) },
  ];
}

async function lookAtEnvironment({ app, environment }: CheckContext): Look['result'] {
  const { online } = await app.dataverse.readOrganization(environment);
  const obstacle = inTheWay('dataverse', 'OnPremises', 'The environment is on-premises');
  return { check: { about: 'environment', ...(!online && { obstacle }) } };
}

async function lookAtRoles({ app, ask, environment }: CheckContext): Look['result'] {
  const known = new Set((await app.dataverse.readRoles(environment)).map((role) => role.id));
  const missing = ask.roles.find((role) => !known.has(role.id));
  const obstacle = missing && inTheWay('dataverse', 'RoleNotFound', `Role ${missing.name} is gone`);
  return { check: { about: 'roles', ...(obstacle && { obstacle }) } };
}

async function lookAtSeats({ app, environment }: CheckContext): Look['result'] {
  const reading = await readSeatsLive(app, environment);
  const used = inUse(reading);
  const obstacle = inTheWay('dataverse', 'NoFreeSeat', `${used} of ${reading.limit} seats are used`);
  return { check: { about: 'seats', reading, ...(used >= reading.limit && { obstacle }) } };
}

async function lookAtLicence(context: CheckContext, account: Look['result']): Look['result'] {
  const { app, environment } = context;
  const { licenceSku } = environment;
  const [own, stock, located] = await Promise.all([
    account.then(({ made }) => made?.ownLicence ?? false),
    app.directory.readLicence(licenceSku),
    isLocated(context),
  ]);
  if (!own && !located) {
    const obstacle = inTheWay('graph', 'NoUsageLocation', 'No usage location, so no licence can be given');
    return { check: { about: 'licence', own, ...(stock && { stock }), obstacle } };
  }
  const what = stock ? `${stock.name}: ${stock.used} of ${stock.total} used` : `no SKU ${licenceSku}`;
  const short = !own && (!stock || stock.used >= stock.total);
  const obstacle = inTheWay('graph', 'NoSpareLicence', `No spare licence (${what})`);
  return { check: { about: 'licence', own, ...(stock && { stock }), ...(short && { obstacle }) } };
}

/** A licence is given to accounts in a country only. A new account gets the tenant's. */
async function isLocated({ app, ask }: CheckContext): Promise<boolean> {
  if (ask.account.kind !== 'existing') return (await app.directory.readCountry()) !== undefined;
  const account = await app.directory.findAccount(ask.account.objectId);
  // An account that is gone is an obstacle of its own.
  return !account || account.usageLocation !== undefined;
}

/** Found before anything is touched, so that undo knows it also when the answer to joining is lost. */
async function lookAtGroup({ app, ask, environment }: CheckContext): Look['result'] {
  const group = await app.powerPlatform.readSecurityGroup(environment);
  const objectId = ask.account.kind === 'existing' ? ask.account.objectId : undefined;
  const joins = group && !(objectId !== undefined && (await app.directory.isDirectMember(group, objectId)));
  if (!joins) return { check: { about: 'securityGroup' } };
  const licences = await app.directory.readGroupLicences(group);
  if (licences.includes(environment.licenceSku.toLowerCase())) {
    const message = "The environment's security group gives the licence to its members, so it could not be taken back";
    return {
      check: { about: 'securityGroup', joins: true, obstacle: inTheWay('graph', 'GroupGivesLicence', message) },
    };
  }
  return { check: { about: 'securityGroup', joins: true }, made: { joinsGroup: group } };
}

async function lookAtVault(app: App, url: string): Look['result'] {
  try {
    await app.probes.readVault(url);
  } catch (err) {
    if (!(err instanceof PermanentFailure)) throw err;
    return { check: { about: 'keyVault', obstacle: inTheWay('keyVault', err.code, err.message) } };
  }
  return { check: { about: 'keyVault' } };
}
