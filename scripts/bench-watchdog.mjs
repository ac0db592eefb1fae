// How long the watchdog needs: from SIGINT, and from the end of a 50 ms limit, to the engine's answer; and what the child
// process costs at its start beside an empty program on the same host. Uses the toy engine, for starts also the large ones. Prints a table; last line
// `worst interrupt N ms, worst limit N ms`. Times are the parent's own clock, in ms.
import { spawnSync } from 'node:child_process';
import { writeFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { runInChild } from './engine-child.mjs';
import { enginesHost } from './engines-host.mjs';

const runs = Number(process.argv[2] ?? 20);
const host = enginesHost();

const child = (text, limits, after) => runInChild('harness/testing/toy-engine.mjs', text, limits, after);

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
for (const id of ['cpython-like', 'pypy-like']) {
  const xs = await time(() => runInChild(`dist/engines/${id}.js`, 'pass', {}));
  row(`${id} -c pass`, xs);
  console.log(`child / empty: ${(median(xs) / median(bare)).toFixed(2)}`);
}
console.log(
  `worst interrupt ${Math.max(...all.interrupt).toFixed(1)} ms, worst limit ${Math.max(...all.limit).toFixed(1)} ms`,
);
