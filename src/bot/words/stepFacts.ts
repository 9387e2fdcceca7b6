import type { Environment } from '../../domain/environment.ts';
import type { Made, RequestBase } from '../../domain/request.ts';

export interface StepWords {
  /** What will be done. */
  readonly plan: string;
  /** What is being waited for. */
  readonly now: string;
  readonly done: string;
  /** How long it usually takes; empty when it is over at once. */
  readonly usual: string;
  /** Absent where nothing has to be taken back. */
  readonly undo?: UndoWords;
}

export interface UndoWords {
  readonly plan: string;
  readonly done: string;
  /** What an administrator does by hand when Seatkeeper could not. */
  readonly byHand: string;
}

export interface StepFacts extends Pick<RequestBase, 'ask'> {
  /** What people recognise the account by. */
  readonly address: string;
  /** What the creation found and made so far: it decides what there is to take back. */
  readonly made: Made;
  readonly environment: Pick<Environment, 'name' | 'licenceSku' | 'keyVault'>;
}

export const aFewSeconds = 'usually a few seconds';
