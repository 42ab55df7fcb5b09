import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { relative, root, type Finding } from './findings.ts';

interface Compiler {
  compile(config: {
    bundle: { namespace: string; name: string; type: 'platform'; files: Record<string, string> };
    outputConfigs: { minify: boolean; apiVersion: number; env: Record<string, string> }[];
  }): Promise<{
    success: boolean;
    diagnostics?: { filename?: string; location?: { line?: number }; message: string }[];
  }>;
}

/** Compiles a component's bundle with the compiler that Salesforce runs at deployment; what it refuses, an org refuses. */
export async function checkOnPlatform(bundleFolder: string, apiVersion: number): Promise<Finding[]> {
  const { compile } = createRequire(path.join(root, 'tools/package.json'))(
    '@lwc/sfdc-lwc-compiler',
  ) as Compiler;
  const name = path.basename(bundleFolder);
  const files = Object.fromEntries(
    readdirSync(bundleFolder)
      .filter((file) => /\.(js|html|css)$/.test(file))
      .map((file) => [file, readFileSync(path.join(bundleFolder, file), 'utf8')]),
  );
  if (!(`${name}.js` in files))
    return [
      { file: relative(bundleFolder), message: `${name}.js is missing: run “node scripts/lwc/build.ts”` },
    ];
  const { success, diagnostics = [] } = await compile({
    bundle: { namespace: 'c', name, type: 'platform', files },
    outputConfigs: [{ minify: false, apiVersion, env: { NODE_ENV: 'production' } }],
  });
  const findings = diagnostics.map(({ filename, location, message }) => ({
    file: relative(path.join(bundleFolder, path.basename(filename ?? ''))),
    ...(location?.line === undefined ? {} : { line: location.line }),
    message,
  }));
  return success || findings.length > 0
    ? findings
    : [{ file: relative(bundleFolder), message: 'does not compile' }];
}
