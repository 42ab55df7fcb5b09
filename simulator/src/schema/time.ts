/** `2026-11-23T09:30:00.000+0000`: instants in the REST API and in stored rows. */
export function instant(date: Date): string {
  return date.toISOString().replace('Z', '+0000');
}

/** `2026-11-23T09:30:00.000Z`, the form of the UI API. */
export function uiInstant(stored: string): string {
  return stored.replace('+0000', 'Z');
}

export function dateOf(stored: string): Date {
  return new Date(stored.replace('+0000', 'Z'));
}

/** Calendar day of an instant in an IANA zone, `YYYY-MM-DD`. */
export function dayIn(date: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(date);
}

const formats = new Map<string, Intl.DateTimeFormat>();
