import { OPENINGS } from './lexicon/openings.ts';
import { STATUS_VERBS } from './lexicon/values.ts';
import type { Sentence } from './sentence.ts';

/** Verbs that begin a command wherever a clause can begin. */
export const IMPERATIVES: ReadonlySet<string> = new Set(
  'set move change update create add log remind delete remove assign reassign convert push bump schedule mark rename make follow put send rate close email give switch raise lower invite text except but then link associate hand transfer open list reschedule'.split(
    ' ',
  ),
);

/** Verbs that destroy are not looked for inside a note: text that was taken down stays text. */
const HIDDEN = new Set(
  'set move change update create add log remind assign reassign convert push bump schedule mark rename make put rate invite link associate hand transfer reschedule lower raise open list tick untick knock'.split(
    ' ',
  ),
);

const OPENING_PHRASES = OPENINGS.map((o) => o.split(' ')).sort((a, b) => b.length - a.length);

/** Where a clause begins without its polite words. */
export function withoutOpening(s: Sentence, from: number, to: number): number {
  for (let again = true; again; ) {
    again = false;
    while (from < to && /^[.,;:!?*•—–-]$/.test(s.word(from))) from++;
    for (const words of OPENING_PHRASES) {
      const end = from + words.length;
      if (words[0] === 'as' && /^(with|by|on|in|at)$/.test(s.word(end))) continue;
      if (end < to && words.every((word, n) => s.word(from + n) === word)) {
        from += words.length;
        again = true;
        break;
      }
    }
    // "Bulk close my cases": how it is done.
    if (/^(bulk|mass|batch)$/.test(s.word(from)) && from + 2 < to && begins(s, from + 1)) {
      from++;
      again = true;
    }
    const told = toldBehindLog(s, from);
    if (told !== undefined && told < to - 1) {
      from = told;
      again = true;
    }
    const [source] = SOURCE.exec(s.phrase(from, Math.min(to, from + 9))) ?? [];
    if (source !== undefined && from + source.split(' ').length < to) {
      from += source.split(' ').length;
      again = true;
    }
  }
  return from;
}

/** "Log this: just met …", "log this just left …": where what is told begins, which is logged anyway. */
function toldBehindLog(s: Sentence, from: number): number | undefined {
  if (!/^(log|record|add|create)$/.test(s.word(from))) return undefined;
  const activity = /^(an|this|the) (activity|interaction|touchpoint)$/.test(s.phrase(from + 1, from + 3));
  if (!activity && !/^(log|record)$/.test(s.word(from))) return undefined;
  let at = activity ? from + 3 : /^(this|it)$/.test(s.word(from + 1)) ? from + 2 : from + 1;
  if (/^[:,–—-]$/.test(s.word(at))) at++;
  else if (at === from + 1) return undefined;
  const who = /^(i|we)$/.test(s.word(at)) ? at + 1 : at;
  const verb = /^(just|have)$/.test(s.word(who)) ? who + 1 : who;
  return TOLD.test(s.word(verb)) ? at : undefined;
}

const TOLD =
  /^(met|left|had|spoke|talked|called|phoned|rang|visited|saw|emailed|wrote|sent|got|finished|came|presented|demoed|chatted|reached|tried|caught)$/;

function begins(s: Sentence, i: number): boolean {
  return IMPERATIVES.has(s.word(i)) || RECORDING.test(s.word(i)) || Object.hasOwn(STATUS_VERBS, s.word(i));
}

/** Where the rep has it from: "as per our call with Lena", "they told me that". */
const SOURCE =
  /^((as )?per (our|my|the|their|his|her|your) (last |latest |recent )?(call|conversation|discussion|chat|meeting|e ?mail|agreement|talk|sync|message|request)( (today|yesterday|this morning|earlier))?|(they|he|she|(the|our|my) (client|customer|buyer|prospect|boss|manager)) (just |have |has )?(told (me|us)|informed (me|us)|let (me|us) know|confirmed)( that)?|(i|we) (just |have |have just )?(learned|learnt|heard|found out|noticed|realised|realized|discovered|was told|were told|been told|got told|got word) that|(be|please be) (informed|advised|aware)( that)?)(?= (?!it\b|this\b|that\b|to\b|about\b|with\b|they\b|he\b|she\b|we\b))/;

/** Words after which a verb is not an imperative. */
const NO_CLAUSE_BEFORE =
  /^(to|can|could|should|will|would|you|not|i|we|they|she|he|a|an|the|my|his|her|their|our|of|for|with|on|in|at|needs?|wants?|please)$/;

/** "… and delete it": a name or a value is never followed by its own end. */
export function hidesDelete(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++)
    if (
      /^(delete|remove|erase|trash|discard|cancel)$/.test(s.word(i)) &&
      (/^[.,;!?—–-]$|^(and|then)$/.test(s.word(i - 1)) || /^(it|that|this|him|her|them)$/.test(s.word(i + 1)))
    )
      return true;
  return false;
}

/** Whether a command begins inside a stretch that is about to be taken for plain talk. */
export function hidesCommand(s: Sentence, from: number, to: number): boolean {
  if (actsOn(s, from) && from < to - 1) return true;
  const shownAt = commandsIn(s);
  for (let i = from + 1; i < to - 1; i++) if (shownAt[i]! <= to) return true;
  return false;
}

/** Whether a command begins at the token. */
export function commandAt(s: Sentence, i: number): boolean {
  return (commandsIn(s)[i] ?? Infinity) <= s.tokens.length;
}

const commands = new WeakMap<Sentence, number[]>();

/** For each token the end of the shortest stretch that shows the command that begins there. Found once: long texts are asked about often. */
function commandsIn(s: Sentence): number[] {
  const known = commands.get(s);
  if (known) return known;
  const found = s.tokens.map((_, i) => {
    const before = s.word(i - 1);
    if (!/^[.,;!?—–-]$|^(and|then|so)$/.test(before))
      return actsOn(s, i) && !NO_CLAUSE_BEFORE.test(before) ? i + 2 : Infinity;
    const start = withoutOpening(s, i, s.tokens.length);
    if (HIDDEN.has(s.word(start))) return start + 2;
    return RECORDING.test(s.word(start)) ? endOfRecord(s, start + 1) : Infinity;
  });
  commands.set(s, found);
  return found;
}

/** "Set it …": a verb with what it is done to. */
function actsOn(s: Sentence, i: number): boolean {
  return (
    HIDDEN.has(s.word(i)) &&
    /^(it|the|that|this|my|his|her|them|a|an|me|all|every|each|both|these|those)$/.test(s.word(i + 1))
  );
}

/** "Please file a case": where the kind of a new record ends. */
function endOfRecord(s: Sentence, at: number): number {
  if (!/^(a|an|another)$/.test(s.word(at))) return Infinity;
  const noun = s.word(at + 1) === 'new' ? at + 2 : at + 1;
  return Math.min(
    ...s.vocabulary
      .objectsAt(s.tokens, noun)
      .filter((o) => !o.plural)
      .map((o) => o.end),
    Infinity,
  );
}

/** Verbs of commands at the beginning of a sentence, elsewhere words like others. */
const RECORDING =
  /^(register|enter|record|save|insert|capture|file|book|build|start|set|put|get|tag|label|enroll|move|note|raise|submit|track|open|close|cancel|show|find|fetch|list|call|block|arrange|plan|draft|write|compose|prepare|provide|generate)$/;

/** Whether any command, also one that destroys, begins after a pause inside a stretch that is about to be taken for talk. */
export function commandsAfterPause(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++) {
    if (!/^[.,;!?—–-]$|^(and|then|so)$/.test(s.word(i - 1))) continue;
    const start = withoutOpening(s, i, to);
    if (/^[.;!?—–-]$/.test(s.word(i - 1)) && start < to - 1 && RECORDING.test(s.word(start))) return true;
    if (
      /^(show|find|get|give|fetch|tell|list|pull)$/.test(s.word(start)) &&
      /^(me|us|the|all|my|their|every|any|up)$/.test(s.word(start + 1))
    )
      return true;
    if (start < to - 1 && IMPERATIVES.has(s.word(start)) && !/^(but|then|except)$/.test(s.word(start)))
      return true;
    if (/^(cancel|take|pull)$/.test(s.word(start)) && WHICH.test(s.word(start + 1))) return true;
    if (
      start < to - 1 &&
      Object.hasOwn(STATUS_VERBS, s.word(start)) &&
      /^(it|them|him|her|this|that|the|all)$/.test(s.word(start + 1))
    )
      return true;
  }
  return false;
}

/** What records are pointed at with. */
const WHICH =
  /^(it|them|him|her|my|our|his|her|their|the|all|any|every|each|both|this|that|these|those|future|next)$/;

/** "…, and email her our price list": something to be sent, asked for behind a pause in what is dictated. */
export function hidesMessage(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++) {
    if (!/^(send|email|text|message|forward|mail|whatsapp)$/.test(s.word(i))) continue;
    if (!/^(him|her|them|everyone|everybody)$/.test(s.word(i + 1)) && !/^\p{Lu}/u.test(s.tokens[i + 1]!.text))
      continue;
    const joined = /^(and|then)$/.test(s.word(i - 1)) ? i - 2 : i - 1;
    if (joined >= from && /^[,.;!]$/.test(s.word(joined))) return true;
  }
  return false;
}
