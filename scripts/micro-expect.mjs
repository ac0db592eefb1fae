// Makes the expectations of engines/micro/programs again: each program's output on real MicroPython (the npm build in
// wasm), stored beside it as .exp. `node scripts/micro-expect.mjs`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'engines', 'micro', 'programs');
for (const name of readdirSync(folder).filter((n) => n.endsWith('.py'))) {
  const chunks = [];
  const mp = await loadMicroPython({
    heapsize: 1024 * 1024,
    linebuffer: false,
    stdout: (b) => chunks.push(Buffer.from(b)),
  });
  try {
    mp.runPython(readFileSync(join(folder, name), 'utf8'));
  } catch (e) {
    console.error(`${name}: ${String(e.message).split('\n').slice(-2)[0]}`);
    process.exitCode = 1;
    continue;
  }
  writeFileSync(join(folder, name.replace(/py$/, 'exp')), Buffer.concat(chunks));
  console.log(name, Buffer.concat(chunks).length);
}
