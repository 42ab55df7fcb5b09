import { expect, test } from '@jest/globals';
import type { Stage } from '../stage.ts';
import type { Visit } from '../visit.ts';
import { GRACE, MARA } from '../world.ts';

const TEST_MS = 60_000;

/** Of a session, of a refresh token, and of whatever is signed. */
const SESSION = /\b00D\w{12}(?:!|%21)[\w.%-]{10}/;
const SHAPES = [SESSION, /5Aep861\S{10}/, /\beyJ[\w-]+\.[\w-]+\.[\w-]{20}/];

/** What the pages in use have in their trees, shadow roots included, and what their origin keeps. */
async function keptBy(page: Visit['page']): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const trees: string[] = [];
    const read = (root: Document | ShadowRoot): void => {
      trees.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
      for (const element of root.querySelectorAll('*')) if (element.shadowRoot) read(element.shadowRoot);
    };
    read(document);

    const rows: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(request.error?.message));
        });
      const database = await done(indexedDB.open(name!));
      for (const store of database.objectStoreNames)
        rows.push(await done(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    return {
      page: trees.join('\n'),
      address: location.href,
      localStorage: JSON.stringify({ ...localStorage }),
      sessionStorage: JSON.stringify({ ...sessionStorage }),
      indexedDB: JSON.stringify(rows),
      caches: JSON.stringify(await caches.keys()),
      readableCookies: document.cookie,
    };
  });
}

/** What the browsers of a rep and of an administrator hold when all the rest is done. */
export function secretTests(stage: () => Stage): void {
  test(
    'no secret is in the pages, the storage or the cookies',
    async () => {
      const { product } = stage();
      for (const username of [MARA, GRACE]) {
        const visit = await stage().visit(username);
        const service = await visit.context.newPage();
        await service.goto(`${product.serviceUrl}/livez`);
        const cookies = await visit.context.cookies();
        const places = {
          org: await keptBy(visit.page),
          service: await keptBy(service),
          // The session of the org itself is the one that may be there, where no script reads it.
          cookies: { all: JSON.stringify(cookies.filter(({ name }) => name !== 'sid')) },
        };
        await service.close();
        // The search sees into the components, and knows a session by its shape.
        expect(places.org.page).toContain('c-sayso-');
        const session = cookies.find(({ name }) => name === 'sid');
        expect(session).toMatchObject({ value: expect.stringMatching(SESSION), httpOnly: true });

        const found = Object.entries(places).flatMap(([place, kept]) =>
          Object.entries(kept).flatMap(([name, text]) =>
            [...SHAPES, product.page.clientSecret]
              .filter((secret) => (typeof secret === 'string' ? text.includes(secret) : secret.test(text)))
              .map(
                (secret) => `${typeof secret === 'string' ? 'client secret' : secret} in ${place}: ${name}`,
              ),
          ),
        );
        expect({ username, found }).toEqual({ username, found: [] });
      }
    },
    TEST_MS,
  );
}
