import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SaysoError } from '../../src/errors.ts';
import type { Operation } from '../../src/commands/types.ts';
import type { SObject } from '../../src/salesforce/types.ts';
import { demoWorld, MARA, startBench, TOM, until, type Bench, type Change } from './harness.ts';

let bench: Bench;
let deals: SObject[];
beforeAll(async () => {
  bench = await startBench({
    policy: { confirmAbove: 5_000 },
    world: {
      ...demoWorld(),
      rules: {
        duplicate: [
          { object: 'Contact', name: 'Same_Name', match: ['LastName', 'AccountId'], action: 'alert' },
        ],
      },
    },
  });
  deals = await bench
    .salesforceOf(MARA)
    .query(
      'SELECT Id, Name, NextStep, StageName, Amount FROM Opportunity WHERE IsClosed = false ORDER BY Id LIMIT 12',
    );
}, 60_000);
afterAll(() => bench.close());
afterEach(async () => {
  bench.grants.failure = undefined;
  // A fault that never struck proves nothing.
  for (const fault of await bench.sim<{ fired: number }[]>('GET', 'faults'))
    expect(fault.fired).toBeGreaterThan(0);
  await bench.sim('DELETE', 'faults');
});

/** "Set the next step of these deals", as a plan made from what is stored now. */
function nextStep(records: readonly SObject[], value: string): Operation {
  return {
    op: 'update',
    object: 'Opportunity',
    ids: records.map((record) => String(record.Id)),
    set: { NextStep: value },
    before: Object.fromEntries(
      records.map((record) => [
        String(record.Id),
        { NextStep: (record['NextStep'] ?? null) as string | null },
      ]),
    ),
    names: Object.fromEntries(records.map((record) => [String(record.Id), String(record['Name'])])),
  };
}

async function fresh(count: number): Promise<SObject[]> {
  const ids = deals.slice(0, count).map((deal) => `'${String(deal.Id)}'`);
  return bench
    .salesforceOf(MARA)
    .query(`SELECT Id, Name, NextStep FROM Opportunity WHERE Id IN (${ids.join(',')}) ORDER BY Id`);
}

async function lastChange(): Promise<number> {
  return (await bench.changes()).at(-1)?.n ?? 0;
}

/** Fails when a field of a record was written more than once. */
function expectOnce(changes: readonly Change[]): void {
  const seen = changes.map(({ id, field }) => `${id} ${String(field)}`);
  expect(new Set(seen).size).toBe(seen.length);
}

async function edit(id: unknown, fields: object, userId = TOM): Promise<void> {
  await bench.salesforceOf(userId).request('PATCH', `/sobjects/Opportunity/${String(id)}`, { body: fields });
}

describe('somebody else is faster', () => {
  test('a record changed since the preview is a conflict and is not overwritten; the others go through', async () => {
    const records = await fresh(3);
    const planned = await bench.plan([nextStep(records, 'Send contract')]);
    await edit(records[1]?.Id, { NextStep: 'Waiting for legal' });
    await bench.commands.confirm(bench.mara, planned.id, {});
    const done = await bench.ended(planned.id);
    expect(done).toMatchObject({
      status: 'done',
      headline: 'Done. 2 changed, 1 conflict.',
      progress: { done: 3, total: 3, failed: 1 },
    });
    expect(done.results?.[0]).toMatchObject({
      outcome: 'conflict',
      id: records[1]?.Id,
      reason: expect.stringContaining('Waiting for legal'),
    });
    expect((await fresh(3))[1]?.['NextStep']).toBe('Waiting for legal');
  });

  test('a record that already is as wanted is left alone and said so', async () => {
    const records = await fresh(2);
    await edit(records[0]?.Id, { NextStep: 'Call the board' });
    const since = await lastChange();
    const done = await bench.run([nextStep(await fresh(2), 'Call the board')]);
    expect(done.headline).toBe('Done. 1 changed, 1 already so.');
    expect((await bench.changes(since)).map(({ id }) => id)).toEqual([records[1]?.Id]);
  });

  test('undo restores only where the record still holds our value', async () => {
    const before = await fresh(3);
    const done = await bench.run([nextStep(before, 'Visit them')]);
    await edit(before[2]?.Id, { NextStep: 'They visit us' });
    await bench.commands.undo(bench.mara, done.id);
    const undone = await bench.ended(done.id, ['undone']);
    expect(undone.headline).toBe('Undone. 2 taken back, 1 conflict.');
    expect((await fresh(3)).map((record) => record['NextStep'])).toEqual([
      before[0]?.['NextStep'],
      before[1]?.['NextStep'],
      'They visit us',
    ]);
    await expect(bench.commands.undo(bench.mara, done.id)).resolves.toMatchObject({ status: 'undone' });
  });

  test('a record that we created and a colleague works on is not deleted by undo', async () => {
    const done = await bench.run([{ op: 'create', object: 'Account', set: { Name: 'Undo Me Ltd' } }]);
    const id = done.results?.[0]?.id ?? '';
    await bench
      .salesforceOf(TOM)
      .request('PATCH', `/sobjects/Account/${id}`, { body: { Phone: '+49 30 1' } });
    await bench.commands.undo(bench.mara, done.id);
    expect((await bench.ended(done.id, ['undone'])).headline).toBe('Undone. 1 conflict.');
  });

  test('one part of a command that belongs together stops the whole of it', async () => {
    const records = await fresh(1);
    const id = String(records[0]?.Id);
    const planned = await bench.plan([
      nextStep(records, 'Never written'),
      { op: 'create', object: 'Task', set: { Subject: 'Never made', WhatId: { $id: id } } },
    ]);
    await edit(id, { NextStep: 'Changed in between' });
    const since = await lastChange();
    await bench.commands.confirm(bench.mara, planned.id, {});
    expect(await bench.ended(planned.id)).toMatchObject({
      status: 'failed',
      headline: 'Nothing was changed. 1 conflict, 1 not done.',
    });
    expect(await bench.changes(since)).toEqual([]);
  });
});

describe('Salesforce refuses', () => {
  test('a row keeps its own reason and next step; the others go through', async () => {
    await bench.sim('POST', 'faults', {
      at: 'row',
      match: { object: 'Lead', row: 1 },
      times: 1,
      action: {
        type: 'error',
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'Leads need a campaign.',
      },
    });
    const done = await bench.run(
      ['A', 'B', 'C'].map((name) => ({
        op: 'create',
        object: 'Lead',
        set: { LastName: name, Company: `${name} Partial` },
      })),
    );
    expect(done).toMatchObject({ status: 'done', headline: 'Done. 2 created, 1 refused.' });
    expect(done.results?.[0]).toMatchObject({
      outcome: 'refused',
      reason: 'Leads need a campaign.',
      next: expect.stringContaining('rule'),
    });
  });

  test('a duplicate links to the record that it is like; another one is made when the rep wants it', async () => {
    const dana = '003Sy0000000001IAA';
    const twin: Operation = {
      op: 'create',
      object: 'Contact',
      set: { FirstName: 'D.', LastName: 'Whitlock', AccountId: { $id: '001Sy0000000001IAA' } },
    };
    expect(await bench.run([twin])).toMatchObject({
      status: 'failed',
      results: [
        {
          outcome: 'refused',
          id: null,
          url: `/lightning/r/Contact/${dana}/view`,
          reason: 'Use one of these records?',
          next: expect.stringContaining('similar'),
        },
      ],
    });
    const wanted: Operation = { ...twin, allowDuplicate: true };
    expect(await bench.run([wanted])).toMatchObject({ headline: 'Done. 1 created.' });
    const call: Operation = { op: 'create', object: 'Task', set: { Subject: 'Call', WhoId: { $new: 'd' } } };
    expect(await bench.run([{ ...wanted, ref: 'd' }, call])).toMatchObject({ headline: 'Done. 2 created.' });
  });

  test('a field that the user may not see is refused in words', async () => {
    const done = await bench.run([
      { op: 'create', object: 'Lead', set: { LastName: 'X', Company: 'Y', Nope__c: 'z' } },
    ]);
    expect(done).toMatchObject({
      status: 'failed',
      results: [{ outcome: 'refused', reason: expect.stringContaining('Nope__c') }],
    });
  });

  test('a locked row is tried again, alone', async () => {
    await bench.sim('POST', 'faults', {
      at: 'row',
      match: { object: 'Lead', row: 2 },
      times: 2,
      action: {
        type: 'error',
        errorCode: 'UNABLE_TO_LOCK_ROW',
        message: 'unable to obtain exclusive access to this record',
      },
    });
    const since = await lastChange();
    const done = await bench.run(
      ['A', 'B', 'C', 'D'].map((name) => ({
        op: 'create',
        object: 'Lead',
        set: { LastName: name, Company: `${name} Locked` },
      })),
    );
    expect(done.headline).toBe('Done. 4 created.');
    const created = (await bench.changes(since)).filter(
      ({ object, field }) => object === 'Lead' && field === null,
    );
    expect(created).toHaveLength(4);
  });

  test('a transaction that meets a lock is tried again as a whole', async () => {
    await bench.sim('POST', 'faults', {
      at: 'subrequest',
      match: { subrequest: 1 },
      times: 1,
      action: {
        type: 'error',
        errorCode: 'UNABLE_TO_LOCK_ROW',
        message: 'unable to obtain exclusive access to this record',
      },
    });
    const records = await fresh(1);
    const done = await bench.run([
      nextStep(records, 'Locked once'),
      {
        op: 'create',
        object: 'Task',
        set: { Subject: 'After the lock', WhatId: { $id: String(records[0]?.Id) } },
      },
    ]);
    expect(done.headline).toBe('Done. 1 changed, 1 created.');
  });
});

describe('the answer is lost', () => {
  test.each(['after', 'before'] as const)(
    '%s the commit of a transaction: looked up, then finished, nothing twice',
    async (when) => {
      const records = await fresh(1);
      const since = await lastChange();
      await bench.sim('POST', 'faults', {
        match: { path: '/composite$' },
        nth: 1,
        action: { type: 'reset', when },
      });
      const done = await bench.run([
        nextStep(records, `Lost ${when}`),
        {
          op: 'create',
          object: 'Task',
          set: { Subject: `Lost ${when}`, WhatId: { $id: String(records[0]?.Id) } },
        },
      ]);
      expect(done.headline).toBe('Done. 1 changed, 1 created.');
      const changes = await bench.changes(since);
      expectOnce(changes);
      expect(changes.filter(({ object, field }) => object === 'Task' && field === null)).toHaveLength(1);
    },
  );

  test.each(['after', 'before'] as const)('%s the commit of many creates: each exists once', async (when) => {
    const since = await lastChange();
    await bench.sim('POST', 'faults', {
      match: { path: '/composite/sobjects/Lead' },
      nth: 2,
      action: { type: 'reset', when },
    });
    const done = await bench.run(
      Array.from({ length: 450 }, (_, n) => ({
        op: 'create',
        object: 'Lead',
        set: { LastName: `L${n}`, Company: `Lost ${when} ${n}` },
      })),
    );
    expect(done).toMatchObject({ status: 'done', headline: 'Done. 450 created.' });
    expect(
      (await bench.changes(since)).filter(({ object, field }) => object === 'Lead' && field === null),
    ).toHaveLength(450);
  });

  test.each(['after', 'before'] as const)(
    '%s the commit of enhanced notes: each record has one',
    async (when) => {
      const records = await fresh(4);
      await bench.sim('POST', 'faults', {
        match: { path: '/composite/graph' },
        nth: 1,
        action: { type: 'reset', when },
      });
      const text = `Note lost ${when}`;
      const done = await bench.run([
        { op: 'note', object: 'Opportunity', ids: records.map(({ Id }) => String(Id)), set: { _text: text } },
      ]);
      expect(done.headline).toBe('Done. 4 notes added.');
      expect(
        await bench.salesforceOf(MARA).query(`SELECT Id FROM ContentNote WHERE Title = '${text}'`),
      ).toHaveLength(4);
    },
  );

  test('of a delete: looked up, not repeated', async () => {
    const leads = await bench
      .salesforceOf(MARA)
      .query("SELECT Id FROM Lead WHERE Company LIKE 'Lost before 1%' LIMIT 3");
    await bench.sim('POST', 'faults', {
      match: { method: 'DELETE' },
      nth: 1,
      action: { type: 'reset', when: 'after' },
    });
    const done = await bench.run([{ op: 'delete', object: 'Lead', ids: leads.map(({ Id }) => String(Id)) }]);
    expect(done.headline).toBe('Done. 3 deleted.');
  });

  test('of a lead conversion: asked again, converted once', async () => {
    const [lead] = await bench.salesforceOf(MARA).query("SELECT Id FROM Lead WHERE Company = 'Lost after 1'");
    await bench.sim('POST', 'faults', {
      match: { path: 'lead-conversion' },
      nth: 1,
      action: { type: 'reset', when: 'after' },
    });
    const since = await lastChange();
    const done = await bench.run([
      {
        op: 'convert',
        object: 'Lead',
        ids: [String(lead?.Id)],
        set: { ConvertedStatus: 'Closed - Converted', CreateOpportunity: false },
      },
    ]);
    expect(done.headline).toBe('Done. 1 converted.');
    expect(
      (await bench.changes(since)).filter(({ object, field }) => object === 'Account' && field === null),
    ).toHaveLength(1);
  });
});

describe('the run has to wait', () => {
  test('for a sign-in: it pauses, says so, and goes on from where it stood', async () => {
    const records = await fresh(2);
    const planned = await bench.plan([nextStep(records, 'After the sign-in')]);
    const since = await lastChange();
    bench.grants.failure = new SaysoError('reconnect_required', 'Salesforce has ended your sign-in.', {
      status: 403,
      actions: ['Sign in again.'],
    });
    await bench.commands.confirm(bench.mara, planned.id, {});
    const paused = await until(async () => {
      const view = await bench.commands.read(bench.mara, planned.id);
      return view.paused ? view : undefined;
    });
    expect(paused).toMatchObject({
      status: 'running',
      headline: 'Salesforce has ended your sign-in.',
      paused: { code: 'reconnect_required', actions: ['Sign in again.'] },
    });
    bench.grants.failure = undefined;
    await bench.commands.resume(bench.mara);
    const done = await bench.ended(planned.id);
    expect(done).toMatchObject({ status: 'done', headline: 'Done. 2 changed.' });
    expect(done.paused).toBeUndefined();
    expectOnce(await bench.changes(since));
  });

  test('for API calls: it stops with the reason, and confirm resumes it', async () => {
    await bench.sim('POST', 'faults', {
      match: { path: '/composite/sobjects/Lead' },
      nth: 2,
      times: 1,
      action: {
        type: 'error',
        status: 403,
        errorCode: 'REQUEST_LIMIT_EXCEEDED',
        message: 'TotalRequests Limit exceeded.',
      },
    });
    const since = await lastChange();
    const ops: Operation[] = Array.from({ length: 401 }, (_, n) => ({
      op: 'create',
      object: 'Lead',
      set: { LastName: `R${n}`, Company: `Limit ${n}` },
    }));
    const planned = await bench.plan(ops);
    await bench.commands.confirm(bench.mara, planned.id, {});
    const paused = await until(async () => {
      const view = await bench.commands.read(bench.mara, planned.id);
      return view.paused ? view : undefined;
    });
    expect(paused).toMatchObject({
      progress: { done: 200, total: 401 },
      paused: { code: 'salesforce_daily_limit' },
    });
    await bench.commands.confirm(bench.mara, planned.id, {});
    expect((await bench.ended(planned.id)).headline).toBe('Done. 401 created.');
    expect(
      (await bench.changes(since)).filter(({ object, field }) => object === 'Lead' && field === null),
    ).toHaveLength(401);
  });
});

describe('the rep decides', () => {
  test('confirming twice at once runs it once', async () => {
    const records = await fresh(2);
    const planned = await bench.plan([
      nextStep(records, 'Once only'),
      { op: 'create', object: 'Task', set: { Subject: 'Once only' } },
    ]);
    const since = await lastChange();
    await Promise.all([1, 2, 3].map(() => bench.commands.confirm(bench.mara, planned.id, {})));
    await bench.ended(planned.id);
    await expect(bench.commands.confirm(bench.mara, planned.id, {})).resolves.toMatchObject({
      status: 'done',
    });
    expectOnce(await bench.changes(since));
  });

  test('cancel stops before the next call and keeps what is done', async () => {
    await bench.sim('POST', 'faults', {
      match: { path: '/composite/sobjects/Lead' },
      action: { type: 'delay', ms: 300, where: 'response' },
    });
    const planned = await bench.plan(
      Array.from({ length: 600 }, (_, n) => ({
        op: 'create',
        object: 'Lead',
        set: { LastName: `C${n}`, Company: `Cancel ${n}` },
      })),
    );
    await bench.commands.confirm(bench.mara, planned.id, {});
    await until(async () =>
      (await bench.journal()).some(
        ({ path }, at, all) => at > all.length - 3 && path.includes('/composite/sobjects/Lead'),
      )
        ? true
        : undefined,
    );
    expect((await bench.commands.cancel(bench.mara, planned.id)).status).toBe('cancelling');
    const ended = await bench.ended(planned.id);
    expect(ended).toMatchObject({
      status: 'cancelled',
      headline: 'Cancelled. 200 created, 400 not done.',
      undo: { available: true },
    });
    await bench.sim('DELETE', 'faults');
    await bench.commands.undo(bench.mara, planned.id);
    expect((await bench.ended(planned.id, ['undone'])).headline).toBe('Undone. 200 taken back.');
  });

  test('cancel ends a command that waits for a sign-in', async () => {
    const planned = await bench.plan([nextStep(await fresh(1), 'Never')]);
    bench.grants.failure = new SaysoError('reconnect_required', 'Sign in again.', { status: 403 });
    await bench.commands.confirm(bench.mara, planned.id, {});
    await until(async () => ((await bench.commands.read(bench.mara, planned.id)).paused ? true : undefined));
    await bench.commands.cancel(bench.mara, planned.id);
    expect(await bench.ended(planned.id)).toMatchObject({
      status: 'cancelled',
      headline: 'Cancelled. 1 not done.',
    });
  });

  test('records left out, and the follow-up that was for them, are skipped', async () => {
    const records = await fresh(2);
    const planned = await bench.plan([
      nextStep(records, 'Ticked'),
      ...records.map(
        (record): Operation => ({
          op: 'create',
          object: 'Task',
          set: { Subject: 'Ticked', WhatId: { $id: String(record.Id) } },
        }),
      ),
    ]);
    await bench.commands.confirm(bench.mara, planned.id, { leaveOut: [1] });
    const done = await bench.ended(planned.id);
    expect(done.headline).toBe('Done. 1 changed, 1 created, 2 left out.');
    await expect(
      bench.commands.confirm(bench.mara, (await bench.plan([nextStep(records, 'x')])).id, {
        leaveOut: [0, 1],
      }),
    ).rejects.toMatchObject({
      code: 'nothing_to_confirm',
    });
  });

  test('a preview that has expired cannot be confirmed', async () => {
    const planned = await bench.plan([nextStep(await fresh(1), 'Too late')]);
    await bench.database.pool.query('update commands set preview_until = now() where id = $1', [planned.id]);
    expect((await bench.commands.read(bench.mara, planned.id)).status).toBe('expired');
    await expect(bench.commands.confirm(bench.mara, planned.id, {})).rejects.toMatchObject({
      code: 'preview_expired',
      status: 409,
    });
  });

  test('undo ends with its time', async () => {
    const done = await bench.run([nextStep(await fresh(1), 'Old news')]);
    await bench.database.pool.query('update commands set undo_until = now() where id = $1', [done.id]);
    expect((await bench.commands.read(bench.mara, done.id)).undo).toEqual({
      available: false,
      why: 'The time for undo is over.',
    });
    await expect(bench.commands.undo(bench.mara, done.id)).rejects.toMatchObject({
      code: 'undo_unavailable',
    });
  });

  test('a command of somebody else does not exist', async () => {
    const { id } = await bench.plan([nextStep(await fresh(1), 'Mine')]);
    const tom = { ...bench.mara, userId: TOM };
    const elsewhere = { ...bench.mara, orgId: '00D000000000000EAA' };
    for (const stranger of [tom, elsewhere]) {
      const attempts = [
        () => bench.commands.read(stranger, id),
        () => bench.commands.confirm(stranger, id, {}),
        () => bench.commands.cancel(stranger, id),
        () => bench.commands.undo(stranger, id),
        () => bench.commands.answer(stranger, id, { text: 'yes' }),
      ];
      for (const attempt of attempts)
        await expect(attempt()).rejects.toMatchObject({ code: 'command_not_found', status: 404 });
      expect(await bench.commands.list(stranger, 50)).toEqual([]);
    }
    expect((await bench.commands.read(bench.mara, id)).status).toBe('preview');
  });
});

describe('an org without the key field', () => {
  let plain: Bench;
  beforeAll(async () => {
    plain = await startBench({ world: demoWorld(undefined, false), policy: { notes: 'Note' } });
  }, 60_000);
  afterAll(() => plain.close());

  test.each(['after', 'before'] as const)(
    'looks for what it made before it makes it again (answer lost %s the commit)',
    async (when) => {
      await plain.sim('POST', 'faults', {
        match: { method: 'POST', path: '/composite/sobjects$' },
        nth: 1,
        action: { type: 'reset', when },
      });
      const done = await plain.run(
        Array.from({ length: 30 }, (_, n) => ({
          op: 'create',
          object: 'Lead',
          set: { LastName: `K${n}`, Company: `Keyless ${when} ${n}` },
        })),
      );
      expect(done.headline).toBe('Done. 30 created.');
      expect(
        await plain.salesforceOf(MARA).query(`SELECT Id FROM Lead WHERE Company LIKE 'Keyless ${when} %'`),
      ).toHaveLength(30);
    },
  );

  test.each(['after', 'before'] as const)('the same for classic notes (%s)', async (when) => {
    await plain.sim('POST', 'faults', {
      match: { method: 'POST', path: '/composite/sobjects$' },
      nth: 1,
      action: { type: 'reset', when },
    });
    const text = `Classic ${when}`;
    const done = await plain.run([
      {
        op: 'note',
        object: 'Account',
        ids: ['001Sy0000000001IAA', '001Sy0000000002IAA'],
        set: { _text: text },
      },
    ]);
    expect(done.headline).toBe('Done. 2 notes added.');
    expect(await plain.salesforceOf(MARA).query(`SELECT Id FROM Note WHERE Title = '${text}'`)).toHaveLength(
      2,
    );
  });
});
