import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildIfStale } from '../lwc/build.ts';
import { convert } from '../package-checks/convert.ts';
import { root } from '../package-checks/findings.ts';
import { packageDirectories } from '../package-checks/project.ts';

/** The CLI starts in a second on an idle machine. */
const CLI_MS = 120_000;
const [main = '', connectedApp = '', clientApp = '', sourceOrg = ''] = packageDirectories();

describe('what the sf CLI makes of the package directories', () => {
  it(
    'sends the components as JavaScript, without sources, tests and settings',
    async () => {
      await buildIfStale();
      const { findings, files } = await convert(main);
      expect(findings).toEqual([]);
      const panel = files.filter((file) => file.startsWith('lwc/saysoPanel/'));
      expect(panel).toEqual([
        'lwc/saysoPanel/saysoPanel.html',
        'lwc/saysoPanel/saysoPanel.js',
        'lwc/saysoPanel/saysoPanel.js-meta.xml',
      ]);
      expect(files.filter((file) => /\.ts$|__tests__|tsconfig/.test(file))).toEqual([]);
      expect(files).toEqual(
        expect.arrayContaining([
          'classes/SaysoController.cls',
          'objects/Sayso_Key__c.object',
          'permissionsets/Sayso_User.permissionset',
          'namedCredentials/Sayso.namedCredential',
        ]),
      );
    },
    CLI_MS,
  );

  it(
    'sends the Connected App',
    async () => {
      expect((await convert(connectedApp)).files).toEqual([
        'connectedApps/Sayso.connectedApp',
        'package.xml',
      ]);
    },
    CLI_MS,
  );

  it(
    'packages the External Client App without what may not be packaged',
    async () => {
      const { files } = await convert(clientApp);
      expect(files).toContain('externalClientApps/Sayso.eca');
      expect(files.some((file) => file.startsWith('extlClntAppGlobalOauthSets/'))).toBe(false);
      expect(
        (await convert(sourceOrg)).files.some((file) => file.startsWith('extlClntAppGlobalOauthSets/')),
      ).toBe(true);
    },
    CLI_MS,
  );

  it(
    'refuses a directory with a file that is no metadata',
    async () => {
      const folder = mkdtempSync(path.join(connectedApp, 'planted-'));
      try {
        writeFileSync(path.join(folder, 'Nothing.known-meta.xml'), '<Nothing/>');
        const { findings } = await convert(folder);
        expect(findings).toHaveLength(1);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    CLI_MS,
  );
});

describe('least privilege', () => {
  const text = (file: string): string => readFileSync(path.join(root, 'force-app', file), 'utf8');

  it('asks for the scopes api and refresh_token and nothing else, in both registrations', () => {
    const connected = text('connected-app/default/connectedApps/Sayso.connectedApp-meta.xml');
    expect([...connected.matchAll(/<scopes>(\w+)</g)].map(([, scope]) => scope)).toEqual([
      'Api',
      'RefreshToken',
    ]);
    expect(
      text('external-client-app/default/extlClntAppOauthSettings/Sayso_oauth.ecaOauth-meta.xml'),
    ).toContain('<commaSeparatedOauthScopes>Api, RefreshToken<');
  });

  it('requires PKCE, rotation and the secret, in both registrations', () => {
    for (const file of [
      'connected-app/default/connectedApps/Sayso.connectedApp-meta.xml',
      'external-client-app/source-org/extlClntAppGlobalOauthSets/Sayso_global.ecaGlblOauth-meta.xml',
    ])
      for (const flag of [
        'isPkceRequired',
        'isRefreshTokenRotationEnabled',
        'isSecretRequiredForRefreshToken',
      ])
        expect(text(file)).toContain(`<${flag}>true</${flag}>`);
  });

  it('holds no consumer key and no secret', () => {
    for (const file of [
      'connected-app/default/connectedApps/Sayso.connectedApp-meta.xml',
      'external-client-app/source-org/extlClntAppGlobalOauthSets/Sayso_global.ecaGlblOauth-meta.xml',
    ])
      expect(text(file)).not.toMatch(/<consumer(Key|Secret)>/);
  });

  it('grants no object, no system permission and no field but the key that marks created records', () => {
    for (const name of ['Sayso_User', 'Sayso_Admin']) {
      const permissionSet = text(`main/default/permissionsets/${name}.permissionset-meta.xml`);
      expect(permissionSet).not.toMatch(/<userPermissions>|<pageAccesses>|<recordTypeVisibilities>/);
      expect(permissionSet).not.toMatch(
        /<(allowCreate|allowDelete|allowEdit|modifyAllRecords|viewAllRecords)>true/,
      );
      for (const [, field] of permissionSet.matchAll(/<field>([^<]+)/g))
        expect(field).toMatch(/^\w+\.Sayso_Key__c$/);
    }
  });

  it('keeps the signing key out of reach of users, reports and the API', () => {
    expect(text('main/default/objects/Sayso_Key__c/Sayso_Key__c.object-meta.xml')).toContain(
      '<visibility>Protected</visibility>',
    );
    for (const name of ['Sayso_User', 'Sayso_Admin'])
      expect(text(`main/default/permissionsets/${name}.permissionset-meta.xml`)).not.toMatch(
        /Sayso_Key__c\.\w+__c|<object>Sayso_Key__c/,
      );
  });
});
