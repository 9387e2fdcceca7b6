import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import { askInChat, startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf, inputsOf } from '../support/cardActions.ts';
import { formValues } from '../support/journeys.ts';
import { nestor } from '../support/requests.ts';
import { textOf, type Message } from '../support/teams.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

function inputs(message: Message): Record<string, string | undefined> {
  return Object.fromEntries(inputsOf(message.card).map(({ id, value }) => [id, value]));
}

async function ask(text = 'request'): Promise<Message> {
  await bot.alex.says(text);
  return bot.alex.latest();
}

const what = { environment: 'prod', integration: 'SAP order sync', purpose: 'Orders must arrive' };

async function atStepTwo(): Promise<Message> {
  const form = await ask();
  await bot.alex.clicks(form, 'Next', what);
  return form;
}

describe('asking', () => {
  test('what the sentence says is filled in and told, what is missing is asked', async () => {
    const form = await ask('I need a non-interactive user for the SAP order sync in prod until 31.12.2026');
    expect(textOf(form)).toContain('Step 1 of 3');
    expect(textOf(form)).toContain('Understood: Contoso Production · SAP order sync · until 31 December 2026');
    expect(inputs(form)).toMatchObject({ environment: 'prod', integration: 'SAP order sync', purpose: '' });
    await bot.alex.clicks(form, 'Next', { purpose: 'Orders must arrive' });
    await bot.alex.clicks(form, 'Next');
    expect(inputs(form).until).toBe('2026-12-31');
  });

  test('a step that the sentence answers completely is passed, told, and can be gone back to', async () => {
    const form = await ask('I need a user for the SAP order sync in prod because orders must arrive');
    expect(textOf(form)).toContain('Step 2 of 3');
    expect(textOf(form)).toContain('Understood: Contoso Production · SAP order sync · Orders must arrive');
    await bot.alex.clicks(form, 'Back');
    expect(inputs(form)).toEqual({ ...what, environment: 'prod' });
  });

  test('an environment on-premises is explained at once', async () => {
    const form = await ask('I need a user for the SAP order sync in legacy because orders must arrive');
    expect(textOf(form)).toContain('Step 1 of 3');
    expect(textOf(form)).toMatch(/on-premises.*online only/is);
  });

  test('three steps end with the review card, in place of the form', async () => {
    const review = await askInChat(bot);
    expect(bot.alex.messages()).toHaveLength(1);
    expect(textOf(review)).toMatch(/#101\b.*Draft/is);
    expect(buttonsOf(review.card)).toEqual(expect.arrayContaining(['Submit', 'Change']));
    const { requests } = await bot.app.store.listRequests({}, { offset: 0, limit: 9 });
    expect(requests).toMatchObject([
      {
        status: 'Draft',
        ask: { integration: 'SAP order sync', purpose: 'Orders must arrive', owner: { id: nestor.id } },
      },
    ]);
  });

  test('the requester is the owner unless another one is named', async () => {
    const form = await atStepTwo();
    expect(inputs(form).owner).toBe('alexw@contoso.onmicrosoft.com');
  });

  test('an account to convert is taken from the sentence', async () => {
    await ask('Convert svc-legacy-reports@contoso.onmicrosoft.com to non-interactive in prod');
    const form = bot.alex.latest();
    await bot.alex.clicks(form, 'Next', { integration: 'Reports', purpose: 'Reports are read' });
    expect(inputs(form)).toMatchObject({
      accountKind: 'existing',
      account: 'svc-legacy-reports@contoso.onmicrosoft.com',
    });
  });
});

describe('bad input stays on its step, says why, and keeps what was typed', () => {
  test('an account that does not exist', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { accountKind: 'existing', account: 'nobody@contoso.com' });
    expect(textOf(form)).toContain('there is no account nobody@contoso.com');
    expect(inputs(form)).toMatchObject({ accountKind: 'existing', account: 'nobody@contoso.com' });
  });

  test('an owner whom several people match is chosen from them', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { owner: 'Ne' });
    const people = await bot.app.directory.searchPeople('Ne', 5);
    expect(people.length).toBeGreaterThan(1);
    expect(textOf(form)).toContain('several people match');
    await bot.alex.clicks(form, 'Next', { owner: nestor.id });
    expect(textOf(form)).toContain('Step 3 of 3');
    await bot.alex.clicks(form, 'Back');
    expect(inputs(form).owner).toBe(nestor.upn);
  });

  test('choosing none of them asks for another name, and never makes the requester the owner', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { owner: 'Ne' });
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('Owner: nothing is given yet');
    expect(inputs(form).owner).toBe('');
  });

  test('a day in the past, and one beyond the policy', async () => {
    const form = await atStepTwo();
    const { roleIds = [] } = await formValues(bot);
    await bot.alex.clicks(form, 'Next');
    await bot.alex.clicks(form, 'Next', { roleIds: roleIds.join(','), until: '2020-01-01' });
    expect(textOf(form)).toContain('1 January 2020 has passed');
    await bot.alex.clicks(form, 'Next', { until: '2099-01-01' });
    expect(textOf(form)).toContain('1 January 2099 is too far away');
    expect(inputs(form).roleIds).toBe(roleIds.join(','));
  });

  test('an environment that does not answer: the form says so and goes on when it does', async () => {
    const form = await atStepTwo();
    const failure = new TransientFailure('No answer', { service: 'dataverse', code: '503' });
    jest.spyOn(bot.app.dataverse, 'readRoles').mockRejectedValueOnce(failure);
    await bot.alex.clicks(form, 'Next', { owner: nestor.id });
    expect(textOf(form)).toContain('Contoso Production did not answer');
    expect(inputs(form).owner).toBe(nestor.upn);
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('Step 3 of 3');
  });
});

describe('moving about', () => {
  test('Back keeps what was entered, Cancel ends the form', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Back');
    expect(inputs(form)).toEqual(what);
    await bot.alex.clicks(form, 'Cancel');
    expect(textOf(form)).toContain('Cancelled');
    await bot.alex.says('cancel');
    expect(textOf(bot.alex.latest())).toContain('There is nothing to cancel');
  });

  test('back, help and cancel as words', async () => {
    await atStepTwo();
    await bot.alex.says('back');
    expect(textOf(bot.alex.latest())).toContain('Step 1 of 3');
    await bot.alex.says('/help');
    expect(textOf(bot.alex.latest())).toMatch(/in three steps.*Step 1 of 3|Step 1 of 3.*in three steps/is);
    await bot.alex.says('cancel');
    expect(textOf(bot.alex.latest())).toContain('Cancelled');
  });

  test('a sentence in the middle fills in fields, and goes back where what it says is refused', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next');
    await bot.alex.says('until 31.12.2026');
    expect(inputs(bot.alex.latest()).until).toBe('2026-12-31');
    await bot.alex.says('Integration Reader');
    const { roleIds = [] } = await formValues(bot);
    expect(inputs(bot.alex.latest()).roleIds).toBe(roleIds.join(','));
    await bot.alex.says('in Contoso Test');
    expect(textOf(bot.alex.latest())).toMatch(/Step 3 of 3.*Contoso Test/is);
    await bot.alex.says('in Contoso Legacy');
    expect(textOf(bot.alex.latest())).toMatch(/Step 1 of 3.*on-premises/is);
  });

  test('roles of another environment are not carried over', async () => {
    const form = await atStepTwo();
    const { roleIds = [] } = await formValues(bot);
    await bot.alex.clicks(form, 'Next');
    await bot.alex.clicks(form, 'Next', { roleIds: roleIds.join(','), until: '2020-01-01' });
    await bot.alex.clicks(form, 'Back');
    await bot.alex.clicks(form, 'Back');
    await bot.alex.clicks(form, 'Next', { environment: 'test' });
    await bot.alex.clicks(form, 'Next', { accountKind: 'new' });
    expect(inputs(form)).toMatchObject({ roleIds: '', until: '2020-01-01' });
  });

  test('words that answer nothing leave the form as it is', async () => {
    await atStepTwo();
    await bot.alex.says('hmm');
    expect(textOf(bot.alex.latest())).toMatch(/answers none of the questions/);
    expect(textOf(bot.alex.latest())).toContain('Step 2 of 3');
  });

  test('another command answers without losing the form', async () => {
    const form = await atStepTwo();
    await bot.alex.says('quota');
    expect(textOf(bot.alex.latest())).toContain('Contoso Production');
    await bot.alex.says('requests');
    await bot.alex.says('thanks');
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('Step 3 of 3');
  });

  test('a second request shows the form that is open', async () => {
    await atStepTwo();
    await bot.alex.says('request');
    expect(textOf(bot.alex.latest())).toContain('This form is still open');
    expect(textOf(bot.alex.latest())).toContain('Step 2 of 3');
  });
});

describe('cards that are not current', () => {
  test('a card that is followed by another says so and loses its buttons', async () => {
    const old = await atStepTwo();
    await bot.alex.says('back');
    expect(textOf(old)).toContain('This form goes on further down');
    expect(buttonsOf(old.card)).toEqual([]);
    const current = bot.alex.latest();
    await bot.alex.clicks(current, 'Next');
    await bot.alex.says('hmm');
    expect(buttonsOf(current.card)).toEqual([]);
    expect(textOf(bot.alex.latest())).toContain('Step 2 of 3');
  });

  test('the card of a form that is cancelled in words, or given up for another, loses its buttons too', async () => {
    const first = await ask();
    await bot.alex.says('cancel');
    expect(textOf(first)).toContain('This form was cancelled');
    const second = await ask('I need a user for the SAP order sync in test');
    await bot.alex.says('I need a user for the web shop in prod');
    await bot.alex.clicks(bot.alex.latest(), 'Begin a new one');
    expect(textOf(second)).toContain('given up for another one');
    expect([first, second].flatMap(({ card }) => buttonsOf(card))).toEqual([]);
  });

  test('when Teams does not change the old card, the form goes on all the same', async () => {
    await atStepTwo();
    bot.teams.faults.push({ method: 'PUT', answer: 404 });
    await bot.alex.says('back');
    expect(textOf(bot.alex.latest())).toContain('Step 1 of 3');
  });

  test('an old card ends with a word and no form, so that only one form can be filled in', async () => {
    const old = { ...(await atStepTwo()) };
    await bot.alex.says('back');
    const current = bot.alex.latest();
    await bot.alex.clicks(old, 'Next', { owner: nestor.id });
    expect(textOf(old)).toContain('out of date');
    expect(buttonsOf(old.card)).toEqual(['Show the form']);
    await bot.alex.clicks(current, 'Next');
    expect(textOf(current)).toContain('Step 2 of 3');
  });

  test('a card of a cancelled form says so', async () => {
    const form = { ...(await ask()) };
    await bot.alex.says('cancel');
    await bot.alex.clicks(form, 'Next', what);
    expect(textOf(form)).toContain('out of date');
  });

  test('a click that is delivered twice is answered once', async () => {
    const form = await ask();
    const again = { ...form };
    await bot.alex.clicks(form, 'Next', what);
    await bot.alex.clicks(again, 'Next', what);
    expect(textOf(again)).toContain('Step 2 of 3');
    expect(textOf(again)).not.toContain('out of date');
  });

  test('the last click, delivered twice at once, makes one request', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next');
    const { roleIds = [], until = '' } = await formValues(bot);
    const twin = { ...form };
    const last = { roleIds: roleIds.join(','), until };
    await Promise.all([bot.alex.clicks(form, 'Next', last), bot.alex.clicks(twin, 'Next', last)]);
    expect(textOf(form)).toContain('#101');
    expect(textOf(twin)).toContain('#101');
    expect((await bot.app.store.listRequests({}, { offset: 0, limit: 9 })).total).toBe(1);
  });

  test('the form goes on after a restart', async () => {
    const form = await atStepTwo();
    await bot.restart();
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('Step 3 of 3');
  });

  test('a form of another version of the bot starts again with what was entered', async () => {
    const form = await atStepTwo();
    await bot.changeDialogState((text) => text.replace('"version":2', '"version":1'));
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('The form starts again');
    expect(inputs(form)).toEqual(what);
  });

  test('a click with data that no card of ours has', async () => {
    const form = await atStepTwo();
    const data = { form: 'x', step: 'nowhere' };
    const value = { action: { type: 'Action.Execute', verb: 'next', data }, trigger: 'manual' };
    const answer = await bot.alex.invokes(value);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).toContain('could not be read');
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('Step 3 of 3');
  });
});

describe('changing a draft', () => {
  test('the form opens in place of the review card, filled in, and keeps the number', async () => {
    const review = await askInChat(bot);
    await bot.alex.clicks(review, 'Change');
    expect(inputs(review)).toEqual(what);
    await bot.alex.clicks(review, 'Next', { integration: 'SAP invoice sync' });
    await bot.alex.clicks(review, 'Next');
    await bot.alex.clicks(review, 'Next');
    expect(textOf(review)).toMatch(/#101\b.*SAP invoice sync/is);
    expect((await bot.app.store.listRequests({}, { offset: 0, limit: 9 })).total).toBe(1);
  });

  test('Cancel shows the draft as it was', async () => {
    const review = await askInChat(bot);
    await bot.alex.clicks(review, 'Change');
    await bot.alex.clicks(review, 'Next', { integration: 'Something else' });
    await bot.alex.clicks(review, 'Cancel');
    expect(textOf(review)).toContain('Nothing was changed');
    expect(textOf(review)).toContain('SAP order sync');
    await bot.alex.clicks(review, 'Submit', { acknowledged: 'true' });
    expect(textOf(review)).toContain('Pending');
  });
});
