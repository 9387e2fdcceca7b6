import { ODataSyntaxError } from './syntax.ts';
import type { Token } from './syntax.ts';

export type Value = string | number | boolean | Date | null | undefined | object;

/** What a literal stands for; a date becomes a `Date`, a guid stays text. */
export function literalValue(token: Token): Value {
  const type = String(token.value);
  const { raw } = token;
  switch (type) {
    case 'null':
    case 'Edm.Null':
      return null;
    case 'Edm.Boolean':
      return raw.toLowerCase() === 'true';
    case 'Edm.String':
      return decodeURIComponent(raw.slice(1, -1).replaceAll("''", "'"));
    case 'Edm.Guid':
      return raw;
    case 'Edm.Date':
    case 'Edm.DateTimeOffset':
      return new Date(raw);
    case 'Edm.SByte':
    case 'Edm.Byte':
    case 'Edm.Int16':
    case 'Edm.Int32':
    case 'Edm.Int64':
    case 'Edm.Decimal':
    case 'Edm.Double':
      return Number(raw);
    default:
      if (raw === 'null') return null;
      throw new ODataSyntaxError(`Unsupported literal '${raw}'.`);
  }
}

const operators: Record<string, { kind: string; holds: (order: number) => boolean }> = {
  EqualsExpression: { kind: 'Equal', holds: (order) => order === 0 },
  NotEqualsExpression: { kind: 'NotEqual', holds: (order) => order !== 0 },
  LesserThanExpression: { kind: 'LessThan', holds: (order) => order < 0 },
  LesserOrEqualsExpression: { kind: 'LessThanOrEqual', holds: (order) => order <= 0 },
  GreaterThanExpression: { kind: 'GreaterThan', holds: (order) => order > 0 },
  GreaterOrEqualsExpression: { kind: 'GreaterThanOrEqual', holds: (order) => order >= 0 },
};

export function isComparison(type: string): boolean {
  return type in operators;
}

export function compare(type: string, left: Value, right: Value): boolean {
  const operator = operators[type];
  if (!operator) throw new ODataSyntaxError(`Unsupported operator '${type}'.`);
  if (left === null || left === undefined || right === null || right === undefined) {
    const equal = (left ?? null) === (right ?? null);
    return operator.kind === 'Equal' ? equal : operator.kind === 'NotEqual' ? !equal : false;
  }
  const [a, b] = comparable(left, right, operator.kind);
  return operator.holds(order(a, b));
}

/** Null first; text without regard to case, as the servers' collation has it. */
export function order(left: Value, right: Value): number {
  if (left === null || left === undefined) return right === null || right === undefined ? 0 : -1;
  if (right === null || right === undefined) return 1;
  if (typeof left === 'string' && typeof right === 'string') {
    const [a, b] = [left.toLowerCase(), right.toLowerCase()];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return Number(left) - Number(right);
}

function comparable(left: Value, right: Value, operator: string): [Value, Value] {
  if (left instanceof Date && typeof right === 'string') return [left, new Date(right)];
  if (right instanceof Date && typeof left === 'string') return [new Date(left), right];
  if (typeof left === typeof right) return [left, right];
  throw new ODataSyntaxError(
    'A binary operator with incompatible types was detected. ' +
      `Found operand types '${edmType(left)}' and '${edmType(right)}' for operator kind '${operator}'.`,
  );
}

function edmType(value: Value): string {
  if (typeof value === 'number') return 'Edm.Int32';
  if (typeof value === 'boolean') return 'Edm.Boolean';
  return value instanceof Date ? 'Edm.DateTimeOffset' : 'Edm.String';
}
