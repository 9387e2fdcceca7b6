import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { adoptUser, planAdoption } from '../../src/application/adopt.ts';
import { draftRequest } from '../../src/application/draftRequest.ts';
import { letUserGo, revokeUser } from '../../src/application/endUser.ts';
import { mendUser, planMending } from '../../src/application/mend.ts';
import { submitRequest } from '../../src/application/reviewRequest.ts';
import { sweep } from '../../src/application/sweep.ts';
import type { Environment } from '../../src/domain/environment.ts';
import type { AccessRequest, Active, Revoked } from '../../src/domain/request.ts';
import type { EnvironmentKey, Person, RequestId } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approve, approved, formValues, granted, inDays, stored, worldOf } from '../support/journeys.ts';
import { alex, megan, mona, nestor } from '../support/requests.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp({ keyVault: true });
});
afterEach(() => bot.stop());

const hour = 60 * 60 * 1000;
const day = 24 * hour;

function prod(): Environment {
  const environment = bot.app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  return environment;
}

async function active(days = 30): Promise<Active> {
  const request = await approved(bot, { until: inDays(bot, days) });
  await bot.settle();
  return (await stored(bot, request.id)) as Active;
}

/** As the clock does it: a look after so many days. */
async function after(days: number): Promise<void> {
  await bot.pass(days * day);
  await sweep(bot.app, 'test');
  await bot.settle();
}

function revoke(id: RequestId, by: Person = nestor, reason = 'The integration was switched off') {
  return revokeUser(bot.app, { id, by, correlationId: 'test', cause: 'revoked', reason });
}

async function parts(id: RequestId, reader: Person): Promise<readonly string[]> {
  const cards = await bot.app.store.cardsOf(id);
  return cards.filter((card) => card.reader.id === reader.id).map(({ part, round }) => `${part} ${round}`);
}

function userOf({ systemUserId }: Active) {
  return bot.services.dataverse.readUser(prod(), systemUserId);
}

describe('revoking', () => {
  test('takes roles, user, account and secret, reads it back, frees the seat and tells owner and requester', async () => {
    const before = await worldOf(bot);
    const request = await active();
    expect((await worldOf(bot)).usedSeats).toBe(before.usedSeats + 1);
    granted(await revoke(request.id));
    await bot.settle();

    const revoked = (await stored(bot, request.id)) as Revoked;
    expect(revoked).toMatchObject({ status: 'Revoked', leftovers: [], revocation: { by: nestor } });
    expect(await userOf(request)).toMatchObject({ disabled: true, roles: [] });
    expect(await bot.services.directory.findAccount(request.objectId)).toMatchObject({ enabled: false });
    expect((await worldOf(bot)).usedSeats).toBe(before.usedSeats);
    expect(await parts(request.id, nestor)).toContainEqual(expect.stringMatching(/^revoked /));
    expect(await parts(request.id, alex)).toContainEqual(expect.stringMatching(/^revoked /));
    expect(await parts(request.id, megan)).toEqual(['approver 0']);
  });

  test('gives the seat to whoever waits for one', async () => {
    const request = await active();
    await bot.services.control('PATCH', '/environments/prod', { limit: (await worldOf(bot)).usedSeats });
    await bot.pass(1_000);
    const waiting = await approved(bot, { integration: 'Another one' });
    await bot.settle();
    expect((await stored(bot, waiting.id)).status).toBe('Waiting');
    await bot.pass(1_000);
    granted(await revoke(request.id));
    await bot.settle();
    expect((await stored(bot, waiting.id)).status).toBe('Active');
  });

  test('goes on where it was after answers were lost and the services failed', async () => {
    const request = await active();
    await bot.services.fault({ match: { method: 'PATCH', path: 'systemusers' }, times: 1, loseAnswer: true });
    await bot.services.fault({ match: { method: 'DELETE', path: 'systemuserroles' }, times: 4, status: 503 });
    granted(await revoke(request.id));
    await bot.settle();
    expect(await stored(bot, request.id)).toMatchObject({ status: 'Revoked', leftovers: [] });
    expect(await userOf(request)).toMatchObject({ disabled: true, roles: [] });
  });

  test('of a user that somebody deleted closes the record', async () => {
    const request = await active();
    const gone = { status: 404, code: '0x80040217', message: 'systemuser Does Not Exist' } as const;
    await bot.services.fault({ match: { path: `systemusers.${request.systemUserId}` }, times: 'always', ...gone });
    granted(await revoke(request.id));
    await bot.settle();
    expect(await stored(bot, request.id)).toMatchObject({ status: 'Revoked', leftovers: [] });
  });

  test('that Dataverse refuses leaves the record active, and tells the admins what to do by hand', async () => {
    const request = await active();
    const denied = { times: 'always', status: 403, code: '0x80040220', message: 'Missing a privilege' } as const;
    await bot.services.fault({ match: { method: 'PATCH', path: 'systemusers' }, ...denied });
    granted(await revoke(request.id));
    await bot.settle();
    expect(await stored(bot, request.id)).toMatchObject({
      status: 'Active',
      unrevoked: { leftovers: [{ step: 'disableUser' }, { step: 'confirmRevoked' }] },
    });
    expect(await parts(request.id, megan)).toContainEqual(expect.stringMatching(/^revoked /));
  });

  test('is refused to others, and tells who may', async () => {
    const request = await active();
    expect((await revoke(request.id, mona)).refusal).toMatchObject({ code: 'NotOwner', owner: nestor });
    expect((await revoke(request.id, alex)).refusal).toMatchObject({ code: 'NotOwner' });
    expect((await revoke(request.id, megan)).refusal).toBeUndefined();
  });

  test('closes a change of the user that still waits for approval', async () => {
    const request = await active();
    const change = await changeOf(request);
    granted(await revoke(request.id));
    await bot.settle();
    expect(await stored(bot, change.id)).toMatchObject({ status: 'Expired', userGone: true });
  });

  test('waits for a change of the user that is under way', async () => {
    const request = await active();
    const change = await changeOf(request);
    granted(await approve(bot, change));
    expect((await revoke(request.id)).refusal).toMatchObject({ code: 'BeingChanged', by: change.id });
    await bot.settle();
    granted(await revoke(change.id));
    await bot.settle();
    expect(await stored(bot, change.id)).toMatchObject({ status: 'Revoked' });
    expect(await bot.services.directory.findAccount(request.objectId)).toMatchObject({ enabled: false });
  });
});

async function changeOf(request: Active): Promise<AccessRequest> {
  const values = await formValues(bot, { accountKind: 'user', account: upnOf(request), until: inDays(bot, 60) });
  const draft = await draftRequest(bot.app, { requester: alex, values, correlationId: 'test' });
  if (!draft.ok) throw new Error(JSON.stringify(draft.refusal));
  const { id } = draft.value.request;
  return granted(await submitRequest(bot.app, { id, by: alex, acknowledged: true, correlationId: 'test' })).request;
}

function upnOf({ ask: { account } }: Active): string {
  return account.kind === 'new' ? account.upn : '';
}

describe('the last day', () => {
  test('is told to owner and requester, and then the access ends by itself', async () => {
    const request = await active(45);
    await after(16);
    expect(await parts(request.id, nestor)).toEqual(['owner 0', 'ending 30']);
    expect(await parts(request.id, alex)).toEqual(['requester 0', 'outcome 0', 'ending 30']);
    await after(22);
    await after(6);
    expect(await parts(request.id, nestor)).toEqual(['owner 0', 'ending 30', 'ending 7', 'ending 1']);
    await after(3);
    expect(await stored(bot, request.id)).toMatchObject({ status: 'Revoked', revocation: { cause: 'ended' } });
    expect(await userOf(request)).toMatchObject({ disabled: true, roles: [] });
  });

  test('moves when an extension is approved', async () => {
    const request = await active(20);
    await after(14);
    const change = await changeOf(request);
    granted(await approve(bot, change));
    await bot.settle();
    await after(10);
    expect(await stored(bot, request.id)).toMatchObject({ status: 'Replaced' });
    expect(await stored(bot, change.id)).toMatchObject({ status: 'Active' });
    expect(await userOf(request)).toMatchObject({ disabled: false });
  });

  test('comes without another word when the owner lets it go', async () => {
    const request = await active(45);
    await after(16);
    granted(await letUserGo(bot.app, { id: request.id, by: nestor, correlationId: 'test' }));
    await after(22);
    expect(await parts(request.id, nestor)).toEqual(['owner 0', 'ending 30']);
    await after(9);
    expect(await stored(bot, request.id)).toMatchObject({ status: 'Revoked' });
  });
});

describe('taking over a user that was made elsewhere', () => {
  const adoption = {
    environment: 'prod' as EnvironmentKey,
    user: 'svc-legacy@contoso.onmicrosoft.com',
    owner: nestor.id,
  };

  async function makeElsewhere(): Promise<Active> {
    const request = await active();
    const db = bot.app.store;
    await db.transaction(async (transaction) => {
      const found = await transaction.lockRequest(request.id);
      if (found)
        await transaction.saveRequest(
          { ...request, status: 'Replaced', replacedAt: bot.now(), by: request.id },
          [],
          cause,
        );
    });
    return request;
  }
  const cause = { actor: 'seatkeeper', correlationId: 'test' } as const;

  test('gives it an owner and a last day, changes nothing, and tells the owner', async () => {
    const user = await makeElsewhere();
    const before = await userOf(user);
    const input = { adoption: { ...adoption, user: upnOf(user) }, by: megan, correlationId: 'test' };
    const adopted = await adoptUser(bot.app, input);
    if (!adopted.ok) throw new Error(JSON.stringify(adopted.refusal));
    await bot.settle();
    const { request } = adopted.value;
    expect(request).toMatchObject({ status: 'Active', adoptedBy: megan, ask: { owner: nestor } });
    expect(await userOf(user)).toEqual(before);
    expect(await parts(request.id, nestor)).toEqual(['owner 0']);
    expect(await adoptUser(bot.app, input)).toMatchObject({
      ok: false,
      refusal: { code: 'HasRecord', by: request.id },
    });
  });

  test('is for admins', async () => {
    const refused = await planAdoption(bot.app, { adoption, by: alex });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'NotAdmin' } });
  });
});

describe('setting a user right', () => {
  // Without a licence, Dataverse disables whoever is made interactive.
  test.each(['enable', 'accessMode'] as const)('%s lends a licence to whoever was made interactive', async (what) => {
    const request = await active();
    await bot.services.dataverse.ensureAccessMode(prod(), request.systemUserId, 0);
    expect(await userOf(request)).toMatchObject({ disabled: true, accessMode: 0 });
    granted(await mendUser(bot.app, { id: request.id, by: megan, what, correlationId: 'test' }));
    await bot.settle();
    expect(await stored(bot, request.id)).not.toHaveProperty('mending');
    expect(await userOf(request)).toMatchObject({ disabled: false, accessMode: 4 });
    const account = await bot.services.directory.findAccount(request.objectId);
    expect(account?.licenceSkus).toEqual([]);
  });

  test('gives back what was lost and takes what was gained', async () => {
    const request = await active();
    const roles = await bot.app.dataverse.readRoles(prod());
    const other = roles.find(({ name }) => name === 'Integration Writer');
    const had = (await userOf(request)).roles.map(({ id }) => id);
    await bot.services.dataverse.ensureRoles(prod(), request.systemUserId, [other?.id ?? '']);
    await bot.services.dataverse.ensureNoRoles(prod(), request.systemUserId, had);
    const wish = { id: request.id, by: megan, what: 'roles', correlationId: 'test' } as const;
    expect(await planMending(bot.app, wish)).toMatchObject({
      roles: { missing: [{ name: 'Integration Reader' }], extra: [{ name: 'Integration Writer' }] },
    });
    granted(await mendUser(bot.app, wish));
    await bot.settle();
    expect((await userOf(request)).roles.map(({ name }) => name)).toEqual(['Integration Reader']);
    expect(await stored(bot, request.id)).not.toHaveProperty('mending');
  });

  test('gives the lent licence back when it cannot be done after all, although the licence was long in coming', async () => {
    const request = await active();
    await bot.services.dataverse.ensureDisabled(prod(), request.systemUserId);
    const unlicensed = { times: 2, status: 400, code: '0x8004D24B', message: 'The user is not assigned any License' };
    const denied = { times: 1, status: 403, code: '0x80040220', message: 'Missing a privilege' };
    for (const fault of [unlicensed, denied]) {
      await bot.services.fault({ match: { method: 'PATCH', path: 'systemusers' }, ...fault });
    }
    granted(await mendUser(bot.app, { id: request.id, by: megan, what: 'enable', correlationId: 'test' }));
    await bot.settle();
    expect(await stored(bot, request.id)).toMatchObject({ mending: { lent: true, obstacle: { code: '0x80040220' } } });
    const account = await bot.services.directory.findAccount(request.objectId);
    expect(account?.licenceSkus).toEqual([]);
  });

  test('leaves an account the licence that it has of its own', async () => {
    const request = await active();
    const { licenceSku } = prod();
    await bot.services.directory.ensureLicence(request.objectId, licenceSku);
    await bot.services.dataverse.ensureDisabled(prod(), request.systemUserId);
    granted(await mendUser(bot.app, { id: request.id, by: megan, what: 'enable', correlationId: 'test' }));
    await bot.settle();
    expect(await userOf(request)).toMatchObject({ disabled: false, accessMode: 4 });
    const account = await bot.services.directory.findAccount(request.objectId);
    expect(account?.licenceSkus).toEqual([licenceSku]);
  });

  test('keeps what the environment refused, until it is tried again', async () => {
    const request = await active();
    await bot.services.dataverse.ensureDisabled(prod(), request.systemUserId);
    const denied = { times: 1, status: 403, code: '0x80040220', message: 'Missing a privilege' } as const;
    await bot.services.fault({ match: { method: 'PATCH', path: 'systemusers' }, ...denied });
    const wish = { id: request.id, by: megan, what: 'enable', correlationId: 'test' } as const;
    granted(await mendUser(bot.app, wish));
    await bot.settle();
    expect(await stored(bot, request.id)).toMatchObject({ mending: { obstacle: { code: '0x80040220' } } });
    granted(await mendUser(bot.app, wish));
    await bot.settle();
    expect(await userOf(request)).toMatchObject({ disabled: false });
  });
});
