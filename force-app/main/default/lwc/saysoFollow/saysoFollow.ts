import getCommand from '@salesforce/apex/SaysoController.getCommand';
import { viewOf, type Command } from 'c/saysoState';

/** A command's progress is worth a look this often; a long one, less. */
const POLL_MS = 1000;
const SLOW_POLL_MS = 3000;
const SLOW_AFTER_POLLS = 30;

interface Follower {
  /** The command as it is now. */
  command(command: Command): void;
  /** One look failed; the command runs whether or not we hear of it, so the next look comes anyway. */
  problem(error: unknown): void;
}

/** Reads a command again and again until it has ended. Returns the way to stop earlier. */
export function follow(commandId: string, follower: Follower): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let isStopped = false;

  async function look(polls: number): Promise<void> {
    let isRunning = true;
    try {
      const command = await getCommand<Command>({ commandId });
      if (isStopped) return;
      isRunning = viewOf(command) === 'running';
      follower.command(command);
    } catch (error) {
      if (isStopped) return;
      follower.problem(error);
    }
    if (isRunning) lookSoon(polls + 1);
  }

  function lookSoon(polls: number): void {
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- whoever follows stops it
    timer = setTimeout(() => void look(polls), polls < SLOW_AFTER_POLLS ? POLL_MS : SLOW_POLL_MS);
  }

  lookSoon(0);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
