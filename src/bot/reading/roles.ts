/** The names of security roles that a sentence gives, as written. */
export interface FoundRoles {
  readonly names: readonly string[];
  readonly start: number;
  readonly end: number;
}

const stop = String.raw`(?=\s+(?:in|on|until|till|til|by|for|because|so|to|owned|owner|please)\b|[.;!?\uE000]|\s*$)`;
const capitalised = String.raw`\p{Lu}[\p{L}\p{N}-]*(?:\s+\p{Lu}[\p{L}\p{N}-]*)*`;
const explicit = [
  new RegExp(String.raw`\bwith\s+(?:the\s+)?(?:security\s+)?roles?\s+(?!for\b|in\b|on\b)(.+?)${stop}`, 'iu'),
  new RegExp(String.raw`\b(?:with\s+)?(?:the\s+)?(?:security\s+)?roles?\s*[:=]\s*(.+?)${stop}`, 'iu'),
  /\bwith\s+(?:the\s+)?((?:(?!\b(?:with|in|on|for|until)\b)[^.;!?\uE000]){2,80}?)\s+roles?\b/iu,
];
const given = String.raw`(?<=\b(?:give|grant|add|assign)\b.*)\b(?:the\s+)?`;
const changed = [
  new RegExp(String.raw`${given}(?:security\s+)?roles?\s+(?!for\b|in\b|on\b|to\b)(.+?)${stop}`, 'iu'),
  new RegExp(String.raw`${given}((?:(?!\b(?:the|to)\b)[^.;!?@\uE000]){2,80}?)\s+roles?\b`, 'iu'),
];
const implied = new RegExp(
  String.raw`\b[Aa]s\s+(?:an?\s+|the\s+)?(${capitalised}(?:(?:\s*,\s*|\s+and\s+)${capitalised})*)`,
  'u',
);

/**
 * "with role Integration Reader", "give it the role Sales Reader"; and, where no reason is told, "as Integration Reader
 * and Report Reader".
 */
export function findRoles(text: string, head: string): FoundRoles | undefined {
  const matches = [...[...explicit, ...changed].map((pattern) => pattern.exec(text)), implied.exec(head)];
  for (const found of matches) {
    const names = (found?.[1] ?? '')
      .split(/\s*(?:,|\band\b)\s*/i)
      .map((name) => name.trim())
      .filter((name) => name.length > 1);
    if (found && names.length > 0) return { names, start: found.index, end: found.index + found[0].length };
  }
  return undefined;
}
