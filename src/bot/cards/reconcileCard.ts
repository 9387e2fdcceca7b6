import type { Reconciliation } from '../../application/reconcile.ts';
import type { NotificationView } from '../../application/views.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Discrepancy } from '../../domain/reconcile.ts';
import { discrepancyWords } from '../words/discrepancyWords.ts';
import { count } from '../words/durations.ts';
import { literal } from '../words/markdown.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData } from './noticeData.ts';
import { optional } from './optional.ts';

/** Teams takes no larger card; the rest is shown once these are dealt with. */
const mostRows = 8;

export function reconcileCard(found: readonly Reconciliation[]): Card {
  return renderCard(reconcileCardData(found));
}

/** What the environments and the records differ in, for whoever asked. */
export function reconcileCardData(found: readonly Reconciliation[]): CardData {
  const rows = found.flatMap((each) =>
    each.kind === 'compared' ? each.discrepancies.map((discrepancy) => rowOf(each.environment, discrepancy)) : [],
  );
  const silent = found.filter(({ kind }) => kind === 'unreadable').map(({ environment }) => environment.name);
  const users = found.reduce((sum, each) => sum + (each.kind === 'compared' ? each.users : 0), 0);
  const subtitle = subtitleOf(rows.length, users, silent.length < found.length);
  return card('Reconcile', subtitle, rows, silent, '/reconcile');
}

function subtitleOf(differences: number, users: number, answered: boolean): string {
  if (!answered) return 'Nothing could be compared.';
  if (differences === 0) return `What could be read is as the records say (${count(users, 'user')} compared).`;
  return `${count(differences, 'difference')} between the environments and the records. Nothing was changed.`;
}

export function discrepanciesCard(view: NotificationView): Card {
  return renderCard(discrepanciesCardData(view));
}

/** The same for whoever did not ask: only what is new. */
export function discrepanciesCardData({ environment, discrepancies }: NotificationView): CardData {
  const rows = discrepancies.map((discrepancy) => rowOf(environment, discrepancy));
  const subtitle = `${environment.name} and the records differ in ${count(rows.length, 'new thing')}. Nothing was changed.`;
  return card('Reconcile', subtitle, rows, [], `/reconcile ${environment.key}`);
}

function card(
  title: string,
  subtitle: string,
  rows: readonly object[],
  silent: readonly string[],
  again: string,
): CardData {
  const hidden = rows.length - mostRows;
  const data = {
    title,
    subtitle: [{ text: literal(subtitle) }],
    rows: rows.slice(0, mostRows),
    silent: silent.map((name) => ({ text: literal(`${name} did not answer. Try again in a few minutes.`) })),
    more: optional(hidden > 0, { text: `And ${hidden} more: they are shown once these are dealt with.` }),
    buttons: [buttonsData([{ title: 'Compare again', data: { command: 'say', args: again } }])],
  };
  return { template: 'reconcile', summary: `Reconcile: ${subtitle}`, data };
}

function rowOf(environment: Environment, discrepancy: Discrepancy): object {
  const { topic, what, remedy, buttons } = discrepancyWords(discrepancy, environment);
  return {
    topic: literal(`${topic} (${environment.name})`),
    what: literal(what),
    remedy: literal(remedy),
    buttons: [buttonsData(buttons)],
  };
}
