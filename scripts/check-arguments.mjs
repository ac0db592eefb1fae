// Calls everything that modules offer with arguments of all kinds (odd-arguments.py): no call may end an engine. With `--against ENGINE` also lists
// the callables that answer where that one raises, raise where it answers, or raise another exception.
// `node scripts/check-arguments.mjs [--engine NAME] [--against cpython-wasm] [module…]`; `npm run build` first.
// Last line: `N callables, N ended the engine` and, against another, `N differ`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const scripts = dirname(fileURLToPath(import.meta.url));
const cli = join(scripts, '..', 'dist', 'cli.js');
const {
  values: { engine, against },
  positionals,
} = parseArgs({
  options: { engine: { type: 'string', default: 'cpython-like' }, against: { type: 'string' } },
  allowPositionals: true,
});

const MODULES =
  `builtins _abc _ast _asyncio _bisect _blake2 _bz2 _codecs _collections _contextvars _csv _ctypes _datetime _decimal _elementtree
  _functools _heapq _hmac _imp _io _json _locale _lzma _md5 _multibytecodec _opcode _operator _pickle _posixsubprocess _queue _random _sha2 _sha3
  _signal _socket _sqlite3 _sre _statistics _string _struct _symtable _thread _tokenize _tracemalloc _typing _uuid _warnings _weakref _zstd
  array atexit binascii cmath datetime errno fcntl gc itertools marshal math mmap posix pyexpat re select sys time types unicodedata zlib`.split(
    /\s+/,
  );
/** A process gets so long for a module; what it is at then counts as having ended it. */
const TIMEOUT = 180_000;

/** Callable → what its calls came to; null: it ended the process, with the reason in `ended`. */
function callAll(which, module, ended) {
  const answers = new Map();
  const folder = mkdtempSync(join(tmpdir(), 'check-arguments-'));
  try {
    for (let first = 0; ;) {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [cli, 'run', '--engine', which, join(scripts, 'odd-arguments.py'), module, String(first)],
        { cwd: folder, timeout: TIMEOUT, maxBuffer: 1 << 28, encoding: 'latin1', input: '' },
      );
      for (const [, name, list] of stdout.matchAll(/^= (\S+) (.+)$/gm)) answers.set(name, list.split(' '));
      if (/^END$/m.test(stderr)) return answers;
      const last = [...stderr.matchAll(/^(\d+) (\S+)$/gm)].at(-1);
      if (last === undefined) {
        console.log(`${module} on ${which}: ${stderr.trim().split('\n').at(-1)}`);
        return null;
      }
      const why =
        /the engine failed: (.*(?:\n +at .*){0,3})/.exec(stderr)?.[1] ?? 'no answer in time, or gone';
      ended.push(`${module} ${last[2]} on ${which}: ${why}`);
      answers.set(last[2], null);
      first = Number(last[1]) + 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let callables = 0;
let differing = 0;
const ended = [];
for (const module of positionals.length > 0 ? positionals : MODULES) {
  const before = ended.length;
  const ours = callAll(engine, module, ended);
  for (const text of ended.slice(before)) console.log(text);
  if (ours === null) continue;
  callables += ours.size;
  const theirs = against === undefined ? null : callAll(against, module, []);
  if (theirs === null) continue;
  for (const [name, list] of ours) {
    const other = theirs.get(name);
    if (!list || !other) continue;
    const pairs = list.flatMap((mine, i) => (mine === other[i] ? [] : [`${mine} for ${other[i]}`]));
    if (pairs.length === 0) continue;
    differing++;
    const counts = [...new Set(pairs)].map((p) => `${p} (${pairs.filter((q) => q === p).length})`);
    console.log(`${module} ${name}: ${counts.slice(0, 4).join(', ')}`);
  }
}
const compared = against === undefined ? '' : `, ${differing} differ`;
console.log(`${callables} callables, ${ended.length} ended the engine${compared}`);
process.exitCode = ended.length > 0 ? 1 : 0;
