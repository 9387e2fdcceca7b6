import type { Finding } from '../../application/findings.ts';
import { count } from '../words/durations.ts';
import { findingWords, topicTitle, verdictShapes } from '../words/findings.ts';
import { literal } from '../words/markdown.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';

/** More would not fit into a card. */
const mostRows = 16;
const colours = { good: 'good', warning: 'warning', bad: 'attention' } as const;

export function doctorCard(findings: readonly Finding[]): Card {
  return renderCard(doctorCardData(findings));
}

/** What is wrong first and line by line; of what is well, how much. */
export function doctorCardData(findings: readonly Finding[]): CardData {
  const bad = findings.filter(({ verdict }) => verdict === 'bad');
  const warnings = findings.filter(({ verdict }) => verdict === 'warning');
  const wrong = [...bad, ...warnings];
  const well = wellByTopic(findings);
  const subtitle =
    wrong.length === 0 ? 'Everything that Seatkeeper needs works.' : summaryOf(bad.length, warnings.length);
  const hidden = wrong.length - mostRows;
  const data = {
    title: 'Doctor',
    subtitle: [{ text: subtitle }],
    rows: wrong.slice(0, mostRows).map(rowOf),
    more: optional(hidden > 0, { text: `And ${hidden} more. npm run doctor shows them all.` }),
    well: optional(well !== '', { text: literal(well), shape: verdictShapes.good, colour: colours.good }),
    buttons: [buttonsData([{ title: 'Run again', data: { command: 'doctor' } }])],
  };
  return { template: 'doctor', summary: `Doctor: ${subtitle}`, data };
}

function rowOf(finding: Finding): object {
  const { what, remedy } = findingWords(finding);
  const { verdict, topic } = finding;
  return {
    shape: verdictShapes[verdict],
    colour: colours[verdict],
    topic: literal(topicTitle(topic)),
    what: literal(what),
    remedy: optionalText(remedy && literal(remedy)),
  };
}

function summaryOf(bad: number, warnings: number): string {
  const parts = [
    ...(bad > 0 ? [`${count(bad, 'thing')} to repair`] : []),
    ...(warnings > 0 ? [`${count(warnings, 'thing')} to know`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** `Seatkeeper 2, Microsoft Entra 5 …`, as far as it is readable. */
function wellByTopic(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { verdict, topic } of findings) {
    const title = topicTitle(topic);
    if (verdict === 'good') counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  const entries = [...counts].map(([title, good]) => `${title} ${good}`);
  const shown = entries.slice(0, 12);
  const total = [...counts.values()].reduce((sum, good) => sum + good, 0);
  if (total === 0) return '';
  const rest = entries.length > shown.length ? ', …' : '';
  return `${count(total, 'check')} passed: ${shown.join(', ')}${rest}.`;
}
