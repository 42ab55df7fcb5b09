import { convertLead } from '../dml/convert.ts';
import type { DmlContext } from '../dml/context.ts';
import { updateRecord } from '../dml/save.ts';
import { readRecord } from '../dml/values.ts';
import { ApiError, type Reply, type Request } from '../http.ts';
import { id18, isId } from '../schema/ids.ts';
import type { Scalar } from '../schema/types.ts';
import type { Transaction } from './runtime.ts';
import { SaysoRestError } from './SaysoRestError.ts';

interface Conversion {
  leadId: string;
  convertedStatus: string;
  accountId: string | null;
  contactId: string | null;
  createOpportunity: boolean;
  opportunityName: string | null;
  ownerId: string | null;
  opportunity: Record<string, unknown> | null;
}

/** Mirror of `SaysoLeadConversionResource.cls`: `POST /services/apexrest/sayso/v1/lead-conversion`. */
export const SaysoLeadConversionResource = {
  urlMapping: '/sayso/v1/lead-conversion',

  convertLead(transaction: Transaction, request: Request): Reply {
    const { org, userId } = transaction;
    const conversion = parse(request.body);
    if (!conversion) return SaysoRestError.respond(400, 'INVALID_INPUT', 'Send leadId and convertedStatus.');
    const lead = org.data.sourceFor(userId, DATA_URL).row('Lead', conversion.leadId);
    if (!lead)
      return SaysoRestError.respond(404, 'NOT_FOUND', 'The lead does not exist, or you may not see it.');
    if (lead['IsConverted'] === true)
      return respond(lead['ConvertedAccountId'], lead['ConvertedContactId'], lead['ConvertedOpportunityId']);
    return convertAllOrNothing(transaction, conversion);
  },
};

const DATA_URL = '/services/data/v66.0';

function convertAllOrNothing({ org, userId }: Transaction, conversion: Conversion): Reply {
  const context: DmlContext = {
    data: org.data,
    userId,
    dataUrl: DATA_URL,
    fault: (at) => org.faults.row(at),
  };
  try {
    return org.data.atomic(userId, () => {
      const { accountId, contactId, opportunityId } = convertLead(context, conversion);
      setOpportunityFields(context, opportunityId, conversion.opportunity);
      return respond(accountId, contactId, opportunityId);
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.errorCode.startsWith('INSUFFICIENT_ACCESS')
      ? SaysoRestError.respond(403, 'INSUFFICIENT_ACCESS', error.message)
      : SaysoRestError.respond(400, error.errorCode, error.message);
  }
}

function setOpportunityFields(
  context: DmlContext,
  id: string | null,
  fields: Conversion['opportunity'],
): void {
  if (id === null || fields === null || Object.keys(fields).length === 0) return;
  const view = context.data.access(context.userId).object('Opportunity')!;
  const record = readRecord(view, fields, JSON.stringify(fields), (name) => context.data.object(name));
  updateRecord(context, context.data.registry.object('Opportunity')!, id, record);
}

/** What Apex casts: an id that is none, or a value of another type, makes the whole request unusable. */
function parse(body: Buffer): Conversion | undefined {
  try {
    const sent = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const leadId = idOf(sent['leadId']);
    const convertedStatus = textOf(sent['convertedStatus']);
    if (leadId === null || convertedStatus === null || convertedStatus.trim() === '') return undefined;
    return {
      leadId,
      convertedStatus,
      accountId: idOf(sent['accountId']),
      contactId: idOf(sent['contactId']),
      createOpportunity: sent['createOpportunity'] === true,
      opportunityName: textOf(sent['opportunityName']),
      ownerId: idOf(sent['ownerId']),
      opportunity: objectOf(sent['opportunity']),
    };
  } catch {
    return undefined;
  }
}

function idOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !isId(value)) throw new TypeError('Not an id.');
  return id18(value);
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new TypeError('Not a text.');
  return value;
}

function objectOf(value: unknown): Record<string, unknown> | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value)) throw new TypeError('Not an object.');
  return value as Record<string, unknown>;
}

function respond(accountId?: Scalar, contactId?: Scalar, opportunityId?: Scalar): Reply {
  return {
    status: 200,
    body: {
      accountId: accountId ?? null,
      contactId: contactId ?? null,
      opportunityId: opportunityId ?? null,
    },
  };
}
