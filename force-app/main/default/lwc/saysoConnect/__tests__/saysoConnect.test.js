import SaysoConnect from 'c/saysoConnect';
import getConnection from '@salesforce/apex/SaysoController.getConnection';
import getConnectUrl from '@salesforce/apex/SaysoController.getConnectUrl';
import { apexError, byId, find, heard, pass, settle, show, textOf } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoController.getConnection', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.getConnectUrl', () => ({ default: jest.fn() }), { virtual: true });

const URL_1 = 'https://sayso.test/oauth/start?assertion=1';
const URL_2 = 'https://sayso.test/oauth/start?assertion=2';
const linkFor = (url, seconds = 300) => ({ url, expiresAt: new Date(Date.now() + seconds * 1000).toISOString() });

async function open(properties = {}) {
  const element = show(SaysoConnect, 'c-sayso-connect', properties);
  await settle();
  return element;
}

describe('c-sayso-connect', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    // What Lightning Web Security gives back: nothing.
    jest.spyOn(window, 'open').mockReturnValue(null);
    getConnectUrl.mockImplementation(() => Promise.resolve(linkFor(URL_1)));
    getConnection.mockResolvedValue({ status: 'not_connected' });
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
    jest.restoreAllMocks();
    getConnection.mockReset();
    getConnectUrl.mockReset();
  });

  it('says what Sayso will be able to do, what not, and whom to ask', async () => {
    const element = await open();
    expect(textOf(element, 'title')).toBe('Connect Sayso to Salesforce');
    const text = element.shadowRoot.textContent;
    expect(text).toContain('that you may read and change yourself');
    expect(text).toContain('see your password');
    expect(text).toContain('Ask your Salesforce admin');
  });

  it('gives the reason when the connection was lost', async () => {
    const element = await open({ connection: { status: 'reconnect_required', reason: 'Your admin ended it.' } });
    expect(textOf(element, 'title')).toBe('Reconnect Sayso to Salesforce');
    expect(textOf(element, 'reason')).toBe('Your admin ended it.');
    expect(byId(element, 'connect').label).toBe('Reconnect');
  });

  it('cannot be clicked before the link is there', async () => {
    getConnectUrl.mockReturnValue(new Promise(() => {}));
    expect(byId(await open(), 'connect').disabled).toBe(true);
  });

  it('opens the login in the click itself, without an opener', async () => {
    const element = await open();
    byId(element, 'connect').click();
    expect(window.open).toHaveBeenCalledWith(URL_1, '_blank', expect.stringContaining('noopener'));
  });

  it('learns the outcome by asking and passes it on once', async () => {
    const element = await open();
    const connected = heard(element, 'connected');
    byId(element, 'connect').click();
    await settle();
    expect(textOf(element, 'waiting')).toContain('Finish the login in the other window');
    await pass(2000);
    expect(connected).not.toHaveBeenCalled();
    getConnection.mockRejectedValueOnce(apexError({}));
    await pass(2000);
    getConnection.mockResolvedValue({ status: 'connected', since: 'now' });
    await pass(2000);
    expect(connected).toHaveBeenCalledWith({ status: 'connected', since: 'now' });
    await pass(60000);
    expect(connected).toHaveBeenCalledTimes(1);
  });

  it('has a fresh link for a second try', async () => {
    getConnectUrl
      .mockImplementationOnce(() => Promise.resolve(linkFor(URL_1)))
      .mockImplementation(() => Promise.resolve(linkFor(URL_2)));
    const element = await open();
    byId(element, 'connect').click();
    await settle();
    expect(byId(element, 'connect').label).toBe('Open the login again');
    byId(element, 'connect').click();
    expect(window.open).toHaveBeenLastCalledWith(URL_2, '_blank', expect.any(String));
  });

  it('renews the link before it dies', async () => {
    await open();
    await pass(269 * 1000);
    expect(getConnectUrl).toHaveBeenCalledTimes(1);
    await pass(2000);
    expect(getConnectUrl).toHaveBeenCalledTimes(2);
  });

  it('stops asking after ten minutes and says that nothing has changed', async () => {
    const element = await open();
    byId(element, 'connect').click();
    for (let minute = 0; minute < 11 * 30; minute++) await pass(2000);
    expect(textOf(element, 'note')).toContain('was not finished. Nothing has changed');
    const asked = getConnection.mock.calls.length;
    await pass(60000);
    expect(getConnection).toHaveBeenCalledTimes(asked);
  });

  it('says why there is no link and tries again', async () => {
    getConnectUrl.mockRejectedValueOnce(apexError({ code: 'not_paired', message: 'Not set up.' }));
    const element = await open();
    expect(find(element, 'c-sayso-error-panel').problem).toMatchObject({ code: 'not_paired', message: 'Not set up.' });
    find(element, 'c-sayso-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(find(element, 'c-sayso-error-panel')).toBeNull();
    expect(byId(element, 'connect').disabled).toBe(false);
  });

  it('stops its clocks when it is taken away', async () => {
    const element = await open();
    byId(element, 'connect').click();
    await settle();
    document.body.removeChild(element);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is accessible', async () => {
    const element = await open();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
