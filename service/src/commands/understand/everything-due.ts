import { conditionsAt } from './conditions.ts';
import type { Condition, Target } from './intents.ts';
import { statusField } from './picklists.ts';
import type { Read } from './rules.ts';
import type { Sentence } from './sentence.ts';

/** "Everything due today", "all that is due this week": the rep's own open tasks of those days. */
export function everythingDue(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  if (!/^(everything|anything|whatever|all)$/.test(s.word(from)) || !s.vocabulary.objects.has('Task'))
    return undefined;
  let at = from + 1;
  const list = ON_LIST.exec(s.phrase(at, Math.min(to, at + 6)));
  if (list) at += list[0].split(' ').length;
  while (/^(that|is|i|have|still|my|,)$/.test(s.word(at))) at++;
  if (s.word(at) !== 'due') return standing(s, from, to, text);
  const when = s.date(/^(on|by)$/.test(s.word(at + 1)) ? at + 2 : at + 1);
  if (when?.end !== to) return standing(s, from, to, text);
  return { value: ownOpenTasks(text, when.range), cost: 0.3 };
}

/** Where the tasks stand: "everything on my to-do list that is due today". */
const ON_LIST = /^(on|in|from) my (task list|to do list|todo list|list|plate|tasks|to dos|todos)\b/;

/** "Everything of mine in negotiation": the one kind of records that knows such a status. */
function standing(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  // "All contacts" are of a kind.
  if (s.word(from) === 'all' || s.word(from + 1) === 'due') return undefined;
  const late = overdueTasks(s, from, to, text);
  if (late) return late;
  const found = [...s.vocabulary.objects.values()].flatMap((o) => {
    const status = statusField(o)?.name;
    const read = status === undefined ? undefined : conditionsAt(s, from + 1, to, o);
    const stands = read?.value.some((c) => (c.kind === 'compare' || c.kind === 'in') && c.path === status);
    return read && stands ? [{ object: o.name, read }] : [];
  });
  const [only, other] = found;
  if (!only || other) return undefined;
  const { object, read } = only;
  const value: Target = { text, kind: 'set', objects: [object], names: [], conditions: read.value };
  return { value, cost: 0.3 + read.cost };
}

/** "Everything of Sofia's that's overdue", "everything that she has not finished": open tasks, the rep's own unless it is said whose. */
function overdueTasks(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  // What closes is a deal.
  const closes = /\bclos(es?|ing)\b/.test(s.phrase(from, to));
  const task = closes ? undefined : s.vocabulary.objects.get('Task');
  const read = task && conditionsAt(s, from + 1, to, task);
  const toDo = read?.value.some((c) => c.kind === 'compare' && c.path === 'IsClosed' && c.value === false);
  const known = read?.value.every(
    (c) => /^(owner|belongs|days)$/.test(c.kind) || (c.kind === 'compare' && c.path === 'IsClosed'),
  );
  if (!read || !toDo || !known) return undefined;
  const whose = read.value.some((c) => c.kind === 'owner' || c.kind === 'belongs');
  const conditions: Condition[] = whose ? read.value : [...read.value, { kind: 'owner', who: 'me' }];
  return { value: { text, kind: 'set', objects: ['Task'], names: [], conditions }, cost: 0.3 + read.cost };
}

/** What the rep has to do, in these days or ever. */
export function ownOpenTasks(text: string, days?: { from?: string; to: string }): Target {
  return {
    text,
    kind: 'set',
    objects: ['Task'],
    names: [],
    conditions: [
      { kind: 'owner', who: 'me' },
      { kind: 'compare', path: 'IsClosed', op: '=', value: false },
      ...(days ? [{ kind: 'days' as const, path: 'ActivityDate', ...days }] : []),
    ],
  };
}
