import js from '@eslint/js';
import globals from 'globals';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import ts from 'typescript-eslint';
import wc from 'eslint-plugin-wc';

export default ts.config(
  { ignores: ['**/dist/**', '**/target/**', '**/node_modules/**'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  wc.configs['flat/recommended'],
  lit.configs['flat/recommended'],
  {
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      // A combobox option is operated through the text field, so it has no key handler and no tab stop of its own.
      'lit-a11y/click-events-have-key-events': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: ['**/src/**', '**/examples/**'], languageOptions: { globals: globals.browser } },
  { files: ['**/test/on-device/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['**/*.mjs', '**/build/**', '**/test/**', '**/*.config.*'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
);
