import { html, nothing } from 'lit';
import type { TextKey, Texts } from '../core/texts.js';

/** Why the provider's way in led back here; the gateway's log has more. */
const REASONS: Record<string, TextKey> = {
  failed: 'signInFailed',
  cancelled: 'signInCancelled',
  'no-role': 'signInNoRole',
};

interface SignIn {
  texts: Texts;
  /** Whether people may sign in where their organisation's accounts are. */
  provider: boolean;
  reason: string;
  withKey: (key: string) => void;
  withProvider: () => void;
}

/** The page of those who have not signed in. */
export function signIn({ texts, provider, reason, withKey, withProvider }: SignIn) {
  const told = REASONS[reason];
  const keyForm = html`<form
    class=${provider ? '' : 'card'}
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      withKey((new FormData(event.target as HTMLFormElement).get('key') as string).trim());
    }}
  >
    <label
      >${texts.key}
      <input name="key" type="password" required autocomplete="current-password" />
    </label>
    <p class="muted">${texts.keyHelp}</p>
    <button class=${provider ? '' : 'primary'}>${texts.signIn}</button>
  </form>`;
  return html`<main class="sign-in">
    <h1>Lotse</h1>
    ${told === undefined ? nothing : html`<p class="alert" role="alert">${texts[told]}</p>`}
    ${
      provider
        ? html`<div class="card">
            <button class="primary provider" @click=${withProvider}>${texts.signInProvider}</button>
            <details>
              <summary>${texts.signInKey}</summary>
              ${keyForm}
            </details>
          </div>`
        : keyForm
    }
  </main>`;
}
