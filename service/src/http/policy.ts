import { z } from 'zod';
import type { AppendAudit } from '../audit/append.ts';
import { readPolicy, writePolicy, type PolicyVersion } from '../commands/policy-store.ts';
import type { Pool } from '../db/pool.ts';
import { SaysoError } from '../errors.ts';
import { route, type Answer, type Route } from './route.ts';

const apiName = z.string().regex(/^[A-Za-z]\w{0,79}$/, 'must be an API name');
const word = z.string().trim().min(1).max(255);

/** Every key is required: an admin page that forgot one must not reset it. */
const policySchema = z.strictObject({
  // `*__c` stands for every custom object.
  writable: z.record(
    z.union([apiName, z.literal('*__c')]),
    z.union([z.literal('*'), z.array(apiName).max(1_000)]),
  ),
  confirmAbove: z.int().min(1).max(10_000),
  maxRecords: z.int().min(1).max(100_000),
  allowDelete: z.boolean(),
  followUp: z.enum(['Task', 'Event', 'NextStep']),
  notes: z.enum(['ContentNote', 'Note', 'Task', 'Description']),
  synonyms: z.record(word, word),
  previewMinutes: z.int().min(1).max(1_440),
  undoHours: z.int().min(0).max(720),
});

const versioned = {
  200: { description: '`{version, policy, changedBy, changedAt}`; its ETag goes into If-Match' },
};

/** What commands may write in the org. Each change is a version of its own. */
export function policyRoutes({ pool, audit }: { pool: Pool; audit: AppendAudit }): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/admin/policy',
      who: 'admin',
      summary: 'The policy in force.',
      answers: versioned,
      handle: async ({ caller }) => answerOf(await readPolicy(pool, caller.orgId)),
    }),
    route({
      method: 'put',
      path: '/v1/admin/policy',
      who: 'admin',
      summary: 'Replace the policy; If-Match names the version that was read.',
      body: policySchema,
      answers: versioned,
      handle: async ({ caller, body, request }) => {
        const seen = seenVersion(request.headers['if-match']);
        return answerOf(await writePolicy(pool, audit, caller, seen, body, request.ip));
      },
    }),
  ];
}

function answerOf(version: PolicyVersion): Answer {
  return { status: 200, body: version, headers: { ETag: `"${version.version}"` } };
}

function seenVersion(ifMatch: string | undefined): number {
  const version = /^"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1];
  if (version === undefined) {
    throw new SaysoError(
      'precondition_required',
      'Which version of the policy is to be replaced is missing.',
      {
        status: 428,
        actions: ['Read the policy and send its ETag as If-Match.'],
      },
    );
  }
  return Number(version);
}
