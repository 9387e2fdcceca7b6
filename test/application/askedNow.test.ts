import { afterEach, expect, test } from '@jest/globals';
import { comeBack, setAway } from '../../src/application/absences.ts';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import { askApprovers } from '../../src/application/askApprovers.ts';
import type { App } from '../../src/application/app.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import type { ApproverRef } from '../../src/domain/approvers.ts';
import { wake } from '../../src/application/sweep.ts';
import type { Person } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { approve, granted, inDays, submitted } from '../support/journeys.ts';
import { lee, megan, nestor } from '../support/requests.ts';

/** Cards are as the channel shows them now, without anybody having looked again. */

let bot: TestApp;
afterEach(() => bot.stop());

async function withPolicy(policy: object): Promise<void> {
  bot = await startTestApp({ policy });
  for (const person of [lee, nestor]) await bot.app.contacts.saveContact(person, { person: person.id });
}

async function asked(): Promise<AccessRequest> {
  const { request } = await submitted(bot, { owner: nestor.id });
  await bot.run();
  return request;
}

async function meganLeaves(delegate = lee.upn ?? ''): Promise<void> {
  const said = { person: megan, until: inDays(bot, 7), delegate, correlationId: 'test' };
  expect(await setAway(bot.app, said)).toMatchObject({ ok: true });
  await bot.run();
}

function cardOf(reader: Person) {
  const view = bot.desk.cardsOf(reader.id)[0];
  if (!view) throw new Error('There is a card');
  const { text, content } = requestCard(view);
  return { text, buttons: buttonsOf(content) };
}

test('whoever stands in loses the buttons when the absent one is back, and nobody is said to be away', async () => {
  await withPolicy({ stages: [{ approvers: [megan.id] }] });
  await asked();
  await meganLeaves();
  expect(cardOf(lee).buttons).toContain('Approve');
  expect(cardOf(megan).text).toContain('Lee Gu may decide instead');
  expect(await comeBack(bot.app, megan, 'test')).toBe(true);
  await bot.run();
  expect(cardOf(lee).buttons).not.toContain('Approve');
  expect(cardOf(lee).text).toContain('You are not asked any more.');
  expect(cardOf(megan).text).not.toContain('away');
  expect(cardOf(megan).text).not.toContain('Lee Gu');
  await meganLeaves();
  expect(cardOf(lee).buttons).toContain('Approve');
});

test('an absence without anybody new to ask is on the cards that are there', async () => {
  await withPolicy({ stages: [{ approvers: [megan.id, lee.id] }] });
  await asked();
  await meganLeaves();
  expect(cardOf(lee).text).toContain('Megan Bowen is away until');
});

test('whoever another policy asks no more loses the buttons, and is not waited for', async () => {
  await withPolicy({ stages: [{ approvers: [megan.id, lee.id] }] });
  await asked();
  const approvers: readonly ApproverRef[] = [{ kind: 'person', id: megan.id }];
  const policies = new Map(
    [...bot.app.settings.policies].map(([name, { terms, ...policy }]) => [
      name,
      { ...policy, version: 'v2', terms: { ...terms, stages: terms.stages.map((stage) => ({ ...stage, approvers })) } },
    ]),
  );
  Object.assign(bot.app satisfies App, { settings: { ...bot.app.settings, policies } });
  await wake(bot.app);
  await bot.run();
  expect(cardOf(lee).buttons).not.toContain('Approve');
  expect(cardOf(lee).text).toContain('Waiting for Megan Bowen.');
});

test('a lookup that fails takes nobody’s buttons away', async () => {
  await withPolicy({ stages: [{ approvers: [megan.id, 'group:c0000000-0000-4000-8000-000000000001'] }] });
  const request = await asked();
  const before = cardOf(lee).buttons;
  await bot.pass(20 * 60_000);
  await bot.services.fault({ match: { path: '/groups/' }, times: 'always', status: 503 });
  await askApprovers(bot.app, request.id, 'test');
  await bot.run();
  expect(cardOf(lee).buttons).toEqual(before);
});

test('a vote that a later stage cannot do without is not used up before', async () => {
  await withPolicy({ stages: [{ approvers: [megan.id, lee.id] }, { approvers: [lee.id] }], fallback: [nestor.id] });
  const request = await asked();
  expect((await approve(bot, request, lee)).refusal).toEqual({ code: 'NeededLater' });
  granted(await approve(bot, request, megan));
  expect(granted(await approve(bot, request, lee)).request.status).toBe('Provisioning');
});
