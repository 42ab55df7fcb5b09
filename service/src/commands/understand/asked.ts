import { withoutOpening } from './imperatives.ts';
import { PROGRESSIVES } from './lexicon/progressives.ts';
import { nameCost } from './name-cost.ts';
import { numberAt } from './numbers.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

/** A sentence whose end asks for nothing but what stands before it. */
export interface Asked {
  /** The command that is asked for. */
  sentence: Sentence;
  /** The words that ask. */
  request: string;
  /** It asks to write down what has been done. */
  logs?: true;
}

const POLITE = '(?:(?:can|could|would|will) (?:you|we|u|i) |i (?:need|want) you to |please )';
const SYSTEM = '(?:the |our |my )?(?:crm|salesforce|system|records?|database|pipeline)';
const IT = '(?:it|that|this|them|those|these|everything|all of (?:it|that|this|them))';
/** "Her lead", "the account": the record that something was told of. */
const RECORD =
  '(?:the|her|his|their|its|my|our|this|that) (?:\\w+ )?(?:record|lead|contact|account|opportunity|opp|deal|case|task|campaign|entry|page|file|profile|card)';
const CHANGE =
  '(?:it|that|this|those|these|them|the|(?:(?:that|this|the|those|these|all|all those|all these) )?(?:changes?|updates?|adjustments?|moves?|transfers?|reassignments?|switch|corrections?))';

/** "Can you make that change", "please take care of it", "can you update the CRM": adds nothing to what was said. */
const REQUEST = new RegExp(
  `^(?:so |and )?${POLITE}*(?:just |also |go ahead and )*(?:` +
    `(?:make|do|apply|handle|process|execute|implement|carry out|take care of|see to|action|reflect|record|enter|put in) ${CHANGE}` +
    `|(?:put|fill|get|key|type|write|pop) (?:${IT}|the change|the update) (?:in|down)` +
    `|get ${CHANGE} (?:done|made|sorted)|sort ${IT} out` +
    `|(?:update|fix|adjust|correct|change|amend) (?:${SYSTEM}|${IT}|${RECORD})(?: to (?:reflect|match) (?:it|that|this))?` +
    `)(?: (?:in|into|on) ${SYSTEM})?(?: (?:for me|for us|accordingly|now|please|thanks|thank you|as well|too))*$`,
);

/** "Can you reassign them": the verb of a change that was told, of the records that were named. */
const AGAIN_MOVE =
  '(?:re ?assign|transfer|move|hand|switch|shift|update|change|hand over|pass|pass on|make|give)';
const AGAIN_ADD = '(?:add|create|enter|log|save|put|register|record|set up|get|insert|input|include)';
const THEM = '(?:it|them|him|her|that|this|this one|those|these)';

const repeats = (verbs: string, polite: '*' | '+', them = `(?: ${THEM})`): RegExp =>
  new RegExp(
    `^(?:so |and )?${POLITE}${polite}(?:just |also |go ahead and )*${verbs}${them}(?: over| across| in| up)?(?: (?:to|in|into|on) ${SYSTEM})?(?: (?:for me|for us|accordingly|now|please|thanks|thank you))*$`,
  );
const MOVES_AGAIN = repeats(AGAIN_MOVE, '+');
/** Behind what was told and commands nothing, a request without "please" or "them", too. */
const MOVES_TOLD = repeats(AGAIN_MOVE, '*', `(?: ${THEM})?`);
const ADDS_AGAIN = repeats(AGAIN_ADD, '*');

/** Longest request, in words. */
const LONGEST = 16;

/**
 * "We're moving Dakota Taylor to Raj. Can you make that change?": a change that is told and then asked for is the command itself.
 * Undefined when nothing is asked so. Behind a colon is what somebody dictates.
 */
export function askedFor(s: Sentence): Asked | undefined {
  const end = s.tokens.length;
  for (let at = Math.max(1, end - LONGEST); at < end; at++) {
    const pause = /^[.,;!?—–-]$/.test(s.word(at - 1));
    if (!pause && !/^(can|could|would|will|please)$/.test(s.word(at))) continue;
    const cut = requestEnd(s, at, end);
    if (cut === undefined || dictates(s, at)) continue;
    const start = sentenceStart(s, at - (pause ? 1 : 0));
    const told = commandOf(s, start, at);
    const phrase = s.phrase(at, cut);
    const again = told.adds ? ADDS_AGAIN : told.moves ? (told.told ? MOVES_TOLD : MOVES_AGAIN) : undefined;
    if (!REQUEST.test(phrase) && !again?.test(phrase)) continue;
    const rest = s.tokens.slice(cut);
    const tokens = [...s.tokens.slice(0, start), ...told.tokens, ...rest];
    return {
      sentence: new Sentence(s.source, tokens, s.calendar, s.vocabulary),
      request: s.text(at, cut),
      ...(/^(log|record|note|track|register)$/.test(s.word(withoutOpening(s, start, at)))
        ? { logs: true }
        : {}),
    };
  }
  return undefined;
}

/** Behind the colon of a note or of what was done. */
function dictates(s: Sentence, end: number): boolean {
  const colon = s.tokens.findIndex((t) => t.text === ':');
  return (
    colon >= 0 &&
    colon < end &&
    !/^((we|i) (now |just )?(have|have got|got) |there is )?(a|an|another)( brand)? new\b/.test(
      s.phrase(withoutOpening(s, 0, colon), colon),
    )
  );
}

/** Where the request that begins at a place ends: with the text, or before "and assign them to …". */
function requestEnd(s: Sentence, at: number, end: number): number | undefined {
  const fits = (to: number) => {
    const phrase = s.phrase(at, to);
    return REQUEST.test(phrase) || MOVES_TOLD.test(phrase) || ADDS_AGAIN.test(phrase);
  };
  if (fits(end)) return end;
  for (let to = at + 2; to < end - 1; to++) if (s.word(to) === 'and' && fits(to)) return to;
  return undefined;
}

/** Where the sentence that ends at a place begins. */
function sentenceStart(s: Sentence, end: number): number {
  for (let i = end - 1; i > 0; i--)
    if (/^[.;!?]$/.test(s.word(i - 1)) && s.tokens[i]!.from > s.tokens[i - 1]!.to) return i;
  return 0;
}

interface Told {
  tokens: Token[];
  /** A new record is told of. */
  adds?: boolean;
  /** A change of records is told of. */
  moves?: boolean;
  /** Nothing was commanded, only told. */
  told?: boolean;
}

/** What is told as the command that would do it; the tokens as they stand when they are a command or no change at all. */
function commandOf(s: Sentence, start: number, end: number): Told {
  const from = withoutOpening(s, start, end);
  const instead = (count: number, word: string): Token[] => [
    { ...s.tokens[from]!, kind: 'word', text: word, word },
    ...s.tokens.slice(from + count, end),
  ];
  const phrase = s.phrase(from, Math.min(end, from + 10));
  const doing = /^(?:i|we) (?:am|are) (?:now |just |currently |also )?(\w+ing)\b/.exec(phrase);
  const verb = doing && PROGRESSIVES[doing[1]!];
  if (verb) return { tokens: instead(doing[0].split(' ').length, verb), moves: true };
  const resolved =
    /^(?:(?:i|we) (?:(?:am|are) (?:going|about|planning|supposed) to|(?:have )?(?:just )?(?:decided|agreed|chosen) to|will|want to|wanted to|need to|have to|must|plan to|intend to|should|would like to)) (?=\w)/.exec(
      phrase,
    );
  if (resolved && !/^(not|be|have)\b/.test(phrase.slice(resolved[0].length)))
    return { tokens: s.tokens.slice(from + resolved[0].trim().split(' ').length, end), moves: true };
  const got =
    /^(?:(?:i|we) (?:have )?(?:just )?(?:got|have|gotten|received|picked up|landed|found|gained|met|signed up)|there is|there are) (?=(?:a|an|another) )/.exec(
      phrase,
    );
  if (got) {
    const words = got[0].trim().split(' ').length;
    const article = from + words;
    const noun = /^(brand|new|another|hot)$/.test(s.word(article + 1)) ? article + 2 : article + 1;
    if (s.word(article) === 'another' || noun > article + 1) {
      const at = s.word(article) === 'another' ? article + 1 : s.word(noun) === 'new' ? noun + 1 : noun;
      if (s.vocabulary.objectsAt(s.tokens, at).length > 0)
        return { tokens: instead(words, 'add'), adds: true };
    }
  }
  const came =
    /^(?:a|an|another) (?:brand )?new \w+ (?:has )?(?:just )?(?:came in|come in|arrived|signed up|reached us|popped up)(?: today| just now| this morning)?/.exec(
      phrase,
    );
  if (came) {
    const words = came[0].split(' ');
    const at = words.indexOf('new') + 1;
    const behind = from + words.length;
    if (s.vocabulary.objectsAt(s.tokens, from + at).length > 0 && /^[:,—–-]$/.test(s.word(behind)))
      return {
        tokens: [
          ...instead(0, 'add').slice(0, 1),
          ...s.tokens.slice(from, from + at + 1),
          ...s.tokens.slice(behind + 1, end),
        ],
        adds: true,
      };
  }
  const needs = needed(s, from, end);
  if (needs) return { tokens: needs, adds: true };
  const moved = taken(s, from, end);
  return {
    tokens: withoutAbout(moved ?? s.tokens.slice(start, end)),
    moves: true,
    ...(moved ? { told: true } : {}),
  };
}

/** "It is going to be more like 23,500": the number is what it shall be. */
function withoutAbout(tokens: readonly Token[]): Token[] {
  const about = tokens.findIndex(
    ({ word }, i) =>
      /^(more (like|around)|closer to)$/.test(`${word} ${tokens[i + 1]?.word}`) &&
      numberAt(tokens, i + 2) !== undefined,
  );
  return tokens.filter((_, i) => about < 0 || i < about || i > about + 1);
}

/** "Jason needs a task 'Refresh the list'": whose it is to be. */
function needed(s: Sentence, from: number, end: number): Token[] | undefined {
  const at = s.tokens.findIndex((t, i) => i > from && /^(needs|requires|gets)$/.test(t.word));
  if (at < 0 || at - from > LONGEST_NAME || at >= end - 1 || nameCost(s, from, at) === undefined)
    return undefined;
  const article = /^(a|an|another)$/.test(s.word(at + 1)) ? at + 1 : undefined;
  const noun = article === undefined ? undefined : s.word(article + 1) === 'new' ? article + 2 : article + 1;
  if (noun === undefined || s.word(noun) !== 'task') return undefined;
  const first = s.tokens[from]!;
  const word = (text: string): Token => ({ ...first, kind: 'word', text, word: text, glued: false });
  let stop = end;
  while (/^[.,;!?—–-]$/.test(s.word(stop - 1))) stop--;
  return [
    word('add'),
    ...s.tokens.slice(at + 1, stop),
    word('assigned'),
    word('to'),
    ...s.tokens.slice(from, at),
    ...s.tokens.slice(stop, end),
  ];
}

/** Longest name of who takes something over, in words. */
const LONGEST_NAME = 4;

/** "Sofia is taking over Lena's leads": who shall have them. "Lena's leads are going to Sofia": where they shall be. */
function taken(s: Sentence, from: number, end: number): Token[] | undefined {
  const word = (like: Token, text: string): Token => ({
    ...like,
    kind: 'word',
    text,
    word: text,
    glued: false,
  });
  for (let at = from + 1; at < end - 1; at++) {
    const rest = s.phrase(at, Math.min(end, at + 6));
    const takes =
      /^(?:(?:is|will be) (?:now )?(?:taking over|taking on|inheriting)|takes over|will (?:take over|take on|inherit)|inherits|takes on) (?=\w)/.exec(
        rest,
      );
    if (takes && at - from <= LONGEST_NAME && nameCost(s, from, at) !== undefined) {
      const behind = at + takes[0].trim().split(' ').length;
      let stop = end;
      while (stop > behind && /^[.,;!?—–-]$/.test(s.word(stop - 1))) stop--;
      const now = /(?:^| )(from now on|from here on|going forward|now|as of (?:now|today))$/.exec(
        s.phrase(behind, stop),
      );
      if (now) stop -= now[1]!.split(' ').length;
      const first = s.tokens[from]!;
      return [
        word(first, 'reassign'),
        ...s.tokens.slice(behind, stop),
        word(first, 'to'),
        ...s.tokens.slice(from, at),
        ...s.tokens.slice(stop, end),
      ];
    }
    const goes =
      /^(?:is|are) (?:now |all )?(?:(?:moving|going|transferring|switching)(?: over)?|being (?:moved|transferred|reassigned|handed|switched)(?: over)?) (?=to\b)/.exec(
        rest,
      );
    if (goes)
      return [
        word(s.tokens[from]!, 'move'),
        ...s.tokens.slice(from, at),
        ...s.tokens.slice(at + goes[0].trim().split(' ').length, end),
      ];
  }
  return undefined;
}
