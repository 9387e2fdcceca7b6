import type { RequestView } from '../../application/views.ts';
import type { Caveat } from '../../domain/caveats.ts';
import { cardDateTime } from '../words/durations.ts';
import { optionalText, type Optional, type TextData } from './optional.ts';

interface CaveatLine {
  readonly text: string;
  readonly source: string;
}

export interface CaveatsData {
  readonly first: CaveatLine;
  readonly rest: readonly CaveatLine[];
  readonly total: number;
  /** Who accepted them and when. */
  readonly accepted: Optional<TextData>;
}

/** As they were shown to the requester, word for word, once they are acknowledged. */
export function caveatsData({ request }: RequestView): CaveatsData {
  const acknowledgement = 'acknowledgement' in request ? request.acknowledgement : undefined;
  const [first, ...rest] = (acknowledgement?.caveats ?? request.caveats).map(lineOf);
  if (!first) throw new Error(`Request ${request.id} has no caveats`);
  return {
    first,
    rest,
    total: rest.length + 1,
    accepted: optionalText(
      acknowledgement && `Accepted by ${acknowledgement.by.name}, ${cardDateTime(acknowledgement.at)}`,
    ),
  };
}

function lineOf({ text, source }: Caveat): CaveatLine {
  return { text, source };
}
