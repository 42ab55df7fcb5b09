import { DateTime } from 'luxon';
import type { FieldDescribe, Scalar } from '../salesforce/types.ts';

/** How one rep reads values: the rep's own zone and locale, the org's currency. */
export interface Reader {
  /** IANA name. */
  timeZone: string;
  /** BCP 47 tag; Salesforce's `de_DE` becomes `de-DE`. */
  locale: string;
  /** ISO 4217 code; null where the org has several, or hides it. */
  currency: string | null;
}

/** What formatting needs of a field; a describe or an answer's column fits. */
export type Formatted = Pick<FieldDescribe, 'type'> &
  Partial<Pick<FieldDescribe, 'picklistValues' | 'scale'>>;

/** A BCP 47 tag that `Intl` accepts, from Salesforce's `LocaleSidKey`; `en-US` for one that it does not know. */
export function localeOf(sidKey: string | null | undefined): string {
  const tag = (sidKey ?? '').replaceAll('_', '-').replace(/-(?:EURO|PREEURO)$/i, '');
  try {
    return tag === '' ? 'en-US' : (Intl.getCanonicalLocales(tag)[0] ?? 'en-US');
  } catch {
    return 'en-US';
  }
}

/** A stored value as the rep reads it; null and the empty string are null. References need `nameOf`. */
export function formatValue(value: Scalar | undefined, field: Formatted, reader: Reader): string | null {
  if (value === null || value === undefined || value === '') return null;
  switch (field.type) {
    case 'boolean':
      return value === true || value === 'true' ? 'Yes' : 'No';
    case 'date':
      return formatDate(String(value), reader);
    case 'datetime':
      return formatInstant(String(value), reader);
    case 'currency':
      return formatMoney(Number(value), reader);
    case 'percent':
      return `${formatNumber(Number(value), reader)}%`;
    case 'int':
    case 'double':
    case 'long':
      return formatNumber(Number(value), reader);
    case 'picklist':
    case 'combobox':
      return picklistLabel(String(value), field);
    case 'multipicklist':
      return String(value)
        .split(';')
        .map((part) => picklistLabel(part, field))
        .join('; ');
    default:
      return String(value);
  }
}

/** `2026-11-27` → `Fri, Nov 27, 2026`; what is no date stays as it is. */
function formatDate(value: string, reader: Reader): string {
  const day = DateTime.fromISO(value.slice(0, 10), { zone: 'utc' });
  return day.isValid
    ? day
        .setLocale(reader.locale)
        .toLocaleString({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    : value;
}

/** An instant on the rep's own clock, weekday included; what is no instant stays as it is. */
function formatInstant(value: string, reader: Reader): string {
  const at = DateTime.fromISO(value, { zone: reader.timeZone });
  return at.isValid
    ? at.setLocale(reader.locale).toLocaleString({
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
      })
    : value;
}

/** Money in the org's currency; cents appear only where there are any. */
function formatMoney(value: number, reader: Reader): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = Number.isInteger(value) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
  if (reader.currency === null) return formatNumber(value, reader);
  try {
    return new Intl.NumberFormat(reader.locale, {
      style: 'currency',
      currency: reader.currency,
      ...digits,
    }).format(value);
  } catch {
    return `${reader.currency} ${formatNumber(value, reader)}`;
  }
}

function formatNumber(value: number, reader: Reader): string {
  return Number.isFinite(value)
    ? new Intl.NumberFormat(reader.locale, { maximumFractionDigits: 6 }).format(value)
    : String(value);
}

function picklistLabel(value: string, field: Formatted): string {
  return field.picklistValues?.find((entry) => entry.value === value)?.label ?? value;
}

/** `Opportunity` → `opportunity` inside an English sentence; acronyms keep their capitals, other languages all of them. */
export function inSentence(label: string, reader: Pick<Reader, 'locale'>): string {
  if (!reader.locale.toLowerCase().startsWith('en')) return label;
  return label.replace(/\p{Lu}[\p{Ll}]+/gu, (word) => word.toLowerCase());
}

/** `1 opportunity`, `42 opportunities`: the org's own labels, never a grammar of ours. */
export function counted(
  count: number,
  labels: { label: string; labelPlural: string },
  reader: Reader,
): string {
  return `${formatNumber(count, reader)} ${inSentence(count === 1 ? labels.label : labels.labelPlural, reader)}`;
}
