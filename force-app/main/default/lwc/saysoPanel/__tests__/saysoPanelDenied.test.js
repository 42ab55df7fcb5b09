import SaysoPanel from 'c/saysoPanel';
import getConnection from '@salesforce/apex/SaysoController.getConnection';
import { find, settle, show } from 'lwc-testing';

jest.mock('@salesforce/customPermission/Sayso_User', () => ({ default: undefined }), { virtual: true });
jest.mock('@salesforce/apex/SaysoController.getConnection', () => ({ default: jest.fn() }), { virtual: true });

describe('c-sayso-panel without the permission', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what to ask for, and neither calls nor offers anything', async () => {
    const element = show(SaysoPanel, 'c-sayso-panel');
    await settle();
    expect(find(element, 'c-sayso-error-panel').problem.actions[0]).toContain('Sayso_User');
    expect(find(element, 'c-sayso-composer')).toBeNull();
    expect(getConnection).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
});
