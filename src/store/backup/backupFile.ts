import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';

/**
 * What a backup is: one line of JSON, the header, and then for each of its tables, in its order, the rows in PostgreSQL's
 * text format of COPY, one on a line, with the line `\.` behind them. All of it compressed by gzip.
 */
export const Header = z.object({
  seatkeeper: z.literal('backup'),
  format: z.literal(1),
  /** When it was begun: it holds what was there at that moment. */
  at: z.iso.datetime(),
  migrations: z.array(z.string()).min(1),
  /** In an order in which every row finds the rows that it refers to. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1), rows: z.number().int().min(0) })),
  /** Where each sequence has got to; those that nobody has asked yet are not there. */
  sequences: z.record(z.string(), z.number()),
  /** What was to be done next. Only the sweep repairs what it can see; somebody who is to be asked, or told, it cannot. */
  tasks: z.array(z.object({ task: z.looseObject({ name: z.string() }), correlationId: z.string() })),
  auditHead: z.object({ seq: z.number().int().min(0), hash: z.string() }),
});
export type Header = z.infer<typeof Header>;
export type TableCopy = Header['tables'][number];

/** A file that is no backup, or not a whole one, or a database that it does not fit into. Its message is for people. */
export class BackupProblem extends Error {}

export const endOfRows = '\\.\n';

export function headerLine(header: Header): string {
  return `${JSON.stringify(header)}\n`;
}

/** Reads a backup from its beginning to its end. */
export interface BackupReader {
  readHeader(): Promise<Header>;
  /** The rows of the next table; to be read to their end before the one after it. */
  rows(): Readable;
  /** @throws BackupProblem when there is more. */
  expectEnd(): Promise<void>;
}

/** `open`: the file, as it is. Opened with the first line that is read, so that whoever reads it is told what is wrong. */
export function readBackup(open: () => Readable): BackupReader {
  const lines = linesOf(unpack(open));
  return {
    async readHeader() {
      const { value } = await next(lines);
      const header = Header.safeParse(parsed(value));
      if (!header.success) throw new BackupProblem('The file is no backup of Seatkeeper, or one of another format.');
      return header.data;
    },
    rows: () => Readable.from(rowsOf(lines), { objectMode: false }),
    async expectEnd() {
      if (!(await next(lines)).done) throw new BackupProblem('The backup has more in it than its header tells of.');
    },
  };
}

async function* rowsOf(lines: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const end = Buffer.from(endOfRows);
  for (;;) {
    const { value, done } = await next(lines);
    if (done) throw new BackupProblem('The backup is not whole: it ends in the middle of a table.');
    if (end.equals(value)) return;
    yield value;
  }
}

async function* unpack(open: () => Readable): AsyncGenerator<Buffer> {
  const unpacked = createGunzip();
  const packed = open();
  packed.on('error', (err) => unpacked.destroy(err)).pipe(unpacked);
  try {
    for await (const chunk of unpacked) yield chunk as Buffer;
  } finally {
    packed.destroy();
  }
}

/** With their ends. Split at nothing else: what counts as the end of a line elsewhere may be inside a row. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: readonly Buffer[] = [];
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...begun, chunk.subarray(start, end + 1)]);
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun = [...begun, chunk.subarray(start)];
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/** A file that was cut off or is damaged shows when it is unpacked. */
async function next(lines: AsyncGenerator<Buffer>): Promise<IteratorResult<Buffer, undefined>> {
  try {
    return await lines.next();
  } catch (cause) {
    if (!isUnpacking(cause)) throw cause;
    throw new BackupProblem('The file is no backup of Seatkeeper, or it is damaged or not whole.', { cause });
  }
}

function isUnpacking(err: unknown): boolean {
  const { code } = err as { readonly code?: unknown };
  return /^Z_/.test(String(code));
}

function parsed(line: Buffer | undefined): unknown {
  try {
    return JSON.parse(line?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}
