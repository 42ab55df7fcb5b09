/** Five characters of an id select one check character (Salesforce, "18-character record ids"). */
const CHECK_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const ID = /^[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?$/;

/** The 18-character form of a 15- or 18-character Salesforce id; undefined for anything else, or wrong check characters. */
function toId18(id: string): string | undefined {
  if (!ID.test(id)) return undefined;
  const id15 = id.slice(0, 15);
  let suffix = '';
  for (let group = 0; group < 3; group++) {
    let bits = 0;
    for (let n = 0; n < 5; n++) if (/[A-Z]/.test(id15[group * 5 + n]!)) bits |= 1 << n;
    suffix += CHECK_CHARACTERS[bits];
  }
  return id.length === 18 && !id.endsWith(suffix) ? undefined : id15 + suffix;
}

/** A user id of 15 or 18 characters, as 18. */
export function toUserId(id: string): string | undefined {
  return id.startsWith('005') ? toId18(id) : undefined;
}

/** An organization id of 15 or 18 characters, as 18. */
export function toOrgId(id: string): string | undefined {
  return id.startsWith('00D') ? toId18(id) : undefined;
}
