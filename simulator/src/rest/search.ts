import { ApiError, json, type Context, type Reply, type Route } from '../http.ts';
import { runParameterizedSearch } from '../search/parameterized.ts';
import { runSosl } from '../search/sosl.ts';
import { LAYOUTABLE } from './describe.ts';
import { dataUrl } from './shape.ts';

const BASE = '/services/data/:version';

/** SOSL and parameterized search. */
export function searchRoutes(): Route[] {
  return [
    { method: 'GET', path: `${BASE}/search`, auth: 'session', handle: sosl },
    { method: 'GET', path: `${BASE}/parameterizedSearch`, auth: 'session', handle: searchByParameters },
    {
      method: 'POST',
      path: `${BASE}/parameterizedSearch`,
      auth: 'session',
      handle: (context) => parameterized(context, json(context.request)),
    },
  ];
}

function sosl(context: Context): Reply {
  const text = context.request.query.get('q');
  if (text === null || text.trim() === '')
    throw new ApiError(400, 'MALFORMED_SEARCH', 'A search string has to be specified');
  return { status: 200, body: runSosl(text, sourceOf(context), searchable(context)) };
}

function parameterized(context: Context, body: unknown): Reply {
  return { status: 200, body: runParameterizedSearch(body, sourceOf(context), searchable(context)) };
}

/** `?q=acme&sobject=Account&Account.fields=Id,Name&Account.limit=5` as the body of the POST. */
function searchByParameters(context: Context): Reply {
  const { query } = context.request;
  const body: Record<string, unknown> = {};
  for (const name of ['q', 'in', 'overallLimit', 'defaultLimit'])
    if (query.has(name)) body[name] = query.get(name);
  if (query.has('fields')) body.fields = query.get('fields')!.split(',');
  const objects = query.getAll('sobject').map((name) => ({
    name,
    ...(query.has(`${name}.fields`) ? { fields: query.get(`${name}.fields`)!.split(',') } : {}),
    ...(query.has(`${name}.where`) ? { where: query.get(`${name}.where`) } : {}),
    ...(query.has(`${name}.limit`) ? { limit: query.get(`${name}.limit`) } : {}),
  }));
  if (objects.length > 0) body.sobjects = objects;
  return parameterized(context, body);
}

function sourceOf(context: Context) {
  return context.org.data.sourceFor(context.session.userId, dataUrl(context));
}

function searchable(context: Context): string[] {
  const objects = context.org.data.access(context.session.userId).objects();
  return objects
    .filter((object) => object.searchable && (LAYOUTABLE.has(object.name) || object.custom))
    .map((object) => object.name);
}
