import type { RequestView } from '../../application/views.ts';
import type { Caveat, CaveatId } from '../../domain/caveats.ts';
import { cardDateTime } from '../words/durations.ts';
import { optionalText, type Optional, type TextData } from './optional.ts';

interface CaveatLine {
  readonly text: string;
  readonly source: string;
}

export interface CaveatsData {
  /** Always visible. */
  readonly shown: readonly CaveatLine[];
  readonly rest: readonly CaveatLine[];
  readonly total: number;
  /** Who accepted them and when. */
  readonly accepted: Optional<TextData>;
}

/** What is special to this very request, then what everybody should know. */
const alwaysShown: readonly CaveatId[] = [
  'conversion',
  'own-licence',
  'application-credentials',
  'change',
  'multiplexing',
];

/** As they were shown to the requester, word for word, once they are acknowledged. */
export function caveatsData({ request }: RequestView): CaveatsData {
  const acknowledgement = 'acknowledgement' in request ? request.acknowledgement : undefined;
  const caveats = acknowledgement?.caveats ?? request.caveats;
  if (caveats.length === 0) throw new Error(`Request ${request.id} has no caveats`);
  return {
    shown: alwaysShown.flatMap((id) => caveats.filter((caveat) => caveat.id === id)).map(lineOf),
    rest: caveats.filter(({ id }) => !alwaysShown.includes(id)).map(lineOf),
    total: caveats.length,
    accepted: optionalText(
      acknowledgement && `Accepted by ${acknowledgement.by.name}, ${cardDateTime(acknowledgement.at)}`,
    ),
  };
}

function lineOf({ text, source }: Caveat): CaveatLine {
  return { text, source };
}
