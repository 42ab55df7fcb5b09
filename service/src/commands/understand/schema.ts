import type { FieldDescribe, ObjectDescribe } from '../../salesforce/types.ts';
import type { FieldRef, Vocabulary } from './vocabulary.ts';

const byName = new WeakMap<ObjectDescribe, Map<string, FieldDescribe>>();

export function fieldOf(object: ObjectDescribe | undefined, name: string): FieldDescribe | undefined {
  if (!object) return undefined;
  let map = byName.get(object);
  if (!map) byName.set(object, (map = new Map(object.fields.map((f) => [f.name, f]))));
  return map.get(name);
}

export function hasField(object: ObjectDescribe | undefined, name: string): boolean {
  return fieldOf(object, name) !== undefined;
}

/** The field that names a record: Name, Subject, or whatever describe says. */
export function nameFieldOf(object: ObjectDescribe): string {
  if (object.name === 'Case' && hasField(object, 'Subject')) return 'Subject';
  return (
    object.fields.find((f) => f.nameField)?.name ??
    (hasField(object, 'Subject') ? 'Subject' : hasField(object, 'Name') ? 'Name' : 'Id')
  );
}

function onlyOne(fields: FieldDescribe[]): FieldDescribe | undefined {
  return fields.length === 1 ? fields[0] : undefined;
}

/** What a bare sum of money is about. */
export function amountField(object: ObjectDescribe): FieldDescribe | undefined {
  const standard = {
    Opportunity: 'Amount',
    Campaign: 'BudgetedCost',
    Account: 'AnnualRevenue',
    Lead: 'AnnualRevenue',
  }[object.name];
  if (standard) return fieldOf(object, standard);
  return onlyOne(object.fields.filter((f) => f.type === 'currency' && !f.calculated));
}

/** What a bare date is about. */
export function dateField(object: ObjectDescribe): FieldDescribe | undefined {
  const standard = {
    Opportunity: 'CloseDate',
    Task: 'ActivityDate',
    Campaign: 'StartDate',
    Event: 'StartDateTime',
  }[object.name];
  if (standard) return fieldOf(object, standard);
  const own = object.fields.filter((f) => f.custom && !f.calculated);
  const days = own.filter((f) => f.type === 'date');
  return onlyOne(days.length > 0 ? days : own.filter((f) => f.type === 'datetime'));
}

/** How large a record of an org's own is, where one number says it: an area, a capacity. */
export function sizeField(object: ObjectDescribe): FieldDescribe | undefined {
  if (!object.custom) return undefined;
  return onlyOne(
    object.fields.filter((f) => f.custom && /^(double|int)$/.test(f.type) && SIZE.test(f.label)),
  );
}

const SIZE = /\b(area|surface|capacity|size|superficie|capacité)\b|fläche|kapazität|größe/i;

export function percentField(object: ObjectDescribe): FieldDescribe | undefined {
  return (
    fieldOf(object, 'Probability') ??
    onlyOne(object.fields.filter((f) => f.type === 'percent' && !f.calculated))
  );
}

/** The lookup to Account, if there is one. */
export function accountField(object: ObjectDescribe): FieldDescribe | undefined {
  return (
    fieldOf(object, 'AccountId') ??
    onlyOne(
      object.fields.filter(
        (f) =>
          f.type === 'reference' &&
          f.referenceTo.includes('Account') &&
          !/^(ParentId|Converted)/.test(f.name),
      ),
    )
  );
}

/** The lookups through which a record of an org's own object belongs to others. */
export function ownLookups(object: ObjectDescribe): FieldDescribe[] {
  const own = (name: string): boolean => object.custom || name.endsWith('__c');
  return object.fields.filter(
    (f) =>
      f.type === 'reference' &&
      f.custom &&
      f.referenceTo.length > 0 &&
      !f.referenceTo.includes('User') &&
      f.referenceTo.every(own),
  );
}

/** Users whom a record of an org's own object points to, beside its owner. */
export function userLookups(object: ObjectDescribe): FieldDescribe[] {
  return object.fields.filter((f) => f.custom && f.type === 'reference' && f.referenceTo.includes('User'));
}

/** Who has a record: its owner, or where it has none, as a detail of another record, the one user whom it points to. */
export function ownerField(object: ObjectDescribe): FieldDescribe | undefined {
  return fieldOf(object, 'OwnerId') ?? onlyOne(userLookups(object));
}

/** The path to that user; of a detail that points to no user the owner of its master. */
export function ownerPath(vocabulary: Vocabulary, object: ObjectDescribe, depth = 0): string | undefined {
  const own = ownerField(object);
  if (own) return own.name;
  const master = onlyOne(object.fields.filter((f) => f.custom && f.type === 'reference' && !f.nillable));
  const there = master && vocabulary.objects.get(master.referenceTo[0]!);
  if (!there || !master.relationshipName || depth === MOST_MASTERS) return undefined;
  const path = ownerPath(vocabulary, there, depth + 1);
  return path === undefined ? undefined : `${master.relationshipName}.${path}`;
}

/** Salesforce allows three levels of details below a master. */
const MOST_MASTERS = 3;

/** Paths on `object` for fields that the words can mean: its own, or one level up through a lookup. */
export function pathsOn(
  vocabulary: Vocabulary,
  object: ObjectDescribe,
  refs: readonly FieldRef[],
): { path: string; field: FieldDescribe }[] {
  const own = refs
    .filter((r) => r.object === object.name)
    .map((r) => ({ path: r.field, field: fieldOf(object, r.field)! }));
  if (own.length > 0) return own;
  for (const parent of object.fields) {
    if (parent.type !== 'reference' || !parent.relationshipName || parent.name === 'ParentId') continue;
    for (const ref of refs) {
      const there = vocabulary.objects.get(ref.object);
      if (
        there &&
        parent.referenceTo.length === 1 &&
        parent.referenceTo[0] === ref.object &&
        ref.object !== 'User'
      )
        return [{ path: `${parent.relationshipName}.${ref.field}`, field: fieldOf(there, ref.field)! }];
    }
  }
  return [];
}
