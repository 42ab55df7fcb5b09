import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createFaults } from '../../src/faults.ts';
import { WORLD, openOrg } from './org.ts';

const guide = readFileSync(new URL('../../../docs/simulator.md', import.meta.url), 'utf8');
const [world, rules, faults] = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text!);

test('the world of the guide opens', async () => {
  const org = await openOrg({ world: JSON.parse(world!) });
  expect(org.org.name).toBe('Harbour Ltd');
  expect(await org.sim('POST', 'session', { username: 'ada@harbour.example' })).toHaveProperty(
    'access_token',
  );
  await org.close();
});

test('the rules of the guide hold in an org', async () => {
  const org = await openOrg({ world: { ...WORLD, ...JSON.parse(`{${rules}}`) } });
  const response = await org.send('/services/data/v66.0/sobjects/Opportunity', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await org.tokenFor('ada@harbour.example')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ Name: 'X', StageName: 'Negotiation/Review', CloseDate: '2027-01-31' }),
  });
  expect(await response.json()).toMatchObject([
    { errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Enter an amount before you negotiate.' },
  ]);
  await org.close();
});

test('the faults of the guide are rules', () => {
  expect(createFaults(() => undefined).add(JSON.parse(faults!))).toHaveLength(3);
});

test('the guide names every endpoint of the simulator and every fault action', () => {
  const admin = readFileSync(new URL('../../src/admin.ts', import.meta.url), 'utf8');
  for (const [, method, path] of admin.matchAll(/on\('(\w+)', '(\w+)/g)) {
    expect([method, path, guide.includes(path!)]).toEqual([method, path, true]);
  }
  const actions = readFileSync(new URL('../../src/faults.ts', import.meta.url), 'utf8');
  for (const [, type] of actions.matchAll(/type: '(\w+)'/g))
    expect([type, guide.includes(`\`${type}\``)]).toEqual([type, true]);
});
