import type { Clause } from '../understand/clause.ts';
import { deniesWhatWasSaid } from '../understand/denied.ts';
import { commandAt } from '../understand/imperatives.ts';
import type { Sentence } from '../understand/sentence.ts';
import { wordsOf } from '../understand/tokens.ts';
import type { Operation } from '../types.ts';

/**
 * What seems to be asked for in a text that was taken down: "…. Close the deal", "… - create a task to call him", "try again tomorrow".
 * What stands in quotes, or behind the colon of a note, is data.
 */
export function commandInText(s: Sentence, operations: readonly Operation[]): string | undefined {
  for (const { op, set = {} } of operations) {
    const text = op === 'note' ? set['_text'] : set['Status'] === undefined ? undefined : set['Description'];
    if (typeof text !== 'string' || isQuoted(s, text)) continue;
    if (op === 'note' && isValueOf(s, text)) return text;
    const value = op === 'note' && saysNote(s) ? undefined : valueIn(s, text);
    if (value !== undefined) return value;
    const dictated = op === 'note' && beginsAfterColon(s, text);
    const another = op === 'note' ? null : ANOTHER.exec(text);
    if (another) return another[0];
    for (let i = 1; i < s.tokens.length - 1; i++) {
      if (!holds(text, s.phrase(i, Math.min(s.tokens.length, i + 3)))) continue;
      const stops = /^[.;!?–—-]$/.test(s.word(i - 1)) && !s.tokens[i]!.glued;
      const again = /^(try|retry)$/.test(s.word(i)) && s.word(i - 1) === ',' && dueLater(s, i);
      const asked =
        again || (stops && (makesRecord(s, i) || (op !== 'note' && (ordersIt(s, i) || dueLater(s, i)))));
      if (asked || (op === 'note' && !dictated && goesOnWith(s, i))) return s.text(i, s.tokens.length);
    }
  }
  return undefined;
}

/** "He said to close the trial and set the renewal to 300k": reported as a whole, and its second half no command of the rep's. */
export function reported(clauses: readonly Clause[], said: string): string | undefined {
  for (const [n, { text, intents }] of clauses.entries()) {
    const before = clauses[n - 1];
    if (!before || !intents.some((i) => /^(update|delete|convert|create)$/.test(i.kind))) continue;
    const taken = before.intents.some(
      (i) => i.kind === 'story' || i.kind === 'note' || (i.kind === 'activity' && i.activity.done),
    );
    const at = said.indexOf(text, said.indexOf(before.text) + before.text.length);
    if (taken && at > 0 && /\band $/i.test(said.slice(0, at)) && REPORTS.test(before.text)) return text;
  }
  return undefined;
}

/** "Crane Retrofit is blocked, Signal Tower Refit isn't": beside a change, no mere talk. */
export function denied(clauses: readonly Clause[]): string | undefined {
  if (!clauses.some(({ intents }) => intents.some((i) => i.kind === 'update'))) return undefined;
  return clauses.find(
    ({ text, intents }) =>
      deniesWhatWasSaid(text) && intents.every((i) => i.kind === 'story' || i.kind === 'topic'),
  )?.text;
}

const REPORTS =
  /\b(?:said|says|asked|told|wants?|needs?|agreed|suggested|decided|promised|recommended|proposed)(?: (?:me|us|you|them|him|her|\p{Lu}\p{L}+))? (?:to|that)\b[^.;!?]*$/u;

/** "… and a 15 min one with Robert", "for yesterday": another one of its kind, or its own day. */
const ANOTHER =
  /\band (?:a|an|another) (?:[\w-]+ ){0,4}(?:one|call|meeting|e-?mail) (?:with|to)\b.*|\bfor (?:yesterday|last (?:week|month|\w+day))\b.*/i;

/** "Create a task to call him". */
function makesRecord(s: Sentence, i: number): boolean {
  if (!/^(create|add|log|schedule|set|open|book|make)$/.test(s.word(i))) return false;
  const noun = [1, 2, 3].find((n) => !/^(a|an|another|new|up|the)$/.test(s.word(i + n)));
  return noun !== undefined && s.vocabulary.objectsAt(s.tokens, i + noun).length > 0;
}

/** "Close the deal": a verb and what it is done to. */
function ordersIt(s: Sentence, i: number): boolean {
  return (
    /^(close|reopen|delete|remove|set|change|update|move|push|mark|cancel|convert|assign|reassign|raise|lower|make|postpone|reschedule)$/.test(
      s.word(i),
    ) && /^(it|the|this|that|his|her|their|its|him|them|all|my|our)$/.test(s.word(i + 1))
  );
}

/** "Try again tomorrow", "send the quote by Wednesday": begins with what is to be done, and says when. */
function dueLater(s: Sentence, i: number): boolean {
  if (
    !/^(try|send|call|email|ping|chase|check|ask|prepare|visit|meet|follow|remind|retry|draft)$/.test(
      s.word(i),
    )
  )
    return false;
  for (let at = i + 1; at < s.tokens.length && !/^[.;!?]$/.test(s.word(at)); at++)
    if ((s.date(at)?.day ?? '') > s.calendar.today) return true;
  return false;
}

/** "… retires in June and make David the primary contact"; "they will review and update it" is theirs to do. */
function goesOnWith(s: Sentence, i: number): boolean {
  if (!/^(and|then)$/.test(s.word(i - 1)) || /^(us|me|you)$/.test(s.word(i + 1))) return false;
  // "… on the ninth and also push the close date": more to be done.
  if (/^(also|please)$/.test(s.word(i)) && ordersIt(s, i + 1)) return true;
  if (!commandAt(s, i)) return false;
  for (let at = i - 2; at > 0 && !/^[.;:,!?]$/.test(s.word(at)); at--)
    if (
      /^(to|will|would|should|must|can|could|may|might|wants?|needs?|asked|agreed|promised)$/.test(s.word(at))
    )
      return false;
  return true;
}

function saysNote(s: Sentence): boolean {
  return s.tokens.some((t) =>
    /^(notes?|noted|comments?|remarks?|memos?|writes?|write|record|jot|log)$/.test(t.word),
  );
}

/** "… close date Dec 11, amount 120k": values of a deal with the names of their fields, rather than what was talked about. */
function valueIn(s: Sentence, text: string): string | undefined {
  for (let i = 1; i < s.tokens.length - 1; i++) {
    if (!holds(text, s.phrase(i, Math.min(s.tokens.length, i + 3)))) continue;
    const field = s.vocabulary
      .fieldsAt(s.tokens, i)
      .find((p) =>
        p.fields.some((f) => f.object === 'Opportunity' && /^(Amount|CloseDate|StageName)$/.test(f.field)),
      );
    if (!field || !/^([.,;:!?–—-]|and|the|new)$/.test(s.word(i - 1))) continue;
    let at = field.end;
    while (/^(is|now|=|:|to|should|be|will)$/.test(s.word(at))) at++;
    const found =
      s.date(at)?.end ?? s.recognise('number', at, s.tokens.length)?.find((n) => n.from === at)?.end;
    if (found !== undefined) return s.text(i, found);
  }
  return undefined;
}

/** "Add Sarah's email to the note": what the field holds, and not these words. */
function isValueOf(s: Sentence, text: string): boolean {
  const [, field] = /^\p{Lu}[\p{L} ]*['’]s ((?:new )?[\p{L} -]+)$/u.exec(text) ?? [];
  const words = field === undefined ? '' : wordsOf(field);
  return s.tokens.some((_, i) =>
    s.vocabulary.fieldsAt(s.tokens, i).some((f) => s.phrase(i, f.end) === words && words !== ''),
  );
}

function beginsAfterColon(s: Sentence, text: string): boolean {
  const first = wordsOf(text).split(' ').slice(0, 3).join(' ');
  return s.tokens.some(
    (t, i) => t.text === ':' && s.phrase(i + 1, Math.min(s.tokens.length, i + 8)).startsWith(first),
  );
}

function holds(text: string, phrase: string): boolean {
  return ` ${wordsOf(text)} `.includes(` ${wordsOf(phrase)} `);
}

function isQuoted(s: Sentence, text: string): boolean {
  return s.tokens.some((t) => t.kind === 'quote' && wordsOf(t.text).includes(wordsOf(text)));
}
