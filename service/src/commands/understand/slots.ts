import { dateAt } from './dates.ts';
import { quantityAt } from './dates/quantities.ts';
import { durationAt, timeAt } from './dates/times.ts';
import { FUNCTION_WORDS } from './lexicon/function-words.ts';
import { KINDS } from './kinds.ts';
import { multipleAt } from './multiples.ts';
import { numberAt } from './numbers.ts';
import type { Recognised, Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';
import { isValueVerb } from './value-verbs.ts';
import { phraseEnd } from './vocabulary.ts';

const OFFICE = new Set(
  'office offices site place plant hq headquarters factory showroom campus warehouse lab store branch'.split(
    ' ',
  ),
);
const MEDIUM = new Set('zoom teams phone webex skype video facetime'.split(' '));

/** What one does oneself, later: "a task call Helen back". */
const ACTS = new Set(
  'call email mail send phone ring ping chase nudge meet visit review check prepare prep finish draft write ask follow confirm discuss share book order get find look research talk thank negotiate arrange sign submit print bring pick reach reply respond text present contact verify collect request deliver plan organize organise introduce return read invoice renew build pull'.split(
    ' ',
  ),
);
/** What somebody has done or wants: "Helen approved the budget". */
const TOLD = new Set(
  'approved agreed confirmed asked wants wanted said says signed accepted declined rejected requested mentioned promised likes liked loves loved needs signed-off cancelled canceled paid refused committed complained decided verified received sent'.split(
    ' ',
  ),
);

/** What somebody did; won and lost are outcomes, not only told. */
const PAST =
  /^(?!.*[A-Z])(?!(closed|named|called|titled|based|related|qualified|completed|escalated|deferred|resolved|converted|need|feed|speed|seed|red|bed|shed|med|ted|fred|ned)$)([a-z]{3,}ed|froze|cut|bought|sold|chose|went|came|made|took|gave|kept|hit|fell|ran|met|paid|sent|spent|thought|began|broke|built|brought|grew|shrank|slid|stuck|stood|put|backed)$/;

/** How much nobody has said. */
const VAGUE =
  'a little bit|a bit|a little|a lot|a tad|a touch|a notch|a smidge|quite a bit|slightly|somewhat|some|considerably|significantly|a good deal'
    .split('|')
    .map((phrase) => phrase.split(' '));

type Reader = (sentence: Sentence, i: number) => Recognised[];

const one = (from: number, found: { end: number } | undefined, value: unknown = found): Recognised[] =>
  found ? [{ from, end: found.end, value }] : [];
const ofKind =
  (...kinds: Token['kind'][]): Reader =>
  (s, i) =>
    s.tokens[i] && kinds.includes(s.tokens[i]!.kind)
      ? [{ from: i, end: i + 1, value: s.tokens[i]!.text }]
      : [];

/** "The longest open case" is the oldest of them. */
function longestOpen(s: Sentence, i: number): boolean {
  return s.word(i) === 'longest' && s.word(i + 1) === 'open';
}

/** What each recognised kind of slot finds from a token on. */
export const READERS: Record<string, Reader> = {
  field: (s, i) => s.vocabulary.fieldsAt(s.tokens, i).map((f) => ({ from: i, end: f.end, value: f.fields })),
  object: (s, i) => s.vocabulary.objectsAt(s.tokens, i).map((o) => ({ from: i, end: o.end, value: o })),
  date: (s, i) => {
    const start = /^(on|by|for|until|till)$/.test(s.word(i)) ? i + 1 : i;
    const found = dateAt(s.tokens, i, s.calendar);
    return one(i, found ?? (start > i ? dateAt(s.tokens, start, s.calendar) : undefined));
  },
  number: (s, i) => one(i, numberAt(s.tokens, i)),
  multiple: (s, i) => one(i, multipleAt(s.tokens, i)),
  quantity: (s, i) => one(i, quantityAt(s.tokens, i)),
  duration: (s, i) => one(i, durationAt(s.tokens, i)),
  time: (s, i) => {
    const start = /^(at|from)$/.test(s.word(i)) ? i + 1 : i;
    return one(i, timeAt(s.tokens, start, start > i));
  },
  act: (s, i) => (ACTS.has(s.word(i)) ? [{ from: i, end: i + 1, value: s.word(i) }] : []),
  past: (s, i) => (PAST.test(s.tokens[i]?.text ?? '') ? [{ from: i, end: i + 1, value: s.word(i) }] : []),
  told: (s, i) => (TOLD.has(s.word(i)) ? [{ from: i, end: i + 1, value: s.word(i) }] : []),
  reach: (s, i) =>
    /^(call|phone|ring|chase|nudge|meet)$/.test(s.word(i)) && !/^(the|a|an|my|that|this)$/.test(s.word(i - 1))
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
  ring: (s, i) =>
    s.word(i) === 'a' && /^(call|ring|shout|buzz|bell)$/.test(s.word(i + 1))
      ? [{ from: i + 1, end: i + 2, value: 'call' }]
      : [],
  article: (s, i) => {
    if (!/^(the|a|an|our|my|some|another|his|her|their)$/.test(s.word(i))) return [];
    const found: Recognised[] = [];
    for (let end = i + 2; end <= Math.min(s.tokens.length, i + 8); end++) {
      if (s.tokens[end - 1]!.kind === 'punct') break;
      found.push({ from: i, end, value: true });
    }
    return found;
  },
  clock: (s, i) => one(i, timeAt(s.tokens, i, true)),
  office: (s, i) => {
    const start = /^(their|our|his|her|my|the)$/.test(s.word(i)) ? i + 1 : i;
    const end = OFFICE.has(s.word(start)) ? start + 1 : OFFICE.has(s.word(start + 1)) ? start + 2 : undefined;
    return start > i && end !== undefined ? [{ from: i, end, value: s.text(i, end) }] : [];
  },
  medium: (s, i) => {
    const start = s.word(i) === 'the' || s.word(i) === 'a' ? i + 1 : i;
    const end = MEDIUM.has(s.word(start)) ? start + 1 : undefined;
    if (end === undefined) return [];
    return [{ from: start, end: s.word(end) === 'call' ? end + 1 : end, value: s.word(start) }];
  },
  email: ofKind('email'),
  phone: ofKind('phone'),
  url: ofKind('url'),
  quote: ofKind('quote'),
  /** The whole name of a record, known as such, with or without its kind: "Globex Q4 Expansion deal". */
  named: (s, i) => {
    if (s.tokens[i]?.kind !== 'name') return [];
    const ends = [i + 1, ...s.vocabulary.objectsAt(s.tokens, i + 1).map((noun) => noun.end)];
    return ends.map((end) => ({ from: i, end, value: true }));
  },
  id: ofKind('id'),
  golive: (s, i) =>
    /^(goes|going)$/.test(s.word(i)) && s.word(i + 1) === 'live'
      ? [{ from: i, end: i + 2, value: 'go live' }]
      : [],
  valueverb: (s, i) => (isValueVerb(s, i) ? [{ from: i, end: i + 1, value: s.word(i) }] : []),
  asc: (s, i) =>
    /^(ascending|asc)$/.test(s.word(i))
      ? [{ from: i, end: i + 1, value: true }]
      : s.word(i) === 'low' || s.word(i) === 'lowest'
        ? [{ from: i, end: Math.min(s.tokens.length, i + (s.word(i) === 'low' ? 3 : 2)), value: true }]
        : [],
  ended: (s, i) =>
    /^(closed|won|sold|landed|lost)$/.test(s.word(i)) ? [{ from: i, end: i + 1, value: s.word(i) }] : [],
  finished: (s, i) =>
    /^(closed|completed|done|finished|resolved|fixed|escalated|reopened|cancelled|canceled|disqualified|deferred|aborted)$/.test(
      s.word(i),
    )
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
  big: (s, i) =>
    /^(biggest|largest|highest|greatest|newest|latest|oldest|smallest|lowest|cheapest|priciest|costliest|dearest|earliest|soonest|longest|shortest|fewest|least|most)$/.test(
      s.word(i),
    ) && !/^(recent|expensive|valuable)$/.test(s.word(i + 1))
      ? [{ from: i, end: i + 1, value: longestOpen(s, i) ? 'oldest' : s.word(i) }]
      : s.word(i) === 'most' && /^(recent|expensive|valuable)$/.test(s.word(i + 1))
        ? [{ from: i, end: i + 2, value: s.word(i + 1) }]
        : [],
  went: (s, i) =>
    /^(went|was|is going|looks|sounds|responded|replied|called|signed|agreed)$/.test(s.word(i)) &&
    /^(great|well|good|fine|really|very|super|ok|okay|badly|amazing|fantastic|awesome|smoothly|perfectly|positively|positive|back)$/.test(
      s.word(i + 1),
    )
      ? [{ from: i, end: i + 2, value: true }]
      : [],
  list: (s, i) => {
    const found: Recognised[] = [];
    const end = batchEnd(s, i);
    if (end !== undefined) found.push({ from: i, end, value: { name: `batch ${batchName(s, i, end)}` } });
    for (const words of s.lists) {
      const last = phraseEnd(s.tokens, i, words);
      if (last !== undefined) found.push({ from: i, end: last, value: { name: words.join(' ') } });
    }
    return found;
  },
  purpose: (s, i) =>
    s.word(i) === 'to' &&
    /^(confirm|discuss|walk|follow|review|share|send|check|ask|schedule|recap|thank|introduce|go|talk|present|clarify|remind|say|tell|let|provide|propose|request|answer|explain)$/.test(
      s.word(i + 1),
    )
      ? [{ from: i, end: i + 1, value: true }]
      : [],
  yesno: (s, i) =>
    /^(yes|no|true|false)$/.test(s.word(i)) ? [{ from: i, end: i + 1, value: s.word(i) }] : [],
  vague: (s, i) => {
    const words = VAGUE.find((phrase) => phrase.every((word, n) => s.word(i + n) === word));
    return words ? [{ from: i, end: i + words.length, value: true }] : [];
  },
  whose: (s, i) =>
    /^(their|his|her|its|the)$/.test(s.word(i)) ? [{ from: i, end: i + 1, value: s.word(i) }] : [],
  sentence: (s, i) => (opensSentence(s, i) ? [{ from: i, end: i + 1, value: true }] : []),
  contacted: (s, i) =>
    /^(emailed|wrote|called|phoned|rang|messaged|texted)$/.test(s.word(i))
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
  they: (s, i) => {
    if (/^(they|he|she|it)$/.test(s.word(i))) return [{ from: i, end: i + 1, value: s.word(i) }];
    const company = /^(this|that) (account|customer|client|company)$/.test(s.phrase(i, i + 2));
    return company ? [{ from: i, end: i + 2, value: 'they' }] : [];
  },
  them: (s, i) =>
    /^(them|it|him|her)$/.test(s.word(i)) && s.tokens[i]!.text !== 'IT'
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
  asks: (s, i) =>
    /^(asking|telling|reminding|requesting)$/.test(s.word(i))
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
  /** "Emily says …": a name, and what she said. */
  speaks: (s, i) =>
    s.tokens[i]?.kind === 'word' &&
    !FUNCTION_WORDS.has(s.word(i)) &&
    /^(says|said|told|wants|wanted|asked|asks|mentioned|thinks|confirmed|needs|likes|loves|prefers|expects)$/.test(
      s.word(i + 1),
    )
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
  pron: (s, i) =>
    /^(she|he|they|we|i|customer|client|it|team|needs|wants|said|asked|talked|discussed|discussing|interested|wanted|confirmed|agreed|left|no|not|very|still|looking|waiting|says|went|likes|liked|loves|loved|promised|prefers|thinks|hopes|expects|plans|seems|sounded|seemed)$/.test(
      s.word(i),
    )
      ? [{ from: i, end: i + 1, value: s.word(i) }]
      : [],
};

/** How soon the verb of a sentence follows, in words. */
const SOONEST_VERB = 7;

/** "… yesterday the budget is approved", "… who wants a discount": dictated on without a pause, subject and verb of what was said. */
function opensSentence(s: Sentence, i: number): boolean {
  if (/^(who|they|everyone|everybody|nobody)$/.test(s.word(i))) return FINITE.test(s.word(i + 1));
  const behindDay = Array.from({ length: 4 }, (_, n) => s.date(i - 4 + n)).some((d) => d?.end === i);
  const article = /^(the|their|his|her|its|our|my)$/.test(s.word(i));
  if (!article && !(behindDay && s.tokens[i]?.kind === 'word')) return false;
  for (let at = i + 1; at < Math.min(s.tokens.length, i + SOONEST_VERB); at++) {
    if (s.tokens[at]!.kind !== 'word') return false;
    if (FINITE.test(s.word(at))) return true;
  }
  return false;
}

const FINITE =
  /^(is|are|was|were|has|have|had|wants|want|wanted|needs|need|needed|will|would|can|cannot|could|should|must|said|says|agreed|approved|signed|asked|likes|liked|loves|loved|went|works|decided|thinks|looks|sounds|expects|confirmed|promised|still)$/;

for (const [name, phrases] of Object.entries(KINDS)) {
  READERS[name] = (s, i) =>
    phrases.flatMap((words) => {
      const end = phraseEnd(s.tokens, i, words);
      return end === undefined ? [] : [{ from: i, end, value: words.join(' ') }];
    });
}

/** The org's own labels of a task and an event: "Aufgabe", "Rendez-vous". */
for (const [kind, object, value] of [
  ['todokind', 'Task', 'task'],
  ['meetkind', 'Event', 'event'],
] as const) {
  const known = READERS[kind]!;
  READERS[kind] = (s, i) => {
    const found = known(s, i);
    const labels = s.vocabulary
      .objectsAt(s.tokens, i)
      .filter((o) => o.objects.includes(object) && (!o.plural || o.either));
    const more = labels.filter((o) => found.every((f) => f.end !== o.end));
    return [...found, ...more.map(({ end }) => ({ from: i, end, value }))];
  };
}

/** "YC winter twenty twenty three": the year in digits. */
function batchName(s: Sentence, from: number, to: number): string {
  for (let i = from + 1; i < to; i++) {
    const year = s.tokens[i]!.kind === 'word' ? numberAt(s.tokens, i) : undefined;
    if (year?.end === to) return `${s.text(from, i)} ${year.value}`;
  }
  return s.text(from, to);
}

/** "YC W23", "Y Combinator Winter 2023", "Winter 2023 batch". */
function batchEnd(s: Sentence, i: number): number | undefined {
  let at = i;
  if (/^(yc|ycombinator)$/.test(s.word(at))) at++;
  else if (s.word(at) === 'y' && s.word(at + 1) === 'combinator') at += 2;
  const named = at > i;
  if (s.word(at) === "'s" || s.tokens[at]?.kind === 'possessive') at++;
  if (/^(w|s|f|x|sp)\d\d$/.test(s.word(at))) at++;
  else if (
    /^(winter|spring|summer|fall|autumn|w|s|f)$/.test(s.word(at)) &&
    /^(20)?\d\d$/.test(s.word(at + 1))
  )
    at += 2;
  else if (/^(winter|spring|summer|fall|autumn|w|s|f)$/.test(s.word(at))) {
    const year = numberAt(s.tokens, at + 1);
    if (!year || !((year.value >= 2005 && year.value < 2100) || (year.value >= 5 && year.value < 99)))
      return undefined;
    at = year.end;
  } else return undefined;
  return named || s.word(at) === 'batch' || s.word(at) === 'cohort' ? at : undefined;
}
