import type { Property } from '../../intents.ts';
import { nearestValues } from '../../picklists.ts';
import type { Captured, Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import { fieldOf, hasField } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import { targetAt } from '../../target.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { A, ADD, HAVE, create, described } from './records.ts';

/** Longest words for what a case is about, and dearest name of whose it is. */
const LONGEST = 16;
const DEAREST_NAME = 1.4;

/** "For Dana Reed, set up a case about a leak", "Spoke with Dana Reed about a leak. Please file a case.": whose it is was told before. */
const ofSomebody: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  if (!described(s, noun).some((o) => hasField(o, 'ContactId') && hasField(o, 'Subject'))) return undefined;
  const who = targetAt(s, c.who!.from, c.who!.to);
  const read = create(s, c);
  const first = read?.value[0];
  if (!read || who?.value.kind !== 'named' || who.cost > DEAREST_NAME || first?.kind !== 'create')
    return undefined;
  if (c.issue && !isPlain(s, c.issue)) return undefined;
  if (first.properties.some((p) => p.kind === 'party')) return undefined;
  const { names, account } = who.value;
  first.properties.unshift({ kind: 'party', preposition: 'for', text: names.at(-1) ?? who.value.text });
  if (account !== undefined) first.properties.push({ kind: 'party', preposition: 'at', text: account });
  first.properties.push(...cameBy(s, c, first.properties));
  const subject = first.properties.some(
    (p) => p.kind === 'field' && p.assignment.fields.some((f) => f.field === 'Subject'),
  );
  if (c.issue && !subject) first.name ??= s.text(c.issue.from, c.issue.to);
  const cost = read.cost + who.cost + 0.02 * (c.issue ? c.issue.to - c.issue.from : 0);
  return { value: read.value, cost };
};

function isPlain(s: Sentence, { from, to }: Captured): boolean {
  return (
    to - from <= LONGEST &&
    s.tokens
      .slice(from, to)
      .every((t) => /^(word|number|possessive|name|quote)$/.test(t.kind) || t.text === '/')
  );
}

/** "Dana emailed that …": how the case came in, unless it is said otherwise. */
function cameBy(s: Sentence, c: Captures, said: readonly Property[]): Property[] {
  const origin = fieldOf(s.vocabulary.objects.get('Case'), 'Origin');
  const text = /email|wrote/.test(by(s, c))
    ? 'Email'
    : /call|phone|rang/.test(by(s, c))
      ? 'Phone'
      : undefined;
  const known = said.some((p) => p.kind === 'field' && p.assignment.fields.some((f) => f.field === 'Origin'));
  if (!origin || text === undefined || known || nearestValues(origin, text).length !== 1) return [];
  const value = { text, phrase: text.toLowerCase(), quoted: false };
  const assignment = { fields: [{ object: 'Case', field: 'Origin' }], fieldText: origin.label, value };
  return [{ kind: 'field', assignment }];
}

/** The words that say what somebody did. */
function by(s: Sentence, c: Captures): string {
  return c.did ? s.phrase(c.did.from, c.did.to) : '';
}

const REPORTS =
  '(says|say|said|reports|reported|report|is reporting|are reporting|complains|complained|complain|is complaining|are complaining|mentioned|told me|told us|noticed|flagged|claims) [that|about|of]';
const CHANNEL =
  '{did:contacted} [in|us|me|today|this morning|just now|yesterday] [about|because|because of|that|saying|saying that|to say|to say that|to report|to report that|to complain about|to complain that|regarding|with]';
const TROUBLE =
  '(has|have|is having|are having|had|got|experiences|is experiencing|reports) [a|an|some] (problem|problems|issue|issues|trouble|difficulties|difficulty) with';
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
    `{who} [has|have|just|has just] ${REPORTS} {issue:run} ${FILE} [{body:rest}]`,
    `{who} [has|have|just|has just] ${CHANNEL} {issue:run} ${FILE} [{body:rest}]`,
    `{who} ${TROUBLE} {issue:run} ${FILE} [{body:rest}]`,
    `[please] (${ADD}|${HAVE}) [${A}] [{adj}] {object} (,|:|.|;|-|–|—) {who} [has|have|just|has just] ${REPORTS} {issue:run} [(,|.|;|-|–|—) {body:rest}]`,
    `[please] (${ADD}|${HAVE}) [${A}] [{adj}] {object} (,|:|.|;|-|–|—) {who} [has|have|just|has just] ${CHANNEL} {issue:run} [(,|.|;|-|–|—) {body:rest}]`,
    `[please] (${ADD}|${HAVE}) [${A}] [{adj}] {object} (,|:|.|;|-|–|—) {who} ${TROUBLE} {issue:run} [(,|.|;|-|–|—) {body:rest}]`,
  ],
  ofSomebody,
);
