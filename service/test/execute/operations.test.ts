import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Operation } from '../../src/commands/types.ts';
import { MARA, startBench, type Bench } from './harness.ts';

const LINE_AUTOMATION = '006Sy0000000001IAA';
const ACME = '001Sy0000000001IAA';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ policy: { allowDelete: true } });
}, 60_000);
afterAll(() => bench.close());

async function record(object: string, id: string, fields: string): Promise<Record<string, unknown>> {
  const { body } = await bench
    .salesforceOf(MARA)
    .request<Record<string, unknown>>('GET', `/sobjects/${object}/${id}?fields=${fields}`);
  return body;
}

describe('an update with its follow-up', () => {
  test('shows before and after, goes out as one composite call, and is taken back', async () => {
    const ops: Operation[] = [
      {
        op: 'update' as const,
        object: 'Opportunity',
        ids: [LINE_AUTOMATION],
        set: { StageName: 'Negotiation/Review' },
        before: { [LINE_AUTOMATION]: { StageName: 'Proposal/Price Quote' } },
        names: { [LINE_AUTOMATION]: 'ACME Line Automation' },
        why: ["'negotiation' → Negotiation/Review"],
      },
      {
        op: 'create' as const,
        object: 'Task',
        set: {
          Subject: 'Follow up',
          ActivityDate: '2026-11-27',
          WhatId: { $id: LINE_AUTOMATION, name: 'ACME Line Automation' },
        },
        why: ['Friday = 27 Nov'],
      },
    ];
    const planned = await bench.plan(ops);
    expect(planned).toMatchObject({
      kind: 'plan',
      status: 'preview',
      headline: '2 changes: 1 opportunity, 1 new task',
      confirmLabel: 'Change 1 opportunity, create 1 task',
    });
    expect(planned.preview?.[0]).toMatchObject({
      name: 'ACME Line Automation',
      url: `/lightning/r/Opportunity/${LINE_AUTOMATION}/view`,
      changes: [{ label: 'Stage', before: 'Proposal/Price Quote', after: 'Negotiation/Review' }],
      why: ["'negotiation' → Negotiation/Review"],
    });
    expect(planned.preview?.[1]?.changes).toEqual([
      { field: 'Subject', label: 'Subject', before: null, after: 'Follow up' },
      expect.objectContaining({ after: expect.stringMatching(/^Fri.*27.*2026$/) }),
      expect.objectContaining({ after: 'ACME Line Automation' }),
    ]);

    const before = (await bench.journal()).length;
    await bench.commands.confirm(bench.mara, planned.id, {});
    const done = await bench.ended(planned.id);
    expect(done).toMatchObject({
      status: 'done',
      headline: 'Done. 1 changed, 1 created.',
      progress: { done: 2, total: 2, failed: 0 },
      undo: { available: true },
    });
    const calls = (await bench.journal())
      .slice(before)
      .filter(({ method, path }) => method === 'POST' && !path.includes('/sobjects/'));
    expect(calls.map(({ path }) => path)).toEqual(['/services/data/v66.0/composite']);
    const taskId = done.results?.[1]?.id ?? '';
    expect(await record('Opportunity', LINE_AUTOMATION, 'StageName,Probability')).toMatchObject({
      StageName: 'Negotiation/Review',
      Probability: 90,
    });
    expect(await record('Task', taskId, 'ActivityDate,WhatId')).toMatchObject({
      ActivityDate: '2026-11-27',
      WhatId: LINE_AUTOMATION,
    });

    await bench.commands.undo(bench.mara, planned.id);
    expect(await bench.ended(planned.id)).toMatchObject({
      status: 'undone',
      headline: 'Undone. 2 taken back.',
    });
    expect(await record('Opportunity', LINE_AUTOMATION, 'StageName,Probability')).toMatchObject({
      StageName: 'Proposal/Price Quote',
      Probability: 75,
    });
    await expect(record('Task', taskId, 'Id')).rejects.toMatchObject({ code: 'salesforce_not_found' });
  });
});

describe('a contact with its role and its call', () => {
  test('is created in one transaction, each record by its own key', async () => {
    const done = await bench.run([
      {
        op: 'create',
        object: 'Contact',
        ref: 'jane',
        set: { FirstName: 'Jane', LastName: 'Doe', AccountId: { $id: ACME, name: 'ACME' } },
      },
      {
        op: 'create',
        object: 'OpportunityContactRole',
        set: { OpportunityId: { $id: LINE_AUTOMATION }, ContactId: { $new: 'jane' } },
      },
      {
        op: 'create',
        object: 'Task',
        set: {
          Subject: 'Call',
          Status: 'Completed',
          TaskSubtype: 'Call',
          WhoId: { $new: 'jane' },
          WhatId: { $id: LINE_AUTOMATION },
        },
      },
    ]);
    expect(done).toMatchObject({ status: 'done', headline: 'Done. 3 created.' });
    const [contact, role, call] = done.results ?? [];
    expect(await record('OpportunityContactRole', role?.id ?? '', 'ContactId')).toMatchObject({
      ContactId: contact?.id,
    });
    expect(await record('Task', call?.id ?? '', 'WhoId,Sayso_Key__c')).toMatchObject({
      WhoId: contact?.id,
      Sayso_Key__c: `${done.id}:2`,
    });
  });

  test('leaves nothing behind when Salesforce refuses one of them', async () => {
    const since = (await bench.changes()).length;
    const done = await bench.run([
      { op: 'create', object: 'Contact', ref: 'j', set: { LastName: 'Roe', AccountId: { $id: ACME } } },
      {
        op: 'create',
        object: 'OpportunityContactRole',
        set: { OpportunityId: { $id: '006Sy0000000999IAA' }, ContactId: { $new: 'j' } },
      },
    ]);
    expect(done).toMatchObject({
      status: 'failed',
      headline: 'Nothing was changed. 1 refused, 1 not done.',
      undo: { available: false },
    });
    expect(done.results?.find(({ outcome }) => outcome === 'refused')?.reason).toBeTruthy();
    expect((await bench.changes()).slice(since)).toEqual([]);
  });
});

describe('notes', () => {
  const ids = ['006Sy0000000001IAA', '006Sy0000000003IAA', '006Sy0000000004IAA'];
  const names = Object.fromEntries(ids.map((id) => [id, `Deal ${id.slice(-5)}`]));

  test('are enhanced notes, one call for all, each linked to its record; undo takes them out', async () => {
    const done = await bench.run([
      { op: 'note', object: 'Opportunity', ids, names, set: { _text: 'Q4 Pipeline Review' } },
    ]);
    expect(done).toMatchObject({ status: 'done', headline: 'Done. 3 notes added.' });
    const links = await bench
      .salesforceOf(MARA)
      .query(`SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '${ids[0]}'`);
    expect(links.map((link) => (link['ContentDocument'] as { Title: string }).Title)).toEqual([
      'Q4 Pipeline Review',
    ]);
    const graphs = (await bench.journal()).filter(({ path }) => path.endsWith('/composite/graph'));
    expect(graphs).toHaveLength(1);

    await bench.commands.undo(bench.mara, done.id);
    expect(await bench.ended(done.id, ['undone'])).toMatchObject({ headline: 'Undone. 3 taken back.' });
    expect(
      await bench
        .salesforceOf(MARA)
        .query(`SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '${ids[0]}'`),
    ).toEqual([]);
  });

  test('on a task are appended to its description and nothing is overwritten', async () => {
    const [task] = await bench.salesforceOf(MARA).query('SELECT Id, Description FROM Task LIMIT 1');
    const id = String(task?.Id);
    await bench
      .salesforceOf(MARA)
      .request('PATCH', `/sobjects/Task/${id}`, { body: { Description: 'Asked for a quote.' } });
    const done = await bench.run([{ op: 'note', object: 'Task', ids: [id], set: { _text: 'Sent it.' } }]);
    expect(done.status).toBe('done');
    expect(await record('Task', id, 'Description')).toMatchObject({
      Description: 'Asked for a quote.\n\nSent it.',
    });
    await bench.salesforceOf(MARA).request('PATCH', `/sobjects/Task/${id}`, {
      body: { Description: 'Asked for a quote.\n\nSent it.\n\nThey like it.' },
    });
    await bench.commands.undo(bench.mara, done.id);
    expect(await bench.ended(done.id, ['undone'])).toMatchObject({ headline: 'Undone. 1 taken back.' });
    expect(await record('Task', id, 'Description')).toMatchObject({
      Description: 'Asked for a quote.\n\nThey like it.',
    });
  });
});

describe('deletes', () => {
  test('need their number typed, say what undo cannot do, and cannot be taken back', async () => {
    const [task] = await bench
      .salesforceOf(MARA)
      .query("SELECT Id FROM Task WHERE Status != 'Completed' LIMIT 1");
    const id = String(task?.Id);
    const planned = await bench.plan([
      { op: 'delete', object: 'Task', ids: [id], names: { [id]: 'Old task' } },
    ]);
    expect(planned).toMatchObject({ typeToConfirm: 1, confirmLabel: 'Delete 1 task' });
    expect(planned.flags.join()).toContain('Recycle Bin');
    await expect(bench.commands.confirm(bench.mara, planned.id, {})).rejects.toMatchObject({
      code: 'confirmation_number_needed',
    });
    await expect(bench.commands.confirm(bench.mara, planned.id, { typed: 2 })).rejects.toMatchObject({
      code: 'confirmation_number_needed',
    });
    await bench.commands.confirm(bench.mara, planned.id, { typed: 1 });
    expect(await bench.ended(planned.id)).toMatchObject({
      headline: 'Done. 1 deleted.',
      undo: { available: false },
    });
    await expect(bench.commands.undo(bench.mara, planned.id)).rejects.toMatchObject({
      code: 'undo_unavailable',
    });
    await expect(record('Task', id, 'Id')).rejects.toMatchObject({ code: 'salesforce_not_found' });
  });
});

describe('a lead conversion', () => {
  test('goes through the package and links to what the lead became', async () => {
    const [lead] = await bench
      .salesforceOf(MARA)
      .query(
        "SELECT Id, Name FROM Lead WHERE IsConverted = false AND Status = 'Working - Contacted' LIMIT 1",
      );
    const id = String(lead?.Id);
    const done = await bench.run([
      {
        op: 'convert',
        object: 'Lead',
        ids: [id],
        names: { [id]: String(lead?.['Name']) },
        set: {
          ConvertedStatus: 'Closed - Converted',
          CreateOpportunity: true,
          OpportunityName: 'First deal',
          'Opportunity.Amount': 5000,
        },
      },
    ]);
    expect(done).toMatchObject({
      status: 'done',
      headline: 'Done. 1 converted.',
      undo: { available: false },
    });
    const url = done.results?.[0]?.url ?? '';
    const opportunity = /Opportunity\/(\w+)\/view/.exec(url)?.[1] ?? '';
    expect(await record('Opportunity', opportunity, 'Name,Amount')).toMatchObject({
      Name: 'First deal',
      Amount: 5000,
    });
  });
});

describe('many new records', () => {
  test('are upserted by key, 200 a call', async () => {
    const before = (await bench.journal()).length;
    const names = Array.from({ length: 273 }, (_, n) => `Startup ${n}`);
    const done = await bench.run(
      names.map((Company) => ({
        op: 'create' as const,
        object: 'Lead',
        set: { Company, LastName: Company },
      })),
    );
    expect(done).toMatchObject({
      status: 'done',
      headline: 'Done. 273 created.',
      progress: { done: 273, total: 273, failed: 0 },
    });
    const calls = (await bench.journal())
      .slice(before)
      .filter(({ path }) => path.includes('/composite/sobjects/Lead/Sayso_Key__c'));
    expect(calls).toHaveLength(2);
  });
});
