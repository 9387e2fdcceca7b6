import type { Obstacle } from '../../domain/request.ts';
import { nonInteractive } from '../accessModes.ts';
import { PermanentFailure } from '../failures.ts';
import { done, onceLicensed, userIdOf, type Step } from './step.ts';

/** Dataverse's word for a full environment; it wins over every forecast. */
const quotaReached = '0x8004B050';

export const setNonInteractive: Step = {
  async run({ app, request, environment }) {
    try {
      await app.dataverse.ensureAccessMode(environment, userIdOf(request), nonInteractive);
    } catch (err) {
      if (!(err instanceof PermanentFailure && err.code === quotaReached)) throw err;
      return { kind: 'noSeat', obstacle: { code: err.code, service: err.service, detail: err.message } as Obstacle };
    }
    return done();
  },

  /** A user that came with this request is disabled by the undo of `enable`; only one that was there has a mode to restore. */
  async undo({ app, request, environment }) {
    const { before } = request.made;
    if (!before || before.disabled) return;
    const { accessMode } = before;
    await onceLicensed(request, () => app.dataverse.ensureAccessMode(environment, userIdOf(request), accessMode));
  },
};
