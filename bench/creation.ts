import { startSeatkeeper } from '../src/seatkeeper.ts';
import { benchConfig } from './benchConfig.ts';
import { chainOf, unavoidable } from './chain.ts';
import { countingLog, type RemoteCall } from './countingLog.ts';
import { startDesk, type Creation } from './desk.ts';
import { figureOf, median, type Figure } from './figure.ts';
import { configurationAt, type Ground } from './ground.ts';
import { latencyMs } from './quota.ts';

const creations = 8;
/** The first ones look up what is remembered from then on, and the compiler is not done. */
const warmUp = 3;

/** From the approving click to Active, worker and cards and all, against the calls that have to wait for each other. */
export async function benchCreation(ground: Ground): Promise<readonly Figure[]> {
  const databaseUrl = await ground.database('creation');
  const file = configurationAt(ground.simulator, {});
  const { log, calls } = countingLog();
  const seatkeeper = await startSeatkeeper(benchConfig(file), databaseUrl, log);
  const desk = await startDesk({ url: `${seatkeeper.url}/api/messages`, databaseUrl, file });
  await ground.control('PATCH', '/environments/prod', { limit: 1000, syncSeconds: 0, forcedSyncSeconds: 0 });
  await ground.control('POST', '/faults', { match: { path: '.' }, times: 1_000_000, latencyMs });
  try {
    const runs: Run[] = [];
    for (let count = -warmUp; count < creations; count++) {
      const creation = await desk.create();
      const own = calls.splice(0).filter(({ begun }) => begun >= creation.approvedAt);
      if (count >= 0) runs.push(runOf(creation, own));
    }
    console.table(runs.at(-1)?.steps);
    const typical = (value: (run: Run) => number) => median(runs.map(value));
    const [total, call] = [typical(({ milliseconds }) => milliseconds), typical((run) => run.call)];
    const figure = (count: number, name: string) =>
      figureOf('creation, approval to Active', { value: total, against: count * call, unit: 'ms', name });
    const [needed, made] = [typical((run) => run.unavoidable), typical((run) => run.inARow)];
    return [
      figure(needed, `${needed} unavoidable calls in a row`),
      figure(made, `${made} calls in a row, as they were made`),
    ];
  } finally {
    await ground.control('DELETE', '/faults');
    await seatkeeper.stop();
    await desk.stop();
  }
}

interface Run {
  readonly milliseconds: number;
  /** Milliseconds of one call, as seen by the bot. */
  readonly call: number;
  readonly unavoidable: number;
  readonly inARow: number;
  readonly steps: readonly StepRow[];
}

interface StepRow {
  readonly step: string;
  readonly calls: number;
  readonly inARow: number;
  readonly unavoidable: number;
  readonly milliseconds: number;
  /** While no call was under way. */
  readonly own: number;
}

function runOf({ approvedAt, milliseconds, steps }: Creation, calls: readonly RemoteCall[]): Run {
  const rows = steps.map(({ step, endedAt }, index) => {
    const begunAt = steps[index - 1]?.endedAt ?? approvedAt;
    const own = calls.filter(({ ended }) => ended > begunAt + 1 && ended <= endedAt + 1);
    const chain = chainOf(own);
    const waited = chain.reduce((sum, { begun, ended }) => sum + ended - begun, 0);
    return {
      step,
      calls: own.length,
      inARow: chain.length,
      unavoidable: unavoidable(own),
      milliseconds: Math.round(endedAt - begunAt),
      own: Math.round(endedAt - begunAt - waited),
    };
  });
  const sum = (value: (row: StepRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  return {
    milliseconds,
    call: median(calls.map(({ begun, ended }) => ended - begun)),
    unavoidable: sum((row) => row.unavoidable),
    inARow: sum((row) => row.inARow),
    steps: rows,
  };
}
