import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../page/test/browser.ts';
import { ADA, useOrg } from '../server/org.ts';
import { authorizePath, createPkce } from './browser.ts';

jest.setTimeout(60_000);

const org = useOrg();
let browser: Browser;
let client: Server;
let redirect_uri: string;

beforeAll(async () => {
  client = createServer((_, response) => response.setHeader('content-type', 'text/html').end('connected'));
  await new Promise<void>((resolve) => {
    client.listen(0, '127.0.0.1', resolve);
  });
  redirect_uri = `http://127.0.0.1:${(client.address() as AddressInfo).port}/oauth/callback`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => client.close(resolve));
});

async function open(path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(org.url + path);
  return page;
}

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
const authorize = () => authorizePath(org, { redirect_uri, code_challenge: createPkce().challenge });

describe('the login and approval pages in a browser', () => {
  test('lead through a login by keyboard alone', async () => {
    const page = await open(authorize());
    await page.locator('#username:focus').waitFor();
    await page.keyboard.type(ADA.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type('secret');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await page.getByRole('button', { name: 'Allow' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('connected').waitFor();
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/^aPrx/);
  });

  test('deny on Deny, and offer to log in as someone else', async () => {
    const page = await open(authorize());
    await page.getByLabel('Username').fill(ADA.username);
    await page.getByLabel('Password').fill('secret');
    await page.getByRole('button', { name: 'Log In' }).click();
    expect(await page.getByRole('listitem').allInnerTexts()).toEqual([
      'Access and change your Salesforce data through the API',
      'Keep that access until you or an administrator take it back',
    ]);
    await page.getByRole('link', { name: 'Log in as someone else' }).click();
    await page.getByLabel('Username').fill('ben@harbour.example');
    await page.getByLabel('Password').fill('secret');
    await page.getByRole('button', { name: 'Log In' }).click();
    await page.getByText('allow access for ben@harbour.example').waitFor();
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('connected').waitFor();
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
  });

  test('announce a refused login', async () => {
    const page = await open('/login');
    await page.getByLabel('Username').fill('nobody');
    await page.getByLabel('Password').fill('x');
    await page.getByRole('button', { name: 'Log In' }).click();
    expect(await page.getByRole('alert').innerText()).toMatch(/^Please check your username and password/);
    expect(await page.getByLabel('Username').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Username').inputValue()).toBe('nobody');
  });

  test('pass the accessibility checks of axe', async () => {
    const page = await open('/login');
    expect(await violations(page)).toEqual([]);
    await page.getByText('Users of this org').click();
    expect(await violations(page)).toEqual([]);
    await page.goto(org.url + authorize());
    await page.getByLabel('Username').fill(ADA.username);
    await page.getByLabel('Password').fill('secret');
    await page.getByRole('button', { name: 'Log In' }).click();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${org.url}/services/oauth2/authorize?client_id=nobody`);
    expect(await violations(page)).toEqual([]);
  });
});
