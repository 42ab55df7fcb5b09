import type { FieldDef } from '../schema/types.ts';
import { kindOf } from './value.ts';

/** One entry of `columnMetadata`, which `&columns=true` asks for and `sf data query` needs. */
export interface Column {
  aggregate: boolean;
  apexType: string | null;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  /** Columns of the parent, or of the child query (then `aggregate` is true). */
  joinColumns: Column[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
}

const apexTypes = {
  id: 'Id',
  text: 'String',
  boolean: 'Boolean',
  int: 'Integer',
  number: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  time: 'Time',
} as const;

const plain: Column = {
  aggregate: false,
  apexType: null,
  booleanType: false,
  columnName: '',
  custom: false,
  displayName: '',
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: false,
  textType: false,
  updatable: false,
};

export function fieldColumn(field: FieldDef, name = field.name): Column {
  const kind = kindOf(field.type);
  return {
    ...plain,
    apexType: apexTypes[kind],
    booleanType: kind === 'boolean',
    columnName: name,
    custom: field.custom,
    displayName: name,
    foreignKeyName: field.type === 'reference' ? field.relationshipName : null,
    insertable: field.createable,
    numberType: kind === 'int' || kind === 'number',
    textType: kind === 'text',
    updatable: field.updateable,
  };
}

export function parentColumn(relationship: string): Column {
  return { ...plain, columnName: relationship, displayName: relationship, joinColumns: [] };
}

export function childColumn(relationship: string, columns: Column[]): Column {
  return {
    ...plain,
    aggregate: true,
    columnName: relationship,
    displayName: relationship,
    joinColumns: columns,
  };
}

export function aggregateColumn(name: string, display: string): Column {
  return { ...plain, aggregate: true, columnName: name, displayName: display };
}
