// The configuration of a run, as `python3 FLAGS -c "import sys; print(sys.flags, sys.warnoptions)"` shows it under the variables.
import { expect, test } from 'vitest';
import { configure } from './run-flags.ts';
import type { RunFlags } from './host.ts';

type Case = [
  flags: string[],
  env: Record<string, string>,
  options: Record<string, string>,
  fields: Partial<RunFlags>,
  warnOptions: string[],
];

const CASES: Record<string, Case> = {
  nothing: [[], {}, {}, { optimize: 0, dev_mode: false, int_max_str_digits: 4300 }, []],
  letters: [['-OO', '-B', '-ddd'], {}, {}, { optimize: 2, dont_write_bytecode: 1, debug: 1 }, []],
  'a variable as a number': [
    [],
    { PYTHONOPTIMIZE: '2', PYTHONVERBOSE: '3' },
    {},
    { optimize: 2, verbose: 3 },
    [],
  ],
  'a variable as a word': [[], { PYTHONOPTIMIZE: 'x' }, {}, { optimize: 1 }, []],
  'a variable that is empty': [[], { PYTHONOPTIMIZE: '' }, {}, { optimize: 0 }, []],
  'variables unheard': [['-E'], { PYTHONOPTIMIZE: '2', PYTHONWARNINGS: 'error' }, {}, { optimize: 0 }, []],
  'the developer mode': [[], {}, { dev: '' }, { dev_mode: true }, ['default']],
  'all who ask for warnings': [
    ['-W', 'error', '-Wignore::UserWarning', '-b'],
    { PYTHONDEVMODE: '1', PYTHONWARNINGS: 'once,always' },
    {},
    { dev_mode: true, bytes_warning: 1 },
    ['default', 'once', 'always', 'error', 'ignore::UserWarning', 'default::BytesWarning'],
  ],
  'bytes as errors': [['-bb'], {}, {}, { bytes_warning: 2 }, ['error::BytesWarning']],
  'digits by an option': [
    ['-X', 'int_max_str_digits=700'],
    {},
    { int_max_str_digits: '700' },
    { int_max_str_digits: 700 },
    [],
  ],
  'digits by a variable': [[], { PYTHONINTMAXSTRDIGITS: '0' }, {}, { int_max_str_digits: 0 }, []],
  isolated: [
    ['-I'],
    { PYTHONSAFEPATH: '' },
    {},
    { isolated: 1, ignore_environment: 1, no_user_site: 1, safe_path: true },
    [],
  ],
};

test.each(Object.entries(CASES))('%s', (_name, [flags, env, options, fields, warnOptions]) => {
  const found = configure(flags, env, options);
  expect(found.flags).toMatchObject(fields);
  expect(found.warnOptions).toEqual(warnOptions);
});
