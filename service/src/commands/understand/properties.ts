import type { ObjectDescribe } from '../../salesforce/types.ts';
import { isEnd, isStart } from './conditions/verb-dates.ts';
import { saysMore } from './free-text.ts';
import type { Property } from './intents.ts';
import { nameCost } from './name-cost.ts';
import type { Captures } from './pattern.ts';
import {
  bareTitle,
  bracketed,
  behindName,
  company,
  companyNamed,
  department,
  name,
  owner,
  party,
  place,
  reporter,
  there,
  title,
} from './properties/names.ts';
import { CALL, CELL, CONNECTED, MAIL } from './properties/reach.ts';
import { it, type BuildProperty } from './properties/types.ts';
import { matter } from './properties/matter.ts';
import {
  bound,
  cameBy,
  closing,
  doneBy,
  fieldIs,
  instant,
  lookupAs,
  money,
  perPeriod,
  state,
  ticked,
  timesBudget,
  typed,
  valueThenField,
  verbDay,
} from './properties/values.ts';
import type { Read, Rule } from './rules.ts';
import { cover, phrasesOf, rules } from './rules.ts';
import { hasField } from './schema.ts';
import type { Sentence } from './sentence.ts';

const THEY = '(they|he|she|(the|our|their) (customer|client|contact|caller|user))';

/** One line is one phrasing. */
const PROPERTIES: Rule<BuildProperty>[] = [
  ...rules<BuildProperty>(
    [
      '[and] [please] [<verb>|with|has|have|in|of] [a|an|his|her|their|its|the] {field} [<in-it>] [<is>] {value}',
      '[and] [the|this|that] {noun:object} {field} (should|must|needs to|has to|will|shall) (be|read|say) {value}',
      '{field} for (it|this|them) is {value}',
    ],
    fieldIs,
  ),
  ...rules<BuildProperty>(
    [
      '[and|please] (tick|check|set|enable|mark|activate) [the|his|her|its] {field} [box|checkbox|flag]',
      '[and|please] (subscribe|sign up|opt in) [him|her|them] (to|for) [our|the] {field}',
      '[and|,] {field} [on|enabled|ticked|checked]',
    ],
    ticked,
  ),
  ...rules<BuildProperty>(
    [
      '[and] [please] [<verb>|with|in|at] [it|this] [a|an|the] {value} {field}',
      'in [the] {value} {field}',
      '{value} as [the|its|his|her] {field}',
    ],
    valueThenField,
  ),
  ...rules<BuildProperty>(['(about|regarding|concerning|re|because of|over) {value}'], matter),
  ...rules<BuildProperty>(
    [
      '[for|of|with] [a|an|the|our] [new] (company|firm|business|customer|client|startup) (called|named|by the name of) {name}',
    ],
    companyNamed,
  ),
  ...rules<BuildProperty>(
    [
      '(called|named|name|titled|entitled|with the name|with the name of|with name|name it|title it|call it|name this|call this|title this|under the name|by the name of|with the title|with the name :|named as) {name}',
    ],
    (s, c, o) =>
      // "With the title 'Head of IT'": of people a title is what they do.
      s.word(c.name!.from - 1) === 'title' && hasField(o, 'Title') ? undefined : name(s, c, o),
  ),
  ...rules<BuildProperty>(['{name:quote}'], (s, c, o) => {
    const read = name(s, c, o);
    return read && { value: read.value, cost: read.cost + 0.3 };
  }),
  ...rules<BuildProperty>(
    ['[her|his|their|its|the|and her|and his] [full] name (is|:|=|will be|should be) {name}'],
    name,
  ),
  ...rules<BuildProperty>(['{name}'], behindName),
  ...rules<BuildProperty>(
    [
      '[based|located|headquartered|hq] in {name} , {region}',
      '(based|located|headquartered|hq) in {name}',
      '(,|-|–|—|/|;) {name} , {region}',
      '(,|-|–|—|/|;) {name} {region}',
    ],
    place,
  ),
  ...rules<BuildProperty>(
    [
      '(for|to|at|under|with|on|there at) (it|them|this account|that account|the account|this company|that company|the company|this customer|that customer|the new account|the new company|this one)',
      'there',
      '(over|at) there',
    ],
    there,
  ),
  ...rules<BuildProperty>(['(reporting to|reports to|who reports to|report to) {name}'], (s, c, o) => {
    const { from, to } = c.name!;
    const cost = hasField(o, 'ReportsToId') && !saysMore(s, from, to) ? nameCost(s, from, to) : undefined;
    return cost === undefined
      ? undefined
      : it({ kind: 'party', preposition: 'reports to', text: s.text(from, to), object: o.name }, cost);
  }),
  ...rules<BuildProperty>(
    [
      '[and|it|which|that] [was|is|has been] (reported|raised|submitted|opened|filed|called in|sent in|brought up|flagged|logged|requested) by [our|their|the] [contact|customer] {name}',
      '(reporter|caller|requester|reporting contact|reported by) (:|=|is) {name}',
      '{name} [has|just] (reported|raised|flagged|submitted|logged|sent in|called in|brought up) (it|this|that) [to us|in]',
    ],
    reporter,
  ),
  ...rules<BuildProperty>(
    [`[and] ${THEY} [have|has|just] (phoned|rang|called) [it|this|us] in [today|this morning|just now]`],
    cameBy('Phone'),
  ),
  ...rules<BuildProperty>(
    [
      `[and] ${THEY} [have|has|just] (emailed|mailed|wrote) [it|this] (in|to us|us about it|over) [today|this morning|just now]`,
    ],
    cameBy('Email'),
  ),
  ...rules<BuildProperty>(
    [
      '[and] [please] (associate|link|attach|connect|relate|tie) (it|this|that|this one|(the|this) {noun:object}) (with|to) {name}',
    ],
    party,
  ),
  ...rules<BuildProperty>(['(,|/|-|–|—|\\() {name}'], company),
  ...rules<BuildProperty>(['(,|/|-|–|—|;) {name} [department|dept|team]'], department),
  ...rules<BuildProperty>(
    [
      '[she|he|they|it|who|and she|and he] (for|at|on behalf of|from|with|of|under|on|in|to|against|associated with|linked to|attached to|belonging to|related to|who works at|who works for|works at|works for|who is at|working at|working for|over at|tied to|connected to|at the company|from the company|who is with|is with|within|under the|associated to|linked with|through|company is|under the name of) {name}',
    ],
    party,
  ),
  ...rules<BuildProperty>(
    [
      '[for|worth|valued at|priced at|at|of|estimated at|estimated value|budget|about|around|roughly|value|to the tune of|with a value of|with a budget of|estimated|it is worth|it is|is worth|is about|size|expecting|expected] {number}',
      'with [a|an] {number} (probability|chance|budget)',
      '(budget|price|value|estimate|size|quote) (it|this|that|the campaign) (at|to|for|with) {number}',
    ],
    money,
  ),
  ...rules<BuildProperty>(
    ['[on|for|at|scheduled for|planned for|starting] {date} [at|,|from] {time}'],
    instant,
  ),
  ...rules<BuildProperty>(['[and|which is|is] {verb:word} by {name}'], doneBy),
  ...rules<BuildProperty>(
    ['[and|it|which|that] [will|should|is] {verb:word} [live|off|up] [on|by|in|at|for|around] {date}'],
    verbDay,
  ),
  ...rules<BuildProperty>(['[with|and] {name} as [the|a|our|their|its|his|her] [new] {field}'], lookupAs),
  ...rules<BuildProperty>(['[for|at|worth|of|costing] {number} (a|per|each|every|/) {unit:word}'], perPeriod),
  ...rules<BuildProperty>(
    [
      '[is|and|it|that|which] [expected|expecting|estimated|should|due|set|scheduled|will|it should|it will|we expect it|planned|supposed] [to] (closing|close|closes|close on|close by|closing on|close date|due|to close|closing by|close in|closing in|closes on|closing at the|closing the|starting|starts|starting on|kicking off|ending|expected close|delivery|renewing|date|beginning|with close date|with a close date) [is|of|in|on|for|by|at|the] {date}',
      '(by|for|on|due|starting) {date}',
      '[and] [to] close it (in|on|by|at) {date}',
      '(,|/|-|–|—|;) {date}',
    ],
    closing,
  ),
  ...rules<BuildProperty>(
    [
      '[it|which|that] (from|starts|starts on|starting|beginning|begins|start|(runs|running|goes|lasts|lasting|takes place|taking place|will run|is running) from) {date}',
      '[and] [please] [schedule|plan|set|have|time] [it|this|the campaign|which|that] [should|must|will|is|is supposed] [to] (start|starts|begin|begins|kick off|kicks off|kickoff|launch|launches|go live|goes live|starting|kicking off|launching|going live) [date] [should be|is|will be|on|at|:|=|in] {date}',
    ],
    bound(/^Start_?Date(__c)?$/i, isStart),
  ),
  ...rules<BuildProperty>(
    ['(to|until|till|through|ends|ends on|ending|end) {date}'],
    bound(/^End_?Date(__c)?$/i, isEnd),
  ),
  ...rules<BuildProperty>(MAIL, typed('Email', 'email')),
  ...rules<BuildProperty>(CALL, typed('Phone', 'phone')),
  ...rules<BuildProperty>(CELL, typed('MobilePhone', 'phone')),
  ...rules<BuildProperty>(
    ['[website|web site|site|url|at|web|their site is|and] [is|:] {url}'],
    typed('Website', 'url'),
  ),
  ...rules<BuildProperty>(
    [
      '[<who>|he|she|and he|and she] (is|are|works as|serves as|was) [the|a|an|their|our] [new|main|current] {title}',
      '(as|as the|as their|the|their|, the|, a) {title}',
      'who is [the|a|an|their] {title}',
    ],
    title,
  ),
  ...rules<BuildProperty>(
    [
      '(with|in) [the|a] (role|job|position|job title|function) [of|:|is|as] {title}',
      '(role|position|job|job title) (is|:|of) {title}',
    ],
    title,
  ),
  ...rules<BuildProperty>(['\\( {title} \\)'], bracketed),
  ...rules<BuildProperty>([', {title}', '{title}'], bareTitle),
  ...rules<BuildProperty>(
    [
      '[and] (assigned to|assign it to|assign to|assign them to|assign her to|assign him to|owned by|owner|owner is|with owner|give it to|and owner|for owner|with {x} as owner|assign this to|assign the lead to|assign the opportunity to|belongs to) {name}',
    ],
    owner,
  ),
  ...rules<BuildProperty>(
    [
      '[with|in|at|as|is|and|it is|he is|she is|[and] (he|she|they) (seems|seemed|sounds|sounded|looks|looked|was|were|appears|appeared|came across) [to be|as|pretty|quite|very|rather]|rated|rate (him|her|it|them)|marked as|mark (it|her|him|them) as|make it|from|came from|who came from|via|by|came in through|through|came in via|came in by|came in over the|came by|it came in by|it came in via|it came by|it came via|that came in by|coming in by|coming in via|reported by|received by|received via|over the|from the|sourced from|he is in|she is in|they are in] {value}',
      '(put|set|place|mark) [the] (it|this|that|case|lead|record|opportunity|deal|account|contact) (in|to|as|into) {value} [status|stage]',
      '[and] [note|noting|mention|record] [that] [it|this|which|(the|this) {noun:object}] [has|has been|was|is] (originated|originates|originating|came|comes|coming|arrived|arriving|received|reported|submitted|raised|opened|filed) (from|by|via|through|over|on|in (by|via|through|over|on)) [a|an|the|our|their] {value}',
    ],
    state,
  ),
  ...rules<BuildProperty>(
    [
      `[with|and|,] [and] [please] [<verb>] [a|an|the|its|our] {field} [<in-it>] [<is>] {multiple}`,
      `[with|and|,] [and] [please] [<verb>] [a|an|the|its|our] {field} [<in-it>] (that is|which is) {multiple}`,
    ],
    timesBudget,
  ),
];

/** Says nothing about the record. */
const TALK: Rule<() => Read<undefined>>[] = rules(CONNECTED, () => ({ value: undefined, cost: 0.05 }));

const SEPARATORS = new Set([
  '?',
  '!',
  '/',
  'and',
  ',',
  '-',
  '.',
  ';',
  ':',
  '*',
  '•',
  'with',
  'also',
  'please',
  'then',
  'the',
  'to',
  '(',
  ')',
  'new',
  'just',
  '—',
  '–',
  'plus',
  'details',
  'following',
]);
const INTRODUCTIONS = [
  'with the following settings',
  'with the following details',
  'with these details',
  'with the following',
  'with the following information',
  'with following details',
  'with these settings',
  'with the details',
  'using the following details',
  'details',
  'as follows',
  'as the poc',
  'as poc',
  'as point of contact',
  'as the point of contact',
  'it is',
  'with these values',
  'with the following values',
  'with the following fields',
  'and please',
  'information',
  'here are the details',
  'with this information',
  'for me',
  'for us',
  'in the crm',
  'in our crm',
  'in salesforce',
  'in the system',
].map((w) => w.split(' '));

/** Everything said about a new record of the object; undefined when a word stays unexplained. */
export function propertiesAt(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): Read<Property[]> | undefined {
  if (from >= to) return { value: [], cost: 0 };
  const bound: Rule<(s: Sentence, c: Captures) => Read<Property> | undefined>[] = PROPERTIES.map(
    ({ pattern, build }) => ({ pattern, build: (sentence, c) => build(sentence, c, o) }),
  );
  const find = phrasesOf(s, bound, `property:${o.name}`);
  const talk = phrasesOf(s, TALK, 'talk');
  const read = cover<Property | undefined>(
    s,
    from,
    to,
    {
      key: find.key,
      at(i, limit) {
        const found: { end: number; value: Property | undefined; cost: number }[] = find.at(i, limit);
        found.push(...talk.at(i, limit));
        for (const words of INTRODUCTIONS)
          if (words.every((word, n) => s.word(i + n) === word) && i + words.length <= limit)
            found.push({ end: i + words.length, value: undefined, cost: 0.02 });
        return found;
      },
    },
    SEPARATORS,
  ) as Read<Property[]> | undefined;
  return read && !contradicts(read.value) ? read : undefined;
}

/** One field with two numbers, or two names: one of them is something else. */
function contradicts(properties: readonly Property[]): boolean {
  const names = new Set(
    properties.flatMap((p) =>
      p.kind === 'name'
        ? [p.text]
        : p.kind === 'field' &&
            p.assignment.fields.every((f) => f.field === 'Subject') &&
            p.assignment.value.quoted
          ? [p.assignment.value.text]
          : [],
    ),
  );
  if (names.size > 1) return true;
  const said = new Map<string, string>();
  return properties.some((p) => {
    if (p.kind !== 'field' || p.assignment.fields.length !== 1) return false;
    if (p.assignment.value.number === undefined) return false;
    const { field } = p.assignment.fields[0]!;
    const before = said.get(field);
    said.set(field, p.assignment.value.phrase);
    return before !== undefined && before !== p.assignment.value.phrase;
  });
}
