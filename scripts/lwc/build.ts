/**
 * Emits `x.js` beside each `x.ts` of the package's Lightning web components: types are checked and stripped, decorators and
 * comments stay, so what the platform compiles is what was written. Does nothing when every file is newer than what it comes from.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.join(here, '../..');
const lwcFolder = path.join(root, 'force-app/main/default/lwc');
const configFile = path.join(here, 'tsconfig.json');
const inputsOfAll = ['tsconfig.json', 'platform.d.ts', 'build.ts'].map((name) => path.join(here, name));

/** TypeScript sources of the components, absolute, sorted. */
export function componentSources(folder = lwcFolder): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}__tests__${path.sep}`))
    .sort();
}

/** Whether some source, or the settings that all of them share, changed after the JavaScript beside it was written. */
export function isStale(sources: string[], shared: string[] = inputsOfAll): boolean {
  const changed = Math.max(...[...sources, ...shared].map((file) => statSync(file).mtimeMs));
  return sources.some((source) => {
    const emitted = emittedFile(source);
    return !existsSync(emitted) || statSync(emitted).mtimeMs < changed;
  });
}

export function emittedFile(source: string): string {
  return source.replace(/\.ts$/, '.js');
}

/**
 * Type-checks and emits.
 * @returns what the compiler found, one `file:line:column: message` each; nothing is written unless it is empty
 */
export async function build(sources: string[], config = configFile): Promise<string[]> {
  const { default: ts } = await import('typescript');
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    { noEmit: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
      },
    },
  );
  const ambient = parsed?.fileNames.filter((file) => file.endsWith('.d.ts')) ?? [];
  const program = ts.createProgram([...ambient, ...sources], { ...parsed?.options, noEmitOnError: true });
  const diagnostics = [...(parsed?.errors ?? []), ...ts.getPreEmitDiagnostics(program)];
  if (diagnostics.length === 0) program.emit();
  return diagnostics.map(({ file, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    if (!file || start === undefined) return text;
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    return `${path.relative(root, file.fileName)}:${line + 1}:${character + 1}: ${text}`;
  });
}

/** Builds when there is something to build. */
export async function buildIfStale(): Promise<string[]> {
  const sources = componentSources();
  return sources.length > 0 && isStale(sources) ? build(sources) : [];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = await buildIfStale();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
