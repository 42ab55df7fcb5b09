import type { Context, Route } from '../http.ts';
import { makeId } from '../schema/ids.ts';
import type { ObjectDef } from '../schema/types.ts';
import { LAYOUTABLE, MASTER_RECORD_TYPE } from './describe.ts';
import { notFound } from '../dml/save.ts';
import { nameFieldOf } from './records.ts';
import { dataUrl, fieldsOf, objectOf, shapeRecord } from './shape.ts';

const BASE = '/services/data/:version';
const OBJECT = `${BASE}/sobjects/:object`;

/**
 * What clients read about pages: tabs, theme, layouts and list views. The org has none of its own, so layouts are empty and every object
 * has the one list view of all records.
 */
export function layoutRoutes(): Route[] {
  const get = (path: string, body: (context: Context) => unknown): Route => ({
    method: 'GET',
    path,
    auth: 'session',
    handle: (context) => ({ status: 200, body: body(context) }),
  });
  return [
    get(`${BASE}/tabs`, (context) => tabObjects(context).map((object) => tab(context, object))),
    get(`${BASE}/theme`, (context) => ({
      themeItems: tabObjects(context).map((object) => ({ name: object.name, colors: [], icons: [] })),
    })),
    get(`${OBJECT}/describe/layouts`, (context) => layouts(objectOf(context))),
    get(`${OBJECT}/describe/layouts/:recordTypeId`, (context) => layout(objectOf(context))),
    get(`${OBJECT}/describe/namedLayouts/:layout`, (context) => layouts(objectOf(context))),
    get(`${OBJECT}/describe/compactLayouts`, (context) => compactLayouts(objectOf(context))),
    get(`${OBJECT}/describe/approvalLayouts`, (context) => {
      objectOf(context);
      return { approvalLayouts: [] };
    }),
    get(`${OBJECT}/quickActions`, (context) => {
      objectOf(context);
      return [];
    }),
    get(`${OBJECT}/listviews`, (context) => {
      const object = objectOf(context);
      return {
        done: true,
        listviews: [listView(context, object)],
        nextRecordsUrl: null,
        size: 1,
        sobjectType: object.name,
      };
    }),
    get(`${OBJECT}/listviews/:view/describe`, (context) => viewDescribe(context, viewObject(context))),
    get(`${OBJECT}/listviews/:view/results`, (context) => viewResults(context, viewObject(context))),
  ];
}

function tabObjects(context: Context): ObjectDef[] {
  const objects = context.org.data.access(context.session.userId).objects();
  return objects.filter((object) => LAYOUTABLE.has(object.name) || object.custom);
}

function tab(context: Context, object: ObjectDef): Record<string, unknown> {
  return {
    colors: [],
    custom: object.custom,
    iconUrl: null,
    icons: [],
    label: object.labelPlural,
    miniIconUrl: null,
    name: `standard-${object.name}`,
    sobjectName: object.name,
    url: `${context.baseUrl}/${object.keyPrefix}/o`,
  };
}

function layout(object: ObjectDef): Record<string, unknown> {
  return {
    id: makeId('00h', object.name.length),
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: [],
    editLayoutSections: [],
    multirowEditLayoutSections: [],
    highlightsPanelLayoutSection: null,
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: [],
    saveOptions: [],
  };
}

function layouts(object: ObjectDef): Record<string, unknown> {
  return {
    layouts: [layout(object)],
    recordTypeMappings: [
      {
        available: true,
        defaultRecordTypeMapping: true,
        layoutId: makeId('00h', object.name.length),
        master: true,
        name: 'Master',
        picklistsForRecordType: [],
        recordTypeId: MASTER_RECORD_TYPE,
      },
    ],
    recordTypeSelectorRequired: [false],
  };
}

function compactLayouts(object: ObjectDef): Record<string, unknown> {
  return {
    compactLayouts: [
      {
        actions: [],
        fieldItems: [],
        id: null,
        imageItems: [],
        label: 'System Default',
        name: 'SYSTEM',
        objectType: object.name,
      },
    ],
    defaultCompactLayoutId: null,
    recordTypeCompactLayoutMappings: [
      {
        available: true,
        compactLayoutId: null,
        compactLayoutName: 'SYSTEM',
        recordTypeId: MASTER_RECORD_TYPE,
        recordTypeName: 'Master',
      },
    ],
    urls: {},
  };
}

function viewId(object: ObjectDef): string {
  return makeId(
    '00B',
    [...object.name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_000,
  );
}

function viewObject(context: Context): ObjectDef {
  const object = objectOf(context);
  if (!viewId(object).startsWith(context.params.view!.slice(0, 15))) throw notFound();
  return object;
}

function listView(context: Context, object: ObjectDef): Record<string, unknown> {
  const url = `${dataUrl(context)}/sobjects/${object.name}/listviews/${viewId(object)}`;
  return {
    describeUrl: `${url}/describe`,
    developerName: `All${object.name}`,
    id: viewId(object),
    label: `All ${object.labelPlural}`,
    resultsUrl: `${url}/results`,
    soqlCompatible: true,
    url,
  };
}

function viewColumns(object: ObjectDef): Record<string, unknown>[] {
  return [nameFieldOf(object), 'Id'].map((name, index) => {
    const field = object.fields.get(name.toLowerCase())!;
    return {
      ascendingLabel: null,
      descendingLabel: null,
      fieldNameOrPath: field.name,
      hidden: name === 'Id',
      label: field.label,
      searchable: index === 0,
      selectListItem: field.name,
      sortDirection: index === 0 ? 'ascending' : null,
      sortIndex: index === 0 ? 0 : null,
      sortable: field.sortable,
      type: field.type,
    };
  });
}

/** SOQL of the list view with that id; any other text is SOQL already. */
export function viewQuery(context: Context, idOrSoql: string): string {
  for (const object of tabObjects(context)) if (viewId(object) === idOrSoql) return queryOfView(object);
  return idOrSoql;
}

function queryOfView(object: ObjectDef): string {
  const name = nameFieldOf(object);
  return `SELECT ${name}, Id FROM ${object.name} ORDER BY ${name} ASC NULLS FIRST, Id ASC NULLS FIRST`;
}

function viewDescribe(context: Context, object: ObjectDef): Record<string, unknown> {
  const name = nameFieldOf(object);
  return {
    id: viewId(object),
    columns: viewColumns(object),
    orderBy: [{ fieldNameOrPath: name, nullsPosition: 'first', sortDirection: 'ascending' }],
    query: queryOfView(object),
    scope: null,
    sobjectType: object.name,
    whereCondition: { conditions: [], conjunction: 'and' },
    relatedEntityId: null,
    url: dataUrl(context),
  };
}

/** As many rows as a list view shows at once. */
const VIEW_ROWS = 2000;

function viewResults(context: Context, object: ObjectDef): Record<string, unknown> {
  const source = context.org.data.sourceFor(context.session.userId, dataUrl(context));
  const fields = fieldsOf(object, nameFieldOf(object));
  const rows = [...source.rows(object.name, { includeDeleted: false })].slice(0, VIEW_ROWS);
  return {
    columns: viewColumns(object),
    developerName: `All${object.name}`,
    done: true,
    id: viewId(object),
    label: `All ${object.labelPlural}`,
    records: rows.map((row) => {
      const { attributes, ...values } = shapeRecord(object, row, fields, dataUrl(context));
      return {
        columns: Object.entries(values).map(([fieldNameOrPath, value]) => ({ fieldNameOrPath, value })),
        attributes,
      };
    }),
    size: rows.length,
  };
}
