import { afterAll, beforeAll, describe } from '@jest/globals';
import { adminTests } from './parts/admin.ts';
import { commandTests } from './parts/commands.ts';
import { connectionTests } from './parts/connection.ts';
import { dialogueTests } from './parts/dialogue.ts';
import { pageTests } from './parts/page.ts';
import { pairingTests } from './parts/pairing.ts';
import { secretTests } from './parts/secrets.ts';
import { openStage, type Stage } from './stage.ts';

/** A browser that must first be unpacked, a database to be made, on a machine under load. */
const SETUP_MS = 120_000;

let opened: Stage | undefined;
beforeAll(async () => {
  opened = await openStage();
}, SETUP_MS);
afterAll(() => opened?.close(), SETUP_MS);

/** The stage is set when the first test runs, not when the tests are listed. */
const stage = (): Stage => {
  if (!opened) throw new Error('The stage has not opened; the reason is above.');
  return opened;
};

// One world for all of them, so each part goes on where the one before stopped: an org without Sayso's pairing, paired, in use.
describe('The page of the org', () => pageTests(stage));
describe('Pairing', () => pairingTests(stage));
describe('A rep’s connection', () => connectionTests(stage));
describe('A dialogue', () => dialogueTests(stage));
describe('A command', () => commandTests(stage));
describe('An administrator', () => adminTests(stage));
describe('A browser after all of it', () => secretTests(stage));
