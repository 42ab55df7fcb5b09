import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import express, { type Router } from 'express';
import { z } from 'zod';
import type { Commands } from '../commands/pipeline.ts';
import type { CommandView } from '../commands/types.ts';
import type { Log } from '../log.ts';
import { SaysoError } from '../errors.ts';
import type { Principal } from '../salesforce/types.ts';
import { contextSchema, textSchema, timeZoneSchema } from './commands.ts';
import { asSaysoError, problemHandler } from './problem.ts';
import type { Caller } from './route.ts';

export interface McpDeps {
  commands: Commands;
  authenticate(authorization: string | undefined, spend: boolean): Promise<Caller>;
  log: Log;
}

/** A tool call with the longest call notes, and room. */
const BODY_LIMIT = '256kb';

const idSchema = z.uuid().describe('Id of the command.');

/**
 * The Model Context Protocol for assistants that act for a rep: they plan, confirm and take back commands under the same
 * assertion, policy and preview as the panel. No tool writes records directly. Stateless: every request stands alone, so
 * any replica answers it.
 */
export function mcpRouter({ commands, authenticate, log }: McpDeps): Router {
  const router = express.Router();
  router.post('/', async (request, response, next) => {
    // A client's calls of at most five minutes share a header: it may look and plan with one assertion, and change records once.
    const caller = await authenticate(request.headers.authorization, false);
    const spend = (): Promise<Caller> => authenticate(request.headers.authorization, true);
    express.json({ limit: BODY_LIMIT, strict: true, type: () => true })(
      request,
      response,
      async (error?: unknown) => {
        if (error !== undefined) return next(error);
        const server = createServer(commands, caller, spend);
        const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
        response.once('close', () => void server.close());
        try {
          // The SDK's own types disagree about optional callbacks.
          await server.connect(transport as Transport);
          await transport.handleRequest(request, response, request.body);
        } catch (cause) {
          next(cause);
        }
      },
    );
  });
  router.all('/', (_request, response) => {
    response.setHeader('Allow', 'POST');
    throw new SaysoError('method_not_allowed', 'This server keeps no stream open.', {
      status: 405,
      actions: ['Use POST.'],
    });
  });
  router.use(problemHandler(log));
  return router;
}

function createServer(commands: Commands, principal: Principal, spend: () => Promise<unknown>): McpServer {
  /** What changes records takes an assertion that has changed none: one that is stolen from a log repeats nothing. */
  const changed = (work: () => Promise<CommandView>): Promise<CallToolResult> =>
    answered(() => spend().then(work));

  const server = new McpServer({ name: 'sayso', version: '1' });

  server.registerTool(
    'plan_command',
    {
      title: 'Plan a command',
      description:
        'Turns a sentence about Salesforce into a plan, an answer, a question or a refusal. Changes nothing. Show the preview to the person before confirming.',
      inputSchema: { text: textSchema, timeZone: timeZoneSchema, context: contextSchema.optional() },
      annotations: { readOnlyHint: true },
    },
    (request) => answered(() => commands.create(principal, request)),
  );
  server.registerTool(
    'answer_question',
    {
      title: 'Answer the question of a command',
      description: 'Completes a command that asked something: the value of a choice, or words.',
      inputSchema: { id: idSchema, choice: z.string().max(255).optional(), text: textSchema.optional() },
      annotations: { readOnlyHint: true },
    },
    ({ id, ...answer }) => answered(() => commands.answer(principal, id, answer)),
  );
  server.registerTool(
    'confirm_command',
    {
      title: 'Run a planned command',
      description:
        'Runs a plan that the person has seen and agreed to. Repeating it changes nothing more. Takes an assertion that has confirmed or taken back nothing yet.',
      inputSchema: {
        id: idSchema,
        typed: z.int().positive().optional().describe('The number that the plan asks for in typeToConfirm.'),
        leaveOut: z
          .array(z.int().nonnegative())
          .optional()
          .describe('Places in preview, from 0, to leave out.'),
      },
      annotations: { destructiveHint: true, idempotentHint: true },
    },
    ({ id, ...request }) => changed(() => commands.confirm(principal, id, request)),
  );
  server.registerTool(
    'undo_command',
    {
      title: 'Take a command back',
      description:
        'Takes back what a command changed, except where a record has been changed since. Takes an assertion that has confirmed or taken back nothing yet.',
      inputSchema: { id: idSchema },
      annotations: { destructiveHint: true, idempotentHint: true },
    },
    ({ id }) => changed(() => commands.undo(principal, id)),
  );
  server.registerTool(
    'get_command',
    {
      title: 'Follow a command',
      description: 'A command with its progress and, when it has run, every record.',
      inputSchema: { id: idSchema },
      annotations: { readOnlyHint: true },
    },
    ({ id }) => answered(() => commands.read(principal, id)),
  );
  return server;
}

/** A refusal is an answer that the assistant can read, with what to do next. */
async function answered(work: () => Promise<CommandView>): Promise<CallToolResult> {
  try {
    return { content: [{ type: 'text', text: JSON.stringify(await work()) }] };
  } catch (thrown) {
    const { code, message, actions } = asSaysoError(thrown);
    return { isError: true, content: [{ type: 'text', text: JSON.stringify({ code, message, actions }) }] };
  }
}
