// esbuild plugin: makes opcode names literal. V8's switch is 7 to 12 times slower, until it is optimised, when its
// case labels are anything but literals. A table file opts in by a first-line comment `// @inline-constants NAME`
// and an object literal `export const NAME = { KEY: 1, … } as const` of numbers; in every file that names that table in
// `// @inline-constants-from ./path.ts NAME`, `NAME.KEY` becomes `1 /* KEY */`.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Reads `export const NAME = { A: 1, B: 0x2 }` from a table file; an unknown shape is an error. */
function readTable(file, name) {
  const text = readFileSync(file, 'utf8');
  const match = new RegExp(`export const ${name} = \\{([^}]*)\\}`).exec(text);
  if (!match) throw new Error(`${file}: no \`export const ${name} = {…}\``);
  const table = new Map();
  for (const [, key, value] of match[1]
    .replace(/\/\/.*$/gm, '')
    .matchAll(/(\w+)\s*:\s*(-?(?:0x[\da-fA-F]+|\d+))\b/g)) {
    table.set(key, Number(value));
  }
  return table;
}

export function inlineConstants() {
  return {
    name: 'inline-constants',
    setup(build) {
      build.onLoad({ filter: /\.ts$/, namespace: 'file' }, (args) => {
        const source = readFileSync(args.path, 'utf8');
        const wants = [...source.matchAll(/^\/\/ @inline-constants-from (\S+) (\w+)$/gm)];
        if (wants.length === 0) return undefined;
        let contents = source;
        for (const [, from, name] of wants) {
          const file = resolve(dirname(args.path), from);
          const table = readTable(file, name);
          contents = contents.replace(new RegExp(`\\b${name}\\.(\\w+)\\b`, 'g'), (whole, key) => {
            if (!table.has(key)) throw new Error(`${args.path}: ${whole} is not in ${file}`);
            return `${table.get(key)} /* ${key} */`;
          });
        }
        return { contents, loader: 'ts' };
      });
    },
  };
}
