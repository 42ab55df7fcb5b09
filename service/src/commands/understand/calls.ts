import type { Condition, Target } from './intents.ts';
import { picklistsOf } from './picklists.ts';
import type { Read } from './rules.ts';
import type { Sentence } from './sentence.ts';
import { around } from './target.ts';

/** What is logged as a task of its own kind, and the subtype that tells it from the others. */
const KINDS: Readonly<Record<string, string>> = {
  call: 'Call',
  calls: 'Call',
  conversation: 'Call',
  conversations: 'Call',
  email: 'Email',
  emails: 'Email',
};

/** "Calls with Globex last week": activities of one kind, which no describe has a name for. */
export function callsAt(s: Sentence, from: number, to: number): Read<Target> | undefined {
  const task = s.vocabulary.objects.get('Task');
  if (!task || !picklistsOf(task).some((f) => f.name === 'TaskSubtype')) return undefined;
  for (let i = from; i < Math.min(to, from + 6); i++) {
    const subtype = KINDS[s.word(i)];
    if (subtype === undefined) continue;
    const all = { end: i + 1, objects: ['Task'], plural: true };
    const read = around(s, from, to, i, all, task, s.text(from, to));
    if (!read || read.value.names.length > 0) return undefined;
    // "A call with Amira last week": when is no part of her name.
    const named = read.value.conditions.some((c) => c.kind === 'about');
    if (named && s.tokens.slice(i, to).some((_, n) => s.date(i + n)?.end === to)) return undefined;
    return {
      value: { ...read.value, conditions: [...read.value.conditions, ofKind(subtype)] },
      cost: read.cost,
    };
  }
  return undefined;
}

export function ofKind(subtype: string): Condition {
  return { kind: 'compare', path: 'TaskSubtype', op: '=', value: subtype };
}
