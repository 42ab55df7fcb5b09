import SaysoConnections from 'c/saysoConnections';
import getConnections from '@salesforce/apex/SaysoAdminController.getConnections';
import revoke from '@salesforce/apex/SaysoAdminController.revoke';
import { apexError, byId, find, heard, settle, show } from 'lwc-testing';

jest.mock('@salesforce/apex/SaysoAdminController.getConnections', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.revoke', () => ({ default: jest.fn() }), { virtual: true });

const CONNECTIONS = [
  { userId: '005A', name: 'Ann', username: 'ann@x.test', status: 'connected', since: '2026-11-24T09:30:00.000Z' },
  { userId: '005B', name: 'Bob', username: 'bob@x.test', status: 'reconnect_required', reason: 'Idle for 30 days' },
  { userId: '005C', username: 'cleo@x.test', status: 'revoking' }
];

async function open() {
  const element = show(SaysoConnections, 'c-sayso-connections');
  await settle();
  return element;
}
const table = (element) => find(element, 'lightning-datatable');

async function change(element, id, value) {
  byId(element, id).dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
}

async function select(element, ...userIds) {
  const selectedRows = table(element).data.filter(({ userId }) => userIds.includes(userId));
  table(element).dispatchEvent(new CustomEvent('rowselection', { detail: { selectedRows } }));
  await settle();
}

async function click(element, id) {
  byId(element, id).click();
  await settle();
}

describe('c-sayso-connections', () => {
  beforeEach(() => {
    getConnections.mockResolvedValue({ connections: CONNECTIONS });
    revoke.mockResolvedValueOnce({ id: 'r1' }).mockResolvedValueOnce({ id: 'r2' });
  });
  afterEach(() => {
    document.body.replaceChildren();
    getConnections.mockReset();
    revoke.mockReset();
  });

  it('lists who is connected, since when, and with which status', async () => {
    const rows = table(await open()).data;
    expect(rows.map(({ user, status }) => [user, status])).toEqual([
      ['Ann', 'Connected'],
      ['Bob', 'Must reconnect: Idle for 30 days'],
      ['cleo@x.test', 'revoking']
    ]);
    expect(rows[0]).toMatchObject({ since: expect.stringContaining('Tue'), userUrl: '/lightning/r/User/005A/view' });
  });

  it('says which live connections will end if nobody acts', async () => {
    getConnections.mockResolvedValue({
      connections: [{ ...CONNECTIONS[0], warning: 'Salesforce accepts no more logins of this user for a while.' }],
      total: 1,
      app: {}
    });
    expect(table(await open()).data[0].status).toBe(
      'Connected: Salesforce accepts no more logins of this user for a while.'
    );
  });

  it('passes on what the service found out about the app', async () => {
    getConnections.mockResolvedValue({ connections: CONNECTIONS, total: 3, app: { advice: 'Rotation is off.' } });
    expect(byId(await open(), 'advice').textContent).toBe('Rotation is off.');
  });

  it('says when it shows only a part, and revoking everyone means all', async () => {
    getConnections.mockResolvedValue({ connections: CONNECTIONS, next: '005C', total: 1200, app: {} });
    const element = await open();
    expect(byId(element, 'shown').textContent).toBe('The first 3 of 1200 are shown.');
    getConnections.mockResolvedValue({
      connections: [{ userId: '005D', name: 'Dee', status: 'connected' }],
      total: 1200
    });
    await click(element, 'more');
    expect(getConnections.mock.calls).toEqual([[{ after: null }], [{ after: '005C' }]]);
    expect(table(element).data.map(({ user }) => user)).toEqual(['Ann', 'Bob', 'cleo@x.test', 'Dee']);
    expect(byId(element, 'more')).toBeNull();
    await click(element, 'ask-all');
    expect(byId(element, 'typed').label).toBe('To go on, type the number 1200');
  });

  it('finds people by name and user name', async () => {
    const element = await open();
    await change(element, 'search', 'CLEO');
    expect(table(element).data.map(({ userId }) => userId)).toEqual(['005C']);
  });

  it('teaches when nobody is connected', async () => {
    getConnections.mockResolvedValue({ connections: [] });
    const element = await open();
    expect(byId(element, 'empty').textContent).toContain('Nobody is connected yet');
    expect(table(element)).toBeNull();
  });

  it('revokes those selected, one receipt each, and reads the list again', async () => {
    const element = await open();
    const revoked = heard(element, 'revoked');
    await select(element, '005A', '005B');
    expect(byId(element, 'revoke')).toMatchObject({ label: 'Revoke: sign 2 out of Sayso at once', disabled: true });
    await change(element, 'reason', ' Left the company ');
    expect(byId(element, 'revoke').disabled).toBe(false);
    await click(element, 'revoke');
    expect(revoke.mock.calls.map(([{ requestJson }]) => JSON.parse(requestJson))).toEqual([
      { scope: 'user', userId: '005A', reason: 'Left the company' },
      { scope: 'user', userId: '005B', reason: 'Left the company' }
    ]);
    expect(revoked.mock.calls).toEqual([[{ id: 'r1' }], [{ id: 'r2' }]]);
    expect(getConnections).toHaveBeenCalledTimes(2);
    expect(byId(element, 'revoke').disabled).toBe(true);
  });

  it('stops at the first failure and keeps the receipts so far', async () => {
    revoke.mockReset();
    revoke.mockResolvedValueOnce({ id: 'r1' }).mockRejectedValueOnce(apexError({ message: 'No answer.' }));
    const element = await open();
    const revoked = heard(element, 'revoked');
    await select(element, '005A', '005B', '005C');
    await change(element, 'reason', 'Breach');
    await click(element, 'revoke');
    expect(revoked.mock.calls).toEqual([[{ id: 'r1' }]]);
    expect(revoke).toHaveBeenCalledTimes(2);
    expect(find(element, 'c-sayso-error-panel').problem.message).toBe('No answer.');
  });

  it('revokes everyone only after the number is typed', async () => {
    const element = await open();
    await change(element, 'reason', 'Suspected breach');
    await click(element, 'ask-all');
    expect(byId(element, 'typed').label).toBe('To go on, type the number 3');
    await change(element, 'typed', '2');
    expect(byId(element, 'revoke-all').disabled).toBe(true);
    await change(element, 'typed', '3');
    await click(element, 'revoke-all');
    expect(JSON.parse(revoke.mock.calls[0][0].requestJson)).toEqual({ scope: 'org', reason: 'Suspected breach' });
    expect(byId(element, 'revoke-all')).toBeNull();
  });

  it('steps back from revoking everyone', async () => {
    const element = await open();
    await click(element, 'ask-all');
    await click(element, 'cancel-all');
    expect(byId(element, 'typed')).toBeNull();
    expect(revoke).not.toHaveBeenCalled();
  });

  it('says why the list cannot be read and reads it again', async () => {
    getConnections.mockRejectedValueOnce(apexError({ code: 'missing_permission', message: 'Not allowed.' }));
    const element = await open();
    expect(find(element, 'c-sayso-error-panel').problem.code).toBe('missing_permission');
    find(element, 'c-sayso-error-panel').dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(table(element).data).toHaveLength(3);
  });

  it('is accessible', async () => {
    const element = await open();
    await click(element, 'ask-all');
    await expect(element).toBeAccessible();
  });
});
