/** One line of the table. `ratio` is what counts: both sides were measured in the same run, on the same machine. */
export interface Figure {
  readonly what: string;
  readonly figure: string;
  readonly baseline: string;
  readonly ratio: number;
}

interface Sides {
  readonly value: number;
  readonly against: number;
  readonly unit: string;
  readonly name: string;
}

export function figureOf(what: string, { value, against, unit, name }: Sides): Figure {
  return {
    what,
    figure: `${shown(value)} ${unit}`,
    baseline: `${shown(against)} ${unit} ${name}`,
    ratio: Number((value / against).toPrecision(2)),
  };
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function shown(value: number): string {
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
}
