export interface CallEntry {
  method: string;
  /** With its query. */
  path: string;
  /** 0 when the connection was cut instead of an answer. */
  status: number;
  milliseconds: number;
  /** What went wrong in the simulator itself. */
  bug?: unknown;
}

const kept = 1000;

/** The last calls, oldest first, of this process. */
export interface CallLog {
  add(entry: CallEntry): void;
  list(): readonly CallEntry[];
  clear(): void;
}

export function createCallLog(): CallLog {
  let entries: CallEntry[] = [];
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > kept) entries.shift();
    },
    list: () => entries,
    clear: () => {
      entries = [];
    },
  };
}
