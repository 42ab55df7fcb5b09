import type { OldHost } from './faults.ts';
import { ApiError } from './http.ts';

/** Where the org answers; it moves when a fault or a test says so. */
export interface Instances {
  /** Instance URL to hand out to a client that reached the org by `baseUrl`. */
  urlFor(baseUrl: string): string;
  /** What to do with a request that still goes to where the org was. */
  stale(baseUrl: string, path: string): ApiError | 'reset' | undefined;
  /** Opens another address and answers its URL. */
  move(oldHost: OldHost): Promise<string>;
}

export function createInstances(listen: () => Promise<string>): Instances {
  let current: string | undefined;
  let rule: OldHost = 'serves';

  return {
    urlFor: (baseUrl) => current ?? baseUrl,
    stale(baseUrl, path) {
      if (current === undefined || baseUrl === current || !isApi(path)) return undefined;
      if (rule === '401') return new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
      if (rule === '404') return new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
      return rule === 'reset' ? 'reset' : undefined;
    },
    async move(oldHost) {
      rule = oldHost;
      current = await listen();
      return current;
    },
  };
}

/** The login host stays where it was; only the API moves with the instance. */
function isApi(path: string): boolean {
  return path.startsWith('/services/data') || path.startsWith('/services/apexrest');
}
