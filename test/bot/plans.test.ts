import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { askInChat, startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import type { EnvironmentKey, RequestId } from '../../src/domain/words.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await bot.stop();
});

async function say(text: string, person: TeamsPerson = bot.alex): Promise<Message> {
  await person.says(text);
  return person.latest();
}

describe('the plan of a request', () => {
  test('says what the world says now, before anybody is asked', async () => {
    await askInChat(bot);
    const plan = await say('/plan 101');
    expect(textOf(plan)).toContain('#101');
    expect(textOf(plan)).toContain('assignLicense');
    expect(textOf(await say('plan #101'))).toContain('#101');
  });

  test('changes when the environment fills up, and the same card shows it after Refresh', async () => {
    await submitInChat(bot);
    const plan = await say('plan 101');
    expect(textOf(plan)).toMatch(/Nothing is in the way.*5 of 7/is);
    await bot.services.control('PATCH', '/environments/prod', { limit: 5 });
    await bot.alex.clicks(plan, 'Refresh');
    expect(textOf(plan)).toMatch(/One thing is in the way.*All seats of the environment are used/is);
    expect(bot.alex.latest()).toBe(plan);
  });

  test('changes when a role vanishes', async () => {
    await submitInChat(bot);
    const plan = await say('plan 101');
    expect(textOf(plan)).toContain('The role exists');
    const environment = bot.app.settings.environments.get('prod' as EnvironmentKey);
    const roles = environment ? await bot.app.dataverse.readRoles(environment) : [];
    const left = roles.filter(({ name }) => name !== 'Integration Reader');
    jest.spyOn(bot.app.dataverse, 'readRoles').mockResolvedValue(left);
    await bot.alex.clicks(plan, 'Refresh');
    expect(textOf(plan)).toMatch(/One thing is in the way/);
    expect(textOf(plan)).not.toContain('The role exists');
  });

  test('changes nothing', async () => {
    await submitInChat(bot);
    const before = await bot.app.store.findRequest(101 as RequestId);
    await say('plan 101');
    expect(await bot.app.store.findRequest(101 as RequestId)).toEqual(before);
  });

  test('is for those whom the request concerns', async () => {
    await submitInChat(bot);
    const adele = bot.teams.person({ id: 'a1e00000-0000-4000-8000-000000000004', name: 'Adele Vance' });
    expect(textOf(await say('/plan 101', adele))).toBe(textOf(await say('/request 101', adele)));
    expect(textOf(await say('/plan 999'))).toContain('There is no such request');
    expect(textOf(await say('/plan 101', bot.megan))).toContain('assignLicense');
  });
});

describe('without a number', () => {
  test('the command says how it is used, and offers the requests that one has', async () => {
    await submitInChat(bot);
    const answer = await say('/plan');
    expect(textOf(answer)).toMatch(/The plan of which request.*for example “plan 104”/is);
    await bot.alex.clicks(answer, '#101 SAP order sync');
    expect(textOf(bot.alex.latest())).toContain('assignLicense');
  });

  test('other words are no number', async () => {
    expect(textOf(await say('/plan tomorrow'))).toContain('“tomorrow” is no number of a request');
  });
});
