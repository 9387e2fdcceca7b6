import type { Absence } from '../../domain/roster.ts';
import type { Day } from '../../domain/words.ts';
import { longDay } from '../words/durations.ts';
import { literalDeep } from '../words/markdown.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { optionalText } from './optional.ts';

/** What an absence means for whoever is away, and the way back. */
export function awayCard(absence: Absence): Card {
  return renderCard(awayCardData(absence));
}

export function awayCardData(given: Absence): CardData {
  const { until, delegate, source } = literalDeep(given);
  const last = until === undefined ? 'For now' : `Until the end of ${longDay(until as Day)}`;
  return {
    template: 'away',
    summary: until === undefined ? 'You are away for now' : `You are away until ${longDay(until as Day)}`,
    data: {
      title: 'You are away',
      subtitle: optionalText(last),
      text: delegate
        ? `${delegate.name} is asked with you, and may decide in your place. You can still decide, and your cards stay up to date.`
        : 'Nobody stands in for you. Where too few approvers are left, alternates are asked. You can still decide.',
      source: optionalText(
        source === 'outlook'
          ? 'Known from the automatic replies of your mailbox. Turn them off too when you are back.'
          : undefined,
      ),
    },
  };
}
