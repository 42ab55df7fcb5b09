import { withoutAsides } from './asides.ts';
import type { Intent } from './intents.ts';
import type { Sentence } from './sentence.ts';
import { understandSentence, type Understanding } from './understand.ts';

/**
 * The understanding of a command without the talk around it; none when there is no talk, or when it may be more than talk: what is
 * told beside a note or an activity belongs into it, and "her" may be somebody who was told of first.
 */
export function withoutTalk(s: Sentence, lists: readonly string[][]): Understanding[] {
  const bare = withoutAsides(s);
  if (!bare) return [];
  const read = understandSentence(bare.sentence, lists);
  const intents = read.clauses.flatMap((c) => c.intents);
  if (read.unexplained.length > 0 || intents.some(keepsTold)) return [];
  return bare.names && intents.some(isAboutThem) ? [] : [read];
}

function keepsTold(intent: Intent): boolean {
  return (
    intent.kind === 'note' ||
    intent.kind === 'activity' ||
    (intent.kind === 'create' && /^(Case|Task|Event)$/.test(intent.object))
  );
}

function isAboutThem(intent: Intent): boolean {
  return 'target' in intent && intent.target?.kind === 'context';
}
