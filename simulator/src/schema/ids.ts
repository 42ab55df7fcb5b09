const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const ID = /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/;

/** True for the form of a 15- or 18-character record id; says nothing about its existence. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** The 18-character form: three check characters tell which of the 15 are upper case. */
export function id18(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let group = 0; group < 3; group++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const code = id.charCodeAt(group * 5 + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    suffix += SUFFIX[bits];
  }
  return id + suffix;
}

/** `sequence` written behind prefix and instance, in base 62 and 18 characters. */
export function makeId(prefix: string, sequence: number, instance = 'Hs'): string {
  let text = '';
  for (let rest = sequence; rest > 0; rest = Math.floor(rest / 62)) text = DIGITS[rest % 62] + text;
  return id18(prefix + instance + text.padStart(15 - prefix.length - instance.length, '0'));
}

/** Inverse of {@link makeId} for ids of that instance; 0 for ids made elsewhere. */
export function sequenceOf(id: string, instance = 'Hs'): number {
  if (id.slice(3, 5) !== instance) return 0;
  let sequence = 0;
  for (const digit of id.slice(5, 15)) sequence = sequence * 62 + DIGITS.indexOf(digit);
  return sequence;
}
