import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { ADMIN, useOrg } from '../server/org.ts';
import { CLI_TIMEOUT_MS, copySource, createSf, type Sf } from './sf.ts';

jest.setTimeout(CLI_TIMEOUT_MS);

const org = useOrg();
let sf: Sf;

beforeAll(async () => {
  sf = await createSf();
  await copySource(sf, 'force-app/main', 'force-app/main');
  await sf.login(org, ADMIN.username);
});
afterAll(() => sf.close());

test('sf package: create, build, promote, install', async () => {
  const run = async <T>(...args: string[]) => {
    const outcome = await sf.run<T>(['package', ...args]);
    if (outcome.status !== 0) throw new Error(`${args.join(' ')}: ${outcome.message}`);
    return outcome.result;
  };
  const build = (...more: string[]) =>
    run<Record<string, unknown>>(
      ...['version', 'create', '--package', 'Demo', '--installation-key-bypass', '--wait', '2', ...more],
    );

  const { Id } = await run<{ Id: string }>(
    ...[
      'create',
      '--name',
      'Demo',
      '--package-type',
      'Unlocked',
      '--path',
      'force-app/main',
      '--no-namespace',
    ],
  );
  expect(Id).toMatch(/^0Ho/);
  expect(await build('--code-coverage')).toMatchObject({
    Status: 'Success',
    VersionNumber: '0.1.0.1',
    SubscriberPackageVersionId: expect.stringMatching(/^04t/),
    HasPassedCodeCoverageCheck: false,
  });
  expect(await build('--skip-validation')).toMatchObject({ VersionNumber: '0.1.0.2' });

  const versions = async () => run<{ Version: string; IsReleased: boolean }[]>('version', 'list');
  expect(await versions()).toMatchObject([{ Version: '0.1.0.1' }, { Version: '0.1.0.2' }]);
  await expect(run('version', 'promote', '--package', 'Demo@0.1.0-2', '--no-prompt')).rejects.toThrow(
    /skipped validation/,
  );
  await run('version', 'promote', '--package', 'Demo@0.1.0-1', '--no-prompt');
  expect((await versions()).map((version) => version.IsReleased)).toEqual([true, false]);

  expect(await run('install', '--package', 'Demo@0.1.0-1', '--no-prompt', '--wait', '2')).toMatchObject({
    Status: 'SUCCESS',
  });
  expect(await run('installed', 'list')).toMatchObject([
    { SubscriberPackageName: 'Demo', SubscriberPackageVersionNumber: '0.1.0.1' },
  ]);
  expect(org.org.data.object('Account')!.fields.has('sayso_key__c')).toBe(true);
});

test('sf package version create reports what the org finds wrong with the source', async () => {
  await sf.file('force-app/main/default/lwc/broken/broken.js-meta.xml', BROKEN);
  await sf.file('force-app/main/default/lwc/broken/broken.js', 'export default class {}');
  const outcome = await sf.run([
    ...['package', 'version', 'create', '--package', 'Demo', '--installation-key-bypass', '--wait', '2'],
  ]);
  expect(outcome.status).not.toBe(0);
  expect(outcome.message).toContain('shade invalid at this location in type LightningComponentBundle');
});

const BROKEN =
  '<?xml version="1.0"?><LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion><shade>x</shade></LightningComponentBundle>';
