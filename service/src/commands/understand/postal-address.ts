import { placeNamed, regionNamed } from './places.ts';

/** A postal address in the parts that records keep it in. */
export interface PostalAddress {
  Street: string;
  City: string;
  State?: string;
  PostalCode?: string;
  Country?: string;
}

/** How countries write the code beside the city or the state, the most particular first; the other part is captured as `rest`. */
const CODES: readonly RegExp[] = [
  /^(?<rest>.*?) ?\b(?<code>[A-Z]\d[A-Z] ?\d[A-Z]\d)$/,
  /^(?<rest>.*?) ?\b(?<code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/,
  /^(?<code>\d{4} ?[A-Z]{2}) (?<rest>\D+)$/,
  /^(?<code>\d{4,6}) (?<rest>\D+)$/,
  /^(?<rest>\D*?)[ -]*\b(?<code>\d{5}-\d{4}|\d{3} \d{3}|\d{4,6})$/,
];

/**
 * "555 Madison Avenue, Suite 1200, New York, NY 10022" in its parts; undefined when it is not certain which part is which: no code, no
 * country and no state says where the street ends.
 */
export function postalAddress(text: string, zone: string): PostalAddress | undefined {
  const parts = text
    .split(/\s*[,\n]\s*/)
    .map((part) => part.trim().replace(/\.$/, ''))
    .filter((part) => part !== '');
  const found: Partial<PostalAddress> = {};
  const country = parts.at(-1);
  if (country !== undefined && parts.length > 2 && placeNamed(country)?.country && !isState(country, zone)) {
    found.Country = country;
    parts.pop();
  }
  const [rest, code] = withoutCode(parts.pop() ?? '');
  if (code !== undefined) found.PostalCode = code;
  if (rest !== '') parts.push(rest);
  const region = parts.at(-1);
  if (region !== undefined && parts.length > 2 && isState(region, zone)) {
    found.State = region;
    parts.pop();
  }
  const city = parts.pop();
  const street = parts.join(', ');
  if (city === undefined || !/^[\p{L}][\p{L} .'’-]*$/u.test(city) || !/\d/.test(street)) return undefined;
  // "…, Bengaluru, Karnataka 560001": of two such names the last may be a state that nobody listed.
  if (found.State === undefined && !/\d/.test(parts.at(-1)!)) return undefined;
  if (found.PostalCode === undefined && found.State === undefined && found.Country === undefined)
    return undefined;
  return { Street: street, City: city, ...found };
}

function withoutCode(part: string): [rest: string, code?: string] {
  for (const pattern of CODES) {
    const { rest, code } = pattern.exec(part)?.groups ?? {};
    if (code !== undefined) return [(rest ?? '').trim(), code];
  }
  return [part];
}

/** A state of the US or of Canada; "GA" and "CA" are also codes of countries, behind a city they are not. */
function isState(said: string, zone: string): boolean {
  return (
    regionNamed(said, zone) === 'State' || /^[A-Z]{2}$/.test(said) || placeNamed(said)?.state !== undefined
  );
}
