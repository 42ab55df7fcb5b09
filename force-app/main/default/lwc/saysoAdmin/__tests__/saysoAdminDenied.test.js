import SaysoAdmin from 'c/saysoAdmin';
import listRevocations from '@salesforce/apex/SaysoAdminController.listRevocations';
import { find, settle, show } from 'lwc-testing';

jest.mock('@salesforce/customPermission/Sayso_Admin', () => ({ default: undefined }), { virtual: true });
jest.mock('@salesforce/apex/SaysoAdminController.listRevocations', () => ({ default: jest.fn() }), { virtual: true });

describe('c-sayso-admin without the permission', () => {
  afterEach(() => document.body.replaceChildren());

  it('says what to ask for, and neither calls nor offers anything', async () => {
    const element = show(SaysoAdmin, 'c-sayso-admin');
    await settle();
    expect(find(element, 'c-sayso-error-panel').problem.actions[0]).toContain('Sayso_Admin');
    expect(find(element, 'c-sayso-connections')).toBeNull();
    expect(listRevocations).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
});
