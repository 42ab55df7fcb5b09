import type { Captured, Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** A part of a text is one word or quoted. */
function part(s: Sentence, { from, to }: Captured): string | undefined {
  const token = s.tokens[from]!;
  return to - from === 1 && (token.kind === 'word' || token.kind === 'quote') ? token.text : undefined;
}

const WRITTEN = /^(string|textarea|url|email|phone)$/;
/** How an address of the web begins. */
const SCHEME = /^https?$/i;

/** Only in a text one part stands for another; of an address it is how it begins. */
const replace =
  (of: 'any' | 'address'): BuildIntent =>
  (s, c: Captures) => {
    const target = targetOf(s, c);
    const [old, text] = [part(s, c.before!), part(s, c.next!)];
    if (!target || old === undefined || text === undefined) return undefined;
    const found = fieldsOn(target.value, (c.field!.found as FieldRef[] | undefined) ?? []);
    const fields = found.filter(({ object, field }) =>
      WRITTEN.test(fieldOf(s.vocabulary.objects.get(object), field)?.type ?? ''),
    );
    const address = SCHEME.test(old) && SCHEME.test(text);
    if (fields.length === 0 || (of === 'address' && !address)) return undefined;
    const change = address
      ? ({ by: 'replace', old: `${old.toLowerCase()}://`, text: `${text.toLowerCase()}://` } as const)
      : ({ by: 'replace', old, text } as const);
    const fieldText = s.text(c.field!.from, c.field!.to);
    const value = { text: '', phrase: '', quoted: false };
    return intent(
      { kind: 'update', target: target.value, assignments: [{ fields, fieldText, value, change }] },
      0.05 + target.cost,
    );
  };

const HAVE = 'use|have|be|start with|begin with|switch to';

/** One part of a text for another: "use https instead of http in the website". One line is one phrasing. */
export const REPLACEMENTS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      'replace {before:word} (with|by) {next:word} in [the] {field} <of> {target}',
      "replace {before:word} (with|by) {next:word} in {target} 's {field}",
      'in [the] {field} <of> {target} [,] replace {before:word} (with|by) {next:word}',
    ],
    replace('any'),
  ),
  ...rules<BuildIntent>(
    [
      `<set> {target} to (change|switch|set|update|move|make) [their|its|his|her|the] {field} to [(${HAVE})] {next:word} (instead of|rather than|and not|in place of) {before:word}`,
      `<set> {target} (to|so that they|so they) (${HAVE}) {next:word} (instead of|rather than|and not|in place of) {before:word} (in|for|on) [their|its|the] {field}`,
      `{target} (should|must|need to|have to|needs to|has to) (${HAVE}) {next:word} (instead of|rather than|and not|in place of) {before:word} (in|for|on|as) [their|its|the] {field}`,
      `<set> [the] {field} <of> {target} [<to>] [(${HAVE})] {next:word} (instead of|rather than|and not|in place of) {before:word}`,
      `<set> {target} 's {field} [<to>] [(${HAVE})] {next:word} (instead of|rather than|and not|in place of) {before:word}`,
      '<set> [the] {field} <of> {target} from {before:word} (to|into) {next:word}',
      "<set> {target} 's {field} from {before:word} (to|into) {next:word}",
      '<set> {target} {field} from {before:word} (to|into) {next:word}',
      `<set> {before:word} (to|into) {next:word} in [the] {field} <of> {target}`,
    ],
    replace('address'),
  ),
];
