// Lint rules: the recommended sets, and the one-way import arrows of engines/README.md.
import tseslint from 'typescript-eslint';

/** Folders that stand above one another; a file may import from the folders named for its own, and from its own. */
const LAYERS = ['kernels', 'frontend', 'objspace', 'cpython-like', 'pypy-like', 'micro', 'reference'];
const MAY_IMPORT = {
  kernels: [],
  frontend: ['kernels'],
  objspace: ['kernels', 'frontend'],
  'cpython-like': ['kernels', 'frontend', 'objspace'],
  'pypy-like': ['kernels', 'frontend', 'objspace'],
  micro: [],
  reference: [],
};

const forbid = (patterns) => ['error', { patterns }];
const outside = {
  group: ['**/harness/**', '**/reports/**'],
  message: 'engines know neither the harness nor the reports',
};

const arrows = [
  {
    files: ['engines/engine.ts'],
    rules: {
      'no-restricted-imports': forbid([
        { group: ['*', './*', '../*'], message: 'engine.ts imports nothing' },
      ]),
    },
  },
  ...Object.entries(MAY_IMPORT).map(([layer, allowed]) => ({
    files: [`engines/${layer}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid([
        outside,
        {
          group: LAYERS.filter((other) => other !== layer && !allowed.includes(other)).map(
            (other) => `../**/${other}/**`,
          ),
          message: `engines/${layer} may import from ${['itself', ...allowed].join(', ')} alone`,
        },
        {
          group: ['**/engine.ts', '!./engine.ts'],
          message: 'the contract is types only: import type',
          allowTypeImports: true,
        },
      ]),
    },
  })),
  {
    files: ['harness/**/*.ts'],
    ignores: ['harness/registry.ts', 'harness/**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid([
        {
          group: LAYERS.map((layer) => `**/engines/${layer}/**`),
          message: 'only harness/registry.ts names the engines',
        },
      ]),
    },
  },
  {
    files: ['reports/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid([
        {
          group: ['**/engines/**', '**/harness/**', '!**/harness/result.ts'],
          message: 'reports read harness/result.ts alone',
        },
      ]),
    },
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.cache/', 'coverage/', 'workloads/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      'no-fallthrough': 'off',
      'no-constant-condition': ['error', { checkLoops: false }],
    },
  },
  ...arrows,
);
