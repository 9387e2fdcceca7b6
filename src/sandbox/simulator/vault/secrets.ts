import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer, Call } from '../http.ts';
import type { Secret, SecretVersion } from './model.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { vaultProblems } from './problems.ts';

const largestValue = 25 * 1024;

const Attributes = z.object({
  enabled: z.boolean().nullish(),
  nbf: z.int().nullish(),
  exp: z.int().nullish(),
});
const Changes = z.object({
  contentType: z.string().max(255).nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
  attributes: Attributes.nullish(),
});
const NewSecret = Changes.extend({ value: z.string().max(largestValue) });

/** A name that is there already gets another version. */
export async function setSecret(state: State, name: string, call: Call): Promise<Answer> {
  const { value, ...given } = parse(NewSecret, call.body);
  const now = secondsOf(state);
  const id = randomUUID().replaceAll('-', '');
  const blank = { contentType: null, tags: null, enabled: true, nbf: null, exp: null };
  const version = changed({ version: id, value, ...blank, created: now, updated: now }, given);
  const before = await state.get('secret', tenant, keyOf(name));
  const secret = { name: before?.name ?? name, versions: [...(before?.versions ?? []), version] };
  await state.put('secret', tenant, keyOf(name), secret);
  return { status: 200, body: { value, ...presented(secret, version, call) } };
}

export async function showSecret(state: State, name: string, id: string | undefined, call: Call): Promise<Answer> {
  const { secret, version } = await find(state, name, id);
  if (!version.enabled) throw vaultProblems.disabled();
  return { status: 200, body: { value: version.value, ...presented(secret, version, call) } };
}

/** Changes what is named, of the latest version if none is; the value stays, and is not shown. */
export async function updateSecret(state: State, name: string, id: string | undefined, call: Call): Promise<Answer> {
  const changes = parse(Changes, call.body ?? {});
  const { secret, version } = await find(state, name, id);
  const updated = { ...changed(version, changes), updated: secondsOf(state) };
  const versions = secret.versions.map((other) => (other === version ? updated : other));
  await state.put('secret', tenant, keyOf(name), { ...secret, versions });
  return { status: 200, body: presented(secret, updated, call) };
}

export async function listSecrets(state: State, call: Call): Promise<Answer> {
  const secrets = await state.list('secret', tenant);
  const value = secrets.map((secret) => ({
    ...presented(secret, latestOf(secret), call),
    id: addressOf(secret, call),
  }));
  return { status: 200, body: { value, nextLink: null } };
}

export async function listVersions(state: State, name: string, call: Call): Promise<Answer> {
  const secret = await state.get('secret', tenant, keyOf(name));
  const value = secret?.versions.map((version) => presented(secret, version, call)) ?? [];
  return { status: 200, body: { value, nextLink: null } };
}

async function find(
  state: State,
  name: string,
  id: string | undefined,
): Promise<{ secret: Secret; version: SecretVersion }> {
  const secret = await state.get('secret', tenant, keyOf(name));
  if (!secret) throw vaultProblems.notFound(name);
  const version = id === undefined ? latestOf(secret) : secret.versions.find((other) => other.version === id);
  if (!version) throw vaultProblems.notFound(`${name}/${String(id)}`);
  return { secret, version };
}

function latestOf({ versions }: Secret): SecretVersion {
  return versions.at(-1) as SecretVersion;
}

function changed(version: SecretVersion, { contentType, tags, attributes }: z.infer<typeof Changes>): SecretVersion {
  return {
    ...version,
    contentType: contentType ?? version.contentType,
    tags: tags ?? version.tags,
    enabled: attributes?.enabled ?? version.enabled,
    nbf: attributes?.nbf ?? version.nbf,
    exp: attributes?.exp ?? version.exp,
  };
}

/** Without the value. */
function presented(secret: Secret, version: SecretVersion, call: Call): object {
  const { contentType, tags, enabled, nbf, exp, created, updated } = version;
  return {
    id: `${addressOf(secret, call)}/${version.version}`,
    ...(contentType !== null && { contentType }),
    attributes: {
      enabled,
      ...(nbf !== null && { nbf }),
      ...(exp !== null && { exp }),
      created,
      updated,
      recoveryLevel: 'Recoverable+Purgeable',
      recoverableDays: 90,
    },
    tags: tags ?? {},
  };
}

// A vault is the whole of its host: clients take an id apart by the places of its segments, so ours begins there too.
function addressOf({ name }: Secret, call: Call): string {
  return `${new URL(call.root).origin}/secrets/${name}`;
}

/** Names are the same in any case. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

function secondsOf({ now }: State): number {
  return Math.floor(now.getTime() / 1000);
}

// What was sent is not repeated: a value could be in it.
function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.') || 'body').join(', ');
  throw vaultProblems.badParameter(`The request body is not valid: ${names}`);
}
