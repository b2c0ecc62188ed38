import type { Filters, Hit, SearchResponse, Suggestion } from './types.js';

/** Why a search has no answer. */
export type Failure = 'failed' | 'limited';

/** What one search found, ready to be shown. */
export interface Results {
  query: string;
  response: SearchResponse;
  suggestions: readonly Suggestion[];
  /** Whether the hits are remembered ones and not the server's. */
  local: boolean;
}

/** One row of the listbox. `key` is stable for what it stands for. */
export type Option = { key: string; label: string } & (
  | { kind: 'recent' | 'query' | 'meant'; query: string }
  | { kind: 'page' | 'redirect' | 'banner'; url: string }
  | { kind: 'hit'; hit: Hit; ordinal: number }
  | { kind: 'answer' | 'all' }
);

export interface State {
  /** What the text field holds. */
  query: string;
  open: boolean;
  phase: 'idle' | 'loading' | 'slow' | 'done' | 'failed';
  failure: Failure | null;
  shown: Results | null;
  /** Counts the sets of results that have been shown. */
  generation: number;
  /** Results that arrived while the visitor was choosing from the shown ones. */
  waiting: Results | null;
  /** Index of the option chosen with the keyboard, or -1. */
  active: number;
  /** Whether a pointer is on its way over the list. */
  pointing: boolean;
  online: boolean;
  filters: Filters;
  /** The filters in the gateway's syntax. */
  expression: string;
  page: number;
}

export type Action =
  | { type: 'input'; query: string }
  | { type: 'filter'; filters: Filters; expression: string }
  | { type: 'page'; page: number }
  | { type: 'searching' }
  | { type: 'slow'; local: readonly Hit[] }
  | { type: 'answered'; results: Results; latest: boolean }
  | { type: 'failed'; failure: Failure; local: readonly Hit[] }
  | { type: 'move'; to: 'next' | 'previous'; count: number }
  | { type: 'unselect' }
  | { type: 'pointing'; pointing: boolean }
  | { type: 'open' }
  | { type: 'close' }
  | { type: 'online'; online: boolean };

export const initialState: State = {
  query: '',
  open: false,
  phase: 'idle',
  failure: null,
  shown: null,
  generation: 0,
  waiting: null,
  active: -1,
  pointing: false,
  online: true,
  filters: {},
  expression: '',
  page: 0,
};

/** The next state. Pure: no DOM, no clock, no network. */
export function reduce(state: State, action: Action): State {
  const next = step(state, action);
  return next.shown === state.shown ? next : { ...next, generation: state.generation + 1 };
}

function step(state: State, action: Action): State {
  switch (action.type) {
    case 'input': {
      const empty = action.query.trim() === '';
      return settle({
        ...state,
        query: action.query,
        open: true,
        active: -1,
        pointing: false,
        page: 0,
        ...(empty
          ? { phase: 'idle', shown: null, waiting: null, failure: null, filters: {}, expression: '' }
          : {}),
      });
    }
    case 'filter':
      return { ...state, filters: action.filters, expression: action.expression, page: 0, active: -1 };
    case 'page':
      return { ...state, page: action.page, active: -1 };
    case 'searching':
      return { ...state, phase: 'loading' };
    case 'slow':
      if (state.phase !== 'loading') return state;
      // Results of what was typed before are better than a list that changes twice.
      return { ...state, phase: 'slow', shown: state.shown ?? optimistic(state, action.local) };
    case 'answered': {
      const next = { ...state, waiting: action.results };
      if (action.latest) Object.assign(next, { phase: 'done', failure: null });
      return settle(next);
    }
    case 'failed':
      return { ...state, phase: 'failed', failure: action.failure, shown: optimistic(state, action.local) };
    case 'move': {
      // One more place than options: index -1 is the text field.
      const places = action.count + 1;
      const step = action.to === 'next' ? 1 : places - 1;
      return settle({ ...state, open: true, active: ((state.active + 1 + step) % places) - 1 });
    }
    case 'unselect':
      return state.active < 0 ? state : settle({ ...state, active: -1 });
    case 'pointing':
      return state.pointing === action.pointing ? state : settle({ ...state, pointing: action.pointing });
    case 'open':
      return { ...state, open: true };
    case 'close':
      return !state.open && !isHeld(state)
        ? state
        : settle({ ...state, open: false, active: -1, pointing: false });
    case 'online':
      return { ...state, online: action.online };
  }
}

/** Whether the list must stay as it is because the visitor is choosing from it. */
export function isHeld(state: State): boolean {
  return state.active >= 0 || state.pointing;
}

/** Shows the results that wait, unless the list is held. */
function settle(state: State): State {
  return state.waiting && !isHeld(state) ? { ...state, shown: state.waiting, waiting: null } : state;
}

/** Remembered pages in place of the server's answer, unless there is something better on the screen. */
function optimistic(state: State, local: readonly Hit[]): Results | null {
  if (isHeld(state) || local.length === 0) return state.shown;
  const query = state.query.trim();
  if (state.shown?.query === query) return state.shown;
  const response: SearchResponse = {
    query,
    hits: local,
    nbHits: local.length,
    page: 0,
    nbPages: 1,
    hitsPerPage: local.length,
  };
  return { query, response, suggestions: [], local: true };
}
