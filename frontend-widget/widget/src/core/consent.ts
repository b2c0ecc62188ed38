/** What the visitor's consent allows. Nothing is allowed until the page says so. */
export interface Consent {
  /** Usage events may carry an id of this visitor. */
  analytics: boolean;
  /** Recent searches may be kept on this device. */
  storage: boolean;
}

/** What deciding about consent needs to know of the browser. */
export interface PrivacySignals {
  globalPrivacyControl?: boolean;
}

/** Consent in force: a Global Privacy Control signal overrides a consent to analytics. */
export function effectiveConsent(given: Partial<Consent>, signals: PrivacySignals): Consent {
  return {
    analytics: given.analytics === true && signals.globalPrivacyControl !== true,
    storage: given.storage === true,
  };
}

/** Consent as the `consent` attribute writes it: `analytics`, `storage`, both, or nothing. */
export function parseConsent(attribute: string | null): Consent {
  const words = (attribute ?? '').split(/[\s,]+/);
  return { analytics: words.includes('analytics'), storage: words.includes('storage') };
}
