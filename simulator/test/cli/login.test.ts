import { generateKeyPairSync } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../page/test/browser.ts';
import { ADA, ADMIN, useOrg } from '../server/org.ts';
import { CLI_TIMEOUT_MS, createSf, type Sf } from './sf.ts';

jest.setTimeout(CLI_TIMEOUT_MS);

const org = useOrg();
let sf: Sf;
let browser: Browser;
let port: number;

beforeAll(async () => {
  port = await freePort();
  [sf, browser] = await Promise.all([createSf({ oauthLocalPort: String(port) }), launchBrowser()]);
});
afterAll(() => Promise.all([sf.close(), browser.close()]));

describe('sf org login', () => {
  test('web: PKCE through the login and approval pages in a browser, then a refresh', async () => {
    await org.sim('PATCH', 'apps/PlatformCLI', { callbacks: [`http://localhost:${port}/OauthRedirect`] });
    // The CLI starts what BROWSER names; ours only tells which page it was to open.
    const opened = `${sf.project}/opened`;
    await sf.file('browser.sh', `#!/bin/sh\necho "$1" > ${opened}.part\nmv ${opened}.part ${opened}\n`);
    const login = sf.run(['org', 'login', 'web', '--instance-url', org.url, '--alias', 'web'], {
      BROWSER: `sh ${sf.project}/browser.sh`,
    });
    const url = await Promise.race([
      login.then((outcome) => Promise.reject(new Error(JSON.stringify(outcome)))),
      fileContent(opened),
    ]);
    expect(new URL(url).searchParams.get('code_challenge')).toBeTruthy();
    expect(new URL(url).searchParams.has('code_challenge_method')).toBe(false);

    const page = await browser.newPage();
    await page.goto(url);
    await page.getByRole('textbox', { name: 'Username' }).fill(ADMIN.username);
    await page.getByLabel('Password').fill('anything');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Allow access?' }).waitFor();
    expect(await page.getByRole('list').innerText()).toContain('through the API');
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await login).toMatchObject({ status: 0, result: { username: ADMIN.username, orgId: org.org.id } });
    await page.close();

    await org.sim('DELETE', 'session', {});
    expect(
      await sf.run(['data', 'query', '--query', 'SELECT Id FROM Account', '--target-org', 'web']),
    ).toMatchObject({ result: { totalSize: 2 } });
    const grants = (await org.sim('GET', 'grants')) as Record<string, unknown>[];
    expect(grants.at(-1)).toMatchObject({
      clientId: 'PlatformCLI',
      uses: expect.any(Number),
      rotations: 0,
      replays: 0,
    });
  });

  test('jwt: an assertion signed with the key that the app knows', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const { clientId } = (await org.sim('POST', 'apps', { name: 'Pipeline', jwtKeys: [publicKey] })) as {
      clientId: string;
    };
    const login = async (key: string) =>
      sf.run([
        ...['org', 'login', 'jwt', '--client-id', clientId, '--username', ADA.username],
        ...['--jwt-key-file', await sf.file('key.pem', key), '--instance-url', org.url],
      ]);
    expect(await login(privateKey)).toMatchObject({ status: 0, result: { username: ADA.username } });
    const stranger = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const refused = await login(stranger.privateKey);
    expect(refused.status).not.toBe(0);
    expect(refused.message).toContain('authentication failure');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

async function fileContent(path: string): Promise<string> {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
  return readFileSync(path, 'utf8').trim();
}
