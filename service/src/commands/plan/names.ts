import type { ObjectDescribe } from '../../salesforce/types.ts';
import type { Session } from '../resolve/session.ts';
import { isPerson, SURNAME_PARTICLES } from '../understand/persons.ts';
import { nameFieldOf } from '../understand/schema.ts';
import type { Value } from '../types.ts';

/** First and last name, or the name field; a spoken name gets its capitals. */
export function nameIt(object: ObjectDescribe, said: string, set: Record<string, Value>): void {
  if (nameFieldOf(object) === 'Subject') {
    set['Subject'] ??= said[0]!.toUpperCase() + said.slice(1);
    return;
  }
  const name = /[A-Z]/.test(said)
    ? said
    : said.replace(
        /(^|[\s-])(\p{Ll})/gu,
        (_, before: string, letter: string) => before + letter.toUpperCase(),
      );
  if (!isPerson(object)) {
    set[nameFieldOf(object)] ??= name;
    return;
  }
  const words = name.replace(/^(mr|mrs|ms|dr)\.? /i, '').split(' ');
  let surname = words.length - 1;
  while (surname > 1 && SURNAME_PARTICLES.has(words[surname - 1]!.toLowerCase())) surname--;
  if (surname > 0) set['FirstName'] ??= words.slice(0, surname).join(' ');
  set['LastName'] ??= words.slice(surname).join(' ');
}

/** "A contact for David": one name alone is as likely the first as the last one. */
export function wholeName(session: Session, object: ObjectDescribe, said: string): string {
  if (!isPerson(object) || /[\s.]/.test(said)) return said;
  const key = `name:${object.name}:${said.toLowerCase()}`;
  const answer = session.answerTo(key);
  if (answer === undefined)
    session.ask(
      key,
      `What is the last name of ${said}?`,
      { slot: 'field', object: object.name, field: 'LastName' },
      [{ value: said, label: `${said} is the last name` }],
    );
  return answer.toLowerCase().includes(said.toLowerCase()) ? answer : `${said} ${answer}`;
}
