import { html, nothing } from 'lit/html.js';
import {
  AnswerStream,
  citedSources,
  isUnderWay,
  noAnswer,
  plainText,
  sendFeedback,
  type Answer,
  type Piece,
  type Source,
} from '../core/answer.js';
import type { GatewayAddress } from '../core/gateway.js';
import { translator, type Translate } from '../core/translations.js';
import { safeUrl } from '../core/url.js';
import type { AnswerText } from './answer-texts.js';
import './answer-texts.js';
import { icons } from './icons.js';
import { RenderedElement } from './rendered-element.js';
import styles from './answer-panel.css?inline';

/**
 * `<lotse-answer>`: one streamed answer with its sources. Loaded by `<lotse-search>` when the first answer is asked for.
 *
 * @fires lotse-say with a text for the live region
 * @fires lotse-ended when nothing more will come
 */
export class LotseAnswer extends RenderedElement {
  static readonly observedAttributes = ['lang'];

  #address: GatewayAddress | undefined;
  #question = '';
  #stream: AnswerStream | undefined;
  #opened: number | undefined;
  #verdict: 'up' | 'down' | undefined;
  #copied = false;

  constructor() {
    super(styles);
    // Values that were set before this script had loaded would hide the accessors.
    for (const name of ['address', 'question'] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const value = Reflect.get(this, name) as never;
      Reflect.deleteProperty(this, name);
      this[name] = value;
    }
  }

  /** The gateway and the site that answer. Set before the question. */
  set address(address: GatewayAddress) {
    this.#address = address;
  }

  /** Setting another question asks it. */
  set question(question: string) {
    if (question === this.#question) return;
    this.#question = question;
    this.#ask();
  }

  override disconnectedCallback(): void {
    this.#stream?.stop();
  }

  #ask(): void {
    this.#stream?.stop();
    this.#opened = this.#verdict = undefined;
    this.#copied = false;
    const stream = new AnswerStream((answer) => {
      if (stream !== this.#stream) return;
      this.#speak(answer);
      void this.update();
    });
    this.#stream = stream;
    void this.update();
    if (!this.#address) return;
    this.#fire('lotse-say', this.#t('thinking'));
    void stream.ask(this.#question, this.lang.split('-')[0] ?? '', this.#address);
  }

  /** Says where the answer stands, and the answer itself only once and whole. */
  #speak(answer: Answer): void {
    if (answer.restarted && answer.phase === 'reading') this.#fire('lotse-say', this.#t('restarted'));
    if (isUnderWay(answer)) return;
    const said: Record<string, string> = {
      done: `${this.#t('answer')}: ${plainText(answer)} ${this.#t('sources')}: ${citedSources(answer).length}`,
      refused: answer.note ?? this.#t('refused'),
      stopped: this.#t('stopped'),
      failed: this.#t('answerFailed'),
    };
    this.#fire('lotse-say', said[answer.phase] ?? '');
    this.#fire('lotse-ended', answer.phase);
  }

  get #t(): Translate<AnswerText> {
    return translator(this.lang);
  }

  protected override template() {
    const t = this.#t;
    const answer = this.#stream?.answer ?? noAnswer;
    const { phase } = answer;
    const level =
      (answer.confidence ?? 0) >= 0.75 ? 'high' : (answer.confidence ?? 0) >= 0.5 ? 'medium' : 'low';
    return html`<section aria-labelledby="heading" tabindex="-1">
      <header>
        <h2 id="heading">${icons.spark}${t('answer')}</h2>
        ${
          phase === 'done' && answer.confidence !== null
            ? html`<span class="confidence ${level}" part="confidence">${t(level)}</span>`
            : nothing
        }
        ${
          isUnderWay(answer)
            ? html`<button type="button" part="stop" @click=${() => this.#stream?.stop()}>
                ${t('stop')}
              </button>`
            : nothing
        }
      </header>
      <div class="text ${phase}" part="answer-text" aria-busy=${isUnderWay(answer)}>
        ${answer.pieces.map((piece) => this.#piece(piece, answer))}
        ${
          phase === 'reading'
            ? html`<p class="status">${t(answer.restarted ? 'restarted' : 'thinking')}</p>
                <div class="lines" aria-hidden="true"><i></i><i></i><i></i></div>`
            : nothing
        }
        ${phase === 'refused' ? this.#refused(answer) : nothing}
        ${phase === 'refused' && answer.sources.length ? html`<p class="status">${t('refusedHint')}</p>` : nothing}
        ${phase === 'stopped' ? html`<p class="status">${t('stopped')}</p>` : nothing}
        ${phase === 'failed' ? this.#failed() : nothing}
      </div>
      ${isUnderWay(answer) ? nothing : this.#end(answer)}
    </section>`;
  }

  /** What the site says about a topic it does not answer, or that the pages do not say it. */
  #refused({ note, noteUrl }: Answer) {
    const url = note ? safeUrl(noteUrl, document.baseURI) : null;
    return html`<p>
      <strong>${note ?? this.#t('refused')}</strong>${url ? html` <a href=${url}>${url}</a>` : nothing}
    </p>`;
  }

  #piece(piece: Piece, answer: Answer) {
    const cited = piece.cites.map((n) => answer.sources.find((source) => source.n === n));
    // The numbers stay on the line of the last word they prove.
    const last = piece.text.trimEnd().lastIndexOf(' ') + 1;
    return html`<span>${piece.text.slice(0, last)}</span
      ><span class="tied"
        >${piece.text.slice(last)}${cited.map((source) => (source ? this.#chip(source) : nothing))}</span
      >${cited.map((source) => (source && source.n === this.#opened ? this.#passage(source) : nothing))}`;
  }

  #chip(source: Source) {
    const { n, title } = source;
    const open = this.#opened === n;
    return html`<button
      type="button"
      class="chip"
      part="citation"
      aria-label=${this.#t('source', { n, q: title })}
      aria-expanded=${open}
      @click=${() => {
        this.#opened = open ? undefined : n;
        void this.update();
      }}
    >
      ${n}
    </button>`;
  }

  #passage(source: Source) {
    return html`<span class="passage" part="passage"
      >${source.text ? html`<q>${source.text}</q>` : nothing}${this.#link(source)}</span
    >`;
  }

  #link(source: Source) {
    const base = document.baseURI;
    const url = safeUrl(source.fragmentUrl, base) ?? safeUrl(source.url, base);
    return url ? html`<a part="source" href=${url}>${source.title}</a>` : source.title;
  }

  #failed() {
    return html`<p class="status">
      ${this.#t('answerFailed')}
      <button type="button" @click=${() => this.#ask()}>${this.#t('again')}</button>
    </p>`;
  }

  #end(answer: Answer) {
    const t = this.#t;
    const sources = citedSources(answer);
    const date = new Intl.DateTimeFormat(this.lang || undefined, { dateStyle: 'medium' });
    return html`${
      sources.length
        ? html`<h3>${t('sources')}</h3>
            <ol>
              ${sources.map(
                (source) =>
                  html`<li value=${source.n}>
                    ${this.#link(source)}
                    ${source.updatedAt ? html`<small>${date.format(new Date(source.updatedAt))}</small>` : nothing}
                  </li>`,
              )}
            </ol>`
        : nothing
    }
    ${
      answer.pieces.length
        ? html`<footer>
            <button type="button" part="copy" @click=${() => void this.#copy(answer)}>
              ${t(this.#copied ? 'copied' : 'copy')}
            </button>
            ${answer.phase === 'done' ? (['up', 'down'] as const).map((verdict) => this.#vote(verdict, answer)) : nothing}
            <small>${t(this.#verdict ? 'thanks' : 'disclaimer')}</small>
          </footer>`
        : nothing
    }`;
  }

  #vote(verdict: 'up' | 'down', answer: Answer) {
    return html`<button
      type="button"
      part="feedback"
      aria-pressed=${this.#verdict === verdict}
      @click=${() => {
        if (!this.#address || this.#verdict === verdict) return;
        this.#verdict = verdict;
        void sendFeedback(this.#address, answer, verdict);
        this.#fire('lotse-say', this.#t('thanks'));
        void this.update();
      }}
    >
      ${this.#t(verdict === 'up' ? 'helpful' : 'unhelpful')}
    </button>`;
  }

  async #copy(answer: Answer): Promise<void> {
    const sources = citedSources(answer).map(
      ({ n, title, url }) => `[${n}] ${title} ${safeUrl(url, document.baseURI) ?? ''}`,
    );
    const text = answer.pieces
      .map((piece) => piece.text + piece.cites.map((n) => `[${n}]`).join(''))
      .join('')
      .trim();
    try {
      await navigator.clipboard.writeText([text, '', ...sources].join('\n'));
      this.#copied = true;
      this.#fire('lotse-say', this.#t('copied'));
      void this.update();
    } catch {
      // The browser does not allow it here; the text can still be selected.
    }
  }

  #fire(type: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

if (!customElements.get('lotse-answer')) customElements.define('lotse-answer', LotseAnswer);
