/** A browser that follows one login: cookies per origin, redirects, the org's login and consent forms. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  cookie(origin: string, name: string): string | undefined {
    return this.#cookies.get(origin)?.get(name);
  }

  async open(url: URL, form?: URLSearchParams): Promise<Response> {
    const jar = this.#cookies.get(url.origin) ?? new Map<string, string>();
    this.#cookies.set(url.origin, jar);
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(form ? { body: form } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';', 1)[0]!.split('=') as [string, string];
      jar.set(name, value);
    }
    return response;
  }

  /** From `/oauth/start` to the callback, which is returned unopened. */
  async toCallback(start: URL, username: string, decision = 'allow'): Promise<URL> {
    let url = start;
    let form: URLSearchParams | undefined;
    for (let step = 0; step < 12; step++) {
      const response = await this.open(url, form);
      form = undefined;
      const location = response.headers.get('location');
      if (location !== null) {
        url = new URL(location, url);
        if (url.pathname === '/oauth/callback') return url;
        continue;
      }
      const html = await response.text();
      const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1];
      if (!response.ok || action === undefined)
        throw new Error(`${response.status} at ${url.pathname}: ${html.slice(0, 600)}`);
      form = new URLSearchParams();
      for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
        form.set(name!, unescapeHtml(value!));
      if (html.includes('name="username"')) {
        form.set('username', username);
        form.set('pw', 'any');
      } else form.set('decision', decision);
      url = new URL(unescapeHtml(action), url);
    }
    throw new Error('the login went round in circles');
  }
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
