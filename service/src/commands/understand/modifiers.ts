import type { ObjectDescribe } from '../../salesforce/types.ts';
import { appointmentsAt } from './appointments.ts';
import { eitherOf } from './conditions/alternatives.ts';
import { happened } from './conditions/happened.ts';
import { inState } from './conditions/parties.ts';
import { stateAt } from './conditions/states.ts';
import { dayField } from './conditions/verb-dates.ts';
import type { DateMatch } from './dates.ts';
import type { Condition, Order } from './intents.ts';
import { DETERMINERS } from './lexicon/function-words.ts';
import { nameCost } from './name-cost.ts';
import { numberAt } from './numbers.ts';
import { statusField } from './picklists.ts';
import { hasField } from './schema.ts';
import type { Sentence } from './sentence.ts';
import { superlativeAt } from './superlatives.ts';

export interface Modifiers {
  all: boolean;
  count?: number;
  order?: Order;
  /** The first or last of a day, which is still to be said. */
  ofDay?: true;
  possessor?: string;
  /** "These", "those": some that were spoken of, or that the words behind the noun tell. */
  pointed?: true;
  conditions: Condition[];
  name?: { from: number; to: number };
  cost: number;
}

const ALL = new Set(['all', 'every', 'each', 'any', 'both', 'whatever']);

/** What stands before the noun: quantity, owner, states, and the words of a name. */
export function modifiers(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
  plural: boolean,
): Modifiers | undefined {
  let i = from;
  const result: Modifiers = { all: false, conditions: [], cost: 0 };
  /** "Three biggest", "next": which of them. */
  const ranked = (): boolean => {
    const first = i > from ? superlativeAt(s, i, to, o, plural) : undefined;
    const held = first ? undefined : appointmentsAt(s, i, to, o, plural);
    if (!first && !held) return false;
    const order = first?.order ?? held?.order;
    if (order) Object.assign(result, { count: first?.count ?? 1, order });
    if (held?.ofDay) result.ofDay = true;
    result.conditions.push(...(held?.conditions ?? []));
    i = (first ?? held)!.end;
    return true;
  };
  for (; i < to; i++) {
    const word = s.word(i);
    if (ALL.has(word)) {
      result.all = true;
      if (word === 'both') result.count = 2;
      if (/^(every|each)$/.test(word)) {
        if (s.word(i + 1) === 'and' && s.word(i + 2) === 'every') i += 2;
        if (s.word(i + 1) === 'one' && s.word(i + 2) === 'of') i++;
      }
      if (s.word(i + 1) === 'of') i++;
      if (/^(single|last)$/.test(s.word(i + 1))) i++;
    } else if (/^(his|her|their|its)$/.test(word) && plural) {
      result.possessor = word;
    } else if (/^(my|the|our)$/.test(word) && isTeam(s, i + 1)) {
      result.all = true;
      i = s.tokens.findIndex((t, n) => n > i && t.kind === 'possessive');
    } else if (word === 'my' || word === 'our') {
      if (word === 'my') result.conditions.push({ kind: 'owner', who: 'me' });
      if (s.word(i + 1) === 'own') i++;
    } else if (word === 'those' || word === 'these') {
      result.pointed = true;
    } else if (
      word === 'the' ||
      DETERMINERS.has(word) ||
      word === 'existing' ||
      (/^(salesforce|crm)$/.test(word) && plural) ||
      word === 'of'
    )
      continue;
    else break;
  }
  const ours = s.word(i - 1) === 'our' && i > from;
  let first = ranked();
  // "Our next meeting" is with whom was spoken of.
  if (first && ours && o.name === 'Event') result.conditions.push({ kind: 'belongs', name: 'their' });
  const number = i < to && plural && !first ? numberAt(s.tokens, i) : undefined;
  if (number && number.end <= to && number.unit === 'plain' && number.value < 100) {
    result.count = number.value;
    i = number.end;
  }
  const apostrophe = s.tokens.slice(i, Math.min(to, i + 6)).findIndex((t) => t.kind === 'possessive');
  if (apostrophe > 0 && i + apostrophe < to) {
    const cost = nameCost(s, i, i + apostrophe);
    if (cost === undefined || cost > 2) return undefined;
    const when = s.date(i);
    if (when && when.end === i + apostrophe) {
      result.conditions.push(onDate(when, o, s.calendar.today));
    } else {
      result.possessor = s.text(i, i + apostrophe);
      result.cost += cost;
    }
    i += apostrophe + 1;
    first ||= ranked();
  }
  while (i < to) {
    const state = longestState(s, i, to, o);
    if (
      state &&
      !plural &&
      'path' in state.condition &&
      state.condition.path?.includes('.') &&
      isTitle(s, i, to)
    )
      break;
    if (state) {
      const joint = /^(and|or|,|&)$/.test(s.word(i - 1)) ? result.conditions.at(-1) : undefined;
      const either = joint && eitherOf(joint, state.condition, s.word(i - 1) === 'or');
      if (either) result.conditions.splice(-1, 1, either);
      else if (s.word(i - 1) === 'or') return undefined;
      else result.conditions.push(state.condition);
      result.cost += state.cost;
      i = state.end;
      continue;
    }
    const when = s.date(i);
    if (when && when.end <= to && plural) {
      result.conditions.push(onDate(when, o, s.calendar.today));
      i = when.end;
      continue;
    }
    const place = plural ? stateBefore(s, i, to, o) : undefined;
    if (place) {
      result.conditions.push(place.condition);
      i = place.end;
      continue;
    }
    // It must be something that a record says of itself; what else it may mean is asked.
    if (/^(new|qualified|unqualified)$/.test(s.tokens[i]!.text) && plural && i < to) {
      result.conditions.push({
        kind: 'unclear',
        field: statusField(o)?.name ?? '',
        said: s.word(i),
        candidates: [],
      });
      i++;
      continue;
    }
    if (/^(and|or|,|-|existing|&)$/.test(s.word(i)) && i > from && (result.conditions.length > 0 || plural)) {
      i++;
      continue;
    }
    break;
  }
  // "Open the login case": an article begins what the verb is done to.
  if (i < to && result.conditions.length > 0 && DETERMINERS.has(s.word(i))) return undefined;
  if (i < to) {
    let end = to;
    while (end > i && /^['"-]$/.test(s.word(end - 1))) end--;
    const quoted = end - i === 1 && s.tokens[i]!.kind === 'quote';
    const cost = quoted ? 0.1 : nameCost(s, i, end);
    if (cost === undefined) return undefined;
    result.name = { from: i, to: end };
    result.cost += cost;
  }
  return result;
}

/** "Florida leads", "New York accounts": the words right before the noun, all of them. */
function stateBefore(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): { end: number; condition: Condition } | undefined {
  for (let end = Math.min(to, from + LONGEST_STATE); end > from; end--) {
    const condition = inState(o, s.text(from, end));
    if (condition) return end === to ? { end, condition } : undefined;
  }
  return undefined;
}

/** Words: "New York". */
const LONGEST_STATE = 2;

/** "The team's", "my sales team's": whoever they are of. */
function isTeam(s: Sentence, i: number): boolean {
  const at = /^(whole|entire|sales)$/.test(s.word(i)) ? i + 1 : i;
  return s.word(at) === 'team' && s.tokens[at + 1]?.kind === 'possessive';
}

/** "The Consulting Service opportunity": capitals in a row are a name, no industry of its account. */
function isTitle(s: Sentence, i: number, to: number): boolean {
  return (
    i + 1 < to && /^\p{Lu}\p{Ll}/u.test(s.tokens[i]!.text) && /^\p{Lu}\p{Ll}/u.test(s.tokens[i + 1]!.text)
  );
}

function onDate(when: DateMatch, o: ObjectDescribe, today: string): Condition {
  const path = dayField(o)?.name ?? (hasField(o, 'CreatedDate') ? 'CreatedDate' : 'Id');
  return happened({ kind: 'days', path, from: when.range.from, to: when.range.to }, today);
}

/** The longest state that starts here, leaving at least nothing: "closed won", "high priority", "not started". */
function longestState(
  s: Sentence,
  from: number,
  to: number,
  o: ObjectDescribe,
): { end: number; condition: Condition; cost: number } | undefined {
  for (let end = Math.min(to, from + 6); end > from; end--) {
    // "Task Edge follow-up": what the records are called is no state of theirs.
    if (
      s.vocabulary
        .objectsAt(s.tokens, from)
        .some((n) => n.end === end && n.objects[0] === o.name && !n.plural)
    )
      continue;
    const state = stateAt(s, from, end, o);
    if (!state || state.cost > 0.5 || (state.value.kind === 'unclear' && end - from === 1)) continue;
    return { end, condition: state.value, cost: state.cost };
  }
  return undefined;
}
