import { afterEach, expect, test } from '@jest/globals';
import { checkStep } from '../../src/application/checkForm.ts';
import { draftRequest } from '../../src/application/draftRequest.ts';
import type { Person } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { formValues } from '../support/journeys.ts';
import { alex, lee, megan, nestor } from '../support/requests.ts';

let bot: TestApp;
afterEach(() => bot.stop());

async function withPolicy(policy: object): Promise<void> {
  bot = await startTestApp({ policy: { stages: [{ approvers: [megan.id] }], ...policy } });
}

async function afterFirstStep(requester: Person) {
  return checkStep(bot.app, { step: 'what', values: await formValues(bot), requester });
}

async function afterAll(requester: Person) {
  const values = await formValues(bot, { owner: nestor.id });
  return draftRequest(bot.app, { requester, values, correlationId: 'test' });
}

const mayNotAsk = { field: 'environment', code: 'MayNotAsk', environment: 'Contoso Production' };
const elsewhere = { name: 'Readers', when: { roles: ['Integration Reader'] }, maxDays: 90 };

test('whoever may ask for nothing in an environment hears it after the first step', async () => {
  await withPolicy({ requesters: [alex.id] });
  expect(await afterFirstStep(lee)).toEqual({ ok: false, refusal: [mayNotAsk] });
  expect(await afterFirstStep(alex)).toMatchObject({ ok: true });
});

test('whoever may ask by a rule alone goes on, and is refused only outside of it', async () => {
  const rule = { name: 'Applications', when: { kinds: ['application'] }, requesters: [lee.id] };
  await withPolicy({ requesters: [alex.id], rules: [rule] });
  expect(await afterFirstStep(lee)).toMatchObject({ ok: true });
  expect(await afterAll(lee)).toEqual({ ok: false, refusal: [mayNotAsk] });
});

test('a refusal names the rule only when the rule is the cause', async () => {
  await withPolicy({ requesters: [alex.id], rules: [elsewhere] });
  expect(await afterAll(lee)).toEqual({ ok: false, refusal: [mayNotAsk] });
});

test('and names it when it is', async () => {
  await withPolicy({ rules: [{ ...elsewhere, requesters: [alex.id], reason: 200 }] });
  expect(await afterAll(lee)).toMatchObject({
    refusal: [
      { ...mayNotAsk, rule: 'Readers' },
      { code: 'TooShort', rule: 'Readers' },
    ],
  });
});
