import type { BusinessUnit, Environment, Role } from '../model.ts';

/** An id that is the same after each reset: kind, environment, running number. */
export function seedId(kind: string, environment: Environment['key'], number: number): string {
  const place = String(environmentKeys.indexOf(environment) + 1).padStart(4, '0');
  return `${kind}-${place}-4000-8000-${String(number).padStart(12, '0')}`;
}

const environmentKeys = ['prod', 'test', 'legacy'];

const common = {
  deployment: 'online',
  version: '9.2.26104.00180',
  limit: 7,
  syncSeconds: 8,
  forcedSyncSeconds: 3,
  arrivesDisabled: false,
  arrivesUnnamed: false,
  flipsBack: false,
  modernisedBusinessUnits: false,
  securityGroup: null,
  miscount: 0,
} as const;

export const environments: readonly Environment[] = [
  { ...common, key: 'prod', name: 'Contoso Production', uniqueName: 'orgc0n70501', ...idsOf('prod', 1) },
  { ...common, key: 'test', name: 'Contoso Test', uniqueName: 'orgc0n70502', ...idsOf('test', 2) },
  {
    ...common,
    key: 'legacy',
    name: 'Contoso Legacy',
    uniqueName: 'ContosoLegacy',
    deployment: 'onPremises',
    version: '9.1.28.9',
    limit: 0,
    ...idsOf('legacy', 3),
  },
];

function idsOf(
  key: string,
  number: number,
): Pick<Environment, 'environmentId' | 'organizationId' | 'rootBusinessUnitId' | 'botUserId'> {
  return {
    environmentId: `e0000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    organizationId: seedId('0e000000', key, 1),
    rootBusinessUnitId: seedId('b0000000', key, 1),
    botUserId: seedId('d0000000', key, 1),
  };
}

export function businessUnitsOf(environment: Environment, version: number): BusinessUnit[] {
  const unit = (number: number, name: string, parent: string | null): BusinessUnit => ({
    businessunitid: seedId('b0000000', environment.key, number),
    name,
    isdisabled: false,
    _parentbusinessunitid_value: parent,
    organizationid: environment.organizationId,
    createdon: '2022-03-01T09:00:00Z',
    modifiedon: '2022-03-01T09:00:00Z',
    versionnumber: version,
  });
  return [unit(1, 'contoso', null), unit(2, 'Europe', environment.rootBusinessUnitId)];
}

const roleNames = [
  'System Administrator',
  'System Customizer',
  'Basic User',
  'Integration Reader',
  'Integration Writer',
  'Sales Manager',
  'Service Reader',
  'Report Reader',
] as const;
export type RoleName = (typeof roleNames)[number];

/** Each role once per business unit, as Dataverse keeps them; the copies name the role of the root unit. */
export function rolesOf(environment: Environment, units: readonly BusinessUnit[], version: number): Role[] {
  return units.flatMap((unit, unitIndex) =>
    roleNames.map((name, index) => ({
      roleid: seedId('50000000', environment.key, unitIndex * 100 + index + 1),
      name,
      ismanaged: !name.includes('Integration') && !name.includes('Reader'),
      isinherited: 1,
      _businessunitid_value: unit.businessunitid,
      _parentrootroleid_value: seedId('50000000', environment.key, index + 1),
      _roletemplateid_value: name === 'System Administrator' ? '627090ff-40a3-4053-8790-584edc5be201' : null,
      organizationid: environment.organizationId,
      createdon: '2022-03-01T09:00:00Z',
      modifiedon: '2022-03-01T09:00:00Z',
      versionnumber: version,
    })),
  );
}

export function rootRoleId(environment: Environment, name: RoleName): string {
  return seedId('50000000', environment.key, roleNames.indexOf(name) + 1);
}
