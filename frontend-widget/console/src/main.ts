import { ConsoleApp } from './app.js';

customElements.define('lotse-console', ConsoleApp);
