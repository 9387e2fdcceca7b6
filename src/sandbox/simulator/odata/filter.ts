import type { Columns } from '../model.ts';
import { compare, isComparison, literalValue } from './literal.ts';
import type { Value } from './literal.ts';
import { ODataSyntaxError, child, childOrNone, children, nameOf, parseFilter } from './syntax.ts';
import type { Token } from './syntax.ts';

export type Predicate = (row: Columns) => boolean;

/** Called with each property that the expression reads from the row itself; throws when there is no such property. */
export type CheckProperty = (name: string) => void;

type Scope = Record<string, Columns>;
type Evaluate = (scope: Scope) => Value;
type Term =
  | { operator: 'and' | 'or'; left: Term; right: Term }
  | { operator: 'not'; of: Term }
  | { operator: 'value'; evaluate: Evaluate };

const self = '$it';

export function compileFilter(text: string, check: CheckProperty): Predicate {
  const term = termOf(parseFilter(text), check);
  return (row) => holds(term, { [self]: row });
}

function holds(term: Term, scope: Scope): boolean {
  switch (term.operator) {
    case 'and':
      return holds(term.left, scope) && holds(term.right, scope);
    case 'or':
      return holds(term.left, scope) || holds(term.right, scope);
    case 'not':
      return !holds(term.of, scope);
    case 'value':
      return term.evaluate(scope) === true;
  }
}

function termOf(token: Token, check: CheckProperty): Term {
  switch (token.type) {
    case 'AndExpression':
      return and(termOf(child(token, 'left'), check), termOf(child(token, 'right'), check), child(token, 'right'));
    case 'OrExpression':
      return {
        operator: 'or',
        left: termOf(child(token, 'left'), check),
        right: termOf(child(token, 'right'), check),
      };
    case 'NotExpression':
      return not(termOf(child(token), check), child(token));
    case 'BoolParenExpression':
    case 'ParenExpression':
      return closed(termOf(child(token), check));
    default:
      return { operator: 'value', evaluate: valueOf(token, check) };
  }
}

/** Keeps a parenthesised term from being taken apart by `and` and `not`. */
function closed(term: Term): Term {
  return { operator: 'value', evaluate: (scope) => holds(term, scope) };
}

// The parser reads "a and b or c" after a "not" as "a and (b or c)", and "not a and b" as "not (a and b)": both are turned back here.
function and(left: Term, right: Term, source: Token): Term {
  if (right.operator === 'or' && source.type !== 'BoolParenExpression') {
    return { operator: 'or', left: and(left, right.left, source), right: right.right };
  }
  return { operator: 'and', left, right };
}

function not(of: Term, source: Token): Term {
  if (source.type !== 'BoolParenExpression' && (of.operator === 'and' || of.operator === 'or')) {
    return { operator: of.operator, left: not(of.left, source), right: of.right };
  }
  return { operator: 'not', of };
}

function valueOf(token: Token, check: CheckProperty): Evaluate {
  if (isComparison(token.type)) {
    const left = valueOf(child(token, 'left'), check);
    const right = valueOf(child(token, 'right'), check);
    return (scope) => compare(token.type, left(scope), right(scope));
  }
  switch (token.type) {
    case 'Literal': {
      const value = literalValue(token);
      return () => value;
    }
    case 'CommonExpression':
      return valueOf(child(token), check);
    case 'MethodCallExpression':
      return callOf(token, check);
    case 'FirstMemberExpression':
      return memberOf(token, check);
    default:
      throw new ODataSyntaxError(`Unsupported expression '${token.raw}'.`);
  }
}

const methods: Record<string, (first: string, second: string) => Value> = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
  tolower: (text) => text,
  toupper: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  length: (text) => text.length,
};

function callOf(token: Token, check: CheckProperty): Evaluate {
  const { method } = token.value as { method: string };
  const run = methods[method];
  if (!run) throw new ODataSyntaxError(`Unsupported function '${method}'.`);
  const given = children(token, 'parameters').map((parameter) => valueOf(parameter, check));
  return (scope) => {
    const [first, second] = given.map((evaluate) => evaluate(scope));
    if (typeof first !== 'string') return null;
    return run(first.toLowerCase(), typeof second === 'string' ? second.toLowerCase() : '');
  };
}

function memberOf(token: Token, check: CheckProperty): Evaluate {
  const { value } = token;
  if (Array.isArray(value)) {
    const [variable, member] = value as [Token, Token];
    return pathOf(child(member), nameOf(variable), check);
  }
  return pathOf(child(child(token)), self, check);
}

function pathOf(path: Token, variable: string, check: CheckProperty): Evaluate {
  const current = childOrNone(path, 'current');
  const name = nameOf(current ?? child(path));
  if (variable === self) check(name);
  // Without `current` the path's value is a token, whose own `next` is a position.
  const next = current && childOrNone(path, 'next');
  const read: Evaluate = (scope) => scope[variable]?.[name] as Value;
  if (!next) return read;
  if (next.type === 'SingleNavigationExpression') {
    const inner = pathOf(child(child(next)), variable + '/' + name, check);
    return (scope) => {
      const related = read(scope) as Columns | null | undefined;
      return inner({ ...scope, [variable + '/' + name]: related ?? {} });
    };
  }
  return collectionOf(child(next), read, check);
}

function collectionOf(token: Token, read: Evaluate, check: CheckProperty): Evaluate {
  const rowsOf = (scope: Scope): Columns[] => (read(scope) ?? []) as Columns[];
  if (token.type === 'CountExpression') return (scope) => rowsOf(scope).length;
  if (token.type !== 'AnyExpression' && token.type !== 'AllExpression') {
    throw new ODataSyntaxError(`Unsupported expression '${token.raw}'.`);
  }
  const variable = childOrNone(token, 'variable');
  const predicate = childOrNone(token, 'predicate');
  if (!variable || !predicate) return (scope) => rowsOf(scope).length > 0;
  const term = termOf(child(predicate), check);
  const test = (scope: Scope, row: Columns): boolean => holds(term, { ...scope, [nameOf(variable)]: row });
  return token.type === 'AnyExpression'
    ? (scope) => rowsOf(scope).some((row) => test(scope, row))
    : (scope) => rowsOf(scope).every((row) => test(scope, row));
}
