import { ApiError } from '../http.ts';
import { instant } from '../schema/time.ts';
import type { FieldDef, ObjectDef, Row } from '../schema/types.ts';
import { touchActivityDates } from './activities.ts';
import { countCampaigns } from './automation.ts';
import type { DmlContext } from './context.ts';
import { existing, noAccess } from './save.ts';

/** Puts a record and what belongs to it into the recycle bin. */
export function deleteRecord(context: DmlContext, object: ObjectDef, id: string, rowNumber = 0): void {
  const { data, userId } = context;
  data.atomic(userId, () => {
    const row = existing(context, object, id);
    const access = data.access(userId);
    if (!object.deletable || !access.rights(object.name).delete || !access.canEdit(object, row))
      throw noAccess();
    const fault = context.fault?.({
      object: object.name,
      operation: 'delete',
      userId,
      row: rowNumber,
      id: row.Id as string,
    });
    if (fault !== undefined) throw fault;
    remove(context, object, row, new Set());
  });
}

function remove(context: DmlContext, object: ObjectDef, row: Row, gone: Set<string>): void {
  const { data } = context;
  const id = row.Id as string;
  gone.add(id);
  const children = data.registry.childrenOf(object.name);
  refuseWhenHeld(context, object, row, children);
  for (const { object: child, field } of children) {
    for (const held of data.store.findBy(child.name, field.name, id)) {
      if (gone.has(held.Id as string)) continue;
      if (field.onParentDelete === 'cascade') remove(context, child, held, gone);
      else if (field.nillable) data.store.put(child.name, { ...held, [field.name]: null });
    }
  }
  bin(context, object.name, data.store.get(object.name, id)!);
  if (object.name === 'Task' || object.name === 'Event') touchActivityDates(data.store, row);
  if (object.name === 'CampaignMember' || object.name === 'Opportunity')
    countCampaigns(context, row.CampaignId);
  // Notes and documents are one record seen twice.
  const twin =
    object.name === 'ContentNote'
      ? 'ContentDocument'
      : object.name === 'ContentDocument'
        ? 'ContentNote'
        : undefined;
  const other = twin && data.store.get(twin, id);
  if (twin !== undefined && other !== undefined && other.IsDeleted !== true)
    remove(context, data.registry.object(twin)!, other, gone);
}

function bin({ data, userId }: DmlContext, object: string, row: Row): void {
  if (!('IsDeleted' in row)) return data.store.remove(object, row.Id as string);
  const at = instant(data.clock.now());
  const stamps: Row = { SystemModstamp: at, LastModifiedDate: at, LastModifiedById: userId };
  const next: Row = { ...row, IsDeleted: true };
  for (const name of Object.keys(stamps)) if (name in row) next[name] = stamps[name]!;
  data.store.put(object, next);
}

function refuseWhenHeld(
  { data }: DmlContext,
  object: ObjectDef,
  row: Row,
  children: readonly { object: ObjectDef; field: FieldDef }[],
): void {
  const refuse = (reason: string, rows: Row[], field: FieldDef | undefined) => {
    const names = rows.map((held) => held[field?.name ?? 'Id']).join(', ');
    throw new ApiError(
      400,
      'DELETE_FAILED',
      `Your attempt to delete ${nameOf(object, row)} could not be completed because ${reason}: ${names}\n`,
      [],
    );
  };
  for (const { object: child, field } of children) {
    if (field.onParentDelete !== 'restrict') continue;
    const held = data.store.findBy(child.name, field.name, row.Id as string);
    if (held.length > 0)
      refuse(
        `it is associated with the following ${child.labelPlural.toLowerCase()}.`,
        held,
        nameField(child),
      );
  }
  if (object.name !== 'Account') return;
  const won = data.store
    .findBy('Opportunity', 'AccountId', row.Id as string)
    .filter((deal) => deal.IsWon === true);
  if (won.length > 0)
    refuse(
      'some opportunities in that account were closed won. The opportunities that were closed won are listed below.',
      won,
      nameField(data.registry.object('Opportunity')!),
    );
}

function nameField(object: ObjectDef): FieldDef | undefined {
  for (const field of object.fields.values()) if (field.nameField) return field;
  return undefined;
}

function nameOf(object: ObjectDef, row: Row): Row[string] {
  return row[nameField(object)?.name ?? 'Id'] ?? row.Id!;
}
