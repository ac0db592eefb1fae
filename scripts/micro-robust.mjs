// Hostile runs of the micro engine: `node scripts/micro-robust.mjs [--seconds 60] [--seed 1] [--only part]`, a fourth of the time each for
//   allocations  every program of engines/micro/programs and random ones, the n-th allocation failing for every n that they need
//   stress       random programs with a collection before every allocation
//   sources      random bytes, and programs with bytes, lines and tokens dropped, doubled, swapped and replaced
//   precompiled  .mpy files cut at every length, and with bytes changed
// A fault is a host exception, a heap that its checker does not like, a run that the watchdog's word does not end, or another
// outcome than a MemoryError where only an allocation failed. Each fault is printed with what made it; status 1.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { program, random } from './micro-random-program.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const PARTS = ['allocations', 'stress', 'sources', 'precompiled'];
/** Words behind the watchdog's four: cases done, faults, milliseconds at which the case began. */
const DONE = 4;
const FAULTS = 5;
const BEGAN = 6;
/** A case is asked to end after the first, and is a fault after the second. */
const PATIENCE = 200;
const HANGS = 20_000;

if (isMainThread) {
  const args = process.argv.slice(2);
  const option = (name, otherwise) => (args.includes(name) ? args[args.indexOf(name) + 1] : otherwise);
  const seconds = +option('--seconds', 60);
  const only = option('--only', '');
  let faults = 0;
  for (const part of PARTS.filter((p) => !only || p === only)) {
    const shared = new Int32Array(new SharedArrayBuffer(64));
    const ms = (seconds * 1000) / (only ? 1 : PARTS.length);
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: { part, shared, ms, seed: +option('--seed', 1) },
      resourceLimits: { stackSizeMb: 4 },
    });
    const started = Date.now();
    await new Promise((resolve) => {
      const watch = setInterval(() => {
        const took = Date.now() - started - shared[BEGAN];
        if (took > PATIENCE) Atomics.or(shared, 0, 2);
        if (took < HANGS) return;
        console.log(`${part}: case ${shared[DONE]} goes on and on`);
        faults++;
        void worker.terminate();
      }, 50);
      worker.on('error', (e) => {
        faults++;
        console.log(`${part}: case ${shared[DONE]}: ${e.stack}`);
      });
      worker.on('exit', () => {
        clearInterval(watch);
        resolve();
      });
    });
    faults += shared[FAULTS];
    console.log(`${part}: ${shared[DONE]} runs, ${shared[FAULTS]} faults`);
  }
  process.exitCode = faults > 0 ? 1 : 0;
} else {
  const { part, shared, ms, seed } = workerData;
  const { createEngine, checkHeap } = await import(join(root, 'dist', 'micro-run', 'micro.mjs'));
  const engine = createEngine();
  const began = Date.now();
  const left = () => Date.now() - began < ms;
  const encoder = new TextEncoder();

  const hostOf = (out) => ({
    readStdin: () => 0,
    writeStdout: (b) => out.push(Buffer.from(b)),
    writeStderr: (b) => out.push(Buffer.from(b)),
    isTerminal: {},
    shared,
    emit() {},
    now: () => performance.now(),
  });
  const fault = (what, about) => {
    shared[FAULTS]++;
    console.log(`---- ${part}, run ${shared[DONE]}: ${what}\n${about}`);
  };
  /** Runs bytes as `main.py` or, as a module, as `m.mpy`. Answers outcome and output, or nothing when the host threw. */
  const run = (bytes, options, about) => {
    shared[DONE]++;
    shared[BEGAN] = Date.now() - began;
    Atomics.store(shared, 0, 0);
    const out = [];
    const precompiled = part === 'precompiled';
    try {
      const session = engine.start(
        {
          program: precompiled
            ? { kind: 'source', text: 'import m', filename: 'main' }
            : { kind: 'file', path: '/main.py' },
          args: [],
          env: {},
          cwd: '/',
          fileSystem: { kind: 'memory', files: { [precompiled ? '/m.mpy' : '/main.py']: bytes } },
          limits: {},
          options,
          flags: [],
          events: [],
        },
        hostOf(out),
      );
      const outcome = session.main();
      session.close();
      const wrong = checkHeap();
      if (wrong.length > 0) fault(wrong.slice(0, 5).join('\n'), about());
      return { outcome, text: Buffer.concat(out).toString() };
    } catch (e) {
      fault(String(e?.stack ?? e), about());
    }
  };

  const folder = join(root, 'engines/micro/programs');
  const files = readdirSync(folder).filter((f) => f.endsWith('.py'));
  const texts = files.map((f) => readFileSync(join(folder, f), 'utf8'));
  const rnd = random(seed * 7919);
  const upTo = (n) => Math.floor(rnd() * n);
  const pick = (list) => list[upTo(list.length)];
  const fresh = (k) => program(random(seed * 100003 + k));

  if (part === 'allocations') {
    // In rounds, so that each program has had its turns when the time is over; a round goes on where the last one ended.
    const sources = [...texts, ...Array.from({ length: 10 }, (_, k) => fresh(k))];
    const next = sources.map(() => 0);
    const needed = sources.map(() => Infinity);
    for (let open = true; open && left();) {
      open = false;
      sources.forEach((text, i) => {
        for (let turn = 0; turn < 20 && next[i] < needed[i] && left(); turn++) {
          const n = next[i]++;
          const about = () => `allocation ${n} of ${files[i] ?? 'this program'}\n${files[i] ? '' : text}`;
          const r = run(encoder.encode(text), { heap: '64k', 'fail-alloc': String(n) }, about);
          // The last run needed fewer allocations than it was to fail at.
          if (!r || r.outcome.counters.allocations <= n) needed[i] = n;
          const type = r?.outcome.exception?.type;
          if (type && !/^(MemoryError|AssertionError)$/.test(type) && files[i])
            fault(`${r.outcome.exception.traceback}`, about());
        }
        open ||= next[i] < needed[i];
      });
    }
    const whole = needed.filter((n) => n < Infinity).length;
    console.log(`allocations: ${whole} of ${sources.length} programs at every allocation`);
  } else if (part === 'stress') {
    for (let k = 0; left(); k++) {
      const text = fresh(1000 + k);
      run(encoder.encode(text), { heap: pick(['8k', '16k', '64k']), 'gc-stress': '1' }, () => text);
    }
  } else if (part === 'sources') {
    const TOKENS =
      '( ) [ ] { } : , . ; = == != -> := ** // << >> @ ~ * + - / % lambda def class if else elif for while try except finally with yield await async return raise import from as in is not and or None True False global nonlocal del pass break continue 0 1 2.5 1j \'a\' b"b" f"{x}" """ \\ \n \n\t # \0 é'.split(
        ' ',
      );
    const mutated = (text) => {
      let parts = rnd() < 0.5 ? text.split(/(\s+|\b)/) : text.split(/(?<=\n)/);
      for (let k = 1 + upTo(6); k--;) {
        const at = upTo(parts.length);
        const how = upTo(5);
        if (how === 0) parts.splice(at, 1 + upTo(3));
        else if (how === 1) parts.splice(at, 0, parts[upTo(parts.length)]);
        else if (how === 2) parts.splice(at, 0, pick(TOKENS));
        else if (how === 3) parts[at] = pick(TOKENS);
        else parts = parts.slice(0, at + 1);
      }
      return encoder.encode(parts.join(''));
    };
    while (left()) {
      const bytes =
        rnd() < 0.1
          ? Uint8Array.from({ length: 1 + upTo(300) }, () => upTo(rnd() < 0.5 ? 256 : 128))
          : mutated(rnd() < 0.4 ? pick(texts) : fresh(upTo(1e6)));
      // Without its end a program may loop; the watchdog's word ends it.
      run(bytes, { heap: pick(['4k', '16k', '64k', '1m']) }, () => Buffer.from(bytes).toString('latin1'));
    }
  } else {
    const compiled = texts.map((text, i) => {
      const answer = engine.dump(
        {
          kind: 'bytecode',
          program: { kind: 'source', text, filename: files[i] },
          options: { precompiled: true, heap: '1m' },
          flags: [],
        },
        hostOf([]),
      );
      if (!answer.ok) throw new Error(answer.error);
      return answer.data;
    });
    const refused = (bytes, about) => {
      const r = run(bytes, { heap: '256k' }, about);
      if (r && r.outcome.exception?.type !== 'ValueError' && r.outcome.exception?.type !== 'SyntaxError')
        fault(`not refused: ${r.text.slice(-300)}`, about());
    };
    for (let turn = 0; left(); turn++) {
      const i = turn % compiled.length;
      const whole = compiled[i];
      // What is shorter than the magic is read as a program.
      const length = turn < 400 ? turn + 4 : 4 + upTo(whole.length - 4);
      refused(whole.slice(0, length), () => `${files[i]} cut at ${length}`);
      const bytes = whole.slice();
      const at = upTo(bytes.length);
      bytes[at] ^= 1 + upTo(255);
      if (at > 3) refused(bytes, () => `${files[i]}, byte ${at} made ${bytes[at]}`);
    }
  }
}
