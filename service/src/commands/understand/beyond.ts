import { ABSENT, BEYOND } from './lexicon/setup.ts';
import { withoutOpening } from './imperatives.ts';
import type { Sentence } from './sentence.ts';
import { phraseEnd } from './vocabulary.ts';

export interface BeyondRecords {
  reason: string;
  /** What cannot be done: "make reports, dashboards or list views". */
  deed: string;
  instead: string;
}

interface Noun {
  words: string[];
  /** Meant only when one of them is to be made. */
  made: boolean;
  /** Undefined for records that the org does not have. */
  beyond?: BeyondRecords;
}

const NOUNS: readonly Noun[] = [
  ...BEYOND.flatMap(({ always, made, ...beyond }) => [
    ...split(always).map((words) => ({ words, made: false, beyond })),
    ...split(made).map((words) => ({ words, made: true, beyond })),
  ]),
  ...split(ABSENT.always).map((words) => ({ words, made: false })),
  ...split(ABSENT.made).map((words) => ({ words, made: true })),
];

function split(phrases: string): string[][] {
  return phrases.split('|').flatMap((phrase) => {
    const words = phrase.split(' ');
    const last = words.at(-1)!;
    return [words, [...words.slice(0, -1), last.endsWith('y') ? `${last.slice(0, -1)}ies` : `${last}s`]];
  });
}

/**
 * What of a command that nobody understood is done in Setup, or with records that this org does not have: "create a report",
 * "add a validation rule", "issue a quote". Undefined when it speaks of nothing of the kind.
 */
export function beyondRecords(s: Sentence): BeyondRecords | undefined {
  for (let i = 0; i < s.tokens.length; i++) {
    const unknown = unknownObject(s, i);
    if (unknown !== undefined) return absent(unknown);
    for (const { words, made, beyond } of NOUNS) {
      const end = phraseEnd(s.tokens, i, words);
      if (end === undefined || isObject(s, i, end)) continue;
      if (!isMade(s, i) && (made || isField(s, i, end) || toldInNew(s, i))) continue;
      return beyond ?? absent(s.text(i, end));
    }
  }
  return undefined;
}

function absent(noun: string): BeyondRecords {
  return {
    reason: 'unsupported: no such object',
    deed: `work with "${noun}" here: commands don't reach such records in this org`,
    instead: 'Do it in Salesforce, or ask your admin to open the object to commands.',
  };
}

/** "VoiceCallTranscript record", "the MyBike__c object": the name of an object as developers write it. */
function unknownObject(s: Sentence, i: number): string | undefined {
  const { kind, text } = s.tokens[i]!;
  if (kind === 'quote' || isObject(s, i, i + 1)) return undefined;
  if (/^\w+__c$/i.test(text)) return text;
  return /^\p{Lu}\p{Ll}+(\p{Lu}\p{Ll}+)+$/u.test(text) && /^(records?|object)$/.test(s.word(i + 1))
    ? text
    : undefined;
}

/** Whether the org calls a kind of its records so. */
function isObject(s: Sentence, from: number, end: number): boolean {
  return before(from).some((i) => s.vocabulary.objectsAt(s.tokens, i).some((o) => o.end >= end));
}

/** Whether the org calls a field so; what a user is called by is no business of a rep's. */
function isField(s: Sentence, from: number, end: number): boolean {
  return before(from).some((i) =>
    s.vocabulary
      .fieldsAt(s.tokens, i)
      .some((f) => f.end >= end && f.fields.some(({ object }) => object !== 'User')),
  );
}

/** "Raise a ticket for Dana: she can't reset her password": told in a record of the org's own kinds. */
function toldInNew(s: Sentence, at: number): boolean {
  for (let i = 0; i < at; i++) {
    if (!MAKES.test(s.word(i)) || !opensCommand(s, i)) continue;
    for (let noun = i + 1; noun <= i + 3; noun++)
      if (s.vocabulary.objectsAt(s.tokens, noun).some((o) => o.end < at && TELLS.test(s.word(o.end))))
        return true;
  }
  return false;
}

const TELLS = /^([:,;–—-]|for|about|from|on|because|since|as|saying|that|where)$/;

/** Where a longer phrase may begin. */
function before(i: number): number[] {
  return [i, i - 1, i - 2, i - 3].filter((at) => at >= 0);
}

const MAKES =
  /^(create|build|set|setup|make|add|draft|prepare|issue|spin|generate|raise|configure|provision|establish|define|launch|kick|roll|design|publish|initiate|put|open|log|new|start|implement|write|include)$/;

/** What stands between a verb and what it makes are only words that describe it. */
const NO_DESCRIPTION =
  /^([.;!?:]|to|for|as|about|with|of|on|in|at|from|by|that|which|who|when|if|and|it|them|him|her|called|named|titled|task|tasks|reminder|note|call|meeting|event|todo|email|follow)$/;

/** Longest description of what is to be made, in tokens: "two separate member-tier". */
const LONGEST_DESCRIPTION = 8;

/** "Create a quarterly report": the noun is what a verb of making makes. */
function isMade(s: Sentence, at: number): boolean {
  // "Create Brenner Group": a word of a name.
  if (isTitle(s, at) && isTitle(s, at - 1)) return false;
  // "We need Hank as well, role Decision Maker": what stands behind a pause is no part of what is made.
  if (s.tokens[at - 1]?.kind === 'punct') return false;
  for (let i = at - 1; i >= 0 && at - i <= LONGEST_DESCRIPTION; i--) {
    const word = s.word(i);
    if (/^(need|want|like)$/.test(word)) return /^(i|we|would)$/.test(s.word(i - 1));
    if (MAKES.test(word)) return opensCommand(s, i);
    if (NO_DESCRIPTION.test(word)) return false;
  }
  return false;
}

function isTitle(s: Sentence, i: number): boolean {
  return /^\p{Lu}\p{Ll}/u.test(s.tokens[i]?.text ?? '');
}

function opensCommand(s: Sentence, i: number): boolean {
  let from = i;
  while (from > 0 && !/^[.;!?:,—–-]$|^(and|then)$/.test(s.word(from - 1))) from--;
  return withoutOpening(s, from, s.tokens.length) >= i - 2;
}
