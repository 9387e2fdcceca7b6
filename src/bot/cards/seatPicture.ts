import type { RequestView } from '../../application/views.ts';
import { takesSeat } from '../../domain/ask.ts';
import type { Environment } from '../../domain/environment.ts';
import { inUse, type Seats } from '../../domain/seats.ts';
import { millisecondsBetween, type Instant } from '../../domain/words.ts';
import { cardDateTime, cardTime } from '../words/durations.ts';
import type { Colour } from '../words/statusWords.ts';
import type { Optional, TextData } from './optional.ts';

export interface SeatsData {
  /** Runs of blocks: shape and colour say the same. */
  readonly picture: readonly { readonly blocks: string; readonly colour: Colour; readonly isSubtle: boolean }[];
  readonly text: string;
  readonly source: string;
}

/** A block a seat up to here: on a phone they take two rows. */
const mostSingly = 24;
const mostBlocks = 12;

/**
 * One block a seat; of many seats each block stands for several, which the source says, and the text alone is exact.
 * Blocks are text: a styled column cannot be narrower than its padding, and a dozen of those do not fit a phone.
 */
export function seatsData(seats: Seats, at: Instant): SeatsData {
  const [used, reserved, free] = blocksOf(seats);
  const runs = [
    { blocks: '■ '.repeat(used), colour: 'accent', isSubtle: false },
    { blocks: '▣ '.repeat(reserved), colour: 'warning', isSubtle: false },
    { blocks: '□ '.repeat(free), colour: 'default', isSubtle: true },
  ] as const;
  return {
    picture: runs.filter((run) => run.blocks !== ''),
    text: seatsText(seats),
    source: [scaleText(seats), sourceText(seats, at)].filter((text) => text !== '').join('. '),
  };
}

export interface SeatsPart {
  readonly seats: Optional<SeatsData>;
  /** In place of the picture, where no seat is at stake. */
  readonly seatless: Optional<TextData>;
}

export function seatsPart({ request, seats, at }: Pick<RequestView, 'request' | 'seats' | 'at'>): SeatsPart {
  const { account } = request.ask;
  if (takesSeat(account)) return { seats: seats ? [seatsData(seats, at)] : [], seatless: [] };
  const text = account.kind === 'user' ? 'Needs no further seat and no licence' : 'Needs no seat and no licence';
  return { seats: [], seatless: [{ text }] };
}

export const noSeats: SeatsPart = { seats: [], seatless: [] };

/** `5 used · 1 reserved · 1 free of 7` */
export function seatsText(seats: Seats): string {
  const { reserved, free, limit } = seats;
  const parts = [`${inUse(seats)} used`, ...(reserved > 0 ? [`${reserved} reserved`] : []), `${free} free of ${limit}`];
  return parts.join(' · ');
}

/** `Contoso Production (7 of 7)` */
export function fullText(environment: Pick<Environment, 'name'>, seats: Seats): string {
  return `${environment.name} (${inUse(seats) + seats.reserved} of ${seats.limit})`;
}

/** Nobody should count blocks that are not seats. */
function scaleText(seats: Seats): string {
  const total = inUse(seats) + seats.reserved + seats.free;
  return total <= mostSingly ? '' : `Each block is about ${Math.round(total / mostBlocks)} seats`;
}

function sourceText({ limitSource, readAt, used, counted }: Seats, at: Instant): string {
  const time = millisecondsBetween(readAt, at) < 12 * 60 * 60 * 1000 ? cardTime(readAt) : cardDateTime(readAt);
  const source =
    limitSource === 'live'
      ? `Limit and use read from the environment, ${time}`
      : `Limit configured by an admin; use read from the environment, ${time}`;
  return counted === undefined
    ? source
    : `${source}. The environment counts ${used}, its user list shows ${counted}; the larger number counts`;
}

/** More seats than the limit can be in use, so the picture is of all that there are rather than of the limit. */
function blocksOf(seats: Seats): readonly [number, number, number] {
  const { reserved, free } = seats;
  const used = inUse(seats);
  const total = used + reserved + free;
  if (total <= mostSingly) return [used, reserved, free];
  const scale = mostBlocks / total;
  const blocks = [atLeastOne(used, scale), atLeastOne(reserved, scale), atLeastOne(free, scale)] as const;
  const [usedBlocks, reservedBlocks, freeBlocks] = blocks;
  // Whoever has most makes room for what was rounded up.
  const most = Math.max(...blocks);
  const others = mostBlocks - (usedBlocks + reservedBlocks + freeBlocks - most);
  if (most === usedBlocks) return [others, reservedBlocks, freeBlocks];
  return most === freeBlocks ? [usedBlocks, reservedBlocks, others] : [usedBlocks, others, freeBlocks];
}

/** What is there at all is seen. */
function atLeastOne(seats: number, scale: number): number {
  return seats === 0 ? 0 : Math.max(1, Math.round(seats * scale));
}
