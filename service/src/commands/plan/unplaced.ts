import { nameFieldOf } from '../understand/schema.ts';
import { Sentence } from '../understand/sentence.ts';
import { wordsOf } from '../understand/tokens.ts';
import type { Session } from '../resolve/session.ts';
import type { Operation } from '../types.ts';

/** "Every Monday": a series, and one appointment or to-do is all that is made. */
const SERIES =
  /\b(?:every|each) (?:(?:other|second|third|single|two|three|four) )?(?:days?|weekdays?|weeks?|months?|quarters?|years?|mornings?|afternoons?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)days\b/i;

/** "3pm their time": no clock of the rep's. */
const ELSEWHERE = /\b(?:his|her|their|local|eastern|pacific|central|mountain|european|uk|us) time\b/i;

/** What a label does not say: values beside it, another one of its kind, or the rest of it. */
const GOES_ON: readonly RegExp[] = [
  /[,;] (?:high|low|normal|top|highest) prio(?:rity)?\b|[,;] remind\b/i,
  /, ?\d+ ?(?:min|mins|minutes|hours?|hrs?)\b|, (?:and )?(?:invite|include|cc) \p{Lu}/iu,
  /\bwith (?:an? |the )?(?:note|comment|description|subject|priority)\b/i,
  /\b(?:every|each|remind|at|by|until|till|from|and|or|the|a|an|of)$/i,
  /^(?!.*\b(?:check|log|sign|buy|call|come|bring|fill|hand|dial|drop|plug|opt|sit|phone) in$).+ in$/i,
];
/** An appointment is called after what it is about, and no verb of what else is to be done. */
const DOES =
  /\band (?:add|invite|include|loop in|bring|cc|remind|set|make|log|create|move|push|send|email|tell)\b/i;
const ANOTHER = /\b(?:and|,) (?:one|another(?: one)?) (?:for|with|to|about)\b/i;

/**
 * What was said of when something is to be and no appointment or to-do can hold: a series, the clock of somebody else, a time inside
 * its name. What stands in a text that was taken down is none of it.
 */
export function unplaced(
  session: Session,
  s: Sentence,
  operations: readonly Operation[],
): string | undefined {
  for (const { op, object, set = {} } of operations) {
    if (op !== 'create' || !/^(Task|Event|Case)$/.test(object)) continue;
    const name = set[nameFieldOf(session.describe(object))];
    const label = typeof name === 'string' && !isQuoted(s, name) ? name : '';
    if (ANOTHER.test(label)) return label;
    if (object === 'Task' && set['Status'] !== undefined && isToCome(s, set))
      return s.text(0, s.tokens.length);
    if (object === 'Case' || set['Status'] !== undefined) continue;
    const told = typeof set['Description'] === 'string' ? wordsOf(set['Description']) : '';
    for (const pattern of [SERIES, ELSEWHERE]) {
      const [said] = pattern.exec(unquoted(s)) ?? [];
      if (said !== undefined && !told.includes(wordsOf(said))) return said;
    }
    // "Emily introduced me to Omar. Add a task to thank her": whom, the to-do does not say.
    if (/\b(?:him|her)\b/i.test(label) && set['WhoId'] === undefined && set['WhatId'] === undefined)
      return label;
    if (GOES_ON.some((more) => more.test(label))) return label;
    const { tokens } = Sentence.of(label, session.calendar, session.vocabulary);
    const clock = tokens.some((t) => t.kind === 'time');
    if (object === 'Event' && DOES.test(label)) return label;
    if (clock && (object === 'Event' || label.includes(','))) return label;
  }
  return undefined;
}

/** "Meeting with Hank on Friday, time tbd", "…: discuss pricing": hardly one that has taken place. */
function isToCome(s: Sentence, set: Operation['set'] & {}): boolean {
  if (
    /^notes? for (?:the )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b/.test(
      s.phrase(0, Math.min(4, s.tokens.length)),
    )
  )
    return true;
  if (!/^(call|meeting|lunch|dinner|coffee|demo|workshop|visit|breakfast)$/.test(s.word(0))) return false;
  return /^(?:to )?(?:discuss|review|talk about|go over|prepare|present|negotiate|sign|plan|kick off|walk through)\b|\b(?:tbd|tbc|to be (?:confirmed|determined))\b/i.test(
    String(set['Description'] ?? ''),
  );
}

function unquoted(s: Sentence): string {
  return s.tokens.map((t) => (t.kind === 'quote' ? ' ' : t.text)).join(' ');
}

function isQuoted(s: Sentence, text: string): boolean {
  return s.tokens.some((t) => t.kind === 'quote' && wordsOf(t.text).includes(wordsOf(text)));
}
