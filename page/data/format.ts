import type { FieldDef, ObjectDef, Row, Scalar } from '../../simulator/src/schema/types.ts';
import type { Source } from '../../simulator/src/soql/source.ts';
import type { Cell } from './types.ts';

/** How one user reads values. */
export interface Reader {
  source: Source;
  /** BCP 47. */
  locale: string;
  /** IANA name. */
  timeZone: string;
  /** ISO 4217 code of the org. */
  currency: string;
}

/** A field of a record as the user reads it. */
export function cellOf(reader: Reader, object: ObjectDef, field: FieldDef, row: Row): Cell {
  const value = row[field.name] ?? null;
  const cell: Cell = { label: labelOf(object, field), type: field.type, text: '' };
  if (value === null || value === '') return cell;
  if (field.type === 'reference') return { ...cell, ...link(reader, field, String(value)) };
  return { ...cell, text: textOf(reader, field, value), ...address(field, String(value)) };
}

/** As page layouts label: a reference by the record it leads to, the due date without its technical surname. */
export function labelOf(object: ObjectDef, field: FieldDef): string {
  if (field.name === 'ActivityDate') return 'Due Date';
  if (field.type !== 'reference') return field.label;
  if (field.name === 'OwnerId')
    return object.name === 'Task' || object.name === 'Event' ? 'Assigned To' : `${object.label} Owner`;
  if (field.name === 'WhoId') return 'Name';
  if (field.name === 'WhatId') return 'Related To';
  const label = field.label.replace(/ ID$/, '');
  return field.name === 'AccountId' ? `${label} Name` : label;
}

export function textOf(
  { locale, timeZone, currency }: Reader,
  field: FieldDef,
  value: NonNullable<Scalar>,
): string {
  switch (field.type) {
    case 'boolean':
      return value === true ? 'Yes' : 'No';
    case 'currency':
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        maximumFractionDigits: field.scale,
      }).format(Number(value));
    case 'percent':
      return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: field.scale }).format(
        Number(value) / 100,
      );
    case 'int':
    case 'double':
      return new Intl.NumberFormat(locale, { maximumFractionDigits: field.scale }).format(Number(value));
    case 'date':
      return dateOf(locale, String(value));
    case 'datetime':
      return dateTimeOf(locale, timeZone, String(value));
    case 'picklist':
    case 'multipicklist':
      return String(value)
        .split(';')
        .map((chosen) => field.picklist.find((entry) => entry.value === chosen)?.label ?? chosen)
        .join('; ');
    case 'base64':
      return plainText(Buffer.from(String(value), 'base64').toString('utf8'));
    default:
      return String(value);
  }
}

/** `YYYY-MM-DD` as a calendar day, which no time zone may move. */
export function dateOf(locale: string, day: string): string {
  return new Intl.DateTimeFormat(locale, { ...FULL_YEAR, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

export function dateTimeOf(locale: string, timeZone: string, instant: string): string {
  const options = { ...FULL_YEAR, hour: 'numeric', minute: '2-digit', timeZone } as const;
  return new Intl.DateTimeFormat(locale, options).format(new Date(instant));
}

/** The short date with a year of four digits, as Lightning shows it. */
const FULL_YEAR = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;

/** A note's HTML as the text that it shows. */
export function plainText(html: string): string {
  return html
    .replace(/<(br|\/p|\/div|\/li)[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .trim();
}

/** The referenced record by its name; an id that the user may not follow stays an id. */
function link({ source }: Reader, field: FieldDef, id: string): Pick<Cell, 'text' | 'url'> {
  for (const name of field.referenceTo) {
    const object = source.object(name);
    if (!object || object.keyPrefix !== id.slice(0, 3)) continue;
    const row = source.row(name, id);
    if (row) return { text: nameOf(object, row), url: recordUrl(name, id) };
  }
  return { text: id };
}

export function nameOf(object: ObjectDef, row: Row): string {
  for (const field of object.fields.values())
    if (field.nameField && row[field.name]) return String(row[field.name]);
  return String(row['Name'] ?? row['Subject'] ?? row['Id']);
}

export function recordUrl(object: string, id: string): string {
  return `/lightning/r/${object}/${id}/view`;
}

function address(field: FieldDef, value: string): Pick<Cell, 'url'> {
  if (field.type === 'email') return { url: `mailto:${value}` };
  if (field.type === 'phone') return { url: `tel:${value.replace(/[^+\d]/g, '')}` };
  if (field.type === 'url') {
    const url = /^https?:\/\//i.test(value) ? value : `https://${value}`;
    return URL.canParse(url) ? { url } : {};
  }
  return {};
}
