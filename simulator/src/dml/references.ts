import { ApiError } from '../http.ts';
import type { FieldDef, ObjectDef, Row } from '../schema/types.ts';
import type { DmlContext } from './context.ts';

/** A reference must lead to a live record of the right object that the user may see; an owner must be active. */
export function checkReference(
  { data, userId }: DmlContext,
  object: ObjectDef,
  field: FieldDef,
  row: Row,
): void {
  const id = row[field.name];
  if (field.type !== 'reference' || typeof id !== 'string') return;
  const target = data.registry.objectOfId(id);
  const allowed = targetsOf(field);
  if (target === undefined || !allowed.has(target.name))
    throw new ApiError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      `${field.label}: id value of incorrect type: ${id}`,
      [field.name],
    );
  const parent = data.store.get(target.name, id);
  if (parent === undefined)
    throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  if (parent.IsDeleted === true) throw new ApiError(400, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  if (target.name === 'Lead' && parent.IsConverted === true)
    throw new ApiError(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', []);
  if (!data.access(userId).canRead(target, parent))
    throw new ApiError(
      400,
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      `insufficient access rights on cross-reference id: ${id}`,
      [],
    );
  if (field.name === 'OwnerId' && target.name === 'User' && parent.IsActive === false)
    throw new ApiError(
      400,
      'INACTIVE_OWNER_OR_USER',
      `operation performed with inactive user [${id}] as owner of ${object.label.toLowerCase()}`,
      [],
    );
}

/** ContentNote and ContentDocument are two views of one record and share ids. */
function targetsOf(field: FieldDef): Set<string> {
  const allowed = new Set(field.referenceTo);
  if (allowed.has('ContentDocument')) allowed.add('ContentNote');
  return allowed;
}
