import { callsAt } from '../../calls.ts';
import { dayField } from '../../conditions/verb-dates.ts';
import type { Condition, Read as Reading, Target } from '../../intents.ts';
import type { Captures } from '../../pattern.ts';
import type { Read } from '../../rules.ts';
import { hasField } from '../../schema.ts';
import type { Sentence } from '../../sentence.ts';
import { targetAt } from '../../target.ts';
import { valuedAt } from '../../valued.ts';
import type { FieldRef } from '../../vocabulary.ts';
import { intent, type BuildIntent } from '../types.ts';

export function asked(read: Reading, cost: number): ReturnType<BuildIntent> {
  return intent({ kind: 'read', read }, cost);
}

export function setOf(s: Sentence, c: Captures, slot = 'target'): Read<Target> | undefined {
  const at = c[slot];
  if (!at) return undefined;
  const { from, to } = at;
  const target = targetAt(s, from, to);
  const others = [callsAt(s, from, to), dated(s, from, to), kindsAt(s, from, to)].filter(
    (o) => o !== undefined,
  );
  return others.reduce((best, o) => (best && best.cost <= o.cost ? best : o), target);
}

/** "Cranes", "MRI and CT scanners": kinds of records by the org's own word, and no noun. */
function kindsAt(s: Sentence, from: number, to: number): Read<Target> | undefined {
  const found = valuedAt(s, from, to);
  if (found?.end !== to || !/s$/i.test(s.word(to - 1)) || !found.object.endsWith('__c')) return undefined;
  const text = s.text(from, to);
  return {
    value: { text, kind: 'set', objects: [found.object], names: [], conditions: [found.condition] },
    cost: 0.3,
  };
}

/** "My largest deals this quarter": the days stand behind all that is said of the records. */
function dated(s: Sentence, from: number, to: number): Read<Target> | undefined {
  for (let cut = Math.max(from + 1, to - LONGEST_DATE); cut < to; cut++) {
    const when = s.date(cut);
    if (when?.end !== to || BEFORE_DATE.test(s.word(cut - 1))) continue;
    const end = /^(in|on|during|within|over|for|from|of)$/.test(s.word(cut - 1)) ? cut - 1 : cut;
    if (end <= from) continue;
    const target = callsAt(s, from, end) ?? targetAt(s, from, end);
    // "The biggest won deal this year": whichever it is.
    const unnamed = target?.value.kind === 'named' && target.value.names.length === 0;
    const object =
      target?.value.kind === 'set' || unnamed
        ? s.vocabulary.objects.get(target!.value.objects[0]!)
        : undefined;
    const path = object && (dayField(object)?.name ?? (object.custom ? undefined : 'CreatedDate'));
    if (!target || !object || path === undefined || !hasField(object, path)) return undefined;
    const day: Condition = { kind: 'days', path, from: when.range.from, to: when.range.to };
    const conditions = [...target.value.conditions, day];
    return { value: { ...target.value, text: s.text(from, to), conditions }, cost: target.cost + 0.1 };
  }
  return undefined;
}

/** A noun and nothing more: "the biggest deal", "case count". */
export function nounAlone(s: Sentence, c: Captures): Read<Target> | undefined {
  const { from, to } = c.target!;
  const noun = s.vocabulary.objectsAt(s.tokens, from).find((n) => n.end === to);
  const object = noun?.objects.find((name) => s.vocabulary.objects.has(name));
  if (object === undefined) return undefined;
  const value: Target = {
    text: s.text(from, to),
    kind: noun!.plural ? 'set' : 'named',
    objects: [object],
    names: [],
    conditions: [],
  };
  return { value, cost: 0.1 };
}

/** Words in the longest date: "the second half of the next quarter". */
const LONGEST_DATE = 7;
const BEFORE_DATE = /^(before|after|since|until|till|by|to|from|than|the)$/;

/** What the phrasing says about grouping and order. */
export function endings(c: Captures): Partial<Reading> {
  const extra: Partial<Reading> = {};
  if (c.group) extra.groupBy = c.group.found as FieldRef[];
  if (c.order) extra.orderBy = { fields: c.order.found as FieldRef[], descending: c.asc === undefined };
  return extra;
}

/** A name may stand for a set when its noun says of what. */
export function asSet(target: Target): Target | undefined {
  // "Deals and cases": two numbers, not one.
  if (target.list && new Set(target.list.map((one) => one.objects[0])).size > 1) return undefined;
  if (target.kind !== 'named') return target;
  return target.objects.length === 0 ? undefined : { ...target, kind: 'set' };
}

/** Verbs and questions that ask to see something. */
export const SHOW =
  'what was|what were|show|show me|list|list out|find|find me|get|get me|give me|give me a list of|pull up|pull|bring up|look up|lookup|search for|look for|locate|search|display|fetch|see|view|open|which are|what are|who are|which|what|who|tell me about|i want to see|let me see|show us|retrieve|query|query for|what do we know about|who is|read me|name|i need to see|are there|are there any|do we have|do we have any|is there|tell me|a list of|give us|run a list of|check|check for|what is on|pls show|lemme see|let us see|gimme|give me all|pull|bring me|can i see|i would like to see|could i see|may i see|run through|walk me through|go through|give me the details of|show me the details of|show me the details on|details of|details on|details for|everything about|show me everything about|show everything about|everything on|show me everything on|show me everything we have on|tell me everything about|all info on|show me all info on|what have we got on|what do we have on|give me everything on|give me info on|info on|give me an overview of|what can you tell me about|show me the record for|show me the record of|pull up the record for|get me the details of|get me details on|show me details of|show me details on|give me details on|get details of|get details on|bring up the record for';
