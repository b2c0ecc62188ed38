import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayError, type Gateway } from '../../src/core/gateway.js';
import { LocalIndex } from '../../src/core/local-index.js';
import { SearchSession } from '../../src/core/session.js';
import type { Hit, SearchParams, SearchResponse, Suggestion } from '../../src/core/types.js';

interface Call {
  params: SearchParams;
  signal: AbortSignal;
  answer(...titles: string[]): Promise<void>;
  fail(error: unknown): Promise<void>;
}

const settled = () => vi.advanceTimersByTimeAsync(0);

/** A gateway whose answers the test gives by hand. */
class HandGateway implements Gateway {
  calls: Call[] = [];
  suggestions: Suggestion[] | Promise<Suggestion[]> = [];

  search(params: SearchParams, signal: AbortSignal): Promise<SearchResponse> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      const answer = (...titles: string[]) => {
        const hits: Hit[] = titles.map((title) => ({ objectID: title, url: `/${title}`, title }));
        resolve({ query: params.q, hits, nbHits: hits.length, page: 0, nbPages: 1, hitsPerPage: 6 });
        return settled().then(() => undefined);
      };
      const fail = (error: unknown) => {
        reject(error as Error);
        return settled().then(() => undefined);
      };
      this.calls.push({ params, signal, answer, fail });
    });
  }

  suggest(): Promise<readonly Suggestion[]> {
    return Promise.resolve(this.suggestions);
  }

  call(i: number): Call {
    const call = this.calls[i];
    if (!call) throw new Error(`there was no search ${i}`);
    return call;
  }
}

describe('a search session', () => {
  let gateway: HandGateway;
  let session: SearchSession;
  const titles = () => session.state.shown?.response.hits.map((h) => h.title);

  beforeEach(() => {
    vi.useFakeTimers();
    gateway = new HandGateway();
    const seen = new LocalIndex();
    session = new SearchSession(
      () => gateway,
      () => ({ hitsPerPage: 6, lang: 'de', facets: [], minLength: 2, completions: true }),
      () => seen,
      () => undefined,
    );
  });
  afterEach(() => vi.useRealTimers());

  it('searches at once while answers come at once', () => {
    session.input('st');
    session.input('str');
    expect(gateway.calls.map((c) => c.params.q)).toEqual(['st', 'str']);
  });

  it('does not search for less than the shortest query', () => {
    session.input('s');
    session.input(' s ');
    expect(gateway.calls).toHaveLength(0);
  });

  it('waits longer between keystrokes when answers are slow', async () => {
    session.input('st');
    await vi.advanceTimersByTimeAsync(1_000);
    await gateway.call(0).answer('a');
    session.input('str');
    session.input('stro');
    expect(gateway.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(300);
    expect(gateway.calls.map((c) => c.params.q)).toEqual(['st', 'stro']);
  });

  it('never shows a late answer after a newer one', async () => {
    session.input('st');
    session.input('str');
    await gateway.call(1).answer('new');
    await gateway.call(0).answer('old');
    expect(titles()).toEqual(['new']);
  });

  it('shows an older answer while the newer one is on its way', async () => {
    session.input('st');
    session.input('str');
    await gateway.call(0).answer('old');
    expect(titles()).toEqual(['old']);
    await gateway.call(1).answer('new');
    expect(titles()).toEqual(['new']);
  });

  it('shows nothing for a query that was deleted meanwhile', async () => {
    session.input('st');
    session.input('');
    expect(gateway.call(0).signal.aborted).toBe(true);
    await gateway.call(0).answer('late');
    expect(session.state.shown).toBeNull();
    expect(session.state.phase).toBe('idle');
  });

  it('keeps at most two searches under way', () => {
    for (const q of ['st', 'str', 'stro', 'strom']) session.input(q);
    expect(gateway.calls.map((c) => c.signal.aborted)).toEqual([true, true, false, false]);
  });

  it('gives completions that are there in time, and drops those that come later', async () => {
    gateway.suggestions = [{ text: 'strom', kind: 'query' }];
    session.input('st');
    await settled();
    await gateway.call(0).answer('a');
    expect(session.state.shown?.suggestions).toHaveLength(1);
    let late: (s: Suggestion[]) => void = () => undefined;
    gateway.suggestions = new Promise<Suggestion[]>((resolve) => (late = resolve));
    session.input('str');
    await gateway.call(1).answer('a');
    late([{ text: 'strom', kind: 'query' }]);
    await settled();
    expect(session.state.shown?.suggestions).toHaveLength(0);
  });

  it('searches on when the completions fail', async () => {
    gateway.suggestions = Promise.reject(new TypeError('no network'));
    session.input('st');
    await gateway.call(0).answer('a');
    expect(titles()).toEqual(['a']);
  });

  it('offers remembered pages when the answer is slow, then the answer', async () => {
    session.input('strom');
    await gateway.call(0).answer('Stromtarife', 'Stromausfall');
    session.input('');
    session.input('stroma');
    await vi.advanceTimersByTimeAsync(500);
    expect(session.state.phase).toBe('slow');
    expect(titles()).toEqual(['Stromausfall']);
    expect(session.state.shown?.local).toBe(true);
    await gateway.calls.at(-1)?.answer('Stromanbieter');
    expect(titles()).toEqual(['Stromanbieter']);
    expect(session.state.phase).toBe('done');
  });

  it('tells a limit from a failure, and finds its way back', async () => {
    session.input('st');
    await gateway.call(0).fail(new GatewayError(429));
    expect(session.state).toMatchObject({ phase: 'failed', failure: 'limited' });
    session.input('str');
    await gateway.call(1).fail(new TypeError('no network'));
    expect(session.state).toMatchObject({ phase: 'failed', failure: 'failed' });
    void session.search();
    await gateway.call(2).answer('a');
    expect(session.state).toMatchObject({ phase: 'done', failure: null });
  });

  it('does not report the failure of a search that nobody waits for', async () => {
    session.input('st');
    session.input('str');
    await gateway.call(0).fail(new TypeError('no network'));
    expect(session.state.phase).toBe('loading');
    await gateway.call(1).answer('a');
    expect(session.state.phase).toBe('done');
  });

  it('sends filters and the page, and starts at the first page for another filter', () => {
    session.input('st');
    void session.goToPage(2);
    session.filter({ tag: ['strom'] }, 'tag:strom');
    expect(gateway.calls.map((c) => [c.params.page, c.params.filters])).toEqual([
      [0, ''],
      [2, ''],
      [0, 'tag:strom'],
    ]);
  });
});
