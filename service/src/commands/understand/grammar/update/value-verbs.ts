import type { Target } from '../../intents.ts';
import { rules } from '../../rules.ts';
import type { Sentence } from '../../sentence.ts';
import { standingsBy, type Standing } from '../../value-verbs.ts';
import { targetOf } from '../target-of.ts';
import { intent, type BuildIntent, type ClauseRule } from '../types.ts';

/** Where the verb leads; several objects may have a value of that name. */
function standings(s: Sentence, verb: string, target: Target): Standing[] {
  const found = standingsBy(s, verb).filter(
    (f) => target.objects.length === 0 || target.objects.includes(f.object),
  );
  return new Set(found.map((f) => f.value)).size === 1 ? found : [];
}

const becomes: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  const fields = target ? standings(s, s.word(c.verb!.from), target.value) : [];
  if (!target || fields.length === 0) return undefined;
  const text = fields[0]!.value;
  const value = { text, phrase: text.toLowerCase(), quoted: false };
  const bare = target.value.objects.length > 0 || target.value.kind === 'context' ? 0 : 0.2;
  return intent(
    { kind: 'update', target: target.value, assignments: [{ fields, fieldText: '', value }] },
    0.2 + target.cost + bare,
  );
};

/** "Do not terminate it, …": what follows is about the same record. */
const spared: BuildIntent = (s, c) => {
  const target = targetOf(s, c);
  if (!target || standings(s, s.word(c.verb!.from), target.value).length === 0) return undefined;
  return intent({ kind: 'topic', target: target.value, must: true }, 0.3 + target.cost);
};

/** Verbs that come from the org's own picklist values. One line is one phrasing. */
export const VALUE_VERBS: ClauseRule[] = [
  ...rules<BuildIntent>(['{verb:valueverb} {target}'], becomes),
  ...rules<BuildIntent>(['(do not|never) {verb:valueverb} {target}'], spared),
];
