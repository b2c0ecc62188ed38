import { describe, expect, it } from 'vitest';
import { initialState, isHeld, reduce, type Action, type Results, type State } from '../../src/core/state.js';
import type { Hit } from '../../src/core/types.js';

const hit = (id: string): Hit => ({ objectID: id, url: `/${id}`, title: id });
const results = (query: string, ...ids: string[]): Results => ({
  query,
  suggestions: [],
  local: false,
  response: { query, hits: ids.map(hit), nbHits: ids.length, page: 0, nbPages: 1, hitsPerPage: 6 },
});
const after = (...actions: Action[]): State => actions.reduce(reduce, initialState);
const answered = (r: Results, latest = true): Action => ({ type: 'answered', results: r, latest });
const typed = (query: string): Action => ({ type: 'input', query });

describe('the list of results', () => {
  it('is replaced by a newer answer', () => {
    const state = after(
      typed('st'),
      answered(results('st', 'a')),
      typed('str'),
      answered(results('str', 'b')),
    );
    expect(state.shown?.query).toBe('str');
    expect(state.phase).toBe('done');
  });

  it('keeps the old results while the next ones are on their way', () => {
    const state = after(typed('st'), answered(results('st', 'a')), typed('str'), { type: 'searching' });
    expect(state.shown?.query).toBe('st');
    expect(state.phase).toBe('loading');
  });

  it('does not change while an option is chosen with the keyboard, and changes when the choice is given up', () => {
    const chosen = after(typed('st'), answered(results('st', 'a', 'b')), {
      type: 'move',
      to: 'next',
      count: 2,
    });
    expect(isHeld(chosen)).toBe(true);
    const late = reduce(chosen, answered(results('str', 'c')));
    expect(late.shown?.query).toBe('st');
    expect(late.waiting?.query).toBe('str');
    const free = reduce(late, { type: 'unselect' });
    expect(free.shown?.query).toBe('str');
    expect(free.waiting).toBeNull();
  });

  it('does not change under a moving pointer, and changes when it rests or leaves', () => {
    const over = after(typed('st'), answered(results('st', 'a')), { type: 'pointing', pointing: true });
    const late = reduce(over, answered(results('str', 'c')));
    expect(late.shown?.query).toBe('st');
    expect(reduce(late, { type: 'pointing', pointing: false }).shown?.query).toBe('str');
  });

  it('is let go by typing', () => {
    const state = after(
      typed('st'),
      answered(results('st', 'a')),
      { type: 'move', to: 'next', count: 1 },
      answered(results('str', 'b')),
      typed('stro'),
    );
    expect(state.shown?.query).toBe('str');
    expect(state.active).toBe(-1);
  });

  it('is emptied with the text field', () => {
    const state = after(typed('st'), answered(results('st', 'a')), typed('  '));
    expect(state.shown).toBeNull();
    expect(state.phase).toBe('idle');
  });

  it('counts generations, so that the view knows new results from old ones', () => {
    const first = after(typed('st'), answered(results('st', 'a')));
    const second = reduce(first, answered(results('st', 'a')));
    expect(second.generation).toBe(first.generation + 1);
    expect(reduce(second, { type: 'open' }).generation).toBe(second.generation);
  });
});

describe('remembered pages', () => {
  it('stand in while the server is slow', () => {
    const state = after(typed('st'), { type: 'searching' }, { type: 'slow', local: [hit('a')] });
    expect(state.shown).toMatchObject({ query: 'st', local: true });
  });

  it('give way to the answer, and come no more after it', () => {
    const state = after(typed('st'), { type: 'searching' }, answered(results('st', 'b')), {
      type: 'slow',
      local: [hit('a')],
    });
    expect(state.shown?.local).toBe(false);
    expect(state.phase).toBe('done');
  });

  it('do not replace results of the same query when a second search for it fails', () => {
    const state = after(
      typed('st'),
      answered(results('st', 'b')),
      { type: 'searching' },
      {
        type: 'failed',
        failure: 'failed',
        local: [hit('a')],
      },
    );
    expect(state.shown?.local).toBe(false);
    expect(state.phase).toBe('failed');
  });
});

describe('the active option', () => {
  it('goes through all options and back to the text field', () => {
    const next: Action = { type: 'move', to: 'next', count: 2 };
    const seen = [initialState.active];
    let state = initialState;
    for (let i = 0; i < 4; i++) seen.push((state = reduce(state, next)).active);
    expect(seen).toEqual([-1, 0, 1, -1, 0]);
  });

  it('goes backwards from the text field to the last option', () => {
    expect(reduce(initialState, { type: 'move', to: 'previous', count: 3 }).active).toBe(2);
  });

  it('stays in the text field when there is nothing to choose', () => {
    expect(reduce(initialState, { type: 'move', to: 'next', count: 0 }).active).toBe(-1);
  });

  it('is given up when the popup closes', () => {
    expect(after({ type: 'move', to: 'next', count: 2 }, { type: 'close' })).toMatchObject({
      open: false,
      active: -1,
    });
  });
});

it('does not make a new state out of nothing', () => {
  expect(reduce(initialState, { type: 'unselect' })).toBe(initialState);
  expect(reduce(initialState, { type: 'pointing', pointing: false })).toBe(initialState);
});
