import { describe, expect, test } from '@jest/globals';
import type { Stage } from '../stage.ts';
import { axe, signIn, STEP_MS } from '../visit.ts';
import { MARA, NOEL, TOM } from '../world.ts';

const TEST_MS = 30_000;

const ACME_ID = '006Sy0000000001IAA';
const ACME = `/lightning/r/Opportunity/${ACME_ID}/view`;

/** The page around the panel, and the panel in an org that nobody has paired yet. */
export function pageTests(stage: () => Stage): void {
  const data = () => stage().product.page.org.data;
  const acme = () => data().record('Opportunity', ACME_ID)!;

  describe('Records', () => {
    test(
      'a stranger is sent to the login page and back to where they wanted to go',
      async () => {
        const context = await stage().browser.newContext();
        context.setDefaultTimeout(STEP_MS);
        const page = await context.newPage();
        await page.goto(stage().product.url + ACME);
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
      'the tabs of the app say which one is open',
      async () => {
        const { page } = await stage().visit(MARA);
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
      'a list filters and sorts, and opens a record without loading the document anew',
      async () => {
        const mara = await stage().visit(MARA);
        const { page } = mara;
        await page.evaluate(() => Object.assign(window, { stillHere: true }));
        await mara.moveTo('/lightning/o/Opportunity/list');
        await page.getByText(`${[...data().rows('Opportunity')].length} items`).waitFor();
        expect(await axe(page.locator('body'))).toEqual([]);
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
      'a record has highlights, path, details by the labels of the org, related lists and activities',
      async () => {
        const mara = await stage().visit(MARA);
        const { page } = mara;
        await mara.goto(ACME);
        expect(acme()['StageName']).toBe('Proposal/Price Quote');
        expect(await page.locator('li[aria-current="step"]').innerText()).toContain('Proposal/Price Quote');
        await page.getByText('$240,000.00').first().waitFor();
        const details = page.getByRole('tabpanel', { name: 'Details' });
        await details.getByRole('link', { name: 'ACME Corp' }).waitFor();
        expect(await details.locator('dt', { hasText: 'Next Step' }).count()).toBe(1);
        await page.getByRole('heading', { name: /^Open Activities \(\d\)$/ }).waitFor();
        await page.getByRole('link', { name: 'Send revised proposal' }).waitFor();
        await mara.screenshot('record');
        expect(await axe(page.locator('body'))).toEqual([]);
        await page.getByRole('tab', { name: 'Related' }).click();
        await page.getByRole('heading', { name: 'Contact Roles (2)' }).waitFor();
        await page.getByRole('heading', { name: 'Notes (1)' }).waitFor();
        await page.getByText('Dana has 250k approved').waitFor();
      },
      TEST_MS,
    );

    test(
      'a changed value is shown as soon as the window has the focus again',
      async () => {
        const { page } = await stage().visit(MARA);
        await page.getByRole('tab', { name: 'Details' }).click();
        data().atomic('005Sy0000000001IAA', () => {
          data().store.put('Opportunity', { ...acme(), NextStep: 'Call the board' });
        });
        await page.evaluate(() => window.dispatchEvent(new Event('focus')));
        await page.getByText('Call the board').waitFor();
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
      'the page of %s %s is found by the id alone',
      async (_, id, name, related) => {
        const mara = await stage().visit(MARA);
        const { page } = mara;
        await mara.moveTo(`/lightning/r/${id}/view`);
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
      'tasks, cases and notes have pages of their own; a missing record says so',
      async () => {
        const mara = await stage().visit(MARA);
        const { page } = mara;
        await mara.moveTo('/lightning/r/Case/500Sy0000000001IAA/view');
        await page.getByText('Controller loses connection after update').first().waitFor();
        await mara.moveTo('/lightning/r/Note/002Sy0000000001IAA/view');
        await page.getByText('anything above needs the board').first().waitFor();
        await mara.moveTo('/lightning/r/Task/00TSy0000000001MAA/view');
        await page.getByRole('link', { name: 'ACME Line Automation' }).first().waitFor();
        expect(await axe(page.locator('body'))).toEqual([]);
        await mara.moveTo('/lightning/r/Opportunity/006Sy0000000999IAA/view');
        await page.getByRole('heading', { name: 'This record is not here' }).waitFor();
        expect(await axe(page.locator('body'))).toEqual([]);
      },
      TEST_MS,
    );

    test(
      'the search box finds records by name',
      async () => {
        const { page } = await stage().visit(MARA);
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
      'dates and money are written the way the user reads them',
      async () => {
        const tom = await stage().visit(TOM);
        await tom.goto(ACME);
        await tom.page.getByText('240.000,00').first().waitFor();
        const [year, month, day] = String(acme()['CloseDate']).split('-').map(Number);
        await tom.page.getByText(`${day}.${month}.${year}`).first().waitFor();
      },
      TEST_MS,
    );

    test(
      'who signs out is back at the login page',
      async () => {
        const { page } = await stage().visit(NOEL);
        await page.getByRole('button', { name: /View profile/ }).click();
        await page.getByText('Sales Analyst').waitFor();
        await page.getByRole('link', { name: 'Log Out' }).click();
        await page.waitForURL(/login/);
        await page.goto(stage().product.url);
        await page.waitForURL(/login/);
        await stage().leave(NOEL);
      },
      TEST_MS,
    );
  });

  describe('The utility bar', () => {
    test(
      'opens the panel by a click and by Alt+S, with the box ready to type in; an org without pairing is told what it needs',
      async () => {
        const mara = await stage().visit(MARA);
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
        await page.getByText('Sayso is not set up in this org yet.').waitFor();
        expect(await axe(page.locator('body'))).toEqual([]);
      },
      TEST_MS,
    );

    test(
      'keeps the panel and what is typed in it while pages change, and the panel knows the page',
      async () => {
        const mara = await stage().visit(MARA);
        const { page } = mara;
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
  });

  describe('For everyone', () => {
    test(
      'axe does find a fault inside a component',
      async () => {
        const { page } = await stage().visit(MARA);
        const highlights = page.locator('shell-highlights');
        await highlights.locator('h1').evaluate((heading) => {
          heading.parentElement?.appendChild(document.createElement('img')).setAttribute('src', 'data:,');
        });
        expect((await axe(highlights)).some((finding) => finding.startsWith('image-alt'))).toBe(true);
      },
      TEST_MS,
    );

    test(
      'the page works at 200 % zoom: nothing is cut off sideways, and the panel fits',
      async () => {
        // 200 % of a 1280 px window leaves 640 CSS pixels.
        const zoomed = await signIn(stage().browser, stage().product.url, MARA, {
          viewport: { width: 640, height: 400 },
          deviceScaleFactor: 2,
        });
        await zoomed.goto(ACME);
        expect(
          await zoomed.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
        ).toBe(0);
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
      'the page can be used by keyboard alone: skip link, tabs, list, record',
      async () => {
        const mara = await stage().visit(MARA);
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

    test('nothing is left in the browser console', async () => {
      // The panel's calls fail without a pairing: Apex answers 500, as on the platform.
      const unexpected = (await stage().visit(MARA)).troubles.filter(
        (text) => !text.includes('500 (Internal Server Error)') && !text.includes('404 (Not Found)'),
      );
      expect(unexpected).toEqual([]);
    });
  });

  describe('The server of the page', () => {
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(stage().product.url + path, { headers });

    test('forbids scripts from elsewhere, and framing', async () => {
      const { headers } = await get('/lightning/page/home');
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    });

    test.each([
      '/ui/context',
      '/ui/home',
      '/ui/list/Account',
      '/ui/record/001Sy0000000001IAA',
      '/ui/search?q=acme',
    ])('shows nothing of %s to a stranger', async (path) => {
      expect((await get(path)).status).toBe(401);
    });

    test.each(['/app/../server.ts', '/app/..%2f..%2fserver.ts', '/vendor/.key', '/assets/nothing.css'])(
      'does not serve %s',
      async (path) => {
        expect((await get(path)).status).toBe(404);
      },
    );

    test('lets the browser ask whether a bundle has changed', async () => {
      const etag = (await get('/app/boot.js')).headers.get('etag')!;
      expect((await get('/app/boot.js', { 'if-none-match': etag })).status).toBe(304);
    });
  });
}
