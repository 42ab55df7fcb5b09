import { LISTS } from './picklists.ts';
import { STANDARD_OBJECTS } from './objects/index.ts';
import { entryOf, inWords, parseField, parseObjects, type ParsedObject } from './table.ts';
import type { FieldDef, ObjectDef, PicklistEntry } from './types.ts';

type MutableObject = Omit<ObjectDef, 'fields' | 'childRelationships'> & {
  fields: Map<string, FieldDef>;
  childRelationships: { childSObject: string; field: string; relationshipName: string | null }[];
};

/** A custom object of a world file or a deployed package. */
export interface CustomObject {
  name: string;
  label?: string;
  labelPlural?: string;
  keyPrefix?: string;
  /** Field lines in the form of `schema/table.ts`, or definitions that are complete already. */
  fields?: (string | FieldDef)[];
  /** The name is an auto-number such as `A-{0000}`; absent = text of 80 characters. */
  nameFormat?: string;
}

/** Every object that the org knows. Names are found in any case. */
export interface Registry {
  object(name: string): ObjectDef | undefined;
  objects(): Iterable<ObjectDef>;
  /** Object of an id by its first three characters; undefined for a prefix that no object has. */
  objectOfId(id: string): ObjectDef | undefined;
  addObject(definition: CustomObject): ObjectDef;
  /** Gives an object the words that its org uses for it. */
  relabel(object: string, label: string, labelPlural: string): void;
  /** Adds or replaces a field; a string is a line in the form of `schema/table.ts`. */
  addField(object: string, field: string | FieldDef): FieldDef;
  removeField(object: string, field: string): void;
  removeObject(object: string): void;
  setPicklist(object: string, field: string, values: PicklistEntry[]): void;
  /** References to `object` that act when its record goes, with the object that holds them. */
  childrenOf(object: string): readonly { object: ObjectDef; field: FieldDef }[];
  /** Grows with every change, so that views can be kept. */
  version(): number;
}

export function createRegistry(): Registry {
  const byName = new Map<string, MutableObject>();
  const byPrefix = new Map<string, MutableObject>();
  let version = 0;
  let children = new Map<string, { object: ObjectDef; field: FieldDef }[]>();
  let childrenAt = -1;
  let customPrefix = 0;

  function add(parsed: ParsedObject, custom: boolean): MutableObject {
    const { words } = parsed;
    const object: MutableObject = {
      name: parsed.name,
      label: parsed.label,
      labelPlural: parsed.labelPlural,
      keyPrefix: parsed.keyPrefix,
      custom,
      createable: !words.has('nocreate'),
      updateable: !words.has('noupdate'),
      deletable: !words.has('nodelete'),
      queryable: !words.has('noquery'),
      searchable: !words.has('nosearch'),
      fields: new Map(parsed.fields.map((field) => [field.name.toLowerCase(), field])),
      childRelationships: [],
    };
    byName.set(object.name.toLowerCase(), object);
    if (object.keyPrefix !== null && !byPrefix.has(object.keyPrefix)) byPrefix.set(object.keyPrefix, object);
    return object;
  }

  /** Child relationships follow from the references; only those whose parent is modelled exist. */
  function relate(): void {
    for (const parent of byName.values()) parent.childRelationships.length = 0;
    for (const child of byName.values())
      for (const field of child.fields.values())
        for (const target of field.referenceTo)
          byName.get(target.toLowerCase())?.childRelationships.push({
            childSObject: child.name,
            field: field.name,
            relationshipName: field.childRelationshipName ?? null,
          });
    version++;
  }

  function need(name: string): MutableObject {
    const object = byName.get(name.toLowerCase());
    if (object === undefined) throw new Error(`The org has no object ${name}.`);
    return object;
  }

  for (const parsed of parseObjects(STANDARD_OBJECTS, LISTS)) add(parsed, false);
  relate();

  return {
    object: (name) => byName.get(name.toLowerCase()),
    objects: () => byName.values(),
    objectOfId: (id) => byPrefix.get(id.slice(0, 3)),
    addObject(definition) {
      const label = definition.label ?? inWords(definition.name);
      const name =
        definition.nameFormat === undefined
          ? 'Name string(80) defaulted name lookup'
          : `Name string(80) ! auto name lookup`;
      const details = (definition.fields ?? []).map((field) =>
        typeof field === 'string' ? /^\S+ ->.* cascade\b/.test(field) : field.onParentDelete === 'cascade',
      );
      const base = [
        '@system',
        // The detail side of a master-detail relationship belongs to whoever owns the master.
        ...(details.includes(true) ? [] : ['OwnerId ->User ! defaulted']),
        'LastActivityDate date ro "Last Activity"',
        name,
      ];
      while (definition.keyPrefix === undefined && byPrefix.has(prefixOf(customPrefix))) customPrefix++;
      const keyPrefix = definition.keyPrefix ?? prefixOf(customPrefix++);
      const object = add(
        {
          name: definition.name,
          keyPrefix,
          label,
          labelPlural: definition.labelPlural ?? `${label}s`,
          words: new Set(),
          fields: [...base, ...(definition.fields ?? [])].flatMap((field) =>
            typeof field === 'string' ? parseField(field, LISTS, label) : [field],
          ),
        },
        true,
      );
      if (definition.nameFormat !== undefined)
        object.fields.get('name')!.displayFormat = definition.nameFormat;
      relate();
      return object;
    },
    relabel(objectName, label, labelPlural) {
      Object.assign(need(objectName), { label, labelPlural });
      version++;
    },
    addField(objectName, field) {
      const object = need(objectName);
      const def = typeof field === 'string' ? parseField(field, LISTS, object.label)[0]! : field;
      object.fields.set(def.name.toLowerCase(), def);
      relate();
      return def;
    },
    removeField(objectName, field) {
      need(objectName).fields.delete(field.toLowerCase());
      relate();
    },
    removeObject(name) {
      const object = need(name);
      byName.delete(name.toLowerCase());
      if (object.keyPrefix !== null) byPrefix.delete(object.keyPrefix);
      relate();
    },
    setPicklist(objectName, fieldName, values) {
      const field = need(objectName).fields.get(fieldName.toLowerCase());
      if (field === undefined) throw new Error(`${objectName} has no field ${fieldName}.`);
      field.picklist = values;
      const standard = values.find((entry) => entry.defaultValue)?.value;
      if (standard === undefined) delete field.defaultValue;
      else field.defaultValue = standard;
      version++;
    },
    childrenOf(name) {
      if (childrenAt !== version) {
        children = new Map();
        for (const object of byName.values())
          for (const field of object.fields.values())
            for (const target of field.referenceTo) {
              const list = children.get(target) ?? [];
              list.push({ object, field });
              children.set(target, list);
            }
        childrenAt = version;
      }
      return children.get(name) ?? [];
    },
    version: () => version,
  };
}

/** Picklist of a world file: values in order; the default of the standard list stays the default. */
export function picklistOf(values: readonly string[], standard: readonly PicklistEntry[]): PicklistEntry[] {
  const known = new Map(standard.map((entry) => [entry.value, entry]));
  return values.map((value) => known.get(value) ?? entryOf(value));
}

/** a00, a01, … as an org hands them out to custom objects. */
function prefixOf(n: number): string {
  return `a${n.toString(36).padStart(2, '0').toUpperCase()}`;
}
