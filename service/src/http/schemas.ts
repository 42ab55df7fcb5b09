import { z } from 'zod';
import { toOrgId, toUserId } from '../salesforce/ids.ts';

const idOf = (parse: (id: string) => string | undefined, what: string) =>
  z
    .string()
    .refine((id) => parse(id) !== undefined, `must be ${what} id of 15 or 18 characters`)
    .transform((id) => parse(id)!);

export const userIdSchema = idOf(toUserId, 'a Salesforce user');
export const orgIdSchema = idOf(toOrgId, 'a Salesforce organization');

/** Free text that people read in receipts and the audit trail: no control characters, so that it cannot forge lines, and no halves of characters. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1, 'must say why')
  .max(500, 'must be at most 500 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be one line');
