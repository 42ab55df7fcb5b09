import type { Condition, Target } from './intents.ts';
import { picklistsOf } from './picklists.ts';
import type { Read } from './rules.ts';
import type { Sentence } from './sentence.ts';
import { around } from './target.ts';

/** What is logged as a task of its own kind, and the subtype that tells it from the others; none: whatever was done. */
const KINDS: Readonly<Record<string, string | null>> = {
  call: 'Call',
  calls: 'Call',
  conversation: 'Call',
  conversations: 'Call',
  email: 'Email',
  emails: 'Email',
  touchpoint: null,
  touchpoints: null,
  interaction: null,
  interactions: null,
};

/** "Calls with Globex last week": activities of one kind, which no describe has a name for. */
export function callsAt(s: Sentence, from: number, to: number): Read<Target> | undefined {
  for (let i = from; i < Math.min(to, from + 6); i++) {
    const read = activitiesAt(s, from, to, i);
    if (!read) continue;
    // "A call with Amira last week": when is no part of her name.
    const named = read.value.conditions.some((c) => c.kind === 'about');
    if (named && s.tokens.slice(i, to).some((_, n) => s.date(i + n)?.end === to)) return undefined;
    return read;
  }
  return undefined;
}

/** "My last call with Globex", "the latest Hooli touchpoint": the one that took place last; "my Hooli call from Friday": the one of that day. */
export function oneCallAt(s: Sentence, from: number, to: number): Read<Target> | undefined {
  let at = from;
  while (/^(the|my|our)$/.test(s.word(at))) at++;
  if (at === from || s.date(at)) return undefined;
  const mine = s.word(at - 1) === 'my' ? [{ kind: 'owner' as const, who: 'me' }] : [];
  const words = s.word(at) === 'most' && s.word(at + 1) === 'recent' ? 2 : 1;
  // "Last Mile Logistics" is a name.
  const last = words === 2 || /^(last|latest|newest|previous)$/.test(s.tokens[at]?.text ?? '');
  const day = last ? undefined : dayBehind(s, at, to);
  if (!last && !day) return undefined;
  const start = last ? at + words : at;
  const end = day ? day.cut : to;
  for (let i = start; i < Math.min(end, start + 7); i++) {
    const read = activitiesAt(s, start, end, i);
    if (!read || (day && s.word(i).endsWith('s'))) continue;
    const order = { path: 'ActivityDate', descending: true };
    const conditions: Condition[] = [...read.value.conditions, ...mine, ...(day ? [day.condition] : [DONE])];
    return {
      value: { ...read.value, text: s.text(from, to), conditions, count: 1, ...(last ? { order } : {}) },
      cost: read.cost,
    };
  }
  return undefined;
}

const DONE: Condition = { kind: 'compare', path: 'IsClosed', op: '=', value: true };

/** "… from yesterday", "… of last Friday", "… on Monday". */
function dayBehind(s: Sentence, from: number, to: number): { cut: number; condition: Condition } | undefined {
  for (let cut = from + 1; cut < to - 1; cut++) {
    if (!/^(from|of|on)$/.test(s.word(cut))) continue;
    const when = s.date(cut + 1);
    if (when?.end !== to) continue;
    const { from: first, to: last } = when.range;
    return { cut, condition: { kind: 'days', path: 'ActivityDate', from: first, to: last } };
  }
  return undefined;
}

/** The activities whose kind is said at token `i`. */
function activitiesAt(s: Sentence, from: number, to: number, i: number): Read<Target> | undefined {
  const subtype = KINDS[s.word(i)];
  const task = s.vocabulary.objects.get('Task');
  if (subtype === undefined || !task) return undefined;
  if (subtype !== null && !picklistsOf(task).some((f) => f.name === 'TaskSubtype')) return undefined;
  const all = { end: i + 1, objects: ['Task'], plural: true };
  const read = around(s, from, to, i, all, task, s.text(from, to));
  if (!read) return undefined;
  const name = read.value.names.at(-1);
  const conditions: Condition[] = [
    ...read.value.conditions.map((c) => (c.kind === 'about' ? { ...c, company: true as const } : c)),
    ...(name === undefined
      ? []
      : [{ kind: 'about' as const, name, subject: true as const, company: true as const }]),
    subtype === null ? { kind: 'compare', path: 'IsClosed', op: '=', value: true } : ofKind(subtype),
  ];
  return { value: { ...read.value, names: [], conditions }, cost: read.cost };
}

export function ofKind(subtype: string): Condition {
  return { kind: 'compare', path: 'TaskSubtype', op: '=', value: subtype };
}
