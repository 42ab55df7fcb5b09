import { IMPERATIVES } from './imperatives.ts';
import { CLAUSE_OPENINGS } from './lexicon/clause-openings.ts';
import { DETERMINERS, FUNCTION_WORDS } from './lexicon/function-words.ts';
import { MACROS } from './rules.ts';
import type { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';

const VERBISH = new Set(['call', 'email', 'meet', 'log', 'note', 'notes', 'task', 'owner']);

/** After a comma they begin the next thing that is said: "Halcyon moved, its city is Denver". */
const OPENS_CLAUSE = /^(it|he|she|they|we|i|its|his|her|their|our|my|so|please|then|but|that|this|there)$/;

/** What opens a question, or what shall be shown. */
const ASKS = /^(show|find|which|what|how|who|is|are|does|did)$/;

/** "Halcyon moved": what somebody did is told, no part of a name. */
const DID =
  /^(moved|slipped|changed|called|signed|went|got|said|wrote|replied|responded|agreed|asked|left|quit|is|are|was|has|grew|shrank|slid|froze|moves|goes|slips|signs|needs)$/;

/** "Except Delete Key Renewal", "Mark's leads": in the middle of a sentence only a name begins with a capital. */
export function isCapital(s: Sentence, i: number, to: number): boolean {
  const before = s.tokens[i - 1];
  if (!before || before.kind === 'punct' || before.kind === 'quote') return false;
  const next = i + 1 < to ? s.tokens[i + 1]! : undefined;
  return (
    /^\p{Lu}\p{Ll}/u.test(s.tokens[i]!.text) &&
    /\p{Ll}/u.test(before.text) &&
    (s.tokens[i + 1]?.kind === 'possessive' || next === undefined || /^[\p{Lu}\d]/u.test(next.text))
  );
}

/** "Closing Time has slipped": two capitals make a name of what else would open a condition. */
function opensTitle(s: Sentence, i: number, to: number): boolean {
  return (
    i + 1 < to &&
    /^(Closing|Creating|Worth|Called|Named)$/.test(s.tokens[i]!.text) &&
    /^\p{Lu}\p{Ll}/u.test(s.tokens[i + 1]!.text)
  );
}

/** "Check-in", "Fjellheim AS", "and Will Grange": words of a name that elsewhere hold a sentence together. */
function isPartOfName(s: Sentence, i: number, from: number, to: number): boolean {
  const { text, glued } = s.tokens[i]!;
  if (glued || (i + 1 < to && s.tokens[i + 1]!.glued)) return true;
  if (/^(Will|May)$/.test(text)) return i + 1 < to && isCapital(s, i, to);
  if (!/^\p{Lu}{2,}$/u.test(text)) return false;
  // "Fjellheim AS", "IT Outsourcing": capitals beside a word that is written as others are.
  if (i > from) return /\p{Ll}/u.test(s.tokens[i - 1]!.text);
  return i + 1 < to && /^\p{Lu}\p{Ll}/u.test(s.tokens[i + 1]!.text);
}

/** "On", "of the": small words by themselves name nothing. */
function isLink({ kind, text }: Token): boolean {
  return kind === 'word' && /^(new|on|in|at|to|of|for|by|from|with|and|or|is|are|be|as)$/i.test(text);
}

const CHANGES: ReadonlySet<string> = new Set(
  MACROS['set']!.split('|').filter((verb) => !/ |^(record|label|tag|store|log)$/.test(verb)),
);

/** "…, push to December 15": in small letters a verb that changes something names nothing by itself. */
function isPlainVerb({ kind, text }: Token): boolean {
  return kind === 'word' && CHANGES.has(text);
}

/** "Received a cold inquiry": what the rep did, no name. */
const CAME = /^(received|got|met|spoke|talked|heard|had|saw)$/;

/** A whole name seldom goes on. */
const BESIDE_NAME = 2;

/** How unlikely the words are as a name; undefined when they cannot be one. */
export function nameCost(s: Sentence, from: number, to: number): number | undefined {
  if (from >= to || to - from > 12) return undefined;
  if (s.tokens.slice(from, to).every((t) => DETERMINERS.has(t.word) || isLink(t))) return undefined;
  if (to - from === 1 && isPlainVerb(s.tokens[from]!)) return undefined;
  if (s.tokens.slice(from, to).reduce((n, t) => n + (t.text === '(' ? 1 : t.text === ')' ? -1 : 0), 0) !== 0)
    return undefined;
  let cost = 0.25 + 0.1 * (to - from);
  // "Amount 65,500": a field and its value.
  if (
    s.tokens[from + 1]?.kind === 'number' &&
    from + 1 < to &&
    !/^(called|named|titled)$/.test(s.word(from - 1)) &&
    s.vocabulary.fieldsAt(s.tokens, from).some((f) => f.end === from + 1)
  )
    cost += 1.5;
  // "Amount": the name of a field is none of a record.
  if (s.vocabulary.fieldsAt(s.tokens, from).some((f) => f.end === to)) cost += 0.9;
  // "Projects going live": records of a kind.
  if (s.vocabulary.objectsAt(s.tokens, from).some((n) => n.plural && !n.either && n.end < to)) cost += 0.9;
  for (let i = from; i < to; i++) {
    const token = s.tokens[i]!;
    switch (token.kind) {
      case 'punct':
        if (/^[&.()'’/+#!-]$/.test(token.text) && i > from) cost += 0.15;
        else if (joinsCapitals(s, i, from, to)) cost += 0.2;
        else if (token.text === ',' && i > from && i < to - 1 && !OPENS_CLAUSE.test(s.word(i + 1)))
          cost += 0.45;
        else return undefined;
        break;
      case 'possessive':
        if (i === from) return undefined;
        cost += i === to - 1 ? 1.2 : 0.9;
        break;
      case 'quote':
        if (to - from > 1) return undefined;
        break;
      case 'name':
        if (to - from === 1) return 0.1;
        cost += BESIDE_NAME;
        break;
      case 'email':
      case 'phone':
      case 'id':
      case 'time':
        return undefined;
      case 'word':
        // "Follow up on proposal and close the case": a command of its own.
        if (i > from && token.text === 'and' && opensCommand(s, i + 1)) cost += 2;
        if (i > from && DID.test(token.text)) cost += 1.6;
        // "Lumen-1 sponsored by Halcyon": by whom is no part of a name.
        if (i > from && token.text === 'by' && /^\p{Ll}+ed$/u.test(s.tokens[i - 1]!.text)) return undefined;
        if (i === from && CAME.test(token.word) && !/^\p{Lu}/u.test(s.tokens[i + 1]?.text ?? ''))
          return undefined;
        if (i === from && opensTitle(s, i, to)) cost += 0.5;
        else if (FUNCTION_WORDS.has(token.word) && !isPartOfName(s, i, from, to)) {
          const inside = i > from && i < to - 1;
          cost +=
            inside && /^(and|of|the|for|in|on|with|to|by)$/.test(token.word)
              ? /^(and|of|the)$/.test(token.word)
                ? 0.25
                : 0.8
              : 2.5;
        } else if (i > from && s.vocabulary.fieldsAt(s.tokens, i).some((f) => f.end <= to)) cost += 0.25;
        else if (i === from && IMPERATIVES.has(token.word) && !isCapital(s, i, to)) cost += 1.8;
        else if (i === 0 && ASKS.test(token.word) && !opensTitle(s, i, to)) cost += 1.8;
        else if (VERBISH.has(token.word)) cost += 0.2;
        break;
      default:
        if (i === from && to - from === 1 && token.kind !== 'url') return undefined;
        if (token.kind === 'number' && /[$€£%]/.test(token.text)) cost += 1.5;
        else cost += 0.2;
    }
    const when = s.date(i);
    if (when && when.end <= to)
      cost +=
        token.word === 'may' || token.word === 'march' || token.word === 'april' || token.word === 'june'
          ? 0.15
          : /^q[1-4]$/.test(token.word)
            ? 0.1
            : 0.5;
  }
  return cost;
}

function opensCommand(s: Sentence, i: number): boolean {
  const { kind, text } = s.tokens[i] ?? { kind: 'punct', text: '' };
  return (
    kind === 'word' &&
    (CLAUSE_OPENINGS.has(text) || IMPERATIVES.has(text)) &&
    !/^(the|for|to|with|my|this|that|new|his|her|their|its|it|i|we|they|he|she)$/.test(text) &&
    /^(the|a|an|my|all|it|its|his|her|their|this|that|them|him|me)$/.test(s.word(i + 1))
  );
}

/** "Alder Foods – Europe": a dash between two parts of one name. */
function joinsCapitals(s: Sentence, i: number, from: number, to: number): boolean {
  return (
    s.tokens[i]!.text === '–' &&
    i > from &&
    i < to - 1 &&
    /^[\p{Lu}\d.]/u.test(s.tokens[i - 1]!.text) &&
    /^[\p{Lu}\d]/u.test(s.tokens[i + 1]!.text) &&
    !IMPERATIVES.has(s.word(i + 1))
  );
}

const BEFORE_ARTICLE = /^(of|in|on|at|by|for|from|to|and|under|over|behind|save|with|&|-)$/;

/** "Helen Lind the contract": somebody and something; "Bank of the West" is one name. */
export function holdsArticle(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++)
    if (/^(the|a|an|our|my)$/.test(s.word(i)) && !BEFORE_ARTICLE.test(s.word(i - 1))) return true;
  return false;
}

/** "Lumen | Kickoff": a name is not cut between capitals. */
export function cutsName(s: Sentence, to: number): boolean {
  const [last, next] = [s.tokens[to - 1], s.tokens[to]];
  return (
    last?.kind === 'word' && next?.kind === 'word' && [last, next].every((t) => /^\p{Lu}\p{Ll}/u.test(t.text))
  );
}
