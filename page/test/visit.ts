import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axeCore, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

/** Screenshots of a test run, for whoever looks into a failure. */
export const SCREENSHOTS = process.env['SCREENSHOTS'] ?? join(tmpdir(), 'sayso-screenshots');

/** Longer than any step takes on a machine under load, shorter than a test, so that a failure names its step. */
export const STEP_MS = 20_000;

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Errors and refused requests since the last look, as the browser's console has them. */
  troubles: string[];
  /** Loads the document anew. */
  goto(path: string): Promise<void>;
  /** Goes to another page of the app as a link does, without loading the document anew. */
  moveTo(path: string): Promise<void>;
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** A browser profile of its own, with the user signed in by the login page. */
export async function signIn(
  browser: Browser,
  url: string,
  username: string,
  options: { viewport?: { width: number; height: number }; deviceScaleFactor?: number } = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(STEP_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(url);
  await page.waitForURL(/\/login/);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill('any');
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.getByRole('navigation', { name: 'App' }).waitFor();
  // the 401 that led to the login page
  troubles.length = 0;
  return {
    page,
    context,
    troubles,
    async goto(path) {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    },
    async moveTo(path) {
      await page.evaluate((to) => {
        window.history.pushState(null, '', to);
        window.dispatchEvent(new PopStateEvent('popstate'));
      }, path);
    },
    async screenshot(name) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    },
    close: () => context.close(),
  };
}

/** The pop-up that a click opens. */
export async function popup(visit: Visit, click: () => Promise<void>): Promise<Page> {
  const [opened] = await Promise.all([visit.context.waitForEvent('page'), click()]);
  return opened;
}

const AXE_OPTIONS = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  resultTypes: ['violations'],
};

/**
 * What axe-core finds in an element, by WCAG 2.2 AA and best practice: rule, and the first element that breaks it. A whole page
 * (`body`) takes seconds on a small machine, a panel a fraction.
 */
export async function axe(target: Locator): Promise<string[]> {
  const page = target.page();
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source);
  const { violations } = await target.evaluate(
    (element, options) =>
      (window as unknown as { axe: { run(element: Node, options: object): Promise<AxeResults> } }).axe.run(
        element.ownerDocument.body === element ? element.ownerDocument : element,
        options,
      ),
    AXE_OPTIONS,
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id} at ${nodes.length}: ${nodes[0]!.target.join(' ')} ${nodes[0]!.html.slice(0, 200)}`,
  );
}
