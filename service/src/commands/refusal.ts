import type { SalesforceErrorEntry } from '../salesforce/types.ts';

/** errorCode → what the rep can do about it. */
const NEXT: Record<string, string> = {
  FIELD_CUSTOM_VALIDATION_EXCEPTION:
    "Bring the record in line with your org's rule, then give the command again.",
  REQUIRED_FIELD_MISSING: 'Give the command again with the missing value.',
  STRING_TOO_LONG: 'Give the command again with a shorter text.',
  DUPLICATE_VALUE: 'Use the record that has this value already.',
  DUPLICATES_DETECTED: 'Look at the similar record first; if yours is a new one, create it in Salesforce.',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'Give the command again with a value from the list.',
  INACTIVE_OWNER_OR_USER: 'Choose an active user.',
  CANNOT_UPDATE_CONVERTED_LEAD: 'Change the account, contact or opportunity that the lead became.',
  INSUFFICIENT_ACCESS_OR_READONLY: 'Ask the owner or your Salesforce admin for access to this record.',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY:
    'Ask the owner or your Salesforce admin for access to this record.',
  INSUFFICIENT_ACCESS: 'Ask your Salesforce admin for the right to do this.',
  INVALID_FIELD_FOR_INSERT_UPDATE: 'Ask your Salesforce admin for the right to edit this field.',
  ENTITY_IS_DELETED: 'Restore it from the Recycle Bin if it is still needed.',
  NOT_FOUND: 'Check that the record still exists and that you may see it.',
  UNABLE_TO_LOCK_ROW: 'Somebody else is changing this record. Give the command again in a moment.',
};

/** Salesforce's reason in its own words, and the next step. */
export function refusalOf(errors: readonly SalesforceErrorEntry[]): { reason: string; next: string } {
  const words = errors.map(({ message }) => message.trim()).filter((message) => message !== '');
  const first = errors[0]?.errorCode ?? '';
  return {
    reason: words.length > 0 ? words.join(' ') : 'Salesforce refused without a reason.',
    next: NEXT[first] ?? 'Correct what Salesforce names, then give the command again.',
  };
}

/** A row that may be tried again as it is: somebody else held the lock. */
export function isLocked(errors: readonly SalesforceErrorEntry[]): boolean {
  return errors.length > 0 && errors.every(({ errorCode }) => errorCode === 'UNABLE_TO_LOCK_ROW');
}
