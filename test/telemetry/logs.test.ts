import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import { correlated } from '../../src/application/correlation.ts';
import { PermanentFailure } from '../../src/application/failures.ts';
import { alex, lee, megan, nestor } from '../support/requests.ts';
import { purpose, startWholeBot, wholeJourney, type WholeBot } from './wholeBot.ts';

const upn = 'svc-sap-order-sync-0001@contoso.onmicrosoft.com';

type Line = Readonly<Record<string, unknown>> & { readonly msg: string; readonly level: number };

const warn = 40;
let bot: WholeBot;
/** As with `LOG_LEVEL=info`, and the rest. */
let told: readonly Line[];
let debug: readonly Line[];

beforeAll(async () => {
  bot = await startWholeBot({ LOG_LEVEL: 'debug' });
  // Services that name people in what they say.
  const message = `Nothing works for ${upn} of Alex.Wilber@contoso.onmicrosoft.com`;
  await bot.services.fault(
    { match: { method: 'POST', path: '/assignLicense' }, times: 4, status: 503, message, code: 'Unavailable' },
    { match: { method: 'GET', path: '/mailboxSettings' }, times: 'always', status: 403, message, code: 'Forbidden' },
  );
  bot.teams.faults.push({ method: 'PUT', answer: 500 });
  await wholeJourney(bot);
  await bot.stopBot();
  debug = bot.lines.map((line) => JSON.parse(line) as Line);
  told = debug.filter(({ level }) => level >= 30);
}, 90_000);
afterAll(() => bot.stop());

test('at info nobody is named, by name, UPN or mail, nor what they wrote', () => {
  // Something went wrong, and was told.
  expect(told.filter(({ level }) => level >= warn).length).toBeGreaterThan(0);
  const text = told.map((line) => JSON.stringify(line)).join('\n');
  const people = [alex, megan, lee, nestor].flatMap(({ name }) => [name, ...name.split(' ')]);
  const words = [...people, '@contoso', 'svc-', 'SAP', 'order sync', purpose, 'breakfast', 'Fine with me'];
  expect(words.filter((word) => text.toLowerCase().includes(word.toLowerCase()))).toEqual([]);
});

test('every line of a turn, of a task and of a remote call tells of which', () => {
  const begun = debug.findIndex(({ msg }) => msg === 'Service called');
  const without = debug.slice(begun).filter(({ correlationId }) => typeof correlationId !== 'string');
  expect(without.map(({ msg }) => msg)).toEqual([]);
});

test('a creation is under the correlation id of the click that approved it', () => {
  const licence = debug.filter(({ path }) => path === '/users/{id}/assignLicense');
  const ids = new Set(licence.map(({ correlationId }) => correlationId));
  expect([ids.size, licence.length > 1]).toEqual([1, true]);
  const failed = debug.find(({ msg }) => msg === 'Provisioning step failed');
  expect(ids).toContain(failed?.correlationId);
});

test('what a service says of people by their address is kept out, in causes and stacks too', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const cause = new Error(`Another object with the same value: <${upn}>, mailto:lee.gu@contoso.com.`);
  const err = new PermanentFailure(`Refused "${upn}"`, { service: 'graph', code: 'Conflict', cause });
  correlated('turn-1', () => {
    log.warn({ err }, 'A turn failed');
  });
  log.warn({ err: `lee@contoso.com` }, 'Something else was thrown');
  expect(lines.join('\n')).not.toContain('@contoso');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ correlationId: 'turn-1', err: { message: 'Refused "…@…"' } });
  expect(lines[1]).not.toContain('correlationId');
});
