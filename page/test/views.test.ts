import { describe, expect, test } from '@jest/globals';
import { createClock } from '../../simulator/src/clock.ts';
import { createData } from '../../simulator/src/data.ts';
import { plainText, type Reader } from '../data/format.ts';
import { homeView } from '../data/home.ts';
import { LAYOUTS } from '../data/layouts.ts';
import { search } from '../data/search.ts';
import { listView, recordView } from '../data/views.ts';
import { demoWorld } from './world.ts';

/** The demo's Monday, noon in California. */
const NOW = new Date('2026-11-23T20:00:00Z');
const MARA = '005Sy0000000001IAA';

function readerOf(world: unknown, over: Partial<Reader> = {}): Reader {
  const data = createData(world, createClock(NOW));
  const source = data.sourceFor(MARA, '/services/data/v66.0');
  return { source, locale: 'en-US', timeZone: 'America/Los_Angeles', currency: 'USD', ...over };
}
const reader = readerOf(demoWorld());

const field = (view: ReturnType<typeof recordView>, name: string) =>
  view?.sections.flatMap(({ fields }) => fields).find((cell) => cell.field === name);

describe('Layouts', () => {
  test.each(Object.entries(LAYOUTS))('of %s name fields and objects that the org has', (name, layout) => {
    const object = reader.source.object(name)!;
    const wanted = [...layout.highlights, ...layout.list, ...layout.sections.flatMap(({ fields }) => fields)];
    expect(wanted.filter((field) => !object.fields.has(field.toLowerCase()))).toEqual([]);
    for (const related of layout.related) {
      const child = reader.source.object(related.object)!;
      const fields = [related.by, ...related.columns];
      expect(fields.filter((field) => !child.fields.has(field.toLowerCase()))).toEqual([]);
    }
  });
});

describe('A record page', () => {
  const view = recordView(reader, '006Sy0000000001IAA');

  test('reads money, days and per cent as the user does', () => {
    expect(field(view, 'Amount')?.text).toBe('$240,000.00');
    expect(field(view, 'CloseDate')?.text).toBe('1/7/2027');
    expect(field(view, 'Probability')?.text).toBe('75%');
    const german = recordView(
      readerOf(demoWorld(), { locale: 'de-DE', currency: 'EUR' }),
      '006Sy0000000001IAA',
    );
    expect(field(german, 'Amount')?.text).toBe('240.000,00\u00a0€');
    expect(field(german, 'CloseDate')?.text).toBe('7.1.2027');
  });

  test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])('moves no calendar day in %s', (timeZone) => {
    const there = recordView(readerOf(demoWorld(), { timeZone }), '006Sy0000000001IAA');
    expect(field(there, 'CloseDate')?.text).toBe('1/7/2027');
  });

  test('names referenced records and leads to them', () => {
    expect(field(view, 'AccountId')).toMatchObject({
      label: 'Account Name',
      text: 'ACME Corp',
      url: '/lightning/r/Account/001Sy0000000001IAA/view',
    });
    expect(field(view, 'OwnerId')).toMatchObject({ label: 'Opportunity Owner', text: 'Mara Lindqvist' });
  });

  test('shows how far it has come', () => {
    const states = view!.path.map(({ label, state }) => [label, state]);
    expect(states).toContainEqual(['Qualification', 'complete']);
    expect(states).toContainEqual(['Proposal/Price Quote', 'current']);
    expect(states).toContainEqual(['Closed Won', 'incomplete']);
  });

  test('puts an overdue task first among what is open, and keeps what is done apart', () => {
    const { open, history } = view!.activities!;
    expect(open[0]).toMatchObject({ overdue: true });
    expect(open.every(({ closed }) => !closed)).toBe(true);
    expect(history.every(({ closed }) => closed)).toBe(true);
  });

  test('is found by the id alone, in 15 characters too', () => {
    expect(recordView(reader, '001Sy0000000001')?.name).toBe('ACME Corp');
  });

  test.each(['', 'x', '001Sy0000000999IAA', '../../etc', '000000000000000'])(
    'is not there for the id “%s”',
    (id) => {
      expect(recordView(reader, id)).toBeUndefined();
    },
  );

  test('has no page for an object that does not exist', () => {
    expect(recordView(reader, '006Sy0000000001IAA', 'Nothing')).toBeUndefined();
  });
});

describe('Enhanced notes', () => {
  test('stand beside the classic ones in the related list, as text', () => {
    const world = demoWorld();
    world.records['ContentNote'] = [
      {
        Id: '069Sy0000000001IAA',
        Title: 'Call with Dana',
        Content: Buffer.from('<p>Budget &amp; board</p><p>next week</p>').toString('base64'),
        OwnerId: MARA,
      },
    ];
    world.records['ContentDocumentLink'] = [
      {
        Id: '06ASy0000000001IAA',
        ContentDocumentId: '069Sy0000000001IAA',
        LinkedEntityId: '006Sy0000000001IAA',
        ShareType: 'V',
      },
    ];
    const notes = recordView(readerOf(world), '006Sy0000000001IAA')!.related.find(
      ({ title }) => title === 'Notes',
    )!;
    expect(notes.rows.map(({ cells }) => cells[0]!.text)).toEqual(['Budget', 'Call with Dana']);
    expect(notes.rows[1]!.cells[1]!.text).toBe('Budget & board\nnext week');
  });

  test('lose their markup and nothing else', () => {
    expect(plainText('a &lt;b&gt; &amp;lt; <i>c</i><br/>d')).toBe('a <b> &lt; c\nd');
  });
});

describe('Lists, home and search', () => {
  test('a list holds every record that the user sees, with keys to sort by', () => {
    const list = listView(reader, 'Opportunity')!;
    expect(list.rows).toHaveLength(demoWorld().records['Opportunity']!.length);
    const amount = list.columns.findIndex((column) => column.field === 'Amount');
    expect(list.columns[amount]!.alignRight).toBe(true);
    expect(list.rows.every(({ keys }) => typeof keys[amount] === 'number')).toBe(true);
  });

  test('home shows the user’s own open deals, the next to close first', () => {
    const view = homeView(reader, 'Mara');
    expect(view.greeting).toBe('Good afternoon, Mara');
    const [deals, tasks] = view.lists as [(typeof view.lists)[0], (typeof view.lists)[0]];
    const days = deals.rows.map(({ keys }) => String(keys[deals.columns.length - 1]));
    expect(days.length).toBeGreaterThan(2);
    expect(days).toEqual([...days].sort());
    expect(tasks.rows.length).toBeGreaterThan(0);
  });

  test('search puts names that begin with the words first', () => {
    const results = search(reader, 'acme');
    expect(results.length).toBeGreaterThan(3);
    expect(results[0]!.name.toLowerCase().startsWith('acme')).toBe(true);
    expect(results.every(({ name }) => name.toLowerCase().includes('acme'))).toBe(true);
    expect(search(reader, '  ')).toEqual([]);
    expect(search(reader, 'zzzz')).toEqual([]);
  });
});
