import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { counted, formatValue, inSentence, localeOf, type Reader } from '../../src/commands/format.ts';
import { sameValue } from '../../src/commands/values.ts';
import { appended, contentNote, cut, noteTitle } from '../../src/salesforce/notes.ts';
import type { PicklistValue } from '../../src/salesforce/types.ts';

const berlin: Reader = { timeZone: 'Europe/Berlin', locale: 'en-US', currency: 'EUR' };
const value = (name: string, label: string): PicklistValue => ({
  value: name,
  label,
  active: true,
  defaultValue: false,
});

describe('values as the rep reads them', () => {
  test.each([
    ['date', '2026-11-27', 'Fri, Nov 27, 2026'],
    ['date', 'soon', 'soon'],
    ['currency', 182500, '€182,500'],
    ['currency', 99.5, '€99.50'],
    ['percent', 75, '75%'],
    ['double', 1234.5, '1,234.5'],
    ['int', 0, '0'],
    ['boolean', false, 'No'],
    ['boolean', true, 'Yes'],
    ['string', 'as it is', 'as it is'],
    ['string', '', null],
    ['date', null, null],
  ])('%s %j', (type, stored, shown) => {
    expect(formatValue(stored, { type }, berlin)).toBe(shown);
  });

  test('an instant is on the rep’s own clock, and on the day that it is there', () => {
    const late = '2026-11-27T23:30:00.000+0000';
    expect(formatValue(late, { type: 'datetime' }, berlin)).toMatch(/^Sat, Nov 28, 2026, 12:30\sAM$/);
    expect(formatValue(late, { type: 'datetime' }, { ...berlin, timeZone: 'America/New_York' })).toMatch(
      /^Fri, Nov 27, 2026, 6:30\sPM$/,
    );
  });

  test('a date stays the day that it is in every zone', () => {
    for (const timeZone of ['Pacific/Auckland', 'Pacific/Honolulu'])
      expect(formatValue('2026-11-27', { type: 'date' }, { ...berlin, timeZone })).toBe('Fri, Nov 27, 2026');
  });

  test('German readers get German dates and money', () => {
    const german = { ...berlin, locale: localeOf('de_DE') };
    expect(formatValue('2026-11-27', { type: 'date' }, german)).toBe('Fr., 27. Nov. 2026');
    expect(formatValue(182500, { type: 'currency' }, german)).toMatch(/^182\.500\s€$/);
  });

  test('a picklist shows its label, each part of a multi-select too', () => {
    const picklistValues = [value('a', 'Alpha'), value('b', 'Beta')];
    expect(formatValue('b', { type: 'picklist', picklistValues }, berlin)).toBe('Beta');
    expect(formatValue('a;b;c', { type: 'multipicklist', picklistValues }, berlin)).toBe('Alpha; Beta; c');
  });

  test('an org whose currency is unknown shows the plain number', () => {
    expect(formatValue(5000, { type: 'currency' }, { ...berlin, currency: null })).toBe('5,000');
  });

  test.each([
    ['en_US', 'en-US'],
    ['de_DE_EURO', 'de-DE'],
    ['zh_Hans_CN', 'zh-Hans-CN'],
    ['not a locale', 'en-US'],
    [null, 'en-US'],
  ])('locale %s', (sidKey, tag) => {
    expect(localeOf(sidKey)).toBe(tag);
  });

  test('nothing stored makes formatting fail', () => {
    const types = [
      'date',
      'datetime',
      'currency',
      'percent',
      'double',
      'picklist',
      'multipicklist',
      'boolean',
      'string',
      'reference',
    ];
    const scalar = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        scalar,
        (type, stored) => void formatValue(stored, { type }, berlin),
      ),
    );
  });
});

describe('labels in a sentence', () => {
  test.each([
    ['Opportunity', 'en-US', 'opportunity'],
    ['Opportunity Contact Role', 'en-GB', 'opportunity contact role'],
    ['OKR', 'en-US', 'OKR'],
    ['Aufgabe', 'de-DE', 'Aufgabe'],
  ])('%s in %s', (label, locale, said) => {
    expect(inSentence(label, { locale })).toBe(said);
  });
  test('one and many', () => {
    const labels = { label: 'Opportunity', labelPlural: 'Opportunities' };
    expect(counted(1, labels, berlin)).toBe('1 opportunity');
    expect(counted(1200, labels, berlin)).toBe('1,200 opportunities');
  });
});

describe('whether Salesforce stores two values alike', () => {
  test.each([
    [null, '', 'string', true],
    ['a', 'a ', 'string', true],
    ['a\r\nb', 'a\nb', 'textarea', true],
    ['a', 'A', 'string', false],
    ['006000000000001AAA', '006000000000001', 'reference', true],
    ['2026-11-27T10:00:00.000+0000', '2026-11-27T11:00:00+01:00', 'datetime', true],
    ['2026-11-27T10:00:00.000+0000', '2026-11-27T10:00:00+01:00', 'datetime', false],
    [1, '1.0', 'currency', true],
    [0, null, 'currency', false],
    [false, null, 'boolean', false],
    ['b;a', 'a;b', 'multipicklist', true],
    ['a;c', 'a;b', 'multipicklist', false],
  ])('%j and %j as %s: %s', (left, right, type, same) => {
    expect(sameValue(left, right, type)).toBe(same);
    expect(sameValue(right, left, type)).toBe(same);
  });
});

describe('texts of notes', () => {
  test('what was appended can be cut out again, whatever stood there and was added after', () => {
    const words = fc.stringMatching(/^[a-z][a-z ]{0,20}[a-z]$/);
    fc.assert(
      fc.property(
        fc.option(words),
        words.map((word) => `NOTE ${word}`),
        fc.option(words),
        (old, text, later) => {
          const withNote = appended(old, text);
          expect(withNote.startsWith(old ?? '')).toBe(true);
          expect(cut(withNote, text)).toBe(old);
          if (later !== null)
            expect(cut(`${withNote}\n\n${later}`, text)).toBe(old === null ? later : `${old}\n\n${later}`);
        },
      ),
    );
  });
  test('a text that somebody changed is not cut', () => {
    expect(cut('They said yes.', 'They said no.')).toBeUndefined();
    expect(cut(null, 'x')).toBeUndefined();
  });
  test('an enhanced note holds text as HTML that shows it as it was written', () => {
    const { Content, Title } = contentNote('a < b & c\n<script>x</script>');
    expect(Buffer.from(String(Content), 'base64').toString()).toBe(
      '<p>a &lt; b &amp; c</p><p>&lt;script&gt;x&lt;/script&gt;</p>',
    );
    expect(Title).toBe('a < b & c');
  });
  test('a title is the first line, cut between characters', () => {
    expect(noteTitle('one\ntwo', 80)).toBe('one');
    expect(noteTitle('😀'.repeat(90), 80)).toBe(`${'😀'.repeat(79)}…`);
  });
});
