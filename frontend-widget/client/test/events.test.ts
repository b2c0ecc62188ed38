import { describe, expect, it } from 'vitest';
import { readEvents, type ServerEvent } from '../src/events.js';

describe('events of a stream', () => {
  const read = async (...chunks: (string | Uint8Array)[]): Promise<ServerEvent[]> => {
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks)
          controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
        controller.close();
      },
    });
    const events: ServerEvent[] = [];
    for await (const event of readEvents(stream)) events.push(event);
    return events;
  };

  it('reads events with names and several lines of data', async () => {
    expect(await read('event: delta\ndata: a\ndata: b\n\n: comment\n\ndata:c\n\n')).toEqual([
      { event: 'delta', data: 'a\nb' },
      { event: 'message', data: 'c' },
    ]);
  });

  it('reads the same events however the stream is cut and whatever ends the lines', async () => {
    const text = 'event: delta\ndata: {"text":"Grüße 😀"}\n\nevent: done\ndata: {}\n\n';
    const expected = await read(text);
    expect(expected).toHaveLength(2);
    for (const end of ['\n', '\r\n', '\r']) {
      const bytes = new TextEncoder().encode(text.replaceAll('\n', end) + (end === '\r' ? '\n' : ''));
      for (let size = 1; size < 12; size++) {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.slice(i * size, (i + 1) * size),
        );
        expect(await read(...chunks)).toEqual(expected);
      }
    }
  });

  it('drops an event that was not finished', async () => {
    expect(await read('event: delta\ndata: a\n')).toEqual([]);
  });

  it('tells of everything that arrives, comments too', async () => {
    let heard = 0;
    const stream = new Blob([': still here\n\n']).stream();
    for await (const event of readEvents(stream, () => heard++)) expect(event).toBeUndefined();
    expect(heard).toBe(1);
  });
});
