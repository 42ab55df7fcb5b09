import { createHash } from 'node:crypto';
import express, { Router, type ErrorRequestHandler, type Request } from 'express';
import type { AppendAudit } from '../audit/append.ts';
import { isUnstorableText, transaction, type Client, type Pool } from '../db/pool.ts';
import { settleCutOffs } from '../revocation/cut-off.ts';
import {
  applyScimPatch,
  ERROR_SCHEMA,
  LIST_SCHEMA,
  parseScimFilter,
  parseScimUser,
  ScimError,
  scimUserResource,
  type ScimUser,
  type ScimUserInput,
} from '../revocation/scim-protocol.ts';
import {
  createScimUser,
  deleteScimUser,
  findScimUsers,
  getScimUser,
  lockScimUser,
  replaceScimUser,
} from '../revocation/scim-users.ts';
import type { RevokeSubject } from '../revocation/subject.ts';

export interface ScimDeps {
  pool: Pool;
  audit: AppendAudit;
  revokeSubject: RevokeSubject;
  /** Public base URL of the service, without a final slash. */
  serviceUrl: string;
}

interface Caller {
  orgId: string;
  tokenId: string;
}

/** Users per page unless the client asks for fewer (RFC 7644 §3.4.2.4). */
const PAGE_USERS = 100;
/** No org has so many users, and PostgreSQL can still count to it. */
const LAST_INDEX = 1_000_000_000;
/** A User resource is small; Entra's PATCH bodies stay below 10 kB. */
const BODY_LIMIT = '100kb';

/** SCIM 2.0 service provider at `/scim/v2`: a user who becomes inactive or is deleted loses every grant at once. */
export function scimRouter(deps: ScimDeps): Router {
  const router = Router();
  const callers = new WeakMap<Request, Caller>();
  const callerOf = (request: Request): Caller => callers.get(request)!;

  router.use(express.json({ type: ['application/scim+json', 'application/json'], limit: BODY_LIMIT }));
  router.use(async (request, response, next) => {
    response.type('application/scim+json');
    const caller = await authenticate(deps.pool, request.headers.authorization);
    if (!caller) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      throw new ScimError(
        401,
        'Send the SCIM token of this org as a bearer token; an admin creates it on the Sayso setup page.',
      );
    }
    callers.set(request, caller);
    next();
  });

  router.get('/ServiceProviderConfig', (_request, response) => {
    response.send(JSON.stringify(SERVICE_PROVIDER_CONFIG));
  });
  router.get('/ResourceTypes', (_request, response) => {
    response.send(JSON.stringify(listOf([USER_RESOURCE_TYPE], 1, 1)));
  });

  router.get('/Users', async (request, response) => {
    const filter =
      typeof request.query.filter === 'string' ? parseScimFilter(request.query.filter) : undefined;
    const asStart = Number.parseInt(String(request.query.startIndex ?? 1), 10) || 1;
    const startIndex = Math.min(LAST_INDEX, Math.max(1, asStart));
    const asked = Number.parseInt(String(request.query.count ?? PAGE_USERS), 10);
    const count = Math.min(PAGE_USERS, Math.max(0, Number.isNaN(asked) ? PAGE_USERS : asked));
    const { total, users } = await findScimUsers(deps.pool, callerOf(request).orgId, filter, {
      startIndex,
      count,
    });
    response.send(JSON.stringify(listOf(users.map(resource), total, startIndex)));
  });

  router.post('/Users', async (request, response) => {
    const caller = callerOf(request);
    const input = parseScimUser(request.body);
    const user = await changed(async (client) => {
      const created = await createScimUser(client, caller.orgId, input);
      return { user: created, why: created.active ? undefined : 'scim: created inactive' };
    }, request);
    response
      .status(201)
      .location(`${deps.serviceUrl}/scim/v2/Users/${user.id}`)
      .send(JSON.stringify(resource(user)));
  });

  router.get('/Users/:id', async (request, response) => {
    response.send(
      JSON.stringify(resource(await getScimUser(deps.pool, callerOf(request).orgId, request.params.id))),
    );
  });

  router.put('/Users/:id', async (request, response) => {
    const input = parseScimUser(request.body);
    response.send(JSON.stringify(resource(await change(request, request.params.id, () => input))));
  });

  router.patch('/Users/:id', async (request, response) => {
    const user = await change(request, request.params.id, (present) => applyScimPatch(present, request.body));
    response.send(JSON.stringify(resource(user)));
  });

  router.delete('/Users/:id', async (request, response) => {
    const id = request.params.id;
    await changed(
      async (client) => ({
        user: await deleteScimUser(client, callerOf(request).orgId, id),
        why: 'scim: user deleted',
      }),
      request,
    );
    response.status(204).end();
  });

  router.use((request) => {
    throw new ScimError(404, `This service has users only; there is no ${request.path}.`);
  });
  router.use(scimErrors);
  return router;

  function resource(user: ScimUser): Record<string, unknown> {
    return scimUserResource(user, deps.serviceUrl);
  }

  /** Inactive in the new state cuts off, also when it was inactive before: an identity provider repeats itself for a reason. */
  function change(
    request: Request,
    id: string,
    next: (present: ScimUser) => ScimUserInput,
  ): Promise<ScimUser> {
    return changed(async (client) => {
      const { orgId } = callerOf(request);
      const present = await lockScimUser(client, orgId, id);
      const user = await replaceScimUser(client, orgId, id, next(present));
      return { user, was: present, why: user.active ? undefined : 'scim: user deactivated' };
    }, request);
  }

  /** One transaction: the user's new state, and the cut-off if there is a reason for one. Answers when the cut-off holds everywhere. */
  async function changed(
    work: (client: Client) => Promise<{ user: ScimUser; was?: ScimUser; why: string | undefined }>,
    request: Request,
  ): Promise<ScimUser> {
    const { orgId, tokenId } = callerOf(request);
    const { user, cutOffs } = await transaction(deps.pool, async (client) => {
      const { user, was, why } = await work(client);
      if (why === undefined) return { user, cutOffs: [] };
      const cutOffs = await deps.revokeSubject(client, {
        orgId,
        // The old names, too: some rename a user with the deactivation.
        names: [user, was].flatMap((known) => [known?.userName, known?.email, known?.externalId]),
        reason: why,
        trigger: 'scim',
        actor: { type: 'identity-provider', id: tokenId },
        origin: request.ip,
      });
      return { user, cutOffs };
    });
    if (cutOffs.length > 0)
      await settleCutOffs(
        deps.pool,
        cutOffs.map(({ id }) => id),
      );
    return user;
  }
}

async function authenticate(pool: Pool, header: string | undefined): Promise<Caller | undefined> {
  const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
  if (!token) return undefined;
  // The lookup is by hash, so its timing tells nothing about the token.
  const { rows } = await pool.query<{ org_id: string; id: string }>(
    `update scim_tokens set last_used_at = now() where token_hash = $1 and revoked_at is null returning org_id, id`,
    [createHash('sha256').update(token).digest()],
  );
  return rows[0] && { orgId: rows[0].org_id, tokenId: rows[0].id };
}

function listOf(resources: unknown[], totalResults: number, startIndex: number): Record<string, unknown> {
  return {
    schemas: [LIST_SCHEMA],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

const scimErrors: ErrorRequestHandler = (error, _request, response, next) => {
  const scim = error instanceof ScimError ? error : inputError(error);
  if (!scim) return next(error);
  response
    .status(scim.status)
    .type('application/scim+json')
    .send(
      JSON.stringify({
        schemas: [ERROR_SCHEMA],
        status: String(scim.status),
        ...(scim.scimType && { scimType: scim.scimType }),
        detail: scim.message,
      }),
    );
};

/** What Express's body parser and the database throw of what was sent, in SCIM's form. */
function inputError(error: unknown): ScimError | undefined {
  const { type } = error as { type?: string };
  if (isUnstorableText(error)) return new ScimError(400, 'A text holds a NUL character.', 'invalidValue');
  if (type === 'entity.parse.failed') return new ScimError(400, 'The body is not JSON.', 'invalidSyntax');
  if (type === 'entity.too.large') return new ScimError(413, 'The body is too large.');
  return undefined;
}

const USER_RESOURCE_TYPE = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
};

const SERVICE_PROVIDER_CONFIG = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: PAGE_USERS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token of this org, created by its admin',
    },
  ],
};
