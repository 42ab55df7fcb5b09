import { ApiError, json, type Context, type Reply, type Route } from '../http.ts';
import type { Deployments } from '../metadata/deploy.ts';
import { multipart } from '../metadata/multipart.ts';
import type { OAuthState } from '../oauth/state.ts';
import { mayDeploy } from '../metadata/routes.ts';
import { objectSummary } from '../rest/describe.ts';
import type { ObjectDef, Row, Scalar } from '../schema/types.ts';
import { runQuery } from '../soql/run.ts';
import { createPackages } from './packages.ts';
import { createToolingStore } from './store.ts';

const BASE = '/services/data/:version/tooling';
const NO_APEX = 'The simulator runs no Apex.';

/** The Tooling API as far as packaging goes: query, describe, and the objects of `objects.ts`. */
export function toolingRoutes(oauth: OAuthState, deployments: Deployments): Route[] {
  const store = createToolingStore(oauth.org, deployments.inventory);
  const packages = createPackages(store, deployments);

  const dataUrl = ({ params }: Context) => `/services/data/${params['version']}`;

  function query(context: Context): Reply {
    const soql = context.request.query.get('q') ?? '';
    const output = runQuery(soql, store.source(context.session.userId, dataUrl(context)));
    if (context.request.query.get('columns') === 'true')
      return { status: 200, body: { columnMetadata: output.columns } };
    const { records, totalSize } = output;
    const entityTypeName = /\bFROM\s+(\w+)/i.exec(soql)?.[1] ?? null;
    return { status: 200, body: { size: records.length, totalSize, done: true, entityTypeName, records } };
  }

  function objectOf({ params }: Context): ObjectDef {
    const object = store.object(params['object']!);
    if (object) return object;
    throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  }

  function rowOf(context: Context): { object: ObjectDef; row: Row } {
    const object = objectOf(context);
    const row = store.row(object.name, context.params['id']!);
    if (row) return { object, row };
    throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  }

  function read(context: Context): Reply {
    const { object, row } = rowOf(context);
    const url = `${dataUrl(context)}/tooling/sobjects/${object.name}/${String(row['Id'])}`;
    return { status: 200, body: { attributes: { type: object.name, url }, ...row } };
  }

  function create(context: Context): Reply {
    const object = objectOf(context);
    if (!object.createable) throw forbidden(object, 'create');
    developer(context);
    const { userId } = context.session;
    const { values, files } = input(context, object.name);
    const row =
      object.name === 'Package2'
        ? packages.create(values, userId)
        : object.name === 'Package2VersionCreateRequest'
          ? packages.createVersion(values, files.get('VersionInfo') ?? base64(values['VersionInfo']), userId)
          : packages.install(values, userId);
    return { status: 201, body: { id: row['Id'], success: true, errors: [], warnings: [], infos: [] } };
  }

  function update(context: Context): Reply {
    const { object, row } = rowOf(context);
    if (!object.updateable) throw forbidden(object, 'update');
    developer(context);
    const { values } = input(context, object.name);
    if (object.name === 'Package2Version') packages.updateVersion(row, values, context.session.userId);
    else packages.update(row, values, context.session.userId);
    return { status: 204 };
  }

  function developer({ session }: Context): void {
    if (!mayDeploy(oauth, session.userId))
      throw new ApiError(
        403,
        'INSUFFICIENT_ACCESS_OR_READONLY',
        'insufficient access rights on entity: this user may not change metadata',
      );
  }

  function describe(context: Context): Reply {
    const object = objectOf(context);
    const fields = [...object.fields.values()].map(({ name, label, type, length, nillable, createable }) => ({
      name,
      label,
      type,
      length,
      nillable,
      createable,
    }));
    return { status: 200, body: { ...objectSummary(object, `${dataUrl(context)}/tooling`), fields } };
  }

  function describeAll(context: Context): Reply {
    const sobjects = [...store.objects()].map((object) =>
      objectSummary(object, `${dataUrl(context)}/tooling`),
    );
    return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
  }

  const on = (method: string, path: string, handle: Route['handle']): Route => ({
    method,
    path: BASE + path,
    auth: 'session',
    handle,
  });
  const noApex = () => {
    throw new ApiError(501, 'NOT_IMPLEMENTED', NO_APEX);
  };
  return [
    on('GET', '/query', query),
    on('GET', '/sobjects', describeAll),
    on('GET', '/sobjects/:object/describe', describe),
    on('POST', '/sobjects/:object', create),
    on('GET', '/sobjects/:object/:id', read),
    on('PATCH', '/sobjects/:object/:id', update),
    on('GET', '/executeAnonymous', noApex),
    on('POST', '/runTestsSynchronous', noApex),
    on('POST', '/runTestsAsynchronous', noApex),
  ];
}

/** Values of a JSON body, or of the JSON part of a multipart one. */
function input(
  { request }: Context,
  object: string,
): { values: Record<string, Scalar>; files: Map<string, Buffer> } {
  if (!request.headers['content-type']?.startsWith('multipart/form-data'))
    return { values: json(request) as Record<string, Scalar>, files: new Map() };
  const files = multipart(request);
  const part = files.get(object) ?? files.get('entity') ?? Buffer.from('{}');
  return { values: JSON.parse(part.toString()) as Record<string, Scalar>, files };
}

function base64(value: Scalar | undefined): Buffer {
  return Buffer.from(typeof value === 'string' ? value : '', 'base64');
}

function forbidden(object: ObjectDef, what: string): ApiError {
  return new ApiError(
    400,
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    `entity type ${object.label} does not support ${what}`,
  );
}
