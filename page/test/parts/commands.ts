import { describe, expect, test } from '@jest/globals';
import jsforce from 'jsforce';
import type { Locator } from 'playwright-core';
import { confirm, readyPanel, send } from '../panel.ts';
import type { Stage } from '../stage.ts';
import { axe, type Visit } from '../visit.ts';
import { MARA } from '../world.ts';

const TEST_MS = 90_000;
/** Hundreds of records, on a machine under load. */
const LONG_MS = 150_000;

const ACME_ID = '006Sy0000000001IAA';
const ACME = `/lightning/r/Opportunity/${ACME_ID}/view`;
const MARA_ID = '005Sy0000000001IAA';

/** The coming Friday on Mara's calendar. */
function comingFriday(): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
  const day = new Date(`${today}T00:00:00Z`);
  do day.setUTCDate(day.getUTCDate() + 1);
  while (day.getUTCDay() !== 5);
  return day.toISOString().slice(0, 10);
}

/** Every kind of command as Mara, from the sentence to the record page and back. */
export function commandTests(stage: () => Stage): void {
  const data = () => stage().product.page.org.data;
  const record = (object: string, id: string) => data().record(object, id)!;
  const rows = (object: string) => [...data().rows(object)].filter((row) => row['IsDeleted'] !== true);

  async function start(path = '/lightning/page/home'): Promise<{ mara: Visit; panel: Locator }> {
    const mara = await stage().visit(MARA);
    return { mara, panel: await readyPanel(mara, path) };
  }

  async function newCommand(panel: Locator): Promise<void> {
    await panel.locator('[data-id="new"] button').click();
    await panel.getByRole('textbox', { name: 'What should change?' }).waitFor();
  }

  describe('“Update opportunity status to negotiation and set the next follow-up for Friday.”', () => {
    const TEXT = 'Update opportunity status to negotiation and set the next follow-up for Friday.';

    test(
      'previews, changes and shows the open record, and takes it back',
      async () => {
        const { mara, panel } = await start(ACME);
        const before = record('Opportunity', ACME_ID);
        await send(mara, TEXT);
        const preview = panel.locator('c-sayso-preview');
        await preview.waitFor();
        await preview.getByText('ACME Line Automation').first().waitFor();
        await preview.locator('del', { hasText: String(before['StageName']) }).waitFor();
        await preview.locator('strong', { hasText: 'Negotiation/Review' }).waitFor();
        await mara.screenshot('preview');
        expect(await axe(panel)).toEqual([]);
        expect(record('Opportunity', ACME_ID)['StageName']).toBe(before['StageName']);

        const receipt = await confirm(mara);
        await receipt.getByText('Changed').first().waitFor();
        await mara.screenshot('receipt');
        expect(await axe(panel)).toEqual([]);
        expect(record('Opportunity', ACME_ID)['StageName']).toBe('Negotiation/Review');
        const task = rows('Task').find(
          (row) => row['WhatId'] === ACME_ID && row['ActivityDate'] === comingFriday(),
        )!;
        expect(task).toMatchObject({ IsClosed: false, OwnerId: MARA_ID });

        // The link of the receipt leads to the record page, which shows the new values.
        await receipt.getByRole('link', { name: 'ACME Line Automation' }).first().click();
        await mara.page.locator('li[aria-current="step"]', { hasText: 'Negotiation/Review' }).waitFor();
        await mara.page
          .locator('shell-activities')
          .getByRole('link', { name: String(task['Subject']) })
          .first()
          .waitFor();
        await mara.screenshot('changed-record');

        await panel.locator('[data-id="undo"] button').click();
        await panel.getByText('Taken back').first().waitFor();
        await mara.screenshot('undone');
        expect(record('Opportunity', ACME_ID)).toMatchObject({
          StageName: before['StageName'],
          Probability: before['Probability'],
        });
        expect(rows('Task').some((row) => row['Id'] === task['Id'])).toBe(false);
        await newCommand(panel);
      },
      TEST_MS,
    );
  });

  describe('“Find all my open opportunities in the tech sector and add …”', () => {
    test(
      'adds a note to each of them and overwrites nothing',
      async () => {
        const { mara, panel } = await start();
        const tech = new Set(
          rows('Account')
            .filter((row) => row['Industry'] === 'Technology')
            .map((row) => row['Id']),
        );
        const wanted = rows('Opportunity').filter(
          (row) => row['OwnerId'] === MARA_ID && row['IsClosed'] === false && tech.has(row['AccountId']!),
        );
        expect(wanted.length).toBeGreaterThan(1);
        const descriptions = new Map(rows('Opportunity').map((row) => [row['Id'], row['Description']]));
        const notesBefore = rows('Note').length + rows('ContentNote').length;
        await send(
          mara,
          "Find all my open opportunities in the tech sector and add 'Q4 Pipeline Review' to the notes.",
        );
        await panel.locator('c-sayso-preview').waitFor();
        await mara.screenshot('bulk-preview');
        const receipt = await confirm(mara);
        await mara.screenshot('bulk-receipt');
        expect(rows('Note').length + rows('ContentNote').length).toBe(notesBefore + wanted.length);
        for (const row of rows('Opportunity')) expect(row['Description']).toBe(descriptions.get(row['Id']!));
        const first = String(wanted[0]!['Name']);
        await receipt.getByRole('link', { name: first }).first().click();
        await mara.page.getByRole('heading', { level: 1, name: first }).waitFor();
        // The panel lies over the page's left half, as in an org.
        await mara.page.getByRole('button', { name: 'Minimize Sayso' }).click();
        await mara.page.getByRole('tab', { name: 'Related' }).click();
        await mara.page.locator('shell-related-list').getByText('Q4 Pipeline Review').first().waitFor();
        await mara.page.keyboard.press('Alt+s');
        await newCommand(panel);
      },
      TEST_MS,
    );
  });

  describe('“Create a new contact for Jane Doe at ACME Corp …”', () => {
    test(
      'makes contact, contact role and call, asking where ACME is ambiguous',
      async () => {
        const { mara, panel } = await start();
        await send(
          mara,
          'Create a new contact for Jane Doe at ACME Corp, associate her with the open ACME opportunity, and log my call notes.',
        );
        const question = panel.locator('c-sayso-question');
        const preview = panel.locator('c-sayso-preview');
        await question.or(preview).first().waitFor();
        // Each question is answered by its first choice, or in words where there is none.
        for (let asked = 0; asked < 4 && (await question.isVisible()); asked += 1) {
          const heading = await question.locator('[data-id="question"]').innerText();
          await mara.screenshot(`jane-question-${asked}`);
          const choices = question.locator('[data-choice]');
          if ((await choices.count()) > 0) await choices.first().click();
          else {
            await question.getByRole('textbox').fill('She wants a demo in December');
            await question.getByRole('button', { name: 'Answer' }).click();
          }
          await mara.page
            .locator('[data-id="question"]', { hasText: heading })
            .waitFor({ state: 'detached' });
          await question.or(preview).first().waitFor();
        }
        await preview.waitFor();
        await mara.screenshot('jane-preview');
        await confirm(mara);
        await mara.screenshot('jane-receipt');
        const jane = rows('Contact').find((row) => row['LastName'] === 'Doe' && row['FirstName'] === 'Jane')!;
        expect(record('Account', String(jane['AccountId']))['Name']).toBe('ACME Corp');
        const role = rows('OpportunityContactRole').find((row) => row['ContactId'] === jane['Id'])!;
        expect(record('Opportunity', String(role['OpportunityId']))['IsClosed']).toBe(false);
        const call = rows('Task').find((row) => row['WhoId'] === jane['Id'])!;
        expect(call).toMatchObject({ Status: 'Completed', TaskSubtype: 'Call' });
        await newCommand(panel);
      },
      TEST_MS,
    );
  });

  describe('“Add all YC W23 companies to my Salesforce as new leads.”', () => {
    test(
      'shows a long preview in short, makes the leads with progress, and says which were there already',
      async () => {
        const { mara, panel } = await start();
        const before = rows('Lead').length;
        await send(mara, 'Add all YC W23 companies to my Salesforce as new leads.');
        const preview = panel.locator('c-sayso-preview');
        await preview.waitFor();
        await mara.screenshot('yc-preview');
        expect(await axe(panel)).toEqual([]);
        await preview.locator('[data-id="toggle"] button').click();
        await preview.getByRole('searchbox', { name: 'Filter records' }).waitFor();
        // A lead without a person goes by its company, in a table cell of its own kind.
        const company = await preview.locator('c-sayso-record-table tbody th').first().innerText();
        expect(company).toMatch(/\w/);
        expect(company).not.toContain('Unknown');
        await mara.screenshot('yc-preview-all');
        // So many records want a second step that names their number.
        const confirmButton = panel.locator('[data-id="confirm"] button');
        await confirmButton.click();
        const label = await preview.getByText(/^To go on, type the number/).innerText();
        expect(await confirmButton.isDisabled()).toBe(true);
        await preview.locator('[data-id="typed"]').fill(label.replace(/\D/g, ''));
        await confirmButton.click();
        await panel.locator('c-sayso-running, c-sayso-receipt').first().waitFor();
        await mara.screenshot('yc-running');
        await panel.locator('c-sayso-receipt').waitFor({ timeout: LONG_MS });
        await mara.screenshot('yc-receipt');
        const added = rows('Lead').slice(before);
        expect(added.length).toBeGreaterThan(200);
        expect(added.map((row) => row['Company'])).toContain(company.trim());
        expect(added.every((row) => row['Company'] && row['LastName'])).toBe(true);
        expect(new Set(rows('Lead').map((row) => String(row['Company']).toLowerCase())).size).toBeGreaterThan(
          200,
        );
        await newCommand(panel);
      },
      2 * LONG_MS,
    );
  });

  describe('“How’s my pipeline?”', () => {
    test(
      'is answered with numbers that add up, and changes nothing',
      async () => {
        const { mara, panel } = await start();
        const { length } = data().changes(0);
        await send(mara, "How's my pipeline?");
        const answer = panel.locator('c-sayso-answer');
        await answer.waitFor();
        await answer.locator('[data-id="as-of"]').waitFor();
        expect(await answer.locator('[data-id="headline"]').innerText()).toMatch(
          /open opportunities, \$[\d,]+ in all/,
        );
        await mara.screenshot('answer');
        expect(await axe(panel)).toEqual([]);
        expect(data().changes(length)).toEqual([]);
        await newCommand(panel);
      },
      TEST_MS,
    );
  });

  describe('“Delete everything.”', () => {
    test(
      'is refused with the reason and what to do instead',
      async () => {
        const { mara, panel } = await start();
        await send(mara, 'Delete everything.');
        const refusal = panel.locator('c-sayso-refusal');
        await refusal.waitFor();
        expect((await refusal.locator('[data-id="message"]').innerText()).length).toBeGreaterThan(10);
        expect((await refusal.locator('[data-id="instead"]').innerText()).length).toBeGreaterThan(10);
        await mara.screenshot('refusal');
        expect(await axe(panel)).toEqual([]);
        await newCommand(panel);
      },
      TEST_MS,
    );
  });

  describe('By keyboard alone', () => {
    test(
      'a command is sent, answered by a number, confirmed and taken back',
      async () => {
        const { mara, panel } = await start();
        const { keyboard } = mara.page;
        await mara.page.locator('c-sayso-panel textarea:focus').waitFor();
        await keyboard.type('Move Bluewave Support Renewal to closed won');
        await keyboard.press('Enter');
        await panel.locator('c-sayso-preview').waitFor();
        await pressUntilFocused('c-sayso-preview [data-id="confirm"] button:focus');
        await keyboard.press('Enter');
        await panel.locator('c-sayso-receipt').waitFor();
        const renewal = () => rows('Opportunity').find((row) => row['Name'] === 'Bluewave Support Renewal')!;
        expect(renewal()['StageName']).toBe('Closed Won');
        await pressUntilFocused('c-sayso-receipt [data-id="undo"] button:focus');
        await keyboard.press('Enter');
        await panel.getByText('Taken back').first().waitFor();
        expect(renewal()['StageName']).toBe('Negotiation/Review');
        await keyboard.press('Escape');
        await panel.getByRole('textbox', { name: 'What should change?' }).waitFor();
      },
      TEST_MS,
    );

    /** Tabs forward until the focus is there; a keyboard that never arrives fails the test. */
    async function pressUntilFocused(selector: string): Promise<void> {
      const mara = await stage().visit(MARA);
      for (let press = 0; press < 30; press += 1) {
        if ((await mara.page.locator(selector).count()) > 0) return;
        await mara.page.keyboard.press('Tab');
      }
      throw new Error(`The focus never reached ${selector}.`);
    }
  });

  describe('Read back by jsforce as the connected user', () => {
    test('the records are in Salesforce as the receipts said', async () => {
      const { access_token: accessToken } = (await stage().product.sim('POST', 'session', {
        username: MARA,
      })) as {
        access_token: string;
      };
      const connection = new jsforce.Connection({ instanceUrl: stage().product.url, accessToken });
      const one = async (soql: string) => (await connection.query<Record<string, unknown>>(soql)).records[0]!;
      expect((await connection.identity()).username).toBe(MARA);
      const jane = await one(
        "SELECT Id, Account.Name, (SELECT Opportunity.Name FROM OpportunityContactRoles) FROM Contact WHERE Name = 'Jane Doe'",
      );
      expect(jane).toMatchObject({
        Account: { Name: 'ACME Corp' },
        OpportunityContactRoles: { records: [{ Opportunity: { Name: 'ACME Line Automation' } }] },
      });
      expect(
        await one(`SELECT Status, TaskSubtype FROM Task WHERE WhoId = '${String(jane['Id'])}'`),
      ).toMatchObject({
        Status: 'Completed',
        TaskSubtype: 'Call',
      });
      const { totalSize } = await connection.query(
        "SELECT Id FROM Lead WHERE OwnerId = '" + MARA_ID + "' AND CreatedDate = TODAY",
      );
      expect(totalSize).toBeGreaterThan(200);
      // Taken back: the stage as it was.
      expect(await one(`SELECT StageName FROM Opportunity WHERE Id = '${ACME_ID}'`)).toMatchObject({
        StageName: 'Proposal/Price Quote',
      });
    }, 30_000);
  });

  describe('The history', () => {
    test('lists the last commands with their outcome', async () => {
      const { mara, panel } = await start();
      const history = panel.locator('c-sayso-history');
      await history.getByRole('button', { name: 'Delete everything.' }).waitFor();
      await mara.screenshot('history');
      expect(await axe(panel)).toEqual([]);
    }, 30_000);
  });
}
