/**
 * `npm test`: every test there is. The LWC project runs without ES modules (Salesforce's preset needs it so), the browser project
 * alone, so that clicks do not wait for a busy machine. Arguments go to Jest: `npm test -- grants` runs what matches.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run, runNode } from './process.ts';

const esm = { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };
const runs = [
  { projects: ['lwc'], env: {}, flags: [] },
  { projects: ['service', 'simulator', 'scripts'], env: esm, flags: ['--maxWorkers=100%'] },
  { projects: ['browser'], env: esm, flags: ['--runInBand'] },
];

/** Starting PostgreSQL or a child process takes a second on a quiet machine and ten on a busy one. */
const TEST_TIMEOUT_MS = 60_000;

const folder = mkdtempSync(path.join(os.tmpdir(), 'sayso-test-'));
const filters = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;
let exitCode = await runNode('scripts/lwc/build.ts');

for (const { projects, env, flags } of exitCode === 0 ? runs : []) {
  const report = path.join(folder, `${projects[0]}.json`);
  const code = await run(
    process.execPath,
    [
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      ...projects,
      '--json',
      `--outputFile=${report}`,
      '--passWithNoTests',
      `--testTimeout=${TEST_TIMEOUT_MS}`,
      ...flags,
      ...(filters.length ? ['--', ...filters] : []),
    ],
    env,
  );
  exitCode ||= code;
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  skipped += result.numPendingTests;
}

rmSync(folder, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(exitCode);
