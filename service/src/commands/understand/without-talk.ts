import { withoutAsides } from './asides.ts';
import type { Intent } from './intents.ts';
import { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';
import { understandSentence, type Understanding } from './understand.ts';

/**
 * The understanding of a command without the talk around it, one for each record it may be about; none when there is no talk, or when it may be more than talk: what is
 * told beside a note or an activity belongs into it, and "her" may be somebody who was told of first.
 */
export function withoutTalk(s: Sentence, lists: readonly string[][]): Understanding[] {
  const bare = withoutAsides(s);
  if (!bare) return [];
  const read = understandSentence(bare.sentence, lists);
  const intents = read.clauses.flatMap((c) => c.intents);
  if (read.unexplained.length > 0 || intents.some(keepsTold)) return [];
  const about = intents.some((intent, n) => isAboutThem(intent) && !intents.slice(0, n).some(namesRecord));
  if (!about && !bare.colon) return [read];
  if (about && !bare.names) return [read];
  return about ? bare.topics.flatMap((topic) => aboutIt(topic, bare.sentence, lists)) : [];
}

/** "I feel better about Granite, put the probability at 65": the command is about a record that was told of. */
function aboutIt(topic: readonly Token[], s: Sentence, lists: readonly string[][]): Understanding[] {
  const pause: Token = { ...topic.at(-1)!, kind: 'punct', text: ':', word: ':', glued: false };
  const tokens = [...topic, pause, ...s.tokens];
  const read = understandSentence(new Sentence(s.source, tokens, s.calendar, s.vocabulary), lists);
  return read.unexplained.length > 0 ? [] : [read];
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

/** What comes later in the command speaks of this rather than of what was told before it. */
function namesRecord(intent: Intent): boolean {
  return intent.kind === 'create' || ('target' in intent && intent.target?.kind === 'named');
}
