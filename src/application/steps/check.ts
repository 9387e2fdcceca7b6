import type { Made } from '../../domain/request.ts';
import { PermanentFailure, type Service } from '../failures.ts';
import { lookAhead } from '../checks/lookAhead.ts';
import { done, type Step } from './step.ts';

/** Nothing is touched before everything that could stop the creation half-way was looked for. */
export const check: Step = {
  async run({ app, request, environment }) {
    const { ask, mark } = request;
    const looks = await Promise.all(lookAhead({ app, ask, mark, environment }).map(({ result }) => result));
    // A full environment is no failure, so anything else that is in the way comes first.
    const obstacles = looks.flatMap(({ check: { about, obstacle } }) => (obstacle ? [{ about, obstacle }] : []));
    const failed = obstacles.find(({ about }) => about !== 'seats');
    if (failed) throw failureOf(failed.obstacle);
    const [full] = obstacles;
    if (full) return { kind: 'noSeat', obstacle: full.obstacle };
    return done(Object.assign({}, ...looks.map(({ made }) => made)) as Made);
  },
};

function failureOf({ service, code, detail }: { service: string; code: string; detail: string }): PermanentFailure {
  return new PermanentFailure(detail, { service: service as Service, code });
}
