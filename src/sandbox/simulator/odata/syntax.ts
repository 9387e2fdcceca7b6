import odata from '@odata/parser';

/** The parser's tree, read loosely: its declared types do not cover the shapes inside `value`. */
export interface Token {
  type: string;
  raw: string;
  value: unknown;
}

export class ODataSyntaxError extends Error {
  override name = 'ODataSyntaxError';
}

export function parseFilter(text: string): Token {
  return parse(text, () => odata.defaultParser.filter(escapePercent(text)));
}

/** The one option's token out of `$option=text`. */
export function parseOption(option: string, text: string): Token {
  const source = `${option}=${escapePercent(text).replaceAll('&', '%26')}`;
  const token = parse(text, () => odata.defaultParser.query(source).value.options[0]);
  if (!token) throw new ODataSyntaxError(`Syntax error in '${option}'.`);
  return token;
}

// The parser expects text as it stands in an address, where %27 would be a quote.
function escapePercent(text: string): string {
  return text.replaceAll('%', '%25');
}

function parse<T>(text: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new ODataSyntaxError(`Syntax error in '${text}'.`, { cause });
  }
}

export function child(token: Token, name?: string): Token {
  const found = childOrNone(token, name);
  if (!found) throw new ODataSyntaxError(`Unsupported expression '${token.raw}'.`);
  return found;
}

export function childOrNone(token: Token, name?: string): Token | undefined {
  const value = token.value as Record<string, Token | undefined> | undefined;
  return name === undefined ? (value as unknown as Token | undefined) : value?.[name];
}

export function children(token: Token, name: string): Token[] {
  const value = token.value as Record<string, Token[] | undefined> | undefined;
  return value?.[name] ?? [];
}

export function nameOf(token: Token): string {
  return (token.value as { name: string }).name;
}
