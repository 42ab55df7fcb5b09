import type { Row, Scalar } from '../../src/schema/types.ts';

/**
 * A naive evaluator to compare with: it knows one object, spells the rules out value by value and shares no code with the engine.
 * A condition is built together with its SOQL.
 */
export interface Sample {
  soql: string;
  holds(row: Row): boolean;
}

const upper = (value: string): string => value.toUpperCase();
const lower = (value: string): string => value.toLowerCase().replace(/ς/g, 'σ');

/** Compares by the UTF-8 bytes of the upper-cased texts, which is the order of their code points. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(upper(a), 'utf8'), Buffer.from(upper(b), 'utf8'));
}

export function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return a === b ? 0 : (a as number) < (b as number) ? -1 : 1;
}

export function equalScalars(a: Scalar, b: Scalar): boolean {
  return typeof a === 'string' && typeof b === 'string' ? lower(a) === lower(b) : a === b;
}

export function comparison(field: string, operator: string, value: Scalar, literal: string): Sample {
  return {
    soql: `${field} ${operator} ${literal}`,
    holds: (row) => {
      const found = row[field] ?? null;
      if (operator === '=') return equalScalars(found, value);
      if (operator === '!=') return !equalScalars(found, value);
      if (found === null || value === null) return false;
      const order = compareScalars(found, value);
      if (operator === '<') return order < 0;
      if (operator === '<=') return order <= 0;
      if (operator === '>') return order > 0;
      return order >= 0;
    },
  };
}

export function membership(
  field: string,
  values: { value: Scalar; literal: string }[],
  negated: boolean,
): Sample {
  return {
    soql: `${field} ${negated ? 'NOT IN' : 'IN'} (${values.map((one) => one.literal).join(', ')})`,
    holds: (row) => values.some((one) => equalScalars(row[field] ?? null, one.value)) !== negated,
  };
}

/** LIKE by recursion over characters; `pattern` holds characters and the wildcards `{any}` and `{one}`. */
export function like(field: string, pattern: (string | { any: true } | { one: true })[]): Sample {
  const text = pattern
    .map((part) =>
      typeof part !== 'string' ? ('any' in part ? '%' : '_') : part.replace(/[\\%_']/g, '\\$&'),
    )
    .join('');
  const matches = (part: number, characters: string[]): boolean => {
    if (part === pattern.length) return characters.length === 0;
    const head = pattern[part]!;
    if (typeof head !== 'string') {
      if ('one' in head) return characters.length > 0 && matches(part + 1, characters.slice(1));
      return matches(part + 1, characters) || (characters.length > 0 && matches(part, characters.slice(1)));
    }
    return (
      characters.length > 0 && lower(characters[0]!) === lower(head) && matches(part + 1, characters.slice(1))
    );
  };
  return {
    soql: `${field} LIKE '${text}'`,
    holds: (row) => {
      const value = row[field] ?? null;
      return typeof value === 'string' && matches(0, [...value]);
    },
  };
}

export function negation(inner: Sample): Sample {
  return { soql: `(NOT (${inner.soql}))`, holds: (row) => !inner.holds(row) };
}

export function junction(operator: 'AND' | 'OR', terms: Sample[]): Sample {
  return {
    soql: terms.map((term) => `(${term.soql})`).join(` ${operator} `),
    holds: (row) =>
      operator === 'AND' ? terms.every((term) => term.holds(row)) : terms.some((term) => term.holds(row)),
  };
}
