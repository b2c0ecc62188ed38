/** What of a key event decides about shortcuts. */
export interface KeyLike {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing?: boolean;
  defaultPrevented?: boolean;
}

export function isApple(platform: string): boolean {
  return /mac|iphone|ipad|ipod/i.test(platform);
}

/**
 * Whether a key opens the search: ⌘K on Apple's systems, Ctrl K elsewhere, and `/` where no text is being entered.
 *
 * @param typing whether the focus is in an editable element
 */
export function opensSearch(event: KeyLike, typing: boolean, apple: boolean): boolean {
  if (event.isComposing || event.defaultPrevented || event.altKey) return false;
  if (event.key.toLowerCase() === 'k' && !event.shiftKey) {
    return apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  }
  return event.key === '/' && !event.ctrlKey && !event.metaKey && !typing;
}

/** Whether the element takes text, looking through open shadow roots. */
export function isEditable(element: Element | null | undefined): boolean {
  let inner = element;
  while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  if (!inner) return false;
  return (inner as HTMLElement).isContentEditable || /^(input|textarea|select)$/i.test(inner.tagName);
}
