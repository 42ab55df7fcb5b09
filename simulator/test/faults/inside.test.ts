import { afterEach, describe, expect, test } from '@jest/globals';
import { ADA, bearer, useOrg } from '../server/org.ts';

const org = useOrg();
const V = '/services/data/v66.0';

afterEach(() => org.sim('DELETE', 'faults'));

const fault = (rule: unknown) => org.sim('POST', 'faults', rule);
const send = async (method: string, path: string, body?: unknown) =>
  org.send(V + path, {
    method,
    headers: { ...bearer(await org.tokenFor(ADA.username)), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const names = () => [...org.org.data.rows('Account')].map((row) => row['Name']);
const LOCKED = {
  type: 'error',
  errorCode: 'UNABLE_TO_LOCK_ROW',
  message: 'unable to obtain exclusive access to this record',
};
const accounts = (...all: string[]) => all.map((Name) => ({ attributes: { type: 'Account' }, Name }));

describe('a locked row', () => {
  test('fails a single write, and the next try goes through', async () => {
    await fault({ at: 'row', match: { object: 'Account', operation: 'update' }, times: 1, action: LOCKED });
    const patch = () => send('PATCH', '/sobjects/Account/001Hs0000000001IAA', { Name: 'Nordlicht AG' });
    const refused = await patch();
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject([{ errorCode: 'UNABLE_TO_LOCK_ROW' }]);
    expect((await patch()).status).toBe(204);
  });

  test('fails alone in a collection, or takes the others along with allOrNone', async () => {
    await fault({ at: 'row', match: { row: 1 }, action: LOCKED });
    const create = async (allOrNone: boolean, ...all: string[]) =>
      (await (
        await send('POST', '/composite/sobjects', { allOrNone, records: accounts(...all) })
      ).json()) as { success: boolean; errors: { statusCode: string }[] }[];
    const partial = await create(false, 'P1', 'P2', 'P3');
    expect(partial.map(({ success }) => success)).toEqual([true, false, true]);
    expect(partial[1]!.errors[0]!.statusCode).toBe('UNABLE_TO_LOCK_ROW');
    const whole = await create(true, 'W1', 'W2', 'W3');
    expect(whole.map(({ errors }) => errors[0]!.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'UNABLE_TO_LOCK_ROW',
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    ]);
    expect(names()).toEqual(expect.arrayContaining(['P1', 'P3']));
    expect(names()).not.toEqual(expect.arrayContaining(['W1']));
  });

  test('is among the failed results of a bulk job', async () => {
    await fault({ at: 'row', match: { row: 2 }, action: LOCKED });
    const { id, failed, successful } = await bulk('Name\nB0\nB1\nB2\nB3\n');
    expect(id).toMatch(/^750/);
    expect(failed).toMatch(/UNABLE_TO_LOCK_ROW.*B2/);
    expect(successful.trim().split('\n')).toHaveLength(4);
  });
});

test('a session that ends at one sub-request fails that one, and allOrNone undoes the rest', async () => {
  await fault({
    at: 'subrequest',
    match: { subrequest: 'second' },
    action: {
      type: 'error',
      status: 401,
      errorCode: 'INVALID_SESSION_ID',
      message: 'Session expired or invalid',
    },
  });
  const part = (referenceId: string, Name: string) => ({
    method: 'POST',
    url: `${V}/sobjects/Account`,
    referenceId,
    body: { Name },
  });
  const response = await send('POST', '/composite', {
    allOrNone: true,
    compositeRequest: [part('first', 'C1'), part('second', 'C2')],
  });
  expect(await response.json()).toMatchObject({
    compositeResponse: [
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      { httpStatusCode: 401, body: [{ errorCode: 'INVALID_SESSION_ID' }] },
    ],
  });
  expect(names()).not.toContain('C1');
});

describe('a bulk job', () => {
  test.each(['Failed', 'Aborted'] as const)('ends as %s with its last rows unprocessed', async (state) => {
    await fault({ at: 'bulkJob', times: 1, action: { type: 'bulkJob', state, afterRows: 1 } });
    const result = await bulk(`Name\n${state}0\n${state}1\n${state}2\n`);
    expect(result.state).toBe(state);
    expect(result.unprocessed).toContain(`${state}2`);
    expect(names()).toContain(`${state}0`);
    expect(names()).not.toContain(`${state}2`);
  });
});

async function bulk(csv: string) {
  const { id } = (await (
    await send('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' })
  ).json()) as { id: string };
  const headers = bearer(await org.tokenFor(ADA.username));
  await org.send(`${V}/jobs/ingest/${id}/batches`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: csv,
  });
  await send('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' });
  let state = '';
  while (!['JobComplete', 'Failed', 'Aborted'].includes(state))
    ({ state } = (await (await send('GET', `/jobs/ingest/${id}`)).json()) as { state: string });
  const rows = async (kind: string) => (await send('GET', `/jobs/ingest/${id}/${kind}`)).text();
  return {
    id,
    state,
    failed: await rows('failedResults'),
    successful: await rows('successfulResults'),
    unprocessed: await rows('unprocessedrecords'),
  };
}
