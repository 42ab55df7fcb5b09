import type { Property } from '../../intents.ts';
import { isPersonsName } from '../../persons.ts';
import { numberAt } from '../../numbers.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import { nameCost } from '../../name-cost.ts';
import { rules } from '../../rules.ts';
import type { BuildIntent, ClauseRule } from '../types.ts';
import { create, described, personAt } from './records.ts';

/** "Opp for Acme Corp - 'Data Lake', 85k": without a verb a name in quotes and whose it is make a new record of it. */
const verbless: BuildIntent = (s, c) => {
  const read = create(s, c);
  const first = read?.value[0];
  if (first?.kind !== 'create' || first.object === 'Case') return undefined;
  const { name } = first;
  const quoted = name !== undefined && s.tokens.some((t) => t.kind === 'quote' && t.text === name);
  const party = first.properties.some((p) => p.kind === 'party');
  return quoted && party ? { value: read!.value, cost: read!.cost + 0.2 } : undefined;
};

/** "Lead – Tina Marsh, Sunrise Bakery Group, COO": somebody who is told more of than the name; who is there already is asked about. */
const somebody: BuildIntent = (s, c) => {
  const read = create(s, c);
  const first = read?.value[0];
  if (first?.kind !== 'create' || !/^(Lead|Contact)$/.test(first.object)) return undefined;
  const said = first.properties.filter((p) => p.kind === 'field' || p.kind === 'title').length;
  const placed = first.properties.some((p) => p.kind === 'party' || isCompany(p));
  return first.name !== undefined && placed && said > 0
    ? { value: read!.value, cost: read!.cost + 0.2 }
    : undefined;
};

function isCompany(property: Property): boolean {
  return (
    property.kind === 'field' && property.assignment.fields.some((f) => /^(Company|AccountId)$/.test(f.field))
  );
}

/** "$250k deal at Black Enterprises, name it Telehealth Suite": what it is worth, whose it is and what it is called. */
const valued: BuildIntent = (s, c) => {
  const read = create(s, c);
  const first = read?.value[0];
  if (first?.kind !== 'create' || numberAt(s.tokens, c.adj!.from)?.end !== c.adj!.to) return undefined;
  const named = first.name !== undefined || first.properties.some((p) => p.kind === 'name');
  return named && first.properties.some((p) => p.kind === 'party') ? read : undefined;
};

/** "Opp name: Booking Engine. Account: Adventure Works. Amount: 54,000": a form that is filled in. */
const form: BuildIntent = (s, c) => {
  const read = create(s, c);
  const first = read?.value[0];
  return first?.kind === 'create' && first.properties.length >= LEAST_FIELDS ? read : undefined;
};

/** Fewer fields may be a change of the open record. */
const LEAST_FIELDS = 4;

/** "Give Lena a new lead: …", "a lead for Jason to work: …": whose it shall be. */
const forOwner: BuildIntent = (s, c) => {
  const { from, to } = c.owner!;
  const cost = nameCost(s, from, to);
  const read = create(s, c);
  const first = read?.value[0];
  if (cost === undefined || cost > 1 || !isPersonsName(s, from, to) || first?.kind !== 'create')
    return undefined;
  if (/^(me|us|it|him|her|them)$/.test(s.word(from)) || first.properties.some((p) => p.kind === 'owner'))
    return undefined;
  first.properties.push({ kind: 'owner', text: s.text(from, to) });
  return { value: read!.value, cost: read!.cost + cost };
};

/** "Globex has a new buyer, Owen Reid. Get him into the CRM": people of an account are contacts. */
const newcomer: BuildIntent = (s, c) => {
  const noun = c.object?.found as ObjectPhrase | undefined;
  const o = noun
    ? described(s, noun).find(({ name }) => name === 'Contact')
    : s.vocabulary.objects.get('Contact');
  const cost = nameCost(s, c.party!.from, c.party!.to);
  const read = o && personAt(s, c, o);
  const first = read?.value[0];
  if (cost === undefined || first?.kind !== 'create' || first.properties.some((p) => p.kind === 'party'))
    return undefined;
  first.properties.push(
    { kind: 'title', text: s.text(c.title!.from, c.title!.to) },
    { kind: 'party', preposition: 'at', text: s.text(c.party!.from, c.party!.to), object: 'Account' },
  );
  return { value: read!.value, cost: read!.cost + cost };
};

const TO_BE =
  'to be (created|added|opened|set up|entered|registered)|to (add|create|open|enter|set up|register)|wanted|needed|required';
const TO_DO =
  'to (work|work on|handle|own|look after|follow up|follow up on|call|chase|take|take care of|qualify|contact)';
const ENTER =
  '[please|can you|could you] (add|create|make|put|save|enter|register|get|bring|record|set|include) (him|her|them) [in|up]';
const UNDER =
  '(under|at|to|on|for) (the|that|this|their|its) (account|company|customer|client)|there|under it';

/** How a new record is asked for without a verb, or for somebody. One line is one phrasing. */
export const ASKED_FOR: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `[a|an|one|another|one more|new|a new] [{adj}] {object} (${TO_BE}) [:|-|–|—|!|,|.] {body:rest}`,
      '(one more|another|one other|an additional|yet another) [new] [{adj}] {object} [:|-|–|—|,] {body:rest}',
    ],
    create,
  ),
  ...rules<BuildIntent>(['{object} (for|at|under|with|from) {body:rest}'], (s, c) => {
    const { object, body } = c;
    return verbless(s, { ...c, object: object!, body: { from: body!.from - 1, to: body!.to } });
  }),
  ...rules<BuildIntent>(['{object} (-|–|—) {body:rest}'], somebody),
  ...rules<BuildIntent>(['[a|an] {adj} {object} (for|at|under|with|from) {body:rest}'], (s, c) =>
    valued(s, { ...c, body: { from: c.body!.from - 1, to: c.body!.to } }),
  ),
  ...rules<BuildIntent>(['{object} (name|subject) (:|=) {body:rest}'], (s, c) =>
    form(s, { ...c, body: { from: c.object!.to, to: c.body!.to } }),
  ),
  ...rules<BuildIntent>(
    [
      '(give|assign|hand|pass|get) {owner:user} [a|an|another] new [{adj}] {object} [:|-|–|—|,] {body:rest}',
      `[create|add|make|open|new] [a|an|another] [new] [{adj}] {object} for {owner:user} ${TO_DO} [:|-|–|—|,] {body:rest}`,
    ],
    forOwner,
  ),
  ...rules<BuildIntent>(
    [
      `{party:name} [now] (has|have|got|hired|appointed|brought in) [a|an|their] new {title} (:|,|-|–|—|called|named) {head} (.|,|;|-|and|so) ${ENTER} [in|into|to|on] [the|our] [crm|system|salesforce|database|contacts] [${UNDER}]`,
      `{party:name} [now] (has|have|got|hired|appointed|brought in) [a|an|their] new {title} (:|,|-|–|—|called|named) {head} (.|,|;|-|and|so) ${ENTER} (as|to) [a|an|our] [new] {object} [${UNDER}]`,
      `(there is|we have|i met|meet) [a|an|the] new {title} (at|for|from|of) {party:name} (:|,|-|–|—|called|named) {head} (.|,|;|-|and|so) ${ENTER} [in|into|to|on] [the|our] [crm|system|salesforce|database|contacts] [${UNDER}]`,
    ],
    newcomer,
  ),
];
