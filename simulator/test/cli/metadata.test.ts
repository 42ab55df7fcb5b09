import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ADMIN, useOrg } from '../server/org.ts';
import { CLI_TIMEOUT_MS, copySource, createSf, type Sf } from './sf.ts';
import { xml } from '../metadata/zip.ts';

jest.setTimeout(CLI_TIMEOUT_MS);

const org = useOrg();
let sf: Sf;

interface Deployed {
  status: string;
  success: boolean;
  numberComponentsDeployed: number;
  numberTestsTotal: number;
  details: { componentFailures: { fullName: string; problem: string }[] };
}

beforeAll(async () => {
  sf = await createSf();
  await copySource(sf, 'force-app', 'force-app');
  await sf.login(org, ADMIN.username);
});
afterAll(() => sf.close());

const deploy = (source: string, env: Record<string, string> = {}, more: string[] = []) =>
  sf.run<Deployed>(['project', 'deploy', 'start', '--source-dir', source, ...more], env);

describe('sf project deploy', () => {
  test('of a permission set whose field is missing names it, over SOAP', async () => {
    const { status, result } = await deploy('force-app/main/default/permissionsets');
    expect(status).not.toBe(0);
    expect(result.success).toBe(false);
    expect(result.details.componentFailures.map(({ problem }) => problem)).toContain(
      'In field: field - no CustomField named Account.Sayso_Key__c found',
    );
  });

  test('of the whole package succeeds, and what it brings exists', async () => {
    const { status, result } = await deploy('force-app');
    expect(result.details.componentFailures).toEqual([]);
    expect(status).toBe(0);
    expect(result).toMatchObject({ status: 'Succeeded', success: true, numberTestsTotal: 0 });
    const query = (soql: string, ...more: string[]) =>
      sf.run<{ totalSize: number }>(['data', 'query', '--query', soql, ...more]);
    expect(await query("SELECT Id FROM PermissionSet WHERE Name = 'Sayso_User'")).toMatchObject({
      result: { totalSize: 1 },
    });
    expect(
      await query("SELECT Name FROM ApexClass WHERE Name = 'SaysoController'", '--use-tooling-api'),
    ).toMatchObject({ result: { totalSize: 1 } });

    // A deployed field is hidden until a permission set shows it.
    expect(await query('SELECT Sayso_Key__c FROM Account')).toMatchObject({ name: 'INVALID_FIELD' });
    expect(await sf.run(['org', 'assign', 'permset', '--name', 'Sayso_User'])).toMatchObject({
      status: 0,
      result: { successes: [{ name: ADMIN.username, value: 'Sayso_User' }], failures: [] },
    });
    expect(
      await sf.run([
        ...['data', 'create', 'record', '--sobject', 'Account', '--values', 'Name=New Sayso_Key__c=abc'],
      ]),
    ).toMatchObject({ status: 0 });
    expect(await query("SELECT Name FROM Account WHERE Sayso_Key__c = 'abc'")).toMatchObject({
      result: { records: [{ Name: 'New' }] },
    });
  });

  test('of an unknown element names line and column, over REST', async () => {
    await sf.file(
      'bad/permissionsets/Bad.permissionset-meta.xml',
      xml('PermissionSet', '<label>Bad</label>\n<colour>red</colour>'),
    );
    await sf.file(
      'sfdx-project.json',
      JSON.stringify({
        packageDirectories: [{ path: 'force-app', default: true }, { path: 'bad' }],
        sourceApiVersion: '66.0',
      }),
    );
    const { result } = await deploy('bad', { SF_ORG_METADATA_REST_DEPLOY: 'true' });
    expect(result.details.componentFailures).toMatchObject([
      { fullName: 'Bad', problem: expect.stringContaining('colour invalid at this location') },
    ]);
  });

  test('as a rehearsal with tests reports none as run', async () => {
    const { result } = await deploy('force-app/connected-app', {}, [
      '--dry-run',
      '--test-level',
      'RunLocalTests',
    ]);
    expect(result).toMatchObject({ success: true, checkOnly: true, numberTestsTotal: 0 });
  });
});

test('sf project retrieve brings back what was deployed', async () => {
  const { status, result } = await sf.run<{ files: { fullName: string; type: string }[] }>([
    ...['project', 'retrieve', 'start', '--metadata', 'ApexClass:SaysoService', '--output-dir', 'back'],
  ]);
  expect(status).toBe(0);
  expect(result.files).toContainEqual(
    expect.objectContaining({ fullName: 'SaysoService', type: 'ApexClass' }),
  );
  expect(await sf.read('back/classes/SaysoService.cls')).toBe(
    await sf.read('force-app/main/default/classes/SaysoService.cls'),
  );
});

test('sf apex is refused rather than answered: no Apex runs here', async () => {
  expect(
    await sf.run(['apex', 'run', 'test', '--class-names', 'SaysoServiceTest', '--synchronous']),
  ).toMatchObject({ name: 'NOT_IMPLEMENTED', message: 'The simulator runs no Apex.' });
});
