import SaysoRevocation from 'c/saysoRevocation';
import getRevocation from '@salesforce/apex/SaysoAdminController.getRevocation';
import { apexError, find, findAll, pass, settle, show, textOf } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoAdminController.getRevocation', () => ({ default: jest.fn() }), { virtual: true });

const GRANT = {
  userId: '005A',
  name: 'Ann',
  username: 'ann@x.test',
  cutOffAt: '2026-11-24T09:30:00.000Z',
  revokedAt: null,
  confirmedAt: null,
  pending: 'waiting for its turn'
};
const PENDING = {
  id: 'r1',
  reason: 'Left the company',
  cutOffAt: GRANT.cutOffAt,
  completedAt: null,
  counts: { grants: 1, revoked: 0, confirmed: 0 },
  grants: [GRANT]
};
const COMPLETE = {
  ...PENDING,
  completedAt: '2026-11-24T09:31:00.000Z',
  counts: { grants: 1, revoked: 1, confirmed: 1 },
  grants: [{ ...GRANT, revokedAt: '2026-11-24T09:30:30.000Z', confirmedAt: '2026-11-24T09:31:00.000Z' }]
};

async function open() {
  const element = show(SaysoRevocation, 'c-sayso-revocation', { revocationId: 'r1' });
  await settle();
  return element;
}
const cells = (element) => findAll(element, 'td').map(({ textContent }) => textContent);

describe('c-sayso-revocation', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    getRevocation.mockResolvedValue(PENDING);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
    getRevocation.mockReset();
  });

  it('shows at once what is cut off, and why a grant is not confirmed yet', async () => {
    const element = await open();
    expect(getRevocation).toHaveBeenCalledWith({ revocationId: 'r1' });
    expect(textOf(element, 'status')).toBe('Cut off. 0 of 1 connections are confirmed dead at Salesforce so far.');
    expect(cells(element)).toEqual(['Ann', expect.stringContaining('Tue'), '', 'waiting for its turn']);
  });

  it('follows until everything is confirmed', async () => {
    const element = await open();
    getRevocation.mockResolvedValue(COMPLETE);
    await pass(2000);
    expect(textOf(element, 'status')).toContain('Complete: 1 of 1');
    expect(cells(element)[3]).toContain('Tue');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('names a user by whatever is known', async () => {
    getRevocation.mockResolvedValue({
      ...COMPLETE,
      grants: [
        { ...GRANT, name: null },
        { ...GRANT, userId: '005B', name: null, username: null, pending: undefined }
      ]
    });
    const element = await open();
    expect(cells(element)[0]).toBe('ann@x.test');
    expect(cells(element)[4]).toBe('005B');
  });

  it('shows a past one by its summary and its grants on demand', async () => {
    const { grants: _, ...summary } = COMPLETE;
    getRevocation.mockResolvedValue(COMPLETE);
    const element = show(SaysoRevocation, 'c-sayso-revocation', { revocationId: 'r1', summary });
    await settle();
    expect(getRevocation).not.toHaveBeenCalled();
    expect(textOf(element, 'status')).toContain('Complete: 1 of 1');
    find(element, '[data-id="details"]').click();
    await settle();
    expect(cells(element)[0]).toBe('Ann');
    expect(find(element, '[data-id="details"]')).toBeNull();
  });

  it('follows a past one that is not complete', async () => {
    const { grants: _, ...summary } = PENDING;
    show(SaysoRevocation, 'c-sayso-revocation', { revocationId: 'r1', summary });
    await settle();
    expect(getRevocation).toHaveBeenCalledTimes(1);
  });

  it('says why the receipt cannot be read and reads it again', async () => {
    getRevocation.mockRejectedValueOnce(apexError({ message: 'No answer.' }));
    const element = await open();
    expect(find(element, 'c-sayso-error-panel').problem.message).toBe('No answer.');
    find(element, 'c-sayso-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(cells(element)).toHaveLength(4);
  });

  it('stops asking when it is taken away', async () => {
    document.body.removeChild(await open());
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is accessible', async () => {
    const element = await open();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
