import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { permissionSetsOf } from '../simulator/src/apex/runtime.ts';
import { readLabels } from '../simulator/src/apex/labels.ts';
import { PACKAGE_DIR } from '../simulator/src/apex/metadata.ts';
import { ApiError, type Context, type Reply, type Route } from '../simulator/src/http.ts';
import { tabsFor, type App } from './data/app.ts';
import type { Reader } from './data/format.ts';
import { homeView } from './data/home.ts';
import { LISTED } from './data/layouts.ts';
import { search } from './data/search.ts';
import { listView, recordView } from './data/views.ts';
import type { PageContext } from './data/types.ts';

export interface PageFiles {
  /** `page/dist`: `app/` and `vendor/`. */
  bundle: string;
  /** `assets/` of the design system. */
  designSystem: string;
  /** The one document, and its style sheet's file. */
  shell: string;
  styles: string;
}

/** The page of the org: its one document, the files it loads, and the data that the shell shows. */
export function pageRoutes(app: App, files: PageFiles): Route[] {
  const labels = readLabels(PACKAGE_DIR);
  const document: Route['handle'] = () => html(files.shell);
  return [
    { method: 'GET', path: '/', auth: 'none', handle: () => ({ status: 302, headers: { location: HOME } }) },
    { method: 'GET', path: '/lightning/*rest', auth: 'none', handle: document },
    {
      method: 'GET',
      path: '/shell.css',
      auth: 'none',
      handle: (context) => file(files.styles, REVALIDATE, context),
    },
    {
      method: 'GET',
      path: '/app/*file',
      auth: 'none',
      handle: filesOf(join(files.bundle, 'app'), REVALIDATE),
    },
    {
      method: 'GET',
      path: '/vendor/*file',
      auth: 'none',
      handle: filesOf(join(files.bundle, 'vendor'), REVALIDATE),
    },
    { method: 'GET', path: '/assets/*file', auth: 'none', handle: filesOf(files.designSystem, ONE_DAY) },
    {
      method: 'GET',
      path: '/ui/context',
      auth: 'cookie',
      handle: (context) => fresh(contextOf(context, app, labels, readerOf(context))),
    },
    {
      method: 'GET',
      path: '/ui/home',
      auth: 'cookie',
      handle: (context) => fresh(homeView(readerOf(context), String(userOf(context)['FirstName'] ?? ''))),
    },
    {
      method: 'GET',
      path: '/ui/search',
      auth: 'cookie',
      handle: (context) => fresh(search(readerOf(context), context.request.query.get('q') ?? '')),
    },
    {
      method: 'GET',
      path: '/ui/list/:object',
      auth: 'cookie',
      handle: (context) => {
        const object = LISTED.find((name) => name === context.params['object']);
        return fresh(found(object && listView(readerOf(context), object)));
      },
    },
    {
      method: 'GET',
      path: '/ui/record/:id',
      auth: 'cookie',
      handle: (context) =>
        fresh(
          found(
            recordView(
              readerOf(context),
              context.params['id']!,
              context.request.query.get('object') ?? undefined,
            ),
          ),
        ),
    },
  ];
}

const HOME = '/lightning/page/home';

/** Bundles change with the sources: the browser asks each time and mostly hears 304. */
const REVALIDATE = 'no-cache';
/** The design system changes only with its version. */
const ONE_DAY = 'max-age=86400';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** As strict as an org's: scripts and data from the org alone. Components bring their styles inline. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

function html(body: string): Reply {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'origin-when-cross-origin',
    },
    body,
  };
}

function filesOf(folder: string, cacheControl: string): Route['handle'] {
  return (context) => {
    const path = normalize(join(folder, context.params['file']!));
    if (!path.startsWith(folder + sep)) throw notFound();
    return file(path, cacheControl, context);
  };
}

async function file(path: string, cacheControl: string, { request }: Context): Promise<Reply> {
  const type = TYPES[extname(path)];
  const body = type && (await readFile(path).catch(() => undefined));
  if (!type || !body) throw notFound();
  const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
  const headers = { 'content-type': type, 'cache-control': cacheControl, etag };
  return request.headers['if-none-match'] === etag
    ? { status: 304, headers }
    : { status: 200, headers, body };
}

function contextOf(
  context: Context,
  app: App,
  labels: ReturnType<typeof readLabels>,
  { source, locale, timeZone, currency }: Reader,
): PageContext {
  const user = userOf(context);
  const language = String(user['LanguageLocaleKey'] ?? locale).slice(0, 2);
  return {
    orgId: context.org.id,
    orgName: context.org.name,
    appLabel: app.label,
    userId: context.session.userId,
    userName: String(user['Name']),
    username: String(user['Username']),
    userTitle: user['Title'] === null || user['Title'] === undefined ? null : String(user['Title']),
    language,
    locale,
    timeZone,
    currency,
    customPermissions: [...permissionSetsOf(context.org, context.session.userId)],
    tabs: tabsFor(app, source),
    utilities: app.utilities,
    customTabs: app.customTabs,
    labels: labels.translations[language] ?? {},
  };
}

function readerOf({ org, session, baseUrl }: Context): Reader {
  const source = org.data.sourceFor(session.userId, `${baseUrl}/services/data/v66.0`);
  const locale = String(org.data.record('User', session.userId)?.['LocaleSidKey'] ?? 'en_US').replace(
    '_',
    '-',
  );
  return { source, locale, timeZone: source.timeZone, currency: org.data.settings.currency };
}

function userOf({ org, session }: Context) {
  return found(org.data.record('User', session.userId));
}

function fresh(body: unknown): Reply {
  return { status: 200, headers: { 'cache-control': 'no-store' }, body };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound();
  return value;
}

function notFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'The page does not exist, or you may not see it.');
}
