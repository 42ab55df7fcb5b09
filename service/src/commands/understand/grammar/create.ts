import type { ObjectDescribe } from '../../../salesforce/types.ts';
import { saysMore } from '../free-text.ts';
import type { Intent, Property } from '../intents.ts';
import { FUNCTION_WORDS } from '../lexicon/function-words.ts';
import { matchAll } from '../pattern.ts';
import type { Captured, Captures } from '../pattern.ts';
import { nearestValues, picklistsOf } from '../picklists.ts';
import { propertiesAt } from '../properties.ts';
import type { Read, Rule } from '../rules.ts';
import { rules } from '../rules.ts';
import { accountField } from '../schema.ts';
import type { Sentence } from '../sentence.ts';
import { nameCost } from '../name-cost.ts';
import { targetAt } from '../target.ts';
import type { ObjectPhrase } from '../vocabulary.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** Written through verbs of their own. */
const SPOKEN_OF_OTHERWISE = new Set(['Task', 'Event', 'User', 'OpportunityContactRole', 'CampaignMember']);

const ADD =
  'create|add|make|open|log|put in|set up|enter|register|start|new|build|record|insert|open up|add in|spin up|raise|file|submit|generate|put|capture|kick off|get|save|launch';
const A =
  'a|an|a new|an new|new|the|another|a brand new|me a|me a new|one|one more|the new|us a|us a new|up a|up a new|in a|in a new|my|our|a second|a third|an additional|yet another|a different|a fresh';
const CONTACT_PERSON = 'poc|contact|point of contact|contact person';
const THERE = 'there|for them|for it|on it|for this account|for this company|at the company|over there';

/** The objects that a noun can mean and that are created by name. */
function described(s: Sentence, noun: ObjectPhrase): ObjectDescribe[] {
  return noun.objects
    .filter((name) => !SPOKEN_OF_OTHERWISE.has(name))
    .map((name) => s.vocabulary.objects.get(name))
    .filter((o) => o !== undefined);
}

function cheapest<T>(reads: (Read<T> | undefined)[]): Read<T> | undefined {
  let best: Read<T> | undefined;
  for (const read of reads) if (read && (!best || read.cost < best.cost)) best = read;
  return best;
}

/** "a new contact" is one that does not exist yet, whatever else the words could mean. */
const INDEFINITE = -0.4;

/** The object, then a name and whatever else is said. */
const create: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  if (noun.plural) return undefined;
  const before = s.phrase(Math.max(0, c.object!.from - 5), c.object!.from);
  const base = /\b(a|an|new|another)\b/.test(before) ? INDEFINITE : 0.2;
  return cheapest(
    described(s, noun).map((o) => {
      const adjectives = c.adj ? adjectivesAt(s, c.adj, o) : { value: [], cost: 0 };
      const made = adjectives && bodyAt(s, c.body ?? { from: 0, to: 0 }, o);
      const first = made?.value[0];
      if (!adjectives || !made || first?.kind !== 'create') return undefined;
      const whole = { ...first, properties: [...adjectives.value, ...first.properties] };
      return {
        value: [whole, ...made.value.slice(1)],
        cost: Math.max(0, base + adjectives.cost + made.cost),
      };
    }),
  );
};

const IDLE_ADJECTIVES =
  /^(new|sales|company|business|support|customer|potential|marketing|prospective|brand|inbound|fresh|corporate|another|quick|sample|big|small|test|product|service|second|additional)$/;

/** "a web-sourced lead", "a hot lead", "a 75k deal", "a high priority case": values of its fields, or nothing. */
function adjectivesAt(s: Sentence, at: Captured, o: ObjectDescribe): Read<Property[]> | undefined {
  let { from } = at;
  const { to } = at;
  while (from < to && IDLE_ADJECTIVES.test(s.word(from))) from++;
  if (from === to) return { value: [], cost: 0.1 };
  if (s.vocabulary.objectsAt(s.tokens, from).length > 0) return undefined;
  const value = picklistAdjective(s, from, to, o);
  if (value) return { value: [value], cost: 0.1 };
  const read = propertiesAt(s, from, to, o);
  return read?.value.every((p) => p.kind === 'field') ? { ...read, cost: read.cost + 0.1 } : undefined;
}

/** "a webinar campaign": a value of any of the picklists. */
function picklistAdjective(s: Sentence, from: number, to: number, o: ObjectDescribe): Property | undefined {
  for (const field of picklistsOf(o)) {
    const near = nearestValues(field, s.text(from, to), s.vocabulary.synonyms);
    if (near.length === 1 && near[0]!.closeness <= 2)
      return {
        kind: 'field',
        assignment: {
          fields: [{ object: o.name, field: field.name }],
          fieldText: field.label,
          value: s.said(from, to),
        },
      };
  }
  return undefined;
}

/** What follows the noun: the record itself, and perhaps records that belong to it. */
function bodyAt(s: Sentence, { from, to }: Captured, o: ObjectDescribe): Read<Intent[]> | undefined {
  return s.once(`create:${o.name}:${from}:${to}`, () =>
    cheapest(
      [to, ...furtherAt(s, from, to)].map((cut) => {
        const own = recordAt(s, from, cut, o);
        const further = own && (cut < to ? furtherRecords(s, cut, to) : { value: [], cost: 0 });
        return own && further
          ? { value: [...own.value, ...further.value], cost: own.cost + further.cost }
          : undefined;
      }),
    ),
  );
}

type BuildRecord = (s: Sentence, c: Captures, o: ObjectDescribe) => Read<Intent[]> | undefined;

const named: BuildRecord = (s, c, o) => {
  const name = c.name && nameAt(s, c.name, o);
  const read = c.rest ? propertiesAt(s, c.rest.from, c.rest.to, o) : { value: [], cost: 0 };
  if (!read || (c.name && !name)) return undefined;
  const properties = [...read.value];
  let cost = read.cost + (name?.cost ?? 0);
  if (c.lead) {
    const lead = propertiesAt(s, c.lead.from, c.lead.to, o);
    if (!lead?.value.some((p) => p.kind === 'party')) return undefined;
    properties.unshift(...lead.value);
    cost += lead.cost;
  }
  // "an opportunity for Coral Bay Resorts": the company, not the name.
  const company = name !== undefined && !c.lead && s.word(c.name!.from - 1) === 'for' && belongsToAccount(o);
  if (company) properties.push({ kind: 'party', preposition: 'for', text: name.text });
  return {
    value: [{ kind: 'create', object: o.name, properties, ...(name && !company ? { name: name.text } : {}) }],
    cost,
  };
};

function belongsToAccount(o: ObjectDescribe): boolean {
  return !['Account', 'Contact', 'Lead', 'Campaign'].includes(o.name) && accountField(o) !== undefined;
}

/** One line is one way to say what a new record is called and belongs to. */
const RECORD: Rule<BuildRecord>[] = rules<BuildRecord>(
  [
    '[record] [for|:|,|called|named|titled|-|with name|with the name|name|to track|, named|, called|about|regarding|with the subject|with subject|- \\(|as] {name} {rest}',
    '[record] [for|:|,|called|named|titled|-|with name|with the name|name|, called|, named|about|regarding|with the subject|with subject] {name}',
    '[record|in] {rest}',
    '[record|in] {lead:run} (:|-|–|—|,|called|named) {name} {rest}',
    '[record|in] {lead:run} (:|-|–|—|,|called|named) {name}',
  ],
  named,
);

function recordAt(s: Sentence, from: number, to: number, o: ObjectDescribe): Read<Intent[]> | undefined {
  if (from >= to) return intent({ kind: 'create', object: o.name, properties: [] }, 0);
  return cheapest(
    RECORD.flatMap(({ pattern, build }) =>
      matchAll(pattern, s, from, to).map((captures) => build(s, captures, o)),
    ),
  );
}

/** A name for a new record is written as said, so it may hold nothing else. A case is named by any few words. */
function nameAt(
  s: Sentence,
  { from: start, to }: Captured,
  o: ObjectDescribe,
): { text: string; cost: number } | undefined {
  let from = start;
  while (from < to - 1 && /^(the|a|an|mr|mrs|ms|dr|:|-)$/.test(s.word(from))) from++;
  if (to - from === 1 && s.tokens[from]!.kind === 'quote') return { text: s.text(from, to), cost: 0.05 };
  if (saysMore(s, from, to, o)) return isTitled(o) ? titleAt(s, from, to) : undefined;
  if (FUNCTION_WORDS.has(s.word(from))) return undefined;
  const cost = nameCost(s, from, to);
  const noun = s.vocabulary.objectsAt(s.tokens, from).some((n) => n.end < to) ? 0.8 : 0;
  if (cost !== undefined && cost < 2) return { text: s.text(from, to), cost: cost + noun };
  return isTitled(o) ? titleAt(s, from, to) : undefined;
}

function isTitled(o: ObjectDescribe): boolean {
  return o.name === 'Case';
}

function titleAt(s: Sentence, from: number, to: number): { text: string; cost: number } | undefined {
  if (to - from > 14 || s.tokens.slice(from, to).some((t) => /^[,;:]$/.test(t.text) || t.kind === 'quote'))
    return undefined;
  return { text: s.text(from, to), cost: 0.6 + 0.08 * (to - from) };
}

const FURTHER = /^(and|with|plus|including|,|then|&|\.)$/;

/** Where a further record may begin inside a command that creates one: "… and a contact Noor Haddad". */
function furtherAt(s: Sentence, from: number, to: number): number[] {
  const found: number[] = [];
  for (let i = from + 1; i < to - 1; i++) {
    if (!FURTHER.test(s.word(i)) || FURTHER.test(s.word(i - 1))) continue;
    let nouns = 0;
    for (let at = i + 1; at < Math.min(to, i + 11); at++)
      nouns += s.vocabulary.objectsAt(s.tokens, at).filter((n) => described(s, n).length > 0).length;
    if (nouns > 0) found.push(i);
  }
  return found.slice(0, 6);
}

const another: BuildIntent = (s, c) => {
  const read = create(s, c);
  return read && { value: read.value, cost: read.cost + 0.2 };
};

/** "with Lena Vogt (CTO) as the main contact": a person of the company. */
const contactOf: BuildIntent = (s, c) => {
  const o = s.vocabulary.objects.get('Contact');
  const read = o && personAt(s, c, o);
  if (!read) return undefined;
  const first = read.value[0]!;
  if (first.kind === 'create')
    first.properties.push({ kind: 'party', preposition: 'at', text: '', object: 'Account' });
  return { value: read.value, cost: read.cost + 0.1 };
};

/** One line is one way to go on with another record. */
const FURTHER_RECORD: Rule<BuildIntent>[] = [
  ...rules<BuildIntent>(
    [
      `(and|with|plus|including|,|then|&|.) [and|then|also|with] [${ADD}] [${A}] [{adj}] {object} {body:rest}`,
      `(and|with|plus|including|,|then|&|.) [and|then|also|with] [${ADD}] [${A}] [{adj}] {object}`,
    ],
    another,
  ),
  ...rules<BuildIntent>(
    [
      `(and|with|plus|including|,|then|&|.) [and|then|also] [add|put|list|make|set|use] {head} (as|to be|in as|down as) [the|a|an|our|their|its] [main|primary|key|new|first] (${CONTACT_PERSON}) [${THERE}] [.|,] {rest}`,
      `(and|with|plus|including|,|then|&|.) [and|then|also] [add|put|list|make|set|use] {head} (as|to be|in as|down as) [the|a|an|our|their|its] [main|primary|key|new|first] (${CONTACT_PERSON}) [${THERE}]`,
    ],
    contactOf,
  ),
];

function furtherRecords(s: Sentence, from: number, to: number): Read<Intent[]> | undefined {
  return s.once(`further:${from}:${to}`, () =>
    cheapest(
      [to, ...furtherAt(s, from, to)].map((cut) => {
        const first = cheapest(
          FURTHER_RECORD.flatMap(({ pattern, build }) =>
            matchAll(pattern, s, from, cut).map((captures) => build(s, captures)),
          ),
        );
        const next = first && (cut < to ? furtherRecords(s, cut, to) : { value: [], cost: 0 });
        return first && next
          ? { value: [...first.value, ...next.value], cost: first.cost + next.cost }
          : undefined;
      }),
    ),
  );
}

/** A name with what is said about it, then perhaps more: "Avery Robinson from Quant Labs". */
function personAt(s: Sentence, c: Captures, o: ObjectDescribe): Read<Intent[]> | undefined {
  const { from, to } = c.head!;
  const after = c.rest ? propertiesAt(s, c.rest.from, c.rest.to, o) : { value: [], cost: 0 };
  if (!after) return undefined;
  const adjectives = c.adj ? adjectivesAt(s, c.adj, o) : { value: [], cost: 0 };
  if (!adjectives) return undefined;
  const reads: Read<Intent[]>[] = [];
  for (let end = from + 1; end <= Math.min(to, from + 6); end++) {
    const name = nameAt(s, { from, to: end }, o);
    const before = name && propertiesAt(s, end, to, o);
    if (before)
      reads.push(
        intent(
          {
            kind: 'create',
            object: o.name,
            name: name.text,
            properties: [...adjectives.value, ...before.value, ...after.value],
          },
          0.2 + name.cost + before.cost + after.cost + adjectives.cost,
        ),
      );
  }
  return cheapest(reads);
}

/** "Add Avery Robinson from Quant Labs as a new lead and …": the noun comes last. */
const nounLast: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  return noun.plural ? undefined : cheapest(described(s, noun).map((o) => personAt(s, c, o)));
};

/** "Add Lena Vogt (CFO) to Coral Bay Resorts": who is said more of than a name is new there. */
const personOf: BuildIntent = (s, c) => {
  const o = s.vocabulary.objects.get('Contact');
  const read = o && personAt(s, c, o);
  const party = o && propertiesAt(s, c.party!.from - 1, c.party!.to, o);
  const first = read?.value[0];
  if (
    !party ||
    first?.kind !== 'create' ||
    !first.properties.some((p) => p.kind === 'title' || p.kind === 'field')
  )
    return undefined;
  first.properties.push(...party.value);
  return { value: [first], cost: read!.cost + party.cost + 0.3 };
};

/** "There's a new purchasing manager at Tidewater: Bea Halloran. Add her as a contact." */
const introduced: BuildIntent = (s, c) =>
  cheapest(
    described(s, c.object!.found as ObjectPhrase).map((o) => {
      const read = personAt(s, c, o);
      const party = propertiesAt(s, c.party!.from - 1, c.party!.to, o);
      const first = read?.value[0];
      if (!party || first?.kind !== 'create') return undefined;
      first.properties.push(...party.value, { kind: 'title', text: s.text(c.title!.from, c.title!.to) });
      return { value: [first], cost: read!.cost + party.cost };
    }),
  );

/** The names of a list, "Alder Bikes, Mossgate Labs and Pike Lane Foods"; undefined when a part is more than a name. */
function namesAt(s: Sentence, { from, to }: Captured, o: ObjectDescribe): Read<string[]> | undefined {
  const names: string[] = [];
  let cost = 0;
  let start = from;
  for (let i = start; i <= to; i++) {
    if (i < to && !/^(and|,|&|\.|;|plus)$/.test(s.word(i))) continue;
    if (i > start) {
      const name = nameAt(s, { from: start, to: i }, o);
      if (!name) return undefined;
      names.push(name.text);
      cost += 0.2;
    }
    start = i + 1;
  }
  return names.length > 0 ? { value: names, cost } : undefined;
}

/** Several records of one kind with the same company, or none. */
const several: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  if (!noun.plural) return undefined;
  return cheapest(
    described(s, noun).map((o) => {
      const names = namesAt(s, c.names!, o);
      const party = c.party ? propertiesAt(s, c.party.from - 1, c.party.to, o) : { value: [], cost: 0 };
      if (!names || !party || names.value.length < 2 || party.value.some((p) => p.kind !== 'party'))
        return undefined;
      return {
        value: names.value.map(
          (name): Intent => ({ kind: 'create', object: o.name, name, properties: party.value }),
        ),
        cost: 0.3 + names.cost + party.cost,
      };
    }),
  );
};

/** Accounts below another: "two subordinate accounts: A and B", "a subsidiary of A called B". */
const children: BuildIntent = (s, c) => {
  const noun = c.object?.found as ObjectPhrase | undefined;
  const o = (noun?.objects ?? ['Account'])
    .map((name) => s.vocabulary.objects.get(name))
    .find((object) => object?.fields.some((f) => f.name === 'ParentId'));
  const names = o && namesAt(s, c.names!, o);
  const parent = c.target ? targetAt(s, c.target.from, c.target.to) : undefined;
  if (!o || !names || (c.target && !parent)) return undefined;
  const text = parent ? (parent.value.names.at(-1) ?? parent.value.text) : '';
  return {
    value: names.value.map(
      (name): Intent => ({
        kind: 'create',
        object: o.name,
        name,
        properties: [{ kind: 'party', preposition: 'under', text, object: o.name }],
      }),
    ),
    cost: 0.2 + names.cost + (parent?.cost ?? 0),
  };
};

const SUBORDINATE = 'subordinate|child|sub|subsidiary|daughter|branch';
const OCCASION =
  '(at|during|from) (the|a|an|our|today) [trade|industry|networking|annual] (show|trade show|conference|event|summit|booth|fair|meeting|dinner|webinar|expo|party|airport|office)|today|yesterday|this morning|last week|earlier|earlier today|last night|this afternoon';

/** One line is one phrasing. */
export const CREATES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${ADD}) [${A}] [{adj}] {object} {body:rest}`,
      `(${ADD}) [${A}] [{adj}] {object}`,
      '(i need|we need|we have|i have|i got|we got|there is|got|i want|i would like|we want) (a|an|a new|another|one more) [{adj}] {object} {body:rest}',
      '{object} : {body:rest}',
      '[a|the|new] {object} {body:run} (-|–|—|,|.|:|;) (create|add|set up|open|log|enter|save|make) (it|that|this|them|one|this one|her|him)',
    ],
    create,
  ),
  ...rules<BuildIntent>(
    [
      '(add|create|enter|register|save|put|make|get|log|set up|insert|record|put in|capture|file|list|store) {head} (as|into|in as|down as|as being|in the system as|up as) [a|an|my|our|the] [new] [{adj}] {object} {rest}',
      '(add|create|enter|register|save|put|make|get|log|set up|insert|record|put in|capture|file|list|store) {head} (as|in as|down as|up as) [a|an|my|our|the] [new] [{adj}] {object}',
      'add {head} (to|into|in) [my|the|our] {object} {rest}',
      'add {head} (to|into|in) [my|the|our] {object}',
      '{head} is (a new|our new|a brand new|another new|one of our new) {object} {rest}',
      `(i|we) [just|have|have just] (met|met with|spoke with|spoke to|talked to|talked with|ran into|bumped into|connected with|got to know|had a call with|had a chat with) [a|an|this] [new|potential] [prospect|customer|lead|contact|guy|person|lady] [today] [,|called|named] {head} [${OCCASION}] (.|,|;|-|and) [and] [please|can you|could you|help me] (add|make|create|put|save|enter|register|set|open|capture) (him|her|them|it) [in|up] [as] [a|an] [new] {object} [for (him|her|them)] {rest}`,
      `(i|we) [just|have|have just] (met|met with|spoke with|spoke to|talked to|talked with|ran into|bumped into|connected with|got to know|had a call with|had a chat with) [a|an|this] [new|potential] [prospect|customer|lead|contact|guy|person|lady] [today] [,|called|named] {head} [${OCCASION}] (.|,|;|-|and) [and] [please|can you|could you|help me] (add|make|create|put|save|enter|register|set|open|capture) (him|her|them|it) [in|up] [as] [a|an] [new] {object} [for (him|her|them)]`,
      `(i|we) [just|have|have just] (met|met with|spoke with|spoke to|talked to|talked with|ran into|bumped into|connected with|got to know) [a|an|this] [new|potential] [prospect|customer|lead|contact|guy|person|lady] [today] [,|called|named] {head} [${OCCASION}] (.|,|;|-|and) [and] [please|can you|could you|help me] (add|create|open|enter|log|make) [a|an] [new] {object} [for (him|her|them)]`,
    ],
    nounLast,
  ),
  ...rules<BuildIntent>(
    [
      '(there is|we have|they have|i met|meet) [a|an|the|our] [new] {title} (at|for|from|of) {party:name} (:|,|-|–|—) {head} (.|,|;|-) [please|can you] (add|make|create|put|save|enter|register) (him|her|them) [in|up] [as] [a|an] [new] {object}',
    ],
    introduced,
  ),
  ...rules<BuildIntent>(['(add|put|enter|register) {head} (to|at|for|on|under) {party:name}'], personOf),
  ...rules<BuildIntent>(
    [
      `(${ADD}) [these|the following|two|three|four|five|six|2|3|4|5|6|some|new] [two|three|four|five|six|2|3|4|5|6|following|new] [new] {object} [for (these|the following|the) [two|three|four|five|2|3|4|5] (companies|people|customers|accounts|names)] [:|for|called|named|,|-] {names:run}`,
      `(${ADD}) [these|the following|two|three|four|five|six|2|3|4|5|6|some|new] [two|three|four|five|six|2|3|4|5|6|following|new] [new] {object} (at|for|under|with|to|from|of) {party:name} [:|called|named|,|-] {names:run}`,
      `(${ADD}) [these|the following|two|three|four|five|six|2|3|4|5|6|some|new] [two|three|four|five|six|2|3|4|5|6|following|new] [new] {object} [:|called|named|,|-] {names:run} (at|for|under|with|to|from|of) {party:name}`,
      '(add|create|enter|register|save|put|log|set up) {names:run} as [new] {object} (at|for|under|to|from|of) {party:name}',
      '(add|create|enter|register|save|put|log|set up) {names:run} as [new] {object}',
    ],
    several,
  ),
  ...rules<BuildIntent>(
    [
      `[create|add|make|and] [the|with] [two|three|four|2|3|4|these|its] [new] (${SUBORDINATE}) {object} [called|named|:|under it|,] {names:run}`,
      `(create|add|make|open|set up|new) [a|an|two|three|four|2|3|4] [new] (${SUBORDINATE}) {object} (under|for|of) {target} (:|called|named|,) {names:run}`,
      `(create|add|make|open|set up|new) [a|an] [new] (${SUBORDINATE}) (under|for|of) {target} (:|called|named|,) {names:run}`,
      `(create|add|make|open|set up|new) {names:run} as [a|an] [new] (${SUBORDINATE}) [{object}] (under|for|of) {target}`,
    ],
    children,
  ),
  ...rules<BuildIntent>(
    [
      `[and] [list|add|put|set|make|register|enter|include|use] {head} (as|to be|down as) [the|a|our|my|their] [main|primary|key|new] (${CONTACT_PERSON}) [${THERE}] [.|,] {rest}`,
      `[and] [list|add|put|set|make|register|enter|include|use] {head} (as|to be|down as) [the|a|our|my|their] [main|primary|key|new] (${CONTACT_PERSON}) [${THERE}]`,
      `[the|and the] (${CONTACT_PERSON}|main contact) (is|should be|will be) {head}`,
    ],
    contactOf,
  ),
];
