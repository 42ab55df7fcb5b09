import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CLIENT = { id: 'client', secret: 'client secret' };

/** Salesforce's OAuth endpoints, answer by answer, so that each line of the error table can be said word for word. */
export interface StandIn {
  url: string;
  instanceUrl: string;
  reset(): void;
  /** The next refresh is answered with these tokens, if it presents `token`. */
  accept(token: string, accessToken: string, refreshToken: string | undefined): void;
  answer(fields: Record<string, string>, userId?: string): void;
  refuse(status: number, body: { error: string; error_description: string }): void;
  /** Body of a signed token answer, as it would be sent. */
  body(fields: Record<string, string | undefined>, userId?: string): string;
  reply(handler: (response: ServerResponse) => void): void;
  /** Like `accept`, but only when released. */
  hold(token: string, accessToken: string, refreshToken: string): { arrived: Promise<void>; release(): void };
  /** A session that the REST API accepts. */
  live(accessToken: string): void;
  end(accessToken: string): void;
  isLive(accessToken: string): boolean;
  /** Introspection says that it is inactive. */
  kill(token: string): void;
  revive(token: string): void;
  /** The next introspection is answered so. */
  refuseIntrospection(reply: (response: ServerResponse) => void): void;
  /** The next revocation is answered so. */
  answerRevocation(reply: (response: ServerResponse) => void): void;
  /** What was asked, whom for: address, headers and form of every request. */
  requests(): { url: string; headers: IncomingHttpHeaders; form: Record<string, string> }[];
  refreshes(): string[];
  introspections(): string[];
  revocations(): string[];
  close(): Promise<void>;
}

export async function startOAuthStandIn(): Promise<StandIn> {
  let script: ((form: URLSearchParams, response: ServerResponse) => void)[] = [];
  let seen: { path: string; token: string }[] = [];
  let requests: ReturnType<StandIn['requests']> = [];
  let sessions = new Set<string>();
  let dead = new Set<string>();
  let refusals: ((response: ServerResponse) => void)[] = [];
  let revoking: ((response: ServerResponse) => void)[] = [];

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const path = request.url!.split('/').at(-1)!;
      const token = form.get('refresh_token') ?? form.get('token') ?? '';
      seen.push({ path, token });
      requests.push({ url: request.url!, headers: request.headers, form: Object.fromEntries(form) });
      if (path === 'introspect') {
        const refusal = refusals.shift();
        return refusal ? refusal(response) : json(response, 200, { active: !dead.has(token) });
      }
      if (path === 'revoke') {
        const reply = revoking.shift();
        return reply ? reply(response) : json(response, 200, {});
      }
      const next = script.shift();
      if (next) next(form, response);
      else json(response, 500, { error: 'unscripted', error_description: 'the test expected no refresh' });
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function body(fields: Record<string, string | undefined>, userId = '0055g00000Abc12AAB'): string {
    const id = `${url}/id/00D5g000007abcdEAA/${userId}`;
    const issued_at = String(Date.now());
    const signature = createHmac('sha256', CLIENT.secret)
      .update(id + issued_at)
      .digest('base64');
    return JSON.stringify({
      id,
      issued_at,
      signature,
      instance_url: url,
      scope: 'refresh_token api',
      token_type: 'Bearer',
      ...fields,
    });
  }
  const accepting =
    (token: string, access_token: string, refresh_token: string | undefined) =>
    (form: URLSearchParams, response: ServerResponse) => {
      if (form.get('refresh_token') !== token)
        return json(response, 400, {
          error: 'invalid_grant',
          error_description: 'expired access/refresh token',
        });
      sessions = new Set([access_token]);
      if (refresh_token !== undefined) dead.add(token);
      send(response, 200, body({ access_token, refresh_token }));
    };
  const listed = (path: string): string[] =>
    seen.filter((request) => request.path === path).map((request) => request.token);

  return {
    url,
    instanceUrl: url,
    body,
    reset() {
      script = [];
      seen = [];
      requests = [];
      sessions = new Set();
      dead = new Set();
      refusals = [];
      revoking = [];
    },
    accept: (token, accessToken, refreshToken) =>
      void script.push(accepting(token, accessToken, refreshToken)),
    answer: (fields, userId) => void script.push((_, response) => send(response, 200, body(fields, userId))),
    refuse: (status, body) => void script.push((_, response) => json(response, status, body)),
    reply: (handler) => void script.push((_, response) => handler(response)),
    hold(token, accessToken, refreshToken) {
      let arrive: () => void;
      let release: () => void;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      script.push((form, response) => {
        arrive();
        void released.then(() => accepting(token, accessToken, refreshToken)(form, response));
      });
      return { arrived, release: () => release() };
    },
    live: (accessToken) => void sessions.add(accessToken),
    end: (accessToken) => void sessions.delete(accessToken),
    isLive: (accessToken) => sessions.has(accessToken),
    kill: (token) => void dead.add(token),
    revive: (token) => void dead.delete(token),
    refuseIntrospection: (reply) => void refusals.push(reply),
    answerRevocation: (reply) => void revoking.push(reply),
    requests: () => requests,
    refreshes: () => listed('token'),
    introspections: () => listed('introspect'),
    revocations: () => listed('revoke'),
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

export function json(response: ServerResponse, status: number, fields: unknown): void {
  send(response, status, JSON.stringify(fields));
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json;charset=UTF-8',
    'cache-control': 'no-cache, no-store',
  });
  response.end(body);
}
