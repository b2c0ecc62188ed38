import { readEvents } from '../../../client/src/events.js';
import { headers, type GatewayAddress } from './gateway.js';
import { routeUrl } from './url.js';

/** A passage the answer may cite. `n` is the number that citations use. */
export interface Source {
  n: number;
  objectID?: string;
  title: string;
  url: string;
  fragmentUrl?: string;
  /** The passage itself. */
  text?: string;
  updatedAt?: string;
}

/** A piece of the answer with the numbers of the sources that support it. */
export interface Piece {
  text: string;
  cites: readonly number[];
}

export interface Answer {
  phase: 'reading' | 'writing' | 'done' | 'refused' | 'stopped' | 'failed';
  /** Whether what had been written was withdrawn because its provider failed. */
  restarted: boolean;
  /** What the site says instead of an answer, and where it leads. */
  note?: string | undefined;
  noteUrl?: string | undefined;
  sources: readonly Source[];
  pieces: readonly Piece[];
  /** 0 to 1, or null where the gateway does not say. */
  confidence: number | null;
  answerID: string | undefined;
  queryID: string | undefined;
}

export const noAnswer: Answer = {
  phase: 'reading',
  restarted: false,
  sources: [],
  pieces: [],
  confidence: null,
  answerID: undefined,
  queryID: undefined,
};

/** What the events of the stream say. Unknown events and fields are ignored. */
export type AnswerEvent =
  | {
      event: 'sources';
      data: { sources?: Partial<Source>[]; answerID?: string; queryID?: string } | Partial<Source>[];
    }
  | { event: 'delta'; data: { text?: string; cites?: number[] } }
  | { event: 'reset'; data: unknown }
  | { event: 'refusal'; data: { reason?: string; note?: string; url?: string; sources?: Partial<Source>[] } }
  | { event: 'done'; data: { confidence?: number; answerID?: string; queryID?: string } }
  | { event: 'error'; data: unknown }
  | { event: 'stop' };

/** The answer after an event. Pure. Nothing changes an answer that has ended. */
export function reduceAnswer(answer: Answer, event: AnswerEvent): Answer {
  if (!isUnderWay(answer)) return answer;
  switch (event.event) {
    case 'sources': {
      const data = Array.isArray(event.data) ? { sources: event.data } : event.data;
      return { ...answer, ...ids(answer, data), sources: numbered(data.sources) };
    }
    case 'delta': {
      const piece = { text: event.data.text ?? '', cites: event.data.cites ?? [] };
      return { ...answer, phase: 'writing', pieces: [...answer.pieces, piece] };
    }
    case 'reset':
      return { ...answer, phase: 'reading', pieces: [], restarted: true };
    case 'refusal': {
      const sources = event.data.sources ? numbered(event.data.sources) : answer.sources;
      return {
        ...answer,
        phase: 'refused',
        pieces: [],
        sources,
        note: event.data.note,
        noteUrl: event.data.url,
      };
    }
    case 'done':
      return {
        ...answer,
        ...ids(answer, event.data),
        phase: 'done',
        confidence: event.data.confidence ?? null,
      };
    case 'error':
      return { ...answer, phase: 'failed' };
    case 'stop':
      return { ...answer, phase: 'stopped' };
    default:
      return answer;
  }
}

export function isUnderWay(answer: Answer): boolean {
  return answer.phase === 'reading' || answer.phase === 'writing';
}

/** The sources that the answer really cites, in the order of their numbers; all of them for a refusal. */
export function citedSources(answer: Answer): readonly Source[] {
  if (answer.phase === 'refused') return answer.sources;
  const cited = new Set(answer.pieces.flatMap((piece) => piece.cites));
  return answer.sources.filter((source) => cited.has(source.n));
}

/** The answer as plain text, for the clipboard and for screen readers. */
export function plainText(answer: Answer): string {
  return answer.pieces
    .map((piece) => piece.text)
    .join('')
    .trim();
}

function ids(answer: Answer, data: { answerID?: string; queryID?: string }) {
  return { answerID: data.answerID ?? answer.answerID, queryID: data.queryID ?? answer.queryID };
}

function numbered(sources: readonly Partial<Source>[] = []): Source[] {
  return sources.map((source, i) => ({ title: source.url ?? '', url: '', ...source, n: source.n ?? i + 1 }));
}

/** Without a sign of life for this many milliseconds the answer is given up. */
const STALL = 20_000;

/** Asks for one answer and follows its stream until it ends or is stopped. */
export class AnswerStream {
  answer: Answer = noAnswer;
  readonly #abort = new AbortController();

  /** @param changed told of every new state */
  constructor(private readonly changed: (answer: Answer) => void) {}

  async ask(question: string, lang: string, address: GatewayAddress): Promise<void> {
    let stall: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(stall);
      stall = setTimeout(() => this.#take({ event: 'error', data: {} }), STALL);
    };
    heard();
    try {
      const response = await fetch(routeUrl(address.endpoint, address.site, 'answer'), {
        method: 'POST',
        headers: { ...headers(address), 'Content-Type': 'application/json', Accept: 'text/event-stream' },
        body: JSON.stringify({ q: question, lang }),
        credentials: 'omit',
        signal: this.#abort.signal,
      });
      if (response.ok && response.body) {
        for await (const { event, data } of readEvents(response.body, heard)) {
          this.#take({ event, data: JSON.parse(data) as unknown } as AnswerEvent);
          if (!isUnderWay(this.answer)) break;
        }
      }
    } catch {
      // What the visitor stopped has ended already; anything else is a failure, and is taken as one below.
    } finally {
      clearTimeout(stall);
    }
    // A stream that ends without `done` was cut.
    this.#take({ event: 'error', data: {} });
  }

  /** Stops; what has been written stays. */
  stop(): void {
    this.#take({ event: 'stop' });
  }

  #take(event: AnswerEvent): void {
    const next = reduceAnswer(this.answer, event);
    if (next === this.answer) return;
    this.answer = next;
    if (!isUnderWay(next)) this.#abort.abort();
    this.changed(next);
  }
}

/** Tells the gateway whether an answer helped. Nothing depends on it, so a failure is not shown. */
export async function sendFeedback(
  address: GatewayAddress,
  answer: Answer,
  verdict: 'up' | 'down',
): Promise<void> {
  const { answerID, queryID } = answer;
  await fetch(routeUrl(address.endpoint, address.site, 'feedback'), {
    method: 'POST',
    headers: { ...headers(address), 'Content-Type': 'application/json' },
    body: JSON.stringify({ queryID, answerID, verdict }),
    credentials: 'omit',
    keepalive: true,
  }).catch(() => undefined);
}
