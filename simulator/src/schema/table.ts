import type { FieldDef, FieldType, PicklistEntry } from './types.ts';

/**
 * Objects as terse tables: a head line, then one field a line.
 *
 *     Opportunity 006 "Opportunities"
 *       @system
 *       Name       string(120) ! name
 *       StageName  picklist(255) ! "Stage" = *Prospecting; Closed Won
 *       AccountId  ->Account kids Opportunities cascade
 *       IsClosed   boolean ro
 *
 * Type: describe type with `(length)` or `(precision,scale)`; `->A,B` is a reference. Words: `!` not nillable · `ro` | `create` |
 * `update` what the API may write (absent = both) · `defaulted` · `restricted` · `name` · `unique` · `external` · `lookup` (usable as
 * upsert key) · `auto` · `calc` · `grant` (hidden until granted) · `as X` relationship name (`as -` none) · `kids X` child relationship ·
 * `cascade` | `protect` on delete of the parent · `of X` compound field · `nofilter nosort nogroup noagg`. Then a label in quotes where it is
 * not the name in words, and `=` with the picklist values: `*` marks the default, `value|label` where they differ, `@list` a shared list.
 */
export interface ParsedObject {
  name: string;
  keyPrefix: string | null;
  label: string;
  labelPlural: string;
  /** Words of the head line: `nocreate noupdate nodelete noquery nosearch`. */
  words: Set<string>;
  fields: FieldDef[];
}

const LINE = /^(\S+)\s+([^\s(]+)(?:\(([^)]*)\))?\s*([^"=]*)(?:"([^"]*)")?\s*([^"=]*)(?:=\s*(.*))?$/;

export function parseObjects(text: string, lists: Record<string, string>): ParsedObject[] {
  const objects: ParsedObject[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (!line.startsWith(' ')) {
      const head = /^(\S+)\s+(\S+)\s*([^"]*)(?:"([^"]*)")?(?:\s*"([^"]*)")?$/.exec(line.trim());
      if (head === null) throw new Error(`Schema: cannot read the object line '${line}'.`);
      const label = head[5] === undefined ? inWords(head[1]!) : head[4]!;
      objects.push({
        name: head[1]!,
        keyPrefix: head[2] === '-' ? null : head[2]!,
        label,
        labelPlural: head[5] ?? head[4] ?? `${label}s`,
        words: new Set(head[3]!.trim().split(/\s+/)),
        fields: [],
      });
      continue;
    }
    const object = objects.at(-1);
    if (object === undefined) throw new Error(`Schema: field line '${line}' stands before any object.`);
    object.fields.push(...parseField(line.trim(), lists, object.label));
  }
  return objects;
}

/** One field line, or a macro (`@system`, `@address Billing`, …) that stands for several. */
export function parseField(line: string, lists: Record<string, string>, objectLabel: string): FieldDef[] {
  if (line.startsWith('@')) {
    const [macro, argument = ''] = line.slice(1).split(/\s+/);
    const label = macro === 'system' && argument !== '' ? argument.replaceAll('_', ' ') : objectLabel;
    const lines = MACROS[macro!];
    if (lines === undefined) throw new Error(`Schema: unknown macro '${line}'.`);
    return lines
      .replaceAll('%L', label)
      .replaceAll('%A', argument)
      .split('\n')
      .flatMap((one) => parseField(one.trim(), lists, objectLabel));
  }
  const parts = LINE.exec(line);
  if (parts === null) throw new Error(`Schema: cannot read the field line '${line}'.`);
  const words = `${parts[4] ?? ''} ${parts[6] ?? ''}`.trim().split(/\s+/);
  const has = (word: string) => words.includes(word);
  const after = (word: string) => (has(word) ? words[words.indexOf(word) + 1]! : undefined);
  const name = parts[1]!;
  const reference = parts[2]!.startsWith('->');
  const type = (reference ? 'reference' : parts[2]!) as FieldType;
  const [first = 0, second = 0] = (parts[3] ?? '').split(',').filter(Boolean).map(Number);
  const decimal = type === 'double' || type === 'currency' || type === 'percent';
  const length = decimal || type === 'int' ? 0 : first || (DEFAULT_LENGTH[type] ?? 0);
  const picklist = parts[7] === undefined ? [] : parsePicklist(parts[7], lists);
  const readOnly = has('ro') || has('calc') || has('auto') || type === 'id' || type === 'address';
  const long =
    type === 'base64' ||
    type === 'multipicklist' ||
    type === 'address' ||
    (type === 'textarea' && length > 255);
  const relationship =
    after('as') ??
    (reference ? name.replace(/(?:Id|__c)$/, (end) => (end === 'Id' ? '' : '__r')) : undefined);
  const def: FieldDef = {
    name,
    label: parts[5] ?? inWords(name),
    type,
    length,
    precision: decimal ? first || 18 : 0,
    scale: decimal ? second : 0,
    nillable: !(has('!') || type === 'boolean' || type === 'id'),
    createable: !readOnly && !has('update'),
    updateable: !readOnly && !has('create'),
    defaultedOnCreate: has('defaulted') || has('auto') || type === 'boolean' || type === 'id',
    restrictedPicklist: has('restricted'),
    picklist,
    referenceTo: reference ? parts[2]!.slice(2).split(',') : [],
    relationshipName: relationship === undefined || relationship === '-' ? null : relationship,
    nameField: has('name'),
    custom: name.endsWith('__c'),
    calculated: has('calc'),
    autoNumber: has('auto'),
    externalId: has('external'),
    unique: has('unique'),
    filterable: !has('nofilter') && (!long || type === 'multipicklist' || type === 'address'),
    sortable: !has('nosort') && !long,
    groupable:
      !has('nogroup') && !long && !decimal && type !== 'datetime' && type !== 'time' && type !== 'combobox',
    aggregatable: !has('noagg') && !long && type !== 'boolean',
  };
  const standard = picklist.find((entry) => entry.defaultValue)?.value;
  if (standard !== undefined) def.defaultValue = standard;
  else if (type === 'boolean') def.defaultValue = has('true');
  const compound = after('of');
  if (compound !== undefined) def.compoundFieldName = compound;
  if (reference) def.childRelationshipName = after('kids') ?? null;
  if (has('cascade')) def.onParentDelete = 'cascade';
  if (has('protect')) def.onParentDelete = 'restrict';
  if (has('lookup') || has('external') || type === 'id') def.idLookup = true;
  if (has('grant')) def.needsGrant = true;
  if (has('auto')) def.displayFormat = '{00000000}';
  return [def];
}

/** `*New; Working; Closed` or `@industry`. */
function parsePicklist(text: string, lists: Record<string, string>): PicklistEntry[] {
  const named = text.trim();
  if (named.startsWith('@')) {
    const list = lists[named.slice(1)];
    if (list === undefined) throw new Error(`Schema: unknown picklist '${named}'.`);
    return parsePicklist(list, lists);
  }
  return named.split(';').map((item) => {
    const marked = item.trim();
    const [value, label] = marked.replace(/^\*/, '').split('|');
    return { value: value!, label: label ?? value!, active: true, defaultValue: marked.startsWith('*') };
  });
}

export function entryOf(value: string, defaultValue = false): PicklistEntry {
  return { value, label: value, active: true, defaultValue };
}

/** `AnnualRevenue` → `Annual Revenue`, `OwnerId` → `Owner ID`, `Sayso_Key__c` → `Sayso Key`. */
export function inWords(name: string): string {
  return name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/\bId$/, 'ID');
}

const DEFAULT_LENGTH: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 255,
  picklist: 40,
  multipicklist: 4099,
  combobox: 255,
  email: 80,
  phone: 40,
  url: 255,
};

const STAMPS = `CreatedDate datetime ro ! defaulted
CreatedById ->User ro ! defaulted "Created By ID"
LastModifiedDate datetime ro ! defaulted
LastModifiedById ->User ro ! defaulted "Last Modified By ID"
SystemModstamp datetime ro ! defaulted`;

const MACROS: Record<string, string> = {
  system: `Id id "%L ID"
IsDeleted boolean ro "Deleted"
${STAMPS}`,
  setup: `Id id "%L ID"
${STAMPS}`,
  viewed: `LastViewedDate datetime ro
LastReferencedDate datetime ro`,
  address: `%AStreet textarea(255) of %AAddress
%ACity string(40) of %AAddress
%AState string(80) of %AAddress "%A State/Province"
%APostalCode string(20) of %AAddress "%A Zip/Postal Code"
%ACountry string(80) of %AAddress
%ALatitude double(18,15) of %AAddress
%ALongitude double(18,15) of %AAddress
%AGeocodeAccuracy picklist restricted of %AAddress = @geocode
%AAddress address ro`,
  clean: `Jigsaw string(20) "Data.com Key"
CleanStatus picklist restricted = @clean`,
};
