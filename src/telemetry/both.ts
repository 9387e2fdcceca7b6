import type { Telemetry } from '../application/ports/telemetry.ts';

/** Tells two watchers the same; the second runs inside of the first. */
export function both(first: Telemetry, second: Telemetry): Telemetry {
  return {
    measure: (work, run) =>
      first.measure(work, (ended) =>
        second.measure(work, (endedToo) =>
          run((outcome) => {
            ended(outcome);
            endedToo(outcome);
          }),
        ),
      ),
    statement(facts) {
      first.statement(facts);
      second.statement(facts);
    },
    circuit(place, open) {
      first.circuit(place, open);
      second.circuit(place, open);
    },
    refused(reason) {
      first.refused(reason);
      second.refused(reason);
    },
  };
}
