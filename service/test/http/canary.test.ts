import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { refreshContext } from '../../src/grants/store.ts';
import { findOrgKey } from '../../src/orgs/org-keys.ts';
import { Browser } from '../browser.ts';
import { until } from '../execute/harness.ts';
import { ADMIN, MARA, startService, TOM, type TestService } from '../service.ts';

const OPERATOR_TOKEN = 'canary-operator-token-0123456789abcdef';
const METRICS_TOKEN = 'canary-metrics-token-0123456789abcdef';
const TEXT = 'Move ACME Line Automation to negotiation';

let running: TestService;
beforeAll(async () => {
  running = await startService({ environment: { OPERATOR_TOKEN, METRICS_TOKEN } });
}, 30_000);
afterAll(() => running.close());

/** Bodies and headers of everything that was refused. */
const problems: string[] = [];

async function refused(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  const text = await response.text();
  expect({ refused: response.status >= 400, text }).toEqual({ refused: true, text });
  problems.push(text, ...[...response.headers].flat());
}

async function accepted<T = Record<string, unknown>>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  const text = await response.text();
  expect({ accepted: response.ok, text }).toEqual({ accepted: true, text });
  return (text === '' ? {} : JSON.parse(text)) as T;
}

const send = (method: string, path: string, token: string, body?: string, type = 'application/json') =>
  fetch(running.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    ...(body === undefined ? {} : { body }),
  });

/** Every row of every table as text, bytes also as characters. */
async function dumpOfDatabase(): Promise<string> {
  const { pool } = running.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const dump: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ line: string }>(`select t::text as line from ${name} t`);
    for (const { line } of rows)
      dump.push(
        line,
        ...[...line.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) =>
          Buffer.from(hex!, 'hex').toString('latin1'),
        ),
      );
  }
  return dump.join('\n');
}

/** Whatever the service wrote to its data directory, but for the keyring, whose place is there. */
function filesOfService(): string {
  return readdirSync(running.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'keyring')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

/** As it is, and as it would stand in a URL, in base64 and in hexadecimal digits. */
function shapesOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}

async function tokensOf(username: string): Promise<{ access: string; refresh: string }> {
  const { orgId, userId } = running.principal(username);
  const { rows } = await running.database.pool.query<{ version: number; token: Buffer }>(
    'select version, refresh_token as token from grants where org_id = $1 and user_id = $2',
    [orgId, userId],
  );
  const { version, token } = rows[0]!;
  let access = '';
  await running.service.grants.use({ orgId, userId }, async ({ accessToken }) => {
    access = accessToken;
  });
  return { access, refresh: await running.service.vault.open(orgId, refreshContext(userId, version), token) };
}

async function command(text: string): Promise<{ id: string; status: string }> {
  return accepted(
    running.request('POST', '/v1/commands', MARA, { body: { text, timeZone: 'Europe/Berlin' } }),
  );
}

const ended = (id: string) =>
  until(async () => {
    const view = await accepted<{ status: string }>(running.request('GET', `/v1/commands/${id}`, MARA));
    return ['done', 'failed', 'cancelled'].includes(view.status) ? view : undefined;
  });

test('canary: no secret of a whole life shows in the log, the metrics, the database, the files or any problem document', async () => {
  const secrets: Record<string, string> = {
    'client secret': running.simulator.clientSecret,
    'operator token': OPERATOR_TOKEN,
    'metrics token': METRICS_TOKEN,
  };

  await running.pair();
  const browser = new Browser();
  secrets['assertion'] = await running.assertion(MARA);
  const callback = await browser.toCallback(
    new URL(`${running.url}/oauth/start?assertion=${secrets['assertion']}`),
    MARA,
  );
  secrets['state'] = callback.searchParams.get('state')!;
  secrets['authorization code'] = callback.searchParams.get('code')!;
  secrets['cookie'] = browser.cookie(running.url, 'sayso-login')!;
  expect((await browser.open(callback)).status).toBe(200);
  await running.connect(TOM);
  await running.service.grants.settled();
  const first = await tokensOf(MARA);

  const created = await command(TEXT);
  await accepted(running.request('POST', `/v1/commands/${created.id}/confirm`, MARA));
  expect(await ended(created.id)).toMatchObject({ status: 'done' });
  await accepted(running.request('POST', `/v1/commands/${created.id}/undo`, MARA));

  // Salesforce repeats what it was sent, and then a refresh goes through.
  const expire = () => running.sim('DELETE', 'session', { username: MARA });
  await expire();
  await running.sim('POST', 'faults', [
    {
      match: { grantType: 'refresh_token' },
      times: 1,
      action: { type: 'oauthError', error: 'invalid_client', error_description: first.refresh },
    },
  ]);
  await refused(
    running.request('POST', '/v1/commands', MARA, {
      body: { text: TEXT, timeZone: 'Europe/Berlin' },
    }),
  );
  await running.sim('DELETE', 'faults');
  await running.database.pool.query('update grants set retry_at = null');
  await command(TEXT);
  const second = await tokensOf(MARA);
  expect(second.refresh).not.toBe(first.refresh);
  Object.assign(secrets, {
    'first access token': first.access,
    'first refresh token': first.refresh,
    'access token': second.access,
    'refresh token': second.refresh,
  });

  const scim = await accepted<{ token: string }>(running.request('POST', '/v1/admin/scim-tokens', ADMIN));
  secrets['SCIM token'] = scim.token;
  await accepted(send('GET', '/scim/v2/Users', scim.token));
  const { orgId } = running.principal(MARA);
  const { rows: keys } = await running.database.pool.query<{ id: string }>(
    'select key_id as id from org_keys',
  );
  for (const { id } of keys)
    secrets[`org key ${id}`] = Buffer.from(
      (await findOrgKey(running.database.pool, running.service.vault, orgId, id))!,
    ).toString('base64url');

  // Each is refused with a secret in hand.
  const forged = `${secrets['assertion']}x`;
  await refused(send('GET', '/v1/connection', forged));
  await refused(send('GET', `/nowhere?access_token=${encodeURIComponent(second.access)}`, second.access));
  await refused(send('GET', '/v1/operator/orgs', second.refresh));
  await refused(send('GET', '/metrics', OPERATOR_TOKEN));
  await refused(send('GET', '/scim/v2/Users', `${scim.token}x`));
  await refused(send('POST', '/ssf/events', '', secrets['assertion'], 'application/secevent+jwt'));
  await refused(
    send('POST', '/v1/admin/revocations', await running.assertion(ADMIN), `{"${second.refresh}":`),
  );
  await refused(running.request('POST', '/v1/admin/revocations', ADMIN, { body: { scope: second.refresh } }));
  await refused(running.request('GET', `/v1/commands/${encodeURIComponent(second.access)}`, MARA));
  await refused(send('POST', '/mcp', second.access, '{}'));
  await refused(fetch(callback));
  await refused(fetch(`${running.url}/oauth/start?assertion=${secrets['assertion']}`));
  await refused(
    fetch(`${running.url}/oauth/start?assertion=${forged}`, { headers: { accept: 'text/html' } }),
  );

  await accepted(running.request('POST', '/v1/admin/org-key/rotate', ADMIN));
  await accepted(send('POST', '/v1/operator/keys/rotate', OPERATOR_TOKEN));
  await accepted(running.request('DELETE', '/v1/connection', MARA));
  await refused(
    running.request('POST', '/v1/commands', MARA, { body: { text: TEXT, timeZone: 'Europe/Berlin' } }),
  );
  await accepted(
    send(
      'POST',
      '/v1/operator/revocations',
      OPERATOR_TOKEN,
      JSON.stringify({ scope: 'everyone', reason: 'canary' }),
    ),
  );
  await running.service.grants.settled();
  const keyring = JSON.parse(readFileSync(join(running.dataDir, 'keyring'), 'utf8')) as {
    keys: { id: string; key: string }[];
  };
  for (const { id, key } of keyring.keys) secrets[`wrapping key ${id}`] = key;

  const places = {
    log: running.logLines.join(''),
    metrics: await (await send('GET', '/metrics', METRICS_TOKEN)).text(),
    database: await dumpOfDatabase(),
    files: filesOfService(),
    problems: problems.join('\n'),
  };
  // The search finds what is there.
  const { userId } = running.principal(MARA);
  expect(places.log).toContain(userId);
  expect(places.database).toContain(userId);
  expect(places.metrics).toContain('sayso_refreshes_total');
  expect(places.problems).toContain('assertion_invalid');

  const found = Object.entries(places).flatMap(([place, text]) =>
    Object.entries(secrets)
      .filter(([, secret]) => shapesOf(secret).some((shape) => text.includes(shape)))
      .map(([name]) => `${name} in ${place}`),
  );
  // Nor any other token of Salesforce's, nor any other assertion, whoever's they are.
  for (const [place, text] of Object.entries(places))
    for (const shape of [/5Aep861\S{10}/, /\b00D\w{12}!\S{10}/, /\beyJ[\w-]+\.[\w-]+\.[\w-]{20}/])
      if (shape.test(text)) found.push(`${shape} in ${place}`);
  expect(found).toEqual([]);
}, 60_000);
