import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ADA, ADMIN, bearer, useOrg } from '../server/org.ts';
import { deployment, xml } from './zip.ts';

const org = useOrg();
const BASE = '/services/data/v68.0/tooling';

async function send(method: string, path: string, body?: unknown, username = ADMIN.username) {
  const response = await org.send(BASE + path, {
    method,
    headers: { ...bearer(await org.tokenFor(username)), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : undefined) as Record<string, unknown> };
}
const query = async (soql: string) =>
  (await send('GET', `/query?q=${encodeURIComponent(soql)}`)).body['records'] as Record<string, unknown>[];

const GOOD = { 'customPermissions/Fly.customPermission': xml('CustomPermission', '<label>Fly</label>') };
const BAD = { 'customPermissions/Fly.customPermission': xml('CustomPermission', '<wings>2</wings>') };

function versionInfo(files: Record<string, string>, versionNumber = '1.2.0.NEXT'): string {
  const zip = zipSync({
    'package.zip': deployment(files),
    'package2-descriptor.json': strToU8(JSON.stringify({ versionNumber })),
  });
  return Buffer.from(zip).toString('base64');
}

let packageId: string;
beforeAll(async () => {
  const { body } = await send('POST', '/sobjects/Package2', { Name: 'Wings', ContainerOptions: 'Unlocked' });
  packageId = String(body['id']);
});

const build = async (values: Record<string, unknown>) => {
  const { body } = await send('POST', '/sobjects/Package2VersionCreateRequest', {
    Package2Id: packageId,
    ...values,
  });
  const [request] = await query(
    `SELECT Status, Package2VersionId, Package2Version.SubscriberPackageVersionId, Package2Version.BuildNumber FROM Package2VersionCreateRequest WHERE Id = '${String(body['id'])}'`,
  );
  return { id: String(body['id']), ...request } as Record<string, unknown> & { id: string };
};

describe('a package version', () => {
  test('is built from an upload, numbered, and answers with its parents', async () => {
    const first = await build({ VersionInfo: versionInfo(GOOD), CalculateCodeCoverage: true });
    const second = await build({ VersionInfo: versionInfo(GOOD) });
    expect([first, second]).toMatchObject([
      { Status: 'Success', Package2Version: { BuildNumber: 1 } },
      { Status: 'Success', Package2Version: { BuildNumber: 2 } },
    ]);
    expect(org.org.data.store.findBy('CustomPermission', 'DeveloperName', 'Fly')).toEqual([]);
  });

  test.each([
    ['no zip', Buffer.from('x').toString('base64'), 'VersionInfo is no zip archive.'],
    [
      'a number of another form',
      versionInfo(GOOD, '1.2'),
      'The version number 1.2 is not of the form 1.0.0.NEXT.',
    ],
    [
      'metadata that the org refuses',
      versionInfo(BAD),
      'Fly: Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}wings invalid at this location in type CustomPermission',
    ],
  ])('is refused for %s, with the reason', async (_, VersionInfo, message) => {
    const request = await build({ VersionInfo });
    expect(request['Status']).toBe('Error');
    expect(
      await query(
        `SELECT Message FROM Package2VersionCreateRequestError WHERE ParentRequest.Id = '${request.id}'`,
      ),
    ).toMatchObject([{ Message: message }]);
  });

  test('is promoted only when its coverage was asked for', async () => {
    const promote = async (values: Record<string, unknown>) => {
      const request = await build({ VersionInfo: versionInfo(GOOD), ...values });
      return send('PATCH', `/sobjects/Package2Version/${String(request['Package2VersionId'])}`, {
        IsReleased: true,
      });
    };
    expect((await promote({ CalculateCodeCoverage: true })).status).toBe(204);
    expect((await promote({})).status).toBe(400);
    expect((await promote({ CalculateCodeCoverage: true, SkipValidation: true })).status).toBe(400);
  });

  test('is installed with its key only, and then its metadata is there', async () => {
    const request = await build({ VersionInfo: versionInfo(GOOD), InstallKey: 'sesame' });
    const key = (request['Package2Version'] as Record<string, string>)['SubscriberPackageVersionId'];
    const install = (values: Record<string, unknown>) =>
      send('POST', '/sobjects/PackageInstallRequest', { SubscriberPackageVersionKey: key, ...values });
    expect((await install({ Password: 'guess' })).body).toMatchObject([
      { errorCode: 'INVALID_PACKAGE_PASSWORD' },
    ]);
    const { body } = await install({ Password: 'sesame' });
    expect((await send('GET', `/sobjects/PackageInstallRequest/${String(body['id'])}`)).body).toMatchObject({
      Status: 'SUCCESS',
    });
    expect(org.org.data.store.findBy('CustomPermission', 'DeveloperName', 'Fly')).toHaveLength(1);
    expect(await query('SELECT SubscriberPackage.Name FROM InstalledSubscriberPackage')).toMatchObject([
      { SubscriberPackage: { Name: 'Wings' } },
    ]);
  });
});

describe('the Tooling API', () => {
  test.each([
    [
      'a package without a name',
      'POST',
      '/sobjects/Package2',
      { ContainerOptions: 'Managed' },
      400,
      'REQUIRED_FIELD_MISSING',
    ],
    ['a package of no type', 'POST', '/sobjects/Package2', { Name: 'X' }, 400, 'INVALID_INPUT'],
    [
      'a second package of a name',
      'POST',
      '/sobjects/Package2',
      { Name: 'Wings', ContainerOptions: 'Managed' },
      400,
      'DUPLICATE_VALUE',
    ],
    [
      'a version of no package',
      'POST',
      '/sobjects/Package2VersionCreateRequest',
      { Package2Id: '0HoHs0000000009' },
      400,
      'INVALID_CROSS_REFERENCE_KEY',
    ],
    [
      'an unknown version to install',
      'POST',
      '/sobjects/PackageInstallRequest',
      { SubscriberPackageVersionKey: '04tHs0000000009' },
      400,
      'INVALID_CROSS_REFERENCE_KEY',
    ],
    [
      'a version by hand',
      'POST',
      '/sobjects/Package2Version',
      {},
      400,
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    ],
    [
      'an object that it does not have',
      'GET',
      '/sobjects/SourceMember/describe',
      undefined,
      404,
      'NOT_FOUND',
    ],
    ['a run of tests', 'POST', '/runTestsSynchronous', {}, 501, 'NOT_IMPLEMENTED'],
    ['anonymous Apex', 'GET', '/executeAnonymous', undefined, 501, 'NOT_IMPLEMENTED'],
  ])('refuses %s', async (_, method, path, body, status, errorCode) => {
    expect(await send(method, path, body)).toMatchObject({ status, body: [{ errorCode }] });
  });

  test('lets no one without the right change metadata', async () => {
    const refused = await send(
      'POST',
      '/sobjects/Package2',
      { Name: 'Y', ContainerOptions: 'Managed' },
      ADA.username,
    );
    expect(refused.status).toBe(403);
  });

  test("queries the org's own objects too, with columns", async () => {
    expect(await query("SELECT Username FROM User WHERE Name = 'Ada Brandt'")).toMatchObject([
      { Username: ADA.username },
    ]);
    const { body } = await send(
      'GET',
      `/query?columns=true&q=${encodeURIComponent('SELECT Id, Name FROM Package2')}`,
    );
    expect(body['columnMetadata']).toMatchObject([{ columnName: 'Id' }, { columnName: 'Name' }]);
  });
});
