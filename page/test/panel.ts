import type { Locator, Page } from 'playwright-core';
import { popup, type Visit } from './visit.ts';

/** The Sayso panel on a page. */
export function panelOf(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Sayso' });
}

/** Goes to a page and opens the panel by its shortcut. */
export async function openPanel(visit: Visit, path: string): Promise<Locator> {
  await visit.goto(path);
  // The panel listens for its shortcut from the moment it has loaded.
  await visit.page.locator('c-sayso-panel').waitFor({ state: 'attached' });
  await visit.page.keyboard.press('Alt+s');
  const panel = panelOf(visit.page);
  await panel.waitFor();
  return panel;
}

/** The panel with its box empty to type in, over that page; only a panel in another state is loaded anew. */
export async function readyPanel(visit: Visit, path: string): Promise<Locator> {
  const panel = panelOf(visit.page);
  if (!(await panel.getByRole('textbox', { name: 'What should change?' }).isVisible()))
    return openPanel(visit, path);
  await visit.moveTo(path);
  return panel;
}

/** Presses Connect or Reconnect and allows the access in the pop-up; resolves when the pop-up says that it is done. */
export async function connect(visit: Visit): Promise<void> {
  const button = panelOf(visit.page).locator('[data-id="connect"] button:enabled');
  const consent = await popup(visit, () => button.click());
  await consent.getByRole('button', { name: 'Allow' }).click();
  await consent.getByText(/close this window/i).waitFor();
  await consent.close();
}

/** Types a command and sends it by Enter. */
export async function send({ page }: Visit, text: string): Promise<void> {
  const box = panelOf(page).getByRole('textbox', { name: 'What should change?' });
  await box.fill(text);
  await box.press('Enter');
}

/** Confirms the preview and waits for the receipt. */
export async function confirm({ page }: Visit): Promise<Locator> {
  await panelOf(page).locator('[data-id="confirm"] button').click();
  const receipt = panelOf(page).locator('c-sayso-receipt');
  await receipt.waitFor();
  return receipt;
}
