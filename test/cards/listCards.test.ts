import { describe, expect, test } from '@jest/globals';
import { quotaCard, requestsCard, type RequestsPage } from '../../src/bot/cards/listCards.ts';
import { helpCard } from '../../src/bot/cards/helpCard.ts';
import { suggestionsCard, welcomeCard } from '../../src/bot/cards/menuCards.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { ofType } from '../support/cardRules.ts';
import { alex, at, legacy, megan, production, requestIn, seats } from '../support/cardViews.ts';

const page: RequestsPage = {
  title: 'Your requests',
  requests: Array.from({ length: 8 }, (_, index) => ({ ...requestIn('Pending'), id: (104 - index) as RequestId })),
  total: 43,
  offset: 0,
  environments: new Map([[production.key, production]]),
  viewer: alex.id,
  scope: 'mine',
  at,
};

describe('a list of requests', () => {
  test('says which part of how many it shows', () => {
    expect(requestsCard(page).text).toContain('Showing 1–8 of 43');
    expect(requestsCard({ ...page, offset: 40, requests: page.requests.slice(0, 3) }).text).toContain(
      'Showing 41–43 of 43',
    );
  });

  test('has number, purpose, environment, state, age and one action a row', () => {
    const { content, text } = requestsCard(page);
    expect(text).toContain('#104  SAP order sync');
    expect(text).toContain('● Pending  Contoso Production · 2 hours ago');
    const shows = ofType(content, 'Action.Submit').filter(({ title }) => title === 'Show');
    expect(shows.map(({ data }) => data)).toEqual(page.requests.map(({ id }) => ({ command: 'show', requestId: id })));
  });

  test('names the requester to others only', () => {
    expect(requestsCard(page).text).not.toContain('Alex');
    expect(requestsCard({ ...page, viewer: megan.id }).text).toContain(
      'Contoso Production · Alex Wilber · 2 hours ago',
    );
  });

  test('pages in both directions, and no further', () => {
    expect(commandsOf(requestsCard(page).content)).toContainEqual({ command: 'requests', scope: 'mine', offset: 8 });
    const middle = commandsOf(requestsCard({ ...page, offset: 8 }).content);
    expect(middle).toContainEqual({ command: 'requests', scope: 'mine', offset: 16 });
    expect(middle).toContainEqual({ command: 'requests', scope: 'mine', offset: 0 });
    const whole = commandsOf(requestsCard({ ...page, total: 8 }).content);
    expect(whole.filter((data) => data.command === 'requests')).toEqual([]);
  });

  test('that is empty says what would be here and how to get it', () => {
    const { content, text } = requestsCard({ ...page, requests: [], total: 0 });
    expect(text).toContain('What you ask for, and how it stands, will be listed here.');
    expect(commandsOf(content)).toEqual([{ command: 'request' }]);
    expect(requestsCard({ ...page, requests: [], total: 0, scope: 'open' }).text).toContain('Nothing is under way.');
  });

  test('survives an environment that is no longer configured', () => {
    expect(requestsCard({ ...page, environments: new Map() }).text).toContain('prod · 2 hours ago');
  });
});

describe('the seats', () => {
  test('are shown per environment with those who wait', () => {
    const { text, summary } = quotaCard([{ environment: production, kind: 'seats', seats: seats(6, 1), waiting: 2 }]);
    expect(text).toContain('6 used · 1 reserved · 0 free of 7');
    expect(text).toContain('2 requests on the waiting list');
    expect(summary).toBe('Seats in Contoso Production: Contoso Production 6 used · 1 reserved · 0 free of 7');
  });

  const rowsOf = (number: number): Parameters<typeof quotaCard>[0] =>
    Array.from({ length: number }, (_, index) => {
      const environment = { ...production, name: `Contoso Subsidiary ${index} of the Americas` };
      return index % 4 === 0
        ? { environment, kind: 'unreadable', service: 'dataverse', code: 'NoAnswer', lastSeats: seats(5, 0) }
        : { environment, kind: 'seats', seats: seats(5, 1), waiting: 1 };
    });

  test.each([1, 10, 11, 40, 60, 200])('of %i environments fit into one card', (number) => {
    expect(Buffer.byteLength(JSON.stringify(quotaCard(rowsOf(number)).content))).toBeLessThan(25 * 1024);
  });

  test('of forty environments are told in a line each, with every number that is known', () => {
    const { text, summary } = quotaCard(rowsOf(40));
    expect(text.match(/Americas {2}5 used · 1 reserved · 1 free of 7 · 1 waiting$/gm)).toHaveLength(30);
    expect(text.match(/cannot be read now$/gm)).toHaveLength(10);
    expect(text).toContain('Write “quota Contoso Subsidiary 0 of the Americas” to see more about one.');
    expect(summary).toBe('Seats: 30 of 40 environments have a free seat');
  });

  test('of more environments than fit are not hidden without a word', () => {
    expect(quotaCard(rowsOf(72)).text).toContain('12 more are not shown.');
    expect(quotaCard(rowsOf(60)).text).not.toContain('not shown');
  });

  test('of an on-premises environment are explained away', () => {
    expect(quotaCard([{ environment: legacy, kind: 'onPremises' }]).text).toContain('exists online only');
  });

  test('that cannot be read say why, what to do, and how old the last number is', () => {
    const { text } = quotaCard([
      { environment: production, kind: 'unreadable', service: 'dataverse', code: 'NoAnswer', lastSeats: seats(5, 0) },
    ]);
    expect(text).toContain('The service did not answer. Try again in a few minutes.');
    expect(text).toContain('5 used · 2 free of 7');
    expect(text).toContain('26 November 2026, 09:40 UTC');
  });

  test('that cannot be read for want of a right say who can mend it', () => {
    const { text } = quotaCard([
      { environment: production, kind: 'unreadable', service: 'dataverse', code: '0x80040220' },
    ]);
    expect(text).toContain('System Administrator role');
  });
});

describe('menus', () => {
  test('welcome in one sentence with three buttons, by role', () => {
    const requester = welcomeCard({ admin: false, approver: false }, { open: 0, mine: 0 }).content;
    const approver = welcomeCard({ admin: false, approver: true }, { open: 0, mine: 0 }).content;
    expect(ofType(requester, 'Action.Submit').map(({ title }) => title)).toEqual([
      'Request a user',
      'My requests',
      'Seats',
    ]);
    expect(ofType(approver, 'Action.Submit').map(({ title }) => title)).toEqual([
      'Open requests',
      'Seats',
      'Request a user',
    ]);
  });

  test('help has examples that can be clicked', () => {
    const { content } = helpCard({ admin: false, approver: false });
    const examples = ofType(content, 'Container').filter(({ selectAction }) => selectAction !== undefined);
    expect(examples.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(helpCard({ admin: true, approver: false }).content)).toContain('Run Seatkeeper');
  });

  test('unknown words come back with the likely meanings as buttons', () => {
    const likely = [{ title: 'Seats', data: { command: 'quota' } }] as const;
    const { content, text } = suggestionsCard('unclear', 'seatz', likely);
    expect(text).toContain('“seatz”');
    expect(commandsOf(content)).toEqual([{ command: 'quota' }]);
  });
});

function commandsOf(content: object): readonly { readonly command: string }[] {
  return ofType(content, 'Action.Submit')
    .map(({ data }) => data as { readonly command: string })
    .filter(({ command }) => command !== 'show');
}
