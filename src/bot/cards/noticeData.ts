import { cardTime } from '../words/durations.ts';
import { literal } from '../words/markdown.ts';
import type { Colour } from '../words/statusWords.ts';
import { optional, optionalText, said, type Optional, type SaidData, type TextData } from './optional.ts';
import type { Button, CommandData, Notice } from '../words/notice.ts';

export interface NoticeData {
  readonly style: 'accent' | 'good' | 'warning' | 'attention';
  readonly shape: string;
  readonly colour: Colour;
  readonly what: string;
  readonly why: Optional<SaidData>;
  readonly todo: Optional<TextData>;
  readonly reference: Optional<TextData>;
  readonly buttons: Optional<ButtonsData>;
}

export interface ButtonsData {
  readonly commands: readonly { readonly title: string; readonly data: CommandData }[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

const shapes = { info: 'ℹ', good: '✓', warning: '⚠', attention: '✕' } as const;
/** U+FE0E: as text, not as a picture. */
const asText = '\uFE0E';

export function noticeData(notice: Notice): NoticeData {
  const { tone, what, why, code, correlationId, buttons = [] } = notice;
  return {
    style: tone === 'info' ? 'accent' : tone,
    colour: tone === 'info' ? 'accent' : tone,
    shape: shapes[tone] + asText,
    what: literal(what),
    why: why === undefined ? [] : [said(literal(why), code && literal(code))],
    todo: optionalText(todoText(notice)),
    reference: optionalText(correlationId === undefined ? undefined : `Number for the admins: ${correlationId}`),
    buttons: optional(buttons.length > 0, buttonsData(buttons)),
  };
}

function todoText({ todo = '', again }: Notice): string {
  return again === undefined ? literal(todo) : `${literal(todo)} It is possible again at ${cardTime(again)}.`.trim();
}

export function notices(...found: readonly (Notice | undefined)[]): readonly NoticeData[] {
  return found.filter((notice) => notice !== undefined).map(noticeData);
}

/** Those that turn a list's pages: beside the others, they would be cut off on a phone. */
export function turnsData(buttons: readonly Button[]): Optional<ButtonsData> {
  return optional(buttons.length > 0, buttonsData(buttons));
}

export function buttonsData(buttons: readonly Button[]): ButtonsData {
  return {
    commands: buttons.filter((button) => 'data' in button),
    links: buttons.filter((button) => 'url' in button),
  };
}
