import { ApiError } from '../http.ts';
import type { FieldDef, FieldType, ObjectDef, Row } from '../schema/types.ts';
import { wordsOf } from './expression.ts';

const searchedTypes = new Set<FieldType>([
  'string',
  'textarea',
  'email',
  'phone',
  'url',
  'picklist',
  'combobox',
  'multipicklist',
]);
const nameParts = new Set(['FirstName', 'LastName', 'MiddleName', 'Subject']);

export type SearchGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE';

export function searchGroup(name: string): SearchGroup {
  const upper = name.toUpperCase();
  if (upper === 'SIDEBAR')
    throw new ApiError(501, 'NOT_IMPLEMENTED', 'The simulator does not model IN SIDEBAR FIELDS in a search.');
  if (upper === 'ALL' || upper === 'NAME' || upper === 'EMAIL' || upper === 'PHONE') return upper;
  throw new ApiError(400, 'MALFORMED_SEARCH', `unexpected search group: '${name}'`);
}

/** Reads the words of each field of a group. Phone numbers also count as one word of digits. */
export function searchedWords(object: ObjectDef, group: SearchGroup): (row: Row) => string[][] {
  const fields = [...object.fields.values()].filter((field) => belongs(field, group));
  return (row) => {
    const found: string[][] = [];
    for (const { name, type } of fields) {
      const value = row[name];
      if (typeof value !== 'string' || value === '') continue;
      found.push(wordsOf(value));
      if (type === 'phone') found.push([value.replace(/\D/g, '')]);
    }
    return found;
  };
}

function belongs(field: FieldDef, group: SearchGroup): boolean {
  switch (group) {
    case 'ALL':
      return searchedTypes.has(field.type);
    case 'NAME':
      return field.nameField || (!field.custom && nameParts.has(field.name));
    case 'EMAIL':
      return field.type === 'email';
    case 'PHONE':
      return field.type === 'phone';
  }
}
