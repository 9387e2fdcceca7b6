import { escapeMarkdown, withoutTags } from '../words/markdown.ts';
import { plainText } from './plainText.ts';
import { renderTemplate, type AdaptiveCardJson, type TemplateName } from './template.ts';

export interface Card {
  readonly content: AdaptiveCardJson;
  /** For the notification: who and what, in plain text. */
  readonly summary: string;
  /** The whole card as plain text, for clients without cards. */
  readonly text: string;
}

/** What a card is made of: pure data, so that the samples beside the templates are exactly what the code makes. */
export interface CardData {
  readonly template: TemplateName;
  readonly summary: string;
  readonly data: object;
}

const longestSpeech = 900;
/** Bytes. Teams takes no larger card. */
const largest = 25 * 1024;

export function renderCard({ template, summary, data }: CardData): Card {
  const bound = renderTemplate(template, data);
  const text = plainText(bound, true);
  const visible = plainText(bound, false);
  // What is folded away would count twice, and Teams takes no card that is too large.
  const fallbackText = escapeMarkdown(visible);
  const speak = withoutTags(spoken(visible));
  return { content: { ...bound, fallbackText, speak }, summary, text };
}

/** Whether Teams takes it. */
export function fits({ content }: Card): boolean {
  return Buffer.byteLength(JSON.stringify(content)) <= largest;
}

/** As long as a text of people may be where many stand on one card: the first length with which Teams takes it. */
const lengths = [300, 120, 60, 30] as const;

/** With the texts of people as long as there is room for; `make` gets how long that is. */
export function renderFitting(make: (longest: number) => CardData): Card {
  for (const longest of lengths) {
    const card = renderCard(make(longest));
    if (fits(card) || longest === lengths.at(-1)) return card;
  }
  throw new Error('There is always a last length');
}

/** Nobody listens for minutes: whole lines, about one minute of them. */
function spoken(text: string): string {
  const lines = text.split('\n');
  const ends = lines.map((_, index) => lines.slice(0, index + 1).join('\n').length);
  const fitting = ends.filter((end) => end <= longestSpeech).length;
  return lines.slice(0, Math.max(1, fitting)).join('\n').slice(0, longestSpeech);
}
