import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { configurationFile, referenceProblems, type ConfigurationFile } from './configurationFile.ts';
import { plainMessage } from './configurationWords.ts';
import type { Credentials } from './crm/tokens.ts';
import { credentialProblems, credentialsOf, credentialVariables } from './crmCredentials.ts';
import { tracesUrlOf, watchingProblems } from './watchingVariables.ts';

/** Everything that can be set from outside, checked and frozen. The only reader of `process.env`. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly dataFolder: string;
  /** Without it the bot starts PostgreSQL itself, in the data folder. */
  readonly databaseUrl: string | undefined;
  /** Whoever shows it may read the metrics. */
  readonly metricsToken: string | undefined;
  /** The OTLP collector's, for traces. */
  readonly tracesUrl: string | undefined;
  readonly bot: {
    readonly appId: string | undefined;
    readonly password: string | undefined;
    readonly type: 'SingleTenant' | 'UserAssignedMsi' | 'MultiTenant';
    readonly tenantId: string;
    /** The Azure Bot's OAuth connection, for policies that ask for a fresh sign-in. */
    readonly oAuthConnection: string | undefined;
  };
  readonly crm: Credentials | undefined;
  readonly file: ConfigurationFile;
}

/** Everything that is wrong, each line with its place, so that it can be mended in one go. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const optional = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

const environmentVariables = z.object({
  NODE_ENV: optional,
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  HOST: optional,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  SEATKEEPER_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: optional,
  METRICS_TOKEN: optional,
  OTEL_EXPORTER_OTLP_ENDPOINT: optional,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional,
  OTEL_SDK_DISABLED: optional,
  MicrosoftAppId: optional,
  MicrosoftAppPassword: optional,
  MicrosoftAppType: z.enum(['SingleTenant', 'UserAssignedMsi', 'MultiTenant']).default('SingleTenant'),
  MicrosoftAppTenantId: optional,
  MicrosoftAppOAuthConnection: optional,
  ...credentialVariables,
});

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Variables = z.infer<typeof environmentVariables>;

/** @throws ConfigError */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const variables = environmentVariables.safeParse(env);
  const problems = variables.success
    ? []
    : variables.error.issues.map((issue) => describe(issue, 'environment variable '));
  const path = resolve(env['SEATKEEPER_CONFIG'] || './seatkeeper.yaml');
  const file = readConfigurationFile(path);
  problems.push(...file.problems);
  if (!variables.success || !file.value) throw new ConfigError(problems);
  problems.push(...safetyProblems(variables.data, file.value));
  if (problems.length > 0) throw new ConfigError(problems);
  return freeze(configOf(variables.data, file.value));
}

function configOf(variables: Variables, file: ConfigurationFile): Config {
  const { MicrosoftAppId: appId } = variables;
  const { SEATKEEPER_DATA: data } = variables;
  return {
    production: variables.NODE_ENV === 'production',
    // Without an app id the SDK authenticates nobody, so nobody but this machine may call.
    host: appId ? (variables.HOST ?? '0.0.0.0') : '127.0.0.1',
    port: variables.PORT,
    logLevel: variables.LOG_LEVEL,
    dataFolder: isAbsolute(data) ? data : resolve(data),
    databaseUrl: variables.DATABASE_URL,
    metricsToken: variables.METRICS_TOKEN,
    tracesUrl: tracesUrlOf(variables),
    bot: {
      appId,
      password: variables.MicrosoftAppPassword,
      type: variables.MicrosoftAppType,
      tenantId: variables.MicrosoftAppTenantId ?? file.tenantId,
      oAuthConnection: variables.MicrosoftAppOAuthConnection,
    },
    crm: credentialsOf(variables, file.tenantId),
    file,
  };
}

/** What would be unsafe rather than malformed. */
function safetyProblems(variables: Variables, file: ConfigurationFile): readonly string[] {
  const addresses = addressesOf(file);
  const problems: string[] = [...watchingProblems(variables)];
  if (variables.HOST && !variables.MicrosoftAppId && !isLoopbackHost(variables.HOST)) {
    problems.push(
      `HOST is ${variables.HOST}, but without MicrosoftAppId nobody is authenticated, so only 127.0.0.1 is allowed. Set MicrosoftAppId, or leave HOST out.`,
    );
  }
  const usesCloud =
    !file.services?.graph || !file.services.powerPlatform || addresses.some(({ url }) => !isLoopback(url));
  problems.push(...signInProblems(variables, file));
  problems.push(...credentialProblems(variables, usesCloud || variables.NODE_ENV === 'production'));
  if (variables.NODE_ENV !== 'production') return problems;
  if (!variables.MicrosoftAppId) {
    problems.push(
      'MicrosoftAppId is missing. In production the bot does not start without it: everybody could pretend to be anybody.',
    );
  }
  if (variables.MicrosoftAppId && variables.MicrosoftAppType !== 'UserAssignedMsi' && !variables.MicrosoftAppPassword) {
    problems.push('MicrosoftAppPassword is missing (or set MicrosoftAppType to UserAssignedMsi).');
  }
  if (!variables.DATABASE_URL) problems.push('DATABASE_URL is missing: production needs a PostgreSQL of its own.');
  for (const { place, url } of addresses.filter((address) => isLoopback(address.url))) {
    problems.push(`${place} is ${url}, a loopback address: only a simulator is there, so production refuses it.`);
  }
  return problems;
}

/** An approval that nobody could give. */
function signInProblems(variables: Variables, file: ConfigurationFile): readonly string[] {
  if (variables.MicrosoftAppOAuthConnection) return [];
  const asking = Object.entries(file.approvals).filter(([, { signIn, rules }]) =>
    [signIn, ...rules.map((rule) => rule.signIn)].some((asked) => asked !== undefined),
  );
  return asking.map(
    ([name]) =>
      `approvals.${name} asks for a fresh sign-in, and MicrosoftAppOAuthConnection is missing: set it to the name of the Azure Bot's OAuth connection, or leave signIn out.`,
  );
}

function addressesOf(file: ConfigurationFile): readonly { place: string; url: string }[] {
  const services = Object.entries(file.services ?? {}).flatMap(([name, url]) =>
    url ? [{ place: `services.${name}`, url }] : [],
  );
  const environments = file.environments.flatMap(({ url, keyVault }, index) => [
    { place: `environments[${index}].url`, url },
    ...(keyVault ? [{ place: `environments[${index}].keyVault`, url: keyVault }] : []),
  ]);
  return [...services, ...environments];
}

function isLoopback(url: string): boolean {
  return isLoopbackHost(new URL(url).hostname);
}

function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host);
}

function readConfigurationFile(path: string): { value?: ConfigurationFile; problems: string[] } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    return { problems: [`${path} ${why}. Copy seatkeeper.yaml from the project, or set SEATKEEPER_CONFIG.`] };
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  if (document.errors.length > 0) return { problems: document.errors.map((error) => `${path}: ${error.message}`) };
  const raw: unknown = document.toJS();
  const parsed = configurationFile.safeParse(raw);
  const issues = [...(parsed.error?.issues ?? []), ...referenceProblems(raw)];
  const place = (issue: Issue): string => `${path}:${lineOf(document, lineCounter, issue.path)}: `;
  const problems = issues.map((issue) => describe(issue, place(issue)));
  return { ...(parsed.success && { value: parsed.data }), problems };
}

/** The line of the value, or of the nearest thing around it that exists. */
function lineOf(document: Document, lineCounter: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lineCounter.linePos(node.range[0]).line;
  }
  return 1;
}

function describe(issue: Issue, place: string): string {
  const name = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${place}${name.replace(/^\./, '') || 'the file'}: ${plainMessage(issue.message)}`;
}

function freeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
