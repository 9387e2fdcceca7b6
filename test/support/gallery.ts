import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { renderCard } from '../../src/bot/cards/card.ts';
import { cardSamples } from './cardSamples.ts';
import { hostConfig, type Theme } from './hostConfig.ts';

/**
 * Writes `cards/samples` and draws every sample, in light and dark, at phone width and at full width, into
 * `artifacts/cards`. `npm run cards -- approval` draws only the samples whose name begins so.
 */
const root = new URL('../../', import.meta.url);
const wanted = process.argv[2] ?? '';
const widths = [320, 520];
const themes: readonly Theme[] = ['light', 'dark'];

writeSamples();
await draw();

function writeSamples(): void {
  mkdirSync(new URL('cards/samples/', root), { recursive: true });
  for (const [name, { data }] of Object.entries(cardSamples)) {
    writeFileSync(new URL(`cards/samples/${name}.json`, root), `${JSON.stringify(data, null, 2)}\n`);
  }
}

async function draw(): Promise<void> {
  const folder = new URL('artifacts/cards/', root);
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
  try {
    const page = await browser.newPage({ timezoneId: 'Europe/London', locale: 'en-GB', deviceScaleFactor: 1 });
    const library = readFileSync(new URL('node_modules/adaptivecards/dist/adaptivecards.min.js', root), 'utf8');
    for (const theme of themes) {
      await page.setContent(pageHtml(theme));
      await page.addScriptTag({ content: library });
      for (const [name, data] of Object.entries(cardSamples).filter(([key]) => key.startsWith(wanted))) {
        for (const width of widths) {
          await page.evaluate(drawCard, { content: renderCard(data).content, config: hostConfig(theme), width });
          const path = new URL(`${name}.${theme}.${width}.png`, folder).pathname;
          await page.locator('#card').screenshot({ path });
        }
      }
    }
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
function drawCard({ content, config, width }: { content: unknown; config: unknown; width: number }): void {
  const { document, AdaptiveCards } = globalThis as unknown as PageGlobals;
  const place = document.getElementById('card');
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(config);
  card.parse(content);
  place.style.width = `${width}px`;
  place.replaceChildren(card.render());
}

/** What is used of the browser, whose types would otherwise count for the whole product. */
interface PageGlobals {
  readonly document: {
    getElementById(id: string): { readonly style: { width: string }; replaceChildren(node: unknown): void };
  };
  readonly AdaptiveCards: {
    readonly HostConfig: new (config: unknown) => unknown;
    readonly AdaptiveCard: new () => { hostConfig: unknown; parse(card: unknown): void; render(): unknown };
  };
}

function pageHtml(theme: Theme): string {
  const [back, front, border, input] =
    theme === 'light' ? ['#ffffff', '#242424', '#d1d1d1', '#ffffff'] : ['#292929', '#ffffff', '#525252', '#1f1f1f'];
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 12px; background: ${theme === 'light' ? '#f5f5f5' : '#141414'}; font: 14px "Segoe UI", "Liberation Sans", sans-serif; color: ${front} }
    #card { background: ${back}; border: 1px solid ${border}; border-radius: 6px }
    .ac-pushButton { font: inherit; font-weight: 600; color: ${front}; background: ${back}; border: 1px solid ${border}; border-radius: 4px; padding: 5px 12px; margin: 2px 0 }
    .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff }
    .ac-pushButton.style-destructive { color: ${theme === 'light' ? '#c4314b' : '#f9526b'} }
    input:not([type=checkbox]):not([type=radio]), textarea, select { font: inherit; width: 100%; box-sizing: border-box; color: ${front}; background: ${input}; border: 1px solid ${border}; border-radius: 4px; padding: 5px 8px; color-scheme: ${theme} }
    a { color: inherit }
  </style><div id="card"></div>`;
}
