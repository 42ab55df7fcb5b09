import SaysoSetup from 'c/saysoSetup';
import getPairUrl from '@salesforce/apex/SaysoAdminController.getPairUrl';
import getSetup from '@salesforce/apex/SaysoAdminController.getSetup';
import { apexError, byId, find, heard, pass, settle, show, textOf } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoAdminController.getPairUrl', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.getSetup', () => ({ default: jest.fn() }), { virtual: true });

const PAIR_URL = 'https://sayso.test/oauth/start?intent=pair';
const CHECKS = [
  { id: 'service', state: 'ok', detail: 'https://sayso.test', setupPath: '/lightning/setup/NamedCredential/home' },
  { id: 'users', state: 'todo', detail: '0', setupPath: '/lightning/setup/PermSets/home' },
  { id: 'pairing', state: 'todo', detail: null, setupPath: null },
  { id: 'app', state: 'unknown', detail: null, setupPath: null }
];
const UNPAIRED = { serviceUrl: 'https://sayso.test', paired: false, pairedOn: null, checks: CHECKS };
const PAIRED = { ...UNPAIRED, paired: true, pairedOn: '2026-11-24T09:30:00.000Z' };

async function open() {
  const element = show(SaysoSetup, 'c-sayso-setup');
  await settle();
  return element;
}
const check = (element, id) => find(element, `[data-check="${id}"]`);

describe('c-sayso-setup', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(window, 'open').mockReturnValue(null);
    getSetup.mockResolvedValue(UNPAIRED);
    getPairUrl.mockResolvedValue({ url: PAIR_URL });
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
    jest.restoreAllMocks();
    getSetup.mockReset();
    getPairUrl.mockReset();
  });

  it('says of each step whether it is done, in words and by an icon', async () => {
    const element = await open();
    expect(check(element, 'service').textContent).toContain('The Sayso service answers at https://sayso.test');
    expect(find(element, '[data-check="service"] lightning-icon')).toMatchObject({
      iconName: 'utility:success',
      alternativeText: 'Done'
    });
    expect(check(element, 'users').dataset.state).toBe('todo');
    expect(check(element, 'app').dataset.state).toBe('unknown');
  });

  it('leads to the Setup page where a step can be done, and only there', async () => {
    const element = await open();
    expect(check(element, 'users').querySelector('a').getAttribute('href')).toBe('/lightning/setup/PermSets/home');
    expect(check(element, 'service').querySelector('a')).toBeNull();
    expect(check(element, 'pairing').querySelector('a')).toBeNull();
  });

  it('shows a step that it does not know by its name', async () => {
    getSetup.mockResolvedValue({ ...UNPAIRED, checks: [{ id: 'new-step', state: 'ok' }] });
    expect(check(await open(), 'new-step').textContent).toContain('new-step');
  });

  it('pairs in the click itself and learns the outcome by asking', async () => {
    const element = await open();
    const paired = heard(element, 'paired');
    byId(element, 'pair').click();
    expect(window.open).toHaveBeenCalledWith(PAIR_URL, '_blank', expect.stringContaining('noopener'));
    await pass(2000);
    expect(textOf(element, 'pairing')).toContain('Finish the login');
    getSetup.mockResolvedValue(PAIRED);
    await pass(2000);
    expect(paired).toHaveBeenCalledTimes(1);
    expect(textOf(element, 'pairing')).toMatch(/^Paired on .*Tue/);
    expect(byId(element, 'pair').label).toBe('Connect again');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('takes a pairing for new only when its time has changed', async () => {
    getSetup.mockResolvedValue(PAIRED);
    const element = await open();
    const paired = heard(element, 'paired');
    byId(element, 'pair').click();
    await pass(2000);
    expect(paired).not.toHaveBeenCalled();
    getSetup.mockResolvedValue({ ...PAIRED, pairedOn: '2026-11-25T09:30:00.000Z' });
    await pass(2000);
    expect(paired).toHaveBeenCalledTimes(1);
  });

  it('gives up after ten minutes', async () => {
    const element = await open();
    byId(element, 'pair').click();
    for (let polls = 0; polls <= 300; polls++) await pass(2000);
    expect(textOf(element, 'pairing')).toBe('');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('cannot pair while no service is known', async () => {
    getSetup.mockResolvedValue({ ...UNPAIRED, serviceUrl: null });
    const element = await open();
    expect(byId(element, 'pair').disabled).toBe(true);
    expect(getPairUrl).not.toHaveBeenCalled();
  });

  it('checks again on demand, after a failure too', async () => {
    getSetup.mockRejectedValueOnce(apexError({ message: 'Not allowed.' }));
    const element = await open();
    expect(find(element, 'c-sayso-error-panel').problem.message).toBe('Not allowed.');
    byId(element, 'recheck').click();
    await settle();
    expect(find(element, 'c-sayso-error-panel')).toBeNull();
    expect(check(element, 'users')).not.toBeNull();
  });

  it('is accessible', async () => {
    const element = await open();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
