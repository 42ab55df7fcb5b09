import { expect, test } from '@jest/globals';
import { openPanel, readyPanel, send } from '../panel.ts';
import type { Stage } from '../stage.ts';
import { axe } from '../visit.ts';
import { TOM } from '../world.ts';

const TEST_MS = 60_000;

const TEXT = 'Update opportunity status to negotiation and set the next follow-up for Friday.';

/** Questions in turn, the explanation, and the two ways out. Tom is in Berlin. */
export function dialogueTests(stage: () => Stage): void {
  const changes = () => stage().product.page.org.data.changes(0).length;

  test(
    'asks one question after the other, takes words and a key for answers, and the preview says why',
    async () => {
      const tom = await stage().visit(TOM);
      const panel = await readyPanel(tom, '/lightning/page/home');
      const { keyboard } = tom.page;
      const before = changes();
      await send(tom, TEXT);
      const question = panel.locator('[data-id="question"]');
      await question.getByText('Which opportunity?', { exact: true }).waitFor();
      // The first of his open deals has the focus; the box for words is a few steps further.
      await tom.page.locator('[data-choice]:focus').waitFor();
      await panel.getByRole('textbox', { name: 'Answer' }).focus();
      await keyboard.type('Harborview');
      await keyboard.press('Enter');
      await question.getByText('Which Harborview opportunity?', { exact: true }).waitFor();
      const second = panel.locator('[data-choice]').nth(1);
      const name = (await second.locator('.slds-truncate').first().innerText()).trim();
      await tom.screenshot('question');
      expect(await axe(panel)).toEqual([]);
      await keyboard.press('2');
      const preview = panel.locator('c-sayso-preview');
      await preview.getByRole('link', { name }).first().waitFor();
      await preview.getByText("'negotiation' → Negotiation/Review").waitFor();
      await preview.getByText(/^Friday = Fri \d+ \w{3} \d{4} in Europe\/Berlin$/).waitFor();
      await tom.screenshot('explanation');

      await preview.getByRole('button', { name: 'Edit' }).click();
      const box = panel.getByRole('textbox', { name: 'What should change?' });
      await box.waitFor();
      expect(await box.inputValue()).toBe(TEXT);
      expect(changes()).toBe(before);
    },
    TEST_MS,
  );

  test(
    'ends with “Never mind”, and nothing was changed',
    async () => {
      const tom = await stage().visit(TOM);
      // A page loaded anew remembers no command that “it” could mean.
      const panel = await openPanel(tom, '/lightning/page/home');
      const before = changes();
      await send(tom, TEXT);
      await panel.getByRole('button', { name: 'Never mind' }).click();
      const box = panel.getByRole('textbox', { name: 'What should change?' });
      await box.waitFor();
      expect(await box.inputValue()).toBe('');
      await panel.locator('c-sayso-history').getByText('Cancelled').first().waitFor();
      expect(changes()).toBe(before);
    },
    TEST_MS,
  );
}
