import { hidesCommand, IMPERATIVES } from '../imperatives.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { FieldRef } from '../vocabulary.ts';
import { intent, type BuildIntent, type ClauseRule } from './types.ts';

const kept: BuildIntent = (_s, c) =>
  intent({ kind: 'keep', fields: (c.field?.found as FieldRef[] | undefined) ?? [] }, 0.05);

/** What goes with the refusal of a change may be its limit, or more that is not to be. */
const LIMITS = /\b(until|till|unless|except|but|if|only|before|after|when|and|or|nor|than)\b/;

/** "Don't mark it as won yet, …": what is not done needs nothing; of whom it was said counts for what follows. */
const notYet: BuildIntent = (s, c) => {
  const { from, to } = c.text!;
  const target = targetAt(s, c.target!.from, c.target!.to);
  if (!target || to - from > LONGEST_VALUE || LIMITS.test(s.phrase(c.target!.from, to))) return undefined;
  if (hidesCommand(s, from, to) || !commandFollows(s, to)) return undefined;
  return intent({ kind: 'topic', target: target.value }, 0.3 + target.cost);
};

/** Tokens. */
const LONGEST_VALUE = 6;

/** "…, B to Monday" may be what is not to be done either; a verb begins a command of its own. */
function commandFollows(s: Sentence, end: number): boolean {
  let at = end;
  while (/^[.,;:!–—-]$/.test(s.word(at))) at++;
  if (at === s.tokens.length) return true;
  if (at === end && s.word(at) !== 'but') return false;
  while (/^(but|just|only|instead|rather|please)$/.test(s.word(at))) at++;
  return IMPERATIVES.has(s.word(at));
}

const NEVER =
  '[but|and] [please] (do not|never|without|[there is] no need to|(i|we|you) (do not (need|want|have) to|need not)|not)';
const AS_IT_IS =
  '(alone|as is|as it is|as they are|unchanged|untouched|where it is|the way it is|the same|out of it)';

/** What a command says it does not change. One line is one phrasing. */
export const KEPT: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `${NEVER} (touch|change|update|modify|alter|edit|touching|changing|updating) [its|their|his|her] {field}`,
      `[but|and] (leave|keep|leaving|keeping) [its|their|his|her] {field} ${AS_IT_IS}`,
      `[but|and] [its|their|his|her] {field} (stays|remains|should stay|should remain|does not change|must not change) [${AS_IT_IS}]`,
      `${NEVER} (touch|change|update|modify|alter|edit|touching|changing) (anything|something) else`,
      `[but|and] (leave|keep|leaving|keeping) (everything else|the rest|all else|all the rest) ${AS_IT_IS}`,
      `[but|and] (everything else|the rest|all else) (stays|remains|should stay|should remain) [${AS_IT_IS}]`,
      '[but|and] nothing else [changes|please]',
      '[but|and] leave (the rest|everything else|all the rest|the others|all the others)',
    ],
    kept,
  ),
  ...rules<BuildIntent>(
    [
      '[please] (do not|never) (mark|set|put|move|make|switch|change|flag|push|bump|close|raise|lower) {target} (as|to|in|into|out to) {text} [yet|just yet|for now|now|already]',
    ],
    notYet,
  ),
];
