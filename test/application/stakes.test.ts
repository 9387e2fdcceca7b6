import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FormValues } from '../../src/application/form.ts';
import { explainPolicy } from '../../src/application/explainPolicy.ts';
import { submitRequest } from '../../src/application/reviewRequest.ts';
import { addressOf } from '../../src/domain/ask.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import type { Person } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approve, drafted, granted, inDays, stored } from '../support/journeys.ts';
import { alex, lee, megan, nestor } from '../support/requests.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

async function asked(by: Person, changes: FormValues): Promise<AccessRequest> {
  const { request } = await drafted(bot, changes, by);
  const submit = { id: request.id, by, acknowledged: true, correlationId: 'test' } as const;
  return granted(await submitRequest(bot.app, submit)).request;
}

/** Approved by Megan, and done. */
async function made(request: AccessRequest): Promise<AccessRequest> {
  granted(await approve(bot, request, megan));
  await bot.settle();
  const active = await stored(bot, request.id);
  expect(active.status).toBe('Active');
  return active;
}

function changing({ ask }: AccessRequest, changes: FormValues): FormValues {
  return { accountKind: 'user', account: addressOf(ask.account), ...changes };
}

test('whoever asked for the user never approves for it, however many changes lie between', async () => {
  const first = await made(await asked(lee, { owner: nestor.id }));
  const second = await made(await asked(alex, changing(first, { until: inDays(bot, 60) })));
  const third = await asked(alex, changing(second, { until: inDays(bot, 90) }));
  expect((await approve(bot, third, lee)).refusal).toEqual({ code: 'OwnRequest', why: 'creator' });
});

test('whoever owns the user does not approve its change, although it goes to another owner', async () => {
  const first = await made(await asked(alex, { owner: lee.id }));
  const change = await asked(alex, changing(first, { owner: nestor.id }));
  expect((await approve(bot, change, lee)).refusal).toEqual({ code: 'OwnRequest', why: 'presentOwner' });
  const explained = await explainPolicy(bot.app, { id: change.id, reader: alex });
  expect(explained?.stages[0]?.excluded).toContainEqual({
    person: expect.objectContaining({ id: lee.id }),
    why: 'presentOwner',
  });
});
