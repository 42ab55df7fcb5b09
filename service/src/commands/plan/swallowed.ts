import { commandAt } from '../understand/imperatives.ts';
import { holdsJob, isDepartment } from '../understand/lexicon/jobs.ts';
import { picklistsOf } from '../understand/picklists.ts';
import { fieldOf, nameFieldOf } from '../understand/schema.ts';
import type { Clause } from '../understand/clause.ts';
import { Sentence } from '../understand/sentence.ts';
import { wordsOf } from '../understand/tokens.ts';
import type { Session } from '../resolve/session.ts';
import type { Operation } from '../types.ts';

/**
 * What stands in a text or a name of a new record and seems to be more: another command, a value of another field, a day. It looks at
 * what was planned and not at how it was understood. Quoted words and notes are written as they stand.
 */
export function swallowed(
  session: Session,
  s: Sentence,
  operations: readonly Operation[],
): string | undefined {
  for (const { op, object, set = {} } of operations) {
    const owned = Object.entries(set).find(([field, v]) => endsOwned(s, field, v));
    if (owned) return String(owned[1]);
    const name = set[nameFieldOf(session.describe(object))];
    // "Rename it to Campus Trial, not Hooli Trial": what it is not to be.
    if (
      !/^(Task|Event)$/.test(object) &&
      typeof name === 'string' &&
      /, not /.test(name) &&
      !isQuoted(s, name)
    )
      return name;
    const step = op === 'update' ? set['NextStep'] : undefined;
    if (typeof step === 'string' && BESIDE_STEP.test(step) && !isQuoted(s, step)) return step;
    const cut = op === 'update' ? cutAfterColon(s, set) : undefined;
    if (cut !== undefined) return cut;
    if (op === 'update' && object === 'Case') {
      const subject = subjectOfCase(Sentence.of(session.input.text, session.calendar, session.vocabulary));
      if (subject !== undefined) return subject;
    }
    if (op !== 'create') continue;
    const misplaced = Object.entries(set).find(([field, v]) => isMisplaced(session, s, object, field, v));
    if (misplaced) return String(misplaced[1]);
    const described = session.describe(object);
    const label = set[nameFieldOf(described)];
    const text = set['Description'];
    const done = object === 'Task' && set['Status'] !== undefined;
    for (let i = 0; i < s.tokens.length; i++) {
      if (typeof text === 'string' && done && holds(text, s, i, 3) && commandsHere(s, i))
        return s.text(i, s.tokens.length);
      if (typeof label === 'string' && holds(label, s, i, 3) && asksForLog(s, i))
        return s.text(i, s.tokens.length);
    }
    if (typeof text === 'string' && done && !isQuoted(s, text)) {
      const more = OWN_LABEL.exec(text) ?? NEWS.exec(text) ?? REACH.exec(text) ?? STATE.exec(text);
      if (more) return more[0];
    }
    if (typeof label === 'string' && !isQuoted(s, label)) {
      // "Email Pam on Friday and Hank on Monday": two to-dos, or one.
      const days = object === 'Task' && /\bon \w+day and .+\bon \w+day\b/i.exec(label);
      if (days) return days[0];
      if (session.said(label.replace(BY, '')).date && !/\p{Lu}\p{Ll}+ \p{Lu}/u.test(label)) return label;
      const value = pickedIn(session, object, set, label);
      if (value !== undefined) return value;
    }
    const first = set['FirstName'];
    const title = set['Title'];
    // "New contact Delgado, Pedro": the first name.
    if (
      first === undefined &&
      typeof title === 'string' &&
      /^\p{L}+$/u.test(title) &&
      !/^\p{Lu}+$/u.test(title)
    ) {
      const word = title.toLowerCase();
      if (set['LastName'] !== undefined && !holdsJob(word) && !isDepartment(word)) return title;
    }
    if (typeof first === 'string' && isParticle(first, String(set['LastName'] ?? '')))
      return `${first} ${String(set['LastName'] ?? '')}`;
  }
  return undefined;
}

/** "Send her the terms... log an e-mail to her": what can't be done hides what can. */
export function refusedWith(
  { calendar, vocabulary, input }: Session,
  clauses: readonly Clause[],
): string | undefined {
  for (const { text, intents } of clauses) {
    if (!intents.some((i) => i.kind === 'refuse')) continue;
    const s = Sentence.of(text, calendar, vocabulary);
    // "Create case for Globex, sync fails, Hank Scorpio, high": parts of a list, of which the first looks like a command.
    const at = input.text.indexOf(text);
    if (at > 0 && input.text.slice(0, at).trimEnd().endsWith(',') && text.includes(',')) return text;
    for (let i = 1; i < s.tokens.length; i++)
      if (/^[.;!?—–-]+$/.test(s.word(i - 1)) && commandAt(s, i)) return s.text(i, s.tokens.length);
  }
  return undefined;
}

/** "…. To-do: send the report", "… Next step on the renewal: review": something of its own behind a label. */
const OWN_LABEL =
  /(?:^|[.;,—–-]\s*)(?:to-?do|task|reminder)s?\s*:.*|\bnext steps? (?:on|for|of) [^.:]{2,40}:.*/is;

/** "Also her title is Controller now": what a record holds is news of it, and no part of what was talked about. */
const NEWS =
  /\b(?:his|her|their|its) (?:new (?:job )?(?:title|role|position|phone|mobile|cell|email|number|address)(?: \w+)? is\b.*|(?:job )?(?:title|role|position|phone|mobile|cell|email|number|address)(?: \w+)? is now\b.*|(?:job )?(?:title|role|position|phone|mobile|cell|email|number|address) is [^.]*\bnow\b.*)/is;

/** Words before a day. */
const BY = /^(?:(?:by|due|until|till|on|eod|eob|cob|end of (?:the )?day)\b,? ?(?=.))+/i;

/** "…, new email pam@globex.example". */
const REACH =
  /\bnew (?:phone|mobile|cell|email|e-mail|number)(?: \w+)?:? (?:\S+@\S+|\+?\(?\d[\d ().-]{5,}).*/is;

/** "Deep dive with Hooli: in person now": how an appointment stands since, no talk in it. */
const STATE =
  /^(?:now|moved|postponed|cancell?ed|rescheduled|pushed (?:back|to))\b.*|^(?:in person|remote|online|virtual|on-?site)\b[^.]{0,30}\bnow\b.*/is;

/** "Hank Scorpio's", "Luis Ortega's manager": whose somebody is, no value; a company may be called so. */
function endsOwned(s: Sentence, field: string, value: unknown): boolean {
  if (typeof value !== 'string' || isQuoted(s, value)) return false;
  if (/(AssistantName|Title|FirstName|LastName|Department)$/.test(field) && /['’]s$/.test(value)) return true;
  return /Title$/.test(field) && /\p{Lu}\p{L}*['’]s \p{Ll}/u.test(value);
}

/** "… and convert the lead", taken for a job; "…, retail, New Jersey", taken for a city. */
function isMisplaced(session: Session, s: Sentence, object: string, field: string, value: unknown): boolean {
  if (typeof value !== 'string' || isQuoted(s, value)) return false;
  if (/(Title|Department|Name|City)$/.test(field) && ORDER.test(value)) return true;
  if (!/City$/.test(field)) return false;
  const values = picklistsOf(session.describe(object)).flatMap((f) => f.picklistValues ?? []);
  return values.some((v) => wordsOf(v.value) === wordsOf(value) || wordsOf(v.label) === wordsOf(value));
}

/** "Call Hank - note he's happy": the next of the values. */
const BESIDE_STEP = / [-–—] (?:notes?|comment|stage|amount|close date|probability|status|priority|owner)\b/i;

const ORDER =
  /^(?:and )?(?:convert|delete|remove|add|create|set|change|update|move|close|assign|reassign|call|email|send|log|mark|link|schedule|remind) (?:the|it|this|that|his|her|him|them|their|its|me|all|a|an)\b/i;

/** "Next step: move to closed won after signature": a verb behind the colon is part of the text. */
function cutAfterColon(s: Sentence, { NextStep, Description }: Operation['set'] & {}): string | undefined {
  for (let i = 1; i < s.tokens.length - 2; i++) {
    if (s.word(i - 1) !== ':' || s.word(i + 1) !== 'to') continue;
    const text = s.text(i + 2, s.tokens.length);
    if ([NextStep, Description].some((v) => typeof v === 'string' && v !== '' && text.startsWith(v)))
      return s.text(i, s.tokens.length);
  }
  return undefined;
}

/** "Case for Globex: the pump is broken, low priority": a case that is not there yet, rather than how one is changed. */
function subjectOfCase(s: Sentence): string | undefined {
  const noun = s.vocabulary.objectsAt(s.tokens, 0).find((o) => o.objects.includes('Case') && !o.plural);
  const colon = s.tokens.findIndex((t) => t.text === ':');
  if (!noun || s.word(noun.end) !== 'for' || colon < 0) return undefined;
  const comma = s.tokens.findIndex((t, i) => i > colon && t.text === ',');
  return comma > colon + 3 ? s.text(colon + 1, comma) : undefined;
}

/** Whether the tokens from `i` on stand in the text. */
function holds(text: string, s: Sentence, i: number, count: number): boolean {
  return ` ${wordsOf(text)} `.includes(` ${wordsOf(s.text(i, Math.min(s.tokens.length, i + count)))} `);
}

function isQuoted(s: Sentence, text: string): boolean {
  return s.tokens.some((t) => t.kind === 'quote' && wordsOf(t.text).includes(wordsOf(text)));
}

/** Behind a pause, a command; or "…; retry task on Friday". */
function commandsHere(s: Sentence, i: number): boolean {
  if (!/^[.,;!?—–-]$/.test(s.word(i - 1))) return false;
  // "… Please log." asks for what is done.
  if (commandAt(s, i) && i + 3 < s.tokens.length) return true;
  if (!/^[.;]$/.test(s.word(i - 1))) return false;
  for (let at = i; at < i + 3 && at < s.tokens.length; at++)
    for (const { objects, end } of s.vocabulary.objectsAt(s.tokens, at))
      if (objects.includes('Task') && [0, 1].some((n) => s.date(end + n) !== undefined)) return true;
  return false;
}

/** "… - log as completed": what asks for it to be written down. */
function asksForLog(s: Sentence, i: number): boolean {
  return (
    /^[.,;!?—–-]$/.test(s.word(i - 1)) &&
    /^(please )?(log|mark|record|save) (it |this |that )?as (completed?|done|closed|finished)\b/.test(
      s.phrase(i, Math.min(s.tokens.length, i + 6)),
    )
  );
}

/** "… so high priority phone": a value with the name of its field, behind which nothing comes but other values. */
function pickedIn(
  session: Session,
  object: string,
  set: Operation['set'] & {},
  label: string,
): string | undefined {
  const described = session.describe(object);
  const said = ` ${wordsOf(label)} `;
  const values = picklistsOf(described)
    .flatMap((f) => f.picklistValues ?? [])
    .map((v) => wordsOf(v.value));
  for (const field of picklistsOf(described)) {
    if (!fieldOf(described, field.name)?.createable) continue;
    const of = wordsOf(field.label);
    for (const { value } of field.picklistValues ?? []) {
      const one = wordsOf(value);
      if (set[field.name] === value || one === '') continue;
      for (const words of [`${one} ${of}`, `${of} ${one}`, `${of} is ${one}`]) {
        const at = said.indexOf(` ${words} `);
        const after = said.slice(at + words.length + 1).trim();
        if (at > 0 && (after === '' || values.includes(after))) return words;
      }
    }
  }
  return undefined;
}

/** "van der Berg, Anna": what belongs to a family name is nobody's first name. */
function isParticle(first: string, last: string): boolean {
  return (
    /^(van|von|vom|zu|zum|de|del|della|dos|das|du|ter|ten)$/i.test(first) &&
    (/^\p{Ll}/u.test(first) || /^(van|von|de|der|den|del|la|las|los)\b/i.test(last))
  );
}
