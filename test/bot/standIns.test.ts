import { afterEach, expect, test } from '@jest/globals';
import { setAway } from '../../src/application/absences.ts';
import type { PersonId, RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { inDays, stored } from '../support/journeys.ts';
import { alex, lee, megan } from '../support/requests.ts';
import { textOf } from '../support/teams.ts';

const adele = { id: 'a1e00000-0000-4000-8000-000000000004' as PersonId, name: 'Adele Vance' };

let bot: TestBot;
afterEach(() => bot.stop());

async function meganIsAway(delegate: string): Promise<void> {
  const until = inDays(bot, 7);
  expect(await setAway(bot.app, { person: megan, until, delegate, correlationId: 'test' })).toMatchObject({ ok: true });
  await bot.run();
}

test('an approver and the one they named cannot fill two approvals between them', async () => {
  bot = await startTestBot({ policy: { stages: [{ approvers: [megan.id, lee.id], required: 2 }] } });
  const [second, delegate] = [bot.teams.person(lee), bot.teams.person(adele)];
  for (const person of [second, delegate]) await person.installs();
  const { request, approval } = await submitInChat(bot);
  await meganIsAway('adelev@contoso.onmicrosoft.com');
  const copy = { ...approval };

  await delegate.clicks(delegate.latest(), 'Approve');
  await bot.run();
  expect(textOf(approval)).toContain('Adele Vance has approved in your place.');
  expect(buttonsOf(approval.card)).not.toContain('Approve');

  await bot.megan.clicks(copy, 'Approve');
  expect(textOf(copy)).toMatch(/Your decision was not counted\..*Adele Vance has approved in your place\./s);
  expect(await stored(bot, 101 as RequestId)).toMatchObject({
    status: 'Pending',
    approvals: [{ by: { id: adele.id } }],
  });
  expect(textOf(request)).toContain(
    'Adele Vance (for Megan Bowen) has approved. Waiting for one more approval from Lee Gu.',
  );

  await second.clicks(second.latest(), 'Approve');
  await bot.settle();
  expect(textOf(request)).toMatch(/Active.*Adele Vance \(for Megan Bowen\) and Lee Gu/s);
});

test('the requester whom an absent approver named is not promised a decision', async () => {
  bot = await startTestBot({ policy: { stages: [{ approvers: [megan.id, lee.id] }] } });
  await meganIsAway(alex.upn ?? '');
  const { request } = await submitInChat(bot);
  expect(textOf(request)).toMatch(/Megan Bowen is away until [^;]+\./);
  expect(textOf(request)).not.toContain('may decide instead');
});
