import { ApiError, type Context, type Reply, type Route } from '../http.ts';
import { notModelled } from './errors.ts';
import { dataUrl } from './shape.ts';

/** Versions that an org of Winter '27 answers: 21 to 30 are retired. */
const FIRST_VERSION = 31;
const LAST_VERSION = 68;

/** Resources below a version, as this org has them. */
const RESOURCES = [
  ['composite', '/composite'],
  ['jobs', '/jobs'],
  ['limits', '/limits'],
  ['parameterizedSearch', '/parameterizedSearch'],
  ['query', '/query'],
  ['queryAll', '/queryAll'],
  ['recent', '/recent'],
  ['search', '/search'],
  ['sobjects', '/sobjects'],
  ['tabs', '/tabs'],
  ['theme', '/theme'],
  ['tooling', '/tooling'],
  ['ui-api', '/ui-api'],
] as const;

/** The list of versions, which needs no session, and the resources of one. */
export function versionRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/services/data',
      auth: 'none',
      handle: () => ({ status: 200, body: versions() }),
    },
    { method: 'GET', path: '/services/data/:version', auth: 'session', handle: resources },
    // Bulk API 1.0 brings its session in a header of its own, and is superseded.
    ...['GET', 'POST'].map(
      (method): Route => ({
        method,
        path: '/services/async/*rest',
        auth: 'none',
        handle() {
          throw notModelled('the Bulk API 1.0; use Bulk API 2.0');
        },
      }),
    ),
  ];
}

function versions(): { label: string; url: string; version: string }[] {
  const list = [];
  for (let version = FIRST_VERSION; version <= LAST_VERSION; version++)
    list.push({ label: season(version), url: `/services/data/v${version}.0`, version: `${version}.0` });
  return list;
}

/** Three releases a year; 66 is Spring '26. */
function season(version: number): string {
  const years = Math.floor((version - 66) / 3);
  const place = version - 66 - years * 3;
  const name = ['Spring', 'Summer', 'Winter'][place]!;
  const year = 26 + years + (place === 2 ? 1 : 0);
  return `${name} '${String(year).padStart(2, '0')}`;
}

function resources(context: Context): Reply {
  const { org, session, baseUrl } = context;
  const body: Record<string, string> = {};
  for (const [name, path] of RESOURCES) body[name] = dataUrl(context) + path;
  body.identity = `${baseUrl}/id/${org.id}/${session.userId}`;
  return { status: 200, body };
}

/** Refuses versions that were retired or are still to come. */
export function checkVersion({ params }: Context): void {
  const version = Number(params.version?.slice(1) ?? LAST_VERSION);
  if (version < FIRST_VERSION)
    throw new ApiError(
      410,
      'UNSUPPORTED_API_VERSION',
      `API version ${version}.0 is retired; use ${FIRST_VERSION}.0 or later.`,
    );
  if (version > LAST_VERSION) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
}
