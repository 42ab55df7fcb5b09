import type { Reply } from '../http.ts';

/** Mirror of `SaysoRestError.cls`. */
export const SaysoRestError = {
  respond(status: number, errorCode: string, message: string): Reply {
    return { status, body: [{ errorCode, message }] };
  },
};
