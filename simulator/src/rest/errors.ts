import { ApiError, type Reply } from '../http.ts';

/** One entry of a REST error body. */
function restEntry(error: ApiError): Record<string, unknown> {
  return {
    ...error.extra,
    message: error.message,
    errorCode: error.errorCode,
    ...(error.fields === undefined ? {} : { fields: error.fields }),
  };
}

/** One entry of a row result: `statusCode` where REST says `errorCode`, `fields` always there. */
export function rowEntry(error: ApiError): Record<string, unknown> {
  return { statusCode: error.errorCode, message: error.message, fields: error.fields ?? [], ...error.extra };
}

/** The reply of a failed sub-request; what is not Salesforce's error is the simulator's own and goes up. */
export function replyOf(error: unknown): Reply {
  if (!(error instanceof ApiError)) throw error;
  return { status: error.status, body: [restEntry(error)] };
}

/** Something that an org has and this one does not model: it must never look like a success. */
export function notModelled(what: string): ApiError {
  return new ApiError(501, 'NOT_IMPLEMENTED', `The simulator does not model ${what}.`);
}
