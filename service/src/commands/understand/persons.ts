import type { ObjectDescribe } from '../../salesforce/types.ts';
import { FUNCTION_WORDS } from './lexicon/function-words.ts';
import { isDepartment, isJobTitle } from './lexicon/jobs.ts';
import type { Sentence } from './sentence.ts';

/** Contacts and leads have a first and a last name. */
export function isPerson(object: ObjectDescribe): boolean {
  return object.name === 'Lead' || object.name === 'Contact';
}

/** Words that begin a surname: Yann Le Goff, Anna von Berg, Marco De Luca. */
export const SURNAME_PARTICLES: ReadonlySet<string> = new Set(
  'al bin da das de del della den der di dos du el ibn la le st ten ter van von zu zur'.split(' '),
);

/** More words than this are no person's name; a longer run holds something else too. */
const LONGEST_PERSON = 4;

/** "Coho Winery Marc Weber Chief Engineer" is nobody's name, and what is known as a record no new one's. */
export function isPersonsName(s: Sentence, from: number, to: number): boolean {
  const said = s.tokens.slice(from, to);
  // "Karen's assistant Jill Porter": whose he or she is, no part of a name.
  if (said.some((t) => t.kind === 'name' || t.kind === 'possessive')) return false;
  // "register Mrs. Keiko Arai": a small word before capitals is no first name.
  const small = /^\p{Ll}/u.test(said[0]!.text) && !SURNAME_PARTICLES.has(said[0]!.word);
  if (small && said.some((t) => /^\p{Lu}/u.test(t.text))) return false;
  if (small && isOffice(s, from, to)) return false;
  if (said.length > 1 && said.some((t) => NEVER_NAMED.test(t.word))) return false;
  const words = said.filter((t) => t.kind === 'word' && !t.glued && !SURNAME_PARTICLES.has(t.word));
  return words.length <= LONGEST_PERSON;
}

/** "…, sales director at Bergfeld Tools": a job or a department, written small, is nobody's name; "james dean" was dictated. */
function isOffice(s: Sentence, from: number, to: number): boolean {
  const phrase = s.phrase(from, to);
  const first = s.word(from);
  if (isDepartment(phrase) || isJobTitle(first)) return true;
  const dictated = !s.tokens.some((t, i) => i > 0 && /^\p{Lu}\p{Ll}/u.test(t.text));
  return isJobTitle(phrase) && (isDepartment(first) || !dictated);
}

/** "Anna Berg CFO": nobody is called so. */
const NEVER_NAMED =
  /^(ceo|cfo|cto|cio|coo|cmo|ciso|cpo|cro|vp|svp|evp|avp|director|manager|president|engineer|buyer|analyst|coordinator|administrator|controller)$/;

/** "Named devon price store systems manager": behind one word another one follows without a pause, so the name is longer. */
export function runsOn(s: Sentence, from: number, to: number, o: ObjectDescribe): boolean {
  const next = s.tokens[to];
  return (
    to - from === 1 &&
    next?.kind === 'word' &&
    !FUNCTION_WORDS.has(next.word) &&
    !s.vocabulary.fieldsAt(s.tokens, to).some((p) => p.fields.some((f) => f.object === o.name))
  );
}
