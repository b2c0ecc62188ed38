/** Rows at once, for the keys of pages. */
const LEAP = 10;

/** Which row a key leads to from another, or null for keys that lead nowhere. */
export function rowAfter(key: string, index: number, total: number): number | null {
  const last = total - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, index + 1);
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'PageDown':
      return Math.min(last, index + LEAP);
    case 'PageUp':
      return Math.max(0, index - LEAP);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Whether keys are typed into something there. */
export function types(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, select, textarea');
}
