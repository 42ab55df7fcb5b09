import type { ObjectDescribe } from '../salesforce/types.ts';
import { DEFAULT_POLICY } from './policy-store.ts';
import type { Policy } from './types.ts';

/** In force until an admin decides. */
export const defaultPolicy: Policy = DEFAULT_POLICY;

/** Why the policy keeps commands from writing, or undefined. `'*__c'` in `writable` stands for every custom object. */
export function forbiddenBy(
  policy: Policy,
  op: 'create' | 'update' | 'delete' | 'convert' | 'note',
  object: string,
  fields: readonly string[] = [],
): string | undefined {
  if (op === 'delete' && !policy.allowDelete) return 'commands may not delete records in this org';
  if (op === 'note') return undefined;
  const allowed = policy.writable[object] ?? (object.endsWith('__c') ? policy.writable['*__c'] : undefined);
  if (allowed === undefined) return `commands may not write ${object} in this org`;
  if (allowed === '*') return undefined;
  const refused = fields.find((field) => !allowed.includes(field));
  return refused === undefined ? undefined : `commands may not write ${object}.${refused} in this org`;
}

/** Objects whose names and fields a command may mention. */
export function speakable(
  policy: Policy,
  object: Pick<ObjectDescribe, 'name' | 'custom' | 'queryable'>,
): boolean {
  if (!object.queryable) return false;
  return (
    policy.writable[object.name] !== undefined ||
    (object.name.endsWith('__c') && policy.writable['*__c'] !== undefined) ||
    object.name === 'User' ||
    object.name === 'ContentNote' ||
    object.name === 'Note'
  );
}
