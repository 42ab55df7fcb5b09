/**
 * `node scripts/package-checks/check.ts`: everything that can be known about the package without an org. Prints each finding as
 * `file:line: message` and ends with 1 when there are any.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale } from '../lwc/build.ts';
import { checkApexSyntax, checkApexTypes } from './apex.ts';
import { convert } from './convert.ts';
import { root, textOf, type Finding } from './findings.ts';
import { checkOnPlatform } from './lwc-platform.ts';
import { readMetadataSchema } from './metadata-schema.ts';
import { checkMetadataFile } from './metadata-xml.ts';
import { filesBelow, mainPackage, packageDirectories } from './project.ts';
import { checkReferences } from './references.ts';

/** Every metadata file against Salesforce's own description of it. */
export function checkAllMetadata(): Finding[] {
  const schema = readMetadataSchema();
  return packageDirectories()
    .flatMap((directory) => filesBelow(directory, '-meta.xml'))
    .flatMap((file) => checkMetadataFile(file, schema));
}

export function checkAllSyntax(): Finding[] {
  return ['.cls', '.trigger'].flatMap((ending) => filesBelow(mainPackage, ending)).flatMap(checkApexSyntax);
}

/** Every component through the platform's compiler, at the project's API version. */
export async function checkAllBundles(): Promise<Finding[]> {
  const project = JSON.parse(readFileSync(path.join(root, 'sfdx-project.json'), 'utf8')) as {
    sourceApiVersion: string;
  };
  const folder = path.join(mainPackage, 'lwc');
  const bundles = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return checkOnPlatform(
    bundles.map(({ name }) => path.join(folder, name)),
    Number(project.sourceApiVersion),
  );
}

async function convertAll(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const directory of packageDirectories()) findings.push(...(await convert(directory)).findings);
  return findings;
}

/** All checks; those that need a tool fail loudly when it is missing. */
export async function checkPackage(): Promise<Finding[]> {
  const typeErrors = await buildIfStale();
  return [
    ...typeErrors.map((message) => ({ file: 'force-app/main/default/lwc', message })),
    ...checkAllMetadata(),
    ...checkReferences(mainPackage),
    ...checkAllSyntax(),
    ...(await checkApexTypes(root)),
    ...(await checkAllBundles()),
    ...(await convertAll()),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const findings = await checkPackage();
  for (const finding of findings) console.error(textOf(finding));
  console.log(`package: ${findings.length === 0 ? 'nothing found' : `${findings.length} findings`}`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
