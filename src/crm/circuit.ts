export interface Circuit {
  /** Milliseconds until an attempt may be made. 0 lets this one pass: after a rest, one alone tries whether it works again. */
  wait(): number;
  /** Returns whether this was the attempt that opened the circuit. */
  failed(): boolean;
  /** Returns whether this was the attempt that closed it. */
  worked(): boolean;
}

export interface CircuitOptions {
  /** How many attempts in a row must fail before none is made any more. */
  readonly failures: number;
  /** Milliseconds without an attempt. */
  readonly rest: number;
}

/** A service that is down is left alone for a while, rather than being asked by everybody again and again. */
export function createCircuit({ failures, rest }: CircuitOptions): Circuit {
  let inARow = 0;
  let nextAt = 0;
  return {
    wait() {
      if (inARow < failures) return 0;
      const now = performance.now();
      if (now < nextAt) return nextAt - now;
      nextAt = now + rest;
      return 0;
    },
    failed() {
      inARow++;
      if (inARow >= failures) nextAt = performance.now() + rest;
      return inARow === failures;
    },
    worked() {
      const wasOpen = inARow >= failures;
      inARow = 0;
      return wasOpen;
    },
  };
}
