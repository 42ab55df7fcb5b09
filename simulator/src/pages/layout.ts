import type { Reply } from '../http.ts';

/** Escapes text for HTML content and double-quoted attributes. */
export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLE = `
  :root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #181818; background: #f3f3f3; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
  main { width: min(24rem, calc(100vw - 2rem)); padding: 2rem; background: #fff; border: 1px solid #c9c9c9; border-radius: .5rem; box-sizing: border-box; }
  h1 { font-size: 1.25rem; margin: 0 0 1rem; }
  label { display: block; margin: 0 0 .25rem; }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; margin: 0 0 1rem; border: 1px solid #747474; border-radius: .25rem; }
  button { font: inherit; padding: .5rem 1.25rem; border: 1px solid #0176d3; border-radius: .25rem; background: #0176d3; color: #fff; cursor: pointer; }
  button.plain { background: #fff; color: #0b5cab; border-color: #747474; }
  :focus-visible { outline: 3px solid #0b5cab; outline-offset: 2px; }
  .actions { display: flex; gap: .75rem; flex-wrap: wrap; }
  .error { color: #8e030f; border-left: 4px solid #ba0517; padding: .25rem .75rem; margin: 0 0 1rem; }
  .note { color: #444; font-size: .875rem; }
  ul { padding-left: 1.25rem; }
`;

/** A page of the login host: no scripts, no foreign resources, never framed. */
export function page(title: string, main: string, status = 200): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html;charset=UTF-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`,
  };
}

export function redirect(location: string, headers: Record<string, string> = {}): Reply {
  return { status: 302, headers: { location, 'cache-control': 'no-store', ...headers } };
}
