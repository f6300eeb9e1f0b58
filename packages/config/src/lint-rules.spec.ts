import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Without the rules that need types, and so without the compiler. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
});

const decider = 'apps/planning/src/plan/plan.decider.ts';
const readModel = 'apps/planning/src/read-models/plan-board.read-model.ts';
const anywhere = 'packages/privacy/src/seal.ts';
const exported = (code: string) => `export const planted = ${code};\n`;

describe('the lint rules', () => {
  it.each([
    ['a clock in a decision', 'no-restricted-syntax', decider, exported('() => Date.now()')],
    ['a date in a decision', 'no-restricted-syntax', decider, exported("new Date('2019-06-01')")],
    ['chance in a decision', 'no-restricted-syntax', decider, exported('() => Math.random()')],
    ['the environment in a decision', 'no-restricted-globals', decider, exported('() => process.env')],
    ['chance by another name in a decision', 'no-restricted-globals', decider, exported('() => crypto.randomUUID()')],
    ['waiting in a decision', 'no-restricted-syntax', decider, exported('async () => 1')],
    ['a clock in a read model', 'no-restricted-syntax', readModel, exported('() => new Date()')],
    ['a clock by another name in a read model', 'no-restricted-syntax', readModel, exported('() => Date.now()')],
    [
      'a tag of any length',
      'no-restricted-syntax',
      anywhere,
      "import { createDecipheriv } from 'node:crypto';\nexport const planted = createDecipheriv('aes-256-gcm', 'key', 'iv');\n",
    ],
    ['any', '@typescript-eslint/no-explicit-any', anywhere, exported('(value: any) => value as unknown')],
    ['a file named after nothing', 'cairn/file-names', 'packages/privacy/src/key-helpers.ts', exported('1')],
    ['a folder named after nothing', 'cairn/file-names', 'packages/privacy/src/common/key.ts', exported('1')],
    ['a class named after its kind', 'cairn/type-names', anywhere, 'export class PlanManager {}\n'],
    ['a service class in an app', 'cairn/type-names', 'apps/planning/src/grant/grants.ts', 'export class GrantService {}\n'],
    ['a service file in an app', 'cairn/file-names', 'apps/planning/src/grant/grant.service.ts', exported('1')],
    ['an interface with an I', 'cairn/type-names', anywhere, 'export interface IPlan { readonly id: string }\n'],
  ])('refuse %s by %s', async (_, rule, filePath, code) => {
    const [result] = await eslint.lintText(code, { filePath });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual([rule]);
  });

  it.each([
    ['waiting in the queries of a read model', readModel, exported('async () => 1')],
    ['the length of a date span in a read model', readModel, exported("Date.parse('2019-06-01T00:00:00Z')")],
    ['the package of the services', 'packages/nest-service/src/start-service.ts', 'export class RunningService {}\n'],
    ['a line manager', 'apps/directory/src/reporting/line-manager.ts', 'export class LineManager {}\n'],
    [
      'a tag of a given length',
      anywhere,
      "import { createDecipheriv } from 'node:crypto';\nexport const planted = createDecipheriv('aes-256-gcm', 'key', 'iv', { authTagLength: 16 });\n",
    ],
  ])('accept %s', async (_, filePath, code) => {
    const [result] = await eslint.lintText(code, { filePath });
    expect(result?.messages).toEqual([]);
  });
});
