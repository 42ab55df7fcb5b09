import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createModel } from '../../../src/commands/model/openai.ts';
import { planCommand } from '../../../src/commands/planner.ts';
import type { Outcome } from '../../../src/commands/types.ts';
import { everythingAllowed, testOrg, WEDNESDAY, type TestOrg } from '../org.ts';

/** A sentence that the grammar does not explain. */
const ODD = 'Bluewave Platform Rollout wobbled proposal-wards, 90k on the napkin';

let org: TestOrg;
let server: Server;
let answer: () => string;
const seen: string[] = [];

beforeAll(async () => {
  org = await testOrg();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push(body);
      response.setHeader('content-type', 'application/json');
      response.end(answer());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await org.close();
  await new Promise((done) => server.close(done));
});

const says =
  (...sentences: string[]) =>
  () =>
    JSON.stringify({ choices: [{ message: { content: JSON.stringify({ sentences }) } }] });

async function plan(text = ODD): Promise<Outcome> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return planCommand(
    { text, now: WEDNESDAY, timeZone: 'Europe/Berlin' },
    {
      salesforce: await org.salesforce(),
      policy: everythingAllowed,
      research: { find: async () => undefined },
      model: createModel({ url, model: 'any' }),
    },
  );
}

describe('a language model beside the grammar', () => {
  test('its plain sentences go through the same resolver', async () => {
    answer = says('Set the amount of Bluewave Platform Rollout to 90k');
    const outcome = await plan();
    expect(outcome).toMatchObject({ kind: 'plan', ops: [{ op: 'update', set: { Amount: 90_000 } }] });
  });

  test('it is not asked when the grammar explains the whole command', async () => {
    const before = seen.length;
    await plan('Move Bluewave Platform Rollout to proposal');
    expect(seen.length).toBe(before);
  });

  test.each([
    ['a record that the rep did not name', says('Set the amount of Halcyon Observability to 90k')],
    ['a delete that the rep did not ask for', says('Delete Bluewave Platform Rollout')],
    ['a field that does not exist', says('Set the wobble of Bluewave Platform Rollout to 90k')],
    [
      'another shape',
      () => JSON.stringify({ choices: [{ message: { content: '{"ops":[{"op":"delete"}]}' } }] }),
    ],
    ['no JSON', () => 'I am sorry'],
    ['nothing', () => ''],
  ])('an answer with %s ends in a question', async (_, said) => {
    answer = said;
    expect((await plan()).kind).toBe('clarify');
  });

  test('it sees no token, no id and no record value beyond the text', async () => {
    answer = says('Set the amount of Bluewave Platform Rollout to 90k');
    await plan();
    expect(seen.at(-1)).not.toMatch(/006[A-Za-z0-9]{12}|00D[A-Za-z0-9]{12}|SELECT|Halcyon/);
  });
});
