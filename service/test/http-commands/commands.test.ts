import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../src/commands/policy-store.ts';
import type { CommandInput, CommandView, Outcome } from '../../src/commands/types.ts';
import { until } from '../execute/harness.ts';
import { ADMIN, MARA, startService, TOM, type TestService } from '../service.ts';

const DEAL = '006Sy0000000001IAA';
const TEXT = 'Move ACME Line Automation to negotiation and follow up on Friday';

let sayso: TestService;
let planned: Outcome;
let inputs: CommandInput[];

const plan = (stage: string): Outcome => ({
  kind: 'plan',
  ops: [
    {
      op: 'update',
      object: 'Opportunity',
      ids: [DEAL],
      set: { StageName: stage },
      names: { [DEAL]: 'ACME Line Automation' },
    },
    {
      op: 'create',
      object: 'Task',
      set: { Subject: 'Follow up', WhatId: { $id: DEAL }, ActivityDate: '2026-11-27' },
    },
  ],
  flags: ["I can't send the e-mail; the rest is ready."],
});

beforeAll(async () => {
  inputs = [];
  sayso = await startService({
    planner: {
      plan: (input) => {
        inputs.push(input);
        return Promise.resolve(planned);
      },
      answer: (_, { choice }) => Promise.resolve(plan(choice ?? '')),
    },
  });
  await sayso.pair();
  await sayso.connect(MARA);
  await sayso.connect(TOM);
}, 60_000);
afterAll(() => sayso.close());

async function call<T = CommandView>(
  method: string,
  path: string,
  body?: unknown,
  user = MARA,
): Promise<{ status: number; body: T }> {
  const response = await sayso.request(method, path, user, body === undefined ? {} : { body });
  return { status: response.status, body: (await response.json()) as T };
}

function create(text = TEXT, extra: object = {}): Promise<{ status: number; body: CommandView }> {
  return call('POST', '/v1/commands', { text, timeZone: 'Europe/Berlin', ...extra });
}

function ended(id: string, status = ['done', 'failed', 'cancelled']): Promise<CommandView> {
  return until(async () => {
    const { body } = await call('GET', `/v1/commands/${id}`);
    return status.includes(body.status) ? body : undefined;
  });
}

describe('a command over HTTP', () => {
  test('is planned, confirmed, followed, listed and taken back', async () => {
    planned = plan('Negotiation/Review');
    const created = await create(TEXT, { context: { recordId: DEAL, notes: 'n' } });
    expect(created).toMatchObject({
      status: 200,
      body: {
        kind: 'plan',
        status: 'preview',
        text: TEXT,
        confirmLabel: 'Change 1 opportunity, create 1 task',
        flags: [expect.stringContaining('e-mail')],
      },
    });
    expect(inputs.at(-1)).toMatchObject({
      text: TEXT,
      timeZone: 'Europe/Berlin',
      context: { recordId: DEAL, notes: 'n' },
    });
    const { id } = created.body;
    expect(await call('POST', `/v1/commands/${id}/confirm`, {})).toMatchObject({ status: 202 });
    expect(await call('POST', `/v1/commands/${id}/confirm`, {})).toMatchObject({ status: 202 });
    expect(await ended(id)).toMatchObject({
      status: 'done',
      headline: 'Done. 1 changed, 1 created.',
      undo: { available: true },
    });

    const { body: history } = await call<{ commands: CommandView[] }>('GET', '/v1/commands?limit=1');
    expect(history.commands).toMatchObject([
      { id, headline: 'Done. 1 changed, 1 created.', undo: { available: true } },
    ]);
    expect(history.commands[0]?.results).toBeUndefined();

    expect(await call('POST', `/v1/commands/${id}/undo`)).toMatchObject({
      status: 202,
      body: { status: 'undoing' },
    });
    expect(await ended(id, ['undone'])).toMatchObject({ headline: 'Undone. 2 taken back.' });
    const { body: trail } = await call<{ entries: { action: string; target: string }[] }>(
      'GET',
      `/v1/admin/audit?target=${id}`,
      undefined,
      ADMIN,
    );
    expect(trail.entries.map(({ action }) => action).reverse()).toEqual([
      'command.confirmed',
      'command.finished',
      'command.undo_requested',
      'command.undone',
    ]);
  });

  test('asks, is answered once, and becomes a plan', async () => {
    planned = {
      kind: 'clarify',
      question: 'Which stage?',
      clarify: { slot: 'value', object: 'Opportunity', field: 'StageName', candidates: ['Qualification'] },
      choices: [{ value: 'Qualification', label: 'Qualification' }],
      dialogue: { secret: 'state of the planner' },
      flags: [],
    };
    const { body: question } = await create();
    expect(question).toMatchObject({
      kind: 'clarify',
      status: 'question',
      question: 'Which stage?',
      choices: [{ value: 'Qualification' }],
    });
    expect(JSON.stringify(question)).not.toContain('state of the planner');
    const path = `/v1/commands/${question.id}/answer`;
    expect(await call('POST', path, {})).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(await call('POST', path, { choice: 'Qualification' })).toMatchObject({
      status: 200,
      body: { kind: 'plan', id: question.id, status: 'preview' },
    });
    expect(await call('POST', path, { choice: 'Qualification' })).toMatchObject({
      status: 409,
      body: { code: 'question_closed' },
    });
    expect(await call('POST', `/v1/commands/${question.id}/cancel`)).toMatchObject({
      status: 202,
      body: { status: 'cancelled' },
    });
    expect(await call('POST', `/v1/commands/${question.id}/confirm`, {})).toMatchObject({
      status: 409,
      body: { code: 'nothing_to_confirm' },
    });
  });

  test('shows an answer as the rep reads it', async () => {
    planned = {
      kind: 'answer',
      headline: '2 open opportunities',
      answer: { object: 'Opportunity', ids: [DEAL] },
      columns: [
        { field: 'Name', label: 'Name', type: 'string' },
        { field: 'CloseDate', label: 'Close Date', type: 'date' },
        { field: 'Probability', label: 'Probability', type: 'percent' },
        { field: 'Amount', label: 'Amount', type: 'currency' },
      ],
      rows: [{ id: DEAL, cells: ['ACME Line Automation', '2027-01-07', 75, 240_000] }],
      flags: [],
    };
    const { body } = await create("How's my pipeline?");
    expect(body).toMatchObject({
      kind: 'answer',
      status: 'answered',
      asOf: expect.any(String),
      rows: [
        {
          id: DEAL,
          url: `/lightning/r/Opportunity/${DEAL}/view`,
          cells: ['ACME Line Automation', expect.stringMatching(/^Thu/), '75%', '$240,000'],
        },
      ],
    });
  });

  test('refuses in words', async () => {
    planned = {
      kind: 'refuse',
      reason: 'unsafe: everything',
      message: 'That would delete every record.',
      instead: 'Name the records.',
    };
    expect((await create('Delete everything.')).body).toMatchObject({
      kind: 'refuse',
      status: 'refused',
      headline: 'That would delete every record.',
      refuse: { reason: 'unsafe: everything', instead: 'Name the records.' },
    });
  });

  test('that was cut in the middle of an emoji is taken with a mark in its place', async () => {
    planned = plan('Qualification');
    const context = { notes: 'half: \ud83d', previous: '\ude80' };
    expect(await create('to qualification \ud83d', { context })).toMatchObject({
      status: 200,
      body: { text: 'to qualification \ufffd' },
    });
    expect(inputs.at(-1)?.context).toEqual({ notes: 'half: \ufffd', previous: '\ufffd' });
  });

  test('of somebody else does not exist', async () => {
    planned = plan('Qualification');
    const { body } = await create();
    for (const [method, path, sent] of [
      ['GET', '', undefined],
      ['POST', '/confirm', {}],
      ['POST', '/cancel', undefined],
      ['POST', '/undo', undefined],
      ['POST', '/answer', { text: 'yes' }],
    ] as const)
      expect(await call('' + method, `/v1/commands/${body.id}${path}`, sent, TOM)).toMatchObject({
        status: 404,
        body: { code: 'command_not_found' },
      });
    expect(
      (await call<{ commands: unknown[] }>('GET', '/v1/commands', undefined, TOM)).body.commands,
    ).toEqual([]);
  });

  test.each([
    ['no text', { text: '  ', timeZone: 'UTC' }, 'text'],
    ['a text of 4,001 characters', { text: 'x'.repeat(4_001), timeZone: 'UTC' }, '4000'],
    ['no time zone', { text: 'hi' }, 'timeZone'],
    ['a time zone that is none', { text: 'hi', timeZone: 'Mars/Olympus' }, 'IANA'],
    ['an offset for a zone', { text: 'hi', timeZone: '+02:00' }, 'IANA'],
    [
      'a record id that is none',
      { text: 'hi', timeZone: 'UTC', context: { recordId: "006' OR Id != '" } },
      'recordId',
    ],
  ])('with %s is a problem that says what to do', async (_, body, word) => {
    const answer = await call<{ code: string; detail: string; actions: string[] }>(
      'POST',
      '/v1/commands',
      body,
    );
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.detail).toContain(word);
    expect(answer.body.actions).not.toEqual([]);
  });

  test('of a megabyte, with an id that is none, or without a sign-in is a problem too', async () => {
    expect(
      await call('POST', '/v1/commands', { text: 'x'.repeat(1_000_000), timeZone: 'UTC' }),
    ).toMatchObject({ status: 413, body: { code: 'too_large' } });
    expect(await call('GET', '/v1/commands/not-an-id')).toMatchObject({ status: 400 });
    expect(await call('GET', '/v1/commands/00000000-0000-4000-8000-000000000000')).toMatchObject({
      status: 404,
      body: { code: 'command_not_found' },
    });
    expect((await sayso.request('GET', '/v1/commands')).status).toBe(401);
  });
});

describe('the policy', () => {
  const path = '/v1/admin/policy';
  const put = (body: unknown, etag: string | undefined, user = ADMIN): Promise<Response> =>
    sayso.request('PUT', path, user, { body, headers: etag === undefined ? {} : { 'if-match': etag } });

  test('is the default until an admin changes it, version by version', async () => {
    const first = await sayso.request('GET', path, ADMIN);
    expect(first.headers.get('etag')).toBe('"0"');
    expect(await first.json()).toEqual({
      version: 0,
      policy: DEFAULT_POLICY,
      changedBy: null,
      changedAt: null,
    });
    const changed = await put({ ...DEFAULT_POLICY, confirmAbove: 1 }, '"0"');
    expect(changed.headers.get('etag')).toBe('"1"');
    expect(await changed.json()).toMatchObject({
      version: 1,
      policy: { confirmAbove: 1 },
      changedBy: sayso.principal(ADMIN).userId,
    });

    planned = plan('Qualification');
    expect((await create()).body).toMatchObject({ typeToConfirm: 2 });
  });

  test('of a version that another admin has replaced is not saved', async () => {
    const stale = await put(DEFAULT_POLICY, '"0"');
    expect(stale.status).toBe(412);
    expect(await stale.json()).toMatchObject({
      code: 'policy_changed',
      actions: [expect.stringContaining('again')],
    });
    const both = await Promise.all([put(DEFAULT_POLICY, '"1"'), put(DEFAULT_POLICY, '"1"')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test('cannot be changed blindly, by halves, or by a rep', async () => {
    expect((await put(DEFAULT_POLICY, undefined)).status).toBe(428);
    expect((await put({ confirmAbove: 5 }, '"2"')).status).toBe(400);
    expect((await put({ ...DEFAULT_POLICY, surprise: true }, '"2"')).status).toBe(400);
    expect((await put(DEFAULT_POLICY, '"2"', MARA)).status).toBe(403);
  });

  test('is audited with what was changed', async () => {
    const { body } = await call<{ entries: { details: object; actor: object }[] }>(
      'GET',
      '/v1/admin/audit?action=policy.changed',
      undefined,
      ADMIN,
    );
    expect(body.entries.at(-1)).toMatchObject({
      actor: { type: 'admin', id: sayso.principal(ADMIN).userId },
      details: { changed: 'confirmAbove' },
    });
  });
});

describe('MCP', () => {
  async function client(username: string): Promise<Client> {
    const mcp = new Client({ name: 'test', version: '1' });
    const authorization = `Bearer ${await sayso.assertion(username)}`;
    const transport = new StreamableHTTPClientTransport(new URL(`${sayso.url}/mcp`), {
      requestInit: { headers: { authorization } },
    });
    await mcp.connect(transport as Transport);
    return mcp;
  }
  const said = (result: unknown): Record<string, unknown> =>
    JSON.parse((result as { content: { text: string }[] }).content[0]?.text ?? '') as Record<string, unknown>;

  test('plans, confirms and takes back; has no tool that writes records', async () => {
    planned = plan('Negotiation/Review');
    const mcp = await client(MARA);
    const { tools } = await mcp.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'plan_command',
      'answer_question',
      'confirm_command',
      'undo_command',
      'get_command',
    ]);
    const view = said(
      await mcp.callTool({ name: 'plan_command', arguments: { text: TEXT, timeZone: 'UTC' } }),
    );
    expect(view).toMatchObject({ kind: 'plan', status: 'preview' });
    await mcp.callTool({ name: 'confirm_command', arguments: { id: view['id'] } });
    const done = await ended(String(view['id']));
    expect(done.status).toBe('done');
    const again = await mcp.callTool({ name: 'undo_command', arguments: { id: view['id'] } });
    expect(again.isError).toBe(true);
    expect(said(again)).toMatchObject({ code: 'assertion_replayed' });
    expect((await ended(done.id)).status).toBe('done');
    const fresh = await client(MARA);
    await fresh.callTool({ name: 'undo_command', arguments: { id: view['id'] } });
    await fresh.close();
    expect((await ended(done.id, ['undone'])).headline).toBe('Undone. 2 taken back.');

    const tom = await client(TOM);
    const foreign = await tom.callTool({ name: 'get_command', arguments: { id: view['id'] } });
    expect(foreign.isError).toBe(true);
    expect(said(foreign)).toMatchObject({ code: 'command_not_found' });
    await mcp.close();
    await tom.close();
  });

  test('asks for the same assertion as everything else', async () => {
    const response = await fetch(`${sayso.url}/mcp`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});
