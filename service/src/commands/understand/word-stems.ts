/** Shorter beginnings and stems fit too many words. */
export const SHORTEST_BEGINNING = 4;

/** The words in this order, gaps allowed. A negation in the value must have been said. */
export function containsAll(
  whole: string[],
  said: string[],
  same: (whole: string, part: string) => boolean,
): boolean {
  let at = 0;
  for (const word of said) {
    while (at < whole.length && !same(whole[at]!, word)) at++;
    if (at === whole.length) return false;
    at++;
  }
  return !(
    whole.includes('not') &&
    !said.includes('not') &&
    whole.indexOf('not') <= whole.indexOf(whole.find((w) => same(w, said[0]!))!)
  );
}

export function sameWords(whole: readonly string[], said: readonly string[]): boolean {
  return [...whole].sort().join(' ') === [...said].sort().join(' ');
}

export function sameStem(a: string, b: string): boolean {
  if (a === b) return true;
  // "Prospects" are companies, and no stage Prospecting.
  if (areAndDo(a, b) || areAndDo(b, a)) return false;
  const x = stem(a);
  return x.length >= SHORTEST_BEGINNING && x === stem(b);
}

function areAndDo(noun: string, verb: string): boolean {
  return verb.endsWith('ing') && /[^s]s$/.test(noun) && !/(ing|ion)s$/.test(noun);
}

export function stem(word: string): string {
  for (const ending of [
    'ifications',
    'ification',
    'ations',
    'ation',
    'ions',
    'ion',
    'ings',
    'ing',
    'ified',
    'ied',
    'ed',
    'es',
    'e',
    's',
  ]) {
    if (word.endsWith(ending) && word.length - ending.length >= 4) {
      return word.slice(0, -ending.length);
    }
  }
  return word;
}
