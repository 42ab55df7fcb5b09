import SaysoRunning from 'c/saysoRunning';
import { byId, commandOf, find, heard, show, textOf } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoController.getConnectUrl', () => ({ default: jest.fn(() => new Promise(() => {})) }), {
  virtual: true
});
jest.mock('@salesforce/apex/SaysoController.getConnection', () => ({ default: jest.fn() }), { virtual: true });

const open = (overrides = {}) =>
  show(SaysoRunning, 'c-sayso-running', {
    command: commandOf({ status: 'running', progress: { done: 21, total: 42, failed: 0 }, ...overrides })
  });

describe('c-sayso-running', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows how far it is', () => {
    const element = open();
    expect(textOf(element, 'counts')).toBe('21 of 42 done');
    expect(find(element, 'lightning-progress-bar').value).toBe(50);
    expect(element.shadowRoot.textContent).toContain('Keeps running if you close this.');
  });

  it('says how many failed', () => {
    expect(textOf(open({ progress: { done: 3, total: 4, failed: 2 } }), 'counts')).toBe('3 of 4 done · 2 failed');
  });

  it('starts at nothing when no progress is known', () => {
    expect(find(open({ progress: undefined }), 'lightning-progress-bar').value).toBe(0);
  });

  it('can be cancelled once', () => {
    const element = open();
    const cancel = heard(element, 'cancel');
    byId(element, 'cancel').click();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(byId(open({ status: 'cancelling' }), 'cancel').disabled).toBe(true);
  });

  it.each([
    ['running', 'Working on it'],
    ['cancelling', 'Stopping'],
    ['undoing', 'Taking it back']
  ])('has words for %s', (status, title) => {
    expect(textOf(open({ status }), 'title')).toBe(title);
  });

  it('says why it waits', () => {
    const element = open({ paused: { code: 'request_limit', message: 'The limit is used up.', actions: ['Wait.'] } });
    expect(textOf(element, 'paused')).toContain('The limit is used up.');
    expect(find(element, 'c-sayso-connect')).toBeNull();
  });

  it('lets the user reconnect while it waits', () => {
    const element = open({ paused: { code: 'reconnect_required', message: 'Sign in again.', actions: [] } });
    const connected = heard(element, 'connected');
    find(element, 'c-sayso-connect').dispatchEvent(new CustomEvent('connected'));
    expect(connected).toHaveBeenCalledTimes(1);
  });

  it('is accessible', async () => {
    await expect(open()).toBeAccessible();
  });
});
