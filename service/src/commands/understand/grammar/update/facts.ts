import { assign, bestMisfit } from '../../assignments.ts';
import type { Assignment } from '../../intents.ts';
import { FUNCTION_WORDS } from '../../lexicon/function-words.ts';
import { isJobTitle } from '../../lexicon/jobs.ts';
import { nearestValues } from '../../picklists.ts';
import type { Captures } from '../../pattern.ts';
import { rules } from '../../rules.ts';
import { fieldOf } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { fieldsOn, targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** Every field of that API name that the target can have. */
function named(s: Sentence, field: string): FieldRef[] {
  return [...s.vocabulary.objects.values()]
    .filter((o) => fieldOf(o, field)?.updateable)
    .map((o) => ({ object: o.name, field }));
}

/** A fact about the target: one value of one field; of many records only where a verb commands it. */
export const fact =
  (
    read: (s: Sentence, c: Captures) => { assignment: Assignment; cost: number } | undefined,
    ofMany = false,
  ): BuildIntent =>
  (s, c) => {
    const target = targetOf(s, c);
    // "Leads that came in by phone" names records; it tells nothing about them.
    const said = target && (ofMany || target.value.kind !== 'set') ? read(s, c) : undefined;
    if (!target || !said || said.assignment.value.doubtful) return undefined;
    const fields = fieldsOn(target.value, said.assignment.fields);
    if (said.assignment.fields.length > 0 && fields.length === 0) return undefined;
    return intent(
      { kind: 'update', target: target.value, assignments: [{ ...said.assignment, fields }] },
      0.2 + target.cost + said.cost,
    );
  };

/** The slot's words as a value of the field with that API name. */
export const valueOf = (field: string, slot = 'value'): BuildIntent =>
  fact((s, c) => {
    const fields = named(s, field);
    const { from, to } = c[slot]!;
    const assignment = assign(s, fields, field, from, to);
    const cost = bestMisfit(s, fields, assignment.value);
    return fields.length > 0 && cost < 1 ? { assignment, cost } : undefined;
  });

/** The day alone says which field is meant: when the record closes, starts or is due. */
export const dated = (ofMany = false) =>
  fact((s, c) => ({ assignment: assign(s, [], '', c.more!.from, c.more!.to), cost: 0.05 }), ofMany);

/** "Review the offer can wait until Monday": to-dos and meetings wait; what a deal does is not said so. */
const waits: BuildIntent = (s, c) => {
  const read = dated(true)(s, c);
  const [update] = read?.value ?? [];
  if (!read || update?.kind !== 'update' || update.target.kind === 'context') return undefined;
  const { objects } = update.target;
  if (objects.length > 0) return objects.some((o) => o === 'Task' || o === 'Event') ? read : undefined;
  // "Call Dana can wait until Monday" is a to-do there is, no call to be made.
  return intent({ ...update, target: { ...update.target, objects: ['Task'] } }, Math.min(read.cost, 0.3));
};

/** "In review with legal, update its legal status": the field is named after its value, which may have more words around it. */
const fieldAfter = fact((s, c) => {
  const fields = c.field!.found as FieldRef[];
  const { from, to } = c.value!;
  const around = s.phrase(c.field!.from, c.field!.to).split(' ');
  for (let end = to; end > from; end--) {
    const rest = s
      .phrase(end, to)
      .split(' ')
      .filter((word) => word !== '' && !FUNCTION_WORDS.has(word));
    if (!rest.every((word) => around.includes(word))) return undefined;
    const value = s.text(from, end);
    const fit = fields.filter((f) => {
      const field = fieldOf(s.vocabulary.objects.get(f.object), f.field);
      return field && nearestValues(field, value, s.vocabulary.synonyms).length === 1;
    });
    if (fit.length > 0)
      return { assignment: assign(s, fit, s.text(c.field!.from, c.field!.to), from, end), cost: 0.1 };
  }
  return undefined;
});

/** "It will go live at the end of April": a verb that is the name of a date. */
const itsDay = fact((s, c) => {
  const fields = (c.field!.found as FieldRef[]).filter((f) =>
    fieldOf(s.vocabulary.objects.get(f.object), f.field)?.type.startsWith('date'),
  );
  const fieldText = s.text(c.field!.from, c.field!.to);
  return fields.length === 0
    ? undefined
    : { assignment: assign(s, fields, fieldText, c.more!.from, c.more!.to), cost: 0.05 };
});

/** "The new CFO over at Globex": who of that name it is. */
export const atCompany =
  (build: BuildIntent): BuildIntent =>
  (s, c) => {
    const read = build(s, c);
    const [update] = read?.value ?? [];
    if (!c.company || !read || update?.kind !== 'update') return read;
    if (s.tokens.slice(c.company.from, c.company.to).some((t) => /^[,;:]$/.test(t.text))) return undefined;
    if (update.target.kind !== 'named' || update.target.account !== undefined) return undefined;
    const account = s.text(c.company.from, c.company.to).replace(/^the /i, '');
    return intent({ ...update, target: { ...update.target, account } }, read.cost + 0.1);
  };

const jobTitle = fact((s, c) => {
  const { from, to } = c.title!;
  const phrase = s.phrase(from, to);
  // "A nice lead but keep him": a job holds nobody and no "but".
  if (!isJobTitle(phrase) || /\b(but|so|then|please|him|her|it|them|though)\b/.test(phrase)) return undefined;
  return { assignment: assign(s, named(s, 'Title'), 'title', from, to), cost: 0.05 * (to - from) };
});

const flag = (field: string, ofMany = false): BuildIntent =>
  fact(
    (s) => ({
      assignment: {
        fields: named(s, field),
        fieldText: field,
        value: { text: 'yes', phrase: 'yes', quoted: false },
      },
      cost: 0,
    }),
    ofMany,
  );

/** "120 employees": a number of what the field counts. */
const counted = fact((s, c) => {
  const fields = c.field!.found as FieldRef[];
  const { from, to } = c.number!;
  const assignment = assign(s, fields, s.text(c.field!.from, c.field!.to), from, to);
  const cost = bestMisfit(s, fields, assignment.value);
  return cost < 0.5 ? { assignment, cost } : undefined;
});

const source = fact((s, c) => {
  const fields = named(s, 'LeadSource').filter((f) => {
    const field = fieldOf(s.vocabulary.objects.get(f.object), f.field);
    return (
      field && nearestValues(field, s.text(c.value!.from, c.value!.to), s.vocabulary.synonyms).length === 1
    );
  });
  return fields.length === 0
    ? undefined
    : { assignment: assign(s, fields, 'lead source', c.value!.from, c.value!.to), cost: 0.1 };
});

const CLOSE =
  '(close|closes|close out|be closed|closing|sign|signs|be signed|land|be due|be done|end|start|happen|wrap up|come in|renew)';
const BY = '[on|by|in|at|around|for|before|towards|sometime|until]';

/** What a rep tells as a fact, without a verb that commands. One line is one phrasing. */
export const FACTS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `<set> {target} to ${CLOSE} ${BY} {more:date}`,
      `(make|let) {target} (close|end|start|renew) ${BY} {more:date}`,
      `{target} (should|must|need to|needs to|have to|has to|ought to) [now|all|each] ${CLOSE} ${BY} {more:date}`,
    ],
    dated(true),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (is|are|was|went|moved|has been|is now|came back|has moved|has gone|just went|just moved|got) [now|just|back] [in|at|on|to|into|as] {value} [,|.|-|;|:|and|so] [please|can you|could you] (update|change|fix|set|adjust|correct|reflect|mark|record|refresh) [his|her|their|its|the] {field} [accordingly|for me|too]',
      '{target} (prefers|speaks|wants|uses|likes|chose|picked|takes) {value} [,|.|-|;|:|and|so] [please|can you|could you] (set|use|put|enter|save|record|note|mark|log) (that|this|it) (as|in|under|for) [his|her|their|its|the] {field} [field]',
    ],
    fieldAfter,
  ),
  ...rules<BuildIntent>(
    [
      `{target} [now] <will> [now|only|probably|likely] {field} ${BY} {more:date}`,
      `{target} is [now] (expected|scheduled|due|planned|supposed|set|slated) to {field} ${BY} {more:date}`,
    ],
    itsDay,
  ),
  ...rules<BuildIntent>(
    [
      `(close|finish|wrap up|land|sign) {target} ${BY} {more:date}`,
      `{target} [now] <will> [now|only|probably|likely|most likely] ${CLOSE} ${BY} {more:date}`,
      `{target} [now|only] (closes|signs|is closing|is due) ${BY} {more:date}`,
      `{target} (will|does|can) not ${CLOSE} (until|before|till) {more:date}`,
      `{target} is not (closing|going to close|due) (until|before|till) {more:date}`,
      `{target} is [now|currently] (expected|scheduled|due|planned|projected|forecast|forecasted|slated|set|expecting) [to] [${CLOSE}] ${BY} {more:date}`,
      `(i|we|they) [now] (expect|anticipate|plan|think|want|need|believe) {target} [to|will] ${CLOSE} ${BY} {more:date}`,
      `(i|we|they) [now] (expect|anticipate|plan|want) to (close|sign|land|get|win) {target} ${BY} {more:date}`,
      `{target} [<did>] (slipped|slips|moved|pushed|postponed|delayed|deferred|shifted|rescheduled) [out|back] [to|until|till|into] {more:date}`,
    ],
    dated(),
  ),
  ...rules<BuildIntent>(
    ['{target} (can|may|should|must|has to|will have to|needs to) wait (until|till|for) {more:date}'],
    waits,
  ),
  ...rules<BuildIntent>(
    [
      '{target} <be> [the|our|their|a|an|my] [new] {title}',
      '{target} [<did>] (promoted|appointed|named|made) [to|as] [the|our|their] [new] {title}',
      '{target} (works|is working|serves|started|starts|took over|takes over) as [the|our|their|a|an] [new] {title}',
      '(put|set|mark|list|record|enter|note) {target} [down] as [the|our|a|an] [new] {title}',
      '{target} <be> [the|our|their|a|an|my] [new] {title} (at|over at|with|for) {company}',
      '{target} (stepped|moved) (up|over|into) [to|as|the role of] [the] {title}',
    ],
    atCompany(jobTitle),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (can|should) [now|best|also] be (reached|contacted|emailed) (at|on|under|via) {value:email}',
      '{target} [now] (uses|has|prefers) {value:email} [now]',
      'new (email|mail|address) (for|of) {target} [:] {value:email}',
      "(swap|replace) {target} 's [old] (email|mail|email address) (for|with|by) {value:email}",
    ],
    valueOf('Email'),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (can|should) [now|best|also] be (reached|called|contacted) (at|on|under|via) [the|this] [number] [:] {value:phone}',
      '{target} [now] (uses|has) {value:phone} [now]',
      'new (number|phone|phone number) (for|of) {target} [:] {value:phone}',
      "(swap|replace) {target} 's [old] (number|phone|phone number) (for|with|by) {value:phone}",
    ],
    valueOf('Phone'),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (can|should) [now|best|also] be (reached|called|contacted) (at|on|under|via) (the|his|her|their|a) [new] (mobile|cell|cell phone|mobile phone|mobile number|cell number) [number] [,|:|at|on|under] {value:phone}',
      '{target} (can|should) [now|best|also] be (reached|called|contacted) (at|on|under|via) {value:phone} (on|by) (mobile|cell)',
    ],
    valueOf('MobilePhone'),
  ),
  ...rules<BuildIntent>(
    [
      '{target} [now] (has|have|employs|counts) [now] {number} {field} [now]',
      '{target} is [now] [at|up to|down to] {number} {field} [now]',
      '{target} (grew|shrank|is up|is down|went|has grown) [up|down] to {number} {field}',
    ],
    counted,
  ),
  ...rules<BuildIntent>(['{target} [now] employs {value:number} [people]'], valueOf('NumberOfEmployees')),
  ...rules<BuildIntent>(
    [
      '{target} (is|becomes|became) [now] a (subsidiary|child account|child company|daughter company) of {value}',
      '(make|mark|set up) {target} [as] a (subsidiary|child account|child company|daughter company) of {value}',
    ],
    valueOf('ParentId'),
  ),
  ...rules<BuildIntent>(['(forecast|call) {target} (as|at|in) {value}'], valueOf('ForecastCategoryName')),
  ...rules<BuildIntent>(
    [
      '(i|we) [have] [just] (agreed|settled|landed) (on|at) {value:number} (for|on|with) {target}',
      '{target} [<did>] (came|come|comes|landed|ended up|coming) in at {value:number}',
      '{target} (landed|ended up|ended) at {value:number}',
      '(peg|price|value|quote|pitch|estimate|size|round|budget) {target} [now|up|down|off] (at|to) {value:number}',
      'bring {target} in at {value:number}',
      '(i|we) (sold|closed) {target} (for|at) {value:number}',
    ],
    valueOf('Amount'),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (does|did) not want [to be called|to be phoned|calls|us to call|phone calls|to get calls] [her|him|them] [again|any more|anymore|any longer]',
      '{target} (asked|asks) (not to be called|us not to call|to stop calling) [her|him|them] [again|any more|anymore|any longer]',
    ],
    flag('DoNotCall'),
  ),
  ...rules<BuildIntent>(
    [
      '{target} (does|did) not want (to be emailed|emails|our emails|to get emails|any emails|our newsletter|mails)',
      '{target} [has] (opted out|unsubscribed) [of|from] [email|emails|our emails|the newsletter|our newsletter|mails]',
    ],
    flag('HasOptedOutOfEmail'),
  ),
  ...rules<BuildIntent>(
    [
      '(opt|take) {target} (out of|off) [all|our|the|any] (email|emails|mail|mails|newsletter|newsletters|mailing list|email list)',
      'unsubscribe {target} [from [all|our|the|any] (email|emails|mail|mails|newsletter|newsletters|mailing list)]',
    ],
    flag('HasOptedOutOfEmail', true),
  ),
  ...rules<BuildIntent>(
    ['{target} (came|comes|come) [in|to us] (via|through|from|by) {value} [, not {old}]'],
    source,
  ),
];
