import type { Change } from '../org.ts';
import type { Transaction } from './runtime.ts';
import { SaysoAssertion } from './SaysoAssertion.ts';
import { SaysoException } from './SaysoException.ts';
import { SaysoService } from './SaysoService.ts';

const MOST_ATTEMPTS = 4;
const RETRY_MILLISECONDS = 10 * 60_000;

/** Mirror of `SaysoUserTriggerHandler.cls`, which `SaysoUserTrigger.trigger` calls after each update of users. */
export const SaysoUserTriggerHandler = {
  /** Resolves when the job has ended; without a deactivation among the changes there is no job. */
  async afterUpdate(transaction: Transaction, changes: readonly Change[]): Promise<void> {
    const userIds = changes
      .filter(
        ({ object, field, old, new: now }) =>
          object === 'User' && field === 'IsActive' && old === true && now === false,
      )
      .map(({ id }) => id);
    if (userIds.length > 0 && SaysoAssertion.isPaired(transaction)) await execute(transaction, userIds, 1);
  },
};

async function execute(transaction: Transaction, userIds: string[], attempt: number): Promise<void> {
  const job = { className: 'SaysoUserTriggerHandler', createdAt: new Date() };
  try {
    await SaysoService.call(transaction, 'POST', '/v1/signals/user-deactivated', JSON.stringify({ userIds }));
    transaction.package.jobs.push({ ...job, status: 'Completed' });
  } catch (problem) {
    const passing = problem instanceof SaysoException && problem.retryable;
    if (!passing || attempt >= MOST_ATTEMPTS) {
      transaction.package.jobs.push({ ...job, status: 'Failed' });
      return;
    }
    setTimeout(() => void execute(transaction, userIds, attempt + 1), RETRY_MILLISECONDS).unref();
  }
}
