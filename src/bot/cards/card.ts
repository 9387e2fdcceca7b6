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

export function renderCard({ template, summary, data }: CardData): Card {
  const bound = renderTemplate(template, data);
  const text = plainText(bound, true);
  const fallbackText = escapeMarkdown(text);
  const speak = withoutTags(plainText(bound, false));
  return { content: { ...bound, fallbackText, speak }, summary, text };
}
