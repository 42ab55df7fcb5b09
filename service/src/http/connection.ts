import { z } from 'zod';
import type { Queryable } from '../db/pool.ts';
import { connectionOf } from '../grants/connections.ts';
import type { Principal } from '../salesforce/types.ts';
import { route, type Route } from './route.ts';

const connection = z.object({
  status: z.enum(['connected', 'reconnect_required', 'not_connected']),
  reason: z.string().optional().describe('A sentence for the rep.'),
  reasonCode: z.string().optional(),
  since: z.iso.datetime().nullable(),
  warning: z.string().optional().describe('What will end the connection if nobody acts.'),
});

export interface ConnectionParts {
  db: Queryable;
  /** Cuts off here at once and revokes at Salesforce. */
  disconnect(principal: Principal, origin: string | undefined): Promise<void>;
}

export function connectionRoutes({ db, disconnect }: ConnectionParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/connection',
      who: 'rep',
      summary: 'Whether Sayso may work for the user, and if not, why.',
      answers: { 200: { description: 'The connection', schema: connection } },
      handle: async ({ caller }) => ({ status: 200, body: await connectionOf(db, caller) }),
    }),
    route({
      method: 'delete',
      path: '/v1/connection',
      who: 'rep',
      summary:
        'Disconnects the user: nothing is sent any more from now on, and Salesforce is told to end the grant.',
      answers: { 200: { description: 'The connection, ended', schema: connection } },
      async handle({ caller, request }) {
        await disconnect(caller, request.ip);
        return { status: 200, body: await connectionOf(db, caller) };
      },
    }),
  ];
}
