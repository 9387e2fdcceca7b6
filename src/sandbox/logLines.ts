import { z } from 'zod';

export type LegibleLine = { text: string; warns: boolean };

const WARN = 40;

const PinoLine = z.object({
  level: z.number(),
  msg: z.string().default(''),
  err: z.object({ message: z.string() }).optional(),
});

/** A line of a part's output as a person reads it: structured log lines become their message. */
export function legibleLine(raw: string): LegibleLine {
  const line = PinoLine.safeParse(parsed(raw));
  if (!line.success) return { text: raw, warns: false };
  const { level, msg, err } = line.data;
  return { text: [msg, err?.message].filter(Boolean).join(': '), warns: level >= WARN };
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
