/** More digits behind a separator than money has decimal places. */
const THOUSANDS = 3;

/**
 * A number alone, with the separators and the currency of any country: `$182,500`, `182.500 €`, `1 250,50 EUR`, `CHF 182'500`.
 * One separator before exactly three digits parts thousands unless the field has three decimal places or more.
 * Undefined for anything that is not a number alone.
 */
export function numberOf(text: string, places: number): number | undefined {
  const match =
    /^(-?)\s*(?:[\p{Sc}%]|[a-z]{3}\s)?\s*(-?)(\d[\d.,'’\s]*)(?:\s*(?:[\p{Sc}%]|[a-z]{3}|euros?|dollars?|pounds|francs|franken))?\.?$/iu.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const bare = match[3]!.trim().replace(/[.,]$/, '');
  if (!WELL_FORMED.test(bare)) return undefined;
  const separators = [...bare.matchAll(/[.,]/g)];
  const last = separators.at(-1);
  const decimals = last && bare.length - last.index - 1;
  const mixed = new Set(separators.map(([sign]) => sign)).size > 1;
  const alone = separators.length === 1 && !/^0|['’\s]/.test(bare);
  const isDecimal =
    last !== undefined &&
    (mixed || separators.length === 1) &&
    !(alone && decimals === THOUSANDS && places < THOUSANDS);
  const digits = (part: string): string => part.replace(/\D/g, '');
  const value = isDecimal
    ? Number(`${digits(bare.slice(0, last.index))}.${digits(bare.slice(last.index + 1))}`)
    : Number(digits(bare));
  return match[1] === '-' || match[2] === '-' ? -value : value;
}

/** Digits, or groups of three between separators of one kind; then at most one decimal part after another sign. */
const WELL_FORMED = /^(?:\d+(?:[.,]\d+)?|\d{1,3}([.,'’\s])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?)$/;
