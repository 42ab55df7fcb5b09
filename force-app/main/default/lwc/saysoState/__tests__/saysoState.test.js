import { needsConnection, recordsOf, viewOf } from 'c/saysoState';
import { commandOf, resultOf } from 'lwc-testing';

describe('c/saysoState', () => {
  it.each([
    ['question', 'question'],
    ['preview', 'preview'],
    ['answered', 'answer'],
    ['refused', 'refusal'],
    ['cancelled', 'idle'],
    ['expired', 'idle'],
    ['running', 'running'],
    ['cancelling', 'running'],
    ['undoing', 'running'],
    ['done', 'receipt'],
    ['failed', 'receipt'],
    ['undone', 'receipt']
  ])('shows a command that is %s as %s', (status, view) => {
    expect(viewOf(commandOf({ status }))).toBe(view);
  });

  it('shows what a command did before it was stopped', () => {
    expect(viewOf(commandOf({ status: 'cancelled', results: [resultOf()] }))).toBe('receipt');
  });

  it('knows which failures mean: connect first', () => {
    expect(needsConnection('not_connected')).toBe(true);
    expect(needsConnection('reconnect_required')).toBe(true);
    expect(needsConnection('policy_denied')).toBe(false);
    expect(needsConnection(undefined)).toBe(false);
  });

  it('names each record of a command once and none that does not exist yet', () => {
    const command = commandOf({ results: [resultOf()], rows: [{ id: '001A', cells: [] }, { cells: [] }] });
    expect(recordsOf(command)).toEqual(['006000000000001AAA', '001A']);
    expect(recordsOf(commandOf({ preview: undefined }))).toEqual([]);
  });

  it('points back at no more records than the service looks at', () => {
    const results = Array.from({ length: 300 }, (_, n) => resultOf({ n, id: `006${n}` }));
    expect(recordsOf(commandOf({ results, preview: undefined }))).toHaveLength(200);
  });
});
