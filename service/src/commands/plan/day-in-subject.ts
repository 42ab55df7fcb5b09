import type { Session } from '../resolve/session.ts';
import type { Activity } from '../understand/intents.ts';
import { spokenDay } from '../understand/calendar.ts';
import { Sentence } from '../understand/sentence.ts';
import { wordsOf } from '../understand/tokens.ts';

/**
 * "Send Katrin the report tomorrow morning": a to-do without a day whose subject says one may be due then. The rep says; "the notes
 * from Friday", a month and a quarter are what it is about.
 */
export function dayInSubject(session: Session, { subject }: Activity): string | undefined {
  if (subject === undefined) return undefined;
  const s = Sentence.of(subject, session.calendar, session.vocabulary);
  for (let i = 1; i < s.tokens.length; i++) {
    const when = s.date(i);
    if (!when || when.day < session.calendar.today || ABOUT.test(s.word(i - 1))) continue;
    const said = s.text(i, when.end);
    if (when.wide && !/week$/i.test(said)) continue;
    const key = `value:ActivityDate:${wordsOf(said)}`;
    const answered = session.answerTo(key);
    if (answered === 'none') return undefined;
    const day = answered === undefined ? undefined : session.said(answered).date?.day;
    if (day !== undefined) return day;
    session.ask(
      key,
      `Is it due ${said.replace(/^(on|by) /i, '')}?`,
      { slot: 'value', object: 'Task', field: 'ActivityDate' },
      [
        { value: when.day, label: spokenDay(when.day) },
        { value: 'none', label: 'No day' },
      ],
    );
  }
  return undefined;
}

/** Words that say which one is meant. */
const ABOUT = /^(of|from|about|since|until|till|per|dated)$/;
