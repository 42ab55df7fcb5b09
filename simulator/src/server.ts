import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { adminRoutes } from './admin.ts';
import { createClock } from './clock.ts';
import { createData } from './data.ts';
import { errorReply, readRequest, sendReply, wait } from './exchange.ts';
import { createFaults, type FaultAction, type RequestFacts } from './faults.ts';
import { ApiError, type Context, type Reply, type Request, type Route, type Session } from './http.ts';
import { createInstances } from './instances.ts';
import { createJournal, type JournalEntry } from './journal.ts';
import { createDeployments } from './metadata/deploy.ts';
import { createInventory } from './metadata/inventory.ts';
import { metadataRoutes } from './metadata/routes.ts';
import type { App } from './oauth/apps.ts';
import { browserSession } from './oauth/cookies.ts';
import { createOAuth } from './oauth/oauth.ts';
import type { SessionRecord } from './oauth/sessions.ts';
import type { Org } from './org.ts';
import { restRoutes } from './rest/routes.ts';
import { createRouter } from './router.ts';
import { createCertificate } from './tls.ts';
import { toolingRoutes } from './tooling/routes.ts';
import { createUsage } from './usage.ts';

export interface SimulatorOptions {
  /** A parsed world file: `{ meta, picklists, records }`. */
  world: unknown;
  /** 0 or absent: any free port. */
  port?: number;
  tls?: boolean;
  /** Fault rules that hold from the start. */
  faults?: unknown;
  /** Served before the org's own resources. */
  routes?: Route[];
  /** The first one is the app whose id and secret the simulator reports. */
  apps?: Partial<App>[];
  /** First instant of the org's clock; the machine's time if absent. */
  now?: Date;
  /** Told of errors that are the simulator's own fault. */
  report?: (error: unknown) => void;
}

export interface Simulator {
  /** Base URL, without a final slash. */
  url: string;
  clientId: string;
  clientSecret: string;
  /** Path of the self-signed certificate, with `tls`. */
  ca?: string;
  /** The app of that client id, with its policies as they stand. */
  app: App;
  org: Org;
  close(): Promise<void>;
}

/** A Salesforce org on loopback, listening. */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const report = options.report ?? ((error) => console.error(error));
  const clock = createClock(options.now);
  const data = createData(options.world, clock);
  const organization = [...data.rows('Organization')][0];
  if (!organization) throw new Error('The world has no Organization.');
  const orgId = String(organization['Id']);
  const usage = createUsage(clock, data.settings.dailyApiRequests);
  const journal = createJournal();
  const faults = createFaults((userId) => stringOf(data.record('User', userId)?.['Username']));
  if (options.faults) faults.add(options.faults);
  const org: Org = { id: orgId, name: String(organization['Name']), clock, data, faults, apiUsage: usage };

  const certificate = options.tls ? await createCertificate() : undefined;
  const servers: Server[] = [];
  const instances = createInstances(() => listen(0));
  const oauth = await createOAuth({ org, apps: options.apps ?? [{}], instanceUrl: instances.urlFor });
  const deployments = createDeployments(org, createInventory(clock));
  const router = createRouter([
    ...(options.routes ?? []),
    ...adminRoutes({ org, journal, faults, oauth, instances }),
    ...oauth.routes,
    ...metadataRoutes(oauth, deployments),
    ...toolingRoutes(oauth, deployments),
    ...restRoutes(),
  ]);

  const url = await listen(options.port ?? 0);
  const { app } = oauth;

  return {
    url,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    ...(certificate && { ca: certificate.path }),
    app,
    org,
    async close() {
      await Promise.all(
        servers.map((server) => {
          const closed = new Promise((resolve) => server.close(resolve));
          server.closeAllConnections();
          return closed;
        }),
      );
    },
  };

  async function listen(port: number): Promise<string> {
    const server = certificate
      ? createTlsServer({ key: certificate.key, cert: certificate.cert })
      : createServer();
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.on('request', (message: IncomingMessage, response: ServerResponse) => {
      serve(message, response).catch((error: unknown) => {
        report(error);
        response.destroy();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    servers.push(server);
    return `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    let request: Request & { rawPath: string };
    try {
      request = await readRequest(message);
    } catch (error) {
      if (!response.destroyed && error instanceof ApiError)
        await sendReply(errorReply(error, report), { response, request: NO_REQUEST, actions: [] });
      return;
    }
    const baseUrl = `${certificate ? 'https' : 'http'}://${request.headers['host'] ?? new URL(url).host}`;
    const token = bearerOf(request);
    let session = token === undefined ? undefined : oauth.sessions.peek(token);
    const userId = session?.userId ?? refreshingUser(request);
    const facts: RequestFacts = { ...factsOf(request), ...(userId && { userId }) };
    if (request.path.startsWith('/__sim/')) {
      await sendReply(await answer(request, baseUrl, undefined, () => {}), {
        response,
        request,
        actions: [],
      });
      return;
    }
    const entry = journal.begin({
      time: clock.now().toISOString(),
      user: userId ? (oauth.users.usernameOf(userId) ?? userId) : null,
      clientId: session?.clientId ?? null,
      method: request.method,
      path: request.path,
      ...(facts.soql && { soql: facts.soql }),
    });
    const noteSubquery = (soql: string) => void (entry.subqueries ??= []).push(soql);
    const fired = faults.request(facts);
    const actions = fired.map((fault) => fault.action);
    if (fired.length > 0) entry.faults = fired.map((fault) => fault.id);

    for (const action of actions) {
      if (action.type === 'delay' && action.where !== 'response') await wait(action.ms);
      if (action.type === 'endSession' && token !== undefined) oauth.sessions.end(token);
      if (action.type === 'moveInstance') await instances.move(action.oldHost ?? '401');
    }
    if (token !== undefined) session = oauth.sessions.use(token);
    const stale = instances.stale(baseUrl, request.path);
    if (actions.some((action) => action.type === 'reset' && action.when !== 'after') || stale === 'reset') {
      entry.status = 0;
      response.socket?.resetAndDestroy();
      return;
    }
    const reply =
      faultReply(actions) ??
      (stale ? errorReply(stale, report) : await answer(request, baseUrl, session, noteSubquery));
    await finish(reply, { entry, actions, request, response });
  }

  /** Whose grant a token request wants to refresh. */
  function refreshingUser(request: Request): string | undefined {
    if (request.path !== TOKEN_PATH) return undefined;
    const refreshToken = new URLSearchParams(request.body.toString()).get('refresh_token');
    return refreshToken ? oauth.grants.locate(refreshToken)?.grant.userId : undefined;
  }

  async function finish(
    reply: Reply,
    at: { entry: JournalEntry; actions: FaultAction[]; request: Request; response: ServerResponse },
  ): Promise<void> {
    for (const action of at.actions)
      if (action.type === 'delay' && action.where === 'response') await wait(action.ms);
    at.entry.status = reply.status;
    const delivered = await sendReply(reply, at);
    reply.settled?.(delivered);
    if (!delivered) at.entry.status = 0;
  }

  async function answer(
    request: Request & { rawPath: string },
    baseUrl: string,
    session: SessionRecord | undefined,
    noteSubquery: Context['noteSubquery'],
  ): Promise<Reply> {
    try {
      const { route, params } = router.match(request.method, request.rawPath);
      if (route.auth === 'session') admit(session);
      const cookie = route.auth === 'cookie' ? browserSession(oauth.sessions, request) : undefined;
      if (route.auth === 'cookie' && !cookie)
        throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
      const who = cookie ?? session ?? NOBODY;
      const reply = await route.handle({ request, org, params, baseUrl, session: who, noteSubquery });
      if (route.auth === 'session') return withUsage(reply);
      return reply;
    } catch (error) {
      const reply = errorReply(error, report);
      return session ? withUsage(reply) : reply;
    }
  }

  /** Lets a request through to the API and counts it against the daily limit. */
  function admit(session: SessionRecord | undefined): void {
    if (!session) throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (!/\b(?:api|full)\b/.test(session.scope))
      throw new ApiError(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API');
    if (usage.used() >= usage.max)
      throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    usage.count();
  }

  function withUsage(reply: Reply): Reply {
    const info = `api-usage=${usage.used()}/${usage.max}`;
    return { ...reply, headers: { 'Sforce-Limit-Info': info, ...reply.headers } };
  }
}

/** Longer than clients keep an idle socket, so that the client closes first and never meets a half-closed one. */
const KEEP_ALIVE_MS = 65_000;

const TOKEN_PATH = '/services/oauth2/token';

const NOBODY: Session = { userId: '', accessToken: '', clientId: '' };

const NO_REQUEST: Request = {
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  remoteAddress: '',
};

function faultReply(actions: readonly FaultAction[]): Reply | undefined {
  for (const action of actions) {
    if (action.type === 'status')
      return {
        status: action.status,
        headers: { ...(action.contentType && { 'content-type': action.contentType }), ...action.headers },
        ...(action.body !== undefined && { body: action.body }),
      };
    if (action.type === 'error')
      return errorReply(
        new ApiError(action.status ?? 400, action.errorCode, action.message, action.fields),
        () => {},
      );
    if (action.type === 'oauthError')
      return {
        status: action.status ?? 400,
        headers: { 'cache-control': 'no-cache, no-store' },
        body: { error: action.error, error_description: action.error_description },
      };
  }
  return undefined;
}

function bearerOf(request: Request): string | undefined {
  const [scheme, token] = (request.headers['authorization'] ?? '').split(' ');
  return /^(?:bearer|oauth)$/i.test(scheme ?? '') ? token : undefined;
}

function factsOf(request: Request): RequestFacts {
  const facts: RequestFacts = { method: request.method, path: request.path };
  const soql = /\/query(?:All)?\/?$/.test(request.path) ? request.query.get('q') : null;
  if (soql) facts.soql = soql;
  const object = /\/sobjects\/(\w+)/.exec(request.path)?.[1] ?? (soql && /\bfrom\s+(\w+)/i.exec(soql)?.[1]);
  if (object) facts.object = object;
  if (request.path === TOKEN_PATH)
    facts.grantType = new URLSearchParams(request.body.toString()).get('grant_type') ?? '';
  return facts;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
