/** SCIM 2.0 (RFC 7643, RFC 7644): the subset that Okta and Microsoft Entra send for deprovisioning. */

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** RFC 7644 §3.12; `scimType` only where the table of that section has one. */
export class ScimError extends Error {
  readonly status: number;
  readonly scimType: string | undefined;

  constructor(status: number, detail: string, scimType?: string) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

export interface ScimUser {
  id: string;
  userName: string;
  externalId: string | null;
  email: string | null;
  displayName: string | null;
  active: boolean;
  createdAt: Date;
  modifiedAt: Date;
}

export type ScimUserInput = Pick<ScimUser, 'userName' | 'externalId' | 'email' | 'displayName' | 'active'>;

/** Reads a User resource of a POST or PUT body. `active` defaults to true; Entra sends booleans as "True"/"False". */
export function parseScimUser(body: unknown): ScimUserInput {
  const user = objectOf(body, 'The body must be a User resource.');
  const userName = textOf(user.userName);
  if (!userName) throw new ScimError(400, '"userName" is required.', 'invalidValue');
  return {
    userName,
    externalId: textOf(user.externalId),
    email: emailOf(user.emails),
    displayName: textOf(user.displayName),
    active: user.active === undefined ? true : booleanOf(user.active, 'active'),
  };
}

/**
 * Applies a PATCH (RFC 7644 §3.5.2) to what we keep of a user. Operation names are case-insensitive, since Entra sends "Replace";
 * a `value` without `path` carries several attributes, as Okta sends it; attributes that we do not keep are accepted and ignored.
 */
export function applyScimPatch(user: ScimUserInput, body: unknown): ScimUserInput {
  const patch = objectOf(body, 'The body must be a PatchOp.');
  if (!Array.isArray(patch.schemas) || !patch.schemas.includes(PATCH_SCHEMA))
    throw new ScimError(400, `"schemas" must name ${PATCH_SCHEMA}.`, 'invalidSyntax');
  if (!Array.isArray(patch.Operations) || patch.Operations.length === 0)
    throw new ScimError(400, '"Operations" must hold at least one operation.', 'invalidSyntax');
  let result = user;
  for (const entry of patch.Operations) {
    const operation = objectOf(entry, 'Each operation must be an object.');
    const op = String(operation.op).toLowerCase();
    if (op !== 'add' && op !== 'replace' && op !== 'remove')
      throw new ScimError(400, `"op" must be add, replace or remove.`, 'invalidSyntax');
    if (op === 'remove') {
      if (typeof operation.path !== 'string')
        throw new ScimError(400, '"remove" needs a "path".', 'noTarget');
      result = assign(result, operation.path, undefined);
    } else if (typeof operation.path === 'string') {
      result = assign(result, operation.path, operation.value);
    } else {
      for (const [path, value] of Object.entries(
        objectOf(operation.value, 'An operation without "path" needs an object as "value".'),
      ))
        result = assign(result, path, value);
    }
  }
  return result;
}

function assign(user: ScimUserInput, path: string, value: unknown): ScimUserInput {
  switch (path.replace(`${USER_SCHEMA}:`, '').toLowerCase()) {
    case 'active':
      return { ...user, active: value === undefined ? false : booleanOf(value, 'active') };
    case 'username': {
      const userName = textOf(value);
      if (!userName) throw new ScimError(400, '"userName" cannot be empty.', 'invalidValue');
      return { ...user, userName };
    }
    case 'externalid':
      return { ...user, externalId: textOf(value) };
    case 'displayname':
      return { ...user, displayName: textOf(value) };
    case 'emails':
      return { ...user, email: emailOf(value) };
    case 'emails[type eq "work"].value':
    case 'emails[primary eq true].value':
      return { ...user, email: textOf(value) };
    default:
      return user;
  }
}

export type ScimFilter = { attribute: 'userName' | 'externalId' | 'id' | 'email'; value: string };

/** `attribute eq "value"` (RFC 7644 §3.4.2.2), the one form that the two identity providers look users up by. */
export function parseScimFilter(filter: string): ScimFilter {
  const match = /^\s*([\w.:"[\] ]+?)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i.exec(filter);
  const attribute = match && FILTERABLE[match[1]!.replace(`${USER_SCHEMA}:`, '').toLowerCase()];
  if (!match || !attribute)
    throw new ScimError(
      400,
      'Only filters of the form userName eq "…" are supported (also externalId, id, emails.value).',
      'invalidFilter',
    );
  return { attribute, value: unquoted(match[2]!) };
}

/** A filter's text has the escapes of JSON (RFC 7644 §3.4.2.2). */
function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new ScimError(400, 'The text in the filter is not a JSON string.', 'invalidFilter');
  }
}

const FILTERABLE: Record<string, ScimFilter['attribute'] | undefined> = {
  username: 'userName',
  externalid: 'externalId',
  id: 'id',
  'emails.value': 'email',
  'emails[type eq "work"].value': 'email',
};

/** The User resource as RFC 7643 §4.1 shapes it. */
export function scimUserResource(user: ScimUser, baseUrl: string): Record<string, unknown> {
  return {
    schemas: [USER_SCHEMA],
    id: user.id,
    userName: user.userName,
    ...(user.externalId !== null && { externalId: user.externalId }),
    ...(user.displayName !== null && { displayName: user.displayName }),
    ...(user.email !== null && { emails: [{ value: user.email, type: 'work', primary: true }] }),
    active: user.active,
    meta: {
      resourceType: 'User',
      created: user.createdAt.toISOString(),
      lastModified: user.modifiedAt.toISOString(),
      location: `${baseUrl}/scim/v2/Users/${user.id}`,
    },
  };
}

function objectOf(value: unknown, sentence: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ScimError(400, sentence, 'invalidSyntax');
  return value as Record<string, unknown>;
}

/** The primary address, or the first. */
function emailOf(value: unknown): string | null {
  const emails = Array.isArray(value) ? (value as (Record<string, unknown> | null)[]) : [];
  const email = emails.find((entry) => entry?.primary === true) ?? emails[0];
  return textOf(email?.value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function booleanOf(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new ScimError(400, `"${name}" must be true or false.`, 'invalidValue');
}
