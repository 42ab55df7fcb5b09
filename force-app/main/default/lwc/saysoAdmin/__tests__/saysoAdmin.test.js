import SaysoAdmin from 'c/saysoAdmin';
import getConnections from '@salesforce/apex/SaysoAdminController.getConnections';
import listRevocations from '@salesforce/apex/SaysoAdminController.listRevocations';
import { apexError, find, findAll, settle, show } from 'lwc-testing';

const mockNever = () => new Promise(() => {});
jest.mock('@salesforce/apex/SaysoAdminController.getConnections', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.getAudit', () => ({ default: jest.fn(mockNever) }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.getPolicy', () => ({ default: jest.fn(mockNever) }), {
  virtual: true
});
jest.mock('@salesforce/apex/SaysoAdminController.getPairUrl', () => ({ default: jest.fn(mockNever) }), {
  virtual: true
});
jest.mock('@salesforce/apex/SaysoAdminController.getRevocation', () => ({ default: jest.fn(mockNever) }), {
  virtual: true
});
jest.mock('@salesforce/apex/SaysoAdminController.getSetup', () => ({ default: jest.fn(mockNever) }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.listRevocations', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.revoke', () => ({ default: jest.fn() }), { virtual: true });

const open = () => show(SaysoAdmin, 'c-sayso-admin');

describe('c-sayso-admin', () => {
  beforeEach(() => {
    getConnections.mockResolvedValue({ connections: [] });
    listRevocations.mockResolvedValue({ revocations: [] });
  });
  afterEach(() => {
    document.body.replaceChildren();
    getConnections.mockReset();
    listRevocations.mockReset();
  });

  it('shows set-up and connections, and no receipts before there are any', () => {
    const element = open();
    expect(find(element, 'c-sayso-setup')).not.toBeNull();
    expect(find(element, 'c-sayso-connections')).not.toBeNull();
    expect(find(element, 'c-sayso-revocation')).toBeNull();
  });

  it('shows the receipts of past revocations', async () => {
    const past = { id: 'r0', reason: 'x', cutOffAt: '2026-11-24T09:30:00.000Z', completedAt: 'y', counts: {} };
    listRevocations.mockResolvedValue({ revocations: [past] });
    const element = open();
    await settle();
    expect(find(element, 'c-sayso-revocation')).toMatchObject({ revocationId: 'r0', summary: past });
  });

  it('leaves it to the connections to say that the service cannot be asked', async () => {
    listRevocations.mockRejectedValue(apexError({ code: 'not_paired' }));
    const element = open();
    await settle();
    expect(find(element, 'c-sayso-revocation')).toBeNull();
    expect(find(element, 'c-sayso-policy')).toBeNull();
    expect(find(element, 'c-sayso-audit')).toBeNull();
  });

  it('shows policy and audit trail as soon as the service answers, after a pairing too', async () => {
    listRevocations.mockRejectedValueOnce(apexError({ code: 'not_paired' }));
    const element = open();
    await settle();
    find(element, 'c-sayso-setup').dispatchEvent(new CustomEvent('paired'));
    await settle();
    expect(find(element, 'c-sayso-policy')).not.toBeNull();
    expect(find(element, 'c-sayso-audit')).not.toBeNull();
  });

  it('adds the receipt of each revocation, newest first', async () => {
    const element = open();
    await settle();
    for (const id of ['r1', 'r2'])
      find(element, 'c-sayso-connections').dispatchEvent(new CustomEvent('revoked', { detail: { id } }));
    await settle();
    expect(findAll(element, 'c-sayso-revocation').map(({ revocationId }) => revocationId)).toEqual(['r2', 'r1']);
  });

  it('reads the connections again after a pairing', async () => {
    const element = open();
    await settle();
    find(element, 'c-sayso-setup').dispatchEvent(new CustomEvent('paired'));
    await settle();
    expect(getConnections).toHaveBeenCalledTimes(2);
  });

  it('is accessible', async () => {
    const element = open();
    await settle();
    await expect(element).toBeAccessible();
  });
});
