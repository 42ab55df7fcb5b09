import type { Captures } from '../../pattern.ts';
import type { Sentence } from '../../sentence.ts';

/** "Quote task due tomorrow": without an article or a capital it is a task to come, rather than one that is there. */
export function isTaskToCome(s: Sentence, { target, field }: Captures, from = field?.from ?? 0): boolean {
  if (!target || target.to !== from || !/\btask due\b/.test(s.phrase(from - 1, from + 2))) return false;
  return (
    !/^(the|this|that|my|our|his|her|their)$/.test(s.word(target.from)) &&
    !/^(the|this|that|my|our|his|her|their)$/.test(s.word(target.from - 1)) &&
    !/\p{Lu}/u.test(s.text(target.from, target.to)) &&
    s.tokens[target.from]!.kind === 'word'
  );
}
