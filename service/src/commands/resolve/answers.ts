import { isDay } from '../understand/calendar.ts';
import type { Said } from '../understand/sentence.ts';
import { wordsOf } from '../understand/tokens.ts';
import type { Session } from './session.ts';

/** What was typed or chosen in answer to a question, in every way it can be read. */
export function answerOf(session: Session, answer: string): Said {
  return {
    ...session.said(answer),
    text: answer,
    phrase: wordsOf(answer),
    ...(isDay(answer) ? { date: { day: answer, from: answer, to: answer, wide: false } } : {}),
  };
}
