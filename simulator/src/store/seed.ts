import type { OrgData, OrgSettings } from '../data.ts';
import { refreshActivityDates } from '../dml/activities.ts';
import { derive, forecastCategoryOf } from '../dml/derive.ts';
import { stamp } from '../dml/create.ts';
import type { Grants } from '../dml/access.ts';
import { checkRules } from '../dml/rules.ts';
import type { Clock } from '../org.ts';
import { id18, makeId } from '../schema/ids.ts';
import { picklistOf, type CustomObject, type Registry } from '../schema/registry.ts';
import { instant } from '../schema/time.ts';
import type { FieldDef, ObjectDef, Row, Scalar } from '../schema/types.ts';
import type { World, WorldRecord } from '../world.ts';
import { filled } from './changes.ts';
import type { Store } from './store.ts';

/** Loads a world: schema first, then setup data, then the records in an order in which references already exist. */
export function loadWorld(
  world: World,
  registry: Registry,
  store: Store,
  grants: Grants,
  clock: Clock,
): { settings: OrgSettings; orgId: string } {
  const organization = world.meta?.organization ?? {};
  for (const object of world.schema?.objects ?? []) registry.addObject(object);
  for (const [object, [label, labelPlural]] of Object.entries(world.schema?.labels ?? {}))
    registry.relabel(object, label, labelPlural);
  for (const [object, fields] of Object.entries(world.schema?.fields ?? {}))
    for (const field of fields) registry.addField(object, field);
  for (const [name, values] of Object.entries(world.picklists ?? {})) {
    const [object, field] = name.split('.') as [string, string];
    const standard = registry.object(object)?.fields.get(field.toLowerCase())?.picklist ?? [];
    registry.setPicklist(object, field, picklistOf(values, standard));
  }

  const settings: OrgSettings = {
    validationRules: world.rules?.validation ?? [],
    duplicateRules: world.rules?.duplicate ?? [],
    recordTypes: (world.recordTypes ?? []).map((type, index) => ({
      ...type,
      id: id18(type.id ?? makeId('012', index + 1)),
    })),
    sharing: world.sharing ?? {},
    currency: organization.currency ?? 'USD',
    fiscalYearStartMonth: organization.fiscalYearStartMonth ?? 1,
    dailyApiRequests: organization.dailyApiRequests ?? 0,
  };
  checkRules(settings, registry);
  const orgId = id18(organization.id ?? makeId('00D', 1));
  const loader = createLoader(world, registry, store, settings, clock);

  const records: Record<string, WorldRecord[]> = { ...world.records };
  records.Organization ??= [
    {
      Id: orgId,
      Name: organization.name ?? world.meta?.name ?? 'Simulated Org',
      OrganizationType: organization.edition ?? 'Developer Edition',
      DefaultLocaleSidKey: organization.locale ?? 'en_US',
      LanguageLocaleKey: organization.language ?? 'en_US',
      TimeZoneSidKey: organization.timeZone ?? 'America/Los_Angeles',
      FiscalYearStartMonth: settings.fiscalYearStartMonth,
      NamespacePrefix: organization.namespace ?? null,
      InstanceName: 'SIM1',
      IsSandbox: organization.isSandbox ?? false,
    },
  ];
  loadPeople(world, records, loader, grants, store);
  loadStatusTables(world, records, registry);
  for (const type of settings.recordTypes) {
    const object = registry.object(type.object);
    const field = object?.fields.get('recordtypeid');
    if (object === undefined || field === undefined)
      throw new Error(
        `World: record type ${type.developerName} names ${type.object}, which has no record types.`,
      );
    registry.addField(object.name, { ...field, needsGrant: false });
    loader.load('RecordType', {
      Id: type.id,
      Name: type.name ?? type.developerName,
      DeveloperName: type.developerName,
      SobjectType: object.name,
      IsActive: type.active ?? true,
    });
  }
  for (const object of inLoadOrder(Object.keys(records))) {
    for (const record of records[object]!) loader.load(object, record);
    delete records[object];
  }
  for (const user of store.rows('User'))
    if (store.findBy('UserLogin', 'UserId', user.Id as string).length === 0)
      loader.load('UserLogin', { UserId: user.Id!, IsFrozen: false, IsPasswordLocked: false });
  refreshActivityDates(store, loader.withoutActivityDate);
  store.commit();
  return { settings, orgId };
}

interface Loader {
  load(object: string, record: WorldRecord): Row;
  /** Ids of records whose `LastActivityDate` the world does not say. */
  withoutActivityDate: Set<string>;
}

function createLoader(
  world: World,
  registry: Registry,
  store: Store,
  settings: OrgSettings,
  clock: Clock,
): Loader {
  const now = clock.now();
  const created = world.meta?.asOf === undefined ? instant(now) : `${world.meta.asOf}T00:00:00.000+0000`;
  const context = { store, settings, now: new Date(created.replace('+0000', 'Z')) };
  const firstUser = world.records?.User?.[0]?.Id;
  const author = typeof firstUser === 'string' ? id18(firstUser) : makeId('005', 1);
  const withoutActivityDate = new Set<string>();
  /** Fields of an object that get a value by themselves; an optional picklist stays as the file says. */
  const filledOf = perObject((object) =>
    [...object.fields.values()].filter(
      (field) =>
        field.autoNumber ||
        (field.defaultValue !== undefined && !(field.type === 'picklist' && field.nillable)),
    ),
  );
  return {
    withoutActivityDate,
    load(name, record) {
      const object = registry.object(name);
      if (object === undefined) throw new Error(`World: records.${name} is no object of the org.`);
      const row = store.blank(object.name);
      const given = new Set<string>();
      for (const [key, value] of Object.entries(record)) {
        if (key === 'attributes' || value === undefined || Array.isArray(value)) continue;
        const field = object.fields.get(key.toLowerCase());
        // World files may name an owner for every record; details have none of their own.
        if (field === undefined && key === 'OwnerId' && object.custom) continue;
        if (field === undefined) throw new Error(`World: ${object.name} has no field ${key}.`);
        if (value !== null) given.add(field.name);
        row[field.name] =
          typeof value === 'string' && (field.type === 'reference' || field.type === 'id')
            ? id18(value)
            : value;
      }
      row.Id ??= store.nextId(object.name);
      for (const field of filledOf(object))
        if (row[field.name] !== null) continue;
        else row[field.name] = field.autoNumber ? store.nextNumber(object.name, field) : field.defaultValue!;
      stamp(object, row, { by: author, at: created });
      // What the file says outright is kept; the platform computes the rest.
      const said = [...given].map((field): [string, Scalar] => [field, row[field]!]);
      derive(object.name, undefined, row, given, context);
      for (const [field, value] of said) row[field] = value;
      if (row.LastActivityDate === null && !('LastActivityDate' in record))
        withoutActivityDate.add(row.Id as string);
      store.put(object.name, row);
      return row;
    },
  };
}

function perObject<T>(make: (object: ObjectDef) => T): (object: ObjectDef) => T {
  const made = new Map<string, T>();
  return (object) => {
    let value = made.get(object.name);
    if (value === undefined) made.set(object.name, (value = make(object)));
    return value;
  };
}

/** Profiles and permission sets exist for every name that the world uses. */
function loadPeople(
  world: World,
  records: Record<string, WorldRecord[]>,
  loader: Loader,
  grants: Grants,
  store: Store,
): void {
  const users = records.User ?? [];
  const profiles = new Map<string, string>();
  const names = [
    'System Administrator',
    'Standard User',
    'Read Only',
    ...Object.keys(world.meta?.profilePermissions ?? {}),
  ];
  for (const record of records.Profile ?? [])
    profiles.set(record.Name as string, loader.load('Profile', record).Id as string);
  delete records.Profile;
  for (const user of users) if (typeof user.ProfileName === 'string') names.push(user.ProfileName);
  for (const name of new Set(names))
    if (!profiles.has(name))
      profiles.set(name, loader.load('Profile', { Name: name, UserType: 'Standard' }).Id as string);

  const sets = new Map<string, string>();
  const addSet = (name: string, label = name) => {
    const id =
      sets.get(name) ??
      (loader.load('PermissionSet', { Name: name, Label: label, Type: 'Regular' }).Id as string);
    sets.set(name, id);
    return id;
  };
  for (const record of records.PermissionSet ?? [])
    sets.set(record.Name as string, loader.load('PermissionSet', record).Id as string);
  delete records.PermissionSet;
  for (const { name, label, ...grant } of world.permissionSets ?? []) {
    addSet(name, label);
    grants.setPermissionSet(name, grant);
  }
  const organization = records.Organization![0]!;
  for (const user of users) {
    const { ProfileName: profile, PermissionSets: assigned, ...record } = user;
    record.ProfileId ??= profiles.get(typeof profile === 'string' ? profile : 'Standard User')!;
    record.Username ??= record.Email ?? null;
    record.TimeZoneSidKey ??= organization.TimeZoneSidKey ?? 'America/Los_Angeles';
    record.LocaleSidKey ??= organization.DefaultLocaleSidKey ?? 'en_US';
    record.LanguageLocaleKey ??= organization.LanguageLocaleKey ?? 'en_US';
    record.EmailEncodingKey ??= 'UTF-8';
    record.UserType ??= 'Standard';
    record.Alias ??= String(record.LastName ?? record.Username)
      .slice(0, 8)
      .toLowerCase();
    const id = loader.load('User', record).Id as string;
    for (const name of Array.isArray(assigned) ? assigned : []) {
      const setId = addSet(name);
      if (
        !store
          .findBy('PermissionSetAssignment', 'AssigneeId', id)
          .some((row) => row.PermissionSetId === setId)
      )
        loader.load('PermissionSetAssignment', { PermissionSetId: setId, AssigneeId: id, IsActive: true });
    }
  }
  delete records.User;
}

/** The status tables follow from the picklists unless the world brings its own. */
function loadStatusTables(world: World, records: Record<string, WorldRecord[]>, registry: Registry): void {
  const values = (object: string, field: string) =>
    registry.object(object)!.fields.get(field.toLowerCase())!.picklist;
  const table = (object: string, of: [string, string], flags: (value: string) => WorldRecord) => {
    records[object] ??= values(...of).map((entry, index) => ({
      MasterLabel: entry.label,
      ApiName: entry.value,
      SortOrder: index + 1,
      ...(object === 'OpportunityStage' ? {} : { IsDefault: entry.defaultValue }),
      ...flags(entry.value),
    }));
  };
  table('OpportunityStage', ['Opportunity', 'StageName'], (stage) => {
    const name = world.meta?.stageForecastCategory?.[stage] ?? STAGES[stage]?.[1] ?? 'Pipeline';
    return {
      IsActive: true,
      IsClosed:
        name === 'Closed' ||
        stage === 'Closed Lost' ||
        (name === 'Omitted' && /lost|won|closed/i.test(stage)),
      IsWon: name === 'Closed',
      DefaultProbability: world.meta?.stageProbability?.[stage] ?? STAGES[stage]?.[0] ?? 10,
      ForecastCategoryName: name,
      ForecastCategory: forecastCategoryOf(name),
    };
  });
  table('LeadStatus', ['Lead', 'Status'], (status) => ({ IsConverted: status === 'Closed - Converted' }));
  table('CaseStatus', ['Case', 'Status'], (status) => ({ IsClosed: status === 'Closed' }));
  table('TaskStatus', ['Task', 'Status'], (status) => ({ IsClosed: status === 'Completed' }));
  table('TaskPriority', ['Task', 'Priority'], (priority) => ({ IsHighPriority: priority === 'High' }));
}

/** Stages of a default org: probability in percent, forecast category. */
const STAGES: Record<string, [number, string]> = {
  Prospecting: [10, 'Pipeline'],
  Qualification: [10, 'Pipeline'],
  'Needs Analysis': [20, 'Pipeline'],
  'Value Proposition': [50, 'Pipeline'],
  'Id. Decision Makers': [60, 'Pipeline'],
  'Perception Analysis': [70, 'Best Case'],
  'Proposal/Price Quote': [75, 'Best Case'],
  'Negotiation/Review': [90, 'Commit'],
  'Closed Won': [100, 'Closed'],
  'Closed Lost': [0, 'Omitted'],
};

const FIRST = (
  'Organization OpportunityStage LeadStatus CaseStatus TaskStatus TaskPriority UserRole Campaign CampaignMemberStatus Account Contact Lead ' +
  'Opportunity OpportunityContactRole Case'
).split(' ');

function inLoadOrder(objects: string[]): string[] {
  return [
    ...FIRST.filter((name) => objects.includes(name)),
    ...objects.filter((name) => !FIRST.includes(name)),
  ];
}

/** A world file of the present state; loading it gives the same org again. */
export function snapshotWorld(world: World, data: OrgData): World {
  const records: Record<string, WorldRecord[]> = {};
  for (const object of data.registry.objects()) {
    if (data.virtualRows(object.name) !== undefined) continue;
    const rows = [...data.store.rows(object.name, true)].map(filled);
    if (rows.length > 0) records[object.name] = rows;
  }
  const picklists: Record<string, string[]> = { ...world.picklists };
  const objects: CustomObject[] = [];
  const fields: Record<string, FieldDef[]> = {};
  for (const object of data.registry.objects()) {
    const custom = [...object.fields.values()].filter((field) => field.custom);
    if (object.custom)
      objects.push({
        name: object.name,
        label: object.label,
        labelPlural: object.labelPlural,
        ...(object.keyPrefix === null ? {} : { keyPrefix: object.keyPrefix }),
        ...(object.fields.get('name')?.autoNumber
          ? { nameFormat: object.fields.get('name')!.displayFormat! }
          : {}),
        fields: custom,
      });
    else if (custom.length > 0) fields[object.name] = custom;
  }
  delete records.RecordType;
  return {
    ...world,
    meta: { ...world.meta, profilePermissions: Object.fromEntries(data.grants.profiles()) },
    picklists,
    schema: { objects, fields },
    recordTypes: data.settings.recordTypes,
    rules: { validation: data.settings.validationRules, duplicate: data.settings.duplicateRules },
    sharing: data.settings.sharing,
    permissionSets: [...data.grants.permissionSets()].map(([name, grant]) => ({ name, ...grant })),
    records,
  };
}
