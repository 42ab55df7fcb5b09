import { nameCost } from '../../name-cost.ts';
import type { Captured } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import { hasField } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { A, ADD, create, described } from './records.ts';

/** Longest words for what a case is about, and dearest name of whose it is. */
const LONGEST = 10;
const DEAREST_NAME = 1.4;

/** "For Dana Reed, set up a case about a leak", "Spoke with Dana Reed about a leak. Please file a case.": whose it is was told before. */
const ofSomebody: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  if (!described(s, noun).some((o) => hasField(o, 'ContactId') && hasField(o, 'Subject'))) return undefined;
  const cost = nameCost(s, c.who!.from, c.who!.to);
  const read = create(s, c);
  const first = read?.value[0];
  if (!read || cost === undefined || cost > DEAREST_NAME || first?.kind !== 'create') return undefined;
  if (c.issue && !isPlain(s, c.issue)) return undefined;
  first.properties.unshift({ kind: 'party', preposition: 'for', text: s.text(c.who!.from, c.who!.to) });
  const subject = first.properties.some(
    (p) => p.kind === 'field' && p.assignment.fields.some((f) => f.field === 'Subject'),
  );
  if (c.issue && !subject) first.name ??= s.text(c.issue.from, c.issue.to);
  return { value: read.value, cost: read.cost + cost + 0.02 * (c.issue ? c.issue.to - c.issue.from : 0) };
};

function isPlain(s: Sentence, { from, to }: Captured): boolean {
  return (
    to - from <= LONGEST && s.tokens.slice(from, to).every((t) => t.kind === 'word' || t.kind === 'number')
  );
}

const SPOKE =
  '[i|we] [have] [just] (got off the phone with|got off a call with|hung up with|spoke with|spoke to|talked to|talked with|had a call with|heard from|got a call from|got an email from|received a call from|received an email from|met with)';
const MATTER = '(about|regarding|over|concerning|because of) [a|an|the|his|her|their|its|some]';
const FILE = `(.|,|;|-|–|—|and|so) [and|so] [please|can you|could you|can you please|could you please] (${ADD}) [${A}] [{adj}] {object} [for (him|her|them|it|this|that)]`;

/** One line is one phrasing. */
export const CASES_OF_PEOPLE: ClauseRule[] = rules<BuildIntent>(
  [
    `for {who} [,] [please] (${ADD}) [${A}] [{adj}] {object} [{body:rest}]`,
    `for {who} [,] [please] (${ADD}) [${A}] [{adj}] {object} (for|about|regarding|because of|over|on) (his|her|their|its|a|an|the) {issue:run}`,
    `for {who} [,] [please] (${ADD}) [${A}] [{adj}] {object} (for|about|regarding|because of|over|on) (his|her|their|its|a|an|the) {issue:run} (.|,|;) {body:rest}`,
    `${SPOKE} {who} ${FILE} [{body:rest}]`,
    `${SPOKE} {who} ${MATTER} {issue:run} ${FILE} [{body:rest}]`,
  ],
  ofSomebody,
);
