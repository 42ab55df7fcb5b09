import SaysoPanel from 'c/saysoPanel';
import { CurrentPageReference } from 'lightning/navigation';
import { EnclosingUtilityId, onUtilityClick, open as openUtility } from 'lightning/platformUtilityBarApi';
import { notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import answerCommand from '@salesforce/apex/SaysoController.answerCommand';
import cancelCommand from '@salesforce/apex/SaysoController.cancelCommand';
import confirmCommand from '@salesforce/apex/SaysoController.confirmCommand';
import disconnect from '@salesforce/apex/SaysoController.disconnect';
import getCommand from '@salesforce/apex/SaysoController.getCommand';
import getConnection from '@salesforce/apex/SaysoController.getConnection';
import getConnectUrl from '@salesforce/apex/SaysoController.getConnectUrl';
import listCommands from '@salesforce/apex/SaysoController.listCommands';
import submitCommand from '@salesforce/apex/SaysoController.submitCommand';
import undoCommand from '@salesforce/apex/SaysoController.undoCommand';
import { apexError, byId, commandOf, deferred, find, pass, press, resultOf, settle, show, textOf } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoController.answerCommand', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.cancelCommand', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.confirmCommand', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.disconnect', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.getCommand', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.getConnection', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.getConnectUrl', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.listCommands', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.submitCommand', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.undoCommand', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Berlin' }), { virtual: true });

const RECORD = '006000000000001AAA';
const TEXT = 'Move to negotiation';
const RUNNING = commandOf({ status: 'running', headline: 'Working', progress: { done: 1, total: 2, failed: 0 } });
const DONE = commandOf({
  status: 'done',
  headline: 'Done. 1 changed.',
  results: [resultOf()],
  undo: { available: true }
});

async function open() {
  const element = show(SaysoPanel, 'c-sayso-panel');
  CurrentPageReference.emit({ type: 'standard__recordPage', attributes: { recordId: RECORD } });
  EnclosingUtilityId.emit('utility-1');
  await settle();
  return element;
}

const composer = (element) => find(element, 'c-sayso-composer');
const problemOf = (element) => find(element, 'c-sayso-error-panel')?.problem;

async function tell(target, name, detail) {
  target.dispatchEvent(new CustomEvent(name, { detail }));
  await settle();
}

/** Sends a text and lands in the view of the command that comes back. */
async function send(element, command) {
  submitCommand.mockResolvedValueOnce(command);
  await tell(composer(element), 'send', { text: TEXT });
}

async function openWith(command) {
  const element = await open();
  await send(element, command);
  return element;
}

describe('c-sayso-panel', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    getConnection.mockResolvedValue({ status: 'connected', userName: 'Rae Rep', orgName: 'Northlight' });
    getConnectUrl.mockReturnValue(new Promise(() => {}));
    listCommands.mockResolvedValue({ commands: [] });
    cancelCommand.mockResolvedValue(commandOf({ status: 'cancelled' }));
    getCommand.mockResolvedValue(RUNNING);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
    jest.resetAllMocks();
    openUtility.mockResolvedValue(true);
    onUtilityClick.mockResolvedValue();
    notifyRecordUpdateAvailable.mockResolvedValue();
  });

  describe('idle', () => {
    it('has the box focused and says who is connected to which org', async () => {
      const element = await open();
      expect(element.shadowRoot.activeElement).toBe(composer(element));
      expect(textOf(element, 'connected')).toBe('Rae Rep is connected to Northlight.');
    });

    it('shows the last commands', async () => {
      listCommands.mockResolvedValue({ commands: [DONE] });
      const element = await open();
      expect(listCommands).toHaveBeenCalledWith({ howMany: 5 });
      expect(find(element, 'c-sayso-history').commands).toEqual([DONE]);
    });

    it('goes on watching a command that was running when the page was left', async () => {
      listCommands.mockResolvedValue({ commands: [RUNNING, { ...DONE, id: 'c0' }] });
      const element = await open();
      expect(find(element, 'c-sayso-running').command).toEqual(RUNNING);
      getCommand.mockResolvedValue(DONE);
      await pass(1000);
      expect(find(element, 'c-sayso-receipt')).not.toBeNull();
    });

    it('warns of what will end the connection', async () => {
      getConnection.mockResolvedValue({ status: 'connected', warning: 'Sign in again before Friday.' });
      const element = await open();
      expect(textOf(element, 'connected')).toBe('You are connected.');
      expect(textOf(element, 'warning')).toContain('Sign in again before Friday.');
    });

    it('knows the record that is open', async () => {
      expect(composer(await open()).recordId).toBe(RECORD);
    });

    it('sends text, time zone and the open record', async () => {
      await openWith(commandOf());
      const { text, timeZone, contextJson } = submitCommand.mock.calls[0][0];
      expect({ text, timeZone, context: JSON.parse(contextJson) }).toEqual({
        text: TEXT,
        timeZone: 'Europe/Berlin',
        context: { recordId: RECORD }
      });
    });

    it('sends no record where none is open, and what the last command was about', async () => {
      const element = await openWith(
        commandOf({ status: 'answered', rows: [{ id: '001A', cells: [] }], preview: undefined })
      );
      CurrentPageReference.emit({ type: 'standard__namedPage', attributes: { pageName: 'home' } });
      byId(element, 'new').click();
      await settle();
      await send(element, commandOf());
      expect(JSON.parse(submitCommand.mock.calls[1][0].contextJson)).toEqual({
        mentioned: ['001A'],
        previous: 'Move Acme to negotiation'
      });
    });

    it('opens a command of the history', async () => {
      const element = await open();
      getCommand.mockResolvedValue(DONE);
      await tell(find(element, 'c-sayso-history'), 'open', { id: 'c1' });
      expect(getCommand).toHaveBeenCalledWith({ commandId: 'c1' });
      expect(find(element, 'c-sayso-receipt').command).toEqual(DONE);
    });

    it('takes a command of the history back', async () => {
      const element = await open();
      undoCommand.mockResolvedValue(commandOf({ status: 'undoing' }));
      await tell(find(element, 'c-sayso-history'), 'undo', { id: 'c7' });
      expect(undoCommand).toHaveBeenCalledWith({ commandId: 'c7' });
      expect(find(element, 'c-sayso-running')).not.toBeNull();
    });

    it('says when the service cannot be asked, and asks again', async () => {
      getConnection.mockRejectedValueOnce(
        apexError({ code: 'service_unreachable', message: 'No answer.', retryable: true })
      );
      const element = await open();
      expect(problemOf(element).message).toBe('No answer.');
      await tell(find(element, 'c-sayso-error-panel'), 'retry');
      expect(problemOf(element)).toBeUndefined();
      expect(byId(element, 'connected')).not.toBeNull();
    });

    it('says when the history cannot be read', async () => {
      listCommands.mockRejectedValue(apexError({ message: 'No history.' }));
      expect(problemOf(await open()).message).toBe('No history.');
    });

    it('is accessible', async () => {
      const element = await open();
      jest.useRealTimers();
      await expect(element).toBeAccessible();
    });
  });

  describe('thinking', () => {
    it('keeps the text readable while it waits', async () => {
      const element = await open();
      const answer = deferred();
      submitCommand.mockReturnValue(answer.promise);
      await tell(composer(element), 'send', { text: TEXT });
      expect(composer(element)).toMatchObject({ value: TEXT, busy: true });
      expect(find(element, 'c-sayso-thinking')).not.toBeNull();
      answer.resolve(commandOf());
      await settle();
      expect(find(element, 'c-sayso-preview')).not.toBeNull();
    });

    it.each([
      ['Esc', (element) => press(composer(element), 'Escape')],
      ['Cancel', (element) => find(element, 'c-sayso-thinking').dispatchEvent(new CustomEvent('cancel'))]
    ])('gives up with %s and cancels the plan that comes too late', async (_, giveUp) => {
      const element = await open();
      const answer = deferred();
      submitCommand.mockReturnValue(answer.promise);
      await tell(composer(element), 'write', { text: TEXT });
      await tell(composer(element), 'send', { text: TEXT });
      giveUp(element);
      await settle();
      expect(composer(element)).toMatchObject({ value: TEXT, busy: false });
      answer.resolve(commandOf({ id: 'late' }));
      await settle();
      expect(composer(element)).not.toBeNull();
      expect(cancelCommand).toHaveBeenCalledWith({ commandId: 'late' });
    });

    it('forgets a failure that comes too late', async () => {
      const element = await open();
      const answer = deferred();
      submitCommand.mockReturnValue(answer.promise);
      await tell(composer(element), 'send', { text: TEXT });
      press(composer(element), 'Escape');
      answer.reject(apexError({}));
      await settle();
      expect(problemOf(element)).toBeUndefined();
    });

    it('keeps the text when planning fails and tries the same again', async () => {
      const element = await open();
      submitCommand.mockRejectedValueOnce(apexError({ message: 'Salesforce is away.', retryable: true }));
      await tell(composer(element), 'send', { text: TEXT });
      expect(problemOf(element).message).toBe('Salesforce is away.');
      expect(textOf(element, 'live')).toBe('Salesforce is away.');
      expect(composer(element)).toMatchObject({ value: TEXT, busy: false });

      submitCommand.mockResolvedValueOnce(commandOf());
      await tell(find(element, 'c-sayso-error-panel'), 'retry');
      expect(submitCommand.mock.calls[1]).toEqual(submitCommand.mock.calls[0]);
      expect(find(element, 'c-sayso-preview')).not.toBeNull();
    });
  });

  describe('question', () => {
    const QUESTION = commandOf({
      status: 'question',
      question: 'Which one?',
      choices: [{ value: '006A', label: 'A' }]
    });

    it('asks, and speaks the question', async () => {
      const element = await openWith(QUESTION);
      expect(find(element, 'c-sayso-question').command).toEqual(QUESTION);
      expect(textOf(element, 'live')).toBe('Which one?');
      expect(textOf(element, 'text')).toBe('Move Acme to negotiation');
    });

    it('answers and goes on with what comes back, another question included', async () => {
      const element = await openWith(QUESTION);
      answerCommand.mockResolvedValueOnce({ ...QUESTION, question: 'Which stage?' }).mockResolvedValueOnce(commandOf());
      find(find(element, 'c-sayso-question'), 'input').focus();
      await tell(find(element, 'c-sayso-question'), 'answer', { choice: '006A' });
      expect(answerCommand).toHaveBeenCalledWith({ commandId: 'c1', answerJson: '{"choice":"006A"}' });
      const question = find(element, 'c-sayso-question');
      expect(question.command.question).toBe('Which stage?');
      expect(question.shadowRoot.activeElement).toBe(find(question, '[data-choice]'));
      await tell(find(element, 'c-sayso-question'), 'answer', { text: 'negotiation' });
      expect(find(element, 'c-sayso-preview')).not.toBeNull();
    });

    it.each([
      ['Never mind', (element) => find(element, 'c-sayso-question').dispatchEvent(new CustomEvent('nevermind'))],
      ['Esc', (element) => press(find(element, 'c-sayso-question'), 'Escape')]
    ])('is dropped by %s', async (_, drop) => {
      const element = await openWith(QUESTION);
      drop(element);
      await settle();
      expect(cancelCommand).toHaveBeenCalledWith({ commandId: 'c1' });
      expect(composer(element).value).toBe('');
    });

    it('stays when the answer fails', async () => {
      const element = await openWith(QUESTION);
      answerCommand.mockRejectedValue(apexError({ message: 'Not now.' }));
      await tell(find(element, 'c-sayso-question'), 'answer', { choice: '006A' });
      expect(find(element, 'c-sayso-question')).not.toBeNull();
      expect(problemOf(element).message).toBe('Not now.');
    });
  });

  describe('preview', () => {
    it('confirms and shows the progress until the receipt', async () => {
      const element = await openWith(commandOf());
      confirmCommand.mockResolvedValue(RUNNING);
      await tell(find(element, 'c-sayso-preview'), 'confirm', { leaveOut: [3] });
      expect(confirmCommand).toHaveBeenCalledWith({ commandId: 'c1', bodyJson: '{"leaveOut":[3]}' });
      expect(find(element, 'c-sayso-running').command).toEqual(RUNNING);

      const further = { ...RUNNING, progress: { done: 2, total: 2, failed: 0 } };
      getCommand.mockResolvedValueOnce(further).mockResolvedValueOnce(DONE);
      await pass(1000);
      expect(find(element, 'c-sayso-running').command).toEqual(further);
      await pass(1000);
      expect(find(element, 'c-sayso-receipt').command).toEqual(DONE);
      expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: resultOf().id }]);
      expect(textOf(element, 'live')).toBe('Done. 1 changed.');
      await pass(60000);
      expect(getCommand).toHaveBeenCalledTimes(2);
    });

    it.each([
      ['Edit', (element) => find(element, 'c-sayso-preview').dispatchEvent(new CustomEvent('edit'))],
      ['Esc', (element) => press(find(element, 'c-sayso-preview'), 'Escape')]
    ])('returns to the text with %s', async (_, edit) => {
      const element = await openWith(commandOf());
      edit(element);
      await settle();
      expect(composer(element).value).toBe('Move Acme to negotiation');
      expect(cancelCommand).toHaveBeenCalledWith({ commandId: 'c1' });
    });

    it('returns to the text even when the service does not hear of it', async () => {
      const element = await openWith(commandOf());
      cancelCommand.mockRejectedValue(apexError({}));
      await tell(find(element, 'c-sayso-preview'), 'edit');
      expect(composer(element)).not.toBeNull();
      expect(problemOf(element)).toBeUndefined();
    });

    it('stays when confirming fails, and tries the same again', async () => {
      const element = await openWith(commandOf());
      confirmCommand.mockRejectedValueOnce(apexError({ code: 'service_unreachable', retryable: true }));
      await tell(find(element, 'c-sayso-preview'), 'confirm', {});
      expect(find(element, 'c-sayso-preview')).not.toBeNull();
      expect(problemOf(element).code).toBe('service_unreachable');

      const answer = deferred();
      confirmCommand.mockReturnValue(answer.promise);
      await tell(find(element, 'c-sayso-error-panel'), 'retry');
      expect(find(element, 'c-sayso-preview')).not.toBeNull();
      answer.resolve(RUNNING);
      await settle();
      expect(find(element, 'c-sayso-running')).not.toBeNull();
    });
  });

  describe('running', () => {
    it('keeps asking when an answer is lost, and says so', async () => {
      const element = await openWith(RUNNING);
      getCommand.mockRejectedValueOnce(apexError({ message: 'No answer.' })).mockResolvedValueOnce(DONE);
      await pass(1000);
      expect(problemOf(element).message).toBe('No answer.');
      await pass(1000);
      expect(problemOf(element)).toBeUndefined();
      expect(find(element, 'c-sayso-receipt')).not.toBeNull();
    });

    it('cancels', async () => {
      const element = await openWith(RUNNING);
      cancelCommand.mockResolvedValue({ ...RUNNING, status: 'cancelling' });
      await tell(find(element, 'c-sayso-running'), 'cancel');
      expect(cancelCommand).toHaveBeenCalledWith({ commandId: 'c1' });
      expect(find(element, 'c-sayso-running').command.status).toBe('cancelling');
    });

    it('goes on watching when cancelling fails', async () => {
      const element = await openWith(RUNNING);
      cancelCommand.mockRejectedValue(apexError({ message: 'Too late.' }));
      getCommand.mockResolvedValue(DONE);
      await tell(find(element, 'c-sayso-running'), 'cancel');
      expect(problemOf(element).message).toBe('Too late.');
      await pass(1000);
      expect(find(element, 'c-sayso-receipt')).not.toBeNull();
    });

    it('goes on at once when the user has reconnected', async () => {
      const element = await openWith({ ...RUNNING, paused: { code: 'reconnect_required', message: 'x', actions: [] } });
      confirmCommand.mockResolvedValue(RUNNING);
      await tell(find(element, 'c-sayso-running'), 'connected');
      expect(confirmCommand).toHaveBeenCalledWith({ commandId: 'c1', bodyJson: '{}' });
    });

    it('does not leave with Esc', async () => {
      const element = await openWith(RUNNING);
      expect(press(find(element, 'c-sayso-running'), 'Escape').defaultPrevented).toBe(false);
      expect(find(element, 'c-sayso-running')).not.toBeNull();
    });

    it('stops asking when the panel is taken away', async () => {
      const element = await openWith(RUNNING);
      document.body.removeChild(element);
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  describe('receipt, answer and refusal', () => {
    it('has the page show the changed records and the open one anew', async () => {
      await openWith({ ...DONE, results: [resultOf({ id: '001A' })], preview: undefined });
      expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: '001A' }, { recordId: RECORD }]);
    });

    it('leaves the page alone when nothing was done', async () => {
      await openWith(commandOf({ status: 'answered' }));
      expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
    });

    it('takes a receipt back', async () => {
      const element = await openWith(DONE);
      undoCommand.mockResolvedValue({ ...DONE, status: 'undoing' });
      await tell(find(element, 'c-sayso-receipt'), 'undo', { id: 'c1' });
      expect(undoCommand).toHaveBeenCalledWith({ commandId: 'c1' });
      getCommand.mockResolvedValue({ ...DONE, status: 'undone', headline: 'Taken back.' });
      await pass(1000);
      expect(find(element, 'c-sayso-receipt').command.headline).toBe('Taken back.');
    });

    it.each([
      ['answered', 'c-sayso-answer'],
      ['refused', 'c-sayso-refusal']
    ])('shows a command that is %s', async (status, tag) => {
      const element = await openWith(commandOf({ status }));
      expect(find(element, tag)).not.toBeNull();
      expect(byId(element, 'new')).not.toBeNull();
    });

    it.each([
      ['the button', (element) => byId(element, 'new').click()],
      ['Esc', (element) => press(find(element, 'c-sayso-receipt'), 'Escape')]
    ])('makes room for the next command with %s', async (_, next) => {
      const element = await openWith(DONE);
      listCommands.mockResolvedValue({ commands: [DONE] });
      next(element);
      await settle();
      expect(composer(element).value).toBe('');
      expect(find(element, 'c-sayso-history').commands).toEqual([DONE]);
    });

    it('goes back to the box when a preview has expired', async () => {
      const element = await open();
      getCommand.mockResolvedValue(commandOf({ status: 'expired', headline: 'The preview is too old.' }));
      await tell(find(element, 'c-sayso-history'), 'open', { id: 'c1' });
      expect(composer(element).value).toBe('Move Acme to negotiation');
      expect(textOf(element, 'notice')).toBe('The preview is too old.');
      expect(textOf(element, 'live')).toBe('The preview is too old.');
    });
  });

  describe('not connected', () => {
    it('shows at once how to connect, with the reason', async () => {
      getConnection.mockResolvedValue({ status: 'reconnect_required', reason: 'The session was revoked.' });
      const element = await open();
      expect(find(element, 'c-sayso-connect').connection.reason).toBe('The session was revoked.');
      expect(listCommands).not.toHaveBeenCalled();
    });

    it('lets whoever is writing finish the sentence', async () => {
      const answer = deferred();
      getConnection.mockReturnValue(answer.promise);
      const element = await open();
      await tell(composer(element), 'write', { text: 'Move' });
      answer.resolve({ status: 'not_connected' });
      await settle();
      expect(composer(element)).not.toBeNull();
    });

    it('goes on with the waiting command after the login', async () => {
      const element = await open();
      submitCommand.mockRejectedValueOnce(apexError({ code: 'reconnect_required', message: 'Sign in again.' }));
      await tell(composer(element), 'send', { text: TEXT });
      const connect = find(element, 'c-sayso-connect');
      expect(connect.connection).toEqual({ status: 'reconnect_required', reason: 'Sign in again.' });
      expect(problemOf(element)).toBeUndefined();

      submitCommand.mockResolvedValueOnce(commandOf());
      await tell(connect, 'connected', { status: 'connected' });
      expect(submitCommand).toHaveBeenCalledTimes(2);
      expect(submitCommand.mock.calls[1]).toEqual(submitCommand.mock.calls[0]);
      expect(find(element, 'c-sayso-preview')).not.toBeNull();
    });

    it('goes to the box after the login when nothing waits', async () => {
      getConnection.mockResolvedValue({ status: 'not_connected' });
      const element = await open();
      await tell(find(element, 'c-sayso-connect'), 'connected', { status: 'connected' });
      expect(composer(element)).not.toBeNull();
      expect(textOf(element, 'live')).toBe('You are connected.');
      expect(textOf(element, 'connected')).toBe('You are connected.');
      expect(listCommands).toHaveBeenCalledTimes(1);
    });

    it('disconnects', async () => {
      const element = await open();
      getConnection.mockResolvedValue({ status: 'not_connected' });
      byId(element, 'disconnect').click();
      await settle();
      expect(disconnect).toHaveBeenCalledTimes(1);
      expect(find(element, 'c-sayso-connect')).not.toBeNull();
    });

    it('says when disconnecting fails', async () => {
      const element = await open();
      disconnect.mockRejectedValue(apexError({ message: 'Still connected.' }));
      byId(element, 'disconnect').click();
      await settle();
      expect(problemOf(element).message).toBe('Still connected.');
      expect(composer(element)).not.toBeNull();
    });
  });

  describe('keyboard and focus', () => {
    it('opens and takes the focus with Alt+S, also where that types a character', async () => {
      const element = await open();
      find(composer(element), 'textarea').blur();
      const event = press(document.body, 'ß', { altKey: true, code: 'KeyS' });
      await settle();
      expect(event.defaultPrevented).toBe(true);
      expect(openUtility).toHaveBeenCalledWith('utility-1', { autoFocus: true });
      expect(element.shadowRoot.activeElement).toBe(composer(element));
    });

    it('leaves other keys alone', async () => {
      await open();
      expect(press(document.body, 's', { code: 'KeyS' }).defaultPrevented).toBe(false);
      expect(press(document.body, 's', { code: 'KeyS', altKey: true, ctrlKey: true }).defaultPrevented).toBe(false);
      expect(openUtility).not.toHaveBeenCalled();
    });

    it('takes the focus outside the utility bar too', async () => {
      show(SaysoPanel, 'c-sayso-panel');
      EnclosingUtilityId.emit(null);
      press(document.body, 's', { altKey: true, code: 'KeyS' });
      await settle();
      expect(openUtility).not.toHaveBeenCalled();
      expect(onUtilityClick).not.toHaveBeenCalled();
    });

    it('takes the focus when the utility is opened, not when it is minimized', async () => {
      const element = await open();
      const [, clicked] = onUtilityClick.mock.calls[0];
      find(composer(element), 'textarea').blur();
      clicked({ panelVisible: false });
      await settle();
      expect(element.shadowRoot.activeElement).toBeNull();
      clicked({ panelVisible: true });
      await settle();
      expect(element.shadowRoot.activeElement).toBe(composer(element));
    });

    it('listens no longer after it is taken away', async () => {
      document.body.removeChild(await open());
      press(document.body, 's', { altKey: true, code: 'KeyS' });
      expect(openUtility).not.toHaveBeenCalled();
    });
  });
});
