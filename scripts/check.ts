/** `npm run check`: types, lint, format; all are run, the longest first, so that one look shows everything. */
import os from 'node:os';
import { runNode, runQuietly } from './process.ts';

const bin = (name: string): string => `node_modules/.bin/${name}`;
let exitCode = await runNode('scripts/lwc/build.ts');
const steps: [string, string[]][] = [
  [bin('eslint'), ['.', '--max-warnings=0']],
  [bin('tsc'), ['-p', 'service']],
  [bin('tsc'), ['-p', 'simulator']],
  [bin('tsc'), ['-p', 'page']],
  [bin('tsc'), ['-p', 'page/shell']],
  [bin('tsc'), ['-p', 'scripts']],
  [bin('prettier'), ['--check', '--log-level=warn', '.']],
];
const queue = steps.values();
await Promise.all(
  Array.from({ length: os.availableParallelism() }, async () => {
    for (const [program, args] of queue) {
      const { code, output } = await runQuietly(program, args);
      console.log(`> ${program.split('/').pop()} ${args.join(' ')}\n${output}`.trimEnd());
      exitCode ||= code;
    }
  }),
);
process.exit(exitCode);
