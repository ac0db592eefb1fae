// What a run is configured by: `python`'s flags, its `-X` options and the PYTHON… variables of the environment, as fields of `sys.flags` and entries of
// `sys.warnoptions`. Models CPython's Python/initconfig.c and Python/preconfig.c. Not here: PYTHONPATH, PYTHONHASHSEED, PYTHONIOENCODING, which others read.
import { DEFAULT_FLAGS } from './host.ts';
import type { RunFlags } from './host.ts';

/** Letters of `python`'s flags → fields of `sys.flags`. */
const LETTERS: Readonly<Record<string, keyof RunFlags>> = {
  B: 'dont_write_bytecode',
  O: 'optimize',
  b: 'bytes_warning',
  d: 'debug',
  i: 'interactive',
  q: 'quiet',
  s: 'no_user_site',
  v: 'verbose',
};

/** Variables that raise a counter, as so many of its letters do; what is no number counts as one. */
const COUNTERS: Readonly<
  Record<string, 'debug' | 'verbose' | 'optimize' | 'inspect' | 'dont_write_bytecode'>
> = {
  PYTHONDEBUG: 'debug',
  PYTHONVERBOSE: 'verbose',
  PYTHONOPTIMIZE: 'optimize',
  PYTHONINSPECT: 'inspect',
  PYTHONDONTWRITEBYTECODE: 'dont_write_bytecode',
};

/** Fields that are only on or off, however often they are asked for. */
const SWITCHES = ['debug', 'inspect', 'dont_write_bytecode'] as const;

/** A limit on the digits of ints: 0 for none, else 640 at least. */
const LEAST_DIGITS = 640;
const MOST_DIGITS = 0x7fff_ffff;

export interface RunConfiguration {
  flags: RunFlags;
  warnOptions: string[];
  unbuffered: boolean;
}

/** Null: the text is no limit that CPython takes. */
export function digitLimit(text: string): number | null {
  if (!/^\s*[+-]?\d+$/.test(text)) return null;
  const limit = Number(text);
  return limit === 0 || (limit >= LEAST_DIGITS && limit <= MOST_DIGITS) ? limit : null;
}

function fromEnvironment(into: RunConfiguration, env: Readonly<Record<string, string>>): void {
  const { flags } = into;
  const given = (name: string): string => env[name] ?? '';
  for (const [name, field] of Object.entries(COUNTERS)) {
    const text = given(name);
    if (text === '') continue;
    flags[field] = Math.max(flags[field], /^\s*\d+$/.test(text) ? Number(text) : 1);
  }
  if (given('PYTHONNOUSERSITE') !== '') flags.no_user_site = 1;
  if (given('PYTHONSAFEPATH') !== '') flags.safe_path = true;
  if (given('PYTHONDEVMODE') !== '') flags.dev_mode = true;
  if (given('PYTHONWARNDEFAULTENCODING') !== '') flags.warn_default_encoding = 1;
  if (/^[01]$/.test(given('PYTHONUTF8'))) flags.utf8_mode = Number(given('PYTHONUTF8'));
  const limit = digitLimit(given('PYTHONINTMAXSTRDIGITS'));
  if (limit !== null) flags.int_max_str_digits = limit;
  into.unbuffered ||= given('PYTHONUNBUFFERED') !== '';
}

function fromOptions(flags: RunFlags, options: Readonly<Record<string, string>>): void {
  const has = (name: string): boolean => Object.hasOwn(options, name);
  if (has('dev')) flags.dev_mode = true;
  if (has('warn_default_encoding')) flags.warn_default_encoding = 1;
  if (has('utf8')) flags.utf8_mode = options.utf8 === '0' ? 0 : 1;
  const limit = has('int_max_str_digits') ? digitLimit(options.int_max_str_digits) : null;
  if (limit !== null) flags.int_max_str_digits = limit;
}

/** `given`: flags in order, `-W` and `-X` each followed by its value; `options`: what the `-X` said. */
export function configure(
  given: readonly string[],
  env: Readonly<Record<string, string>>,
  options: Readonly<Record<string, string>>,
): RunConfiguration {
  const flags: RunFlags = { ...DEFAULT_FLAGS };
  const asked: string[] = [];
  const result: RunConfiguration = { flags, warnOptions: [], unbuffered: false };
  for (let i = 0; i < given.length; i++) {
    const flag = given[i];
    if (!flag.startsWith('-') || flag.startsWith('--')) continue;
    if (flag[1] === 'W') {
      asked.push(flag.length > 2 ? flag.slice(2) : given[++i]);
      continue;
    }
    if (flag[1] === 'X') {
      if (flag.length === 2) i++;
      continue;
    }
    for (const letter of flag.slice(1)) {
      const field = LETTERS[letter];
      if (field !== undefined) (flags[field] as number)++;
      if (letter === 'u') result.unbuffered = true;
      if (letter === 'E') flags.ignore_environment = 1;
      if (letter === 'P') flags.safe_path = true;
      if (letter === 'S') flags.no_site = 1;
      if (letter === 'I') {
        flags.isolated = flags.ignore_environment = flags.no_user_site = 1;
        flags.safe_path = true;
      }
    }
  }
  const usesEnvironment = flags.ignore_environment === 0;
  if (usesEnvironment) fromEnvironment(result, env);
  fromOptions(flags, options);
  for (const name of SWITCHES) flags[name] = Math.min(flags[name], 1);
  // Later ones come before earlier ones in the filters.
  if (flags.dev_mode) result.warnOptions.push('default');
  if (usesEnvironment)
    result.warnOptions.push(...(env.PYTHONWARNINGS ?? '').split(',').filter((o) => o !== ''));
  result.warnOptions.push(...asked);
  if (flags.bytes_warning > 0) {
    result.warnOptions.push(flags.bytes_warning > 1 ? 'error::BytesWarning' : 'default::BytesWarning');
  }
  return result;
}
