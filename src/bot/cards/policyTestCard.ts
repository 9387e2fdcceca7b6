import type { PolicyChange, PolicyTest } from '../../application/testPolicy.ts';
import type { PolicyFlaw } from '../../domain/lintPolicy.ts';
import { count } from '../words/durations.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Button, Notice } from '../words/notice.ts';
import { changeText, flawWords } from '../words/policyWords.ts';
import { unmetText } from '../words/unmetWords.ts';
import type { Colour } from '../words/statusWords.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData, notices } from './noticeData.ts';
import { optionalText, type Optional, type TextData } from './optional.ts';

interface Row {
  readonly shape: string;
  readonly colour: Colour;
  readonly topic: string;
  readonly what: string;
  readonly remedy: Optional<TextData>;
}

const pageLength = 8;

/** What a changed configuration would do, before it is loaded: what cannot be meant first, then request by request. */
export function policyTestCard(test: PolicyTest, offset = 0): Card {
  return renderCard(policyTestCardData(test, offset));
}

export function policyTestCardData(given: PolicyTest, offset = 0): CardData {
  const test = literalDeep(given);
  const rows = [...test.flaws.map(flawRow), ...test.groups.map(groupRow), ...test.changes.map(changeRow)];
  const shown = rows.slice(offset, offset + pageLength);
  const page = `Showing ${offset + 1}–${offset + shown.length} of ${rows.length}`;
  return {
    template: 'policyTest',
    summary: `Policy test. ${verdictText(test)}`,
    data: {
      title: 'Policy test',
      subtitle: optionalText(shown.length > 0 ? page : undefined),
      notices: notices(offset === 0 ? verdict(test) : undefined),
      rows: shown,
      unchanged: 'This was a test: nothing is changed. A restart of Seatkeeper loads the file.',
      buttons: [buttonsData(pageButtons(offset, rows.length))],
    },
  };
}

function verdict(test: PolicyTest): Notice {
  const { changes, flaws, groups } = test;
  const stuck = changes.filter(isStuck).length;
  const restarted = changes.filter(({ restarts }) => restarts).length;
  const wrong = flaws.length + groups.length + stuck > 0;
  const why = [
    restarted === 0 ? 'No open request would be touched.' : `The approvals of ${openText(restarted)} would begin anew.`,
    ...(stuck > 0 ? [`Of those, ${stuck} could not get all approvals as things are.`] : []),
  ].join(' ');
  return { tone: wrong ? 'warning' : changes.length > 0 ? 'info' : 'good', what: `${verdictText(test)}.`, why };
}

function verdictText({ changes, flaws, groups, tested }: PolicyTest): string {
  const wrong = flaws.length + groups.length;
  const different = changes.length === 0 ? 'no request' : `${changes.length} of ${count(tested, 'request')}`;
  const parts = wrong === 0 ? '' : `${count(wrong, 'thing')} to look at; `;
  const text = `${parts}${different} would be decided differently`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function openText(number: number): string {
  return count(number, 'open request');
}

function flawRow(flaw: PolicyFlaw): Row {
  const { where, what, remedy } = flawWords(flaw);
  return { shape: '!', colour: 'warning', topic: where, what, remedy: optionalText(remedy) };
}

function groupRow({ id, name, problem }: PolicyTest['groups'][number]): Row {
  const missing = problem === 'missing';
  return {
    shape: missing ? '✕' : '!',
    colour: missing ? 'attention' : 'warning',
    topic: `Group ${name ?? id}`,
    what: missing ? 'the directory does not know it.' : 'it has no members.',
    remedy: optionalText(missing ? 'Correct its id in the policy.' : 'Add people to it, or name another group.'),
  };
}

function changeRow(change: PolicyChange): Row {
  const { request, restarts, decidable, unmet, environment } = change;
  const lost = isStuck(change);
  const notes = [
    ...(restarts ? ['Open: its approvals would begin anew.'] : []),
    ...(restarts && !decidable ? ['Too few different people could approve it.'] : []),
    ...(unmet.length > 0 ? [`${unmetText(unmet, environment)} Nobody could approve it before it is changed.`] : []),
  ];
  return {
    shape: lost ? '✕' : restarts ? '!' : '→',
    colour: lost ? 'attention' : restarts ? 'warning' : 'default',
    topic: `#${request.id} ${request.ask.integration}`,
    what: changeText(change),
    remedy: optionalText(notes.join(' ')),
  };
}

/** Open, and nobody could approve it to its end. */
function isStuck({ restarts, decidable, unmet }: PolicyChange): boolean {
  return restarts && (!decidable || unmet.length > 0);
}

function pageButtons(offset: number, total: number): readonly Button[] {
  const page = (title: string, to: number): Button => ({ title, data: { command: 'policyTest', offset: to } });
  return [
    ...(offset + pageLength < total ? [page('More', offset + pageLength)] : []),
    ...(offset > 0 ? [page('Back', Math.max(0, offset - pageLength))] : []),
    page('Test again', 0),
  ];
}
