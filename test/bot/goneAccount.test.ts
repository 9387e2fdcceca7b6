import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mendUser } from '../../src/application/mend.ts';
import type { Active, AccessRequest } from '../../src/domain/request.ts';
import type { EnvironmentKey, RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { granted, stored } from '../support/journeys.ts';
import { megan } from '../support/requests.ts';
import { textOf, type Message } from '../support/teams.ts';

const first = 101 as RequestId;

let bot: TestBot;
let request: Active;

/** #101 is a user of production, whose account somebody then deletes. */
beforeEach(async () => {
  bot = await startTestBot();
  const { approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Approve');
  await bot.settle();
  request = (await stored(bot, first)) as Active;
  await bot.services.graph('DELETE', `/users/${request.objectId}`);
});
afterEach(() => bot.stop());

async function say(text: string): Promise<Message> {
  await bot.megan.says(text);
  return bot.megan.latest();
}

function now(): Promise<AccessRequest> {
  return stored(bot, first);
}

describe('a user whose account was deleted in Entra', () => {
  test('is a difference of its own, and what is left of it is revoked', async () => {
    const found = await say('/reconcile prod');
    expect(textOf(found)).toMatch(/#101 SAP order sync .*has lost its account/);
    expect(textOf(found)).not.toMatch(/#101[^\n]*is disabled/);
    await bot.megan.clicks(found, 'Revoke what is left');
    await bot.megan.clicks(bot.megan.latest(), 'Revoke it');
    await bot.settle();
    expect(await now()).toMatchObject({ status: 'Revoked', leftovers: [] });
    expect(textOf(await say('/reconcile prod'))).not.toContain('#101');
  });

  test('cannot be enabled again, and the card says why', async () => {
    const environment = bot.app.settings.environments.get('prod' as EnvironmentKey);
    if (!environment) throw new Error('There is no prod');
    await bot.services.dataverse.ensureDisabled(environment, request.systemUserId);
    const wish = { id: first, by: megan, what: 'enable', correlationId: 'test' } as const;
    granted(await mendUser(bot.app, wish));
    await bot.settle();
    expect(await now()).toMatchObject({ mending: { obstacle: { code: 'AccountGone' } } });
    expect(textOf(await say('101'))).toContain('The account of this user no longer exists in Microsoft Entra');
  });
});
