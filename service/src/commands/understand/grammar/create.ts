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
import { nameCost, targetAt } from '../target.ts';
import type { ObjectPhrase } from '../vocabulary.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';
import { targetOf } from './update.ts';

const ACTIVITIES = new Set(['Task', 'Event', 'User', 'OpportunityContactRole', 'CampaignMember']);

/** The object, then a name and whatever else is said. */
const create: BuildIntent = (s, c) => {
  const noun = c.object!.found as ObjectPhrase;
  if (noun.plural && !c.plural) return undefined;
  let best: Read<Intent[]> | undefined;
  for (const object of noun.objects) {
    if (ACTIVITIES.has(object)) continue;
    const describe = s.vocabulary.objects.get(object);
    if (!describe?.createable) continue;
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
    if (!describe?.createable) continue;
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

const role: BuildIntent = (s, c) => {
  const person = targetAt(s, c.person!.from, c.person!.to);
  const deal = c.target ? targetAt(s, c.target.from, c.target.to) : targetOf(s, c);
  if (!person || !deal || person.cost > 3 || person.value.kind === 'set') return undefined;
  const { from, to } = c.role ?? { from: 0, to: 0 };
  const primary = /\bprimary\b/.test(s.phrase(from, to)) || c.primary !== undefined;
  const said = c.role ? s.said(from, to) : undefined;
  const field = s.vocabulary.objects.get('OpportunityContactRole')?.fields.find((f) => f.name === 'Role');
  let fits = said === undefined || primary ? 0.05 : 1.5;
  if (said && field) {
    const text = said.phrase.replace(/\b(primary|contact|role|main)\b/g, '').trim();
    if (
      text !== '' &&
      field.picklistValues.some(
        (v) =>
          v.active &&
          v.value
            .toLowerCase()
            .replace(/[^a-z]+/g, ' ')
            .trim()
            .includes(text),
      )
    )
      fits = 0.05;
    if (/^(champion|exec sponsor|sponsor|decision maker|dm)$/.test(text)) fits = 0.05;
  }
  return intent(
    {
      kind: 'role',
      person: person.value,
      deal: deal.value,
      ...(said ? { role: said } : {}),
      ...(primary ? { primary: true } : {}),
    },
    0.15 + fits + person.cost + deal.cost,
  );
};

const member: BuildIntent = (s, c) => {
  const people = targetAt(s, c.people!.from, c.people!.to);
  const campaign = targetAt(s, c.campaign!.from, c.campaign!.to);
  if (!people || !campaign || people.cost > 3.5) return undefined;
  const target = { ...campaign.value, objects: ['Campaign'] };
  return intent(
    {
      kind: 'member',
      people: people.value,
      campaign: target,
      ...(c.status ? { status: s.said(c.status.from, c.status.to) } : {}),
    },
    0.1 + people.cost + campaign.cost,
  );
};

const convert: BuildIntent = (s, c) => {
  const target = c.target ? targetAt(s, c.target.from, c.target.to) : targetOf(s, c);
  if (!target) return undefined;
  const made: Intent & { kind: 'convert' } = {
    kind: 'convert',
    target: { ...target.value, objects: ['Lead'] },
  };
  let cost = 0.15 + target.cost;
  if (c.rest) {
    const details = conversion(s, c.rest.from, c.rest.to, made);
    if (details === undefined) return undefined;
    cost += details;
  }
  return intent(made, cost);
};

const CONVERSION: [
  RegExp,
  (m: RegExpExecArray, made: Intent & { kind: 'convert' }, take: (n: number) => string) => void,
][] = [
  [
    /^(?:(?:with|there is|we need|i need)? ?(?:no|without(?: an| a| any)?|do not create(?: an| a| any)?|not create(?: an| a| any)?|skip(?: the| creating an)?|but no|without creating(?: an| a)?|but do not create an?|no new) (?:new )?(?:opportunity|opp|deal)(?: needed| required| is needed| creation| please)?)/,
    (_m, made) => {
      made.noOpportunity = true;
    },
  ],
  [
    /^(?:and )?(?:then )?(?:mark|set|change) (?:it|them|him|her|the status|the lead|status|the lead status)(?: status)? (?:as|to) (?:Q|closed - converted|closed converted|converted)/,
    () => undefined,
  ],
  [
    /^(?:to|into) (?:a )?(?:contact|account and contact|contact and account|account|customer|an account(?: and (?:a )?contact)?|contact(?:,)? account and opportunity|opportunity|an opportunity|a deal)(?: and (?:an? )?(?:opportunity|account|contact|deal))?/,
    () => undefined,
  ],
  [
    /^(?:if (?:his|her|their|the|its) company (?:already )?exists as an account ,? (?:then )?(?:link|use|attach) [a-z ]*? ?(?:to |with )?(?:that|the existing|this) account)/,
    () => undefined,
  ],
  [
    /^(?:if (?:it|they|he|she) (?:does|do) not(?: exist)? ,? (?:then )?create (?:a )?new account (?:using|with|from) (?:the )?lead 's company(?: name)?)/,
    () => undefined,
  ],
];

/** What is said about a conversion beside the lead itself. */
function conversion(
  s: Sentence,
  from: number,
  to: number,
  made: Intent & { kind: 'convert' },
): number | undefined {
  let cost = 0;
  for (let i = from; i < to; ) {
    if (/^(and|,|\.|;|then|but|-|also|please|with|—|–)$/.test(s.word(i)) && !/^(no)$/.test(s.word(i + 1))) {
      i++;
      continue;
    }
    const words = s.tokens.slice(i, Math.min(to, i + 26)).map((t) => (t.kind === 'quote' ? 'Q' : t.word));
    const line = words.join(' ');
    let end: number | undefined;
    for (const [pattern, act] of CONVERSION) {
      const match = pattern.exec(line);
      if (!match) continue;
      act(match, made, () => '');
      end = i + match[0].trim().split(' ').length;
      break;
    }
    end ??= named(s, i, to, made);
    if (end === undefined || end <= i) return undefined;
    cost += 0.1;
    i = end;
  }
  return cost;
}

const OPPORTUNITY_NAME =
  /^(?:(?:and )?(?:create|creating|open|opening|make|add|with|plus) (?:a |an |the )?(?:new )?(?:opportunity|opp|deal)(?: for (?:it|them|him|her))? ?(?:named|called|titled|with the name|name)|(?:and )?(?:call|name) (?:the|its|that) (?:new )?(?:opportunity|opp|deal)|(?:the )?(?:opportunity|opp|deal)(?: name)? (?:should be |is |to be |will be )?(?:named|called|name|:|titled)|(?:opportunity|deal) name (?:is|=|:))/;
const ACCOUNT_NAME =
  /^(?:(?:and )?(?:create|creating|create|make|add|with|into|to|under|use|using|attach(?:ed)? to|link(?:ed)? to|on|link it to|attach it to|linking it to|merge into) (?:a |an |the )?(new |existing )?(?:account|company)(?: (?:named|called|for))?)/;

function named(s: Sentence, i: number, to: number, made: Intent & { kind: 'convert' }): number | undefined {
  const line = s.tokens
    .slice(i, Math.min(to, i + 20))
    .map((t) => (t.kind === 'quote' ? 'Q' : t.word))
    .join(' ');
  const opportunity = OPPORTUNITY_NAME.exec(line);
  if (opportunity) {
    const start = i + opportunity[0].split(' ').length;
    const end = nameEnd(s, start, to);
    if (end === undefined) return undefined;
    made.opportunity = s.text(start, end);
    return end;
  }
  const plain =
    /^(?:and )?(?:create|creating|with|open|make|add) (?:a |an )?(?:new )?(?:opportunity|opp|deal)(?: too| as well)?/.exec(
      line,
    );
  const account = ACCOUNT_NAME.exec(line);
  if (account) {
    const start = i + account[0].split(' ').length;
    const end = nameEnd(s, start, to);
    if (end !== undefined) {
      made.account = s.text(start, end);
      made.newAccount = account[1] === 'new ' || /^(?:and )?(create|creating|make)/.test(line);
      return end;
    }
  }
  if (plain) return i + plain[0].trim().split(' ').length;
  const industry =
    /^(?:with )?(?:the )?(?:industry type|type of industry|industry)(?: (?:of|is|=|:|set to|as))? /.exec(
      line,
    );
  if (industry) {
    const start = i + industry[0].trim().split(' ').length;
    const end = nameEnd(s, start, to);
    if (end !== undefined) {
      made.accountIndustry = s.text(start, end);
      return end;
    }
  }
  const under = /^(?:under|into|to|with|at|attach(?:ed)? to|link(?:ed)? to) /.exec(line);
  const owner =
    /^(?:and )?(?:assign(?:ed)?|give|reassign|hand) ?(?:both|all|it|them|her|him|everything|the contact|the account|the records|all records|them both|the opportunity)? ?to /.exec(
      line,
    ) ?? /^(?:and )?(?:with )?owner(?: is|:)? /.exec(line);
  if (owner) {
    const start = i + owner[0].trim().split(' ').length;
    const end = nameEnd(s, start, to);
    if (end === undefined || end - start > 3) return undefined;
    made.owner = s.text(start, end);
    return end;
  }
  if (under) {
    const start = i + under[0].trim().split(' ').length;
    const end = nameEnd(s, start, to);
    if (end === undefined) return undefined;
    const last = s.vocabulary
      .objectsAt(s.tokens, end - 1)
      .some((p) => p.end === end && p.objects.includes('Account'));
    made.account = s.text(s.word(start) === 'the' ? start + 1 : start, last ? end - 1 : end);
    return end;
  }
  const worth = /^(?:worth|for|with an? amount of|amount) /.exec(line);
  const opportunityDescribe = s.vocabulary.objects.get('Opportunity');
  if ((worth || /^clos/.test(line)) && opportunityDescribe) {
    for (let end = to; end > i; end--) {
      const read = propertiesAt(s, i, end, opportunityDescribe);
      if (read) {
        made.properties = [...(made.properties ?? []), ...read.value];
        return end;
      }
    }
  }
  return undefined;
}

function nameEnd(s: Sentence, start: number, to: number): number | undefined {
  if (start >= to) return undefined;
  if (s.tokens[start]!.kind === 'quote') return start + 1;
  let end = start;
  while (
    end < to &&
    !(/^(and|,|\.|;|with|but|then|for|worth|closing)$/.test(s.word(end)) && end > start) &&
    end - start < 9
  )
    end++;
  return end > start && nameCost(s, start, end) !== undefined ? end : undefined;
}

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

  ...rules<BuildIntent>(
    [
      '(add|set|make|put|link|attach|register|assign|mark|list|associate|tag) {person} [in] (as|to be) [the|a|an|our|their] {role} (on|for|of|to|in|with|at) {target}',
      '(add|link|attach|associate|connect|put|tie) {person} (to|on|with|onto) {target} (as|in the role of|with the role|with role|with the role of) [the|a|an|our] {role}',
      'make {person} [the|a|an|our|their] {role} (on|for|of|in) {target}',
      '{person} is [the|a|our|now the] {role} (on|for|of) {target}',
      '(add|set|make|put|mark|list) {role} (on|for|of) {target} to {person}',
    ],
    role,
  ),
  ...rules<BuildIntent>(
    [
      '(add|set|make|put|link|attach|register|assign|mark|list|associate|tag) {person} [in] (as|to be) [the|a|an|our|their] {role} [on it|there|for it|on that|on the deal|on this deal|for that deal]',
      'make {person} [the|a|an|our|their] {role}',
    ],
    (s, c) => {
      const read = role(s, c);
      return read && { value: read.value, cost: read.cost + 0.1 };
    },
  ),
  ...rules<BuildIntent>(
    [
      '(associate|link|connect|attach|tie|relate) {person} (with|to|on) {target}',
      'add {person} (to|on) {target} [as a contact role|as contact role|as a contact]',
      'add [a] contact role (for|of) {person} (on|to|for) {target}',
      'add {person} as [a] contact role (on|to|for) {target}',
    ],
    (s, c) => {
      const person = targetAt(s, c.person!.from, c.person!.to);
      const deal = targetAt(s, c.target!.from, c.target!.to);
      if (!person || !deal || deal.value.kind === 'set' || person.value.kind === 'set') return undefined;
      if (deal.value.objects.length > 0 && !deal.value.objects.includes('Opportunity')) return undefined;
      return intent(
        { kind: 'role', person: person.value, deal: deal.value },
        0.3 + person.cost + deal.cost + (deal.value.objects.length === 0 ? 0.4 : 0),
      );
    },
  ),
  ...rules<BuildIntent>(
    [
      '(add|invite|enroll|enrol|put|include|assign|sign up|register|attach|link) {people} (to|in|into|for|on|onto|with) {campaign} [campaign]',
      '(add|invite|enroll|enrol|put|include) {people} (to|in|into|for|on) {campaign} [campaign] (with status|as|with the status|and mark as|and set status to|and set the status to) {status}',
      '{people} should be (added to|in|part of) {campaign} campaign',
    ],
    (s, c) => {
      const read = member(s, c);
      if (!read) return undefined;
      const end = c.campaign!.to;
      const says =
        s.word(end) === 'campaign' ||
        s.word(end - 1) === 'campaign' ||
        /^(it|this|that)$/.test(s.phrase(c.campaign!.from, end)) ||
        s.word(c.campaign!.from) === 'campaign';
      return {
        value: read.value,
        cost: read.cost + (says ? 0 : /invite|enrol/.test(s.word(c.people!.from - 1)) ? 0.2 : 0.7),
      };
    },
  ),

  ...rules<BuildIntent>(
    [
      "convert {target} 's lead {rest}",
      "convert {target} 's lead",
      'convert [the|my] lead {target} {rest}',
      'convert [the|my] lead {target}',
      'convert {target} lead {rest}',
      'convert {target} {rest}',
      'convert {target}',
      '(turn|make) {target} into (a|an) (contact|customer|account|opportunity|deal)',
      '(turn|make) {target} into (a|an) (contact|customer|account|opportunity|deal) {rest}',
    ],
    convert,
  ),
];
