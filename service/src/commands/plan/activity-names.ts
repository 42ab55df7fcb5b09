import type { Activity } from '../understand/intents.ts';
import { mentionOf } from '../resolve/records.ts';
import type { Mention, Session } from '../resolve/session.ts';
import { quoted } from '../resolve/soql.ts';

/** Kinds of records that the words of a subject may name, with the number of words in such a name. */
const NAMED: readonly { object: string; fewest: number; most: number }[] = [
  { object: 'Contact', fewest: 2, most: 3 },
  { object: 'Lead', fewest: 2, most: 3 },
  { object: 'Opportunity', fewest: 2, most: 6 },
];
/** A subject is short; what is longer is a text. */
const MOST_WORDS = 30;

/**
 * People and deals that the subject of an activity names by their whole names. One query of each kind; several records of one
 * name are all there, so that the caller can tell the doubt.
 */
export async function namedInSubject(session: Session, activity: Activity): Promise<Mention[]> {
  const text = activity.subject ?? '';
  const words = [...text.matchAll(/[\p{L}\p{N}][^\s,;:!?()"“”]*/gu)].slice(0, MOST_WORDS);
  const kinds = NAMED.filter(({ object, fewest }) => {
    const described = session.vocabulary.objects.get(object);
    return described?.queryable && words.length >= fewest;
  });
  const found = await session.queries(
    kinds.map(({ object, fewest, most }) => {
      const names = new Set<string>();
      for (const [n, first] of words.entries())
        for (let count = fewest; count <= most && n + count <= words.length; count++) {
          const last = words[n + count - 1]!;
          names.add(nameOf(text.slice(first.index, last.index + last[0].length)));
        }
      const more = object === 'Lead' ? ' AND IsConverted = false' : '';
      const fields = object === 'Lead' ? 'Id, Name' : 'Id, Name, AccountId';
      return `SELECT ${fields} FROM ${object} WHERE Name IN (${[...names].map(quoted).join(', ')})${more} LIMIT 20`;
    }),
  );
  const all = found.flatMap((rows, n) =>
    rows.map((row) => mentionOf(session.describe(kinds[n]!.object), row)),
  );
  // "Globex Renewal 2027" is not "Globex Renewal".
  return all.filter(
    ({ name }) =>
      !all.some((m) => m.name.length > name.length && m.name.toLowerCase().includes(name.toLowerCase())),
  );
}

/** Without the mark behind the last word, and without whose it is. */
function nameOf(words: string): string {
  return words.replace(/['’]s?$/u, '').replace(/\.$/, '');
}
