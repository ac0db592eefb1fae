// The command line of `lab run`: the lab's own options first, then `python`'s to the letter (CPython's Modules/main.c
// and Python/initconfig.c): flags, then -c CODE, -m MODULE, FILE or -, and all that follows is the program's.
import type { Limits } from '../engines/engine.ts';

export interface RunArguments {
  engine?: string;
  /** `python` flags in order, `-X`/`-W` each followed by its value. */
  flags: string[];
  /** `-X name=value`, and the lab's own engine options (`--heap`, `--jit`). */
  options: Record<string, string>;
  limits: Limits;
  program:
    | { kind: 'command'; code: string }
    | { kind: 'module'; name: string }
    | { kind: 'file'; path: string }
    | { kind: 'stdin'; dash: true }
    | { kind: 'default' };
  args: string[];
  /** `--help`, `--version` of the engine asked for instead of a run. */
  info?: 'help' | 'version';
  /** `--events KIND,…`: told to stderr as JSON lines. */
  events: string[];
  /** `--compile-only FILE [-o OUT]`: the compiled file is written and nothing is run. */
  compileOnly: boolean;
  /** `--stats`: counters and memory to stderr at the end. */
  stats: boolean;
}

/** What is wrong, and what to do; exit status 2. */
export class UsageError extends Error {}

/** Flags of `python` without a value that engines get as they stand. */
const PLAIN_FLAGS = new Set([...'bBdEiIOPqRsSuvx']);

const SIZE_UNITS: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `16k`, `4m`, `1000` → bytes. */
export function parseSize(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)([kmg]?)i?b?$/i.exec(text.trim());
  if (!match) throw new UsageError(`${option} takes a size such as 16k, 4m or 1000000, not '${text}'`);
  return Math.floor(Number(match[1]) * SIZE_UNITS[match[2].toLowerCase()]);
}

function parseSeconds(text: string, option: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`${option} takes a positive number of seconds, not '${text}'`);
  return value * 1000;
}

/** Options of the lab itself; each takes a value. */
const LAB_OPTIONS: Record<string, (into: RunArguments, value: string) => void> = {
  '--engine': (into, v) => (into.engine = v),
  '--timeout': (into, v) => (into.limits.timeMs = parseSeconds(v, '--timeout')),
  '--memory': (into, v) => (into.limits.processBytes = parseSize(v, '--memory')),
  '--max-output': (into, v) => (into.limits.outputBytes = parseSize(v, '--max-output')),
  '--heap': (into, v) => (into.limits.heapBytes = parseSize(v, '--heap')),
  '--max-bytecodes': (into, v) => (into.limits.bytecodes = parseSize(v, '--max-bytecodes')),
  '--jit': (into, v) => (into.options.jit = v),
  '--events': (into, v) => into.events.push(...v.split(',')),
  '--check-hash-based-pycs': (into, v) => into.flags.push('--check-hash-based-pycs', v),
};

/** What `python` itself refuses of what follows `-X`. */
function checkOption(text: string): void {
  const digits = /^int_max_str_digits(?:=(.*))?$/.exec(text);
  if (digits === null) return;
  const limit = /^\d+$/.test(digits[1] ?? '') ? Number(digits[1]) : NaN;
  if (limit !== 0 && !(limit >= 640 && limit <= 0x7fff_ffff)) {
    throw new UsageError(`-X ${text}: the limit must be 640 or more, or 0 for none`);
  }
}

export function parseRunArguments(argv: readonly string[]): RunArguments {
  const into: RunArguments = {
    flags: [],
    options: {},
    limits: {},
    program: { kind: 'default' },
    args: [],
    events: [],
    compileOnly: false,
    stats: false,
  };
  let i = 0;
  const value = (option: string): string => {
    if (i >= argv.length) throw new UsageError(`Argument expected for the ${option} option`);
    return argv[i++];
  };
  while (i < argv.length) {
    const arg = argv[i++];
    if (arg === '-' || !arg.startsWith('-')) {
      into.program = arg === '-' ? { kind: 'stdin', dash: true } : { kind: 'file', path: arg };
      into.args = argv.slice(i);
      return into;
    }
    if (arg.startsWith('--')) {
      const [name, ...rest] = arg.split('=');
      const inline = rest.length ? rest.join('=') : undefined;
      if (name === '--help') into.info = 'help';
      else if (name === '--version') into.info = 'version';
      else if (name === '--stats') into.stats = true;
      else if (name === '--compile-only') into.compileOnly = true;
      else if (Object.hasOwn(LAB_OPTIONS, name)) LAB_OPTIONS[name](into, inline ?? value(name));
      else if (arg === '--') {
        if (i < argv.length) {
          into.program = { kind: 'file', path: argv[i++] };
          into.args = argv.slice(i);
        }
        return into;
      } else throw new UsageError(`unknown option ${name}; \`lab run --help\` lists them`);
      continue;
    }
    // A cluster of short flags; -c, -m, -W, -X take the rest of the word or the next one.
    for (let k = 1; k < arg.length; k++) {
      const flag = arg[k];
      const rest = arg.slice(k + 1);
      if (flag === 'c' || flag === 'm') {
        const text = rest || value(`-${flag}`);
        into.program = flag === 'c' ? { kind: 'command', code: text } : { kind: 'module', name: text };
        into.args = argv.slice(i);
        return into;
      }
      if (flag === 'W' || flag === 'X') {
        const text = rest || value(`-${flag}`);
        into.flags.push(`-${flag}`, text);
        if (flag === 'X') {
          const eq = text.indexOf('=');
          into.options[eq < 0 ? text : text.slice(0, eq)] = eq < 0 ? '' : text.slice(eq + 1);
          checkOption(text);
        }
        break;
      }
      if (flag === 'h' || flag === '?') into.info = 'help';
      else if (flag === 'V') into.info = 'version';
      else if (PLAIN_FLAGS.has(flag)) into.flags.push(`-${flag}`);
      else throw new UsageError(`unknown option -${flag}; \`lab run --help\` lists them`);
    }
  }
  return into;
}
