import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CrmUser } from '../../src/application/ports/crm.ts';
import { createCrm } from '../../src/crm/crm.ts';
import type { Crm } from '../../src/crm/crm.ts';
import { createHttp } from '../../src/crm/http.ts';
import type { ApplicationId, SystemUserId } from '../../src/domain/words.ts';
import { environmentAt, ids, keepLog, startWorld } from './support.ts';
import type { World } from './support.ts';
import { answer, json, startStub } from './stub.ts';
import type { Stub } from './stub.ts';

const reporting = 'f0000000-0000-4000-8000-000000000011' as ApplicationId;
const sapConnector = 'f0000000-0000-4000-8000-000000000012' as ApplicationId;
const oldPortal = 'f0000000-0000-4000-8000-000000000013' as ApplicationId;
const nowhere = ids.nowhere as ApplicationId;

const blocked = { name: 'PermanentFailure', service: 'dataverse', code: 'ApplicationUserDeleted' };

describe('in Contoso', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    await world.control('POST', '/reset');
  });
  afterAll(() => world.stop());

  const ensured = (id: ApplicationId): Promise<CrmUser> => world.dataverse.ensureApplicationUser(world.prod, id);
  const found = (id: ApplicationId) => world.dataverse.findApplicationUser(world.prod, id);

  test('an application user is found by the id of the application, in any case', async () => {
    expect(await found(sapConnector.toUpperCase() as ApplicationId)).toMatchObject({
      fullName: '# SAP Connector',
      applicationId: sapConnector,
      accessMode: 4,
      disabled: false,
      licensed: false,
    });
    expect(await found(reporting)).toBeUndefined();
  });

  test('a deleted one that still exists is told from none', async () => {
    expect(await found(oldPortal)).toBe('deleted');
  });

  test('one is made in the root business unit, with no seat, and again changes nothing', async () => {
    const quota = await world.dataverse.readQuota(world.prod);
    const made = await ensured(reporting);
    expect(made).toMatchObject({ applicationId: reporting, disabled: false, accessMode: 4, roles: [] });
    expect(await ensured(reporting)).toEqual(made);
    expect(await found(reporting)).toEqual(made);
    expect(await world.dataverse.readUser(world.prod, made.id)).toEqual(made);
    expect(await world.calls('POST')).toHaveLength(1);
    expect(await world.dataverse.readQuota(world.prod)).toEqual(quota);
    // A role of the root unit fits only a user of the root unit.
    const [role] = await world.dataverse.readRoles(world.prod);
    await world.dataverse.ensureRoles(world.prod, made.id, [role?.id ?? '']);
    expect(await found(reporting)).toMatchObject({ roles: [{ id: role?.id }] });
  });

  test('the call that makes one is not sent again blindly; the next attempt finds what it made', async () => {
    await world.fault({ match: { method: 'POST', path: '/systemusers' }, loseAnswer: true });
    await expect(ensured(reporting)).rejects.toMatchObject({ name: 'TransientFailure', code: 'NoAnswer' });
    expect(await world.calls('POST')).toHaveLength(1);
    expect(await ensured(reporting)).toMatchObject({ applicationId: reporting, disabled: false });
    expect(await world.calls('POST')).toHaveLength(1);
  });

  test('a deleted one blocks a new one, and nothing is tried', async () => {
    await expect(ensured(oldPortal)).rejects.toMatchObject(blocked);
    expect(await world.calls('POST')).toEqual([]);
  });

  test('one for an application that the tenant does not have is refused', async () => {
    await expect(ensured(nowhere)).rejects.toMatchObject({ name: 'PermanentFailure', service: 'dataverse' });
  });

  test('it is disabled and enabled, each once, by a change that names its application', async () => {
    const { id } = await ensured(reporting);
    await world.dataverse.ensureDisabled(world.prod, id);
    await world.dataverse.ensureDisabled(world.prod, id);
    expect(await found(reporting)).toMatchObject({ id, disabled: true });
    await world.dataverse.ensureEnabled(world.prod, id);
    await world.dataverse.ensureEnabled(world.prod, id);
    expect(await found(reporting)).toMatchObject({ id, disabled: false });
    expect(await world.calls('PATCH')).toHaveLength(2);
  });

  test('one that is there and disabled is enabled', async () => {
    const { id } = await ensured(sapConnector);
    await world.dataverse.ensureDisabled(world.prod, id);
    expect(await ensured(sapConnector)).toMatchObject({ id, disabled: false });
    expect(await world.calls('POST')).toEqual([]);
  });

  test('its service principal is found in the directory', async () => {
    expect(await world.directory.findApplication(sapConnector.toUpperCase() as ApplicationId)).toEqual({
      applicationId: sapConnector,
      objectId: 'a3000000-0000-4000-8000-000000000012',
      displayName: 'SAP Connector',
      enabled: true,
    });
    expect(await world.directory.findApplication(nowhere)).toBeUndefined();
    await expect(world.directory.findApplication("x')/owners" as ApplicationId)).rejects.toThrow(TypeError);
  });

  test('the right to read applications is probed, and shows when it is missing', async () => {
    await world.probes.readApplications();
    await world.fault({ match: { path: '/servicePrincipals' }, status: 403, code: 'Authorization_RequestDenied' });
    await expect(world.probes.readApplications()).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: 'Authorization_RequestDenied',
    });
  });
});

describe('where the service says that there is one already', () => {
  let stub: Stub;
  afterEach(() => stub.stop());

  const row = {
    systemuserid: ids.nowhere,
    domainname: 'app@onmicrosoft.com',
    fullname: '# Reporting',
    accessmode: 4,
    isdisabled: false,
    islicensed: false,
    applicationid: reporting,
    _businessunitid_value: ids.nowhere,
    systemuserroles_association: [],
  };
  type Shown = { readonly ordinary: boolean; readonly deleted: boolean };

  /** What a query shows before and after the refused POST, where the filter names deletedstate and where it does not. */
  async function ensureAgainst(after: Shown): Promise<CrmUser> {
    let refused = false;
    stub = await startStub((request: IncomingMessage, response: ServerResponse) => {
      const url = decodeURIComponent(request.url ?? '');
      if (url.includes('businessunits')) return json(response, 200, { value: [{ businessunitid: ids.nowhere }] });
      if (request.method === 'POST') {
        refused = true;
        return json(response, 400, { error: { code: '0x8004f511', message: 'Already exists' } });
      }
      const shown = refused && (url.includes('deletedstate') ? after.deleted : after.ordinary);
      return json(response, 200, { value: shown ? [row] : [] });
    });
    return crm().dataverse.ensureApplicationUser(environmentAt(stub.url, 'prod'), reporting);
  }

  const posts = (): number => stub.seen.filter((line) => line.startsWith('POST')).length;

  test('one that shows now is the one that was wanted', async () => {
    expect(await ensureAgainst({ ordinary: true, deleted: false })).toMatchObject({ applicationId: reporting });
    expect(posts()).toBe(1);
  });

  test.each([
    ['leave out', { ordinary: false, deleted: true }],
    ['show', { ordinary: true, deleted: true }],
  ])('a deleted one is the reason, also where ordinary queries %s deleted rows', async (_what, shown) => {
    await expect(ensureAgainst(shown)).rejects.toMatchObject(blocked);
    expect(posts()).toBe(1);
  });

  test('one that does not show at all leaves the refusal itself', async () => {
    await expect(ensureAgainst({ ordinary: false, deleted: false })).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: '0x8004F511',
    });
    expect(posts()).toBe(1);
  });

  test('without a root business unit none is made', async () => {
    stub = await startStub((_request, response) => json(response, 200, { value: [] }));
    const { dataverse } = crm();
    await expect(dataverse.ensureApplicationUser(environmentAt(stub.url, 'prod'), reporting)).rejects.toMatchObject({
      code: 'NoRootUnit',
    });
    expect(posts()).toBe(0);
  });

  test('a change of another user names no application', async () => {
    const bodies: string[] = [];
    let disabled = false;
    stub = await startStub(async (request: IncomingMessage, response: ServerResponse) => {
      if (request.method === 'GET') return json(response, 200, { ...row, applicationid: null, isdisabled: disabled });
      bodies.push((await request.toArray()).join(''));
      disabled = true;
      return answer(response, 204);
    });
    await crm().dataverse.ensureDisabled(environmentAt(stub.url, 'prod'), ids.nowhere as SystemUserId);
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([{ isdisabled: true }]);
  });
});

function crm(): Crm {
  const log = keepLog();
  const http = createHttp({ log, pause: 1 });
  return createCrm({ cloud: 'public', services: {}, credentials: undefined, production: false, log, http });
}
