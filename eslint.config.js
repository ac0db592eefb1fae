// Lint rules: the recommended sets, and the one-way import arrows of engines/README.md.
import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';

/** Who may import what. `target` may not import from `from`, apart from `except` (paths relative to `from`). */
const arrows = [
  { target: './engines/engine.ts', from: '.', message: 'engine.ts imports nothing' },
  {
    target: './engines/kernels',
    from: './engines',
    except: ['./kernels'],
    message: 'kernels import no other layer',
  },
  {
    target: './engines/frontend',
    from: './engines',
    except: ['./frontend', './kernels'],
    message: 'frontend stands on kernels alone',
  },
  {
    target: './engines/objspace',
    from: './engines',
    except: ['./objspace', './frontend', './kernels'],
    message: 'objspace stands on frontend and kernels',
  },
  {
    target: './engines/cpython-like',
    from: './engines',
    except: ['./cpython-like', './objspace', './frontend', './kernels', './engine.ts'],
    message: 'cpython-like sees no other engine',
  },
  {
    target: './engines/pypy-like',
    from: './engines',
    except: ['./pypy-like', './objspace', './frontend', './kernels', './engine.ts'],
    message: 'pypy-like sees no other engine',
  },
  {
    target: './engines/micro',
    from: './engines',
    except: ['./micro', './engine.ts'],
    message: 'micro stands alone (import type from engine.ts apart)',
  },
  {
    target: './engines/reference',
    from: './engines',
    except: ['./reference', './engine.ts'],
    message: 'reference engines see engine.ts alone',
  },
  { target: './engines', from: './harness', message: 'engines do not know the harness' },
  { target: './engines', from: './reports', message: 'engines do not know the reports' },
  {
    target: './harness/!(registry|registry.test).ts',
    from: './engines',
    except: ['./engine.ts'],
    message: 'only harness/registry.ts names the engines',
  },
  { target: './reports', from: './engines', message: 'reports read results alone' },
  {
    target: './reports',
    from: './harness',
    except: ['./result.ts'],
    message: 'reports read harness/result.ts alone',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.cache/', 'coverage/', 'workloads/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: arrows.map((z) => ({ ...z })) }],
      'import-x/no-cycle': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-fallthrough': 'off',
      'no-constant-condition': ['error', { checkLoops: false }],
    },
  },
);
