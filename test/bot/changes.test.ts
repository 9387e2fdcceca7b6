import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf, inputsOf } from '../support/cardActions.ts';
import { inDays, stored } from '../support/journeys.ts';
import { nestor } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';
import type { RequestId } from '../../src/domain/words.ts';

const first = 101 as RequestId;
const second = 102 as RequestId;

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

function inputs(message: Message): Record<string, string | undefined> {
  return Object.fromEntries(inputsOf(message.card).map(({ id, value }) => [id, value]));
}

async function say(text: string, person: TeamsPerson = bot.alex): Promise<Message> {
  await person.says(text);
  return person.latest();
}

/** #101, made and owned by Nestor; returns the requester's card and the user's address. */
async function active(): Promise<{ readonly card: Message; readonly address: string }> {
  const { request: card, approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Approve');
  await bot.settle();
  const { status, ask } = await stored(bot, first);
  expect(status).toBe('Active');
  return { card, address: ask.account.kind === 'new' ? ask.account.upn : '' };
}

describe('Change on the card of an active request', () => {
  test('ends with another request in its place', async () => {
    const { card } = await active();
    const { ask } = await stored(bot, first);
    await bot.alex.clicks(card, 'Change');
    const form = bot.alex.latest();
    expect(textOf(form)).toContain('Step 3 of 3');
    expect(textOf(form)).toContain('Its owner is Nestor Wilke');
    expect(inputs(form)).toEqual({ roleIds: ask.roles.map(({ id }) => id).join(','), until: ask.until });
    await bot.alex.clicks(form, 'Next', { until: inDays(bot, 120) });
    expect(textOf(form)).toMatch(/#102\b.*Draft/is);
    expect(await stored(bot, second)).toMatchObject({
      ask: { integration: ask.integration, purpose: ask.purpose, owner: { id: nestor.id }, account: { kind: 'user' } },
    });
    await bot.alex.clicks(form, 'Submit', { acknowledged: 'true' });
    await bot.run();
    await bot.megan.clicks(bot.megan.latest(), 'Approve');
    await bot.settle();
    expect((await stored(bot, second)).status).toBe('Active');
    expect(await stored(bot, first)).toMatchObject({ status: 'Replaced', by: 102 });
    expect(textOf(card)).toMatch(/#101\b.*Replaced/is);
    expect(buttonsOf(card.card)).not.toContain('Change');
  });

  test('Back leads to another owner', async () => {
    const { card } = await active();
    await bot.alex.clicks(card, 'Change');
    const form = bot.alex.latest();
    await bot.alex.clicks(form, 'Back');
    expect(inputs(form)).toMatchObject({ accountKind: 'user', owner: nestor.upn });
    await bot.alex.clicks(form, 'Next', { owner: 'adelev@contoso.onmicrosoft.com' });
    expect(textOf(form)).toContain('Its owner is Adele Vance');
    await bot.alex.clicks(form, 'Next');
    expect(await stored(bot, second)).toMatchObject({ ask: { owner: { name: 'Adele Vance' } } });
  });

  test('what changes nothing is not asked for', async () => {
    const { card } = await active();
    await bot.alex.clicks(card, 'Change');
    const form = bot.alex.latest();
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('nothing would change');
    expect(textOf(form)).toContain('Step 3 of 3');
  });

  test('a change that is under way is named, not begun twice', async () => {
    const { card } = await active();
    await bot.alex.clicks(card, 'Change');
    await bot.alex.clicks(bot.alex.latest(), 'Next', { until: inDays(bot, 120) });
    await bot.alex.clicks(bot.alex.latest(), 'Submit', { acknowledged: 'true' });
    await bot.run();
    await bot.alex.clicks(card, 'Change');
    expect(textOf(bot.alex.latest())).toContain('#102 asks for a change of');
    await bot.alex.clicks(bot.alex.latest(), 'Show #102');
    expect(textOf(bot.alex.latest())).toMatch(/#102\b.*Pending/is);
  });

  test('while another form is open, nothing is lost', async () => {
    const { card } = await active();
    const other = await say('I need a user for the web shop in test');
    await bot.alex.clicks(card, 'Change');
    expect(textOf(bot.alex.latest())).toContain('Another form is still open');
    await bot.alex.clicks(bot.alex.latest(), 'Begin the change');
    expect(textOf(bot.alex.latest())).toContain('Step 3 of 3');
    expect(buttonsOf(other.card)).toEqual([]);
  });
});

describe('in words', () => {
  test('a sentence is filled in from the request that answers for the user', async () => {
    const { address } = await active();
    const day = inDays(bot, 120);
    const form = await say(`extend ${address} until ${day}`);
    expect(textOf(form)).toContain('Step 3 of 3');
    expect(textOf(form)).toContain('Understood: Contoso Production · SAP order sync');
    expect(inputs(form).until).toBe(day);
    await bot.alex.clicks(form, 'Next');
    expect(await stored(bot, second)).toMatchObject({ ask: { until: day, owner: { id: nestor.id } } });
  });

  test('the command takes an address, and the number of a request', async () => {
    const { address } = await active();
    expect(textOf(await say(`/change ${address}`))).toContain('Step 3 of 3');
    await say('cancel');
    expect(textOf(await say('change #101'))).toContain('Step 3 of 3');
  });

  test('the command alone says how it is used and offers the users that one has', async () => {
    await active();
    const answer = await say('/change');
    expect(textOf(answer)).toMatch(/Which user is to be changed.*for example “change svc-orders@contoso.com/is);
    await bot.alex.clicks(answer, '#101 SAP order sync');
    expect(textOf(bot.alex.latest())).toContain('Step 3 of 3');
  });

  test('a request that made no user has none to change', async () => {
    await submitInChat(bot);
    expect(textOf(await say('/change 101', bot.megan))).toContain('#101 has no user yet');
    expect(textOf(await say('/change 999'))).toContain('There is no such request');
    expect(textOf(await say('/change something'))).toContain('“something” names no user');
  });

  test('somebody whom the request does not concern learns nothing of it', async () => {
    const { address } = await active();
    const adele = bot.teams.person({ id: 'a1e00000-0000-4000-8000-000000000004', name: 'Adele Vance' });
    expect(textOf(await say('/change 101', adele))).toContain('There is no such request');
    const form = await say(`change ${address} in prod`, adele);
    expect(textOf(form)).toContain('Step 1 of 3');
    expect(textOf(form)).not.toContain('SAP order sync');
  });
});
