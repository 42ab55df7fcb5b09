import { checkPermission, type Transaction } from './runtime.ts';
import { SaysoAssertion, type ConnectUrl } from './SaysoAssertion.ts';
import { SaysoException } from './SaysoException.ts';
import { SaysoService } from './SaysoService.ts';

const USER_PERMISSION = 'Sayso_User';
const MOST_COMMANDS = 50;

type JsonObject = Record<string, unknown>;

/** Mirror of the `@AuraEnabled` methods of `SaysoController.cls`; parameters by name, absent ones null. */
export const SaysoController = {
  async getConnection(transaction: Transaction) {
    const connection = await call(transaction, 'GET', '/v1/connection', null);
    const { data } = transaction.org;
    const [organization] = data.rows('Organization');
    return {
      ...connection,
      userName: data.record('User', transaction.userId)?.['Name'],
      orgName: organization?.['Name'],
    };
  },

  getConnectUrl(transaction: Transaction): ConnectUrl {
    try {
      requirePermission(transaction);
      return SaysoAssertion.connectUrl(transaction);
    } catch (problem) {
      throw forBrowser(problem);
    }
  },

  disconnect: (transaction: Transaction) => call(transaction, 'DELETE', '/v1/connection', null),

  submitCommand(
    transaction: Transaction,
    {
      text,
      timeZone,
      contextJson,
    }: { text: string | null; timeZone: string | null; contextJson: string | null },
  ) {
    const body: JsonObject = { text, timeZone };
    if (contextJson !== null && contextJson.trim() !== '') body['context'] = JSON.parse(contextJson);
    return call(transaction, 'POST', '/v1/commands', JSON.stringify(body));
  },

  answerCommand: (
    transaction: Transaction,
    { commandId, answerJson }: { commandId: string | null; answerJson: string | null },
  ) => call(transaction, 'POST', `${commandPath(commandId)}/answer`, answerJson),

  confirmCommand: (
    transaction: Transaction,
    { commandId, bodyJson }: { commandId: string | null; bodyJson: string | null },
  ) => call(transaction, 'POST', `${commandPath(commandId)}/confirm`, bodyJson?.trim() ? bodyJson : '{}'),

  cancelCommand: (transaction: Transaction, { commandId }: { commandId: string | null }) =>
    call(transaction, 'POST', `${commandPath(commandId)}/cancel`, '{}'),

  undoCommand: (transaction: Transaction, { commandId }: { commandId: string | null }) =>
    call(transaction, 'POST', `${commandPath(commandId)}/undo`, '{}'),

  getCommand: (transaction: Transaction, { commandId }: { commandId: string | null }) =>
    call(transaction, 'GET', commandPath(commandId), null),

  listCommands(transaction: Transaction, { howMany }: { howMany: number | null }) {
    const bounded = Math.max(1, Math.min(howMany ?? 10, MOST_COMMANDS));
    return call(transaction, 'GET', `/v1/commands?limit=${bounded}`, null);
  },
};

function commandPath(commandId: string | null): string {
  return `/v1/commands/${encodeURIComponent(commandId?.trim() ? commandId : '-')}`;
}

function requirePermission(transaction: Transaction): void {
  if (!checkPermission(transaction, USER_PERMISSION))
    throw SaysoException.missingPermission(transaction.package, USER_PERMISSION);
}

async function call(
  transaction: Transaction,
  method: string,
  path: string,
  body: string | null,
): Promise<JsonObject> {
  try {
    requirePermission(transaction);
    return await SaysoService.call(transaction, method, path, body);
  } catch (problem) {
    throw forBrowser(problem);
  }
}

function forBrowser(problem: unknown): unknown {
  return problem instanceof SaysoException ? problem.forBrowser() : problem;
}
