// `npm run check:attributes [-- --engine ID] [-- --kinds] [-- --more]`: which public attributes of builtin types, of `builtins` and of `sys` real
// CPython has and an engine has not. `--kinds` lists those that are there as another kind of descriptor, `--more` those that only the engine has.
// Needs `npm run build`. Last line: `missing N`.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'cpython-like' },
    kinds: { type: 'boolean', default: false },
    more: { type: 'boolean', default: false },
  },
});

/** What an engine need not have, with the reason. */
const EXCUSED = new Map([
  ['builtins.PyCapsule.__doc__', 'an object of the C API'],
  ['builtins.PyCapsule.__repr__', 'an object of the C API'],
  ['builtins.ExceptionGroup.__module__', 'made like a class in CPython alone'],
  ['builtins.ExceptionGroup.__weakref__', 'made like a class in CPython alone'],
  ['sys.__interactivehook__', 'for interactive runs, by the module site'],
]);
/** `_x`; special methods are public. */
const isPrivate = (name) => /\._(?!_)/.test(name);

function attributes(engine) {
  const cli = join(root, 'dist/cli.js');
  const program = join(root, 'scripts/builtin-attributes.py');
  const output = execFileSync(process.execPath, [cli, 'run', '--engine', engine, program], {
    encoding: 'utf8',
  });
  return new Map(
    output
      .trim()
      .split('\n')
      .map((line) => line.split(' ')),
  );
}

const reference = attributes('cpython-wasm');
const own = attributes(values.engine);
const missing = [...reference.keys()].filter(
  (name) => !own.has(name) && !EXCUSED.has(name) && !isPrivate(name),
);
const byOwner = (names) => {
  const owners = new Map();
  for (const name of names) {
    const dot = name.lastIndexOf('.');
    const owner = name.slice(0, dot);
    owners.set(owner, [...(owners.get(owner) ?? []), name.slice(dot + 1)]);
  }
  return owners;
};
for (const [owner, names] of byOwner(missing)) console.log(`${owner}: ${names.join(' ')}`);
if (values.kinds) {
  for (const [name, kind] of reference) {
    const got = own.get(name);
    if (got !== undefined && got !== kind) console.log(`kind of ${name}: ${got}, in CPython ${kind}`);
  }
}
if (values.more) {
  for (const [owner, names] of byOwner([...own.keys()].filter((name) => !reference.has(name)))) {
    console.log(`only ${values.engine}: ${owner}: ${names.join(' ')}`);
  }
}
console.log(`${reference.size} attributes compared`);
console.log(`missing ${missing.length}`);
process.exit(missing.length === 0 ? 0 : 1);
