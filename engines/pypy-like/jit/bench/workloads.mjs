// The workloads with the JIT on and off, side by side: `node engines/pypy-like/jit/bench/workloads.mjs [NAME,…] [SECONDS] [SIZE]`. Each in a process
// of its own, user CPU time: of the first call, of the best later one, the sum of the first second's calls; what was compiled and given up.
// Needs the built engine.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../../', import.meta.url);
const { workloads } = JSON.parse(readFileSync(new URL('workloads/manifest.json', root), 'utf8'));

/** With TRACES=1: a line for each unit, guards that fail often, what ends in the interpreter. */
function showUnits(units) {
  for (const unit of units) {
    const { kind, name, line, state, operations, traces, emissions, entered, left, thrownAway, aborts } =
      unit;
    console.error(
      `${kind} ${name}:${line} ${state}, ${operations} operations, ${traces.length} traces, emitted ${emissions}, entered ${entered}, left ${left}, thrown away ${thrownAway}`,
    );
    for (const { reason, count } of aborts) console.error(`    given up ${count} times: ${reason}`);
    for (const trace of traces) {
      for (const op of trace.operations) {
        if (op.failures < 50) continue;
        const bridge = op.bridge === null ? '' : ` bridge ${op.bridge}`;
        console.error(
          `    ${op.text.slice(0, 40)}  ${op.function}:${op.line} ${op.opcode} ${op.failures}${bridge}`,
        );
      }
      if (trace.stopped !== null) console.error(`    a trace ends: ${trace.stopped}`);
    }
  }
}

async function child(name, jit, seconds, size) {
  const { createEngine } = await import(
    new URL('engines/pypy-like.js', process.env.DIST ? `file://${process.env.DIST}/` : new URL('dist/', root))
  );
  const row = workloads.find((workload) => workload.name === name);
  const text = readFileSync(new URL(`workloads/${row.file}`, root), 'utf8');
  const discard = (bytes) => process.stderr.write(bytes);
  const session = await createEngine().start(
    {
      program: {
        kind: 'source',
        text: text.replace("if __name__ == '__main__':", 'if False:'),
        filename: `${name}.py`,
      },
      args: [],
      env: { PYTHONHASHSEED: '0' },
      cwd: '/',
      fileSystem: { kind: 'real' },
      limits: {},
      options: { jit },
      flags: [],
      events: [],
    },
    {
      readStdin: () => 0,
      writeStdout: discard,
      writeStderr: discard,
      isTerminal: { stdin: false, stdout: false, stderr: false },
      shared: new Int32Array(new SharedArrayBuffer(64)),
      emit: () => {},
      now: () => performance.now(),
    },
  );
  await session.main();
  const n = row.sizes[size];
  const times = [];
  const begin = process.cpuUsage().user;
  const elapsed = () => (process.cpuUsage().user - begin) / 1000;
  while (times.length < 2 || (elapsed() < seconds * 1000 && times.length < 400)) {
    const start = elapsed();
    const answer = session.call('workload', [n]);
    times.push(elapsed() - start);
    const expected = row.answers?.[size];
    const got = answer.repr ?? JSON.stringify(answer);
    if (answer.ok === false) throw new Error(answer.exception.text + answer.exception.traceback);
    if (expected !== undefined && !got.includes(expected)) throw new Error(`${name}: ${got}`);
  }
  if (process.env.TRACES !== undefined) showUnits(session.traceLog()?.units ?? []);
  console.log(JSON.stringify({ times, counters: session.counters() }));
}

if (process.argv[2] === '--child') {
  await child(process.argv[3], process.argv[4], Number(process.argv[5]), process.argv[6]);
} else {
  const names =
    process.argv[2] && process.argv[2] !== 'all'
      ? process.argv[2].split(',')
      : workloads.filter((w) => w.kind === 'bench').map((w) => w.name);
  const seconds = Number(process.argv[3] ?? 2);
  const size = process.argv[4] ?? 'small';
  const host = fileURLToPath(new URL('node_modules/.bin/node', root));
  const run = (name, jit) => {
    const text = execFileSync(
      host,
      [fileURLToPath(import.meta.url), '--child', name, jit, String(seconds), size],
      {
        encoding: 'utf8',
        timeout: 120_000,
        stdio: ['ignore', 'pipe', process.env.TRACES ? 'inherit' : 'ignore'],
      },
    );
    return JSON.parse(text);
  };
  const on = process.env.JIT ?? 'on';
  console.log('workload          off ms   on ms  on/off | first on/off | loops bridges emits   exits aborts');
  const ratios = [];
  for (const name of names) {
    let line = name.padEnd(17);
    try {
      const off = run(name, 'off');
      const traced = run(name, on);
      // The clock of CPU time is coarse: the mean of the later half.
      const best = ({ times }) => {
        const later = times.slice(times.length >> 1);
        return later.reduce((sum, time) => sum + time, 0) / later.length;
      };
      const [a, b] = [best(off), best(traced)];
      ratios.push(b / a);
      const c = traced.counters;
      const reasons = Object.entries(c)
        .filter(([k]) => k.startsWith('jit-abort-'))
        .map(([k, v]) => `${k.slice(10)} ${v}`);
      line += `${a.toFixed(1).padStart(7)} ${b.toFixed(1).padStart(7)} ${(b / a).toFixed(2).padStart(7)} |  ${(traced.times[0] / off.times[0]).toFixed(2).padStart(6)}      | `;
      line += `${String(c['jit-loops']).padStart(4)} ${String(c['jit-bridges']).padStart(6)} ${String(c['jit-emissions']).padStart(6)} ${String(c['jit-exits']).padStart(8)} ${String(c['jit-aborts']).padStart(5)}  ${reasons.join(', ')}`;
      if (c['jit-faults']) line += ` FAULTS ${c['jit-faults']}`;
      if (c['jit-compiled-share'] !== undefined) line += ` compiled ${c['jit-compiled-share']} %`;
    } catch (e) {
      line += `failed: ${String(e.message).split('\n').slice(0, 3).join(' ')}`;
    }
    console.log(line);
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  console.log(`geometric mean on/off ${mean.toFixed(3)} of ${ratios.length}`);
}
