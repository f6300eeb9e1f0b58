import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { plainNames } from './packages/config/eslint/plain-names.js';

/** A cipher of unknown tag length accepts a shortened tag, so its length is always given: `createDecipheriv(…, { authTagLength: 16 })`. */
const bareDecipher = {
  selector: "CallExpression[callee.name='createDecipheriv'][arguments.length<4], CallExpression[callee.property.name='createDecipheriv'][arguments.length<4]",
  message: 'Give authTagLength: without it a shortened tag is accepted.',
};

/** What would make a decision or a fold give another result tomorrow. */
const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']", message: 'Time is an argument.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time is an argument.' },
];
const chance = { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance is an argument.' };
/** A date text without a zone is read in the zone of the machine; ISO texts compare as they are. */
const dates = { selector: "Identifier[name='Date']", message: 'Time is an argument, and ISO texts compare as they are.' };
const waiting = { selector: ':function[async=true], AwaitExpression', message: 'A decision waits for nothing.' };
const environment = ['process', 'crypto', 'performance', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'];

export default tseslint.config(
  { ignores: ['**/dist/', '**/coverage/', '**/.turbo/', '.cairn/', 'apps/web/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        AbortController: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        require: 'readonly',
        module: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', bareDecipher],
    },
  },
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { cairn: plainNames },
    rules: { 'cairn/file-names': 'error', 'cairn/type-names': 'error' },
  },
  { files: ['**/*.spec.ts', '**/fixtures/**/*.ts'], rules: { 'max-lines': 'off' } },
  {
    // a read model's file holds its queries too, so they may wait and read dates
    files: ['**/*.read-model.ts'],
    rules: { 'no-restricted-globals': ['error', ...environment], 'no-restricted-syntax': ['error', bareDecipher, ...clock, chance] },
  },
  {
    files: ['**/*.decider.ts', '**/*.process.ts', '**/*.deadlines.ts'],
    rules: { 'no-restricted-globals': ['error', ...environment], 'no-restricted-syntax': ['error', bareDecipher, dates, chance, waiting] },
  },
  prettier,
);
