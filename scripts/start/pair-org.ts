/** Redirects of one pairing: start, authorize, login, consent, callback, and as many again to spare. */
const MOST_STEPS = 12;

/**
 * Pairs the simulated org with the service the way its admin does in the browser: `/oauth/start?intent=pair`, the org's login page, its
 * consent page, the callback. Throws with the page's own words when a step refuses.
 */
export async function pairOrg(serviceUrl: string, orgUrl: string, username: string): Promise<void> {
  const cookies = new Map<string, string>();
  let url = new URL(`/oauth/start?intent=pair&login_url=${encodeURIComponent(orgUrl)}`, serviceUrl);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < MOST_STEPS; step++) {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';', 1)[0]!.split('=') as [string, string];
      cookies.set(name, value);
    }
    form = undefined;
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url);
      continue;
    }
    const html = await response.text();
    if (url.pathname === '/oauth/callback') {
      if (response.ok) return;
      throw new Error(`Pairing was refused: ${textOf(html)}`);
    }
    const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1];
    if (!response.ok || !action) throw new Error(`Pairing stopped at ${url.pathname}: ${textOf(html)}`);
    form = new URLSearchParams();
    for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
      form.set(name!, unescape(value!));
    if (html.includes('name="username"')) {
      form.set('username', username);
      form.set('pw', 'any');
    } else {
      form.set('decision', 'allow');
    }
    url = new URL(unescape(action), url);
  }
  throw new Error('Pairing went round in circles.');
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function textOf(html: string): string {
  return html
    .replace(/<(style|script|title)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}
