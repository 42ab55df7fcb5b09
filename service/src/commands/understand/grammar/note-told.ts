import { lengthCost } from '../free-text.ts';
import { commandsAfterPause, hidesCommand, IMPERATIVES } from '../imperatives.ts';
import type { Target } from '../intents.ts';
import { FINITE } from '../lexicon/asides.ts';
import { rules } from '../rules.ts';
import type { Sentence } from '../sentence.ts';
import { targetAt } from '../target.ts';
import type { BuildIntent, ClauseRule } from './types.ts';
import { intent } from './types.ts';

/** Longest words before the verb of what is told, in tokens. */
const LONGEST_SUBJECT = 6;

/** "Gloria said they'd pay; note it on King Innovations", "Jamie wants a call, put that in a note on the lead": told, and then asked for. */
const toldFirst: BuildIntent = (s, c) => {
  const { from, to } = c.run!;
  const target = targetAt(s, c.target!.from, c.target!.to);
  if (!target || target.value.kind === 'set' || target.value.list || target.cost > 1.5) return undefined;
  if (IMPERATIVES.has(s.word(from)) || hidesCommand(s, from, to) || commandsAfterPause(s, from, to))
    return undefined;
  const verb = finiteAt(s, from, to);
  if (verb === undefined || s.tokens.slice(from, to).some((t) => /^[;:!?]$/.test(t.text))) return undefined;
  const about =
    target.value.kind === 'context' && target.value.objects.length > 0 ? ofSubject(s, from, verb) : undefined;
  const text = s.source.slice(s.tokens[from]!.from, s.tokens[to - 1]!.to);
  const whose: Target = about ? { ...about, objects: target.value.objects } : target.value;
  return intent({ kind: 'note', target: whose, text }, 0.5 + target.cost + lengthCost(from, to));
};

function finiteAt(s: Sentence, from: number, to: number): number | undefined {
  for (let i = from + 1; i < Math.min(to, from + LONGEST_SUBJECT); i++)
    if (
      s.tokens[i]!.kind === 'word' &&
      (FINITE.test(s.word(i)) || /^(said|says|wants|wanted|told)$/.test(s.word(i)))
    )
      return i;
  return undefined;
}

/** "Jamie Fox wants …, … on the lead": the lead that is called so. */
function ofSubject(s: Sentence, from: number, verb: number): Target | undefined {
  const subject = targetAt(s, from, verb);
  return subject?.value.kind === 'named' && !subject.value.list ? subject.value : undefined;
}

const SO = '(,|;|.|-|–|—|and|so) [please|can you|could you|so]';

/** One line is one phrasing. */
export const NOTES_OF_TOLD: ClauseRule[] = rules<BuildIntent>(
  [
    `{run} ${SO} (note|log|record|add|put|write|jot|save|mention) (it|that|this) [down] [as a note] (on|to|under|against|in) {target}`,
    `{run} ${SO} (put|add|write|log|record|save|leave|make) (it|that|this) [down] (in|as|into) [a|the] (note|comment) (on|for|to|under|against) {target}`,
    `{run} ${SO} (make|add|leave|put|create|log) a (note|comment) (of|about) (it|that|this) (on|for|to|under|against) {target}`,
  ],
  toldFirst,
);
