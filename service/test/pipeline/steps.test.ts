import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  chunked,
  isOneTransaction,
  leaveOut,
  stepsOf,
  wavesOf,
  type Step,
} from '../../src/commands/steps.ts';
import type { Operation, Policy } from '../../src/commands/types.ts';

const A = '006000000000001AAA';
const B = '006000000000002AAA';

const update = (ids: string[], set: Operation['set'] = { StageName: 'X' }): Operation => ({
  op: 'update',
  object: 'Opportunity',
  ids,
  set,
});
const task = (set: Operation['set'] = {}, ref?: string): Operation => ({
  op: 'create',
  object: 'Task',
  set,
  ...(ref ? { ref } : {}),
});

describe('a plan in steps', () => {
  test('has one step a record, in the order of the plan', () => {
    const steps = stepsOf([update([A, B]), task()], 'ContentNote');
    expect(steps.map(({ n, action, id }) => [n, action, id])).toEqual([
      [0, 'update', A],
      [1, 'update', B],
      [2, 'create', null],
    ]);
  });

  test('merges several updates of one record, the last value winning', () => {
    const steps = stepsOf(
      [
        {
          ...update([A], { StageName: 'X', Amount: 1 }),
          before: { [A]: { StageName: 'W', Amount: 0 } },
          why: ['first'],
        },
        { ...update([A], { Amount: 2 }), before: { [A]: { Amount: 0 } }, why: ['second'] },
      ],
      'ContentNote',
    );
    expect(steps).toMatchObject([
      { set: { StageName: 'X', Amount: 2 }, before: { StageName: 'W', Amount: 0 }, why: ['first', 'second'] },
    ]);
  });

  test('does not change the plan that it was made from', () => {
    const ops = [update([A], { Amount: 1 }), update([A], { Amount: 2 })];
    const copy = structuredClone(ops);
    stepsOf(ops, 'Note');
    expect(ops).toEqual(copy);
  });

  test.each<[Policy['notes'], string, string]>([
    ['ContentNote', 'Opportunity', 'content-note'],
    ['Note', 'Opportunity', 'note'],
    ['Task', 'Lead', 'task-note'],
    ['Description', 'Opportunity', 'append'],
    ['ContentNote', 'Task', 'append'],
  ])('keeps a note where policy says (%s) on %s: %s', (notes, object, action) => {
    expect(stepsOf([{ op: 'note', object, ids: [A], set: { _text: 'x' } }], notes)[0]?.action).toBe(action);
  });

  test.each([
    [{ FirstName: 'Jane', LastName: 'Doe' }, 'Contact', 'Jane Doe'],
    [{ LastName: 'Acme', Company: 'Acme' }, 'Lead', 'Acme'],
    [{ LastName: 'Doe', Company: 'Acme' }, 'Lead', 'Doe, Acme'],
    [{ LastName: 'Unknown', Company: 'Acme' }, 'Lead', 'Acme'],
    [{ Subject: 'Call' }, 'Task', 'Call'],
    [{ OpportunityId: A }, 'OpportunityContactRole', ''],
  ])('calls a new record with %j what the rep would', (set, object, name) => {
    expect(stepsOf([{ op: 'create', object, set }], 'Note')[0]?.name).toBe(name);
  });
});

describe('leaving records out', () => {
  test('takes the follow-up of the record and what depends on it along, and nothing else', () => {
    const steps = stepsOf(
      [
        update([A, B]),
        task({ WhatId: { $id: A } }, 't'),
        task({ WhatId: { $id: B } }),
        { op: 'create', object: 'Event', set: { WhatId: { $new: 't' } } },
      ],
      'Note',
    );
    expect(leaveOut(steps, [0]).map((step) => step.settled !== undefined)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(leaveOut(steps, [2]).map((step) => step.settled !== undefined)).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(leaveOut(steps, [])).toEqual(steps);
    expect(leaveOut(steps, [99])).toEqual(steps);
  });
});

describe('waves', () => {
  /** Plans in which every reference points backwards, as planners make them. */
  const plans = fc
    .array(
      fc.record({
        object: fc.constantFrom('Account', 'Contact', 'Task'),
        back: fc.option(fc.nat(), { nil: undefined }),
      }),
      { maxLength: 30 },
    )
    .map((rows) =>
      rows.map(
        ({ object, back }, n): Operation => ({
          op: 'create',
          object,
          ref: `r${n}`,
          set: back === undefined || n === 0 ? {} : { ParentId: { $new: `r${back % n}` } },
        }),
      ),
    );

  test('hold every step once, and none before what it refers to', () => {
    fc.assert(
      fc.property(plans, (ops) => {
        const steps = stepsOf(ops, 'Note');
        const order = wavesOf(steps).map((wave) => wave.steps);
        expect(
          order
            .flat()
            .map(({ n }) => n)
            .sort((a, b) => a - b),
        ).toEqual(steps.map(({ n }) => n));
        const waveOf = new Map(
          order.flatMap((wave, at) => wave.map((step): [string, number] => [step.ref ?? '', at])),
        );
        for (const step of steps) {
          const target = step.set['ParentId'] as { $new: string } | undefined;
          if (target) expect(waveOf.get(target.$new)).toBeLessThan(waveOf.get(step.ref ?? '') ?? -1);
        }
        for (const wave of wavesOf(steps))
          expect(new Set(wave.steps.map(({ object, action }) => `${object}${action}`)).size).toBe(1);
      }),
    );
  });
});

describe('one transaction', () => {
  const of = (ops: Operation[], notes: 'Note' | 'ContentNote' = 'Note'): boolean =>
    isOneTransaction(stepsOf(ops, notes));
  test.each<[string, Operation[], boolean]>([
    ['a stage and its follow-up', [update([A]), task()], true],
    ['records that refer to each other', [task({}, 'a'), task({ WhatId: { $new: 'a' } })], true],
    ['many records of one kind', [update([A, B])], false],
    ['a conversion', [{ op: 'convert', object: 'Lead', ids: [A] }, task()], false],
    ['more than 25 rows', [update([A]), ...Array.from({ length: 25 }, () => task())], false],
    ['exactly 25 rows', [update([A]), ...Array.from({ length: 24 }, () => task())], true],
  ])('%s: %#', (_, ops, expected) => {
    expect(of(ops)).toBe(expected);
  });

  test('counts an enhanced note twice, and what is left out not at all', () => {
    const ids = Array.from({ length: 12 }, (_, n) => `00600000000${String(n).padStart(4, '0')}`);
    const ops: Operation[] = [
      { op: 'note', object: 'Opportunity', ids, set: { _text: 'x' } },
      update([A, B]),
    ];
    expect(of(ops, 'ContentNote')).toBe(false);
    expect(of(ops, 'Note')).toBe(true);
    expect(isOneTransaction(leaveOut(stepsOf(ops, 'ContentNote'), [0, 1]))).toBe(true);
  });
});

test('chunks are full but for the last, and lose nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 50 }), (items, size) => {
      const pieces = chunked(items, size);
      expect(pieces.flat()).toEqual(items);
      expect(pieces.slice(0, -1).every((piece) => piece.length === size)).toBe(true);
      expect(pieces.every((piece) => piece.length > 0)).toBe(true);
    }),
  );
});

test('a step is plain JSON: what is stored is what was planned', () => {
  const [step] = stepsOf([task({ WhatId: { $new: 'x' }, Subject: null }, 'y')], 'Note');
  expect(JSON.parse(JSON.stringify(step)) as Step).toEqual(step);
});
