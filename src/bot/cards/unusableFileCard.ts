import { count } from '../words/durations.ts';
import { literal } from '../words/markdown.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData, notices } from './noticeData.ts';
import { optionalText } from './optional.ts';

/** More than these are mended in the file, not read in a chat. */
const mostProblems = 8;

/** A changed configuration that Seatkeeper would not start with: what is wrong, line by line. */
export function unusableFileCard(problems: readonly string[]): Card {
  return renderCard(unusableFileCardData(problems));
}

export function unusableFileCardData(problems: readonly string[]): CardData {
  const more = problems.length - mostProblems;
  const what = 'Seatkeeper would not start with the configuration as it is on the disk.';
  return {
    template: 'policyTest',
    summary: `Policy test. ${what}`,
    data: {
      title: 'Policy test',
      subtitle: optionalText(count(problems.length, 'mistake')),
      notices: notices({ tone: 'attention', what, todo: 'Mend it, and test again.' }),
      rows: problems.slice(0, mostProblems).map(rowOf),
      unchanged: `${more > 0 ? `And ${count(more, 'more mistake')}. ` : ''}The running Seatkeeper keeps the configuration that it was started with.`,
      buttons: [buttonsData([{ title: 'Test again', data: { command: 'policyTest', offset: 0 } }])],
    },
  };
}

/** `seatkeeper.yaml:12: admins: is missing`: the line leads, because the file is the same for all. */
function rowOf(problem: string): object {
  const [, line, setting, wrong] = /^.*?:(\d+): (\S+?): (.+)$/s.exec(problem) ?? [];
  const found =
    line === undefined
      ? { topic: 'Configuration', what: problem }
      : { topic: `Line ${line}, ${setting ?? ''}`, what: `${wrong ?? ''}.` };
  return { shape: '✕', colour: 'attention', topic: literal(found.topic), what: literal(found.what), remedy: [] };
}
