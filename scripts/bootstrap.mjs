/**
 * First step of every npm script. Runs on any Node ≥ 20 without a single dependency: installs what the command needs and the
 * checkout lacks, then hands over to Node ≥ 24 (npm brings it), which runs the TypeScript sources as they are.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** command → [script, who needs more than the runtime packages] */
const COMMANDS = {
  start: { run: 'scripts/start.ts', needs: 'runtime' },
  service: { run: 'service/src/main.ts', needs: 'runtime' },
  simulator: { run: 'simulator/src/main.ts', needs: 'runtime' },
  plan: { run: 'scripts/plan.ts', needs: 'runtime' },
  sayso: { run: 'scripts/sayso.ts', needs: 'runtime' },
  bench: { run: 'scripts/bench.ts', needs: 'development' },
  chaos: { run: 'scripts/chaos.ts', needs: 'development' },
  check: { run: 'scripts/check.ts', needs: 'tools' },
  test: { run: 'scripts/test.ts', needs: 'tools' },
};

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) fail(`Unknown command "${name}". Known: ${Object.keys(COMMANDS).join(', ')}.`);

await Promise.all([
  installIfMissing(root, command.needs === 'runtime' ? ['--omit=dev'] : []),
  command.needs === 'tools' && installIfMissing(path.join(root, 'tools'), []),
]);

const node = nodeExecutable();
const argv = ['--disable-warning=ExperimentalWarning', path.join(root, command.run), ...args];
const env = { ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH };
handOver();

/** The command takes this process's place where Node can do that, so that signals and exit codes are its own. */
function handOver() {
  if (process.execve && node === process.execPath) process.execve(node, [node, ...argv], env);
  const child = spawn(node, argv, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (os.constants.signals[signal] ?? 0)));
}

/** `npm ci` unless every package of the lockfile that this command needs is there in that version. */
async function installIfMissing(folder, flags) {
  const missing = missingPackages(folder, flags.includes('--omit=dev'));
  if (missing === 0) return;
  // stderr: stdout belongs to the command (one JSON line for `service` and `simulator`).
  console.error(
    `Installing ${missing} packages in ${path.relative(root, folder) || '.'} (once; needs the npm registry) …`,
  );
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...flags], {
    cwd: folder,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  const [status] = await once(npm, 'exit');
  if (status !== 0)
    fail('npm ci failed. Check the connection to the npm registry and run the command again.');
}

function missingPackages(folder, runtimeOnly) {
  const wanted = packagesOf(path.join(folder, 'package-lock.json'));
  const present = packagesOf(path.join(folder, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).filter(
    ([location, entry]) =>
      location.includes('node_modules/') &&
      !entry.link &&
      !entry.optional &&
      !(runtimeOnly && (entry.dev || entry.devOptional)) &&
      present[location]?.version !== entry.version,
  ).length;
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

function nodeExecutable() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  const bundled = path.join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(bundled)) return bundled;
  fail(
    `Sayso needs Node ${NODE_MAJOR} or newer, this is ${process.versions.node}, and npm did not bring one for ${process.platform}-${process.arch}. ` +
      'Install optional packages (no --omit=optional) or install Node 24 yourself.',
  );
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
