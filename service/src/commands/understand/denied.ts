/**
 * "One is blocked, the other isn't anymore", "Aurélie is not", "actually that's Maria's": what was said before is denied of another
 * record or given to somebody else, which is news and no talk.
 */
export function deniesWhatWasSaid(text: string): boolean {
  return DENIED.test(text) || ANOTHERS.test(text);
}

const DENIED =
  /(?:\b(?:is|are|was|were|has|have|does|do)(?: not|n['’]t)|['’]s not)(?: any ?more| any longer| yet)?[.!]*$/iu;
const ANOTHERS = /^(?:.*(?:\bis|['’]s|\bmeant) )?\p{Lu}\p{L}*['’]s[.!]*$/u;
