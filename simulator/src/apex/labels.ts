import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { all, readMetadata, text } from './metadata.ts';

/** Custom labels of a package directory by name: the default texts, and each translation by its language code. */
export interface Labels {
  defaults: Record<string, string>;
  translations: Record<string, Record<string, string>>;
}

/** Reads `labels/` and `translations/` of a package directory such as `force-app/main/default`. */
export function readLabels(packageDir: string): Labels {
  const translations: Labels['translations'] = {};
  const dir = join(packageDir, 'translations');
  for (const file of existsSync(dir) ? readdirSync(dir) : []) {
    const language = /^(\w+)\.translation-meta\.xml$/.exec(file)?.[1];
    if (language)
      translations[language] = entries(join(dir, file), ['Translations', 'customLabels'], ['name', 'label']);
  }
  const file = join(packageDir, 'labels/CustomLabels.labels-meta.xml');
  return { defaults: entries(file, ['CustomLabels', 'labels'], ['fullName', 'value']), translations };
}

function entries(
  file: string,
  [type, element]: [string, string],
  [name, value]: [string, string],
): Record<string, string> {
  if (!existsSync(file)) return {};
  return Object.fromEntries(
    all(readMetadata(file, type), element).map((entry) => [text(entry, name), text(entry, value) ?? '']),
  ) as Record<string, string>;
}
