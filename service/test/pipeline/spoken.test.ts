import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CommandView } from '../../src/commands/types.ts';
import { until } from '../execute/harness.ts';
import { MARA, startService, type TestService } from '../service.ts';

const DEAL = '006Sy0000000001IAA';

let sayso: TestService;
beforeAll(async () => {
  sayso = await startService();
  await sayso.pair();
  await sayso.connect(MARA);
}, 60_000);
afterAll(() => sayso.close());

async function call(method: string, path: string, body?: unknown): Promise<CommandView> {
  const response = await sayso.request(method, path, MARA, body === undefined ? {} : { body });
  const answer = (await response.json()) as CommandView;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

function say(text: string, context: object = {}): Promise<CommandView> {
  return call('POST', '/v1/commands', { text, timeZone: 'Europe/Berlin', context });
}

async function confirm(view: CommandView): Promise<CommandView> {
  await call(
    'POST',
    `/v1/commands/${view.id}/confirm`,
    view.typeToConfirm === undefined ? {} : { typed: view.typeToConfirm },
  );
  return until(async () => {
    const now = await call('GET', `/v1/commands/${view.id}`);
    return now.status === 'running' ? undefined : now;
  });
}

/** What is said, planned by the grammar, written to the org and taken back: nothing given. */
describe('from a sentence to Salesforce', () => {
  test('"Update opportunity status to negotiation and set the next follow-up for Friday." on an open record', async () => {
    const view = await say(
      'Update opportunity status to negotiation and set the next follow-up for Friday.',
      { recordId: DEAL },
    );
    expect(view).toMatchObject({ kind: 'plan', headline: '2 changes: 1 opportunity, 1 new task' });
    const done = await confirm(view);
    expect(done).toMatchObject({ status: 'done', headline: 'Done. 1 changed, 1 created.' });
    expect(sayso.simulator.org.data.record('Opportunity', DEAL)).toMatchObject({
      StageName: 'Negotiation/Review',
    });
    await call('POST', `/v1/commands/${view.id}/undo`);
    const undone = await until(async () => {
      const now = await call('GET', `/v1/commands/${view.id}`);
      return now.status === 'undone' ? now : undefined;
    });
    expect(undone.headline).toBe('Undone. 2 taken back.');
    expect(sayso.simulator.org.data.record('Opportunity', DEAL)).toMatchObject({
      StageName: 'Proposal/Price Quote',
      Probability: 75,
    });
  });

  test('without an open record it asks which one, and the answer completes the same command', async () => {
    const question = await say(
      'Update opportunity status to negotiation and set the next follow-up for Friday.',
    );
    expect(question).toMatchObject({ kind: 'clarify', status: 'question' });
    const ended = await call('POST', `/v1/commands/${question.id}/answer`, { text: 'never mind' });
    expect(ended).toMatchObject({ status: 'cancelled', headline: 'Cancelled. Nothing was changed.' });
  });

  test('"Add all YC W23 companies to my Salesforce as new leads." skips who is there already', async () => {
    const view = await say('Add all YC W23 companies to my Salesforce as new leads.');
    expect(view.kind).toBe('plan');
    const done = await confirm(view);
    expect(done.status).toBe('done');
    expect(done.results?.every(({ outcome }) => outcome === 'created')).toBe(true);
    const again = await say('Add all YC W23 companies to my Salesforce as new leads.');
    expect(again.kind === 'plan' ? (again.preview?.length ?? 0) : 0).toBe(0);
  }, 30_000);

  test('"Delete everything." is refused with a reason', async () => {
    expect(await say('Delete everything.')).toMatchObject({
      kind: 'refuse',
      status: 'refused',
      refuse: { reason: expect.any(String) },
    });
  });
});
