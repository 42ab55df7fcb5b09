import { expect, test } from '@jest/globals';
import type { Stage } from '../stage.ts';
import { axe, popup } from '../visit.ts';
import { GRACE, MARA } from '../world.ts';

const TEST_MS = 60_000;

/** The administrator connects the org with the service. */
export function pairingTests(stage: () => Stage): void {
  test(
    'is not for a rep',
    async () => {
      const mara = await stage().visit(MARA);
      await mara.moveTo('/lightning/n/Sayso_Admin');
      await mara.page.getByText('Ask your Salesforce admin for the permission set Sayso_Admin.').waitFor();
    },
    TEST_MS,
  );

  test(
    'connects the org with the service by a login of the administrator',
    async () => {
      const grace = await stage().visit(GRACE);
      const { page } = grace;
      await grace.goto('/lightning/n/Sayso_Admin');
      await page.locator('[data-check="pairing"][data-state="todo"]').waitFor();
      await grace.screenshot('setup-todo');
      expect(await axe(page.locator('c-sayso-admin'))).toEqual([]);
      const consent = await popup(grace, () =>
        page.getByRole('button', { name: 'Connect the Sayso service' }).click(),
      );
      await consent.getByText('Access and change your Salesforce data through the API').waitFor();
      await consent.getByRole('button', { name: 'Allow' }).click();
      await page.locator('[data-check="pairing"][data-state="ok"]').waitFor();
      await page.getByText(/^Paired on/).waitFor();
      await consent.getByText(/close this window/i).waitFor();
      expect(await axe(consent.locator('body'))).toEqual([]);
      await consent.close();
      for (const check of ['service', 'app', 'users', 'admins', 'signals'])
        await page.locator(`[data-check="${check}"][data-state="ok"]`).waitFor();
      await grace.screenshot('setup-done');
    },
    TEST_MS,
  );
}
