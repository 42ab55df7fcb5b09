import { endsInTalk } from './asides.ts';
import { hidesCommand, hidesDelete, IMPERATIVES } from './imperatives.ts';
import { givesReason } from './reasons.ts';
import { fieldOf } from './schema.ts';
import type { Sentence } from './sentence.ts';
import type { FieldRef } from './vocabulary.ts';

/** Whether words that would become a field's value seem to say something else as well; who says so is asked. */
export function isDoubtful(s: Sentence, fields: readonly FieldRef[], from: number, to: number): boolean {
  return (
    hidesCommand(s, from, to) ||
    hidesDelete(s, from, to) ||
    endsSentence(s, from, to) ||
    excepts(s, from, to) ||
    owesField(s, from, to) ||
    changesField(s, fields, from, to) ||
    endsInVerb(s, from, to) ||
    /^((up|down) by|already|still|one of (our|my|the)|no longer)\b/.test(s.phrase(from, to)) ||
    (!takesSentences(s, fields) && getsSomething(s, from, to)) ||
    s.tokens[from]!.kind === 'quote' ||
    (!takesSentences(s, fields) &&
      (goesOn(s, from, to) || endsInTalk(s, from, to) || saysWhich(s, from, to) || rulesOut(s, from, to)))
  );
}

/** "Assistant Tana gets a call on Monday": what somebody is to get is no part of a name or a title. */
function getsSomething(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 2; i++)
    if (/^(gets?|needs?|receives?)$/.test(s.word(i)) && /^(a|an|the|another)$/.test(s.word(i + 1)))
      return true;
  return false;
}

/** "At Hooli from Advisor to Senior Advisor": of which records, and only then the value. */
function saysWhich(s: Sentence, from: number, to: number): boolean {
  if (!/^(at|in|on|of|from|for|with|by|under|where|who|whose)$/.test(s.word(from))) return false;
  for (let i = from + 1; i < to - 1; i++) if (/^(to|as|into|=)$/.test(s.word(i))) return true;
  return false;
}

/** "Campus Trial, not Hooli Trial", "Rival Labs, no longer on the other one": what it is not to be is no part of it. */
function rulesOut(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++)
    if (s.word(i - 1) === ',' && /^(not|no longer)\b/.test(s.phrase(i, i + 2))) return true;
  return false;
}

/** "…, except the Cascade ones": what is left out is no part of the value. */
function excepts(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++)
    if (
      /^(except|excluding|but not|just not|apart from|other than|leave out|skip|not including)\b/.test(
        s.phrase(i, Math.min(to, i + 2)),
      )
    )
      return true;
  return false;
}

/** "Chairman and Jared Dunn's phone to …": a field of somebody else is no part of the value. */
function owesField(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 1; i++)
    if (s.tokens[i]!.kind === 'possessive' && s.vocabulary.fieldsAt(s.tokens, i + 1).some((f) => f.end < to))
      return true;
  return false;
}

/** "Facilities and clear his description", "Quist Media, title founder": another field of the record, and what it is to be. */
function changesField(s: Sentence, fields: readonly FieldRef[], from: number, to: number): boolean {
  const ownField = (i: number): number | undefined =>
    s.vocabulary
      .fieldsAt(s.tokens, i)
      .find((p) => p.end <= to && p.fields.some((f) => fields.some((own) => own.object === f.object)))?.end;
  for (let i = from + 2; i < to - 1; i++) {
    if (!/^(and|then|,|;)$/.test(s.word(i - 1))) continue;
    const named = /^[,;]$/.test(s.word(i - 1)) ? ownField(i) : undefined;
    // "Directeur, Service Achats": written as the org labels another field.
    const label = named === undefined ? undefined : s.text(i, named);
    if (named !== undefined && named < to && fields.some((f) => hasLabel(s, f.object, label))) return true;
    if (!/^\p{Ll}+$/u.test(s.tokens[i]!.text)) continue;
    const at = /^(the|his|her|its|their)$/.test(s.word(i + 1)) ? i + 2 : i + 1;
    if ((named !== undefined && named < to) || ownField(at) !== undefined) return true;
  }
  return false;
}

function hasLabel(s: Sentence, object: string, label: string | undefined): boolean {
  return s.vocabulary.objects.get(object)?.fields.some((f) => f.label === label) === true;
}

/** "Colorado, update": what asks for the change again is no part of the value. */
function endsInVerb(s: Sentence, from: number, to: number): boolean {
  return to - from > 2 && s.word(to - 2) === ',' && IMPERATIVES.has(s.word(to - 1));
}

/** Whole sentences fit long texts and next steps alone. */
function takesSentences(s: Sentence, fields: readonly FieldRef[]): boolean {
  return fields.every(({ object, field }) => {
    const { type, length = 0 } = fieldOf(s.vocabulary.objects.get(object), field) ?? {};
    return type === 'textarea' || (type === 'string' && length >= SENTENCES && !NAMES.test(field));
  });
}

/** "OF-3388 and it weighs 325 kg", "CFO and text him": what is told or asked for next is no part of the value. */
function goesOn(s: Sentence, from: number, to: number): boolean {
  for (let i = from + 1; i < to - 2; i++) {
    if (givesReason(s, i)) return true;
    if (!/^(and|but|,|;|so|then|plus)$/.test(s.word(i))) continue;
    if (/^(it|he|she|they|we|i)$/.test(s.tokens[i + 1]!.text)) return true;
    if (/^\p{Ll}+$/u.test(s.tokens[i + 1]!.text) && /^(him|her|them|me|us|it)$/.test(s.tokens[i + 2]!.text))
      return true;
  }
  return false;
}

/** Characters of a field that takes whole sentences, like the next step of an opportunity. */
const SENTENCES = 255;
/** API names of texts that are as long and take none. */
const NAMES = /(Name|Location|City|Street|Code|Number|Department)(__c)?$/;

/** A sentence ends, or a list begins, inside the words. */
function endsSentence(s: Sentence, from: number, to: number): boolean {
  let open = 0;
  for (let i = from; i < to; i++) open += s.word(i) === '(' ? 1 : s.word(i) === ')' ? -1 : 0;
  if (open !== 0) return true;
  for (let i = from; i < to - 1; i++) {
    const word = s.word(i);
    if (/^[?!;:]$/.test(word) && i > from) return true;
    const over = word === '.' && s.tokens[i + 1]!.from > s.tokens[i]!.to;
    // "Alderson now. Elliot's stays": a word that is never cut short.
    const whole =
      i > from && /^\p{Ll}{3}/u.test(s.tokens[i - 1]!.text) && /^\p{Lu}/u.test(s.tokens[i + 1]!.text);
    if (word === '?' || (over && (i - from > 2 || whole))) return true;
  }
  return false;
}
