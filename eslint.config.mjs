import lwc from '@salesforce/eslint-config-lwc';
import globals from 'globals';
import jestPlugin from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const components = 'force-app/**/lwc/**';
const only = (configs, files, ignores = []) =>
  configs.map((config) => ({ ...config, files, ignores: [...(config.ignores ?? []), ...ignores] }));

/** Rules that need types: each finds a promise or a case that nobody looks at. */
const withTypes = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': [
    'error',
    { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: 'test' }] },
  ],
  '@typescript-eslint/no-misused-promises': [
    'error',
    { checksVoidReturn: { arguments: false, attributes: false, inheritedMethods: false } },
  ],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

/** Rules of taste that reviews should not have to repeat. */
const house = {
  'no-console': 'error',
  'no-var': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'object-shorthand': 'error',
  // A callback may read what is assigned once, later.
  'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
  'no-restricted-exports': [
    'error',
    { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
  ],
};

export default [
  { ignores: ['**/node_modules/**', '**/dist/**', 'coverage/**', 'bench-results/**', '.sayso/**', 'out/**'] },

  // Salesforce's own rules, on the JavaScript that is deployed: what tsc emits.
  ...only(lwc.configs.recommended, [`${components}/*.js`], ['**/__tests__/**']),
  {
    files: [`${components}/*.js`],
    ignores: ['**/__tests__/**'],
    rules: {
      // Both are for browsers that Salesforce no longer supports.
      '@lwc/lwc/no-async-await': 'off',
      '@lwc/lwc/no-for-of': 'off',
      // The mark of a promise that is meant to run on by itself; types check that there is one.
      'no-void': 'off',
    },
  },
  ...only(lwc.configs.base, [`${components}/__tests__/**/*.js`, 'scripts/jest/**/*.js']),
  {
    files: [`${components}/__tests__/**/*.js`],
    ...jestPlugin.configs['flat/recommended'],
    languageOptions: { globals: { ...globals.jest, ...globals.browser } },
    rules: {
      ...jestPlugin.configs['flat/recommended'].rules,
      '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
    },
  },
  { files: ['scripts/jest/**/*.js'], languageOptions: { globals: { ...globals.jest, ...globals.browser } } },
  {
    files: ['scripts/jest/**/*.cjs', 'jest.config.js'],
    languageOptions: { sourceType: 'commonjs', globals: { ...globals.node, ...globals.jest } },
  },

  ...only([...tseslint.configs.recommended, ...tseslint.configs.stylistic], ['**/*.ts']),
  {
    files: ['**/*.ts'],
    rules: {
      ...house,
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
    },
  },
  {
    files: ['service/**/*.ts', 'simulator/**/*.ts', 'scripts/**/*.ts', `${components}/*.ts`],
    ignores: ['**/*.d.ts'],
    languageOptions: {
      parserOptions: {
        projectService: false,
        project: [
          'service/tsconfig.json',
          'simulator/tsconfig.json',
          'scripts/tsconfig.json',
          'scripts/lwc/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: withTypes,
  },
  // Components and what the platform generates are default exports by definition.
  {
    files: [`${components}/*.ts`, 'page/shell/**/*.ts', 'page/platform/**/*.ts', '**/*.d.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  // Directives for Salesforce's rules are written here and serve in the emitted JavaScript.
  {
    files: [`${components}/*.ts`],
    plugins: lwc.configs.base[0].plugins,
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
  // Programs that a person runs talk to that person.
  {
    files: [
      'scripts/**',
      'simulator/src/**',
      'simulator/bench/**',
      'page/**',
      'service/bench/**',
      'service/test/commands/**',
      'simulator/test/**',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
];
