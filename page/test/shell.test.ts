import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startPage, type Page } from '../server.ts';
import { launchBrowser } from './browser.ts';
import { axe, signIn, STEP_MS, type Visit } from './visit.ts';
import { demoWorld, GRACE, MARA, TOM } from './world.ts';

/** A browser that must first be unpacked, on a machine under load. */
const SETUP_MS = 120_000;
const TEST_MS = 30_000;

const ACME = '/lightning/r/Opportunity/006Sy0000000001IAA/view';

let org: Page;
let browser: Browser;
let mara: Visit;

beforeAll(async () => {
  // Nothing listens there: these tests are about the page, and about a panel without its service.
  org = await startPage({ world: demoWorld(), port: 0, serviceUrl: 'http://127.0.0.1:9' });
  browser = await launchBrowser();
  mara = await signIn(browser, org.url, MARA);
}, SETUP_MS);
afterAll(async () => {
  await browser?.close();
  await org?.close();
});

describe('The page', () => {
  test(
    'sends a stranger to the login page and back to where they wanted to go',
    async () => {
      const context = await browser.newContext();
      context.setDefaultTimeout(STEP_MS);
      const page = await context.newPage();
      await page.goto(org.url + ACME);
      await page.getByLabel('Username').fill(MARA);
      await page.getByLabel('Password').fill('any');
      await page.getByRole('button', { name: 'Log In' }).click();
      await page.getByRole('heading', { name: 'ACME Line Automation' }).waitFor();
      expect(new URL(page.url()).pathname).toBe(ACME);
      await context.close();
    },
    TEST_MS,
  );

  test(
    'shows the tabs of the app and says which one is open',
    async () => {
      const { page } = mara;
      await mara.goto('/lightning/page/home');
      const tabs = page.getByRole('navigation', { name: 'App' }).getByRole('link');
      expect(await tabs.allInnerTexts()).toEqual([
        'Home',
        'Opportunities',
        'Leads',
        'Accounts',
        'Contacts',
        'Tasks',
        'Campaigns',
        'Cases',
        'Sayso',
      ]);
      await tabs.filter({ hasText: 'Contacts' }).click();
      await page.getByRole('heading', { name: 'All Contacts' }).waitFor();
      expect(await tabs.filter({ hasText: 'Contacts' }).getAttribute('aria-current')).toBe('page');
      expect(await page.title()).toBe('Contacts | Salesforce');
    },
    TEST_MS,
  );

  test(
    'lists records, filters and sorts them, and opens one without loading the document anew',
    async () => {
      const { page } = mara;
      await mara.goto('/lightning/o/Opportunity/list');
      await page.evaluate(() => Object.assign(window, { stillHere: true }));
      await page.getByText('45 items').waitFor();
      await page.getByRole('searchbox', { name: 'Search this list' }).fill('bluewave');
      await page.getByText(/\d items? with "bluewave"/).waitFor();
      const amount = page.getByRole('button', { name: 'Amount' });
      await amount.click();
      await amount.click();
      expect(await page.getByRole('columnheader', { name: 'Amount' }).getAttribute('aria-sort')).toBe(
        'descending',
      );
      const amounts = (await page.locator('td[data-label="Amount"]').allInnerTexts()).map((text) =>
        Number(text.replace(/[^\d.]/g, '')),
      );
      expect(amounts.length).toBeGreaterThan(1);
      expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
      await page.getByRole('link', { name: 'Bluewave Platform Rollout' }).click();
      await page.getByRole('heading', { name: 'Bluewave Platform Rollout' }).waitFor();
      expect(await page.evaluate(() => 'stillHere' in window)).toBe(true);
      await page.goBack();
      await page.getByRole('heading', { name: 'All Opportunities' }).waitFor();
    },
    TEST_MS,
  );

  test(
    'shows a record: highlights, path, details by the labels of the org, related lists and activities',
    async () => {
      const { page } = mara;
      await mara.goto(ACME);
      const record = org.org.data.record('Opportunity', '006Sy0000000001IAA')!;
      expect(record['StageName']).toBe('Proposal/Price Quote');
      expect(await page.locator('li[aria-current="step"]').innerText()).toContain('Proposal/Price Quote');
      await page.getByText('$240,000.00').first().waitFor();
      const details = page.getByRole('tabpanel', { name: 'Details' });
      await details.getByRole('link', { name: 'ACME Corp' }).waitFor();
      expect(await details.locator('dt', { hasText: 'Next Step' }).count()).toBe(1);
      await page.getByRole('heading', { name: /^Open Activities \(\d\)$/ }).waitFor();
      await page.getByRole('link', { name: 'Send revised proposal' }).waitFor();
      await mara.screenshot('record');
      await page.getByRole('tab', { name: 'Related' }).click();
      await page.getByRole('heading', { name: 'Contact Roles (2)' }).waitFor();
      await page.getByRole('heading', { name: 'Notes (1)' }).waitFor();
      await page.getByText('Dana has 250k approved').waitFor();
    },
    TEST_MS,
  );

  test.each([
    ['Account', '001Sy0000000001IAA', 'ACME Corp', ['Contacts', 'Opportunities', 'Cases', 'Notes']],
    [
      'Contact',
      '003Sy0000000001IAA',
      'Dana Whitlock',
      ['Opportunities', 'Cases', 'Campaign History', 'Notes'],
    ],
    ['Lead', '00QSy0000000001MAA', 'Avery Ahlberg', ['Campaign History', 'Notes']],
    ['Campaign', '701Sy0000000001IAA', 'Autumn Product Webinar', ['Campaign Members', 'Opportunities']],
  ])(
    'has a record page of %s %s, found by the id alone',
    async (_, id, name, related) => {
      const { page } = mara;
      await mara.goto(`/lightning/r/${id}/view`);
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await page.getByRole('tab', { name: 'Related' }).click();
      const titles = await page
        .getByRole('tabpanel', { name: 'Related' })
        .getByRole('heading')
        .allInnerTexts();
      expect(titles.map((title) => title.replace(/ \(\d+\)$/, ''))).toEqual(related);
    },
    TEST_MS,
  );

  test(
    'shows tasks, cases and notes on pages of their own',
    async () => {
      const { page } = mara;
      await mara.goto('/lightning/r/Task/00TSy0000000001MAA/view');
      await page.getByRole('link', { name: 'ACME Line Automation' }).first().waitFor();
      await mara.goto('/lightning/r/Case/500Sy0000000001IAA/view');
      await page.getByText('Controller loses connection after update').first().waitFor();
      await mara.goto('/lightning/r/Note/002Sy0000000001IAA/view');
      await page.getByText('anything above needs the board').first().waitFor();
    },
    TEST_MS,
  );

  test(
    'says so when a record is not there',
    async () => {
      await mara.goto('/lightning/r/Opportunity/006Sy0000000999IAA/view');
      await mara.page.getByRole('heading', { name: 'This record is not here' }).waitFor();
    },
    TEST_MS,
  );

  test(
    'finds records by name from the search box',
    async () => {
      const { page } = mara;
      await mara.goto('/lightning/page/home');
      await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('whitlock');
      await page
        .getByRole('list', { name: 'Records found' })
        .getByRole('link', { name: /Dana Whitlock/ })
        .click();
      await page.getByRole('heading', { level: 1, name: 'Dana Whitlock' }).waitFor();
      await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('zzzz');
      await page.getByText('No records match "zzzz".').waitFor();
    },
    TEST_MS,
  );

  test(
    'writes dates and money the way the user reads them',
    async () => {
      const tom = await signIn(browser, org.url, TOM);
      await tom.goto(ACME);
      await tom.page.getByText('240.000,00').first().waitFor();
      await tom.page.getByText('7.1.2027').first().waitFor();
      await tom.close();
    },
    TEST_MS,
  );

  test(
    'shows changed values as soon as the window has the focus again',
    async () => {
      const { page } = mara;
      await mara.goto(ACME);
      const { data } = org.org;
      data.atomic('005Sy0000000001IAA', () => {
        const row = data.record('Opportunity', '006Sy0000000001IAA')!;
        data.store.put('Opportunity', { ...row, NextStep: 'Call the board' });
      });
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await page.getByText('Call the board').waitFor();
    },
    TEST_MS,
  );

  test(
    'signs out to the login page',
    async () => {
      const grace = await signIn(browser, org.url, GRACE);
      await grace.page.getByRole('button', { name: /View profile/ }).click();
      await grace.page.getByText('Salesforce Administrator').waitFor();
      await grace.screenshot('profile');
      await grace.page.getByRole('link', { name: 'Log Out' }).click();
      await grace.page.waitForURL(/login/);
      await grace.page.goto(org.url);
      await grace.page.waitForURL(/login/);
      await grace.close();
    },
    TEST_MS,
  );
});

describe('The utility bar', () => {
  test(
    'opens the panel by a click and by Alt+S, with the box ready to type in',
    async () => {
      const { page } = mara;
      await mara.goto('/lightning/page/home');
      const panel = page.getByRole('dialog', { name: 'Sayso' });
      expect(await panel.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Sayso', exact: true }).click();
      await panel.waitFor();
      expect(await panel.boundingBox()).toMatchObject({ width: 400, height: 560 });
      await page.getByRole('button', { name: 'Minimize Sayso' }).click();
      await panel.waitFor({ state: 'hidden' });
      await page.keyboard.press('Alt+s');
      await panel.waitFor();
      await page.locator('c-sayso-panel textarea:focus').waitFor();
    },
    TEST_MS,
  );

  test(
    'keeps the panel and what is typed in it while pages change, and the panel knows the page',
    async () => {
      const { page } = mara;
      await mara.goto('/lightning/o/Opportunity/list');
      await page.keyboard.press('Alt+s');
      const box = page.getByRole('dialog', { name: 'Sayso' }).getByRole('textbox');
      await box.fill('a sentence that');
      await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('acme training');
      await page.getByRole('link', { name: /^ACME Training Package Opportunity/ }).click();
      await page.getByRole('heading', { level: 1, name: 'ACME Training Package' }).waitFor();
      expect(await box.inputValue()).toBe('a sentence that');
      await box.fill('');
      expect(await box.getAttribute('placeholder')).toContain('Negotiation');
      await mara.screenshot('panel');
    },
    TEST_MS,
  );

  test(
    'says what an org without pairing needs',
    async () => {
      const { page } = mara;
      await mara.goto('/lightning/page/home');
      await page.keyboard.press('Alt+s');
      await page.getByText('Sayso is not set up in this org yet.').waitFor();
    },
    TEST_MS,
  );
});

describe('For everyone', () => {
  test.each([
    ['home', '/lightning/page/home'],
    ['a list', '/lightning/o/Opportunity/list'],
    ['a record', ACME],
    ['a task', '/lightning/r/Task/00TSy0000000001MAA/view'],
    ['the Sayso tab', '/lightning/n/Sayso_Admin'],
    ['a missing record', '/lightning/r/Opportunity/006Sy0000000999IAA/view'],
  ])(
    'axe finds nothing on %s, with the panel open',
    async (_, path) => {
      await mara.goto(path);
      await mara.page.keyboard.press('Alt+s');
      await mara.page.getByRole('dialog', { name: 'Sayso' }).waitFor();
      expect(await axe(mara.page)).toEqual([]);
    },
    TEST_MS,
  );

  test(
    'axe finds nothing with the panel closed',
    async () => {
      await mara.goto(ACME);
      expect(await axe(mara.page)).toEqual([]);
    },
    TEST_MS,
  );

  test(
    'axe does find a fault inside a component',
    async () => {
      await mara.goto(ACME);
      await mara.page.locator('shell-highlights h1').evaluate((heading) => {
        heading.parentElement?.appendChild(document.createElement('img')).setAttribute('src', 'data:,');
      });
      expect((await axe(mara.page)).some((finding) => finding.startsWith('image-alt'))).toBe(true);
    },
    TEST_MS,
  );

  test(
    'works at 200 % zoom: nothing is cut off sideways, and the panel fits',
    async () => {
      // 200 % of a 1280 px window leaves 640 CSS pixels.
      const zoomed = await signIn(browser, org.url, MARA, {
        viewport: { width: 640, height: 400 },
        deviceScaleFactor: 2,
      });
      await zoomed.goto(ACME);
      const overflow = () =>
        zoomed.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
      expect(await overflow()).toBe(0);
      await zoomed.page.keyboard.press('Alt+s');
      const panel = zoomed.page.getByRole('dialog', { name: 'Sayso' });
      await panel.waitFor();
      const box = (await panel.boundingBox())!;
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(640);
      await zoomed.screenshot('zoom');
      await zoomed.close();
    },
    TEST_MS,
  );

  test(
    'can be used by keyboard alone: skip link, tabs, list, record',
    async () => {
      const { page } = mara;
      await mara.goto('/lightning/o/Account/list');
      await page.keyboard.press('Tab');
      await page.getByRole('link', { name: 'Skip to main content' }).waitFor();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.locator('shell-list-page input:focus').waitFor();
      await page.keyboard.type('halcyon');
      await page.getByText('1 item with "halcyon"').waitFor();
      await page.getByRole('link', { name: 'Halcyon Cloud' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Halcyon Cloud' }).waitFor();
    },
    TEST_MS,
  );

  test('leaves nothing in the browser console', () => {
    // The panel's calls fail without a pairing: Apex answers 500, as on the platform.
    const unexpected = mara.troubles.filter(
      (text) => !text.includes('500 (Internal Server Error)') && !text.includes('404 (Not Found)'),
    );
    expect(unexpected).toEqual([]);
  });
});

describe('The server of the page', () => {
  test('forbids scripts from elsewhere, and framing', async () => {
    const response = await fetch(`${org.url}/lightning/page/home`);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    '/ui/context',
    '/ui/home',
    '/ui/list/Account',
    '/ui/record/001Sy0000000001IAA',
    '/ui/search?q=acme',
  ])('shows nothing of %s to a stranger', async (path) => {
    expect((await fetch(org.url + path)).status).toBe(401);
  });

  test.each(['/app/../server.ts', '/app/..%2f..%2fserver.ts', '/vendor/.key', '/assets/nothing.css'])(
    'does not serve %s',
    async (path) => {
      expect((await fetch(org.url + path)).status).toBe(404);
    },
  );

  test('lets the browser ask whether a bundle has changed', async () => {
    const first = await fetch(`${org.url}/app/boot.js`);
    const etag = first.headers.get('etag')!;
    const again = await fetch(`${org.url}/app/boot.js`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });
});
