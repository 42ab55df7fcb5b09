import type { Intent, Property } from '../intents.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { propertiesAt } from '../properties.ts';
import type { Captures } from '../pattern.ts';
import type { Read } from '../rules.ts';
import { rules } from '../rules.ts';
import { nearestValues, picklistsOf } from '../picklists.ts';
import { accountField } from '../schema.ts';
import type { ObjectDescribe } from '../../../salesforce/types.ts';
import type { Sentence } from '../sentence.ts';
import { nameCost } from '../name-cost.ts';
import { targetAt } from '../target.ts';
import type { ObjectPhrase } from '../vocabulary.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

const ACTIVITIES = new Set(['Task', 'Event', 'User', 'OpportunityContactRole', 'CampaignMember']);

/** The object, then a name and whatever else is said. */
const create: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  if (noun.plural && !c.plural) return undefined;
  let best: Read<Intent[]> | undefined;
  for (const object of noun.objects) {
    if (ACTIVITIES.has(object)) continue;
    const describe = s.vocabulary.objects.get(object);
    if (!describe) continue;
    const named = c.name ? nameOf(s, c) : undefined;
    if (c.name && !named) continue;
    const read = c.rest ? propertiesAt(s, c.rest.from, c.rest.to, describe) : { value: [], cost: 0 };
    if (!read) continue;
    const adjective = c.adj ? adjectiveOf(s, c, describe) : [];
    if (!adjective) continue;
    const properties = [...adjective, ...read.value.filter((p): p is Property => p !== undefined)];
    const party = named !== undefined && s.word(c.name!.from - 1) === 'for' && belongsToAccount(describe);
    if (party) properties.push({ kind: 'party', preposition: 'for', text: named.name });
    const made: Intent = {
      kind: 'create',
      object,
      properties,
      ...(named && !party ? { name: named.name } : {}),
    };
    const cost = 0.2 + (c.adj ? 0.1 : 0) + (named?.cost ?? 0) + read.cost;
    if (!best || cost < best.cost) best = intent(made, cost);
  }
  return best;
};

function belongsToAccount(o: ObjectDescribe): boolean {
  return !['Account', 'Contact', 'Lead', 'Campaign'].includes(o.name) && accountField(o) !== undefined;
}

const IDLE_ADJECTIVES =
  /^(new|sales|company|business|support|customer|potential|marketing|prospective|brand new|inbound|fresh|corporate|another|quick|sample|big|small|test|follow up|product)$/;

/** "a web-sourced lead", "a hot lead", "a company account": a value of one of its fields, or nothing. */
function adjectiveOf(s: Sentence, c: Captures, o: ObjectDescribe): Property[] | undefined {
  const { from, to } = c.adj!;
  const phrase = s.phrase(from, to);
  if (IDLE_ADJECTIVES.test(phrase)) return [];
  for (const field of picklistsOf(o)) {
    const near = nearestValues(field, s.text(from, to), s.vocabulary.synonyms);
    if (near.length === 1 && near[0]!.closeness <= 2) {
      return [
        {
          kind: 'field',
          assignment: {
            fields: [{ object: o.name, field: field.name }],
            fieldText: field.label,
            value: s.said(from, to),
          },
        },
      ];
    }
  }
  return undefined;
}

function nameOf(s: Sentence, c: Captures): { name: string; cost: number } | undefined {
  const { to } = c.name!;
  let { from } = c.name!;
  while (from < to - 1 && /^(the|a|an|mr|mrs|ms|dr)$/.test(s.word(from))) from++;
  const quoted = to - from === 1 && s.tokens[from]!.kind === 'quote';
  const cost = quoted ? 0.05 : nameCost(s, from, to);
  if (cost === undefined || (FUNCTION_WORDS.has(s.word(from)) && !quoted)) return undefined;
  return { name: s.text(from, to), cost };
}

/** "Add Avery Robinson from Quant Labs as a new lead and …": the noun comes last. */
const createNounLast: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  let best: Read<Intent[]> | undefined;
  for (const object of noun.objects) {
    if (ACTIVITIES.has(object)) continue;
    const describe = s.vocabulary.objects.get(object);
    if (!describe) continue;
    const { from, to } = c.head!;
    for (let end = from + 1; end <= to && end <= from + 6; end++) {
      const cost = s.tokens[from]!.kind === 'quote' && end === from + 1 ? 0.05 : nameCost(s, from, end);
      if (cost === undefined) continue;
      const before = propertiesAt(s, end, to, describe);
      if (!before) continue;
      const after = c.rest ? propertiesAt(s, c.rest.from, c.rest.to, describe) : { value: [], cost: 0 };
      if (!after) continue;
      const total = 0.2 + cost + before.cost + after.cost;
      if (!best || total < best.cost)
        best = intent(
          { kind: 'create', object, name: s.text(from, end), properties: [...before.value, ...after.value] },
          total,
        );
    }
  }
  return best;
};

/** Two accounts below one that was just created: "and two subordinate accounts: A and B". */
const children: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  const object = noun.objects.find((o) =>
    s.vocabulary.objects.get(o)?.fields.some((f) => f.name === 'ParentId'),
  );
  if (!object) return undefined;
  const names: string[] = [];
  let start = c.names!.from;
  let cost = 0.2;
  for (let i = start; i <= c.names!.to; i++) {
    if (i < c.names!.to && s.word(i) !== 'and' && s.word(i) !== ',' && s.word(i) !== '.') continue;
    if (i > start) {
      const one = nameCost(s, start, i);
      if (one === undefined) return undefined;
      names.push(s.text(start, i));
      cost += 0.2;
    }
    start = i + 1;
  }
  if (names.length === 0) return undefined;
  const parent = c.target ? targetAt(s, c.target.from, c.target.to) : undefined;
  if (c.target && !parent) return undefined;
  return {
    value: names.map(
      (name): Intent => ({
        kind: 'create',
        object,
        name,
        properties: [
          {
            kind: 'party',
            preposition: 'under',
            text: parent ? (parent.value.names.at(-1) ?? parent.value.text) : '',
            object,
          },
        ],
      }),
    ),
    cost,
  };
};

const contactOf: BuildIntent = (s, c) => {
  const describe = s.vocabulary.objects.get('Contact');
  if (!describe) return undefined;
  const { from, to } = c.head!;
  // "Is it still open?" is about no new person.
  if (FUNCTION_WORDS.has(s.word(from))) return undefined;
  let best: Read<Intent[]> | undefined;
  for (let end = from + 1; end <= to && end <= from + 4; end++) {
    const cost = nameCost(s, from, end);
    const rest = cost === undefined ? undefined : propertiesAt(s, end, to, describe);
    const more = rest && c.rest ? propertiesAt(s, c.rest.from, c.rest.to, describe) : { value: [], cost: 0 };
    if (cost === undefined || !rest || !more) continue;
    const total = 0.3 + cost + rest.cost + more.cost;
    if (!best || total < best.cost)
      best = intent(
        {
          kind: 'create',
          object: 'Contact',
          name: s.text(from, end),
          properties: [
            ...rest.value,
            ...more.value,
            { kind: 'party', preposition: 'at', text: '', object: 'Account' },
          ],
        },
        total,
      );
  }
  return best;
};

const NEW =
  'create|add|make|open|log|put in|set up|enter|register|start|new|build|record|insert|open up|add in|spin up|raise|file|submit|generate|put';
const A =
  'a|an|a new|an new|new|the|another|a brand new|me a|me a new|one|one more|the new|us a|us a new|up a|up a new|in a|in a new';

/** One line is one phrasing. */
export const CREATES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${NEW}) [${A}] [{adj}] {object} [record] [for|:|,|called|named|titled|-|with name|with the name|name|to track|, named|, called] {name} {rest}`,
      `(${NEW}) [${A}] [{adj}] {object} [record] [for|:|,|called|named|titled|-|with name|with the name|name|, called|, named|about|regarding] {name}`,
      `(${NEW}) [${A}] [{adj}] {object} [record] {rest}`,
      `(${NEW}) [${A}] [{adj}] {object} [record]`,
      '(i need|we need|we have|i have|i got|we got|there is|got) (a|an|a new|another) {object} [for|called|named] {name} {rest}',
      '(i need|we need|we have|there is) (a new|another) {object} {rest}',
      '{object} : {name} {rest}',
    ],
    create,
  ),
  ...rules<BuildIntent>(
    [
      '(add|create|enter|register|save|put|make|get|log|set up|insert|record|put in) {head} (as|into|in as|down as|as being|in the system as) [a|an|my|our] [new] {object} {rest}',
      '(add|create|enter|register|save|put|make|get|log|set up|insert|record|put in) {head} (as|in as|down as) [a|an|my|our] [new] {object}',
      'add {head} (to|into|in) [my|the|our] {object} {rest}',
      'add {head} (to|into|in) [my|the|our] {object}',
    ],
    createNounLast,
  ),
  ...rules<BuildIntent>(
    [
      '[create|add|make|and] [the|with] [two|three|four|2|3|4|these|its] [new] (subordinate|child|sub|subsidiary|daughter|branch) {object} [called|named|:|under it|,] {names}',
      'create [two|three|four|2|3] (subordinate|child|sub|subsidiary) {object} (under|for|of) {target} [:|called|named|,] {names}',
    ],
    children,
  ),
  ...rules<BuildIntent>(
    [
      '[and] [list|add|put|set|make|register|enter|include|use] {head} (as|to be|down as) [the|a|our|my|their] [main|primary|new] (poc|contact|point of contact|contact person|main contact|key contact) [there|for them|for it|on it|for this account|for this company] [.|,] {rest}',
      '[and] [list|add|put|set|make|register|enter|include|use] {head} (as|to be|down as) [the|a|our|my|their] [main|primary|new] (poc|contact|point of contact|contact person|main contact|key contact) [there|for them|for it|for this account|for this company]',
      '[the|and the] [point of contact|poc|main contact|contact] (is|should be|will be) {head}',
    ],
    contactOf,
  ),
];
