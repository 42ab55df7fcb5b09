import { randomUUID, timingSafeEqual, createHash } from 'node:crypto';
import express, {
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import helmet from 'helmet';
import { SaysoError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { createDocument } from './openapi.ts';
import { invalidRequest, problemHandler } from './problem.ts';
import { ADDRESS_LIMIT, createRateLimiter, ORG_LIMIT, USER_LIMIT } from './rate-limit.ts';
import type { Call, Caller, Route } from './route.ts';

export interface AppParts {
  log: Log;
  metrics: Metrics;
  serviceUrl: string;
  routes: readonly Route[];
  /** Protocols with their own body types and errors (SCIM, Shared Signals, MCP), mounted before the JSON routes. */
  routers?: readonly { path: string; router: Router }[];
  /** The user behind the assertion of a request; `spend` for a request that writes. Throws 401. */
  authenticate(authorization: string | undefined, spend: boolean): Promise<Caller>;
  operatorToken: string | undefined;
}

/** A command with the longest call notes (32,000 characters) in any alphabet, and room. */
const BODY_LIMIT = '256kb';

const UNROUTED = 'unknown';

/** The Express application: headers, limits, authentication and errors are decided here, once, for every route. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.set('query parser', 'simple');
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
        useDefaults: false,
      },
    }),
  );
  app.use(identifyAndMeasure(parts));
  for (const { path, router } of parts.routers ?? []) app.use(path, router);

  const limiter = createRateLimiter();
  const document = createDocument(parts.routes, parts.serviceUrl);
  const methods = new Map<string, string[]>();
  for (const route of parts.routes) {
    app[route.method](route.path, ...handlersOf(route, parts, limiter.take));
    methods.set(route.path, [...(methods.get(route.path) ?? []), route.method.toUpperCase()]);
  }
  app.get('/openapi.json', (_request, response) => void response.json(document));
  for (const [path, allowed] of methods) app.all(path, refuseMethod(allowed));
  app.use(() => {
    throw new SaysoError('not_found', 'There is nothing at this address.', {
      status: 404,
      actions: ['Check the address; /openapi.json lists them all.'],
    });
  });
  app.use(problemHandler(parts.log));
  return app;
}

function handlersOf(
  route: Route,
  parts: AppParts,
  take: ReturnType<typeof createRateLimiter>['take'],
): RequestHandler[] {
  const writes = route.method !== 'get';
  const identify: RequestHandler = async (request, response, next) => {
    response.locals['route'] = route.path;
    response.setHeader('Cache-Control', 'no-store');
    if (route.who === 'anyone') take(`address ${request.ip}`, ADDRESS_LIMIT);
    else if (route.who === 'operator') {
      take(`address ${request.ip}`, ADDRESS_LIMIT);
      requireOperator(request, parts.operatorToken);
    } else {
      const caller = await parts.authenticate(request.headers.authorization, writes);
      take(`org ${caller.orgId}`, ORG_LIMIT);
      take(`user ${caller.orgId} ${caller.userId}`, USER_LIMIT);
      if (route.who === 'admin' && !caller.admin) throw adminsOnly();
      response.locals['caller'] = caller;
    }
    next();
  };
  const answer: RequestHandler = async (request, response) => {
    const call: Call<unknown, unknown, unknown> = {
      get caller() {
        const caller = response.locals['caller'] as Caller | undefined;
        if (!caller) throw new Error(`${route.path} has no caller`);
        return caller;
      },
      params: parsed(route.params, request.params),
      query: parsed(route.query, request.query),
      body: parsed(route.body, request.body),
      request,
      response,
    };
    const { status, body, headers } = await route.handle(call);
    if (response.headersSent) return;
    for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
    response.status(status);
    if (body === undefined) response.end();
    else response.json(body);
  };
  // Who is asking comes before the body is read.
  return route.body === undefined
    ? [identify, answer]
    : [identify, express.json({ limit: BODY_LIMIT, strict: true, type: () => true }), answer];
}

function parsed(schema: Route['body'], value: unknown): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value ?? {});
  if (!result.success) throw invalidRequest(result.error);
  return result.data;
}

function refuseMethod(allowed: string[]): RequestHandler {
  return (request, response) => {
    response.setHeader('Allow', allowed.join(', '));
    throw new SaysoError('method_not_allowed', `${request.method} is not possible here.`, {
      status: 405,
      actions: [`Use ${allowed.join(' or ')}.`],
    });
  };
}

/** Every answer carries a request id (the caller's, when it has one), and is counted by the pattern of its route. */
function identifyAndMeasure({ log, metrics }: AppParts): RequestHandler {
  return (request: Request, response: Response, next) => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', requestId);
    const startedAt = performance.now();
    response.once('finish', () => {
      const seconds = (performance.now() - startedAt) / 1_000;
      const route = (response.locals['route'] as string | undefined) ?? (request.baseUrl || UNROUTED);
      const labels = { method: request.method, route, status: String(response.statusCode) };
      metrics.httpSeconds.observe(labels, seconds);
      const caller = response.locals['caller'] as Caller | undefined;
      log.debug(
        {
          ...labels,
          requestId,
          ms: Math.round(seconds * 1_000),
          orgId: caller?.orgId,
          userId: caller?.userId,
        },
        'request',
      );
    });
    next();
  };
}

function requireOperator(request: Request, token: string | undefined): void {
  if (token === undefined)
    throw new SaysoError('operator_api_off', 'The operator API is off.', {
      status: 403,
      kind: 'configuration',
      actions: ['Set OPERATOR_TOKEN and restart the service.'],
    });
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!isSame(given, token))
    throw new SaysoError('operator_token_invalid', 'The operator token is missing or wrong.', {
      status: 401,
      actions: ['Send OPERATOR_TOKEN as a bearer token.'],
    });
}

/** Equal, in a time that tells nothing about where they differ. */
export function isSame(left: string, right: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(left), hash(right));
}

function adminsOnly(): SaysoError {
  return new SaysoError('admins_only', 'Only admins of Sayso may do this.', {
    status: 403,
    actions: ['Ask an admin to do it, or to give you the permission set Sayso_Admin.'],
  });
}
