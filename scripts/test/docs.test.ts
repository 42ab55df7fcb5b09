import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../process.ts';

const documents = ['README.md', ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Link {
  document: string;
  text: string;
  /** Path from the root; empty for the document itself. */
  file: string;
  heading: string | undefined;
}

/** Links within the repository. */
function linksOf(document: string): Link[] {
  return [...textOf(document).matchAll(/\[([^\]]*)\]\((?![a-z]+:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].map(
    ([, text, target, heading]) => ({
      document,
      text: text!,
      file: target === '' ? document : path.join(path.dirname(document), target!),
      heading,
    }),
  );
}

/** As the platforms that show Markdown make them. */
const anchorsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** A string literal as it is written, so that a name with a quotation mark is found in either kind of quotes. */
const isIn = (source: string, name: string): boolean =>
  source.includes(name) || source.includes(name.replaceAll("'", "\\'"));

describe('links in the documentation', () => {
  const links = documents.flatMap(linksOf);

  it('are found at all', () => {
    expect(links.length).toBeGreaterThan(20);
  });

  it('lead to files that are there', () => {
    expect(links.filter(({ file }) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('lead to headings that are there', () => {
    expect(
      links.filter(
        ({ file, heading }) =>
          heading !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(heading),
      ),
    ).toEqual([]);
  });

  it('to a test, written "file: name", name one that is in it', () => {
    const named = links.filter(({ file, text }) => file.includes('/test/') && text.includes(': '));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ file, text }) => !isIn(textOf(file), text.slice(text.indexOf(': ') + 2)))).toEqual(
      [],
    );
  });
});

describe('commands in the documentation', () => {
  it.each(['chaos', 'bench'])('npm run %s name programs that there are', (command) => {
    const programs = textOf(`scripts/${command}.ts`);
    const names = documents.flatMap((document) =>
      [...textOf(document).matchAll(new RegExp(`npm run ${command} ([a-z]+)`, 'g'))].map(([, name]) => name!),
    );
    expect(names.filter((name) => !programs.includes(`${name}: '`))).toEqual([]);
  });
});
