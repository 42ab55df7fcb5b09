import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACME, DEAL, useOrg, V } from './org.ts';

const reported: unknown[] = [];
const org = useOrg({}, { report: (error) => reported.push(error) });

const WRITES: [string, string][] = [
  ['POST', 'sobjects/Account'],
  ['PATCH', `sobjects/Account/${ACME}`],
  ['PATCH', 'sobjects/Account/Id/x'],
  ['POST', 'composite/sobjects'],
  ['PATCH', 'composite/sobjects'],
  ['PATCH', 'composite/sobjects/Account/Id'],
  ['POST', 'composite/sobjects/Account'],
  ['POST', 'composite'],
  ['POST', 'composite/graph'],
  ['POST', 'composite/batch'],
  ['POST', 'composite/tree/Account'],
  ['POST', 'jobs/ingest'],
  ['POST', 'jobs/query'],
  ['POST', 'ui-api/records'],
  ['PATCH', `ui-api/records/${DEAL}`],
  ['POST', 'parameterizedSearch'],
];

/** JSON that looks like what these resources take, with anything in the places of their parts. */
const body = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('Account', 'insert', 'query', 'GET', ACME, `${V}/sobjects/Account`, '@{a.id}'),
    tie('object'),
    tie('list'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(
    fc.constantFrom(
      ...(
        'records attributes type referenceId id Id Name Contacts allOrNone compositeRequest graphs graphId method url body httpHeaders ' +
        'batchRequests richInput operation object query externalIdFieldName apiName fields ids q sobjects state columnDelimiter'
      ).split(' '),
    ),
    tie('value'),
    { maxKeys: 6 },
  ),
})).value;

test('No JSON body makes a resource fail by itself', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...WRITES), body, async ([method, path], json) => {
      const { status } = await org.call(method, path, JSON.stringify(json));
      expect([method, path, status, reported.splice(0).map(String)]).toEqual([
        method,
        path,
        expect.any(Number),
        [],
      ]);
      expect(status).toBeLessThan(502);
    }),
    { numRuns: 400 },
  );
}, 30_000);

test.each(WRITES)('%s %s refuses what is no JSON', async (method, path) => {
  const { status, body: answer } = await org.call(method, path, '{"Name": ');
  expect([status, answer[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
});
