import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';
import { signIn, type Visit } from './visit.ts';

/** What all browser tests share: one product with one world, one browser, and one visit for each user. */
export interface Stage {
  product: Product;
  browser: Browser;
  /** The user's browser profile; signs in at the first call, and again after `leave`. */
  visit(username: string): Promise<Visit>;
  /** Ends the user's visit, for example because the org has ended the session. */
  leave(username: string): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  const visits = new Map<string, Visit>();
  return {
    product,
    browser,
    async visit(username) {
      const known = visits.get(username);
      if (known) return known;
      const visit = await signIn(browser, product.url, username);
      visits.set(username, visit);
      return visit;
    },
    async leave(username) {
      await visits.get(username)?.close();
      visits.delete(username);
    },
    async close() {
      await browser.close();
      await product.close();
    },
  };
}
