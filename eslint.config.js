import tseslint from 'typescript-eslint';

/** Which rooms may not be imported from where: imports go down only (docs/architecture.md). */
const up = (...rooms) => ({
  patterns: [
    { group: ['../*'], message: 'Name the floor: import across rooms through #room/..., never ../' },
    ...(rooms.length === 0
      ? []
      : [{ group: rooms, message: 'Imports go down only: see docs/architecture.md.' }]),
  ],
});

const doors = ['#handlers/*', '#doors/*', '#cli/*', '#local/*'];
const ground = [
  ...doors,
  '#usecases/*',
  '#adapters/*',
  '#ports/*',
  '#config/*',
  '@*/*',
  '@*/*/*',
  'node:*',
  'zod',
  'zod/*',
  'jira.js',
  'jira.js/*',
  'p-limit',
  'jsonc-parser',
  'fastest-levenshtein',
  'citty',
];
const floor = (files, ...rooms) => ({ files, rules: { 'no-restricted-imports': ['error', up(...rooms)] } });

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
      'no-restricted-imports': ['error', up()],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of strings instead of an enum.' },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-params': ['error', 4],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'handlers/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  floor(
    ['src/domain/values/**'],
    ...ground,
    '#domain/policies/*',
    '#domain/facts/*',
    '#domain/findings/*',
    '#domain/findings/**',
    '#domain/issues/*',
    '#domain/announcements/*',
  ),
  floor(
    ['src/domain/policies/**'],
    ...ground,
    '#domain/facts/*',
    '#domain/findings/*',
    '#domain/findings/**',
    '#domain/issues/*',
    '#domain/announcements/*',
  ),
  floor(
    ['src/domain/facts/**'],
    ...ground,
    '#domain/policies/*',
    '#domain/findings/*',
    '#domain/findings/**',
    '#domain/issues/*',
    '#domain/announcements/*',
  ),
  floor(['src/domain/findings/**'], ...ground, '#domain/issues/*', '#domain/announcements/*'),
  floor(['src/domain/issues/**'], ...ground, '#domain/announcements/*'),
  floor(['src/domain/announcements/**'], ...ground),
  floor(
    ['src/ports/**'],
    ...doors,
    '#usecases/*',
    '#adapters/*',
    '#adapters/**',
    '#config/*',
    '@*/*',
    'node:*',
    'zod',
  ),
  floor(['src/config/**'], ...doors, '#usecases/*', '#adapters/*', '#adapters/**', '#ports/*'),
  floor(['src/usecases/**'], ...doors, '#adapters/*', '#adapters/**', '@*/*', 'node:*', 'zod'),
  floor(['src/adapters/**'], ...doors, '#usecases/*'),
  floor(['src/doors/**'], '#handlers/*', '#cli/*', '#local/*'),
  floor(['src/cli/**'], '#handlers/*'),
  floor(['src/local/**'], '#handlers/*', '#cli/*'),
  {
    files: ['eslint.config.js', 'vitest.config.ts', 'config/**/*.js', 'src/**/*.cjs'],
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
