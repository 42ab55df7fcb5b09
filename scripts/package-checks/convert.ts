import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { relative, root, type Finding } from './findings.ts';
import { run } from './run.ts';

const sf = path.join(root, 'tools/node_modules/@salesforce/cli/bin/run.js');

/** The metadata format of a package directory: files below the output, as they would travel to an org. */
export interface Converted {
  findings: Finding[];
  files: string[];
}

/** Converts with the real sf CLI, in a HOME of its own, so that it neither reads nor leaves anything outside. */
export async function convert(packageDirectory: string): Promise<Converted> {
  if (!existsSync(sf)) throw new Error('The sf CLI is missing: run “npm ci” in tools.');
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'sayso-convert-'));
  const output = path.join(temporary, 'out');
  const args = [
    'project',
    'convert',
    'source',
    '--source-dir',
    packageDirectory,
    '--output-dir',
    output,
    '--json',
  ];
  try {
    const { code, stdout, stderr } = await run(process.execPath, [sf, ...args], {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: temporary,
        SF_AUTOUPDATE_DISABLE: 'true',
        SF_DISABLE_TELEMETRY: 'true',
        SF_DISABLE_LOG_FILE: 'true',
      },
    });
    if (code !== 0)
      return {
        findings: [{ file: relative(packageDirectory), message: messageOf(stdout) ?? stderr }],
        files: [],
      };
    const files = readdirSync(output, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(output, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      );
    return { findings: [], files: files.sort() };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** With --json the CLI explains itself on stdout. */
function messageOf(stdout: string): string | undefined {
  try {
    return (JSON.parse(stdout) as { message: string }).message;
  } catch {
    return undefined;
  }
}
