import type { FieldDef, ObjectDef, Row } from '../../simulator/src/schema/types.ts';
import { activitiesOf } from './activities.ts';
import { cellOf, labelOf, nameOf, recordUrl, type Reader } from './format.ts';
import { LAYOUTS, type Layout, type RelatedList } from './layouts.ts';
import { contentNotesOf } from './notes.ts';
import type { Column, ListView, PathStep, RecordView, RowView, Section } from './types.ts';

/** More than this does not help anybody who scrolls. */
const MAX_LIST_ROWS = 500;

/** A record page, or undefined where the user sees no such record. `object` may be left out: the id's prefix tells it. */
export function recordView(reader: Reader, id: string, objectName?: string): RecordView | undefined {
  const object = objectName === undefined ? objectOf(reader, id) : reader.source.object(objectName);
  const row = object && reader.source.row(object.name, id);
  if (!object || !row) return undefined;
  const layout = layoutOf(object);
  const fields = (names: string[]) =>
    visible(object, names).map((field) => ({ field: field.name, ...cellOf(reader, object, field, row) }));
  return {
    id: String(row['Id']),
    object: object.name,
    objectLabel: object.label,
    icon: layout.icon,
    name: nameOf(object, row),
    highlights: fields(layout.highlights),
    path: pathOf(object, layout, row),
    sections: layout.sections
      .map(({ label, fields: names }): Section => ({ label, fields: fields(names) }))
      .filter(({ fields: shown }) => shown.length > 0),
    related: layout.related.flatMap((list) => relatedView(reader, list, String(row['Id'])) ?? []),
    ...(layout.activitiesBy && { activities: activitiesOf(reader, layout.activitiesBy, String(row['Id'])) }),
  };
}

/** All records of an object that the user sees. */
export function listView(reader: Reader, objectName: string): ListView | undefined {
  const object = reader.source.object(objectName);
  if (!object) return undefined;
  const rows = [...reader.source.rows(object.name, { includeDeleted: false })];
  return listOf(reader, object, layoutOf(object).list, rows, `All ${object.labelPlural}`);
}

/** Rows of an object as a list; `keep` and `columns` narrow it. */
export function listOf(
  reader: Reader,
  object: ObjectDef,
  columns: string[],
  rows: Row[],
  title: string,
): ListView {
  const fields = visible(object, columns);
  return {
    object: object.name,
    label: object.label,
    labelPlural: object.labelPlural,
    icon: layoutOf(object).icon,
    title,
    columns: fields.map((field) => columnOf(object, field)),
    rows: rows.slice(0, MAX_LIST_ROWS).map((row) => rowOf(reader, object, fields, row)),
    truncated: rows.length > MAX_LIST_ROWS,
  };
}

function relatedView(
  reader: Reader,
  { object: name, by, title, columns }: RelatedList,
  id: string,
): ListView | undefined {
  const object = reader.source.object(name);
  if (!object) return undefined;
  const view = listOf(reader, object, columns, [...reader.source.referencing(name, by, id)], title);
  return name === 'Note'
    ? { ...view, rows: [...view.rows, ...contentNotesOf(reader, id, view.columns)] }
    : view;
}

function rowOf(reader: Reader, object: ObjectDef, fields: FieldDef[], row: Row): RowView {
  const id = String(row['Id']);
  const url = recordUrl(object.name, id);
  return {
    id,
    url,
    cells: fields.map((field, index) => {
      const cell = cellOf(reader, object, field, row);
      return (field.nameField || index === 0) && cell.url === undefined ? { ...cell, url } : cell;
    }),
    keys: fields.map((field) => keyOf(reader, object, field, row)),
  };
}

function keyOf(reader: Reader, object: ObjectDef, field: FieldDef, row: Row): string | number {
  const value = row[field.name];
  return typeof value === 'number'
    ? value
    : field.type === 'date' || field.type === 'datetime'
      ? String(value ?? '')
      : cellOf(reader, object, field, row).text;
}

function columnOf(object: ObjectDef, field: FieldDef): Column {
  return {
    field: field.name,
    label: labelOf(object, field),
    type: field.type,
    alignRight: ['currency', 'percent', 'int', 'double'].includes(field.type),
  };
}

function pathOf(object: ObjectDef, { path }: Layout, row: Row): PathStep[] {
  const field = path === undefined ? undefined : object.fields.get(path.toLowerCase());
  if (!field) return [];
  const steps = field.picklist.filter(({ active }) => active);
  const current = steps.findIndex(({ value }) => value === row[field.name]);
  return steps.map(({ label, value }, index) => ({
    label,
    state:
      index === current
        ? row['IsWon'] === true
          ? 'won'
          : value === 'Closed Lost'
            ? 'lost'
            : 'current'
        : index < current
          ? 'complete'
          : 'incomplete',
  }));
}

function visible(object: ObjectDef, names: string[]): FieldDef[] {
  return names.flatMap((name) => object.fields.get(name.toLowerCase()) ?? []);
}

function objectOf({ source }: Reader, id: string): ObjectDef | undefined {
  for (const name of Object.keys(LAYOUTS)) {
    const object = source.object(name);
    if (object?.keyPrefix === id.slice(0, 3) && source.row(name, id)) return object;
  }
  return undefined;
}

/** An object without a layout of its own shows its name, its owner and whatever a user may edit. */
function layoutOf(object: ObjectDef): Layout {
  return (
    LAYOUTS[object.name] ?? {
      icon: 'standard:record',
      highlights: ['OwnerId', 'CreatedDate'],
      sections: [
        {
          label: 'Information',
          fields: [...object.fields.values()].filter(({ updateable }) => updateable).map(({ name }) => name),
        },
      ],
      list: [...object.fields.values()].filter(({ nameField }) => nameField).map(({ name }) => name),
      related: [],
    }
  );
}
