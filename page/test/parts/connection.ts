import { expect, test } from '@jest/globals';
import { connect, openPanel, panelOf, send } from '../panel.ts';
import type { Stage } from '../stage.ts';
import { axe, popup } from '../visit.ts';
import { MARA, TOM } from '../world.ts';

const TEST_MS = 60_000;
/** A cut-off is told to the org at once; the org's own list shows it a moment later. */
const REVOKED_MS = 20_000;

/** One rep's grant: made, denied, dead, ended. Leaves Mara and Tom connected. */
export function connectionTests(stage: () => Stage): void {
  const liveGrants = async (username: string): Promise<number> => {
    const grants = (await stage().product.sim('GET', `grants?username=${username}`)) as {
      revokedAt: string | null;
    }[];
    return grants.filter(({ revokedAt }) => revokedAt === null).length;
  };

  test(
    'says what Sayso may do before it asks, and goes on by itself after the consent',
    async () => {
      const mara = await stage().visit(MARA);
      const panel = await openPanel(mara, '/lightning/page/home');
      await panel.getByRole('heading', { name: 'Connect Sayso to Salesforce' }).waitFor();
      await mara.screenshot('connect');
      expect(await axe(panel)).toEqual([]);
      await connect(mara);
      await panel.getByText('Mara Lindqvist is connected to Northlight Industries.').waitFor();
      await mara.screenshot('idle');
      expect(await axe(panel)).toEqual([]);
      expect(await liveGrants(MARA)).toBe(1);
    },
    TEST_MS,
  );

  test(
    'ends at Salesforce too when the rep disconnects',
    async () => {
      const mara = await stage().visit(MARA);
      const panel = panelOf(mara.page);
      await panel.getByRole('button', { name: 'Disconnect' }).click();
      await panel.getByRole('heading', { name: 'Connect Sayso to Salesforce' }).waitFor();
      const deadline = Date.now() + REVOKED_MS;
      while ((await liveGrants(MARA)) > 0 && Date.now() < deadline);
      expect(await liveGrants(MARA)).toBe(0);
      // Not only on the screen: a page loaded anew finds no connection.
      await openPanel(mara, '/lightning/page/home');
      await panel.getByRole('heading', { name: 'Connect Sayso to Salesforce' }).waitFor();
    },
    TEST_MS,
  );

  test(
    'is not made when the rep denies it, and can be tried again',
    async () => {
      const tom = await stage().visit(TOM);
      const panel = await openPanel(tom, '/lightning/page/home');
      const button = panel.locator('[data-id="connect"] button');
      const consent = await popup(tom, () => button.click());
      await consent.getByRole('button', { name: 'Deny' }).click();
      await consent.waitForURL(/\/oauth\/callback/);
      await consent.getByRole('heading').first().waitFor();
      expect(await axe(consent.locator('body'))).toEqual([]);
      expect(await liveGrants(TOM)).toBe(0);
      await consent.close();
      await connect(tom);
      await panel.locator('[data-id="connected"]').waitFor();
    },
    TEST_MS,
  );

  test(
    'that died at the org asks to reconnect with the reason, and the waiting command goes on',
    async () => {
      await connect(await stage().visit(MARA));
      await stage().product.sim('DELETE', 'grants', { username: MARA });
      await stage().product.sim('DELETE', 'session', { username: MARA });
      // The browser session went with the others; the rep signs in again, Sayso does not know yet.
      await stage().leave(MARA);
      const mara = await stage().visit(MARA);
      const panel = await openPanel(mara, '/lightning/page/home');
      await send(mara, "How's my pipeline?");
      await panel.getByRole('heading', { name: 'Reconnect Sayso to Salesforce' }).waitFor();
      expect((await panel.locator('[data-id="reason"]').innerText()).length).toBeGreaterThan(20);
      await mara.screenshot('reconnect');
      expect(await axe(panel)).toEqual([]);
      await connect(mara);
      await panel.locator('c-sayso-answer').waitFor();
    },
    TEST_MS,
  );
}
