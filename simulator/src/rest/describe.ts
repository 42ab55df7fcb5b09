import type { Context, Reply, Route } from '../http.ts';
import type { FieldDef, FieldType, ObjectDef } from '../schema/types.ts';
import { dataUrl, objectOf } from './shape.ts';

/** Global describe and the describe of one object, each with `Last-Modified` and 304. */
export function describeRoutes(): Route[] {
  const base = '/services/data/:version/sobjects';
  return [
    {
      method: 'GET',
      path: base,
      auth: 'session',
      handle: (context) =>
        unlessModified(context, () => ({
          encoding: 'UTF-8',
          maxBatchSize: 200,
          sobjects: context.org.data
            .access(context.session.userId)
            .objects()
            .map((object) => objectSummary(object, dataUrl(context))),
        })),
    },
    {
      method: 'GET',
      path: `${base}/:object/describe`,
      auth: 'session',
      handle(context) {
        const object = objectOf(context);
        return unlessModified(context, () => describeObject(context, object));
      },
    },
  ];
}

/** The schema of an org changes by deployments only; its state is one instant. */
function unlessModified(context: Context, body: () => unknown): Reply {
  const changed = context.org.data.schemaChangedAt();
  const headers = { 'Last-Modified': changed.toUTCString() };
  const since = Date.parse(context.request.headers['if-modified-since'] ?? '');
  if (!Number.isNaN(since) && Math.floor(changed.getTime() / 1000) * 1000 <= since)
    return { status: 304, headers };
  return { status: 200, headers, body: body() };
}

/** An object as the global describe lists it. */
export function objectSummary(object: ObjectDef, url: string): Record<string, unknown> {
  const own = `${url}/sobjects/${object.name}`;
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: object.createable,
    custom: object.custom,
    customSetting: false,
    deepCloneable: false,
    deletable: object.deletable,
    deprecatedAndHidden: false,
    feedEnabled: FEED_ENABLED.has(object.name),
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: LAYOUTABLE.has(object.name) || object.custom,
    mergeable: MERGEABLE.has(object.name),
    mruEnabled: LAYOUTABLE.has(object.name) || object.custom,
    name: object.name,
    queryable: object.queryable,
    replicateable: object.fields.has('isdeleted'),
    retrieveable: true,
    searchable: object.searchable,
    triggerable: LAYOUTABLE.has(object.name) || object.custom,
    undeletable: object.fields.has('isdeleted'),
    updateable: object.updateable,
    urls: {
      sobject: own,
      describe: `${own}/describe`,
      rowTemplate: `${own}/{ID}`,
      ...(LAYOUTABLE.has(object.name) || object.custom
        ? {
            layouts: `${own}/describe/layouts`,
            compactLayouts: `${own}/describe/compactLayouts`,
            approvalLayouts: `${own}/describe/approvalLayouts`,
            listviews: `${own}/listviews`,
            quickActions: `${own}/quickActions`,
          }
        : {}),
    },
  };
}

export const LAYOUTABLE = new Set(
  'Account Contact Lead Opportunity Case Task Event Campaign CampaignMember User'.split(' '),
);
const FEED_ENABLED = new Set(
  'Account Contact Lead Opportunity Case Task Event Campaign User ContentDocument'.split(' '),
);
const MERGEABLE = new Set(['Account', 'Contact', 'Lead', 'Case']);

/** The id of the record type that every object has. */
export const MASTER_RECORD_TYPE = '012000000000000AAA';

function describeObject(context: Context, object: ObjectDef): Record<string, unknown> {
  const url = dataUrl(context);
  return {
    actionOverrides: [],
    ...objectSummary(object, url),
    childRelationships: object.childRelationships.map((child) => ({
      ...child,
      cascadeDelete: deleteRule(context, child) === 'cascade',
      restrictedDelete: deleteRule(context, child) === 'restrict',
      deprecatedAndHidden: false,
      junctionIdListNames: [],
      junctionReferenceTo: [],
    })),
    compactLayoutable: LAYOUTABLE.has(object.name) || object.custom,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: [...object.fields.values()].map(describeField),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: recordTypeInfos(context, object),
    searchLayoutable: object.searchable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${object.labelPlural.toLowerCase()}`, name: 'everything' },
      ...(object.fields.has('ownerid')
        ? [{ label: `My ${object.labelPlural.toLowerCase()}`, name: 'mine' }]
        : []),
    ],
  };
}

function deleteRule(
  context: Context,
  child: ObjectDef['childRelationships'][number],
): FieldDef['onParentDelete'] {
  return context.org.data.object(child.childSObject)?.fields.get(child.field.toLowerCase())?.onParentDelete;
}

export function recordTypeInfos(context: Context, object: ObjectDef): Record<string, unknown>[] {
  const own = context.org.data.settings.recordTypes.filter((type) => type.object === object.name);
  const info = (
    id: string,
    developerName: string,
    name: string,
    active: boolean,
    master: boolean,
    isDefault: boolean,
  ) => ({
    active,
    available: active,
    defaultRecordTypeMapping: isDefault,
    developerName,
    master,
    name,
    recordTypeId: id,
    urls: { layout: `${dataUrl(context)}/sobjects/${object.name}/describe/layouts/${id}` },
  });
  return [
    ...own.map((type, index) =>
      info(
        type.id,
        type.developerName,
        type.name ?? type.developerName,
        type.active ?? true,
        false,
        index === 0,
      ),
    ),
    info(MASTER_RECORD_TYPE, 'Master', 'Master', true, true, own.length === 0),
  ];
}

const SOAP_TYPE: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
  location: 'urn:location',
  anyType: 'xsd:anyType',
};

/** Digits that an int may have. */
const INT_DIGITS = 8;
/** UTF-8 bytes that Salesforce reckons for one character. */
const BYTES_PER_CHARACTER = 3;

function describeField(field: FieldDef): Record<string, unknown> {
  const idLike = field.type === 'id' || field.type === 'reference';
  const polymorphic = field.referenceTo.length > 1;
  return {
    aggregatable: field.aggregatable,
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: idLike ? field.length : field.length * BYTES_PER_CHARACTER,
    calculated: field.calculated,
    calculatedFormula: null,
    cascadeDelete: field.custom && field.onParentDelete === 'cascade',
    caseSensitive: false,
    compoundFieldName: field.compoundFieldName ?? null,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.type === 'boolean' ? (field.defaultValue ?? false) : (field.defaultValue ?? null),
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? INT_DIGITS : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: field.type === 'textarea' ? 'plaintextarea' : null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup === true,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: polymorphic,
    nillable: field.nillable,
    permissionable: field.nillable && (field.createable || field.updateable),
    picklistValues: field.picklist.map((entry) => ({ ...entry, validFor: null })),
    polymorphicForeignKey: polymorphic,
    precision: field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: field.custom && field.onParentDelete === 'restrict',
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: field.type === 'reference',
    soapType: SOAP_TYPE[field.type] ?? 'xsd:string',
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}
