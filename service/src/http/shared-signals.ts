import express, { Router, type ErrorRequestHandler } from 'express';
import type { AppendAudit } from '../audit/append.ts';
import { transaction, type Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import { settleCutOffs, type CutOff } from '../revocation/cut-off.ts';
import { rememberEvent, type FindIssuers } from '../revocation/event-issuers.ts';
import {
  claimedIssuer,
  SecurityEventError,
  verifySecurityEvent,
  type SecurityEvent,
} from '../revocation/security-event.ts';
import type { RevokeSubject } from '../revocation/subject.ts';

export interface SharedSignalsDeps {
  pool: Pool;
  audit: AppendAudit;
  findIssuers: FindIssuers;
  revokeSubject: RevokeSubject;
  now: () => Date;
}

/** One security event token is a few kB. */
const BODY_LIMIT = '64kb';

/** Push receiver of the Shared Signals Framework (RFC 8935): `POST /ssf/events`, `application/secevent+jwt` → 202, 400 with `err`, or 503: again later. */
export function sharedSignalsRouter(deps: SharedSignalsDeps): Router {
  const router = Router();
  router.post(
    '/events',
    express.text({ type: 'application/secevent+jwt', limit: BODY_LIMIT }),
    async (request, response) => {
      if (typeof request.body !== 'string')
        throw new SecurityEventError('invalid_request', 'Send one token as application/secevent+jwt.');
      const token = request.body.trim();
      const cutOffs: CutOff[] = [];
      const { verified, unavailable } = await verify(token);
      for (const { orgId, event } of verified)
        if (event.events.length > 0) cutOffs.push(...(await act(orgId, event, request.ip)));
      if (cutOffs.length > 0)
        await settleCutOffs(
          deps.pool,
          cutOffs.map(({ id }) => id),
        );
      // The other orgs hear of it when it is sent again.
      if (unavailable) throw unavailable;
      response.status(202).end();
    },
  );
  router.use(securityEventErrors);
  return router;

  /** Several orgs of a company may trust one issuer: the event holds in each whose audience and keys it fits. */
  async function verify(token: string): Promise<{
    verified: { orgId: string; event: SecurityEvent }[];
    unavailable?: SaysoError | undefined;
  }> {
    const verified: { orgId: string; event: SecurityEvent }[] = [];
    let unavailable: SaysoError | undefined;
    let failure = new SecurityEventError('invalid_issuer', 'No org trusts this issuer.');
    for (const trusted of await deps.findIssuers(deps.pool, claimedIssuer(token))) {
      try {
        verified.push({ orgId: trusted.orgId, event: await verifySecurityEvent(token, trusted, deps.now()) });
      } catch (error) {
        if (error instanceof SaysoError) unavailable = error;
        else if (error instanceof SecurityEventError) failure = error;
        else throw error;
      }
    }
    if (verified.length === 0 && !unavailable) throw failure;
    return { verified, unavailable };
  }

  function act(orgId: string, event: SecurityEvent, origin: string | undefined): Promise<CutOff[]> {
    return transaction(deps.pool, async (client) => {
      if (!(await rememberEvent(client, orgId, event.issuer, event.jti))) return [];
      const revoked = await deps.revokeSubject(client, {
        orgId,
        names: [event.subject.email, event.subject.id],
        reason: `shared signals: ${event.events.join(', ')}`,
        trigger: 'shared-signals',
        actor: { type: 'identity-provider', id: event.issuer },
        origin,
      });
      await deps.audit(client, {
        orgId,
        actor: { type: 'identity-provider', id: event.issuer },
        action: 'signal.received',
        target: event.jti,
        outcome: 'ok',
        origin,
        details: { events: event.events.join(' '), usersCutOff: revoked.length },
      });
      return revoked;
    });
  }
}

const securityEventErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof SecurityEventError)) return next(error);
  response.status(400).json({ err: error.err, description: error.message });
};
