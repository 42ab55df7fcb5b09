import { Readable } from 'node:stream';
import type { FaultRules, OldHost } from './faults.ts';
import { ApiError, json, type Context, type Reply, type Request, type Route } from './http.ts';
import type { Instances } from './instances.ts';
import type { Journal } from './journal.ts';
import { tokenAnswer } from './oauth/answers.ts';
import type { Grant } from './oauth/grants.ts';
import type { OAuth } from './oauth/oauth.ts';
import { seedGrants } from './oauth/seed.ts';
import type { Org } from './org.ts';

/** The simulator's own endpoints under `/__sim/`: what a test, a bench or the page needs and no org has. */
export function adminRoutes(parts: {
  org: Org;
  journal: Journal;
  faults: FaultRules;
  oauth: OAuth;
  instances: Instances;
}): Route[] {
  const { org, journal, faults, oauth, instances } = parts;
  const { users, grants, sessions, apps, settings } = oauth;

  /** A user named by username, e-mail address or id. */
  function userIdOf(name: unknown): string {
    const user = typeof name === 'string' ? (users.byId(name) ?? users.byLogin(name)) : undefined;
    if (!user) throw new ApiError(404, 'NOT_FOUND', `No user has the username ${String(name)}.`);
    return String(user['Id']);
  }

  return [
    on('POST', 'session', async ({ request, baseUrl }) => {
      const { username, clientId, approve } = object(request);
      const app = clientId === undefined ? oauth.app : apps.find(String(clientId));
      if (!app) throw new ApiError(404, 'NOT_FOUND', `No app has the client id ${String(clientId)}.`);
      const userId = userIdOf(username);
      const scope = app.scopes.join(' ');
      const { maxApprovals } = app;
      const grant = approve
        ? grants.approve({ userId, clientId: app.clientId, scope, maxApprovals })
        : undefined;
      return ok(
        await tokenAnswer(oauth, {
          app,
          userId,
          scope,
          baseUrl,
          ...(grant && { grant, withRefreshToken: true }),
        }),
      );
    }),
    on('DELETE', 'session', ({ request }) => {
      const { username } = object(request);
      const userId = username === undefined ? undefined : userIdOf(username);
      return ok({ ended: sessions.endWhere((s) => userId === undefined || s.userId === userId) });
    }),

    on('GET', 'journal', ({ request }) => ok(journal.since(since(request)))),
    on('GET', 'changes', ({ request }) => ok(org.data.changes(since(request)))),
    on('GET', 'world', () => ok(org.data.snapshot())),

    on('GET', 'clock', () => ok({ now: org.clock.now().toISOString() })),
    on('POST', 'clock', ({ request }) => {
      const { advanceSeconds } = object(request);
      if (typeof advanceSeconds !== 'number')
        throw new ApiError(400, 'INVALID_REQUEST', 'advanceSeconds is a number of seconds.');
      org.clock.advance(advanceSeconds);
      return ok({ now: org.clock.now().toISOString() });
    }),

    on('GET', 'faults', () => ok(faults.list())),
    on('POST', 'faults', ({ request }) => ok(faults.add(json(request)), 201)),
    on('DELETE', 'faults', () => {
      faults.remove();
      return { status: 204 };
    }),
    on('DELETE', 'faults/:id', ({ params }) => {
      faults.remove(params['id']);
      return { status: 204 };
    }),

    on('GET', 'grants', ({ request }) => {
      const username = request.query.get('username');
      if (request.query.has('summary')) return ok(summary(grants.all()));
      const userId = username === null ? undefined : userIdOf(username);
      const wanted: Record<string, unknown>[] = [];
      for (const grant of grants.all())
        if (userId === undefined || grant.userId === userId)
          wanted.push(describe(grant, users.usernameOf(grant.userId)));
      return ok(wanted);
    }),
    on('POST', 'grants', ({ request, baseUrl }) => {
      const { count = 1, orgs = 1, accessTokens = false, clientId } = object(request);
      const app = clientId === undefined ? oauth.app : apps.find(String(clientId));
      if (!app || typeof count !== 'number' || typeof orgs !== 'number')
        throw new ApiError(
          400,
          'INVALID_REQUEST',
          'Seeding wants { count, orgs?, accessTokens?, clientId? }.',
        );
      const lines = seedGrants(oauth, { app, count, orgs, accessTokens: accessTokens === true, baseUrl });
      return {
        status: 200,
        headers: { 'content-type': 'application/x-ndjson' },
        body: Readable.from(lines, { objectMode: true }),
      };
    }),
    on('DELETE', 'grants', ({ request }) => {
      const { username, clientId, id } = object(request);
      const userId = username === undefined ? undefined : userIdOf(username);
      const revoked = grants.revokeWhere(
        (grant) =>
          (userId === undefined || grant.userId === userId) &&
          (clientId === undefined || grant.clientId === clientId) &&
          (id === undefined || grant.id === id),
        'revoked by an admin',
      );
      return ok({ revoked });
    }),

    on('GET', 'apps', () => ok(apps.list().map(({ clientSecret: _, ...app }) => app))),
    on('POST', 'apps', ({ request }) => ok(apps.add(object(request)), 201)),
    on('PATCH', 'apps/:clientId', ({ request, params }) => {
      const policies = object(request);
      const app = apps.set(params['clientId']!, policies);
      if (policies['blocked'] === true) sessions.endWhere((s) => s.clientId === app.clientId);
      if (policies['clientSecret'] !== undefined) {
        sessions.endWhere((s) => s.clientId === app.clientId);
        grants.revokeWhere((grant) => grant.clientId === app.clientId, 'client secret changed');
      }
      const { clientSecret: _, ...shown } = app;
      return ok(shown);
    }),

    on('PATCH', 'users/:username', ({ request, params }) => {
      const userId = userIdOf(params['username']);
      const { active, frozen, revokeGrants } = object(request);
      if (typeof active === 'boolean') users.activate(userId, active);
      if (typeof frozen === 'boolean') users.freeze(userId, frozen);
      if (revokeGrants === true) {
        grants.revokeWhere((grant) => grant.userId === userId, 'suspicious network: user frozen');
        sessions.endWhere((s) => s.userId === userId);
      }
      return ok({ userId, maySignIn: users.maySignIn(userId) });
    }),

    on('GET', 'settings', () => ok(settings)),
    on('PATCH', 'settings', ({ request }) => {
      const wanted = object(request);
      for (const [name, value] of Object.entries(wanted)) {
        if (name === 'dailyApiRequests' && typeof value === 'number') org.apiUsage.max = value;
        else if (name in settings && typeof value === 'number')
          settings[name as keyof typeof settings] = value;
        else throw new ApiError(400, 'INVALID_REQUEST', `There is no numeric setting "${name}".`);
      }
      return ok({ ...settings, dailyApiRequests: org.apiUsage.max });
    }),
    on('POST', 'instance', async ({ request }) => {
      const { oldHost } = object(request);
      return ok({ instanceUrl: await instances.move((oldHost as OldHost | undefined) ?? '401') });
    }),
  ];
}

function on(method: string, path: string, handle: (context: Context) => Reply | Promise<Reply>): Route {
  return { method, path: `/__sim/${path}`, auth: 'none', handle };
}

function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

function since(request: Request): number {
  return Number(request.query.get('since') ?? 0);
}

function object(request: Request): Record<string, unknown> {
  if (request.body.length === 0) return {};
  const body = json(request);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiError(400, 'INVALID_REQUEST', 'The body is a JSON object.');
  return body as Record<string, unknown>;
}

function summary(grants: Iterable<Grant>): Record<string, number> {
  const total = { grants: 0, live: 0, uses: 0, rotations: 0, replays: 0, undelivered: 0 };
  for (const grant of grants) {
    total.grants += 1;
    if (grant.revokedAtMs === undefined) total.live += 1;
    for (const count of ['uses', 'rotations', 'replays', 'undelivered'] as const)
      total[count] += grant[count];
  }
  return total;
}

function describe(grant: Grant, username: string | undefined): Record<string, unknown> {
  const time = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    family: grant.id,
    orgId: grant.orgId,
    userId: grant.userId,
    username: username ?? null,
    clientId: grant.clientId,
    scope: grant.scope,
    approvedAt: time(grant.approvedAtMs),
    lastUsedAt: time(grant.lastUsedMs),
    uses: grant.uses,
    rotations: grant.rotations,
    replays: grant.replays,
    undelivered: grant.undelivered,
    revoked: grant.revokedAtMs !== undefined,
    revokedAt: time(grant.revokedAtMs),
    revokedWhy: grant.revokedWhy ?? null,
  };
}
