import { describe, expect, it } from 'vitest';
import {
  citedSources,
  noAnswer,
  plainText,
  reduceAnswer,
  type Answer,
  type AnswerEvent,
} from '../../src/core/answer.js';

const after = (...events: AnswerEvent[]): Answer => events.reduce(reduceAnswer, noAnswer);
const sources: AnswerEvent = {
  event: 'sources',
  data: {
    answerID: 'a-1',
    sources: [
      { n: 1, title: 'Eins', url: '/1' },
      { n: 2, title: 'Zwei', url: '/2' },
    ],
  },
};
const delta = (text: string, ...cites: number[]): AnswerEvent => ({ event: 'delta', data: { text, cites } });

describe('an answer', () => {
  it('grows by its deltas and names the sources it cites', () => {
    const answer = after(sources, delta('Erstens. ', 2), delta('Zweitens.', 2), {
      event: 'done',
      data: { confidence: 0.8 },
    });
    expect(plainText(answer)).toBe('Erstens. Zweitens.');
    expect(citedSources(answer).map((s) => s.n)).toEqual([2]);
    expect(answer).toMatchObject({ phase: 'done', confidence: 0.8, answerID: 'a-1' });
  });

  it('drops everything written before a reset', () => {
    const answer = after(sources, delta('Falsch', 1), { event: 'reset', data: {} }, delta('Richtig', 1));
    expect(plainText(answer)).toBe('Richtig');
    expect(answer.restarted).toBe(true);
  });

  it('shows the closest pages after a refusal, and no text', () => {
    const answer = after(sources, delta('Vielleicht', 1), { event: 'refusal', data: { reason: 'thin' } });
    expect(answer.phase).toBe('refused');
    expect(plainText(answer)).toBe('');
    expect(citedSources(answer)).toHaveLength(2);
  });

  it('does not change once it has ended', () => {
    const done = after(sources, delta('Text', 1), { event: 'stop' });
    expect(reduceAnswer(done, delta('mehr', 1))).toBe(done);
    expect(reduceAnswer(done, { event: 'error', data: {} })).toBe(done);
  });

  it('numbers sources that come without numbers, and ignores events it does not know', () => {
    const answer = after({
      event: 'sources',
      data: [
        { title: 'A', url: '/a' },
        { title: 'B', url: '/b' },
      ],
    });
    expect(answer.sources.map((s) => s.n)).toEqual([1, 2]);
    expect(reduceAnswer(answer, { event: 'later' } as unknown as AnswerEvent)).toBe(answer);
  });
});
