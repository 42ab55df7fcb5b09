import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import type { SaysoError } from '../errors.ts';

/** What the browser window shows at the end of a login. It names no token and loads nothing. */
export function sendLoginPage(
  response: Response,
  page: { status: number; title: string; lines: readonly string[]; reference?: string },
): void {
  const nonce = randomBytes(16).toString('base64');
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  );
  const lines = page.lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n      ');
  const reference =
    page.reference === undefined
      ? ''
      : `<p class="weak">Reference: <code>${escapeHtml(page.reference)}</code></p>`;
  response.status(page.status).type('html').send(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(page.title)} · Sayso</title>
    <style nonce="${nonce}">
      body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: #181818; background: #f3f3f3; }
      main { max-width: 32rem; margin: 15vh auto 0; padding: 2rem; background: #fff; border: 1px solid #c9c9c9; border-radius: .25rem; }
      h1 { margin: 0 0 1rem; font-size: 1.25rem; }
      .weak { color: #5c5c5c; font-size: .875rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>${escapeHtml(page.title)}</h1>
      ${lines}
      ${reference}
    </main>
  </body>
</html>
`);
}

export function sendLoginProblem(response: Response, error: SaysoError, reference: string | undefined): void {
  sendLoginPage(response, {
    status: error.status,
    title: 'Sayso is not connected',
    lines: [error.message, ...error.actions],
    ...(reference === undefined ? {} : { reference }),
  });
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
