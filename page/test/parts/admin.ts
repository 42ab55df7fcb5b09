import { expect, test } from '@jest/globals';
import type { Stage } from '../stage.ts';
import { axe } from '../visit.ts';
import { GRACE, TOM } from '../world.ts';

const TEST_MS = 60_000;

/** The Sayso tab of an org in use. */
export function adminTests(stage: () => Stage): void {
  test(
    'narrows what commands may write; the audit trail tells it, and its chain is whole',
    async () => {
      const grace = await stage().visit(GRACE);
      await grace.goto('/lightning/n/Sayso_Admin');
      const { page } = grace;
      const policy = page.locator('c-sayso-policy');
      await policy.getByText('The default; nobody has changed it yet.').waitFor();
      await policy.getByRole('checkbox', { name: 'Campaign', exact: true }).uncheck();
      await policy.getByRole('button', { name: 'Choose fields of Case' }).click();
      await policy.getByRole('group', { name: 'Fields of Case that commands may write' }).waitFor();
      await policy.getByLabel('More records than this need their number typed').fill('20');
      await policy.getByRole('button', { name: 'Save as version 1' }).click();
      await policy.getByText('Saved. Version 1 is in force.').waitFor({ state: 'attached' });
      await policy.getByText(/^Version 1, changed by Grace Whitfield, /).waitFor();

      const audit = page.locator('c-sayso-audit');
      await audit.getByLabel('What').selectOption({ label: 'Policy changed' });
      const entry = audit.locator('tbody tr');
      await entry.getByText('Policy changed').waitFor();
      expect(await entry.count()).toBe(1);
      expect(await entry.innerText()).toMatch(/Grace Whitfield[^]*changed: [^]*writable/);
      await audit.getByRole('button', { name: 'Check the chain' }).click();
      await audit.getByText(/^\d+ entries, each follows from the one before\. Checked /).waitFor();
      await policy.scrollIntoViewIfNeeded();
      await grace.screenshot('policy');
      expect(await axe(page.locator('c-sayso-policy'))).toEqual([]);
      expect(await axe(page.locator('c-sayso-audit'))).toEqual([]);
    },
    TEST_MS,
  );

  test(
    'sees who is connected and revokes one of them, with a receipt',
    async () => {
      const grace = await stage().visit(GRACE);
      const { page } = grace;
      const tom = page.getByRole('row', { name: /Tom Becker/ });
      await tom.getByRole('checkbox').check({ force: true });
      await page.getByLabel('Reason, for the receipt').fill('Left the team');
      await page.getByRole('button', { name: 'Revoke: sign 1 out of Sayso at once' }).click();
      const receipt = page.locator('c-sayso-revocation', { hasText: 'Left the team' });
      await receipt.getByText('Complete: 1 of 1 connections are confirmed dead at Salesforce.').waitFor();
      await grace.screenshot('revoked');
      expect(await axe(page.locator('c-sayso-connections'))).toEqual([]);
      expect(await axe(receipt)).toEqual([]);
      const grants = (await stage().product.sim('GET', `grants?username=${TOM}`)) as {
        revokedAt: string | null;
      }[];
      expect(grants.every(({ revokedAt }) => revokedAt !== null)).toBe(true);
    },
    TEST_MS,
  );
}
