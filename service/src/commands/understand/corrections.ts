import { IMPERATIVES } from './imperatives.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';
import { numberAt } from './numbers.ts';

/** Words by which a speaker takes back what was just said. */
const MARKERS = [
  'no wait make it',
  'no wait',
  'wait no',
  'no sorry',
  'sorry no',
  'actually no',
  'no actually',
  'scratch that',
  'strike that',
  'no make it',
  'no make that',
  'oops',
  'correction',
  'i mean',
  'i meant',
  'or rather',
  'rather',
  'sorry i mean',
  'no i mean',
  'sorry i meant',
  'no i meant',
  'sorry',
  'actually',
  'wait',
  'make that',
  'no no',
  'no hang on',
  'hang on',
  'no hold on',
  'hold on',
  'no',
  'my bad',
  'let me correct that',
  'instead make it',
  'no scratch that',
  'wait actually',
  'actually wait',
  'uh no',
  'sorry make it',
  'sorry make that',
  'actually make it',
  'actually make that',
  'no let us say',
  'well actually',
  'actually sorry',
  'no not that',
  'wait scratch that',
  'no wait actually',
  'oh wait',
  'oh no',
  'no wait sorry',
  'sorry wait',
  'wait make it',
  'wait make that',
  'er no',
  'no wait make that',
  'wait sorry',
  'sorry actually',
  'oops sorry',
  'oops i mean',
  'oops i meant',
  'correction make it',
  'correction make that',
]
  .map((m) => m.split(' '))
  .sort((a, b) => b.length - a.length);

/** "no answer", "no budget until Q3": a lack, not a correction. */
const NOTHING =
  /^(opportunity|opp|deal|need|later|next|amount|close|phone|email|activity|answer|budget|luck|response|reply|decision|interest|problem|problems|issue|issues|change|changes|rush|more|longer|time|show|pickup|news|feedback|money|contact|contacts|one|such|action|commitment|date|show|movement|progress|voicemail|follow|meeting|meetings|urgency|plans|objection|objections|surprises|contract|opportunities|deals|fit)$/;

export interface Candidate {
  sentence: Sentence;
  /** What was thrown away counts against the reading. */
  cost: number;
  /** What was corrected, where it is only likely which words it replaces. */
  unsure?: string;
}

/**
 * The readings of a sentence in which somebody corrects himself: what follows the marker replaces the last stretch of the same
 * kind before it. Without a marker: the sentence itself.
 */
export function corrected(sentence: Sentence): Candidate[] {
  let candidates: Candidate[] = [{ sentence, cost: 0 }];
  for (let round = 0; round < 2; round++) {
    const next: Candidate[] = [];
    for (const candidate of candidates) {
      const marker = markerIn(candidate.sentence, round);
      if (!marker) next.push(candidate);
      else
        next.push(
          ...replacements(candidate.sentence, marker).map(({ unsure = candidate.unsure, ...c }) => ({
            sentence: c.sentence,
            cost: c.cost + candidate.cost,
            ...(unsure === undefined ? {} : { unsure }),
          })),
        );
    }
    candidates = next;
  }
  return candidates.slice(0, 60);
}

function markerIn(s: Sentence, round: number): { from: number; to: number } | undefined {
  for (let i = 1; i < s.tokens.length - 1; i++) {
    for (const words of MARKERS) {
      if (!words.every((word, n) => s.word(i + n) === word)) continue;
      let from = i;
      let to = i + words.length;
      const single = words.length === 1;
      const comma = /^[,.;—–-]$/.test(s.word(i - 1));
      if (single && !comma && !corrects(s, i, words[0]!)) continue;
      if (isTold(s, i)) continue;
      const lacks = NOTHING.test(s.word(to)) || s.vocabulary.objectsAt(s.tokens, to).length > 0;
      if (words[0] === 'no' && single && lacks) continue;
      while (from > 0 && /^[,.;—–-]$/.test(s.word(from - 1))) from--;
      while (
        to < s.tokens.length &&
        (/^[,.;:—–-]$/.test(s.word(to)) ||
          (/^(make|it|that|to|should|be|is|was|meant|i|mean|set|actually)$/.test(s.word(to)) &&
            isLead(s, to)))
      )
        to++;
      void round;
      return to < s.tokens.length && from > 0 ? { from, to } : undefined;
    }
  }
  return undefined;
}

/** Whether one word takes something back although no comma stands before it. */
function corrects(s: Sentence, i: number, word: string): boolean {
  switch (word) {
    case 'no':
      return s.word(i + 1) === 'the' || hesitates(s, i) || standsBetweenNumbers(s, i);
    case 'wait':
    case 'rather':
      return hesitates(s, i);
    case 'actually':
      if (/^(is|are|was|were|be)$/.test(s.word(i - 1))) return false;
      return numberAt(s.tokens, i + 1) !== undefined || s.date(i + 1) !== undefined;
    case 'sorry':
      return !/^(said|says|say|is|are|was|were|am|be|feel|feels|felt|so|very|really)$/.test(s.word(i - 1));
    case 'correction':
      return !/^(a|an|the|any|another|first|small|quick|price|his|her|our|for|of)$/.test(s.word(i - 1));
    default:
      return true;
  }
}

/** "Thirty one no thirty four thousand". */
function standsBetweenNumbers(s: Sentence, i: number): boolean {
  if (numberAt(s.tokens, i + 1) === undefined) return false;
  for (let at = Math.max(0, i - 6); at < i; at++) if (numberAt(s.tokens, at)?.end === i) return true;
  return false;
}

/** A filler was said before the word: "the compliance thing, uh no, the retrofit". */
function hesitates(s: Sentence, i: number): boolean {
  return /\b(u+h+m?|u+m+|erm?|hm+|ah)\b/i.test(s.source.slice(s.tokens[i - 1]!.to, s.tokens[i]!.from));
}

/** Behind the colon of a note or a logged call: text that stays as it was said. */
function isTold(s: Sentence, i: number): boolean {
  let note = false;
  for (let at = 0; at < i; at++) {
    if (note && s.word(at) === ':') return true;
    note ||= /^(note|notes|comment|remark|memo|log|logged|call|conversation)$/.test(s.word(at));
  }
  return false;
}

/** "make it", "make that", "set it to", "it should be", "I meant": only introduces the new value. */
function isLead(s: Sentence, i: number): boolean {
  const rest = [0, 1, 2, 3].map((n) => s.word(i + n)).join(' ');
  const before = s.word(i - 1);
  if (
    /^(make it|make that|i meant|i mean|it should be|that should be|it is|it was|that was|set it to|set that to|actually)\b/.test(
      rest,
    )
  )
    return true;
  return (
    (before === 'make' && /^(it|that)$/.test(s.word(i))) ||
    (before === 'i' && /^(meant|mean)$/.test(s.word(i))) ||
    (/^(it|that)$/.test(before) && /^(should|is|was|to)$/.test(s.word(i))) ||
    (before === 'should' && s.word(i) === 'be') ||
    (before === 'set' && /^(it|that)$/.test(s.word(i)))
  );
}

type Kind = 'date' | 'number' | 'email' | 'phone' | 'url' | 'time' | 'quote' | 'id' | 'other';

function kindAt(s: Sentence, i: number): { kind: Kind; end: number } {
  const date = s.date(i);
  if (date) return { kind: 'date', end: date.end };
  const number = numberAt(s.tokens, i);
  if (number) return { kind: 'number', end: number.end };
  const kind = s.tokens[i]?.kind;
  const whole =
    kind === 'word' || kind === 'name' || kind === 'punct' || kind === 'possessive' || kind === undefined;
  return { kind: whole ? 'other' : kind, end: i + 1 };
}

function replacements(s: Sentence, marker: { from: number; to: number }): Candidate[] {
  const head = s.tokens.slice(0, marker.from);
  const tail = s.tokens.slice(marker.to);
  const made: Candidate[] = [];
  const first = kindAt(s, marker.to);
  const unsure = s.text(Math.max(0, marker.from - 1), Math.min(s.tokens.length, marker.to + 2));
  const build = (tokens: Token[], cost: number, sure = true) => {
    if (made.length < 14)
      made.push({
        sentence: new Sentence(s.source, tokens, s.calendar, s.vocabulary),
        cost,
        ...(sure ? {} : { unsure }),
      });
  };
  if (first.kind !== 'other') {
    const old = lastOfKind(s, marker.from, first.kind);
    if (old) {
      const replaced = [
        ...head.slice(0, old.from),
        ...s.tokens.slice(marker.to, first.end),
        ...head.slice(old.end),
        ...s.tokens.slice(first.end),
      ];
      build(replaced, 0);
      if (old.end === marker.from) return made;
    }
  }
  const again = repeated(s, marker);
  const called = again === undefined ? 0 : nameLength(s, again);
  const anew = nameLength(s, marker.to);
  // "Jane Roe at Globex, sorry Jane Doe": the name alone, and she stays at Globex.
  if (again !== undefined && called > 0 && anew > 0 && called < marker.from - again) {
    const after = s.word(marker.to + anew);
    if (after === '' || /^([.,;!]|and|then)$/.test(after)) {
      build(
        [...head.slice(0, again), ...tail.slice(0, anew), ...head.slice(again + called), ...tail.slice(anew)],
        0.1,
      );
      return made;
    }
  }
  if (again !== undefined && marker.from - again <= tail.length + 1) {
    build([...head.slice(0, again), ...tail], 0.1);
    return made;
  }
  const name = nameEndingAt(s, marker.from);
  if (name > 0 && anew > 0) {
    build([...head.slice(0, marker.from - name), ...tail], 0.1, name === anew);
    if (name === anew) return made;
  }
  const earliest = Math.max(0, marker.from - 12);
  for (let start = marker.from - 1; start >= earliest; start--) {
    const dropped = marker.from - start;
    const same = kindAt(s, start).kind === first.kind ? 0 : 0.6;
    const sized = Math.abs(dropped - Math.min(tail.length, dropped)) * 0.1;
    build([...head.slice(0, start), ...tail], 0.25 * dropped + same + sized, false);
  }
  if (
    /^(set|move|change|update|create|add|log|delete|mark|push|make|schedule|remind|show|find|assign|reassign)$/.test(
      s.word(marker.to),
    )
  ) {
    build(tail, 1 + 0.1 * head.length);
    build([...head, { ...head[head.length - 1]!, kind: 'punct', text: ';', word: ';' }, ...tail], 0.6);
  }
  return made;
}

/** Who corrects himself often begins again with a word that he said: "from Zephyr Labs, correction, Zephyr Works". */
function repeated(s: Sentence, { from, to }: { from: number; to: number }): number | undefined {
  const word = s.word(to);
  if (!/[\p{L}\p{N}]/u.test(word)) return undefined;
  for (let at = from - 1; at >= Math.max(0, from - FARTHEST); at--) if (s.word(at) === word) return at;
  return undefined;
}

/** Words between the first word of what is replaced and the correction. */
const FARTHEST = 12;

const isCapital = (s: Sentence, i: number): boolean =>
  s.tokens[i]?.kind === 'word' &&
  /^\p{Lu}/u.test(s.tokens[i]!.text) &&
  !(i === 0 && IMPERATIVES.has(s.word(i)));

/** How many words of a written name end before token `end`. */
function nameEndingAt(s: Sentence, end: number): number {
  let from = end;
  while (from > 0 && isCapital(s, from - 1)) from--;
  return end - from;
}

function nameLength(s: Sentence, from: number): number {
  let end = from;
  while (isCapital(s, end)) end++;
  return end - from;
}

function lastOfKind(s: Sentence, limit: number, kind: Kind): { from: number; end: number } | undefined {
  let found: { from: number; end: number } | undefined;
  for (let i = 0; i < limit; ) {
    const here = kindAt(s, i);
    if (here.kind === kind && here.end <= limit) found = { from: i, end: here.end };
    i = here.kind === 'other' ? i + 1 : here.end;
  }
  return found;
}
