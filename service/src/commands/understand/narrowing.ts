import type { ObjectDescribe } from '../../salesforce/types.ts';
import { assignmentsAt } from './assignments.ts';
import { conditionsAt } from './conditions.ts';
import type { Intent, Target } from './intents.ts';
import type { Captured, Captures } from './pattern.ts';
import type { Sentence } from './sentence.ts';

/**
 * Whether a reading takes for text, or for a value, what says once more which of many records are meant: "a note to all deals in
 * Qualification with amounts over 400k asking …", "the next step of all deals to call if the amount is over 400k". A further condition
 * must never make the records more, so such a reading does not count.
 */
export function narrowsBehind(s: Sentence, captures: Captures, intents: readonly Intent[]): boolean {
  const { target: named } = captures;
  const target = named && intents.map(setOf).find((t) => t !== undefined);
  const object = target && s.vocabulary.objects.get(target.objects[0] ?? '');
  if (!named || !object) return false;
  const notes = intents.some((i) => i.kind === 'note');
  return Object.entries(captures).some(([slot, { from, to, found }]) => {
    if (slot === 'target' || found !== undefined || from < named.to) return false;
    if (isQuote(s, from, to)) return false;
    return (
      (notes && continues(s, captures['opening'] ?? named, { from, to }, object)) ||
      endsInCondition(s, from, to, object, !notes)
    );
  });
}

function setOf(intent: Intent): Target | undefined {
  return 'target' in intent && intent.target?.kind === 'set' ? intent.target : undefined;
}

/** Words that can only begin a text. */
const SAYS = /^(saying|says|reading|stating|noting|asking|telling|reminding|requesting)$/;
/** "That have …", "that nobody …", "that we have not …": which records, not what to write. */
const RELATIVE =
  /^(is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|need|needs|close|closes|closed|came|come|went|got|belong|belongs|start|starts|end|ends|lack|lacks|contain|contains|cost|costs|nobody|no one|none|never|((i|we|you|they) )?((have|has|had|did|do|does|are|am|is) )?not)\b/;

/** Whether a text that no colon or "saying" announces goes on with which records are meant. */
function continues(s: Sentence, before: Captured, text: Captured, o: ObjectDescribe): boolean {
  const opening = before.found === undefined ? undefined : s.word(before.from);
  if (opening !== undefined && SAYS.test(opening)) return false;
  for (let i = before.to; i < text.from; i++) if (s.word(i) === ':' || SAYS.test(s.word(i))) return false;
  const joint = s.phrase(before.to, text.from);
  if (opening !== undefined || joint === 'with' || joint === 'which') return true;
  for (let i = text.from; i < text.to; i++)
    if (s.word(i) === ':' || SAYS.test(s.word(i)) || s.tokens[i]!.kind === 'quote') return true;
  if (joint === 'that' && RELATIVE.test(s.phrase(text.from, Math.min(text.to, text.from + 3)))) return true;
  for (let end = text.from + 1; end <= Math.min(text.to, text.from + LONGEST_CONDITION); end++)
    if (joint !== 'that' && conditionsAt(s, text.from, end, o)) return true;
  return false;
}

/** Tokens. */
const LONGEST_CONDITION = 10;

/** What a further condition behind a text or a value begins with. */
const CONDITION =
  /^(with|without|where|whose|which|that|who|if|unless|when|provided|over|above|under|below|worth|older|younger|bigger|smaller|only)$/;
const OTHERS_OUT =
  /^(only (those|these|the ones|the|for|if|where|when)|just (those|the ones)|but (not|only)|except|excepting|excluding|besides|apart from|other than|not including|unless)\b/;

function endsInCondition(s: Sentence, from: number, to: number, o: ObjectDescribe, value: boolean): boolean {
  let end = to;
  while (end > from && /^[.,;!?]$/.test(s.word(end - 1))) end--;
  for (let i = from; i < end; i++) {
    if (OTHERS_OUT.test(s.phrase(i, Math.min(end, i + 3)))) return true;
    if (i === from || !CONDITION.test(s.word(i))) continue;
    // "Call legal that nobody has touched since May": said of the records, though nobody can tell which they are.
    if (value && /^(that|which|who)$/.test(s.word(i)) && RELATIVE.test(s.phrase(i + 1, Math.min(end, i + 4))))
      return true;
    if (s.word(i) === 'with' && givesValues(s, i, end)) continue;
    const start = /^(if|unless|when|provided|only)$/.test(s.word(i)) ? i + 1 : i;
    const after = /^(the|its|their)$/.test(s.word(start)) ? start + 1 : start;
    if (after < end && conditionsAt(s, after, end, o)) return true;
  }
  return false;
}

/** "… to negotiation with next step 'call legal'": more values, rather than fewer records. */
function givesValues(s: Sentence, from: number, to: number): boolean {
  const read = assignmentsAt(s, from, to);
  return read !== undefined && read.cost < 0.6 * read.value.length;
}

function isQuote(s: Sentence, from: number, to: number): boolean {
  return to - from === 1 && s.tokens[from]!.kind === 'quote';
}
