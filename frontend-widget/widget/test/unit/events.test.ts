import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventQueue, type UbiEvent } from '../../src/core/events.js';

interface Batch {
  consent: { analytics: boolean };
  events: UbiEvent[];
}

describe('EventQueue', () => {
  let sent: Batch[];
  let reachable: boolean;
  let analytics: boolean;
  let queue: EventQueue;

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 2, 3, 4, 5) });
    sent = [];
    reachable = true;
    analytics = true;
    const deliver = (_: string, body: string) => {
      if (reachable) sent.push(JSON.parse(body) as Batch);
      return Promise.resolve(reachable);
    };
    queue = new EventQueue(
      '/events',
      deliver,
      () => analytics,
      () => 'client-1',
    );
  });
  afterEach(() => vi.useRealTimers());

  it('describes a click as User Behavior Insights does', async () => {
    queue.add('click', 'q-1', 'page-7', 3);
    await queue.flush();
    expect(sent).toEqual([
      {
        consent: { analytics: true },
        events: [
          {
            action_name: 'click',
            query_id: 'q-1',
            client_id: 'client-1',
            timestamp: '2026-01-02T03:04:05.000Z',
            message_type: 'UBI',
            event_attributes: {
              object: { object_id: 'page-7', object_id_field: 'objectID' },
              position: { ordinal: 3 },
            },
          },
        ],
      },
    ]);
  });

  it('tells what was searched for with consent only', async () => {
    queue.add('search', 'q-1', undefined, undefined, 'handy');
    analytics = false;
    queue.add('search', 'q-2', undefined, undefined, 'smartphone');
    await queue.flush();
    expect(sent).toEqual([]);

    analytics = true;
    queue.add('search', 'q-3', undefined, undefined, 'smartphone');
    await queue.flush();
    expect(sent[0]?.events[0]).toMatchObject({
      action_name: 'search',
      query_id: 'q-3',
      user_query: 'smartphone',
      client_id: 'client-1',
    });
  });

  it('names no client without consent', async () => {
    analytics = false;
    queue.add('click', 'q-1', 'page-7', 3);
    await queue.flush();
    expect(sent[0]?.consent).toEqual({ analytics: false });
    expect(JSON.stringify(sent)).not.toContain('client');
  });

  it('takes the client out of what waits when consent is withdrawn', async () => {
    queue.add('click', 'q-1', 'page-7', 3);
    analytics = false;
    await queue.flush();
    expect(JSON.stringify(sent)).not.toContain('client-1');
  });

  it('sends ten together, or fewer after five seconds', async () => {
    for (let i = 0; i < 12; i++) queue.add('click', `q-${i}`, 'p');
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map((b) => b.events.length)).toEqual([10]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent.map((b) => b.events.length)).toEqual([10, 2]);
  });

  it('keeps what could not be sent, in order, and at most a hundred', async () => {
    reachable = false;
    for (let i = 0; i < 130; i++) queue.add('click', `q-${i}`, 'p');
    await vi.advanceTimersByTimeAsync(10_000);
    reachable = true;
    await queue.flush();
    const ids = sent.flatMap((b) => b.events.map((e) => e.query_id));
    expect(ids).toHaveLength(100);
    expect(ids[0]).toBe('q-30');
    expect(ids.at(-1)).toBe('q-129');
  });

  it('says nothing about a search that the gateway gave no id', async () => {
    queue.add('click', undefined, 'page-7', 3);
    await queue.flush();
    expect(sent).toEqual([]);
  });
});
