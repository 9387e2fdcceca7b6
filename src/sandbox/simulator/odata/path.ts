import { ODataSyntaxError } from './syntax.ts';

export interface Segment {
  name: string;
  /** What stands in the parentheses, if there are any. */
  key: string | undefined;
}

/** Splits `systemusers(id)/systemuserroles_association/$ref`, leaving slashes in parentheses alone. */
export function readPath(path: string): Segment[] {
  const segments = path.match(/[^/(]+(\([^)]*\))?/g) ?? [];
  return segments.map((text) => {
    const match = /^([^(]+)(?:\(([^)]*)\))?$/.exec(text);
    if (!match?.[1]) throw new ODataSyntaxError(`Bad Request - Error in query syntax.`);
    return { name: match[1], key: match[2] };
  });
}
