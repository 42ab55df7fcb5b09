import { follow } from 'c/saysoFollow';
import getCommand from '@salesforce/apex/SaysoController.getCommand';
import { apexError, commandOf, deferred, pass, settle } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoController.getCommand', () => ({ default: jest.fn() }), { virtual: true });

const RUNNING = commandOf({ status: 'running' });
const DONE = commandOf({ status: 'done' });
const follower = { command: jest.fn(), problem: jest.fn() };

describe('c/saysoFollow', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.resetAllMocks();
  });

  it('tells of each state until the command has ended', async () => {
    getCommand.mockResolvedValueOnce(RUNNING).mockResolvedValueOnce(DONE);
    follow('c1', follower);
    await pass(1000);
    await pass(1000);
    expect(getCommand.mock.calls).toEqual([[{ commandId: 'c1' }], [{ commandId: 'c1' }]]);
    expect(follower.command.mock.calls).toEqual([[RUNNING], [DONE]]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('goes on after a look that failed, and says so', async () => {
    const error = apexError({});
    getCommand.mockRejectedValueOnce(error).mockResolvedValueOnce(DONE);
    follow('c1', follower);
    await pass(1000);
    expect(follower.problem).toHaveBeenCalledWith(error);
    await pass(1000);
    expect(follower.command).toHaveBeenCalledWith(DONE);
  });

  it('looks less often at a long command', async () => {
    getCommand.mockResolvedValue(RUNNING);
    const stop = follow('c1', follower);
    for (let polls = 0; polls < 30; polls++) await pass(1000);
    expect(getCommand).toHaveBeenCalledTimes(30);
    await pass(2999);
    expect(getCommand).toHaveBeenCalledTimes(30);
    await pass(1);
    expect(getCommand).toHaveBeenCalledTimes(31);
    stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([
    ['an answer', (look) => look.resolve(DONE)],
    ['a failure', (look) => look.reject(apexError({}))]
  ])('forgets %s that comes after it was stopped', async (_, come) => {
    const look = deferred();
    getCommand.mockReturnValue(look.promise);
    const stop = follow('c1', follower);
    await pass(1000);
    stop();
    come(look);
    await settle();
    expect(follower.command).not.toHaveBeenCalled();
    expect(follower.problem).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });
});
