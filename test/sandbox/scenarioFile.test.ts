import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { banner } from '../../src/sandbox/banner.ts';
import { readSettings } from '../../src/sandbox/settings.ts';
import { readScenario, readScenarioFile } from '../../src/sandbox/simulator/scenario/file.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { contosoAt } from './contoso.ts';
import { startTestSimulator } from './startTestSimulator.ts';

jest.setTimeout(120_000); // a process of its own on a busy machine

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatkeeper-scenario-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileWith(yaml: string): Promise<string> {
  const path = join(folder, 'own.yaml');
  await writeFile(path, yaml);
  return path;
}

/** The problems of a text, a line each. */
function problemsOf(yaml: string): string[] {
  try {
    readScenario(yaml, 'own.yaml');
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

test('all that is wrong with a scenario is told at once, each with its line and what would be right', () => {
  const yaml = [
    'environments:',
    '  prod:',
    '    limt: 5',
    '    syncSeconds: soon',
    'faults:',
    '  - match: { path: "(" }',
    '  - match: { path: /prod/ }',
    '    times: never',
  ];
  expect(problemsOf(yaml.join('\n'))).toEqual([
    expect.stringMatching(/^ {2}- own\.yaml:3: environments\.prod: "limt" is not known here\. Known: .*\blimit\b/),
    expect.stringMatching(/^ {2}- own\.yaml:4: environments\.prod\.syncSeconds: .*number/),
    expect.stringMatching(/^ {2}- own\.yaml:6: faults\.0\.match\.path: is no regular expression/),
    expect.stringMatching(/^ {2}- own\.yaml:8: faults\.1\.times: expected a number from 1, or always/),
  ]);
});

test('what is no YAML, or no scenario at all, is told too', () => {
  expect(problemsOf('environments:\n  prod: {\n')).toEqual([expect.stringMatching(/own\.yaml:\d: /)]);
  expect(problemsOf('# nothing\n')).toEqual([expect.stringMatching(/own\.yaml:1: .*expected object/)]);
  expect(problemsOf('skus:\n  DYN365_ENTERPRISE_PLAN1: {}\n')).toEqual([
    expect.stringMatching(/own\.yaml:2: .*needs either enabled or spare/),
  ]);
});

test('a scenario that does not exist is answered with those that do', () => {
  expect(() => readScenarioFile('flip-bak')).toThrow(/no scenario flip-bak\. Ready scenarios: .*flip-back/);
  expect(() => readScenarioFile('./nosuch.yaml')).toThrow(/no scenario .*nosuch\.yaml/);
});

test('the simulator begins with its scenario, keeps it over a reset, and plays it again after a restart', async () => {
  const scenario = readScenarioFile(
    await fileWith('environments: { prod: { limit: 9 } }\nfaults: [{ match: { path: WhoAmI }, status: 503 }]\n'),
  );
  const simulator = await startTestSimulator({ scenario });
  const contoso = contosoAt(simulator);
  const seen = async () => ({ ...(await contoso.seats()), status: (await contoso.get('WhoAmI()')).status });
  const asItSays = { used: 5, limit: 9, status: 503 };
  try {
    expect(await seen()).toEqual(asItSays);
    await simulator.control('PATCH', '/environments/prod', { limit: 3 });
    await simulator.control('POST', '/reset');
    expect(await seen()).toEqual(asItSays);
    await simulator.call('PATCH', '/graph/v1.0/users/alexw@contoso.onmicrosoft.com', { jobTitle: 'Survivor' });
    await simulator.restart();
    expect(await seen()).toEqual(asItSays);
    const { body } = await simulator.call('GET', '/graph/v1.0/users/alexw@contoso.onmicrosoft.com');
    expect(body).toMatchObject({ jobTitle: 'Survivor' });
  } finally {
    await simulator.stop();
  }
});

test('a scenario is posted as YAML, as JSON or by its name; one that names what is not there changes nothing', async () => {
  const simulator = await startTestSimulator();
  const contoso = contosoAt(simulator);
  const post = (body: object) => simulator.control('POST', '/scenario', body);
  try {
    expect((await contoso.play('environments:\n  prod:\n    limit: 9\n')).status).toBe(204);
    expect(await contoso.seats()).toMatchObject({ limit: 9 });
    expect((await post({ environments: { prod: { limit: 8 } } })).status).toBe(204);
    expect(await contoso.seats()).toMatchObject({ limit: 8 });

    const { body } = await simulator.control('GET', '/scenario');
    expect(body).toContainEqual({ name: 'full-environment', shows: expect.stringContaining('5 of 5') });
    expect((await simulator.control('POST', '/scenario/full-environment')).status).toBe(204);
    expect(await contoso.seats()).toMatchObject({ limit: 5 });
    await post({ environments: { prod: { limit: 8 } } });
    expect((await simulator.control('POST', '/scenario/..%2Fnosuch')).status).toBe(404);

    const typo = await contoso.play('environments:\n  prod:\n    limt: 9\n');
    expect(typo).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('line:3: ') } } });
    const wrong: [object, RegExp][] = [
      [{ environments: { prod: { limit: 1 }, nosuch: {} } }, /^environments\.nosuch: .*There are: legacy, prod, test/],
      [{ environments: { prod: { users: { nobody: {} } } } }, /^environments\.prod\.users\.nobody: /],
      [{ environments: { prod: { applicationUsers: { Nothing: 'active' } } } }, /Contoso Reporting/],
      [{ environments: { prod: { arrivesInBusinessUnit: 'Asia' } } }, /There are: contoso, Europe/],
      [{ environments: { prod: { users: { alexw: { roles: ['King'] } } } } }, /no role 'King'.*Basic User/],
      [{ accounts: { nobody: {} } }, /^accounts\.nobody: .*alias, UPN or id/],
      [{ skus: { NOTHING: { spare: 1 } } }, /^skus\.NOTHING: .*DYN365_ENTERPRISE_PLAN1/],
      [{ groups: { 'c0000000-0000-4000-8000-0000000000ff': {} } }, /needs a displayName/],
    ];
    for (const [scenario, reason] of wrong) {
      const { status, body } = await post(scenario);
      expect([status, body.error.message]).toEqual([400, expect.stringMatching(reason)]);
    }
    expect(await contoso.seats()).toMatchObject({ limit: 8 });
  } finally {
    await simulator.stop();
  }
});

test('an application user can be put into each state, and be put away', async () => {
  const simulator = await startTestSimulator();
  const contoso = contosoAt(simulator);
  const put = (state: string) =>
    simulator.control('POST', '/scenario', {
      environments: { prod: { applicationUsers: { 'SAP Connector': state } } },
    });
  const rows = () => contoso.rows("systemusers?$filter=fullname eq '%23 SAP Connector' and deletedstate ge 0");
  try {
    await put('disabled');
    expect(await rows()).toMatchObject([{ isdisabled: true, deletedstate: 0 }]);
    await put('softDeleted');
    expect(await rows()).toMatchObject([{ isdisabled: true, deletedstate: 1 }]);
    await put('absent');
    expect(await rows()).toEqual([]);
    await put('active');
    expect(await rows()).toMatchObject([{ isdisabled: false, deletedstate: 0, accessmode: 4 }]);
  } finally {
    await simulator.stop();
  }
});

test('the sandbox takes a scenario by name or file, from its arguments or the environment, and shows it', async () => {
  const named = await readSettings({}, ['--scenario', 'flip-back']);
  expect(named.scenario?.path).toMatch(/scenarios.flip-back\.yaml$/);
  const file = await fileWith('# Nothing will be as it was.\nenvironments: {}\n');
  const fromFile = await readSettings({ SIMULATOR_SCENARIO: file });
  expect(banner({ ...fromFile, requesterUrl: '', approverUrl: '', others: [] })).toMatch(
    /Scenario.*own.*Nothing will be as it was\./,
  );
  expect((await readSettings({})).scenario).toBeUndefined();
  await expect(readSettings({}, ['--scenari', 'flip-back'])).rejects.toThrow('npm run sandbox -- --scenario');
  await expect(readSettings({}, ['--scenario=flip-bak'])).rejects.toThrow('Ready scenarios');
});

test('the sandbox has windows for more people, by first name or address, each once', async () => {
  const { others } = await readSettings({}, [
    '--also',
    'Nestor,leeg',
    '--also',
    'nestorw@contoso.onmicrosoft.com,megan',
  ]);
  expect(others.map(({ givenName }) => givenName)).toEqual(['Nestor', 'Lee']);
  await expect(readSettings({}, ['--also', 'Bob'])).rejects.toThrow(
    'Nobody is called "Bob". There are: Alex, Megan, Nestor',
  );
});

test('a simulator whose scenario names what is not there does not start, and says where', async () => {
  const database = await createTestDatabase();
  const path = await fileWith('# Of no use\nenvironments:\n  prod:\n    limit: 5\n  nosuch:\n    limit: 5\n');
  const child = fork('src/sandbox/simulator/main.ts', {
    env: { ...process.env, SIMULATOR_DATABASE_URL: database.url, SIMULATOR_PORT: '0', SIMULATOR_SCENARIO: path },
    execArgv: [],
    silent: true,
  });
  const words: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => words.push(chunk.toString()));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(words.join('')).toContain(`${path}:6: environments.nosuch: There is no environment 'nosuch'`);
  await database.drop();
});
