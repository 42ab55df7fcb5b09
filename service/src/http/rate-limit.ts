import { SaysoError } from '../errors.ts';

export interface Limit {
  /** Calls at once after a pause. */
  burst: number;
  perSecond: number;
}

/** A panel polls once a second and a rep types; a script that goes wild is stopped. */
export const USER_LIMIT: Limit = { burst: 100, perSecond: 20 };
/** A few hundred reps of one org at work at the same time. */
export const ORG_LIMIT: Limit = { burst: 2_000, perSecond: 400 };
/** Logins and anonymous calls from one address; an office shares one. */
export const ADDRESS_LIMIT: Limit = { burst: 200, perSecond: 20 };

/** Forgotten when full again; above this many keys all that are full are dropped. */
const MAX_KEYS = 50_000;

/** Token buckets in this replica's memory (so the limit of n replicas is n times as high). `take` throws 429 when a bucket is empty. */
export function createRateLimiter(now: () => number = () => performance.now()): {
  take(key: string, limit: Limit): void;
} {
  const buckets = new Map<string, { tokens: number; at: number; limit: Limit }>();
  const level = (bucket: { tokens: number; at: number; limit: Limit }, at: number): number =>
    Math.min(bucket.limit.burst, bucket.tokens + ((at - bucket.at) / 1_000) * bucket.limit.perSecond);

  return {
    take(key, limit) {
      const at = now();
      const bucket = buckets.get(key) ?? { tokens: limit.burst, at, limit };
      const tokens = level(bucket, at);
      if (tokens < 1)
        throw new SaysoError('too_many_requests', 'Too many requests in a short time.', {
          status: 429,
          kind: 'transient',
          actions: ['Wait a moment, then try again.'],
          retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / limit.perSecond)),
        });
      buckets.set(key, { tokens: tokens - 1, at, limit });
      if (buckets.size > MAX_KEYS)
        for (const [name, other] of buckets) if (level(other, at) >= other.limit.burst) buckets.delete(name);
    },
  };
}
