/**
 * Sort key of a text: English-locale orgs order by the UTF-8 bytes of the upper-cased value. JavaScript compares UTF-16 units, which
 * differs only where surrogates meet units from U+E000 on; those are moved so that unit order is code point order.
 */
export function sortKey(text: string): string {
  const upper = text.toUpperCase();
  if (!/[\uD800-\uFFFF]/.test(upper)) return upper;
  let key = '';
  for (let i = 0; i < upper.length; i++) {
    const unit = upper.charCodeAt(i);
    key += String.fromCharCode(unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
  }
  return key;
}

/** Case-insensitive form for equality. Both lower-case sigmas are one letter. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

/**
 * A matcher for a LIKE pattern: `%` any run, `_` one character, `\` before either (or itself) takes it literally; case does not
 * matter, and the whole value must match.
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  let source = '';
  for (const [token] of pattern.matchAll(/\\[\s\S]|[\s\S]/gu)) {
    if (token === '%') source += '.*';
    else if (token === '_') source += '.';
    else
      source += (token.length > 1 && token.startsWith('\\') ? token.slice(1) : token).replace(
        /[\\^$.*+?()[\]{}|/]/,
        '\\$&',
      );
  }
  const expression = new RegExp(`^${source}$`, 'ius');
  return (text) => expression.test(text);
}
