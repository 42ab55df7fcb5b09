import type { Registry } from '../schema/registry.ts';
import type { FieldDef, ObjectDef, Row } from '../schema/types.ts';
import type { Store } from '../store/store.ts';
import type { AccessGrant, ObjectRights, Sharing } from '../world.ts';

/** What one user may do; computed once per state of profiles, permission sets and schema. */
export interface Access {
  userId: string;
  /** The object as this user sees it, without hidden fields; undefined when it may not be read. */
  object(name: string): ObjectDef | undefined;
  objects(): ObjectDef[];
  rights(object: string): ObjectRights;
  /** The user sees the row: owner, public, or all data. */
  canRead(object: ObjectDef, row: Row): boolean;
  canEdit(object: ObjectDef, row: Row): boolean;
  /** True when no row of the object is hidden, so that no row needs a look. */
  seesAll(object: ObjectDef): boolean;
  has(permission: string): boolean;
}

export interface Grants {
  profile(name: string): AccessGrant;
  permissionSet(name: string): AccessGrant | undefined;
  setPermissionSet(name: string, grant: AccessGrant): void;
  setProfile(name: string, grant: AccessGrant): void;
  permissionSets(): Iterable<[string, AccessGrant]>;
  profiles(): Iterable<[string, AccessGrant]>;
  version(): number;
}

/** Setup data: only administrators write it, everybody may read it. */
const SETUP_OBJECTS = new Set(
  (
    'User UserRole UserLogin Profile PermissionSet PermissionSetAssignment SetupEntityAccess CustomPermission Group Organization ' +
    'RecordType AuthSession OauthToken LoginHistory OpportunityStage LeadStatus CaseStatus TaskStatus TaskPriority'
  ).split(' '),
);

/** Objects without an owner of their own follow this reference. */
const CONTROLLED_BY: Record<string, string[]> = {
  OpportunityContactRole: ['OpportunityId'],
  CampaignMember: ['CampaignId'],
  CampaignMemberStatus: ['CampaignId'],
  Note: ['ParentId'],
  Attachment: ['ParentId'],
  FeedItem: ['ParentId'],
  ContentDocumentLink: ['LinkedEntityId'],
};

const ADMINISTRATOR: AccessGrant = {
  create: true,
  edit: true,
  delete: true,
  viewAll: true,
  modifyAll: true,
  permissions: [
    'ManageUsers',
    'ModifyAllData',
    'ViewAllData',
    'ViewSetup',
    'ModifyMetadata',
    'CustomizeApplication',
  ],
};

export function createGrants(profiles: Record<string, AccessGrant>): Grants {
  const byProfile = new Map(Object.entries(profiles));
  const admin = byProfile.get('System Administrator');
  byProfile.set('System Administrator', { ...ADMINISTRATOR, ...admin });
  const bySet = new Map<string, AccessGrant>();
  let version = 0;
  return {
    profile: (name) => byProfile.get(name) ?? { create: true, edit: true, delete: true },
    permissionSet: (name) => bySet.get(name),
    setPermissionSet(name, grant) {
      bySet.set(name, grant);
      version++;
    },
    setProfile(name, grant) {
      byProfile.set(name, grant);
      version++;
    },
    permissionSets: () => bySet,
    profiles: () => byProfile,
    version: () => version,
  };
}

export function createAccess(
  registry: Registry,
  store: Store,
  grants: Grants,
  sharing: Record<string, Sharing>,
  userId: string,
): Access {
  const user = store.get('User', userId);
  const profileRow = typeof user?.ProfileId === 'string' ? store.get('Profile', user.ProfileId) : undefined;
  const profile = grants.profile((profileRow?.Name as string | undefined) ?? '');
  const sets = store
    .findBy('PermissionSetAssignment', 'AssigneeId', userId)
    .map((row) =>
      grants.permissionSet((store.get('PermissionSet', row.PermissionSetId as string)?.Name as string) ?? ''),
    )
    .filter((grant) => grant !== undefined);
  const permissions = new Set([profile, ...sets].flatMap((grant) => grant.permissions ?? []));
  const views = new Map<string, ObjectDef | undefined>();
  const rightsOf = new Map<string, ObjectRights>();

  function rights(name: string): ObjectRights {
    let found = rightsOf.get(name);
    if (found === undefined) {
      const setup = SETUP_OBJECTS.has(name);
      const may = setup ? permissions.has('ManageUsers') : undefined;
      found = {
        read: true,
        create: may ?? profile.create ?? false,
        edit: may ?? profile.edit ?? false,
        delete: may ?? profile.delete ?? false,
        viewAll: setup || (profile.viewAll ?? false) || permissions.has('ViewAllData'),
        modifyAll: (profile.modifyAll ?? false) || permissions.has('ModifyAllData'),
        ...profile.objects?.[name],
      };
      for (const set of sets)
        for (const [right, given] of Object.entries(set.objects?.[name] ?? {}))
          if (given) found[right as keyof ObjectRights] = true;
      rightsOf.set(name, found);
    }
    return found;
  }

  function fieldRight(object: ObjectDef, field: FieldDef): 'hidden' | 'read' | 'edit' {
    const name = `${object.name}.${field.name}`;
    let best = profile.fields?.[name] ?? (field.needsGrant ? 'hidden' : 'edit');
    for (const set of sets) {
      const given = set.fields?.[name];
      if (given === 'edit' || (given === 'read' && best === 'hidden')) best = given;
    }
    return best;
  }

  /** Describe answers for the user: what may not be written is not createable, as Salesforce reports it. */
  function view(name: string): ObjectDef | undefined {
    const object = registry.object(name);
    if (object === undefined) return undefined;
    if (views.has(object.name)) return views.get(object.name);
    const may = rights(object.name);
    let seen: ObjectDef | undefined;
    if (may.read) {
      const fields = new Map<string, FieldDef>();
      for (const [key, field] of object.fields) {
        const right = fieldRight(object, field);
        if (right === 'hidden') continue;
        const createable = field.createable && may.create && right === 'edit';
        const updateable = field.updateable && may.edit && right === 'edit';
        fields.set(
          key,
          createable === field.createable && updateable === field.updateable
            ? field
            : { ...field, createable, updateable },
        );
      }
      seen = {
        ...object,
        fields,
        createable: object.createable && may.create,
        updateable: object.updateable && may.edit,
        deletable: object.deletable && may.delete,
        childRelationships: object.childRelationships.filter((child) => rights(child.childSObject).read),
      };
    }
    views.set(object.name, seen);
    return seen;
  }

  function reaches(object: ObjectDef, row: Row, wide: Sharing[], all: 'viewAll' | 'modifyAll'): boolean {
    if (rights(object.name)[all]) return true;
    if (wide.includes(sharing[object.name] ?? 'publicReadWrite')) {
      for (const field of CONTROLLED_BY[object.name] ?? []) {
        const parentId = row[field];
        if (typeof parentId !== 'string') continue;
        const parent = registry.objectOfId(parentId);
        const parentRow = parent && store.get(parent.name, parentId);
        if (parent && parentRow && !reaches(parent, parentRow, wide, all)) return false;
      }
      return true;
    }
    return row.OwnerId === userId || row.OwnerId === undefined || object.name === 'User';
  }

  return {
    userId,
    object: view,
    objects: () =>
      [...registry.objects()].map((object) => view(object.name)).filter((object) => object !== undefined),
    rights,
    canRead: (object, row) => reaches(object, row, ['publicRead', 'publicReadWrite'], 'viewAll'),
    canEdit: (object, row) => reaches(object, row, ['publicReadWrite'], 'modifyAll'),
    seesAll: (object) => rights(object.name).viewAll || Object.keys(sharing).length === 0,
    has: (permission) => permissions.has(permission),
  };
}
