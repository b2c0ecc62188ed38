import { render } from 'lit/html.js';

/** A style sheet a Content Security Policy has nothing against. */
export function sheet(styles: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(styles);
  return made;
}

/** Resolves when the next frame has been painted; in a hidden tab, when it is shown again. */
export const nextPaint = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });

/**
 * A custom element that is drawn from a Lit template into its shadow root. Attributes are its only settings, so that
 * markup, script and server rendering say the same; what changes one draws it anew, at most once per task.
 * (Lit's own base class does much more and would take a sixth of the widget's byte budget.)
 */
export abstract class RenderedElement extends HTMLElement {
  /** The shadow root. */
  readonly root = this.attachShadow({ mode: 'open' });
  #drawn: Promise<void> | undefined;

  constructor(styles: string) {
    super();
    this.root.adoptedStyleSheets = [sheet(styles)];
  }

  /** What the shadow root shows now. */
  protected abstract template(): unknown;

  /** Called after the shadow root was drawn. */
  protected drawn(): void {
    // for subclasses
  }

  /**
   * Draws soon; resolves when that has happened.
   *
   * @param after what to wait for, unless it is to be drawn anyway
   */
  update(after: Promise<unknown> = Promise.resolve()): Promise<void> {
    this.#drawn ??= after.then(() => {
      this.#drawn = undefined;
      if (!this.isConnected) return;
      const focused = this.root.activeElement;
      render(this.template(), this.root);
      // A control that has gone must not take the focus with it.
      if (focused && !focused.isConnected) this.find('input, section')?.focus();
      this.drawn();
    });
    return this.#drawn;
  }

  /** The first element in the shadow root that fits. */
  protected find<E extends HTMLElement>(selector: string): E | null {
    return this.root.querySelector(selector);
  }

  /** Tells the page something; false if the page cancelled it. */
  protected emit(type: string, detail: unknown): boolean {
    return this.dispatchEvent(
      new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }),
    );
  }

  /** The value of an attribute, or a default where it is not set. */
  protected attribute(name: string, otherwise = ''): string {
    return this.getAttribute(name) ?? otherwise;
  }

  connectedCallback(): void {
    void this.update();
  }

  disconnectedCallback(): void {
    // for subclasses
  }

  attributeChangedCallback(): void {
    void this.update();
  }
}
