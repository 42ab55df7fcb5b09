/**
 * Refreshes `docs/images/`: starts the whole product, says a command as a rep would, and photographs what comes. Run it by
 * `node page/screenshots.ts` after a change that shows.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pairOrg } from '../scripts/start/pair-org.ts';
import { root } from './bundle/locations.ts';
import { launchBrowser } from './test/browser.ts';
import { confirm, connect, openPanel, panelOf, send } from './test/panel.ts';
import { startProduct } from './test/product.ts';
import { signIn, type Visit } from './test/visit.ts';
import { GRACE, MARA, TOM } from './test/world.ts';

const images = join(root, 'docs/images');
const ACME = '/lightning/r/Opportunity/006Sy0000000001IAA/view';

mkdirSync(images, { recursive: true });
const product = await startProduct();
const browser = await launchBrowser();
try {
  await pairOrg(product.serviceUrl, product.url, GRACE);
  const mara = await signIn(browser, product.url, MARA);
  await openPanel(mara, ACME);
  await photograph(mara, 'connect');
  await connect(mara);
  const panel = panelOf(mara.page);
  await panel.locator('[data-id="connected"]').waitFor();
  await photograph(mara, 'idle');
  await send(mara, 'Update opportunity status to negotiation and set the next follow-up for Friday.');
  await panel.locator('c-sayso-preview').waitFor();
  await photograph(mara, 'preview');
  await confirm(mara);
  await photograph(mara, 'receipt');
  await panel.locator('[data-id="new"] button').click();
  await send(mara, "How's my pipeline?");
  await panel.locator('c-sayso-answer').waitFor();
  await photograph(mara, 'answer');

  const tom = await signIn(browser, product.url, TOM);
  const toms = await openPanel(tom, '/lightning/page/home');
  await connect(tom);
  await toms.locator('[data-id="connected"]').waitFor();
  await send(tom, 'Update opportunity status to negotiation and set the next follow-up for Friday.');
  await toms.getByRole('textbox', { name: 'Answer' }).fill('Harborview');
  await tom.page.keyboard.press('Enter');
  await toms.getByRole('heading', { name: 'Which Harborview opportunity?' }).waitFor();
  await photograph(tom, 'question');
  await tom.page.keyboard.press('2');
  await toms.locator('c-sayso-preview').waitFor();
  await photograph(tom, 'explanation');

  const grace = await signIn(browser, product.url, GRACE);
  await grace.goto('/lightning/n/Sayso_Admin');
  await grace.page.getByRole('row', { name: /Mara Lindqvist/ }).waitFor();
  await photograph(grace, 'admin');
  const policy = grace.page.locator('c-sayso-policy');
  await policy.getByRole('checkbox', { name: 'Case', exact: true }).uncheck();
  await grace.page.getByRole('button', { name: 'Check the chain' }).click();
  await grace.page.getByText(/each follows from the one before/).waitFor();
  await grace.page.setViewportSize({ width: 1280, height: 1400 });
  await policy.evaluate((element) => {
    // The header of the page stays over what is scrolled.
    (element as HTMLElement).style.scrollMarginTop = '7rem';
    element.scrollIntoView({ block: 'start' });
  });
  await photograph(grace, 'policy');
} finally {
  await browser.close();
  await product.close();
}

async function photograph({ page }: Visit, name: string): Promise<void> {
  await page.screenshot({ path: join(images, `${name}.png`), animations: 'disabled' });
}
