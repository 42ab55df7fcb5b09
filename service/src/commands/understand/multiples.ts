import { numberAt } from './numbers.ts';
import type { Token } from './tokens.ts';

/** A number as a multiple of a record's budget: "three times the budget plus 1,500". */
export interface Multiple {
  /** Token after it. */
  end: number;
  factor: number;
  /** Added to the product, in the field's own unit. */
  plus: number;
}

const FACTORS: Readonly<Record<string, number>> = {
  half: 0.5,
  twice: 2,
  double: 2,
  thrice: 3,
  triple: 3,
  quadruple: 4,
  quintuple: 5,
};

const BUDGET = /^(budget|investment|spend|outlay|budgeted|cost|costs)$/;

/** The multiple that starts at token `i`: "10x the budget", "triple the investment", "4 times its budget minus 500". */
export function multipleAt(tokens: readonly Token[], i: number): Multiple | undefined {
  const word = (at: number): string => (tokens[at]?.kind === 'quote' ? '' : (tokens[at]?.word ?? ''));
  const number = numberAt(tokens, i);
  const glued = /^(\d+(?:\.\d+)?)x$/.exec(word(i));
  let at = i + 1;
  let factor = FACTORS[word(i)];
  if (glued) factor = Number(glued[1]);
  else if (number && number.unit === 'plain' && /^(times|x)$/.test(word(number.end))) {
    factor = number.value;
    at = number.end + 1;
  }
  if (factor === undefined) return undefined;
  if (word(at) === 'of') at++;
  if (/^(the|its|that|this|our|their)$/.test(word(at))) at++;
  if (!BUDGET.test(word(at))) return undefined;
  at += word(at) === 'budgeted' && word(at + 1) === 'cost' ? 2 : 1;
  const sign = word(at) === 'plus' ? 1 : /^(minus|less)$/.test(word(at)) ? -1 : 0;
  const more = sign === 0 ? undefined : numberAt(tokens, at + 1);
  if (sign !== 0 && (!more || !/^(plain|money)$/.test(more.unit))) return undefined;
  return { end: more?.end ?? at, factor, plus: more ? sign * more.value : 0 };
}
