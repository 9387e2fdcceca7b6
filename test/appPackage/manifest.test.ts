import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import AjvDraft04Module from 'ajv-draft-04';
import formatsModule from 'ajv-formats';
import { unzipSync } from 'fflate';
import { fillManifest, idsFrom } from '../../appPackage/manifest.ts';
import { commandNames, wordsOf } from '../../src/bot/words/commandWords.ts';
import { execFileSync } from 'node:child_process';

const AjvDraft04 = AjvDraft04Module.default;
const addFormats = formatsModule.default;
const ids = {
  botId: '11111111-2222-4333-8444-555555555555',
  appId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
  websiteUrl: 'https://contoso.example/seatkeeper',
};

const schema = JSON.parse(
  readFileSync(
    'node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json',
    'utf8',
  ),
) as object;

function problemsOf(manifest: unknown): unknown {
  const ajv = new AjvDraft04({ allErrors: true, strict: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return validate(manifest) ? [] : validate.errors;
}

test('the manifest is valid against the official schema', () => {
  expect(problemsOf(fillManifest(ids))).toEqual([]);
});

test('the check would notice a broken manifest', () => {
  expect(problemsOf({ ...fillManifest(ids), accentColor: 'blue' })).not.toEqual([]);
});

test('nothing is left to be filled in', () => {
  expect(JSON.stringify(fillManifest(ids))).not.toContain('${');
});

test('the bot is there for people, teams and group chats, with every listed command as slash and mention', () => {
  const { bots } = fillManifest(ids) as {
    bots: { botId: string; scopes: string[]; commandLists: { triggers: string[]; commands: { title: string }[] }[] }[];
  };
  expect(bots).toHaveLength(1);
  expect(bots[0]).toMatchObject({ botId: ids.botId, scopes: ['personal', 'team', 'groupChat'] });
  expect(bots[0]?.commandLists[0]?.triggers).toEqual(['slash', 'mention']);
  for (const { commands } of bots[0]?.commandLists ?? []) {
    expect(commands.map(({ title }) => title)).toEqual(commandNames.filter((name) => wordsOf(name).listed));
    expect(commands.length).toBeLessThanOrEqual(12);
  }
});

test.each([
  ['color', 192],
  ['outline', 32],
])('the %s icon is a PNG of %i pixels with something drawn on it', (name, size) => {
  const png = readFileSync(`appPackage/${name}.png`);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  expect(png.length).toBeGreaterThan(250);
});

test('missing ids are named', () => {
  expect(idsFrom({})).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([expect.stringMatching(/MicrosoftAppId/)]),
  });
  expect(idsFrom({ MicrosoftAppId: ids.botId })).toMatchObject({ ok: true, value: { appId: ids.botId } });
});

test('npm run package makes a zip that Teams takes: three files, none in a folder', () => {
  execFileSync(process.execPath, ['appPackage/package.ts'], { env: { ...process.env, MicrosoftAppId: ids.botId } });
  const files = unzipSync(readFileSync('dist/seatkeeper.zip'));
  expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  expect(problemsOf(JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString()))).toEqual([]);
});
