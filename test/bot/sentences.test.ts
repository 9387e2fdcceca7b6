import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf, inputsOf } from '../support/cardActions.ts';
import { formValues, inDays } from '../support/journeys.ts';
import { textOf, type Message } from '../support/teams.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

function inputs(message: Message): Record<string, string | undefined> {
  return Object.fromEntries(inputsOf(message.card).map(({ id, value }) => [id, value]));
}

/** Alex says it and reads the answer. */
async function say(text: string): Promise<Message> {
  await bot.alex.says(text);
  return bot.alex.latest();
}

const whole = 'I need a user for the SAP order sync in test because orders must arrive';

async function atStepThree(): Promise<Message> {
  const form = await say(whole);
  await bot.alex.clicks(form, 'Next');
  expect(textOf(form)).toContain('Step 3 of 3');
  return form;
}

describe('with a form open', () => {
  test('a question or another wish is answered, and never edits the form', async () => {
    const form = await say(whole);
    expect(textOf(await say('how many seats are left in prod?'))).toMatch(/Contoso Production.*5 used/is);
    expect(textOf(await say('show my requests for prod'))).toContain('requests');
    expect(textOf(await say('which roles are there in prod until Friday?'))).toContain('I did not understand');
    expect(textOf(await say('what is a non-interactive user?'))).toContain('licence');
    expect(textOf(await say('delete the user in prod'))).toContain('Which user is to be revoked?');
    expect(textOf(await say('thanks for the quick help in prod'))).toContain('welcome');
    await bot.alex.clicks(form, 'Back');
    expect(inputs(form)).toMatchObject({ environment: 'test', integration: 'SAP order sync' });
  });

  test('a question for help is answered by the form’s own help', async () => {
    await say(whole);
    const form = await say('how do I request a user for the web shop in prod?');
    expect(textOf(form)).toMatch(/This form asks for a user for an integration/);
    await bot.alex.clicks(form, 'Back');
    expect(inputs(form)).toMatchObject({ environment: 'test', integration: 'SAP order sync' });
  });

  test('what a sentence changes is told', async () => {
    await say(whole);
    const form = await say('in prod until 31.12.2026');
    expect(textOf(form)).toContain('Changed: environment Contoso Production · until 31 December 2026');
    expect(textOf(await say('in prod'))).toContain('Nothing changes');
  });

  test('roles that go with the environment are told too', async () => {
    await atStepThree();
    await say('Integration Reader');
    const form = await say('in prod');
    expect(textOf(form)).toMatch(/Changed: environment Contoso Production.*roles are others/is);
  });

  test('another request is not begun over it without being asked', async () => {
    await say(whole);
    const choice = await say('request a user for the web shop in prod');
    expect(textOf(choice)).toContain('A form for SAP order sync is still open');
    expect(buttonsOf(choice.card)).toEqual(['Continue it', 'Begin a new one']);
    await bot.alex.clicks(choice, 'Continue it');
    expect(textOf(bot.alex.latest())).toContain('SAP order sync');
    await bot.alex.clicks(choice, 'Begin a new one');
    expect(inputs(bot.alex.latest())).toMatchObject({ environment: 'prod', integration: 'web shop' });
  });

  test('a form in which nothing is filled in yet takes the sentence', async () => {
    await say('request');
    expect(inputs(await say('I need a user for the web shop in prod'))).toMatchObject({ integration: 'web shop' });
  });

  test('a draft is not opened over it', async () => {
    const form = await atStepThree();
    const { roleIds = [], until = '' } = await formValues(bot, { environment: 'test' as never });
    await bot.alex.clicks(form, 'Next', { roleIds: roleIds.join(','), until });
    await say('I need a user for the web shop in prod');
    await bot.alex.clicks(form, 'Change');
    expect(textOf(form)).toMatch(/#101.*Another form is still open/is);
    await say('cancel');
    await bot.alex.clicks(form, 'Change');
    expect(textOf(form)).toContain('Step 1 of 3');
  });
});

describe('answers in words', () => {
  test('are taken by the name of their question', async () => {
    await say('request');
    await say('environment: prod');
    await say('call it SAP order sync');
    const form = await say('the purpose is to load orders nightly');
    expect(textOf(form)).toContain('Changed: purpose Load orders nightly');
    expect(textOf(form)).toContain('Step 2 of 3');
    expect(textOf(await say('owner: nestor'))).toContain('Changed: owner nestor');
    await bot.alex.clicks(bot.alex.latest(), 'Next');
    expect(textOf(bot.alex.latest())).toContain('Step 3 of 3');
  });

  test('a purpose that is too long is refused with its length, not cut', async () => {
    const purpose = `Orders must arrive, ${'and more of them, '.repeat(40)}always`;
    const form = await say(`I need a user for SAP in prod because ${purpose}`);
    expect(textOf(form)).toContain(`It has ${purpose.length} characters, and can have 500`);
    expect(inputs(form).purpose).toBe(purpose);
  });

  test('back in the first step says that there is nothing before it', async () => {
    await say('request');
    expect(textOf(await say('back'))).toMatch(/This is the first step/);
  });
});

describe('what is not understood is said at once', () => {
  test('an environment that there is not, while the rest is taken', async () => {
    const form = await say('request user for X in staging until 31.12.2026');
    expect(textOf(form)).toContain('I know no environment called “staging”');
    expect(textOf(form)).toContain('Seatkeeper looks after Contoso Production, Contoso Test and Contoso Legacy');
    expect(textOf(form)).toContain('Understood: X · until 31 December 2026');
    expect(textOf(await say('in the moon base environment'))).toContain('I know no environment called');
  });

  test('a day that may be two is asked for, and a button answers', async () => {
    const year = Number(bot.now().slice(0, 4)) + 1;
    const form = await say(`${whole} until 03/04/${year}`);
    expect(textOf(form)).toContain(`3 April ${year} or 4 March ${year}?`);
    await bot.alex.clicks(form, `4 March ${year}`);
    expect(textOf(bot.alex.latest())).toContain(`Changed: until 4 March ${year}`);
  });

  test('a day that is none, and one that has passed', async () => {
    const form = await say('I need a user for the SAP order sync in prod until the go-live');
    expect(textOf(form)).toContain('I did not understand the last day “go-live”');
    expect(textOf(await say('until yesterday'))).toMatch(/has passed.*Step 1 of 3|Step 1 of 3.*has passed/is);
  });
});

describe('roles in words', () => {
  test('are taken from the first sentence', async () => {
    const form = await say(
      'I need a user for the SAP order sync in prod as Integration Reader because orders must arrive',
    );
    expect(textOf(form)).toContain('Integration Reader');
    await bot.alex.clicks(form, 'Next');
    const { roleIds = [] } = await formValues(bot);
    expect(inputs(form).roleIds).toBe(roleIds.join(','));
  });

  test('wait for the environment', async () => {
    const form = await say('I need a user for the SAP order sync with role integration reader');
    await bot.alex.clicks(form, 'Next', { environment: 'prod', purpose: 'Orders must arrive' });
    await bot.alex.clicks(form, 'Next');
    const { roleIds = [] } = await formValues(bot);
    expect(inputs(form).roleIds).toBe(roleIds.join(','));
  });

  test('that do not exist are said, with those that are near', async () => {
    await atStepThree();
    expect(textOf(await say('Dragon Rider'))).toContain('There is no role Dragon Rider in Contoso Test');
    const near = await say('Integration Rider');
    expect(textOf(near)).toContain('There is no role Integration Rider in Contoso Test');
    await bot.alex.clicks(near, 'Integration Reader');
    expect(textOf(bot.alex.latest())).toContain('Changed: security roles Integration Reader');
  });
});

test('an environment that stops answering at the last step keeps the step, its roles and what was chosen', async () => {
  const form = await atStepThree();
  const { roleIds = [] } = await formValues(bot, { environment: 'test' as never });
  const failure = new TransientFailure('No answer', { service: 'dataverse', code: '503' });
  const silent = jest.spyOn(bot.app.dataverse, 'readRoles').mockRejectedValue(failure);
  const last = { roleIds: roleIds.join(','), until: inDays(bot, 30) };
  await bot.alex.clicks(form, 'Next', last);
  expect(textOf(form)).toContain('Contoso Test did not answer');
  expect(textOf(form)).toContain('Step 3 of 3');
  expect(inputs(form)).toMatchObject(last);
  silent.mockRestore();
  await bot.alex.clicks(form, 'Next');
  expect(textOf(form)).toContain('#101');
});
