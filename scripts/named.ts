import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root, runNode } from './process.ts';

/** Runs the program with the name on the command line, or all of them in order; the first failure is the exit code. */
export async function runNamed(command: string, programs: Record<string, string>): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  if (name !== undefined && !(name in programs)) {
    console.error(`npm run ${command} knows: ${Object.keys(programs).join(', ')}; not "${name}".`);
    process.exit(1);
  }
  mkdirSync(path.join(root, 'bench-results'), { recursive: true });
  for (const [key, file] of Object.entries(programs)) {
    if (name !== undefined && key !== name) continue;
    const code = await runNode(file, args);
    if (code !== 0) process.exit(code);
  }
}
