import { z } from 'zod';
import type { Commands } from '../commands/pipeline.ts';
import { route, type Route } from './route.ts';

/** Longer commands are pasted documents; call notes have their own field. */
const COMMAND_CHARACTERS = 4_000;
/** Salesforce's longest description. */
const NOTES_CHARACTERS = 32_000;
/** Records of the previous turn that a command may point back at. */
const MENTIONED = 200;

export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin; send the one of the browser');

const recordIdSchema = z
  .string()
  .regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/, 'must be a Salesforce record id');

/** Half a character, as a text cut in an emoji ends with, becomes U+FFFD: PostgreSQL and Salesforce refuse it. */
const anyText = z.string().overwrite((text) => text.toWellFormed());

export const contextSchema = z.object({
  recordId: recordIdSchema.optional().describe('The record page that is open.'),
  mentioned: z.array(recordIdSchema).max(MENTIONED).optional().describe('Records of the previous turn.'),
  notes: anyText.max(NOTES_CHARACTERS).optional().describe('What "my notes" means.'),
  previous: anyText.max(COMMAND_CHARACTERS).optional().describe('Text of the previous turn.'),
});

export const textSchema = anyText
  .trim()
  .min(1, 'must not be empty; say what should change')
  .max(
    COMMAND_CHARACTERS,
    `must be at most ${COMMAND_CHARACTERS} characters; split it into several commands`,
  );

export const answerSchema = z
  .object({ choice: z.string().max(255).optional(), text: textSchema.optional() })
  .refine(
    ({ choice, text }) => (choice === undefined) !== (text === undefined),
    'must have either choice or text',
  );

const confirmSchema = z.object({
  typed: z.int().positive().optional().describe('The number that typeToConfirm asked for.'),
  leaveOut: z
    .array(z.int().nonnegative())
    .max(100_000)
    .optional()
    .describe('Places in preview, from 0, to leave out.'),
});

const createSchema = z.object({
  text: textSchema,
  timeZone: timeZoneSchema,
  context: contextSchema.optional(),
});

const params = z.object({ id: z.uuid('must be the id of a command') });
const view = {
  200: { description: 'The command: `kind` says whether it is a plan, a question, an answer or a refusal' },
};
const accepted = { 202: { description: 'The command as it stands now; read it again to follow it' } };

/** What a rep says, sees, confirms and takes back. A command of somebody else does not exist here. */
export function commandRoutes(commands: Commands): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/commands',
      who: 'rep',
      summary: 'Plan a command. Nothing is changed before it is confirmed.',
      body: createSchema,
      answers: view,
      handle: async ({ caller, body }) => ({ status: 200, body: await commands.create(caller, body) }),
    }),
    route({
      method: 'get',
      path: '/v1/commands',
      who: 'rep',
      summary: 'The last commands of the user, newest first.',
      query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
      answers: { 200: { description: '`{commands}`, each without its records' } },
      handle: async ({ caller, query }) => ({
        status: 200,
        body: { commands: await commands.list(caller, query.limit) },
      }),
    }),
    route({
      method: 'get',
      path: '/v1/commands/:id',
      who: 'rep',
      summary: 'One command with its progress and, when it has run, every record.',
      params,
      answers: view,
      handle: async ({ caller, params: { id } }) => ({ status: 200, body: await commands.read(caller, id) }),
    }),
    route({
      method: 'post',
      path: '/v1/commands/:id/answer',
      who: 'rep',
      summary: 'Answer the question that a command asked.',
      params,
      body: answerSchema,
      answers: view,
      handle: async ({ caller, params: { id }, body }) => ({
        status: 200,
        body: await commands.answer(caller, id, body),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/commands/:id/confirm',
      who: 'rep',
      summary: 'Run a previewed plan. Repeating it changes nothing more; a waiting command goes on at once.',
      params,
      body: confirmSchema,
      answers: accepted,
      handle: async ({ caller, params: { id }, body }) => ({
        status: 202,
        body: await commands.confirm(caller, id, body),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/commands/:id/cancel',
      who: 'rep',
      summary: 'Drop a question or a preview, or stop a running command after the call in flight.',
      params,
      answers: accepted,
      handle: async ({ caller, params: { id } }) => ({
        status: 202,
        body: await commands.cancel(caller, id),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/commands/:id/undo',
      who: 'rep',
      summary: 'Take a command back, except where a record has been changed since.',
      params,
      answers: accepted,
      handle: async ({ caller, params: { id } }) => ({ status: 202, body: await commands.undo(caller, id) }),
    }),
  ];
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
