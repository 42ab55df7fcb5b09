import { fill, iconOf, moment, objectOf } from 'c/saysoFormat';

jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Berlin' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-GB' }), { virtual: true });

describe('c/saysoFormat', () => {
  it('puts values into the places of a label', () => {
    expect(fill('{1} of {0}, {1}', 'two', 1)).toBe('1 of two, 1');
  });

  it('leaves a place without a value as it is', () => {
    expect(fill('{0} {1}', 'one')).toBe('one {1}');
  });

  it("says a moment with its weekday in the user's own zone", () => {
    expect(moment('2026-11-24T23:30:00.000Z')).toMatch(/Wed.*25 Nov.*00:30/);
  });

  it('says nothing for no moment', () => {
    expect(moment(undefined)).toBe('');
  });

  it('gives known objects their icon and any other one the same', () => {
    expect(iconOf('Opportunity')).toBe('standard:opportunity');
    expect(iconOf('Invoice__c')).toBe('standard:record');
  });

  it('knows the object of a record from its id', () => {
    expect(objectOf('006000000000001AAA')).toBe('Opportunity');
    expect(objectOf('a00000000000001AAA')).toBeUndefined();
    expect(objectOf(undefined)).toBeUndefined();
  });
});
