import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { alex, nestor } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

const elsewhere = 'svc-telephony@contoso.onmicrosoft.com';

let bot: TestBot;
let owner: TeamsPerson;
beforeEach(async () => {
  bot = await startTestBot();
  owner = bot.teams.person(nestor);
  await owner.installs();
});
afterEach(() => bot.stop());

async function say(text: string): Promise<Message> {
  await bot.megan.says(text);
  return bot.megan.latest();
}

test('/adopt without an environment asks which one, and keeps the owner that was named', async () => {
  const asked = await say(`/adopt ${elsewhere} owner:nestorw@contoso.onmicrosoft.com`);
  expect(textOf(asked)).toContain(`In which environment is ${elsewhere} to be taken over?`);
  await bot.megan.clicks(asked, 'Contoso Production');
  expect(textOf(bot.megan.latest())).toContain('Nestor Wilke would answer for it');
});

test('a user that was taken over is called what it is, since nothing was changed', async () => {
  const asked = await say(`/adopt ${elsewhere} in prod owner:nestorw@contoso.onmicrosoft.com`);
  await bot.megan.clicks(asked, 'Take it over');
  await bot.settle();
  for (const message of [bot.megan.latest(), owner.latest()]) {
    expect(textOf(message)).toContain('Non-interactive user in Contoso Production');
    expect(`${textOf(message)} ${message.summary ?? ''}`).not.toMatch(/Change of|is changed|has changed/);
  }
  expect(owner.latest().summary).toContain('You answer for Telephony integration in Contoso Production now');
});

test('what is no program’s user is neither taken over nor revoked, and no conversion is offered in its place', async () => {
  for (const words of [`/revoke ${alex.upn} in prod left`, `/adopt svc-nope@contoso.onmicrosoft.com in prod`]) {
    const answer = await say(words);
    expect(textOf(answer)).toMatch(/is an ordinary user|has no user svc-nope/);
    expect(buttonsOf(answer.card)).not.toContain('Convert it');
  }
});
