import { assign, bestMisfit } from './assignments.ts';
import type { DateMatch } from './dates.ts';
import { party } from './details/party.ts';
import { namesFirst, subject, text, textFromStart } from './details/texts.ts';
import type { BuildDetail } from './details/types.ts';
import { it } from './details/types.ts';
import { IMPERATIVES } from './imperatives.ts';
import type { Activity } from './intents.ts';
import { FUNCTION_WORDS } from './lexicon/function-words.ts';
import { DOCUMENT } from './no-party.ts';
import { nearestValues } from './picklists.ts';
import type { Rule } from './rules.ts';
import { cover, phrasesOf, rules } from './rules.ts';
import { fieldOf } from './schema.ts';
import type { Sentence } from './sentence.ts';
import type { FieldRef } from './vocabulary.ts';

const fieldDetail: BuildDetail = (s, c) => {
  const fields = (c.field!.found as FieldRef[]).filter(
    (f) =>
      (f.object === 'Task' || f.object === 'Event') &&
      /^(Priority|Status|Location|Description|Subject|ActivityDate)$/.test(f.field),
  );
  if (fields.length === 0) return undefined;
  const { from, to } = c.value!;
  const last = c.field!.from >= to;
  if (to - from > 12 || (last && !fields.some((f) => f.field === 'Priority' || f.field === 'Status')))
    return undefined;
  const assignment = assign(s, fields, s.text(c.field!.from, c.field!.to), from, to);
  const cost = 0.1 + bestMisfit(s, fields, assignment.value);
  return cost > 1.3 ? undefined : it({ kind: 'field', assignment }, cost);
};

const urgent: BuildDetail = (s, c) => {
  const priority = fieldOf(s.vocabulary.objects.get('Task'), 'Priority');
  const said = s.said(c.word!.from, c.word!.to);
  if (!priority || nearestValues(priority, said.text).length === 0 || c.word!.to - c.word!.from > 1)
    return undefined;
  return it(
    {
      kind: 'field',
      assignment: { fields: [{ object: 'Task', field: 'Priority' }], fieldText: 'priority', value: said },
    },
    0.15,
  );
};

/** "2 to 3pm": the half of the day that is said once counts for both. */
const span: BuildDetail = (_s, c) => {
  const from = (c.time!.found as { minutes: number }).minutes;
  const { minutes: until } = c.until!.found as { minutes: number };
  const minutes = from + 720 < until && until - from > 720 ? from + 720 : from;
  return minutes < until ? it({ kind: 'span', minutes, until }, 0.04) : undefined;
};

const day: BuildDetail = (s, c) => {
  const { day, range } = c.date!.found as DateMatch;
  const said = s.text(c.date!.from, c.date!.to);
  return it({ kind: 'day', day, said, from: range.from, to: range.to }, 0.05);
};

const COMMON: Rule<BuildDetail>[] = [
  ...rules<BuildDetail>(
    ['(with|for|on|at|about|regarding|re|from|under|against|related to|in|concerning|and|to|of) {target}'],
    party,
  ),
  ...rules<BuildDetail>(
    [
      '(associated with|linked to|attached to|relating to|connected to|tied to|relate it to|link it to|attach it to) {target}',
    ],
    party,
  ),
  ...rules<BuildDetail>(
    [
      '[on|by|for|due|due on|due by|dated|before|until|no later than|scheduled for|due date|happening|, due|to be done by|with a due date of|due date of|with due date|is due|is due on|is due by|due date is|deadline is|due :|due date :|deadline :|when :|date :|should be due|should be due on|should be due by|needs to be done by|must be done by|should be done by|set for|starting|as of|at|around|sometime|some time|latest|by the latest|not later than|by no later than|with a deadline of|with deadline|deadline|deadline of] {date}',
      '[and] [please] (set|make|put) [the|its|their] (due date|deadline) (to|for|on|as|=|at) {date}',
      'with {date} as [the|its] (due date|deadline)',
    ],
    day,
  ),
  ...rules<BuildDetail>(['[at|@|from|starting at] {time}'], (_s, c) =>
    it({ kind: 'time', minutes: (c.time!.found as { minutes: number }).minutes }, 0.05),
  ),
  ...rules<BuildDetail>(['[from|between|at] {time} (to|-|–|until|till|and) {until:time}'], span),
  ...rules<BuildDetail>(['(from|between) {time:clock} (to|-|–|until|till|and) {until:clock}'], span),
  ...rules<BuildDetail>(['{time:clock} (to|-|–|until|till) {until:time}'], span),
  ...rules<BuildDetail>(
    [
      '[and] (put|add|pencil|stick|pop|enter|save|drop|place) (it|that|this|us) [in|down|up] (in|on|to|into) [my|our|the] (calendar|diary|agenda|schedule)',
      '(in|on|to|into) [my|our|the|his|her] (calendar|diary|agenda|schedule|task list|to do list|todo list|list|tasks|to dos)',
      '(just now|earlier|a minute ago|a moment ago|an hour ago|earlier on)',
    ],
    () => it({ kind: 'nothing' }, 0.03),
  ),
  ...rules<BuildDetail>(
    ['over [a] (coffee|lunch|dinner|breakfast|drinks|tea|beers)', '(at|to|for) (lunch|dinner|breakfast)'],
    () => it({ kind: 'nothing' }, 0.05),
  ),
  ...rules<BuildDetail>(['(at|in) {place:office}', '(on|via|over|by|through) {place:medium}'], (s, c) =>
    it({ kind: 'location', text: s.text(c.place!.from, c.place!.to) }, 0.08),
  ),
  ...rules<BuildDetail>(['(to|until|till|-) {time}'], (_s, c) =>
    it({ kind: 'until', minutes: (c.time!.found as { minutes: number }).minutes }, 0.06),
  ),
  ...rules<BuildDetail>(
    [
      '[for|lasting|that lasted|which lasted|it lasted|lasted|[with a] (duration|length) [of|:]] [about|around] {duration} [long]',
    ],
    (_s, c) => it({ kind: 'duration', minutes: (c.duration!.found as { minutes: number }).minutes }, 0.05),
  ),
  ...rules<BuildDetail>(
    [
      '[with] [a|an] {field} [to|:|=|is|as|of] {value}',
      '[with] [a|an] {value} {field}',
      'set {field} to {value}',
      '[make|mark|set] [it] {value} {field}',
    ],
    fieldDetail,
  ),
  ...rules<BuildDetail>(['[mark it|make it|flag it as|it is] {word}'], urgent),
  ...rules<BuildDetail>(
    [
      '(with|and|using) (my|the|these) [call|meeting] notes',
      'and [log|add|attach|include] my [call|meeting] notes',
      '[:] my [call|meeting] notes',
    ],
    () => it({ kind: 'notes' }, 0.1),
  ),
];

const ASSIGNED: Rule<BuildDetail>[] = rules<BuildDetail>(
  [
    '(assigned to|assign to|assign it to|assign this to|assign that to|owned by|owner|owner is|and assign it to|and give it to|give it to|hand it to|assignee|is assigned to|should be assigned to|is for|goes to|should go to|assignee is) [:] {run}',
  ],
  (s, c) => {
    const { from, to } = c.run!;
    return to - from > 3 || (FUNCTION_WORDS.has(s.word(from)) && s.word(from) !== 'me')
      ? undefined
      : it({ kind: 'owner', text: s.text(from, to) }, 0.2 + 0.1 * (to - from));
  },
);

const TO_DO: Rule<BuildDetail>[] = [
  ...COMMON,
  ...ASSIGNED,
  // "The invoice from yesterday" is no day for a to-do.
  ...rules<BuildDetail>(['from {date}'], (s, c) =>
    (c.date!.found as DateMatch).day < s.calendar.today ? undefined : day(s, c),
  ),
  ...rules<BuildDetail>(
    [
      '(to|:|-|saying|that says|called|titled|named|with subject|with the subject|with the subject line|with subject line|with the title [:]|under the title|subject line|subject|labeled|labelled|which says|, subject|subject :|subject line :|title :|with title|so i can|so i|reminding me to|for me to|so that i|telling me to) {run}',
    ],
    subject,
  ),
  ...rules<BuildDetail>(['{does:act} {run}'], (s, c) => {
    const read = subject(s, { ...c, run: { from: c.does!.from, to: c.run!.to } });
    return read && { value: read.value, cost: read.cost + 0.1 };
  }),
  ...rules<BuildDetail>(['(about|regarding|re|on|concerning|for|with) {run}'], (s, c) => {
    const { from, to } = c.run!;
    // "For Monday except …", "for 30 minutes whose …": when and how long is no subject, and what limits it neither.
    if (/^(all|every|each|both|any)$/.test(s.word(from))) return undefined;
    // "For United Oil & Gas, UK to call them": whom it is for stands before what is to be done.
    const does = s.tokens.findIndex((t, i) => i > from && i < to && t.word === 'to');
    const capital = /^\p{Lu}/u.test(s.tokens[from]!.text);
    if (/^(for|on)$/.test(s.word(from - 1)) && (does > 0 || s.word(to) === 'to') && capital) return undefined;
    if (s.date(from) || s.recognise('duration', from, to)!.length > 0) return undefined;
    for (let i = from; i < to; i++)
      if (/^(if|unless|except|excepting|whose)$/.test(s.word(i))) return undefined;
    // "With Pinecrest and invite Felix": with whom, and something else to do.
    for (let i = from + 1; i < to - 1; i++)
      if (s.word(i) === 'and' && IMPERATIVES.has(s.tokens[i + 1]!.text)) return undefined;
    const read = subject(s, c);
    return read && { value: read.value, cost: read.cost + 0.5 };
  }),
  ...rules<BuildDetail>(['{quote}'], (s, c) =>
    it(
      { kind: 'subject', text: s.text(c.quote!.from, c.quote!.to), from: c.quote!.from, to: c.quote!.to },
      0.2,
    ),
  ),
];

/** Verbs that ask to write down what was done. */
export const RECORDS = 'log|record|save|note|file|track|capture|register|enter|document';
const MET = /^(met|meeting|lunch|dinner|breakfast|coffee|visited|visit|emailed|mailed|texted|voicemail)$/;

const LOG: Rule<BuildDetail>[] = [
  ...COMMON,
  ...rules<BuildDetail>(
    [
      `[and|so] [(i|we) (need|want|have|would like) to] [please] (${RECORDS}) (it|this|that) [down] [as [a|an] [completed|finished|phone] (activity|task|interaction|email|e mail)] [in (the crm|salesforce)]`,
      `[and] [please] (${RECORDS}) (this|that|the|my) (activity|interaction|conversation|touchpoint|discussion|exchange) [down] [in (the crm|salesforce)]`,
    ],
    () => it({ kind: 'nothing' }, 0.03),
  ),
  ...rules<BuildDetail>(
    [
      `[and|so] [(i|we) (need|want|have|would like) to] [please] (${RECORDS}) (it|this|that) [down] as [a|an] [completed|finished|phone] call [in (the crm|salesforce)]`,
      `[and] [please] (${RECORDS}) (this|that|the|my) [phone] call [down] [in (the crm|salesforce)]`,
    ],
    // "Met Dana, log it as a call": that was no call.
    (s) => (s.tokens.some((t) => MET.test(t.word)) ? undefined : it({ kind: 'nothing' }, 0.03)),
  ),
  ...rules<BuildDetail>(['from {date}'], day),
  ...rules<BuildDetail>(
    [
      '(this is|here is|here are|these are) [the|my|our] [exact|full|short] (record|summary|notes|note|recap|transcript|minutes) [(from|of|for) [the|my|our] (call|meeting|conversation|visit|discussion)] (:|.|-) {text}',
    ],
    text,
  ),
  ...rules<BuildDetail>(
    [': {text}', ', {text}', '- {text}', '; {text}', '. {text}', '— {text}', '– {text}', '\\( {text}'],
    text,
  ),
  ...rules<BuildDetail>(
    [
      '(saying|about|regarding|re|noting|stating|mentioning|and noted|with note|with the note|with notes|notes :|note :|with the comment|with the following notes|with the following note|that|with the notes|summary :|comments :|description :|with comments|with description|with the description|covering|to discuss|to talk about|where) {text}',
    ],
    (s, c) => {
      if (namesFirst(s, c.text!.from, c.text!.to)) return undefined;
      const read = text(s, c);
      return (
        read && {
          value: read.value,
          cost: read.cost + (/^(about|regarding|re)$/.test(s.word(c.text!.from - 1)) ? 0.5 : 0.1),
        }
      );
    },
  ),
  ...rules<BuildDetail>(['(with|containing|including|attaching|and) {words:run}'], (s, c) => {
    const { from, to } = c.words!;
    if (!DOCUMENT.test(s.word(to - 1)) || !/^(the|a|an|our|my|his|her|their|some)$/.test(s.word(from)))
      return undefined;
    for (let i = from; i < to; i++) if (s.date(i) || s.tokens[i]!.kind !== 'word') return undefined;
    return it(
      { kind: 'text', text: `${s.word(from - 1)} ${s.text(from, to)}`, from, to },
      0.3 + 0.02 * (to - from),
    );
  }),
  ...rules<BuildDetail>(
    [
      '{opening:speaks} {text}',
      '{opening:pron} {text}',
      '{opening:purpose} {text}',
      '{opening:sentence} {text}',
    ],
    textFromStart,
  ),
  // Dictated without a pause: where a known name ends, the note begins.
  ...rules<BuildDetail>(['{text}'], (s, c) => {
    const { from, to } = c.text!;
    const told = to - from > 2 && !JOINS.test(s.word(from)) && s.date(from) === undefined;
    return told && s.tokens[from - 1]?.kind === 'name' ? text(s, c) : undefined;
  }),
  ...rules<BuildDetail>(['{quote}'], (s, c) =>
    it({ kind: 'text', text: s.text(c.quote!.from, c.quote!.to), from: c.quote!.from, to: c.quote!.to }, 0.2),
  ),
];

/** What goes on with the sentence behind a name; a note begins with none of them. */
const JOINS =
  /^(and|or|then|also|plus|but|for|with|at|on|to|in|by|from|of|about|regarding|as|if|unless|except|when|until|because|who|which|that|whose|same|[^\p{L}\p{N}].*)$/u;

const SEPARATORS = new Set([
  ',',
  '-',
  '—',
  '–',
  '.',
  'and',
  ';',
  ':',
  'just',
  'that',
  'there',
  '(',
  ')',
  'it',
  'happened',
  'was',
  'please',
  'me',
  'also',
]);

export interface Details {
  activity: Pick<Activity, 'parties' | 'properties'> & Partial<Activity>;
  /** Where the subject stands, if it is in one piece. */
  subject?: { from: number; to: number } | undefined;
  cost: number;
}

/** The details that a phrasing leaves to its rest; none where it has no rest. */
export function detailsOf(
  s: Sentence,
  rest: { from: number; to: number } | undefined,
  mode: 'todo' | 'log',
): Details | undefined {
  return rest
    ? detailsAt(s, rest.from, rest.to, mode)
    : { activity: { parties: [], properties: [] }, cost: 0 };
}

type Party = Activity['parties'][number];

/** "With Dana from Larkspur Foods": where she works, as behind "at". */
function isCompanyOf(
  { preposition, target }: Party,
  { preposition: between, target: company }: Party,
): boolean {
  if (preposition !== 'with' || between !== 'from' || target.kind !== 'named' || company.kind !== 'named')
    return false;
  const plain = !target.list && target.account === undefined && target.objects.length === 0;
  return plain && company.names.length > 0 && company.objects.every((o) => o === 'Account');
}

function detailsAt(s: Sentence, from: number, to: number, mode: 'todo' | 'log'): Details | undefined {
  const read = cover(
    s,
    from,
    to,
    phrasesOf(s, mode === 'todo' ? TO_DO : LOG, mode, mode === 'log'),
    SEPARATORS,
  );
  if (!read) return undefined;
  const activity: Details['activity'] = { parties: [], properties: [] };
  const texts: string[] = [];
  const subjects = read.value.filter((detail) => detail.kind === 'subject');
  for (const detail of read.value) {
    if (detail.kind === 'party') {
      const person = activity.parties.at(-1);
      if (person && isCompanyOf(person, detail)) {
        const { text, names } = detail.target;
        const whole = `${person.target.text} from ${text}`;
        person.target = { ...person.target, text: whole, account: names.at(-1)! };
        continue;
      }
      activity.parties.push({ preposition: detail.preposition, target: detail.target });
      if (detail.preposition === '?about' && mode === 'log') texts.push(`About ${detail.target.text}.`);
      if (detail.preposition === '?about' && mode === 'todo' && activity.subject !== undefined)
        activity.subject += ` about ${detail.target.text}`;
    } else if (detail.kind === 'day') {
      if (activity.day !== undefined) return undefined;
      activity.day = detail.day;
      activity.daySaid = detail.said;
    } else if (detail.kind === 'time') activity.minutes = detail.minutes;
    else if (detail.kind === 'until') activity.until = detail.minutes;
    else if (detail.kind === 'duration') activity.duration = detail.minutes;
    else if (detail.kind === 'subject')
      activity.subject = activity.subject === undefined ? detail.text : `${activity.subject} ${detail.text}`;
    else if (detail.kind === 'text') texts.push(detail.text);
    else if (detail.kind === 'field') activity.properties.push(detail.assignment);
    else if (detail.kind === 'owner') activity.owner = detail.text;
    else if (detail.kind === 'notes') activity.notesFromContext = true;
    else if (detail.kind === 'span') {
      activity.minutes = detail.minutes;
      activity.until = detail.until;
    } else if (detail.kind === 'location') activity.location = detail.text;
  }
  if (texts.length > 0) activity.text = texts.join(' ');
  return { activity, subject: subjects.length === 1 ? subjects[0] : undefined, cost: read.cost };
}
