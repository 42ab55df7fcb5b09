import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { connect, openPanel, send } from './panel.ts';
import { startProduct, type Product } from './product.ts';
import { axe, signIn, type Visit } from './visit.ts';
import { GRACE, MARA, TOM } from './world.ts';

const SETUP_MS = 120_000;
const TEST_MS = 60_000;

let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct();
  browser = await launchBrowser();
}, SETUP_MS);
afterAll(async () => {
  await browser?.close();
  await product?.close();
}, SETUP_MS);

/** The pop-up that a click opens. */
async function popup(visit: Visit, click: () => Promise<void>): Promise<BrowserPage> {
  const [opened] = await Promise.all([visit.context.waitForEvent('page'), click()]);
  return opened;
}

interface SimGrant {
  username: string;
  clientId: string;
  revokedAt: string | null;
}
const grantsOf = async (username: string) =>
  (await product.sim('GET', `grants?username=${username}`)) as SimGrant[];

describe('Pairing on the Sayso tab', () => {
  test(
    'connects the org with the service by a login of the administrator',
    async () => {
      const grace = await signIn(browser, product.url, GRACE);
      await grace.goto('/lightning/n/Sayso_Admin');
      await grace.page.locator('[data-check="pairing"][data-state="todo"]').waitFor();
      await grace.screenshot('setup-todo');
      expect(await axe(grace.page)).toEqual([]);
      const consent = await popup(grace, () =>
        grace.page.getByRole('button', { name: 'Connect the Sayso service' }).click(),
      );
      await consent.getByText('Access and change your Salesforce data through the API').waitFor();
      await consent.getByRole('button', { name: 'Allow' }).click();
      await grace.page.locator('[data-check="pairing"][data-state="ok"]').waitFor();
      await grace.page.getByText(/^Paired on/).waitFor();
      await consent.getByText(/close this window/i).waitFor();
      expect(await axe(consent)).toEqual([]);
      for (const check of ['service', 'app', 'users', 'admins', 'signals'])
        await grace.page.locator(`[data-check="${check}"][data-state="ok"]`).waitFor();
      await grace.screenshot('setup-done');
      expect(await axe(grace.page)).toEqual([]);
      await grace.close();
    },
    TEST_MS,
  );

  test(
    'is not for a rep',
    async () => {
      const mara = await signIn(browser, product.url, MARA);
      await mara.goto('/lightning/n/Sayso_Admin');
      await mara.page.getByText('Ask your Salesforce admin for the permission set Sayso_Admin.').waitFor();
      await mara.close();
    },
    TEST_MS,
  );
});

describe('A rep’s connection', () => {
  test(
    'says what Sayso may do before it asks, and goes on by itself after the consent',
    async () => {
      const mara = await signIn(browser, product.url, MARA);
      await openPanel(mara, '/lightning/page/home');
      await mara.page.getByRole('heading', { name: 'Connect Sayso to Salesforce' }).waitFor();
      await mara.screenshot('connect');
      expect(await axe(mara.page)).toEqual([]);
      await connect(mara);
      await mara.page.getByText('Mara Lindqvist is connected to Northlight Industries.').waitFor();
      await mara.screenshot('idle');
      const grants = await grantsOf(MARA);
      expect(grants).toHaveLength(1);
      await mara.close();
    },
    TEST_MS,
  );

  test(
    'is not made when the rep denies it, and can be tried again',
    async () => {
      const tom = await signIn(browser, product.url, TOM);
      await openPanel(tom, '/lightning/page/home');
      const button = tom.page.getByRole('dialog', { name: 'Sayso' }).locator('[data-id="connect"] button');
      const consent = await popup(tom, () => button.click());
      await consent.getByRole('button', { name: 'Deny' }).click();
      await consent.waitForURL(/\/oauth\/callback/);
      await consent.getByRole('heading').first().waitFor();
      expect(await axe(consent)).toEqual([]);
      expect(await grantsOf(TOM)).toEqual([]);
      await consent.close();
      await connect(tom);
      await tom.page.locator('[data-id="connected"]').waitFor();
      await tom.close();
    },
    TEST_MS,
  );

  test(
    'that died at the org asks to reconnect with the reason, and the waiting command goes on',
    async () => {
      const mara = await signIn(browser, product.url, MARA);
      await openPanel(mara, '/lightning/page/home');
      await mara.page.locator('[data-id="connected"]').waitFor();
      await product.sim('DELETE', 'grants', { username: MARA });
      await product.sim('DELETE', 'session', { username: MARA });
      // The browser session went with the others; the rep signs in again, Sayso does not know yet.
      await mara.close();
      const again = await signIn(browser, product.url, MARA);
      await openPanel(again, '/lightning/page/home');
      await send(again, "How's my pipeline?");
      await again.page.getByRole('heading', { name: 'Reconnect Sayso to Salesforce' }).waitFor();
      expect((await again.page.locator('[data-id="reason"]').innerText()).length).toBeGreaterThan(20);
      await again.screenshot('reconnect');
      expect(await axe(again.page)).toEqual([]);
      await connect(again);
      await again.page.locator('c-sayso-answer').waitFor();
      await again.close();
    },
    TEST_MS,
  );

  test(
    'ends at Salesforce too when the rep disconnects',
    async () => {
      const mara = await signIn(browser, product.url, MARA);
      await openPanel(mara, '/lightning/page/home');
      await mara.page.getByRole('button', { name: 'Disconnect' }).click();
      await mara.page.getByRole('heading', { name: 'Connect Sayso to Salesforce' }).waitFor();
      await openPanel(mara, '/lightning/page/home');
      await mara.page.getByRole('heading', { name: 'Connect Sayso to Salesforce' }).waitFor();
      let live: SimGrant[];
      do live = (await grantsOf(MARA)).filter(({ revokedAt }) => revokedAt === null);
      while (live.length > 0);
      await mara.close();
    },
    TEST_MS,
  );
});

describe('An administrator', () => {
  test(
    'sees who is connected and revokes one of them, with a receipt',
    async () => {
      const grace = await signIn(browser, product.url, GRACE);
      await grace.goto('/lightning/n/Sayso_Admin');
      const { page } = grace;
      await page.getByRole('row', { name: /Tom Becker/ }).waitFor();
      await page
        .getByRole('row', { name: /Tom Becker/ })
        .getByRole('checkbox')
        .check({ force: true });
      await page.getByLabel('Reason, for the receipt').fill('Left the team');
      await page.getByRole('button', { name: 'Revoke: sign 1 out of Sayso at once' }).click();
      const receipt = page.locator('c-sayso-revocation', { hasText: 'Left the team' });
      await receipt.getByText('Complete: 1 of 1 connections are confirmed dead at Salesforce.').waitFor();
      await grace.screenshot('revoked');
      expect(await axe(page)).toEqual([]);
      expect((await grantsOf(TOM)).every(({ revokedAt }) => revokedAt !== null)).toBe(true);
      await grace.close();
    },
    TEST_MS,
  );
});
