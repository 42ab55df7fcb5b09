import type { Scalar } from '../../../salesforce/types.ts';
import type { Condition } from '../intents.ts';

/** One of two conditions: two values of one field exclude each other, anything else has to be joined by "or"; undefined where it is not. */
export function eitherOf(left: Condition, right: Condition, or: boolean): Condition | undefined {
  const [a, b] = [valuesOf(left), valuesOf(right)];
  if (a && b && a.path === b.path) return { kind: 'in', path: a.path, values: [...a.values, ...b.values] };
  return or ? { kind: 'any', of: [left, right] } : undefined;
}

function valuesOf(condition: Condition): { path: string; values: Scalar[] } | undefined {
  if (condition.kind === 'compare' && condition.op === '=' && typeof condition.value === 'string')
    return { path: condition.path, values: [condition.value] };
  return condition.kind === 'in' && !condition.not ? condition : undefined;
}
