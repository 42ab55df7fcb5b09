import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import { relative, root, type Finding } from './findings.ts';
import { run } from './run.ts';

/** Jars of Code Analyzer's PMD engine; among them apex-ls with the platform's types. */
const JARS = path.join(root, 'tools/node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib');
const CHECKER = 'io.github.apexdevtools.apexls.CheckForIssues';

class Collector extends ApexErrorListener {
  readonly found: { line: number; message: string }[] = [];

  override apexSyntaxError(line: number, _column: number, message: string): void {
    this.found.push({ line, message });
  }
}

/** Syntax errors of a class or trigger; needs nothing but Node. */
export function checkApexSyntax(file: string): Finding[] {
  const collector = new Collector();
  const { parser } = ApexParserFactory.createLexerAndParser(readFileSync(file, 'utf8'), collector);
  if (file.endsWith('.trigger')) parser.triggerUnit();
  else parser.compilationUnit();
  return collector.found.map((error) => ({ file: relative(file), ...error }));
}

/**
 * Type errors and warnings of all Apex in a project folder, found by apex-ls.
 * @throws Error with the next step when Java or the checker is missing
 */
export async function checkApexTypes(projectFolder: string, java = 'java'): Promise<Finding[]> {
  if (!existsSync(JARS))
    throw new Error(
      `The Apex type checker is missing: run “npm ci” in ${relative(path.join(root, 'tools'))}.`,
    );
  const args = ['-cp', `${JARS}/*`, CHECKER, '-w', projectFolder, '-d', 'warnings', '-n', '-f', 'json'];
  const { code, stdout, stderr } = await run(java, args).catch((cause: unknown) => {
    throw new Error(
      `Apex cannot be type-checked because “${java}” does not start: install Java 11 or newer and put it on PATH.`,
      { cause },
    );
  });
  // apex-ls answers 0 without findings and 4 with some; anything else is a failure of its own.
  if (code !== 0 && code !== 4)
    throw new Error(`The Apex type checker ended with ${code}: ${stderr || stdout}`);
  const { files } = JSON.parse(stdout) as {
    files: { path: string; messages: { start: { line: number }; category: string; message: string }[] }[];
  };
  return files.flatMap(({ path: file, messages }) =>
    messages.map(({ start, category, message }) => ({
      file: relative(file),
      line: start.line,
      message: `${category}: ${message}`,
    })),
  );
}
