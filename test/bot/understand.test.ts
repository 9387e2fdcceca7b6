import { describe, expect, test } from '@jest/globals';
import type { FormValues } from '../../src/application/form.ts';
import type { Intent } from '../../src/bot/reading/intents.ts';
import { likelyIntents, understand } from '../../src/bot/understand.ts';
import type { Day, EnvironmentKey } from '../../src/domain/words.ts';

const today = '2026-11-20' as Day;
const environments = [
  { key: 'prod' as EnvironmentKey, name: 'Contoso Production' },
  { key: 'test' as EnvironmentKey, name: 'Contoso Test' },
  { key: 'legacy' as EnvironmentKey, name: 'Contoso Legacy (on-premises)' },
];

function read(text: string) {
  return understand(text, environments, today);
}

describe('a request in a sentence', () => {
  const cases: readonly [string, Record<string, string>][] = [
    [
      'I need a non-interactive user for the SAP order sync in prod until 31 December',
      { integration: 'SAP order sync', environment: 'prod', until: '2026-12-31' },
    ],
    [
      'We need a non interactive user for our SAP order sync in production until end of March because orders must reach the warehouse within minutes',
      {
        integration: 'SAP order sync',
        environment: 'prod',
        until: '2027-03-31',
        purpose: 'Orders must reach the warehouse within minutes',
      },
    ],
    [
      'please create a service account for the Power BI export in Contoso Test for 3 months',
      { integration: 'Power BI export', environment: 'test', until: '2027-02-20' },
    ],
    ['Can I get a user for the payroll feed in test?', { integration: 'payroll feed', environment: 'test' }],
    ['could you set up an integration user in prod for 6 weeks', { environment: 'prod', until: '2027-01-01' }],
    [
      'Convert svc-orders@contoso.com to non-interactive in prod',
      { accountKind: 'existing', account: 'svc-orders@contoso.com', environment: 'prod' },
    ],
    [
      'I need a user for the Dynamics mirror in test, owned by Nestor Wilke, until 31.12.2026',
      { integration: 'Dynamics mirror', environment: 'test', owner: 'Nestor Wilke', until: '2026-12-31' },
    ],
    [
      'need a user for the web shop in prod, owner nestor@contoso.com',
      { integration: 'web shop', environment: 'prod', owner: 'nestor@contoso.com' },
    ],
    [
      'I need a user for the web shop to write orders every night until 31 December in prod',
      { integration: 'web shop', environment: 'prod', until: '2026-12-31', purpose: 'Write orders every night' },
    ],
    [
      'We want a user called "Nightly archive" in legacy so that old cases can be archived',
      { integration: 'Nightly archive', environment: 'legacy', purpose: 'Old cases can be archived' },
    ],
    [
      'The SAP order sync needs a non-interactive user in production',
      { integration: 'SAP order sync', environment: 'prod' },
    ],
    [
      'convert svc-legacy-reports@contoso.com for the legacy reports in prod until March',
      {
        integration: 'legacy reports',
        environment: 'prod',
        accountKind: 'existing',
        account: 'svc-legacy-reports@contoso.com',
        until: '2027-03-31',
      },
    ],
    ['I need a user for the legacy system sync in prod', { integration: 'legacy system sync', environment: 'prod' }],
    ['non-interactive user for MuleSoft in prod', { integration: 'MuleSoft', environment: 'prod' }],
    [
      'I need an account for the CRM bridge in the test environment until tomorrow',
      { integration: 'CRM bridge', environment: 'test', until: '2026-11-21' },
    ],
    ['I need a user', {}],
    ['I need a user for me', {}],
    [
      'give us access for the EDI gateway on Contoso Production for a year',
      { integration: 'EDI gateway', environment: 'prod', until: '2027-11-20' },
    ],
    [
      'I need a user for 3 months for the SAP sync in prod',
      { integration: 'SAP sync', environment: 'prod', until: '2027-02-20' },
    ],
    [
      'I need a user for the SAP sync in prod because the old one expires on 1 March',
      { integration: 'SAP sync', environment: 'prod', purpose: 'The old one expires on 1 March' },
    ],
    [
      'I would like to request a user in Contoso Production for our Azure Data Factory pipeline to load invoices nightly, valid until 30 June 2027',
      {
        integration: 'Azure Data Factory pipeline',
        environment: 'prod',
        purpose: 'Load invoices nightly',
        until: '2027-06-30',
      },
    ],
    [
      'Request access for the marketing sync to prod for 6 months',
      { integration: 'marketing sync', environment: 'prod', until: '2027-05-20' },
    ],
    [
      'I need a user for the integration between SAP and CRM in prod',
      { integration: 'between SAP and CRM', environment: 'prod' },
    ],
    [
      'We need another user in prod for Informatica - owner is Nestor Wilke - until the end of next year',
      { integration: 'Informatica', environment: 'prod', owner: 'Nestor Wilke', until: '2027-12-31' },
    ],
    ['I want to ask for a non-interactive user', {}],
    ['non-interactive user', {}],
    ['user please', {}],
    ['Could I have one for the SAP sync?', { integration: 'SAP sync' }],
    ['Service account needed for Boomi in test', { integration: 'Boomi', environment: 'test' }],
    [
      'can you make svc-old@contoso.com non-interactive in prod?',
      { accountKind: 'existing', account: 'svc-old@contoso.com', environment: 'prod' },
    ],
  ];
  test.each(cases)('%s', (text, values) => {
    expect(read(text)).toEqual({ intent: 'request', values, roles: [], unclear: [] });
  });
});

describe('an application user', () => {
  const id = '3f2a8c1e-6b1d-4c7e-9a55-0c1d2e3f4a5b';
  const asked = { accountKind: 'application', account: id };
  const cases: readonly [string, Record<string, string>][] = [
    [`application user for ${id} in prod`, { ...asked, environment: 'prod' }],
    [
      `I need an app user for app id ${id.toUpperCase()} for the SAP order sync in prod until 31 December`,
      { ...asked, environment: 'prod', integration: 'SAP order sync', until: '2026-12-31' },
    ],
    [
      `please create a user for the web shop in test, client id: ${id}`,
      { ...asked, environment: 'test', integration: 'web shop' },
    ],
    [`application ${id} needs access to prod`, { ...asked, environment: 'prod' }],
    [
      'I need an application user for the web shop in prod',
      { accountKind: 'application', environment: 'prod', integration: 'web shop' },
    ],
  ];
  test.each(cases)('%s', (text, values) => {
    expect(read(text)).toEqual({ intent: 'request', values, roles: [], unclear: [] });
  });
});

describe('a change', () => {
  const account = 'svc-sap-order-sync-104@contoso.onmicrosoft.com';
  const asked = { accountKind: 'user', account };
  const cases: readonly [string, Record<string, string>, readonly string[]][] = [
    [`change ${account} in prod`, { ...asked, environment: 'prod' }, []],
    [`extend ${account} until 31 March 2027`, { ...asked, until: '2027-03-31' }, []],
    [`please prolong ${account} in test for 6 months`, { ...asked, environment: 'test', until: '2027-05-20' }, []],
    [`give ${account} the role Sales Reader`, asked, ['Sales Reader']],
    [`give ${account} in prod the Sales Reader role`, { ...asked, environment: 'prod' }, ['Sales Reader']],
    [`add the roles Sales Reader and Report Reader to ${account}`, asked, ['Sales Reader', 'Report Reader']],
    [`change the owner of ${account} to nestor@contoso.com`, { ...asked, owner: 'nestor@contoso.com' }, []],
    [`change the owner of ${account} to Nestor Wilke`, { ...asked, owner: 'Nestor Wilke' }, []],
    [
      'extend 3f2a8c1e-6b1d-4c7e-9a55-0c1d2e3f4a5b in prod until 31.3.2027',
      {
        accountKind: 'user',
        account: '3f2a8c1e-6b1d-4c7e-9a55-0c1d2e3f4a5b',
        environment: 'prod',
        until: '2027-03-31',
      },
      [],
    ],
  ];
  test.each(cases)('%s', (text, values, roles) => {
    expect(read(text)).toEqual({ intent: 'request', values, roles, unclear: [] });
  });

  test('of an account to non-interactive is its conversion', () => {
    expect(read(`change ${account} to non-interactive`).values).toMatchObject({ accountKind: 'existing', account });
  });

  test('of the owner alone names no account', () => {
    expect(read('change the owner to nestor@contoso.com').values).toEqual({ owner: 'nestor@contoso.com' });
  });

  test('without a user is offered as a command', () => {
    expect(likelyIntents('can I extend it?')).toContain('change');
  });
});

describe('until when', () => {
  const cases: readonly [string, string | undefined][] = [
    ['until 31 December', '2026-12-31'],
    ['until 31 December 2027', '2027-12-31'],
    ['until 1 March', '2027-03-01'],
    ['until March 1st', '2027-03-01'],
    ['until end of March', '2027-03-31'],
    ['until the end of next month', '2026-12-31'],
    ['until the end of the year', '2026-12-31'],
    ['until May', '2027-05-31'],
    ['until Q1 2027', '2027-03-31'],
    ['through March', '2027-03-31'],
    ['by 31.12.2026', '2026-12-31'],
    ['31.12.2026', '2026-12-31'],
    ['1.4.2027', '2027-04-01'],
    ['2027-03-31', '2027-03-31'],
    ['till 2027-03-31', '2027-03-31'],
    ['by 12/31/2026', '2026-12-31'],
    ['until next Friday', '2026-11-27'],
    ['until tomorrow', '2026-11-21'],
    ['for 3 months', '2027-02-20'],
    ['3 months', '2027-02-20'],
    ['for six weeks', '2027-01-01'],
    ['for half a year', '2027-05-20'],
    ['for 1.5 years', '2028-05-20'],
    ['until the end of next quarter', '2027-03-31'],
    ['until the end of this quarter', '2026-12-31'],
    ['until yesterday', '2026-11-19'],
    ['the last day is 31 December', '2026-12-31'],
    ['last day: 31.12.2026', '2026-12-31'],
    ['until: 31 December', '2026-12-31'],
    ['for a year', '2027-11-20'],
    ['for 90 days', '2027-02-18'],
    ['from 1 December until 31 January', '2027-01-31'],
    ['until 31.12.2025', '2025-12-31'],
    // The fourth of January or the first of April: nobody can tell, so the form asks.
    ['until 4/1/2027', undefined],
    ['it runs every night at 22:00', undefined],
    ['for 30 minutes', undefined],
    ['the Order2026 import', undefined],
    ['I may need it', undefined],
  ];
  test.each(cases)('%s', (text, day) => {
    expect(read(text).values.until).toBe(day);
  });

  test('a month counts by the calendar, up to the last day of a shorter one', () => {
    expect(understand('for 3 months', environments, '2026-11-30' as Day).values.until).toBe('2027-02-28');
  });
});

describe('which environment', () => {
  const cases: readonly [string, string | undefined][] = [
    ['prod', 'prod'],
    ['production', 'prod'],
    ['in Production please', 'prod'],
    ['Contoso Test', 'test'],
    ['contoso production', 'prod'],
    ['a user to test the interface in prod', 'prod'],
    ['a user for Contoso Test, not prod', 'test'],
    ['a user for the product feed', undefined],
    ['a user for the latest feed', undefined],
    ['a user for svc-prod@contoso.com', undefined],
    ['in Contoso', undefined],
    ['prod or test', undefined],
    ['in staging', undefined],
  ];
  test.each(cases)('%s', (text, key) => {
    expect(read(text).values.environment).toBe(key);
  });
});

describe('what is written but not understood is told, not dropped', () => {
  const cases: readonly [string, object][] = [
    [
      'request user for X in staging until tomorrow',
      {
        values: { integration: 'X', until: '2026-11-21' },
        unclear: [{ field: 'environment', text: 'staging' }],
      },
    ],
    ['a user in the staging environment', { unclear: [{ field: 'environment', text: 'staging' }] }],
    [
      'a user for the SAP sync in Contoso Staging because orders must arrive',
      { values: { integration: 'SAP sync' }, unclear: [{ field: 'environment', text: 'Contoso Staging' }] },
    ],
    ['a user in Contoso', { unclear: [{ field: 'environment', text: 'Contoso' }] }],
    [
      'a user for the SAP sync until 03/04/2027',
      {
        values: { integration: 'SAP sync' },
        unclear: [{ field: 'until', text: '03/04/2027', days: ['2027-04-03', '2027-03-04'] }],
      },
    ],
    ['a user until the go-live in prod', { unclear: [{ field: 'until', text: 'go-live', days: [] }] }],
    [
      'a user for the SAP sync because orders must arrive, until 3/4/2027',
      { values: { purpose: 'Orders must arrive' }, unclear: [{ field: 'until', text: '3/4/2027' }] },
    ],
    ['until 32 December', { unclear: [{ field: 'until', text: '32 December', days: [] }] }],
    ['until 30.02.2027', { unclear: [{ field: 'until', text: '30.02.2027', days: [] }] }],
    ['03/04/2027', { unclear: [{ field: 'until', text: '03/04/2027' }] }],
  ];
  test.each(cases)('%s', (text, reading) => {
    expect(read(text)).toMatchObject(reading);
  });

  const clear = [
    'a user in general',
    'a user in a hurry',
    'a user on Monday',
    'a user for orders in Dynamics 365',
    'a user for the sync because it fails in SAP until it signs in',
    'a user on premises',
  ];
  test.each(clear)('no false alarm: %s', (text) => {
    expect(read(text).unclear).toEqual([]);
  });
});

describe('answers that name their question', () => {
  const cases: readonly [string, object][] = [
    ['the purpose is to load orders nightly', { purpose: 'Load orders nightly' }],
    ['purpose: copies prod orders. Every night, to test', { purpose: 'Copies prod orders. Every night, to test' }],
    ['owner: nestor', { owner: 'nestor' }],
    ['the owner is nestor wilke', { owner: 'nestor wilke' }],
    ['change the owner to nestor@contoso.com', { owner: 'nestor@contoso.com' }],
    ['environment: prod', { environment: 'prod' }],
    ['environment: prod, owner: nestor', { environment: 'prod', owner: 'nestor' }],
    ['call it X', { integration: 'X' }],
    ['the name is SAP order sync', { integration: 'SAP order sync' }],
    ['integration: SAP order sync', { integration: 'SAP order sync' }],
  ];
  test.each(cases)('%s', (text, values) => {
    expect(read(text).values).toEqual(values);
  });

  test('a long purpose is read to its end', () => {
    const purpose = `Orders ${'and more orders '.repeat(60)}must arrive`;
    expect(read(`purpose: ${purpose}`).values.purpose).toBe(purpose);
  });
});

describe('which roles', () => {
  const cases: readonly [string, readonly string[], object][] = [
    [
      'I need a user for the SAP sync in prod with role Integration Reader',
      ['Integration Reader'],
      { integration: 'SAP sync', environment: 'prod' },
    ],
    [
      'I need a user for the SAP sync as Integration Reader and Report Reader in prod until tomorrow',
      ['Integration Reader', 'Report Reader'],
      { integration: 'SAP sync', environment: 'prod', until: '2026-11-21' },
    ],
    ['a user for the sync with SAP with the Report Reader role in prod', ['Report Reader'], { environment: 'prod' }],
    ['roles: report reader, integration reader', ['report reader', 'integration reader'], {}],
    [
      'a user for the SAP sync because orders must arrive, with role Report Reader',
      ['Report Reader'],
      { purpose: 'Orders must arrive' },
    ],
    ['as soon as possible', [], {}],
    ['a user for the sync as I need it', [], {}],
    ['a user for the sync because the role of SAP is big', [], { purpose: 'The role of SAP is big' }],
  ];
  test.each(cases)('%s', (text, roles, values) => {
    expect(read(text)).toMatchObject({ roles, values });
  });
});

describe('what is no request starts no form', () => {
  const cases: readonly [string, Intent | undefined][] = [
    ['hello', 'greeting'],
    ['Hi there!', 'greeting'],
    ['good morning', 'greeting'],
    ['thanks', 'thanks'],
    ['Thank you very much', 'thanks'],
    ['ok', 'thanks'],
    ['what can you do?', 'help'],
    ['how does this work?', 'help'],
    ['can you help me?', 'help'],
    ['how do I request a user?', 'help'],
    ['What is a non-interactive user?', 'about'],
    ['explain non-interactive users', 'about'],
    ['delete svc-sap', 'revoke'],
    ['can you delete the user for SAP?', 'revoke'],
    ['an account that can delete contacts', 'question'],
    ['please revoke the access of SAP', 'revoke'],
    ['which roles are there in prod?', 'question'],
    ['ok', 'thanks'],
    ['ok, until tomorrow', undefined],
    ['The user for SAP does not work', undefined],
    ['approve request 104', 'question'],
    ['how many seats are free in prod?', 'quota'],
    ['are there seats left?', 'quota'],
    ['show my requests', 'requests'],
    ['what is the status of my request?', 'requests'],
    ["I don't need the user any more", 'revoke'],
    ['remove the user for SAP in prod', 'revoke'],
    ['do I need a licence for a user?', 'question'],
    ['who is the owner of the SAP user?', 'question'],
    ['lunch?', undefined],
    ['42', undefined],
    ['', undefined],
  ];
  test.each(cases)('%s', (text, intent) => {
    expect(read(text).intent).toBe(intent);
  });
});

test('a very long text is read in bounded time', () => {
  const text = 'for the end of next 31 until '.repeat(1_000);
  const before = performance.now();
  read(text);
  expect(performance.now() - before).toBeLessThan(2_000);
});

test('everything that is understood fits the form', () => {
  const values: FormValues = read('I need a user for the SAP sync in prod until 31 December').values;
  expect(Object.keys(values)).toEqual(['environment', 'integration', 'until']);
});
