/** `npm run check`: types, lint, format; all are run, so that one look shows everything. */
import { run, runNode } from './process.ts';

const bin = (name: string): string => `node_modules/.bin/${name}`;
let exitCode = await runNode('scripts/lwc/build.ts');
const steps: [string, string[]][] = [
  [bin('tsc'), ['-p', 'service']],
  [bin('tsc'), ['-p', 'simulator']],
  [bin('tsc'), ['-p', 'page']],
  [bin('tsc'), ['-p', 'page/shell']],
  [bin('tsc'), ['-p', 'scripts']],
  [bin('eslint'), ['.', '--max-warnings=0']],
  [bin('prettier'), ['--check', '--log-level=warn', '.']],
];
for (const [program, args] of steps) {
  console.log(`> ${program.split('/').pop()} ${args.join(' ')}`);
  exitCode = (await run(program, args)) || exitCode;
}
process.exit(exitCode);
