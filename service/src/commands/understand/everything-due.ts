import type { Target } from './intents.ts';
import type { Read } from './rules.ts';
import type { Sentence } from './sentence.ts';

/** "Everything due today", "all that is due this week": the rep's own open tasks of those days. */
export function everythingDue(s: Sentence, from: number, to: number, text: string): Read<Target> | undefined {
  if (!/^(everything|anything|whatever|all)$/.test(s.word(from)) || !s.vocabulary.objects.has('Task'))
    return undefined;
  let at = from + 1;
  while (/^(that|is|i|have|still|my)$/.test(s.word(at))) at++;
  if (s.word(at) !== 'due') return undefined;
  const when = s.date(/^(on|by)$/.test(s.word(at + 1)) ? at + 2 : at + 1);
  if (when?.end !== to) return undefined;
  return { value: ownOpenTasks(text, when.range), cost: 0.3 };
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
