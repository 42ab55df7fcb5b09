import type { FieldDef, FieldType, ObjectDef, Row, Scalar } from '../schema/types.ts';

/**
 * The object `Name`: what SOQL offers of a parent behind a polymorphic reference (What, Who, an Owner that may be a queue).
 * `Type` is the object of the parent.
 */
const fields = new Map<string, FieldDef>(
  [
    nameField('Alias', 'string'),
    nameField('Email', 'email'),
    nameField('FirstName', 'string'),
    nameField('Id', 'id'),
    nameField('IsActive', 'boolean'),
    nameField('IsDeleted', 'boolean'),
    nameField('LastName', 'string'),
    nameField('Name', 'string'),
    nameField('NameOrAlias', 'string'),
    nameField('Phone', 'phone'),
    nameField('ProfileId', 'reference', 'Profile'),
    nameField('RecordTypeId', 'reference', 'RecordType'),
    nameField('Title', 'string'),
    nameField('Type', 'picklist'),
    nameField('Username', 'string'),
    nameField('UserRoleId', 'reference', 'UserRole'),
  ].map((field) => [field.name.toLowerCase(), field]),
);

export function nameObjectField(name: string): FieldDef | undefined {
  return fields.get(name.toLowerCase());
}

export function polymorphicValue(target: ObjectDef, parent: Row, name: string): Scalar {
  if (name === 'Type') return target.name;
  if (name === 'Name' || name === 'NameOrAlias') return parent[nameFieldOf(target)] ?? null;
  return parent[name] ?? null;
}

const nameFields = new WeakMap<ObjectDef, string>();

function nameFieldOf(object: ObjectDef): string {
  let name = nameFields.get(object);
  if (name === undefined) {
    name = 'Name';
    for (const field of object.fields.values()) if (field.nameField) name = field.name;
    nameFields.set(object, name);
  }
  return name;
}

function nameField(name: string, type: FieldType, target?: string): FieldDef {
  return {
    name,
    label: name,
    type,
    length: type === 'id' || type === 'reference' ? 18 : 255,
    precision: 0,
    scale: 0,
    nillable: true,
    createable: false,
    updateable: false,
    defaultedOnCreate: false,
    restrictedPicklist: false,
    picklist: [],
    referenceTo: target ? [target] : [],
    relationshipName: target ?? null,
    nameField: name === 'Name',
    custom: false,
    calculated: false,
    autoNumber: false,
    externalId: false,
    unique: false,
    filterable: true,
    sortable: true,
    groupable: type !== 'boolean',
    aggregatable: type !== 'boolean',
  };
}
