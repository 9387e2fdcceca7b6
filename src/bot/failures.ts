import { PermanentFailure, TransientFailure } from '../application/failures.ts';

/** The world said no, as opposed to a bug. */
export function isFailure(err: unknown): err is TransientFailure | PermanentFailure {
  return err instanceof TransientFailure || err instanceof PermanentFailure;
}
