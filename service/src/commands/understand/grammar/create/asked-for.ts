import { isPersonsName } from '../../persons.ts';
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
