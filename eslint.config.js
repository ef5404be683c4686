import tseslint from 'typescript-eslint';
import { floors } from './test/house/floor-table.ts';

/** What the modules of a room may not import, by the table of floors. */
const imports = (room) => {
  const { rooms, packages } = floors[room];
  const message = 'Imports go down only: see test/house/floor-table.ts.';
  const refused = Object.keys(floors).filter((other) => other !== room && !rooms.includes(other));
  const libraries = packages === 'all' ? [] : [`^(?![#.])(?!${packages.join('|') || '$'})`];
  return [...refused.map((other) => `^#${other}/`), ...libraries].map((regex) => ({ regex, message }));
};

const across = {
  group: ['../*'],
  message: 'Name the room: import across rooms through #room/..., never ../',
};

const floor = (room) => ({
  files: [room === 'handlers' ? 'handlers/**' : `src/${room}/**`],
  rules: { 'no-restricted-imports': ['error', { patterns: [across, ...imports(room)] }] },
});

export default tseslint.config(
  {
    ignores: [
      ...['node_modules', '.serverless', '.esbuild', '.local', 'dist', 'docs', 'config/cloud/generated'],
      // Bundles of earlier versions.
      'test/fixtures/upgrade',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-imports': ['error', { patterns: [across] }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of strings instead of an enum.' },
        {
          selector: 'ObjectExpression > SpreadElement > ObjectExpression',
          message: 'Write the properties where they belong: spreading a literal into a literal hides them.',
        },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-params': ['error', 4],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'handlers/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  ...Object.keys(floors).map(floor),
  // Tables of what the gallery shows, one entry after the other.
  { files: ['src/local/gallery/stories-*.ts', 'src/local/gallery/days.ts'], rules: { 'max-lines': 'off' } },
  // Tables of what is attacked, one entry after the other.
  { files: ['src/local/attacks/*-stories.ts'], rules: { 'max-lines': 'off' } },
  // The page runs in a browser: of the product it takes types alone, which its build leaves out.
  {
    files: ['src/console/page/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { ...across },
            { regex: '^#', allowTypeImports: true, message: 'The page takes types alone from the product.' },
            { regex: '^(?!preact|[.#])', message: 'Of packages the page has Preact alone.' },
          ],
        },
      ],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  // The table of condition keys, with a source for each.
  { files: ['src/domain/policies/condition-keys.ts'], rules: { 'max-lines': 'off' } },
  {
    files: [
      'eslint.config.js',
      'vitest.config.ts',
      'test/mutants/*.config.ts',
      'config/**/*.js',
      'src/**/*.cjs',
    ],
    ...tseslint.configs.disableTypeChecked,
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
