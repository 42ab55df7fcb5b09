import type { Read as Reading, Target } from '../../intents.ts';
import type { Captures } from '../../pattern.ts';
import type { Read } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import { targetAt } from '../../target.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { intent, type BuildIntent } from '../types.ts';

export function asked(read: Reading, cost: number): ReturnType<BuildIntent> {
  return intent({ kind: 'read', read }, cost);
}

export function setOf(s: Sentence, c: Captures, slot = 'target'): Read<Target> | undefined {
  const at = c[slot];
  if (!at) return undefined;
  return targetAt(s, at.from, at.to);
}

/** What the phrasing says about grouping and order. */
export function endings(c: Captures): Partial<Reading> {
  const extra: Partial<Reading> = {};
  if (c.group) extra.groupBy = c.group.found as FieldRef[];
  if (c.order) extra.orderBy = { fields: c.order.found as FieldRef[], descending: c.asc === undefined };
  return extra;
}

/** A name may stand for a set when its noun says of what. */
export function asSet(target: Target): Target | undefined {
  if (target.kind !== 'named') return target;
  return target.objects.length === 0 ? undefined : { ...target, kind: 'set' };
}

/** Verbs and questions that ask to see something. */
export const SHOW =
  'show|show me|list|list out|find|find me|get|get me|give me|give me a list of|pull up|pull|bring up|look up|lookup|search for|look for|locate|search|display|fetch|see|view|open|which are|what are|who are|which|what|who|tell me about|i want to see|let me see|show us|retrieve|query|what do we know about|who is|read me|name|i need to see|are there|are there any|do we have|do we have any|is there|tell me|a list of|give us|run a list of|check|check for|what is on|pls show|lemme see|let us see|gimme|give me all|pull|bring me|can i see|i would like to see|could i see|may i see|run through|walk me through|go through';
