import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { commandNames, wordsOf } from '../src/bot/words/commandWords.ts';

const variables = z.object({
  MicrosoftAppId: z.guid(),
  /** The app's own id in Teams; the bot's serves as well. */
  TEAMS_APP_ID: z.guid().optional(),
  /** Your page about this bot; Teams asks for one, with /privacy and /terms below it. */
  WEBSITE_URL: z.url({ protocol: /^https$/ }).optional(),
});

export interface ManifestIds {
  readonly botId: string;
  readonly appId: string;
  readonly websiteUrl: string;
}

export function idsFrom(
  env: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly value: ManifestIds } | { readonly ok: false; readonly problems: readonly string[] } {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { ok: false, problems: ['Set these environment variables and run npm run package again:', ...problems] };
  }
  const { MicrosoftAppId, TEAMS_APP_ID = MicrosoftAppId, WEBSITE_URL = 'https://seatkeeper.example' } = parsed.data;
  return {
    ok: true,
    value: { botId: MicrosoftAppId, appId: TEAMS_APP_ID, websiteUrl: WEBSITE_URL.replace(/\/$/, '') },
  };
}

/** The manifest with its ids, its version (that of package.json) and its commands (those of the bot's own table that are listed). */
export function fillManifest({ botId, appId, websiteUrl }: ManifestIds): Record<string, unknown> {
  const values: Readonly<Record<string, string>> = {
    VERSION: (readJson('../package.json') as { version: string }).version,
    TEAMS_APP_ID: appId,
    MicrosoftAppId: botId,
    WEBSITE_URL: websiteUrl,
  };
  const template = JSON.stringify(readJson('manifest.json'));
  const manifest = JSON.parse(template.replace(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)) as {
    bots: { commandLists: unknown[] }[];
  };
  for (const bot of manifest.bots) {
    // Slash commands exist in groups only; in a personal chat they are typed, with or without the slash.
    bot.commandLists = [
      { triggers: ['slash', 'mention'], scopes: ['team', 'groupChat'], commands },
      { triggers: ['mention'], scopes: ['personal'], commands },
    ];
  }
  return manifest;
}

const commands = commandNames
  .map((title) => ({ title, ...wordsOf(title) }))
  .filter(({ listed }) => listed)
  .map(({ title, summary, usage }) => ({
    title,
    description: usage === title ? summary : `${summary}: ${usage}`,
  }));

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
