import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { relative, root, type Finding } from './findings.ts';
import { run } from './run.ts';

interface Answer {
  success: boolean;
  diagnostics: { filename?: string; location?: { line?: number }; message: string }[];
}

/** Compiles component bundles with the compiler that Salesforce runs at deployment; what it refuses, an org refuses. */
export async function checkOnPlatform(bundleFolders: string[], apiVersion: number): Promise<Finding[]> {
  const bundles = bundleFolders.map((folder) => ({
    folder,
    name: path.basename(folder),
    files: filesOf(folder),
  }));
  const missing = bundles.filter(({ name, files }) => !(`${name}.js` in files));
  if (missing.length > 0)
    return missing.map(({ folder, name }) => ({
      file: relative(folder),
      message: `${name}.js is missing: run “node scripts/lwc/build.ts”`,
    }));
  const script = path.join(root, 'scripts/package-checks/lwc-platform-compile.cjs');
  const { code, stdout, stderr } = await run(process.execPath, [script], {
    input: JSON.stringify({ apiVersion, bundles }),
  });
  if (code !== 0)
    throw new Error(
      `The platform's LWC compiler ended with ${code}; if it is missing, run “npm ci” in tools.\n${stderr}`,
    );
  const answers = JSON.parse(stdout) as Answer[];
  return answers.flatMap((answer, n) => findingsOf(bundles[n]?.folder ?? '', answer));
}

function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((file) => /\.(js|html|css)$/.test(file));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

function findingsOf(folder: string, { success, diagnostics }: Answer): Finding[] {
  const findings = diagnostics.map(({ filename, location, message }) => ({
    file: relative(path.join(folder, path.basename(filename ?? ''))),
    ...(location?.line === undefined ? {} : { line: location.line }),
    message,
  }));
  return success || findings.length > 0
    ? findings
    : [{ file: relative(folder), message: 'does not compile' }];
}
