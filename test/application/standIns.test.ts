import { afterEach, expect, test } from '@jest/globals';
import { comeBack, setAway } from '../../src/application/absences.ts';
import { explainPolicy } from '../../src/application/explainPolicy.ts';
import { nudgeApprovers, rejectRequest } from '../../src/application/reviewRequest.ts';
import { viewRequest } from '../../src/application/viewRequest.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import type { Person, PersonId } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approve, granted, inDays, stored, submitted } from '../support/journeys.ts';
import { alex, lee, megan, nestor } from '../support/requests.ts';

const adele: Person = { id: 'a1e00000-0000-4000-8000-000000000004' as PersonId, name: 'Adele Vance' };
const diego: Person = { id: 'a1e00000-0000-4000-8000-000000000006' as PersonId, name: 'Diego Siciliani' };
const [adeleUpn, leeUpn] = ['adelev@contoso.onmicrosoft.com', lee.upn ?? ''];

let bot: TestApp;
afterEach(() => bot.stop());

async function withStages(...stages: readonly object[]): Promise<void> {
  bot = await startTestApp({ policy: { stages } });
  for (const person of [lee, adele, nestor]) await bot.app.contacts.saveContact(person, { person: person.id });
}

async function asked(): Promise<AccessRequest> {
  const { request } = await submitted(bot, { owner: nestor.id });
  await bot.run();
  return request;
}

async function away(person: Person, delegate: string): Promise<void> {
  const said = { person, until: inDays(bot, 7), delegate, correlationId: 'test' };
  expect(await setAway(bot.app, said)).toMatchObject({ ok: true });
  await bot.run();
}

async function cards({ id }: AccessRequest, part: string): Promise<readonly string[]> {
  const rows = await bot.app.store.cardsOf(id);
  return rows.filter((row) => row.part === part).map(({ reader }) => ('name' in reader ? reader.name : reader.id));
}

/** Who is waited for, as the requester sees it. */
async function awaited({ id }: AccessRequest): Promise<readonly string[]> {
  const view = await viewRequest(bot.app, { id, reader: alex });
  const open = view?.approvers.filter(({ decision, released }) => !decision && !released) ?? [];
  return open.map(({ person }) => person.name);
}

const used = (by: Person) => ({ code: 'VoteUsed', approval: { by: { id: by.id } } });

test('an approver and whoever stands in for them are one vote', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  await away(megan, adeleUpn);
  granted(await approve(bot, request, adele));
  expect((await approve(bot, request, megan)).refusal).toMatchObject(used(adele));
  expect(await awaited(request)).toEqual(['Lee Gu']);
  expect(granted(await approve(bot, request, lee)).request.status).toBe('Provisioning');
});

test('two who stood in for the same approver, one after the other, are one vote', async () => {
  await withStages({ approvers: [megan.id, nestor.id, lee.id], required: 2 });
  const request = await asked();
  await away(megan, adeleUpn);
  granted(await approve(bot, request, adele));
  await comeBack(bot.app, megan, 'test');
  await away(megan, 'diegos@contoso.onmicrosoft.com');
  expect((await approve(bot, request, diego)).refusal).toMatchObject({ ...used(adele), insteadOf: { id: megan.id } });
  const rejected = await rejectRequest(bot.app, { id: request.id, by: diego, correlationId: 'test' });
  expect(rejected.refusal).toMatchObject(used(adele));
  expect(await cards(request, 'approver')).not.toContain('Diego Siciliani');
  expect(await stored(bot, request.id)).toMatchObject({ status: 'Pending', approvals: [{ by: { id: adele.id } }] });
});

test('nobody stands in for an approver who has approved, and nobody is reminded in vain', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  granted(await approve(bot, request, megan));
  await away(megan, adeleUpn);
  expect(await cards(request, 'approver')).not.toContain('Adele Vance');
  expect((await approve(bot, request, adele)).refusal).toMatchObject(used(megan));
  granted(await nudgeApprovers(bot.app, { id: request.id, by: alex, correlationId: 'test' }));
  await bot.run();
  expect(await cards(request, 'reminder')).toEqual(['Lee Gu']);
});

test('whoever was represented in one stage does not decide in the next', async () => {
  await withStages({ approvers: [lee.id] }, { approvers: [lee.id, megan.id] });
  const request = await asked();
  await away(lee, adeleUpn);
  granted(await approve(bot, request, adele));
  await bot.run();
  expect((await approve(bot, request, lee)).refusal).toMatchObject(used(adele));
  expect(granted(await approve(bot, request, megan)).request.status).toBe('Provisioning');
});

test('the one who is represented may still reject', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  await away(megan, adeleUpn);
  granted(await approve(bot, request, adele));
  const rejected = await rejectRequest(bot.app, { id: request.id, by: megan, correlationId: 'test' });
  expect(granted(rejected).request).toMatchObject({ status: 'Rejected', rejection: { by: { id: megan.id } } });
});

test('whoever stands in for two is asked for the second when the first has decided', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  await away(megan, adeleUpn);
  await away(lee, adeleUpn);
  granted(await approve(bot, request, megan));
  await bot.run();
  const row = (await bot.app.store.cardsOf(request.id)).find(({ reader }) => reader.id === adele.id);
  expect(row?.because).toMatchObject({ insteadOf: { id: lee.id } });
  expect(granted(await approve(bot, request, adele)).request).toMatchObject({
    status: 'Provisioning',
    approvals: [{ by: { id: megan.id } }, { by: { id: adele.id }, because: { insteadOf: { id: lee.id } } }],
  });
});

test('whoever stands in for somebody and is asked in their own right decides for themselves', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  await away(megan, leeUpn);
  expect(granted(await approve(bot, request, lee)).request).toMatchObject({
    approvals: [{ by: { id: lee.id }, because: { kind: 'named' } }],
  });
  expect(granted(await approve(bot, request, megan)).request.status).toBe('Provisioning');
});

test('whoever approved in somebody’s place hears that they did, also when that one is back', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  await away(megan, adeleUpn);
  granted(await approve(bot, request, adele));
  await comeBack(bot.app, megan, 'test');
  expect((await approve(bot, request, adele)).refusal).toEqual({ code: 'AlreadyApproved' });
});

test('the policy is explained with who is away, who stands in and who has approved', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  await away(megan, adeleUpn);
  const explained = async () => (await explainPolicy(bot.app, { id: request.id, reader: alex }))?.stages[0];
  expect(await explained()).toMatchObject({
    approvers: [
      { person: { id: megan.id }, away: { delegate: { id: adele.id } } },
      { person: { id: adele.id }, because: { insteadOf: { id: megan.id } } },
      { person: { id: lee.id } },
    ],
  });
  granted(await approve(bot, request, adele));
  expect(await explained()).toMatchObject({
    given: [{ by: { id: adele.id } }],
    approvers: [{ person: { id: lee.id } }],
    excluded: [
      { person: { id: megan.id }, why: 'voteUsed' },
      { person: { id: adele.id }, why: 'voteUsed' },
    ],
  });
});
