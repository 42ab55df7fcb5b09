import type { Row, Scalar } from '../schema/types.ts';

/**
 * The part of Salesforce's formula language that validation rules use: fields and parent paths, `$User`, `$Profile`, `$Permission`,
 * literals, `+ - * / & = == <> != < <= > >= && || !` and the functions of {@link FUNCTIONS}. Dates are `YYYY-MM-DD` and take days by `+`
 * and `-`. Null compares as nothing: every order comparison with null is false.
 */
export interface FormulaScope {
  /** Value of `Field` or `Parent.Field`; undefined for a field that does not exist. */
  field(path: string): Scalar | undefined;
  /** The record before the save; undefined on insert. */
  prior(field: string): Scalar | undefined;
  isNew: boolean;
  /** `YYYY-MM-DD` on the user's calendar. */
  today: string;
  now: string;
}

export type Formula = (scope: FormulaScope) => Scalar;

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\$?[A-Za-z_][\w.]*)|(<=|>=|<>|!=|==|&&|\|\||[-+*/&=<>!(),]))/y;

interface Token {
  kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  text: string;
  at: number;
}

/**
 * Compiles a formula; throws with a sentence and a position for what cannot be read or is not modelled. `onField` hears every path that
 * it reads.
 */
export function parseFormula(source: string, onField?: (path: string) => void): Formula {
  const tokens = tokenize(source);
  let next = 0;
  const peek = () => tokens[next]!;
  const take = () => tokens[next++]!;
  const fail = (what: string): never => {
    throw new Error(`Formula: ${what} at position ${peek().at + 1} of "${source}".`);
  };
  const expect = (sign: string) =>
    peek().text === sign && peek().kind === 'sign' ? take() : fail(`'${sign}' expected`);

  function expression(level: number): Formula {
    if (level === LEVELS.length) return unary();
    let left = expression(level + 1);
    while (peek().kind === 'sign' && LEVELS[level]!.includes(peek().text)) {
      const operator = take().text;
      const first = left;
      const second = expression(level + 1);
      left = binary(operator, first, second);
    }
    return left;
  }

  function unary(): Formula {
    if (peek().kind === 'sign' && peek().text === '!') {
      take();
      const operand = unary();
      return (scope) => operand(scope) !== true;
    }
    if (peek().kind === 'sign' && peek().text === '-') {
      take();
      const operand = unary();
      return (scope) => negate(operand(scope));
    }
    return primary();
  }

  function primary(): Formula {
    const token = take();
    if (token.kind === 'number') return () => Number(token.text);
    if (token.kind === 'text') return () => token.text;
    if (token.text === '(') {
      const inner = expression(0);
      expect(')');
      return inner;
    }
    if (token.kind !== 'name') {
      next--;
      return fail(token.kind === 'end' ? 'the formula ends too early' : `unexpected '${token.text}'`);
    }
    if (peek().text !== '(' || peek().kind !== 'sign') {
      if (!CONSTANTS.has(token.text.toUpperCase())) onField?.(token.text);
      return constantOrField(token.text);
    }
    take();
    const operands: Formula[] = [];
    const names: string[] = [];
    while (peek().text !== ')') {
      names.push(peek().text);
      operands.push(expression(0));
      if (peek().text === ',') take();
      else break;
    }
    expect(')');
    const make = FUNCTIONS[token.text.toUpperCase()];
    if (make === undefined)
      throw new Error(`Formula: the function ${token.text} is not modelled ("${source}").`);
    return make(operands, names);
  }

  const formula = expression(0);
  if (peek().kind !== 'end') fail(`unexpected '${peek().text}'`);
  return formula;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < source.length && source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) {
      const bad = at + source.slice(at).search(/\S/);
      throw new Error(`Formula: cannot read position ${bad + 1} of "${source}".`);
    }
    const [, number, single, double, name, sign] = match;
    const text = single ?? double;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1'), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    else tokens.push({ kind: 'sign', text: sign!, at });
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}

/** Loosest first. */
const LEVELS = [['||'], ['&&'], ['=', '==', '<>', '!='], ['<', '<=', '>', '>='], ['+', '-', '&'], ['*', '/']];

const CONSTANTS = new Map<string, Scalar>([
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
]);

function constantOrField(name: string): Formula {
  const constant = CONSTANTS.get(name.toUpperCase());
  if (constant !== undefined) return () => constant;
  if (name.startsWith('$') && !/^\$(?:User|Profile|Permission)\./.test(name))
    throw new Error(`Formula: ${name} is not modelled.`);
  return (scope) => {
    const value = scope.field(name);
    if (value === undefined) throw new Error(`Formula: field ${name} does not exist.`);
    return value;
  };
}

function binary(operator: string, first: Formula, second: Formula): Formula {
  switch (operator) {
    case '||':
      return (scope) => first(scope) === true || second(scope) === true;
    case '&&':
      return (scope) => first(scope) === true && second(scope) === true;
    case '=':
    case '==':
      return (scope) => (first(scope) ?? '') === (second(scope) ?? '');
    case '<>':
    case '!=':
      return (scope) => (first(scope) ?? '') !== (second(scope) ?? '');
    case '&':
      return (scope) => `${first(scope) ?? ''}${second(scope) ?? ''}`;
    case '<':
      return (scope) => compare(first(scope), second(scope), (order) => order < 0);
    case '<=':
      return (scope) => compare(first(scope), second(scope), (order) => order <= 0);
    case '>':
      return (scope) => compare(first(scope), second(scope), (order) => order > 0);
    case '>=':
      return (scope) => compare(first(scope), second(scope), (order) => order >= 0);
    default:
      return (scope) => calculate(operator, first(scope), second(scope));
  }
}

function compare(a: Scalar, b: Scalar, holds: (order: number) => boolean): boolean {
  if (a === null || b === null) return false;
  return holds(a < b ? -1 : a > b ? 1 : 0);
}

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}/;

function calculate(operator: string, a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  const days = (text: string) => Date.parse(text.slice(0, 10)) / DAY_MS;
  if (typeof a === 'string' && DATE.test(a)) {
    if (typeof b === 'number')
      return new Date((days(a) + (operator === '-' ? -b : b)) * DAY_MS).toISOString().slice(0, 10);
    if (operator === '-' && typeof b === 'string') return days(a) - days(b);
  }
  if (typeof a === 'string' || typeof b === 'string') return operator === '+' ? `${a}${b}` : null;
  const [x, y] = [Number(a), Number(b)];
  return operator === '+'
    ? x + y
    : operator === '-'
      ? x - y
      : operator === '*'
        ? x * y
        : y === 0
          ? null
          : x / y;
}

function negate(value: Scalar): Scalar {
  return typeof value === 'number' ? -value : null;
}

const isBlank = (value: Scalar | undefined) => value === null || value === undefined || value === '';
const text = (value: Scalar | undefined) => (isBlank(value) ? '' : String(value));

type Make = (operands: Formula[], names: string[]) => Formula;

const onText =
  (work: (...texts: string[]) => Scalar): Make =>
  (operands) =>
  (scope) =>
    work(...operands.map((operand) => text(operand(scope))));

const onNumbers =
  (work: (...numbers: number[]) => number): Make =>
  (operands) =>
  (scope) => {
    const values = operands.map((operand) => operand(scope));
    return values.some(isBlank) ? null : work(...values.map(Number));
  };

const FUNCTIONS: Record<string, Make> = {
  AND: (operands) => (scope) => operands.every((operand) => operand(scope) === true),
  OR: (operands) => (scope) => operands.some((operand) => operand(scope) === true),
  NOT:
    ([operand]) =>
    (scope) =>
      operand!(scope) !== true,
  IF:
    ([test, yes, no]) =>
    (scope) =>
      test!(scope) === true ? yes!(scope) : no!(scope),
  CASE: (operands) => (scope) => {
    const value = operands[0]!(scope);
    for (let i = 1; i + 1 < operands.length; i += 2)
      if (operands[i]!(scope) === value) return operands[i + 1]!(scope);
    return operands.length % 2 === 0 ? operands.at(-1)!(scope) : null;
  },
  ISBLANK:
    ([operand]) =>
    (scope) =>
      isBlank(operand!(scope)),
  ISNULL:
    ([operand]) =>
    (scope) =>
      isBlank(operand!(scope)),
  BLANKVALUE:
    ([value, other]) =>
    (scope) =>
      isBlank(value!(scope)) ? other!(scope) : value!(scope),
  NULLVALUE:
    ([value, other]) =>
    (scope) =>
      isBlank(value!(scope)) ? other!(scope) : value!(scope),
  ISPICKVAL:
    ([field, value]) =>
    (scope) =>
      text(field!(scope)) === text(value!(scope)),
  INCLUDES: onText((values = '', value = '') => values.split(';').includes(value)),
  ISNEW: () => (scope) => scope.isNew,
  ISCHANGED:
    ([field], [name]) =>
    (scope) =>
      !scope.isNew && (scope.prior(name!) ?? null) !== field!(scope),
  PRIORVALUE:
    ([field], [name]) =>
    (scope) =>
      scope.isNew ? field!(scope) : (scope.prior(name!) ?? null),
  TEXT: onText((value = '') => value),
  VALUE: onText((value = '') => (value === '' ? null : Number(value))),
  LEN: onText((value = '') => value.length),
  LEFT:
    ([value, count]) =>
    (scope) =>
      text(value!(scope)).slice(0, Number(count!(scope))),
  RIGHT:
    ([value, count]) =>
    (scope) =>
      text(value!(scope)).slice(-Number(count!(scope))),
  UPPER: onText((value = '') => value.toUpperCase()),
  LOWER: onText((value = '') => value.toLowerCase()),
  TRIM: onText((value = '') => value.trim()),
  CONTAINS: onText((value = '', part = '') => value.includes(part)),
  BEGINS: onText((value = '', part = '') => value.startsWith(part)),
  REGEX: onText((value = '', pattern = '') => new RegExp(`^(?:${pattern})$`).test(value)),
  TODAY: () => (scope) => scope.today,
  NOW: () => (scope) => scope.now,
  DATE:
    ([year, month, day]) =>
    (scope) =>
      new Date(Date.UTC(Number(year!(scope)), Number(month!(scope)) - 1, Number(day!(scope))))
        .toISOString()
        .slice(0, 10),
  DATEVALUE: onText((value = '') => (value === '' ? null : value.slice(0, 10))),
  YEAR: onText((value = '') => Number(value.slice(0, 4))),
  MONTH: onText((value = '') => Number(value.slice(5, 7))),
  DAY: onText((value = '') => Number(value.slice(8, 10))),
  ABS: onNumbers((value = 0) => Math.abs(value)),
  MAX: onNumbers(Math.max),
  MIN: onNumbers(Math.min),
  MOD: onNumbers((value = 0, by = 1) => value % by),
  ROUND: onNumbers((value = 0, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits),
};

/** Fields of `row` and of its parents; `parent` finds the record that a relationship name leads to. */
export function fieldOf(
  row: Row,
  path: string,
  parent: (row: Row, relationship: string) => Row | null | undefined,
): Scalar | undefined {
  const parts = path.split('.');
  let current: Row = row;
  for (const relationship of parts.slice(0, -1)) {
    const above = parent(current, relationship);
    if (above === undefined) return undefined;
    if (above === null) return null;
    current = above;
  }
  const name = parts.at(-1)!.toLowerCase();
  for (const key of Object.keys(current)) if (key.toLowerCase() === name) return current[key];
  return undefined;
}
