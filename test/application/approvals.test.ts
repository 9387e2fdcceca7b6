import { afterEach, expect, test } from '@jest/globals';
import { comeBack, setAway } from '../../src/application/absences.ts';
import { changeRequest } from '../../src/application/changeRequest.ts';
import { explainPolicy } from '../../src/application/explainPolicy.ts';
import {
  approveRequest,
  commentRequest,
  forceRequest,
  nudgeApprovers,
  reopenRequest,
  submitRequest,
} from '../../src/application/reviewRequest.ts';
import { sweep } from '../../src/application/sweep.ts';
import { testPolicy } from '../../src/application/testPolicy.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import type { Person, PlanHash } from '../../src/domain/words.ts';
import { policyFrom, policyFile } from '../../src/policyFile.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approve, granted, inDays, stored, submitted } from '../support/journeys.ts';
import { alex, lee, megan, mona, nestor } from '../support/requests.ts';

let bot: TestApp;
afterEach(() => bot.stop());

async function withStages(...stages: readonly object[]): Promise<void> {
  bot = await startTestApp({ policy: { stages } });
  for (const person of [lee, mona, nestor]) await bot.app.contacts.saveContact(person, { person: person.id });
}

async function asked(): Promise<AccessRequest> {
  const { request } = await submitted(bot, { owner: nestor.id });
  await bot.run();
  return request;
}

/** Whoever has a card of this request in this part, in the order of asking. */
async function readers({ id }: AccessRequest, part = 'approver'): Promise<readonly string[]> {
  const cards = await bot.app.store.cardsOf(id);
  return cards.filter((card) => card.part === part).map(({ reader }) => ('name' in reader ? reader.name : reader.id));
}

function wish(request: AccessRequest, by: Person) {
  return { id: request.id, by, correlationId: 'test' };
}

async function passed(hours: number): Promise<void> {
  await bot.pass(hours * 3_600_000);
  await sweep(bot.app, 'test');
  await bot.run();
}

const hour = { remind: '1h' };
const said = { correlationId: 'test' };

test('a second stage is asked when the first has its approvals, and its approval begins the creation', async () => {
  await withStages({ approvers: [megan.id] }, { approvers: [lee.id, megan.id] });
  const request = await asked();
  expect(await readers(request)).toEqual(['Megan Bowen']);
  granted(await approve(bot, request));
  await bot.run();
  expect(await readers(request)).toEqual(['Megan Bowen', 'Lee Gu']);
  expect((await approve(bot, request)).refusal).toMatchObject({ code: 'AlreadyApproved' });
  expect(granted(await approve(bot, request, lee)).request.status).toBe('Provisioning');
});

test('whoever is in the later stage too hears that it is their turn', async () => {
  await withStages({ approvers: [megan.id, lee.id] }, { approvers: [lee.id] });
  const request = await asked();
  granted(await approve(bot, request));
  await bot.run();
  expect(await readers(request, 'reminder')).toEqual(['Lee Gu']);
});

test('a reminder in a later stage reaches everybody once, and their turn is told once', async () => {
  await withStages({ approvers: [megan.id] }, { approvers: [lee.id], ...hour });
  const request = await asked();
  granted(await approve(bot, request));
  await bot.run();
  expect(await readers(request, 'reminder')).toEqual([]);
  await passed(1);
  expect(await readers(request, 'reminder')).toEqual(['Lee Gu']);
});

test('a request that one person alone could decide twice is not submitted', async () => {
  await withStages({ approvers: [megan.id] }, { approvers: [megan.id] });
  await expect(submitted(bot, { owner: nestor.id })).rejects.toThrow('TooFewApprovers');
});

test('the alternates are asked when the time is up, and reminders go out before', async () => {
  await withStages({ approvers: [megan.id], alternates: [lee.id], timeout: '2h', ...hour });
  const request = await asked();
  await passed(1);
  expect(await readers(request, 'reminder')).toEqual(['Megan Bowen']);
  expect(await readers(request)).toEqual(['Megan Bowen']);
  expect((await approve(bot, request, lee)).refusal).toMatchObject({ code: 'NotAnApprover' });
  await passed(1);
  expect(await readers(request)).toEqual(['Megan Bowen', 'Lee Gu']);
  expect(granted(await approve(bot, request, lee)).request).toMatchObject({
    status: 'Provisioning',
    approvals: [{ because: { kind: 'named', as: 'alternate' } }],
  });
});

test('a nudge reminds those who have not decided, at most once an hour', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  granted(await approve(bot, request));
  granted(await nudgeApprovers(bot.app, wish(request, alex)));
  await bot.run();
  expect(await readers(request, 'reminder')).toEqual(['Lee Gu']);
  expect((await nudgeApprovers(bot.app, wish(request, alex))).refusal).toMatchObject({ code: 'NudgedAlready' });
});

test('a delegate is asked and decides in the place of whoever is away, until they are back', async () => {
  await withStages({ approvers: [megan.id] });
  const away = await setAway(bot.app, { ...said, person: megan, until: inDays(bot, 7), delegate: lee.upn ?? '' });
  expect(away).toMatchObject({ ok: true, value: { delegate: { id: lee.id } } });
  const request = await asked();
  expect(await readers(request)).toEqual(expect.arrayContaining(['Megan Bowen', 'Lee Gu']));
  expect(await comeBack(bot.app, megan, 'test')).toBe(true);
  expect((await approve(bot, request, lee)).refusal).toMatchObject({ code: 'NotAnApprover' });
  await setAway(bot.app, { ...said, person: megan, until: inDays(bot, 7), delegate: lee.upn ?? '' });
  expect(granted(await approve(bot, request, lee)).request).toMatchObject({
    approvals: [{ by: { id: lee.id }, because: { insteadOf: { id: megan.id } } }],
  });
});

test('a delegate of what lies there already is asked at once', async () => {
  await withStages({ approvers: [megan.id] });
  const request = await asked();
  await setAway(bot.app, { ...said, person: megan, until: inDays(bot, 7), delegate: lee.upn ?? '' });
  await bot.run();
  expect(await readers(request)).toEqual(['Megan Bowen', 'Lee Gu']);
});

test.each([
  ['oneself', () => megan.upn ?? '', 'OwnDelegate'],
  ['somebody who is not there', () => 'nobody@contoso.onmicrosoft.com', 'PersonNotFound'],
])('a delegate is never %s', async (_, delegate, code) => {
  await withStages({ approvers: [megan.id] });
  expect(await setAway(bot.app, { ...said, person: megan, until: inDays(bot, 7), delegate: delegate() })).toMatchObject(
    {
      ok: false,
      refusal: { code },
    },
  );
});

test('nobody is left to decide: the admins are asked, and a request that nobody may decide is not sent', async () => {
  await withStages({ approvers: ['group:99999999-9999-4999-8999-999999999999'] });
  const request = await asked();
  expect(await readers(request)).toEqual(['Megan Bowen']);
  expect(granted(await approve(bot, request)).request).toMatchObject({ approvals: [{ because: { as: 'fallback' } }] });
});

test('a lookup that fails grants nothing: whoever is not found otherwise is told to try again', async () => {
  await withStages({ approvers: [megan.id, 'group:c0000000-0000-4000-8000-000000000003'] });
  const request = await asked();
  await bot.pass(20 * 60_000);
  await bot.services.fault({ match: { path: '/groups/' }, times: 'always', status: 503 });
  await expect(approve(bot, request, lee)).rejects.toMatchObject({ name: 'TransientFailure' });
  expect((await stored(bot, request.id)).status).toBe('Pending');
  expect(granted(await approve(bot, request, megan)).request.status).toBe('Provisioning');
});

test('the owner does not decide, whatever the policy says', async () => {
  await withStages({ approvers: [nestor.id, megan.id] });
  const request = await asked();
  expect(await readers(request)).toEqual(['Megan Bowen']);
  expect((await approve(bot, request, nestor)).refusal).toEqual({ code: 'OwnRequest', why: 'owner' });
});

test('a submitted request is changed by its requester until somebody approves, and asked about anew', async () => {
  await withStages({ approvers: [megan.id, lee.id], required: 2 });
  const request = await asked();
  granted(await commentRequest(bot.app, { ...wish(request, megan), text: 'Why for so long?' }));
  expect(granted(await reopenRequest(bot.app, wish(request, alex))).request).toMatchObject({
    status: 'Draft',
    comments: [{ by: { id: megan.id } }],
  });
  const { planHash } = request;
  expect((await approveRequest(bot.app, { ...wish(request, megan), planHash })).refusal).toMatchObject({
    code: 'NotPending',
  });
});

test('an admin forces a request with a reason, and the other admins hear of it', async () => {
  await withStages({ approvers: [lee.id] });
  const settings = { ...bot.app.settings, admins: [megan, mona].map(({ id }) => ({ kind: 'person', id }) as const) };
  bot = { ...bot, app: { ...bot.app, settings } };
  const request = await asked();
  const force = { ...wish(request, megan), planHash: request.planHash, reason: 'The month ends tonight' };
  expect((await forceRequest(bot.app, { ...force, by: lee })).refusal).toEqual({ code: 'NotAdmin' });
  expect(granted(await forceRequest(bot.app, force)).request).toMatchObject({
    status: 'Provisioning',
    forced: { by: { id: megan.id }, reason: 'The month ends tonight' },
  });
});

test('where there is no other admin, the approvers hear that a request was forced', async () => {
  await withStages({ approvers: [lee.id] });
  const request = await asked();
  const force = { ...wish(request, megan), planHash: request.planHash, reason: 'The month ends tonight' };
  granted(await forceRequest(bot.app, force));
  await bot.run();
  expect(await readers(request, 'forced')).toEqual(['Lee Gu']);
});

test('the policy is explained: who could decide and why, who could not and why not', async () => {
  await withStages({ approvers: [megan.id, nestor.id, alex.id], alternates: [lee.id], timeout: '2h' });
  const request = await asked();
  const explanation = await explainPolicy(bot.app, { id: request.id, reader: alex });
  expect(explanation).toMatchObject({
    environment: { name: 'Contoso Production' },
    decidable: true,
    incomplete: false,
  });
  expect(explanation?.stages.map(({ approvers }) => approvers.map(({ person }) => person.name))).toEqual([
    ['Megan Bowen'],
  ]);
  expect(explanation?.stages[0]?.excluded.map(({ person, why }) => [person.name, why])).toEqual([
    ['Nestor Wilke', 'owner'],
    ['Alex Wilber', 'requester'],
  ]);
});

test('another policy is tested before it is loaded: what it would do to requests that are there', async () => {
  await withStages({ approvers: [megan.id] });
  const request = await asked();
  const file = policyFile.parse({
    stages: [{ approvers: [megan.id] }, { approvers: [megan.id] }],
    rules: [
      { name: 'All', when: { environments: ['prod'] }, maxDays: 10 },
      { name: 'Never', when: { environments: ['prod'], kinds: ['new'] }, reason: 5 },
    ],
  });
  const { settings } = bot.app;
  const policies = new Map([['standard', policyFrom('standard', file, settings.admins)]]);
  const tested = await testPolicy(bot.app, { ...settings, policies });
  expect(tested.changes).toMatchObject([{ request: { id: request.id }, restarts: true, decidable: false }]);
  expect(tested.flaws).toContainEqual({ policy: 'standard', rule: 'Never', code: 'NeverReached', because: 'All' });
  expect((await testPolicy(bot.app, settings)).changes).toEqual([]);
  expect((await stored(bot, request.id)).planHash).toBe(request.planHash);
});

test('whoever was asked before hears that it is their turn again, once, when a changed request is submitted again', async () => {
  await withStages({ approvers: [megan.id] }, { approvers: [lee.id] });
  const request = await asked();
  granted(await reopenRequest(bot.app, wish(request, alex)));
  await bot.pass(60_000);
  const again = { ...wish(request, alex), acknowledged: true } as const;
  granted(await submitRequest(bot.app, again));
  await bot.run();
  expect(await readers(request, 'reminder')).toEqual(['Megan Bowen']);
  await sweep(bot.app, 'test');
  await bot.run();
  expect(await readers(request, 'reminder')).toEqual(['Megan Bowen']);
  granted(await approve(bot, await stored(bot, request.id)));
  await bot.run();
  expect(await readers(request, 'reminder')).toEqual(['Megan Bowen']);
});

test('a request that a new plan takes back to its first stage tells everybody anew, in every stage that they reach again', async () => {
  await withStages({ approvers: [megan.id] }, { approvers: [lee.id] });
  const request = await asked();
  granted(await approve(bot, request));
  await bot.run();
  await bot.pass(60_000);
  const replan = { type: 'replan', at: bot.now(), plan: request.plan, planHash: 'c'.repeat(64) as PlanHash } as const;
  const cause = { actor: 'seatkeeper', correlationId: 'test' } as const;
  await changeRequest(bot.app, request.id, { ...replan, terms: request.terms }, cause);
  await bot.run();
  expect(await readers(request, 'reminder')).toEqual(['Megan Bowen']);
  expect(bot.desk.cardsOf(megan.id)[0]?.request).toMatchObject({ status: 'Pending', stage: 0 });
});
