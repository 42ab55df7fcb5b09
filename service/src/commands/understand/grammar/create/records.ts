import type { ObjectDescribe } from '../../../../salesforce/types.ts';
import type { Intent, Property } from '../../intents.ts';
import { numberAt } from '../../numbers.ts';
import { isPerson } from '../../persons.ts';
import { nameCost } from '../../name-cost.ts';
import { matchAll } from '../../pattern.ts';
import type { Captured, Captures } from '../../pattern.ts';
import { nearestValues, picklistsOf } from '../../picklists.ts';
import { propertiesAt } from '../../properties.ts';
import { endsWithValue } from '../../properties/matter.ts';
import { goesOn } from '../../properties/names.ts';
import type { Read, Rule } from '../../rules.ts';
import { rules } from '../../rules.ts';
import { accountField, fieldOf, hasField, nameFieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { ObjectPhrase } from '../../vocabulary.ts';
import type { BuildIntent } from '../types.ts';
import { inNewDeal } from '../links.ts';
import { intent } from '../types.ts';
import { FURTHER_CHILDREN } from './children.ts';
import { isTitled, nameAt, titleAt } from './names.ts';

/** Written through verbs of their own. */
const SPOKEN_OF_OTHERWISE = new Set(['Task', 'Event', 'User', 'OpportunityContactRole', 'CampaignMember']);

export const ADD =
  'create|add|adding|creating|type in|key in|put down|put me down|make|open|log|put in|set up|enter|register|start|new|build|record|insert|open up|add in|spin up|raise|file|submit|generate|put|capture|kick off|get|save|launch|plan';
export const A =
  'a|an|a new|an new|new|the|another|a brand new|me a|me a new|one|one more|the new|us a|us a new|up a|up a new|in a|in a new|my|our|a second|a third|an additional|yet another|a different|a fresh';
/** What is had, needed or wanted and is not there yet. */
export const HAVE =
  'i need|we need|we have|i have|i got|we got|there is|got|i want|i would like|we want|need|needed|i will need|we will need|i am going to need|have|we just got|i just got|here is|this is|get me|i get|we get|i have got|we have got|looking for';
export const CONTACT_PERSON =
  'poc|contact|point of contact|contact person|main contact|primary contact|key contact';
export const THERE =
  'there|for them|for it|on it|for this account|for this company|at the company|over there';

/** The objects that a noun can mean and that are created by name. */
export function described(s: Sentence, noun: ObjectPhrase): ObjectDescribe[] {
  return noun.objects
    .filter((name) => !SPOKEN_OF_OTHERWISE.has(name))
    .map((name) => s.vocabulary.objects.get(name))
    .filter((o) => o !== undefined);
}

export function cheapest<T>(reads: (Read<T> | undefined)[]): Read<T> | undefined {
  let best: Read<T> | undefined;
  for (const read of reads) if (read && (!best || read.cost < best.cost)) best = read;
  return best;
}

/** "a new contact" is one that does not exist yet, whatever else the words could mean. */
const INDEFINITE = -0.4;

/** "Put the case in working status": the one that is there, no new one. */
function isThatOne(s: Sentence, at: number): boolean {
  return (
    s.word(at - 1) === 'the' &&
    /^(put|open|save|get|log|start|submit|file|launch|capture)$/.test(s.word(at - 2))
  );
}

/** The object, then a name and whatever else is said. */
export const create: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  if ((noun.plural && !noun.either) || isThatOne(s, c.object!.from)) return undefined;
  const before = s.phrase(Math.max(0, c.object!.from - 5), c.object!.from);
  const base = /\b(a|an|new|another)\b/.test(before) ? INDEFINITE : 0.2;
  // "Raise lease Oakfield to 900": more of what is there.
  if (base > 0 && /\braise( the)?$/.test(before) && raisesTo(s, c.object!.to)) return undefined;
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

function raisesTo(s: Sentence, from: number): boolean {
  return s.tokens.some(
    (t, i) => i > from && /^(to|by)$/.test(t.word) && numberAt(s.tokens, i + 1) !== undefined,
  );
}

const IDLE_ADJECTIVES =
  /^(new|sales|company|business|support|customer|potential|marketing|prospective|parent|brand|inbound|fresh|corporate|another|quick|sample|big|small|test|product|service|second|additional)$/;

/** "a web-sourced lead", "a hot lead", "a 75k deal", "a high priority case": values of its fields, or nothing. */
function adjectivesAt(s: Sentence, at: Captured, o: ObjectDescribe): Read<Property[]> | undefined {
  let { from } = at;
  const { to } = at;
  while (from < to && IDLE_ADJECTIVES.test(s.word(from))) from++;
  if (from === to) return { value: [], cost: 0.1 };
  if (s.vocabulary.objectsAt(s.tokens, from).length > 0) return undefined;
  if (hangsOnParent(s, { from, to }, o)) return { value: [], cost: 0.1 };
  const value = picklistAdjective(s, from, to, o);
  if (value) return { value: [value], cost: 0.1 };
  const read = propertiesAt(s, from, to, o);
  return read?.value.every((p) => p.kind === 'field') ? { ...read, cost: read.cost + 0.1 } : undefined;
}

/** "A subsidiary account under Halcyon": how it stands to its parent, no value of its own. */
function hangsOnParent(s: Sentence, { from, to }: Captured, o: ObjectDescribe): boolean {
  return (
    hasField(o, 'ParentId') &&
    /^(subsidiary|child|daughter|sub|branch)$/.test(s.phrase(from, to)) &&
    s.tokens.slice(to).some((t) => /^(under|below|beneath|underneath|of|to|for|within|parent)$/.test(t.word))
  );
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

const TWO_COMPANIES = 0.6;
/** A dearer name is none of a company. */
const DEAREST_COMPANY = 2;

/** They tell why a case is opened. */
const REASON = /^(because|since|as|saying|that)$/;

type BuildRecord = (s: Sentence, c: Captures, o: ObjectDescribe) => Read<Intent[]> | undefined;

const named: BuildRecord = (s, c, o) => {
  const name = c.name && nameAt(s, c.name, o);
  const read = c.rest ? propertiesAt(s, c.rest.from, c.rest.to, o) : { value: [], cost: 0 };
  if (!read || (c.name && !name)) return undefined;
  const properties = [...read.value];
  // "For hooli, her name is Bridget Wells": what stands before is no name.
  const twice = name !== undefined && read.value.some(names) ? 1 : 0;
  let cost = read.cost + (name?.cost ?? 0) + twice;
  if (c.before) {
    const before = propertiesAt(s, c.before.from, c.before.to, o);
    if (!before) return undefined;
    properties.unshift(...before.value);
    cost += before.cost;
  }
  if (c.lead) {
    // "Priya Raman (Head of IT, Northgate Labs)": what stands in brackets is no name behind a comma.
    if (s.tokens.slice(c.lead.from, c.lead.to).filter((t) => /^[()]$/.test(t.text)).length % 2 === 1)
      return undefined;
    const lead = propertiesAt(s, c.lead.from, c.lead.to, o);
    if (c.name && REASON.test(s.word(c.name.from - 1)) && o.name !== 'Case') return undefined;
    // "Lead - Priya Raman - Northgate Labs": only a preposition puts the company first.
    const from = s.word(c.lead.from) === 'from';
    if (
      !lead?.value.some((p) => (p.kind === 'party' && p.preposition !== ',') || (from && p.kind === 'field'))
    )
      return undefined;
    if (isPerson(o) && s.word(c.lead.from) === 'in') return undefined;
    // "For Larkspur Foods: readers offline at the main gate": whose it is was said already.
    if (read.value.some((p) => p.kind === 'party')) cost += TWO_COMPANIES;
    properties.unshift(...lead.value);
    cost += lead.cost;
  }
  // "an opportunity for Coral Bay Resorts": the company, not the name.
  const company =
    name !== undefined &&
    !c.lead &&
    belongsTo(o) &&
    (s.word(c.name!.from - 1) === 'for' || fieldOf(o, nameFieldOf(o))?.createable === false);
  if (company && (nameCost(s, c.name!.from, c.name!.to) ?? DEAREST_COMPANY) >= DEAREST_COMPANY)
    return undefined;
  if (company && goesOn(s, c.name!.to)) return undefined;
  if (company) properties.push({ kind: 'party', preposition: 'for', text: name.text });
  return {
    value: [{ kind: 'create', object: o.name, properties, ...(name && !company ? { name: name.text } : {}) }],
    cost,
  };
};

function names(property: Property): boolean {
  return (
    property.kind === 'name' ||
    (property.kind === 'field' && property.assignment.fields.some((f) => /^(Last)?Name$/.test(f.field)))
  );
}

/** A record that stands below another: "a visit report for …". */
function belongsTo(o: ObjectDescribe): boolean {
  if (['Account', 'Contact', 'Lead', 'Campaign'].includes(o.name)) return false;
  return (
    accountField(o) !== undefined ||
    (o.custom && o.fields.some((f) => f.custom && f.type === 'reference' && f.createable))
  );
}

/** One line is one way to say what a new record is called and belongs to. */
const RECORD: Rule<BuildRecord>[] = rules<BuildRecord>(
  [
    '[record] [for|:|,|called|named|titled|-|–|—|is|with name|with the name|name|to track|, named|, called|about|regarding|with the subject|with subject|- \\(|as] {name} {rest}',
    '[record] [for|:|,|called|named|titled|-|–|—|is|with name|with the name|name|, called|, named|about|regarding|with the subject|with subject] {name}',
    '[record] for {name} in , {rest}',
    '[record] \\( {before:run} \\) [:|,|-|–|—|for] {name}',
    '[record] \\( {before:run} \\) [:|,|-|–|—|for] {name} {rest}',
    '[record|in] {rest}',
    '[record|in] {lead:run} (:|-|–|—|,|called|named|because|since|as|saying that|saying) {name} {rest}',
    '[record|in] {lead:run} (:|-|–|—|,|called|named|because|since|as|saying that|saying) {name}',
  ],
  named,
);

/** "A case for Larkspur Foods their cold room is warm": what it is about begins with whose or what. */
const toldBehind: BuildRecord = (s, c, o) => {
  const { from } = c.opening!;
  const lead = isTitled(o) ? propertiesAt(s, c.lead!.from, c.lead!.to, o) : undefined;
  const name = lead && titleAt(s, from, c.text!.to);
  if (!name || !lead.value.some((p) => p.kind === 'party') || endsWithValue(s, from, c.text!.to, o))
    return undefined;
  return {
    value: [{ kind: 'create', object: o.name, properties: lead.value, name: name.text }],
    cost: lead.cost + name.cost + 0.3,
  };
};

const TOLD_BEHIND: Rule<BuildRecord>[] = rules<BuildRecord>(
  ['[record|in] {lead:run} {opening:whose} {text}'],
  toldBehind,
);

function recordAt(s: Sentence, from: number, to: number, o: ObjectDescribe): Read<Intent[]> | undefined {
  if (from >= to) return intent({ kind: 'create', object: o.name, properties: [] }, 0);
  return cheapest(
    [...RECORD, ...TOLD_BEHIND].flatMap(({ pattern, build }) =>
      matchAll(pattern, s, from, to).map((captures) => build(s, captures, o)),
    ),
  );
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
    const role =
      /^(and|with|plus|including|,)$/.test(s.word(i)) &&
      s.tokens.slice(i + 2, i + 7).some((t) => t.word === 'as');
    if (nouns > 0 || role) found.push(i);
  }
  return found.slice(0, 6);
}

const another: BuildIntent = (s, c) => {
  // "… and the case came in by phone": more of what is made already.
  const { from, to } = c.object!;
  if (
    s.word(from - 1) === 'the' &&
    !MAKES.test(s.word(from - 2)) &&
    /^\p{Ll}/u.test(s.tokens[to]?.text ?? '')
  )
    return undefined;
  const read = create(s, c);
  return read && { value: read.value, cost: read.cost + 0.2 };
};

const MAKES = new RegExp(`^(${ADD})$`);

const THE = '[the|a|an|our|their|its|my] [main|primary|key|new|first]';

/** One line is one way to say who the contact person of a company is. */
export const CONTACT_PERSONS = [
  `[add|put|list|make|set|use|register|enter|include|record|note|with] {head} (as|to be|in as|down as) ${THE} (${CONTACT_PERSON}) [${THERE}] [.|,|;|-|–|—|and] {rest}`,
  `[add|put|list|make|set|use|register|enter|include|record|note|with] {head} (as|to be|in as|down as) ${THE} (${CONTACT_PERSON}) [${THERE}]`,
  `[add|put|list|make|set|use] [the|a|its|their|as] (main|primary|key|first) (${CONTACT_PERSON}) [:|is|named|called|,|as] {head}`,
  `${THE} (${CONTACT_PERSON}) [${THERE}] (is|should be|will be|shall be|being|:|=) {head}`,
];

/** "with Lena Vogt (CTO) as the main contact": a person of the company. */
export const contactOf: BuildIntent = (s, c) => {
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
  ...FURTHER_CHILDREN,
  ...rules<BuildIntent>(
    [
      `(and|with|plus|including|,|then|&|.) [and|then|also|with] [${ADD}] [${A}] [{adj}] {object} {body:rest}`,
      `(and|with|plus|including|,|then|&|.) [and|then|also|with] [${ADD}] [${A}] [{adj}] {object}`,
    ],
    another,
  ),
  ...rules<BuildIntent>(
    [
      '(and|with|plus|including|,|&|.) [and|with|plus|including] [also] {person} as [the|a|an|our|their|its] {role}',
    ],
    inNewDeal,
  ),
  ...rules<BuildIntent>(
    CONTACT_PERSONS.map(
      (phrase) => `(and|with|plus|including|,|then|&|.|-|–|—) [and|then|also] [please] ${phrase}`,
    ),
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
export function personAt(s: Sentence, c: Captures, o: ObjectDescribe): Read<Intent[]> | undefined {
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
