/** "… a first meeting with Calder Aerospace": names behind the word that says with whom. */
export function companiesIn(text: string): string[] {
  const names = text.matchAll(
    /\b(?:with|from|at|by|to|of|for|visited|met|signed|won) ((?:the )?\p{Lu}[\p{L}\p{N}'’&.-]*(?: (?:&|and|of|\p{Lu}[\p{L}\p{N}'’&.-]*))*)/gu,
  );
  return [...names].map((m) => m[1]!.replace(/(?: (?:&|and|of)|[.,;!?])+$/u, '').replace(/^the /, ''));
}
