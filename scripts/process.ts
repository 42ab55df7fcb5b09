import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a program from the repository's root with this terminal's input and output; resolves to its exit code. */
export function run(program: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    const forward = (signal: NodeJS.Signals): boolean => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** Runs a file of this repository with this very Node. */
export function runNode(
  file: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<number> {
  return run(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(root, file), ...args],
    env,
  );
}

/** Runs a program from the repository's root; resolves to its exit code and everything it printed. */
export async function runQuietly(program: string, args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, output: pieces.join('') };
}
