import type { Session } from '../resolve/session.ts';
import type { AnswerOutcome } from '../types.ts';
import type { ReadIntent } from './read/answers.ts';
import { ofSet, pipeline } from './read/many.ts';
import { notesOf } from './read/notes.ts';
import { roles, single, valueOf } from './read/one.ts';

export async function answerRead(session: Session, intent: ReadIntent): Promise<AnswerOutcome> {
  const { read } = intent;
  if (read.mode === 'pipeline') return pipeline(session, intent);
  if (read.mode === 'primary-contact' || read.mode === 'roles') return roles(session, intent);
  if (read.mode === 'notes') return notesOf(session, intent);
  if (read.mode === 'value') return valueOf(session, intent);
  if (read.mode === 'list' && read.target.kind !== 'set') return single(session, read.target);
  return ofSet(session, intent);
}
