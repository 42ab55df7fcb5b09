import type { ObjectDescribe } from '../../../salesforce/types.ts';
import type { Intent, Property } from '../intents.ts';
import { holdsJob } from '../lexicon/jobs.ts';
import type { Captured } from '../pattern.ts';
import { propertiesAt } from '../properties.ts';
import type { Read } from '../rules.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import type { ObjectPhrase } from '../vocabulary.ts';
import { ASKED_FOR } from './create/asked-for.ts';
import { CASES_OF_PEOPLE } from './create/cases.ts';
import { CHILDREN } from './create/children.ts';
import { namesAt } from './create/names.ts';
import {
  A,
  ADD,
  CONTACT_PERSON,
  CONTACT_PERSONS,
  HAVE,
  THERE,
  cheapest,
  contactOf,
  create,
  described,
  personAt,
} from './create/records.ts';
import { LEADS_FROM_SOURCES } from './create/sources.ts';
import { isKnownRole } from './links.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** "Add Avery Robinson from Quant Labs as a new lead and …": the noun comes last. */
const nounLast: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  // "Add Mark Tennant to our contacts": among all of them.
  const among = /^(to|into|in|our|my|the)$/.test(s.word(c.object!.from - 1));
  return noun.plural && !noun.either && !among
    ? undefined
    : cheapest(described(s, noun).map((o) => personAt(s, c, o)));
};

/** "Ana from Halcyon called, create a lead": who came is a person or a company. */
const cameIn: BuildIntent = (s, c) => {
  const { objects } = c.object!.found as ObjectPhrase;
  return objects.some((name) => /^(Lead|Contact|Account)$/.test(name)) ? nounLast(s, c) : undefined;
};

/** "We met Calder Aerospace. Register the company as an account": its name was told before. */
const toldBefore: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  const o =
    noun.plural && !noun.either ? undefined : described(s, noun).find(({ name }) => name === 'Account');
  const after = o && (c.rest ? propertiesAt(s, c.rest.from, c.rest.to, o) : { value: [], cost: 0 });
  return (
    after && intent({ kind: 'create', object: o.name, properties: after.value, told: true }, 0.3 + after.cost)
  );
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

/** "Add Ben Ashworth to Tech Giants as Security Architect": a job makes somebody new of him. */
const withJob: BuildIntent = (s, c) => {
  const o = s.vocabulary.objects.get('Contact');
  const { from, to } = c.title!;
  if (/^(a|an|the)$/.test(s.word(from))) return undefined;
  // "As a technical buyer": a role in a deal.
  const plain =
    s.tokens
      .slice(from, to)
      .every((t) => t.kind === 'word' && !/^(and|make|her|him|it|then|or)$/.test(t.word)) &&
    !isKnownRole(s, c.title!);
  const read = o && plain && holdsJob(s.phrase(from, to)) ? personAt(s, c, o) : undefined;
  const party = !c.party
    ? { value: [{ kind: 'party', preposition: 'at', text: '' } satisfies Property], cost: 0.1 }
    : o && propertiesAt(s, c.party.from - 1, c.party.to, o);
  const first = read?.value[0];
  if (!party || first?.kind !== 'create') return undefined;
  first.properties.push(...party.value, { kind: 'title', text: s.text(from, to) });
  return { value: [first], cost: read!.cost + party.cost };
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

/** "Schedule a viewing": of the org's own objects; of meetings and to-dos others tell. */
const scheduled: BuildIntent = (s, c) => {
  const own = described(s, c.object!.found as ObjectPhrase).some((o) => o.custom);
  const read = own ? create(s, c) : undefined;
  const first = read?.value[0];
  return first?.kind === 'create' && s.vocabulary.objects.get(first.object)?.custom ? read : undefined;
};

/** "Hannah Boyd (Buyer) and Oliver Lang (Plant Director)": people with what is said of each in brackets. */
function peopleAt(
  s: Sentence,
  { from, to }: Captured,
  o: ObjectDescribe,
  party: Read<Property[]>,
): Read<Intent[]> | undefined {
  const people: Intent[] = [];
  let dearest = 0;
  let [start, open] = [from, 0];
  for (let i = from; i <= to; i++) {
    open += s.word(i) === '(' ? 1 : s.word(i) === ')' ? -1 : 0;
    if (i < to && (open > 0 || !/^(and|,|;|&)$/.test(s.word(i)))) continue;
    const read = i > start ? personAt(s, { head: { from: start, to: i } }, o) : undefined;
    const first = read?.value[0];
    if (i > start && first?.kind !== 'create') return undefined;
    if (first?.kind === 'create') {
      people.push({ ...first, properties: [...party.value, ...first.properties] });
      dearest = Math.max(dearest, read!.cost);
    }
    start = i + 1;
  }
  // "Hannah (Buyer) and Oliver (Director) to Green Foods": the company is of both.
  const placed = new Set(
    people.map((p) => p.kind === 'create' && p.properties.some((x) => x.kind === 'party')),
  );
  return people.length > 1 && open === 0 && placed.size === 1
    ? { value: people, cost: party.cost + dearest + 0.2 * people.length }
    : undefined;
}

/** Several records of one kind with the same company, or none. */
const several: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  // "An Ansprechpartner at …: Georg Pfaff, head of IT": one, whatever follows.
  if (!noun.plural || (noun.either && /^(a|an|another)$/.test(s.word(c.object!.from - 1)))) return undefined;
  return cheapest(
    described(s, noun).map((o) => {
      const names = namesAt(s, c.names!, o);
      const party = c.party ? propertiesAt(s, c.party.from - 1, c.party.to, o) : { value: [], cost: 0 };
      if (!party || party.value.some((p) => p.kind !== 'party')) return undefined;
      if (!names) return peopleAt(s, c.names!, o, party);
      if (names.value.length < 2) return undefined;
      return {
        value: names.value.map(
          (name): Intent => ({ kind: 'create', object: o.name, name, properties: party.value }),
        ),
        cost: 0.3 + names.cost + party.cost,
      };
    }),
  );
};

/** "Get Alder Foods set up. … Make Jo the point of contact": who has contacts is an account. */
const company: BuildIntent = (s, c) => {
  const o = s.vocabulary.objects.get('Account');
  const names = o && namesAt(s, c.names!, o);
  if (
    !o ||
    names?.value.length !== 1 ||
    !names.value[0]!.split(' ').every((w) => /^[\p{Lu}\d&(]|^(of|and|the)$/u.test(w))
  )
    return undefined;
  const { to } = c.names!;
  const asked = s.tokens
    .slice(to)
    .some((t) => /^(poc|contact|company|account|customer|client)$/.test(t.word));
  return asked
    ? intent({ kind: 'create', object: o.name, name: names.value[0]!, properties: [] }, 0.3 + names.cost)
    : undefined;
};

/** Whether an account is made before: only there "make Jo the contact" is about a new person. */
function makesCompany(s: Sentence, to: number): boolean {
  return /\b(create|open|set up|add|register|new|get|start|build|make|onboard)\b.*\b(account|company|customer|client|set up|crm|created|added)\b/.test(
    s.phrase(0, to),
  );
}

const TOLD_COMPANY =
  'the company|this company|that company|the firm|this firm|the business|the organization|the organisation|the customer|this customer|the prospect|the client|them|it';

const OCCASION =
  '(at|during|from) (the|a|an|our|today) [trade|industry|networking|annual] (show|trade show|conference|event|summit|booth|fair|meeting|dinner|webinar|expo|party|airport|office)|today|yesterday|this morning|last week|earlier|earlier today|last night|this afternoon';

/** How somebody came to be known. */
const CAME =
  '[just] (called|called in|called us|emailed|emailed us|wrote|wrote in|phoned|rang|contacted us|got in touch|reached out|signed up|filled out our [web|contact] form|filled in our [web|contact] form|came by|came by our booth|stopped by|stopped by our booth|visited our booth|is interested|wants to buy|wants a demo|asked for a quote|asked for a demo) [today|this morning|yesterday|just now]';

/** One line is one phrasing. */
export const CREATES: ClauseRule[] = [
  ...rules<BuildIntent>(
    [`(schedule|book|arrange|plan|request|order) (${A}) [{adj}] {object} {body:rest}`],
    scheduled,
  ),
  ...rules<BuildIntent>(
    [
      `(${ADD}) [${A}] [{adj}] {object} {body:rest}`,
      `(${ADD}) [${A}] [{adj}] {object}`,
      `(${HAVE}) (a|an|a new|another|one more) [{adj}] {object} {body:rest}`,
      `(${HAVE}) (a|an|a new|another|one more) [{adj}] {object} (for you|to (add|enter|create|log|register|put in|file|set up|record|open|raise)|opened|created|added|logged|set up|raised|registered|entered|filed|made) {body:rest}`,
      `(get|put|bring) (${A}) [{adj}] {object} (in|into) [the|our|my] (system|crm|salesforce|database|books|pipeline) {body:rest}`,
      '{object} : {body:rest}',
      '[a|the|new] {object} {body:run} (-|–|—|,|.|:|;) (create|add|set up|open|log|enter|save|make) (it|that|this|them|one|this one|her|him)',
      '[a|an|new] [new] {object} {body:run} (-|–|—|,|.|:|;) (create|add|set up|enter|save)',
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
      `{head} [${CAME}] (:|-|–|—|.|,|;|and|so) [please|can you|could you] (add|create|make|put|save|enter|register|set|capture|get|log|record) (him|her|them|it|this|that) [in|up] (as|to|in) [a|an|my|our|the] [new] [{adj}] {object} [{rest}]`,
      `{head} [${CAME}] (:|-|–|—|.|,|;|and|so) [please|can you|could you] (${ADD}) [a|an] [new] [{adj}] {object} (for|from|out of|of) (him|her|them|it|this|that) [{rest}]`,
      `{head} (${CAME}) (:|-|–|—|.|,|;|and|so) [please|can you|could you] (${ADD}) [a|an] [new] [{adj}] {object} [{rest}]`,
    ],
    cameIn,
  ),
  ...rules<BuildIntent>(
    [
      '(there is|we have|they have|i met|meet) [a|an|the|our] [new] {title} (at|for|from|of) {party:name} (:|,|-|–|—) {head} (.|,|;|-) [please|can you] (add|make|create|put|save|enter|register) (him|her|them) [in|up] [as] [a|an] [new] {object}',
    ],
    introduced,
  ),
  ...rules<BuildIntent>(
    [
      `(add|create|enter|register|save|put|make|get|log|set up|insert|record|capture|file|list|open|bring) [${TOLD_COMPANY}] [in|up] (as|in as|down as|up as|into the system as) [a|an|our] [new] {object} [{rest}]`,
      `(create|add|set up|open|register) [a|an|the] [new] {object} for (${TOLD_COMPANY}) [{rest}]`,
    ],
    toldBefore,
  ),
  ...rules<BuildIntent>(['(add|put|enter|register) {head} (to|at|for|on|under) {party:name}'], personOf),
  ...rules<BuildIntent>(
    [
      '(add|put|enter|register) {head} (to|at|for|on|under) {party:name} as [a|an|the|our|their] [new] {title} [, {rest}]',
      '(add|put|enter|register) {head} there as [a|an|the|our|their] [new] {title} [, {rest}]',
    ],
    withJob,
  ),
  ...rules<BuildIntent>(
    [
      `(${ADD}) [these|the following] [two|three|four|five|six|2|3|4|5|6|both] [new] [separate|distinct|different|independent|individual] (parent|top level|head|holding|main|separate|standalone) {object} [:|called|named|,|-] {names:run}`,
      `(${ADD}) [these|the following|two|three|four|five|six|2|3|4|5|6|some|new] [two|three|four|five|six|2|3|4|5|6|following|new] [new] {object} [for (these|the following|the) [two|three|four|five|2|3|4|5] (companies|people|customers|accounts|names)] [:|for|called|named|,|-] {names:run}`,
      `(${ADD}) [these|the following|two|three|four|five|six|2|3|4|5|6|some|new] [two|three|four|five|six|2|3|4|5|6|following|new] [new] {object} (at|for|under|with|to|from|of) {party:name} [:|called|named|,|-] {names:run}`,
      '[new] {object} to (add|create|enter|register|set up|open) [:|-|–|—] {names:run}',
      '(two|three|four|five|2|3|4|5) new {object} [:|-|–|—] {names:run}',
      '(two|three|four|five|2|3|4|5) [new] {object} (at|for|under|with|to|from|of) {party:name} [:|called|named|,|-] {names:run}',
      `(${ADD}) [these|the following|two|three|four|five|six|2|3|4|5|6|some|new] [two|three|four|five|six|2|3|4|5|6|following|new] [new] {object} [:|called|named|,|-] {names:run} (at|for|under|with|to|from|of) {party:name}`,
      '(add|create|enter|register|save|put|log|set up) {names:run} as [new] {object} (at|for|under|to|from|of) {party:name}',
      '(add|create|enter|register|save|put|log|set up) {names:run} as [new] {object}',
    ],
    several,
  ),
  ...ASKED_FOR,
  ...CASES_OF_PEOPLE,
  ...CHILDREN,
  ...LEADS_FROM_SOURCES,
  ...rules<BuildIntent>(
    CONTACT_PERSONS.map((phrase) => `[and] ${phrase}`),
    contactOf,
  ),
  ...rules<BuildIntent>(
    [
      `(make|name|appoint) {head} ${'[the|our|their|its] [main|primary|key]'} (${CONTACT_PERSON}) [${THERE}] [.|,|;|-|–|—|and] {rest}`,
      `(make|name|appoint) {head} ${'[the|our|their|its] [main|primary|key]'} (${CONTACT_PERSON}) [${THERE}]`,
    ],
    (s, c) => (makesCompany(s, c.head!.from) ? contactOf(s, c) : undefined),
  ),
  ...rules<BuildIntent>(
    [
      '(get|have|bring) {names:run} (set up|added|created|registered|entered|onboarded|on board|into the system) [as [a|an|our] [new] (customer|client|company|prospect|account)]',
    ],
    company,
  ),
];
