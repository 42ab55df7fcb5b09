import type { Condition, Intent, Target } from '../intents.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import type { ObjectPhrase } from '../vocabulary.ts';
import { DELETE } from './refusals.ts';
import { byKind, targetOf } from './target-of.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** "Drop Taylor Reed from our leads": what kind of record it is. */
const removeFrom: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const kind = c.object!.found as ObjectPhrase;
  if (!target || !kind.plural || target.value.kind !== 'named' || target.value.objects.length > 0)
    return undefined;
  return intent(
    { kind: 'delete', target: { ...target.value, objects: kind.objects.slice(0, 1) } },
    0.15 + target.cost,
  );
};

const remove: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target || leaves(s, c.target!, target.value)) return undefined;
  // "The lead A and the contact B": the noun is the first one's alone.
  const { list } = target.value;
  if (list?.some((part) => part.objects.length > 0) && KIND.test(s.word(c.target!.from - 1)))
    return undefined;
  return {
    value: byKind(target.value).map((part): Intent => ({ kind: 'delete', target: part })),
    cost: 0.15 + target.cost,
  };
};

const KIND = /^(lead|contact|account|opportunity|case|task)$/;

/** "Remove Dana from ACME Corp" can mean that she has left; "delete Dana from ACME Corp" says which Dana. */
function leaves(s: Sentence, { from, to }: { from: number; to: number }, target: Target): boolean {
  return (
    target.kind === 'named' &&
    /^(remove|drop|take out)\b/.test(s.phrase(from - 2 < 0 ? 0 : from - 2, from)) &&
    / from /.test(` ${s.phrase(from, to)} `)
  );
}

const cancel: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target) return undefined;
  const event = target.value.objects.includes('Event');
  if (!event && target.value.objects.length > 0) return undefined;
  return intent(
    { kind: 'delete', target: event ? target.value : { ...target.value, objects: ['Event'] } },
    0.2 + target.cost + (event ? 0 : 0.5),
  );
};

/** "Cancel the upcoming Halcyon review": the one that is still to come, with no noun. */
const cancelComing: BuildIntent = (s, c) => {
  const read = cancel(s, c);
  const [first] = read?.value ?? [];
  if (!read || first?.kind !== 'delete' || first.target.kind !== 'named') return undefined;
  const coming: Condition = {
    kind: 'instant',
    path: 'StartDateTime',
    op: '>',
    at: s.calendar.now.toISOString(),
  };
  const target = { ...first.target, conditions: [...first.target.conditions, coming] };
  return intent({ kind: 'delete', target }, read.cost + 0.1);
};

/** What shall be there no longer. One line is one phrasing. */
export const REMOVALS: ClauseRule[] = [
  ...rules<BuildIntent>(
    [
      `(${DELETE}) {target}`,
      `(${DELETE}) [the] record [with] {target}`,
      '(take|pull) {target} out [of [the|our|my] (crm|salesforce|system|database)]',
      `(${DELETE}) {target} 's (record|entry|card|profile)`,
      'i want {target} (deleted|removed|gone)',
      '{target} (can|should) be (deleted|removed)',
      `(${DELETE}) (lead|contact|account|opportunity|case|task|record) {target}`,
    ],
    remove,
  ),
  // "Clear out the next step": of a set alone it takes the records away.
  ...rules<BuildIntent>(['(clear out|weed out) {target}'], (s, c) => {
    const read = remove(s, c);
    const [first] = read?.value ?? [];
    return first?.kind === 'delete' && first.target.kind === 'set' ? read : undefined;
  }),
  ...rules<BuildIntent>(
    [`(${DELETE}) {target} (from|off|out of) (the|my|our) [list of] {object} [list|records|database]`],
    removeFrom,
  ),
  ...rules<BuildIntent>(
    [
      '(cancel|call off) {target}',
      `(${DELETE}|take|strike) {target} (from|off|off of) (the|my|our|his|her|their) calendar`,
    ],
    cancel,
  ),

  ...rules<BuildIntent>(
    ['(cancel|call off|delete|drop) [the|my|our] (upcoming|coming|planned|scheduled|forthcoming) {target}'],
    cancelComing,
  ),
];
