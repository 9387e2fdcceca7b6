import { describe, expect, test } from '@jest/globals';
import { ServiceAnswer, failureOf } from '../../src/crm/answers.ts';
import { clouds } from '../../src/crm/clouds.ts';

/** Status, code as the service spells it, the service's words, and the code of the failure. */
const dataverse: readonly (readonly [number, string, string, string])[] = [
  [400, '0x8004B050', 'You have reached the maximum number of non-interactive users/', '0x8004B050'],
  [400, '0x8004b050', '', '0x8004B050'],
  [400, '', 'You have reached the maximum number of non-interactive users/', '0x8004B050'],
  [400, '0x80041d66', 'The client access license cannot be changed because …', '0x80041D66'],
  [400, '', 'The client access license cannot be changed because …', '0x80041D66'],
  [400, '0x80041d40', 'The read-only access mode is not supported', '0x80041D40'],
  [400, '0x80040d40', '', '0x80040D40'],
  [400, '0x80041d4c', '', '0x80041D4C'],
  [400, '0x8004D24B', 'The user is not assigned any License', '0x8004D24B'],
  [400, '0x8004D24C', '', '0x8004D24C'],
  [400, '0x80041409', 'The user and the role are not in the same business unit.', '0x80041409'],
  [400, '', 'The user and the role are not in the same business unit.', '0x80041409'],
  [400, '0x80048d35', 'You cannot assign a security role to a disabled user.', '0x80048D35'],
  [412, '0x80040237', 'A record with matching key values already exists.', '0x80040237'],
  [404, '0x80040217', "Entity 'SystemUser' With Id = 1 Does Not Exist", '0x80040217'],
  [403, '0x80040220', '', '0x80040220'],
  [403, '0x80048306', '', '0x80048306'],
  [400, '0x80041d2f', '', '0x80041D2F'],
  [403, '0x80044160', '', '0x80044160'],
  [403, '0x8004A112', '', '0x8004A112'],
  [403, '0x80072560', '', '0x80072560'],
  [401, '', '', 'Http401'],
  [403, '0x0', 'No', 'Http403'],
];

const graph: readonly (readonly [number, string, string, string])[] = [
  [
    400,
    'Request_BadRequest',
    'License assignment cannot be done for user with invalid usage location.',
    'NoUsageLocation',
  ],
  [400, 'Request_BadRequest', 'Subscription with SKU 5 does not have any available licenses.', 'NoSpareLicence'],
  [400, 'Request_BadRequest', 'User license is inherited from a group membership and it …', 'InheritedLicence'],
  [
    400,
    'Request_BadRequest',
    'Another object with the same value for property userPrincipalName already exists.',
    'UpnTaken',
  ],
  [400, 'Request_BadRequest', 'Something else', 'Request_BadRequest'],
  [
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
    'Authorization_RequestDenied',
  ],
];

describe('codes', () => {
  test.each(dataverse)('Dataverse %i %j %j is a permanent failure %s', (status, code, message, expected) => {
    const answer = new ServiceAnswer(message, { status, code, serviceRequestId: 'r1' });
    const failure = failureOf('dataverse', answer);
    expect(failure).toMatchObject({ name: 'PermanentFailure', code: expected, serviceRequestId: 'r1' });
    expect(failure?.message).toBe(`Dataverse refused (${expected})`);
  });

  test.each(graph)('Graph %i %j %j is a permanent failure %s', (status, code, message, expected) => {
    const failure = failureOf('graph', new ServiceAnswer(message, { status, code }));
    expect(failure).toMatchObject({ name: 'PermanentFailure', code: expected });
  });

  test.each(['0x80072322', '0x80072321', '0x80072326'])('%s of service protection may pass', (code) => {
    const answer = new ServiceAnswer('Number of requests exceeded the limit', { status: 429, code, retryAfter: '7' });
    expect(failureOf('dataverse', answer)).toMatchObject({ name: 'TransientFailure', code, retryAfter: 7_000 });
  });
});

describe('Retry-After', () => {
  const wait = (retryAfter: string | null): number | undefined =>
    new ServiceAnswer('', { status: 429, retryAfter }).retryAfter;

  test('seconds become milliseconds', () => {
    expect(wait('12')).toBe(12_000);
    expect(wait('0.5')).toBe(500);
  });

  test('a date becomes the time until then, and never less than nothing', () => {
    const inOneMinute = wait(new Date(Date.now() + 60_000).toUTCString()) ?? 0;
    expect(inOneMinute).toBeGreaterThan(58_000);
    expect(inOneMinute).toBeLessThanOrEqual(60_000);
    expect(wait('Thu, 01 Jan 2015 00:00:00 GMT')).toBe(0);
  });

  test('nothing, or nonsense, says nothing', () => {
    expect([wait(null), wait(' '), wait('soon')]).toEqual([undefined, undefined, undefined]);
  });
});

test('words about a secret body are withheld from the failure', () => {
  const answer = new ServiceAnswer('Password hunter2 is too weak', { status: 400 });
  expect(failureOf('graph', answer, true)?.cause).toBeUndefined();
});

test('what is neither an answer nor a broken connection is no failure', () => {
  expect(failureOf('graph', new TypeError('x is not a function'))).toBeUndefined();
  expect(failureOf('graph', Object.assign(new Error(), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeUndefined();
});

test('every cloud has its own addresses', () => {
  expect(clouds).toMatchObject({
    public: { login: 'login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
    gcc: { login: 'login.microsoftonline.com', powerPlatform: 'https://gov.api.bap.microsoft.us' },
    gccHigh: { login: 'login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
    dod: { graph: 'https://dod-graph.microsoft.us', powerPlatform: 'https://api.bap.appsplatform.us' },
    china: { login: 'login.chinacloudapi.cn', graph: 'https://microsoftgraph.chinacloudapi.cn' },
  });
});
