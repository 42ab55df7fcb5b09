import type { Assignment } from '../../intents.ts';
import { DETERMINERS, FUNCTION_WORDS } from '../../lexicon/function-words.ts';
import type { Captured } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import { wordsOf } from '../../tokens.ts';
import type { FieldRef } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { fact } from './facts.ts';

/** "Approval" and "approved", "payment" and "paid" where only the ending tells them apart. */
function root(word: string): string {
  if (word === 'paid') return 'pay';
  if (word === 'sent') return 'send';
  return word.length < SHORTEST
    ? word
    : word.replace(/(?<=...)(ations?|ments?|als?|ions?|ing|ed|es|s|e)$/, '');
}

/** Shorter words keep their endings. */
const SHORTEST = 5;

function roots(text: string): string[] {
  return wordsOf(text)
    .split(' ')
    .filter(
      (word) =>
        word !== '' &&
        !FUNCTION_WORDS.has(word) &&
        !DETERMINERS.has(word) &&
        !/^(has|have|got|just|been|finally|already)$/.test(word),
    )
    .map(root)
    .sort();
}

/** Says that something is so: "Deposit Paid", "Energieausweis vorhanden", "Frais payés". */
const HAPPENED = /(?:ed|paid|sent|given|met|done|built|held|signed|vorhanden|gekündigt|é|ée|és|ées)$/i;

interface Box extends FieldRef {
  label: string;
}

const boxes = (s: Sentence): readonly Box[] =>
  s.once('boxes', () =>
    [...s.vocabulary.objects.values()].flatMap((o) =>
      o.fields
        .filter((f) => f.type === 'boolean' && f.custom && f.updateable)
        .map((f) => ({ object: o.name, field: f.name, label: f.label })),
    ),
  );

/** Whether words, by their roots, say what a box is about. */
export type Fits = (said: readonly string[], label: readonly string[], box: Box) => boolean;

const same: Fits = (said, label) => said.length > 0 && said.join(' ') === label.join(' ');

/** The same words in another order or form: "the deposit is paid", "install telematics". */
export const event: Fits = (said, label, box) =>
  said.length > 1 && HAPPENED.test(box.label) && same(said, label, box);

/** What one has: "a crane license", "telematics" for "Telematics Installed". */
export const thing: Fits = (said, label, box) => {
  const words = box.label.split(' ');
  const without = HAPPENED.test(box.label) && words.length > 1 ? roots(words.slice(0, -1).join(' ')) : label;
  return same(said, label, box) || same(said, without, box);
};

/** What one needs: "transport" for "Needs Transport". */
export const need: Fits = (said, label, box) =>
  /^(needs|requires) /i.test(box.label) &&
  same(
    said,
    label.filter((w) => !/^(need|requir)/.test(w)),
    box,
  );

/** A verb for a box of one word: "blacklist" for "Blacklisted". */
const verb: Fits = (said, label, box) =>
  !box.label.includes(' ') && HAPPENED.test(box.label) && same(said, label, box);

export function boxesSaid(s: Sentence, { from, to }: Captured, fits: Fits): FieldRef[] {
  // "The deposit is not paid", "no permit": the contrary.
  const denies = s.tokens
    .slice(from, to)
    .some((t) => /^(no|not|never|without|neither|nor|unless|if|until|before|when)$/.test(t.word));
  if (to - from > LONGEST || denies) return [];
  const said = roots(s.text(from, to));
  return boxes(s)
    .filter((box) => fits(said, roots(box.label), box))
    .map(({ object, field }) => ({ object, field }));
}

/** Words. */
const LONGEST = 7;

const tick = (phrase: 'yes' | 'no', fits: Fits): BuildIntent =>
  fact((s, c) => {
    const fields = boxesSaid(s, c.x!, fits);
    const fieldText = s.text(c.x!.from, c.x!.to);
    const assignment: Assignment = { fields, fieldText, value: { text: phrase, phrase, quoted: false } };
    return fields.length === 0 ? undefined : { assignment, cost: 0 };
  }, true);

/** Boxes of the org's own, told in other words than their labels. One line is one phrasing. */
export const BOX_WORDS: ClauseRule[] = [
  ...rules<BuildIntent>(
    ['{x:short} (for|on|at|of|in) {target}', '{x:short} (for|on|at|of|in) {target} [now]'],
    tick('yes', event),
  ),
  ...rules<BuildIntent>(
    ['{target} [now] (has|have|got|received|gets) [now|finally|a|an|his|her|their|its] {x:short} [now]'],
    tick('yes', thing),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (has no|have no|no longer has|no longer have|lost|does not have|do not have) [a|an|his|her|their|its] {x:short} [any more|anymore|any longer|now]',
    ],
    tick('no', thing),
  ),
  ...rules<BuildIntent>(['{target} [now] (needs|requires) [a|an] {x:short}'], tick('yes', need)),
  ...rules<BuildIntent>(
    [
      '{target} (does not need|no longer needs|does not require) [a|an] {x:short} [any more|anymore|any longer]',
    ],
    tick('no', need),
  ),
  ...rules<BuildIntent>(['{x:word} {target}'], tick('yes', verb)),
  ...rules<BuildIntent>(['(take|remove|strike) {target} (off|from) {x:word}'], tick('no', verb)),
];
