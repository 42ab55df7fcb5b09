import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { SaysoError } from '../errors.ts';
import type { TrustedIssuer } from './event-issuers.ts';

/** RFC 8935 §2.4 error codes. */
export type SecurityEventErrorCode =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed';

export class SecurityEventError extends Error {
  readonly err: SecurityEventErrorCode;

  constructor(err: SecurityEventErrorCode, description: string) {
    super(description);
    this.err = err;
  }
}

/** What the events mean for us; any other event type is acknowledged and ignored. */
export type RevokingEvent =
  | 'session-revoked'
  | 'account-disabled'
  | 'account-purged'
  | 'credential-compromise';

/** CAEP 1.0 §3 and RISC 1.0 §2 event types that end a user's grants. */
const REVOKING_EVENTS: Record<string, RevokingEvent> = {
  'https://schemas.openid.net/secevent/caep/event-type/session-revoked': 'session-revoked',
  'https://schemas.openid.net/secevent/risc/event-type/account-disabled': 'account-disabled',
  'https://schemas.openid.net/secevent/risc/event-type/account-purged': 'account-purged',
  'https://schemas.openid.net/secevent/risc/event-type/credential-compromise': 'credential-compromise',
};

/** A user as the transmitter names it (RFC 9493): at least one of the three. */
export interface EventSubject {
  email?: string;
  /** `sub` of an `iss_sub` subject, or the id of an `opaque` one. */
  id?: string;
}

export interface SecurityEvent {
  issuer: string;
  /** Unique per issuer: the replay check's key. */
  jti: string;
  issuedAt: Date;
  events: RevokingEvent[];
  subject: EventSubject;
}

/** Signature algorithms that a transmitter may use; HMAC and `none` are out, since the key would be shared or absent. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Clocks of two companies differ; a minute is what identity providers themselves allow. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** `iss` of a token that is not verified yet: only to choose whose keys to verify with. */
export function claimedIssuer(token: string): string {
  const payload = token.split('.')[1];
  try {
    const { iss } = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8')) as { iss?: unknown };
    if (typeof iss === 'string') return iss;
  } catch {
    // Falls through: not a JWT at all.
  }
  throw new SecurityEventError('invalid_request', 'The body is not a signed security event token.');
}

/**
 * Verifies one security event token (RFC 8417) as pushed by RFC 8935: type, signature, issuer, audience, times, required claims.
 * The replay check on `jti` is the caller's, in the transaction that acts on the event.
 *
 * @throws SecurityEventError for a token that is refused
 * @throws SaysoError `event_keys_unavailable` when nobody can tell now
 */
export async function verifySecurityEvent(
  token: string,
  trusted: Pick<TrustedIssuer, 'issuer' | 'audience' | 'keys'>,
  now: Date,
): Promise<SecurityEvent> {
  let payload;
  try {
    ({ payload } = await jwtVerify(token, keysOf(trusted), {
      typ: 'secevent+jwt',
      issuer: trusted.issuer,
      audience: trusted.audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['iss', 'iat', 'jti', 'aud', 'events'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    }));
  } catch (error) {
    throw securityEventError(error);
  }
  // RFC 8417 §2.2: a SET has no `exp`; one that carries it is some other token of the same issuer.
  if (payload.exp !== undefined)
    throw new SecurityEventError('invalid_request', 'A security event token has no "exp" claim.');
  if (payload.iat! * 1_000 > now.getTime() + CLOCK_TOLERANCE_SECONDS * 1_000)
    throw new SecurityEventError('invalid_request', 'The token is from the future.');
  const events = payload.events as Record<string, unknown> | null;
  if (typeof events !== 'object' || events === null || Array.isArray(events))
    throw new SecurityEventError('invalid_request', '"events" must be an object keyed by event type.');
  return {
    issuer: payload.iss as string,
    jti: payload.jti as string,
    issuedAt: new Date((payload.iat as number) * 1000),
    events: Object.keys(events).flatMap((type) => REVOKING_EVENTS[type] ?? []),
    subject: subjectOf(
      payload.sub_id ??
        Object.values(events)
          .map((event) => (event as { subject?: unknown } | null)?.subject)
          .find(Boolean),
    ),
  };
}

/** RFC 9493 subject identifiers: email, iss_sub, opaque, aliases, and the complex form of SSF with a `user` member. */
function subjectOf(identifier: unknown): EventSubject {
  if (typeof identifier !== 'object' || identifier === null) return {};
  const subject = identifier as Record<string, unknown>;
  if (subject.user) return subjectOf(subject.user);
  if (Array.isArray(subject.identifiers))
    return Object.assign({}, ...subject.identifiers.map(subjectOf)) as EventSubject;
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? value : undefined;
  const email = text(subject.email);
  const id = text(subject.sub) ?? text(subject.id);
  return { ...(email && { email }), ...(id && { id }) };
}

/** The keys of the issuer. That they cannot be had is no verdict on the token: with a 400 its transmitter would not send it again. */
function keysOf({ keys }: Pick<TrustedIssuer, 'keys'>): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (VERDICTS.some((verdict) => error instanceof verdict)) throw error;
      throw new SaysoError('event_keys_unavailable', 'The keys of the issuer cannot be fetched right now.', {
        status: 503,
        kind: 'transient',
        actions: ['Send the event again in a moment.'],
        retryAfterSeconds: 30,
        cause: error,
      });
    }
  };
}

/** What a key set says of a token, as opposed to not being there. */
const VERDICTS = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

function securityEventError(error: unknown): SecurityEventError {
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss')
      return new SecurityEventError('invalid_issuer', 'The issuer is not the one that this org trusts.');
    if (error.claim === 'aud')
      return new SecurityEventError('invalid_audience', 'The audience is not this receiver.');
    return new SecurityEventError('invalid_request', `The claim "${error.claim}" is missing or wrong.`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new SecurityEventError(
      'authentication_failed',
      'The signature does not verify with the keys of the issuer.',
    );
  if (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JWKSMultipleMatchingKeys
  )
    return new SecurityEventError('invalid_key', 'No key of the issuer fits the token header.');
  if (error instanceof errors.JOSEError)
    return new SecurityEventError('invalid_request', 'The body is not a signed security event token.');
  throw error;
}
