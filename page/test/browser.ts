import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { distDir, installed, versionOf } from '../bundle/locations.ts';

/** Where distributions and installers put Chrome and Chromium; `CHROMIUM` names another one. */
const USUAL_PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless browser: the one that is installed, else the one of the npm package `@sparticuz/chromium`. */
export async function launchBrowser(): Promise<Browser> {
  const found = USUAL_PLACES.find((path) => path !== undefined && existsSync(path));
  const { executablePath, env } =
    found === undefined ? unpackedChromium() : { executablePath: found, env: {} };
  return chromium.launch({
    executablePath,
    headless: true,
    args: FLAGS,
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

/** The package's Chromium with its NSS libraries and fonts, unpacked once per version. */
function unpackedChromium(): { executablePath: string; env: Record<string, string> } {
  const home = join(distDir, `chromium-${versionOf('@sparticuz/chromium')}`);
  if (!existsSync(home)) unpack(home);
  const libraries = [join(home, 'al2023/lib'), process.env['LD_LIBRARY_PATH']];
  return {
    executablePath: join(home, 'chromium'),
    env: {
      LD_LIBRARY_PATH: libraries.filter((path) => path !== undefined).join(delimiter),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  };
}

/** The package unpacks to the temporary folder of its process, so a process with a folder of ours does it. */
function unpack(home: string): void {
  const draft = `${home}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const { resolve } = createRequire(join(installed('@sparticuz/chromium'), 'package.json'));
  const script = `
    import { inflate } from ${JSON.stringify(resolve('@sparticuz/chromium'))};
    for (const file of ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'])
      await inflate(${JSON.stringify(join(installed('@sparticuz/chromium'), 'bin'))} + '/' + file);`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TMPDIR: draft, NODE_OPTIONS: '' },
  });
  writeFileSync(join(draft, 'fonts.conf'), fontConfiguration(join(home, 'fonts')));
  if (existsSync(home)) rmSync(draft, { recursive: true });
  else renameSync(draft, home);
}

/** The package's font next to those of the machine, which may have none. */
function fontConfiguration(folder: string): string {
  const system = '/etc/fonts/fonts.conf';
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  ${existsSync(system) && readFileSync(system, 'utf8').includes('<fontconfig>') ? `<include>${system}</include>` : ''}
  <dir>${folder}</dir>
  <alias binding="same"><family>Arial</family><prefer><family>Open Sans</family></prefer></alias>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`;
}
