import type { Comparison, Differing, Reconciliation } from '../../application/views.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Discrepancy } from '../../domain/reconcile.ts';
import type { EnvironmentKey } from '../../domain/words.ts';
import { discrepancyWords } from '../words/discrepancyWords.ts';
import { cardTime, count } from '../words/durations.ts';
import { nameList } from '../words/lists.ts';
import { literal } from '../words/markdown.ts';
import type { Button } from '../words/notice.ts';
import { shorten } from '../words/shorten.ts';
import { renderFitting, type Card, type CardData } from './card.ts';
import { buttonsData, turnsData } from './noticeData.ts';
import { optionalText } from './optional.ts';

/** How many differences a page shows. */
const pageLength = 8;

interface DifferencesPage {
  readonly comparison: Comparison;
  /** The only one that was compared. */
  readonly environment?: EnvironmentKey;
  /** From 1; one that there is not stands for the nearest that there is. */
  readonly page: number;
  /** Whether the whole list may be had as a file where it is read. */
  readonly file?: boolean;
}

export function reconcileCard(page: DifferencesPage): Card {
  return renderFitting((longest) => reconcileCardData(page, longest));
}

/** What the environments and the records differ in, for whoever asked. */
export function reconcileCardData(given: DifferencesPage, longest?: number): CardData {
  const { found, at } = given.comparison;
  const all = differencesIn(found);
  const pages = Math.max(1, Math.ceil(all.length / pageLength));
  const page = Math.min(given.page, pages);
  const first = (page - 1) * pageLength;
  const shown = all.slice(first, first + pageLength);
  const again = ['/reconcile', given.environment].filter((word) => word !== undefined).join(' ');
  const range = `Showing ${first + 1}–${first + shown.length} of ${all.length}, as of ${cardTime(at)}.`;
  return card({
    subtitles: [subtitleOf(found), ...(pages > 1 ? [range] : [])],
    rows: shown.map(([environment, discrepancy]) => rowOf(environment, discrepancy, `${again} page:${page}`, longest)),
    silent: silentText(found),
    turns: pageTurns(given, page, pages),
    buttons: [...(given.file && pages > 1 ? [say('As a file', `${again} file`)] : []), say('Compare again', again)],
  });
}

/** In the order of the pages. */
export function differencesIn(found: readonly Reconciliation[]): readonly (readonly [Environment, Discrepancy])[] {
  return found.flatMap((each) =>
    each.kind === 'compared' ? each.discrepancies.map((one) => [each.environment, one] as const) : [],
  );
}

function subtitleOf(found: readonly Reconciliation[]): string {
  const compared = found.flatMap((each) => (each.kind === 'compared' ? [each] : []));
  if (compared.length === 0) return 'Nothing could be compared.';
  const differences = compared.reduce((sum, { discrepancies }) => sum + discrepancies.length, 0);
  const users = compared.reduce((sum, each) => sum + each.users, 0);
  if (differences === 0) return `What could be read is as the records say (${count(users, 'user')} compared).`;
  return `${count(differences, 'difference')} between the environments and the records. Nothing was changed.`;
}

function silentText(found: readonly Reconciliation[]): string | undefined {
  const names = found.filter(({ kind }) => kind === 'unreadable').map(({ environment }) => environment.name);
  return names.length > 0 ? `${literal(nameList(names))} did not answer. Try again in a few minutes.` : undefined;
}

function pageTurns(
  { comparison: { id }, environment }: DifferencesPage,
  page: number,
  pages: number,
): readonly Button[] {
  const to = (title: string, next: number): Button => {
    return { title, data: { command: 'differences', page: next, comparison: id, ...(environment && { environment }) } };
  };
  return [...(page < pages ? [to('Next', page + 1)] : []), ...(page > 1 ? [to('Previous', page - 1)] : [])];
}

function say(title: string, args: string): Button {
  return { title, data: { command: 'say', args } };
}

export function discrepanciesCard(view: Differing): Card {
  return renderFitting((longest) => discrepanciesCardData(view, longest));
}

/** The same for whoever did not ask: only what is new. */
export function discrepanciesCardData({ environment, discrepancies }: Differing, longest?: number): CardData {
  const again = `/reconcile ${environment.key}`;
  const number = count(discrepancies.length, 'new thing');
  const more = discrepancies.length - pageLength;
  return card({
    subtitles: [`${literal(environment.name)} and the records differ in ${number}. Nothing was changed.`],
    rows: discrepancies.slice(0, pageLength).map((discrepancy) => rowOf(environment, discrepancy, again, longest)),
    more: more > 0 ? `And ${more} more. Compare again to see all of them, page by page.` : undefined,
    buttons: [say('Compare again', again)],
  });
}

interface Parts {
  readonly subtitles: readonly string[];
  readonly rows: readonly object[];
  readonly silent?: string | undefined;
  readonly more?: string | undefined;
  readonly turns?: readonly Button[];
  readonly buttons: readonly Button[];
}

function card({ subtitles, rows, silent, more, turns = [], buttons }: Parts): CardData {
  const data = {
    title: 'Reconcile',
    subtitle: subtitles.map((text) => ({ text })),
    rows,
    silent: optionalText(silent),
    more: optionalText(more),
    turns: turnsData(turns),
    buttons: [buttonsData(buttons)],
  };
  return { template: 'reconcile', summary: `Reconcile: ${subtitles[0] ?? ''}`, data };
}

function rowOf(environment: Environment, discrepancy: Discrepancy, back: string, longest = Infinity): object {
  const { topic, what, remedy, buttons } = discrepancyWords(discrepancy, environment, back);
  const text = (words: string): string => literal(shorten(words, longest));
  return {
    topic: `${text(topic)} (${literal(environment.name)})`,
    what: text(what),
    remedy: literal(remedy),
    buttons: [buttonsData(buttons)],
  };
}
