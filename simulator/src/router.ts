import { ApiError, type Route } from './http.ts';

export interface Match {
  route: Route;
  params: Record<string, string>;
}

interface Pattern {
  segments: string[];
  rest: string | undefined;
  byMethod: Map<string, Route>;
}

export interface Router {
  /** The route for a path as it was sent (still percent-encoded); HEAD finds GET. Throws 404 and 405 in Salesforce's words. */
  match(method: string, path: string): Match;
}

const VERSION = /^v\d{2,3}\.\d$/;

/** Resources that an org has and this one does not model: they must not look like a wrong path. */
const UNMODELLED = new Set(
  (
    'actions analytics appMenu asyncQuery async-queries chatter connect consent commerce domino dedupe emailConnect ' +
    'eventSchema event externaldata folders graphql iot jsonxform knowledgeManagement localizedvalue licensing ' +
    'nlp payments platformEvents process prechatForms quickActions scheduling serviceTemplates smartdatadiscovery ' +
    'support tabs theme tooling wave metadata ui-api apps'
  ).split(' '),
);

/** Two-stage matcher: patterns of the same length first, then those that take a remainder; literal segments win. */
export function createRouter(routes: readonly Route[]): Router {
  const byLength = new Map<number, Pattern[]>();
  const withRest: Pattern[] = [];
  const known = new Map<string, Pattern>();

  for (const route of routes) {
    let pattern = known.get(route.path);
    if (!pattern) {
      pattern = compile(route.path);
      known.set(route.path, pattern);
      if (pattern.rest === undefined) {
        const peers = byLength.get(pattern.segments.length) ?? [];
        peers.push(pattern);
        byLength.set(pattern.segments.length, peers);
      } else withRest.push(pattern);
    }
    if (!pattern.byMethod.has(route.method)) pattern.byMethod.set(route.method, route);
  }
  for (const peers of byLength.values()) peers.sort(literalFirst);
  withRest.sort((a, b) => b.segments.length - a.segments.length || literalFirst(a, b));

  return {
    match(method, path) {
      const segments = split(path).map(decode);
      const wanted = method === 'HEAD' ? 'GET' : method;
      const allowed = new Set<string>();
      for (const patterns of [byLength.get(segments.length) ?? [], withRest])
        for (const pattern of patterns) {
          const params = fit(pattern, segments);
          if (!params) continue;
          const route = pattern.byMethod.get(wanted);
          if (route) return { route, params };
          for (const name of pattern.byMethod.keys()) allowed.add(name);
        }
      if (allowed.size > 0) throw methodNotAllowed(method, allowed);
      throw unknownPath(path, segments);
    },
  };
}

function methodNotAllowed(method: string, allowed: Set<string>): ApiError {
  if (allowed.has('GET')) allowed.add('HEAD');
  const list = [...allowed].sort().join(',');
  return new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${list}`);
}

function unknownPath(path: string, segments: string[]): ApiError {
  const [services, data, version, resource] = segments;
  if (
    services === 'services' &&
    data === 'data' &&
    VERSION.test(version ?? '') &&
    UNMODELLED.has(resource ?? '')
  )
    return new ApiError(501, 'NOT_IMPLEMENTED', `The simulator does not model ${path}.`);
  return new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
}

function compile(path: string): Pattern {
  const segments = split(path);
  const last = segments.at(-1);
  const rest = last?.startsWith('*') ? last.slice(1) : undefined;
  if (rest !== undefined) segments.pop();
  return { segments, rest, byMethod: new Map() };
}

function fit(pattern: Pattern, segments: string[]): Record<string, string> | undefined {
  if (segments.length < pattern.segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.segments.entries()) {
    const actual = segments[index]!;
    if (!expected.startsWith(':')) {
      if (expected !== actual) return undefined;
    } else if (expected === ':version' && !VERSION.test(actual)) return undefined;
    else params[expected.slice(1)] = actual;
  }
  if (pattern.rest !== undefined) params[pattern.rest] = segments.slice(pattern.segments.length).join('/');
  return params;
}

function split(path: string): string[] {
  const segments = path.split('/');
  if (segments[0] === '') segments.shift();
  if (segments.at(-1) === '') segments.pop();
  return segments;
}

function literalFirst(a: Pattern, b: Pattern): number {
  const places = Math.max(a.segments.length, b.segments.length);
  for (let index = 0; index < places; index++) {
    const order = Number(isParam(a.segments[index])) - Number(isParam(b.segments[index]));
    if (order !== 0) return order;
  }
  return 0;
}

function isParam(segment: string | undefined): boolean {
  return segment === undefined || segment.startsWith(':');
}

/** One percent-encoded part; a malformed one stays as it was sent. */
export function decode(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
