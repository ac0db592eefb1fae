// esbuild plugin: makes opcode names literal. V8's switch is 7 to 12 times slower, until it is optimised, when its
// case labels are anything but literals. A table file opts in by a first-line comment `// @inline-constants NAME`
// and an object literal `export const NAME = { KEY: 1, … } as const` of numbers; in every file that names that table in
// `// @inline-constants-from ./path.ts NAME`, `NAME.KEY` becomes `1 /* KEY */`. A file with `// @inline-scalars` has its
// `const NAME = number;` treated alike, in itself and in the files that import them by name from there.
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

/** The `const NAME = number;` of a file that asks for it. */
function readScalars(text) {
  if (!/^\/\/ @inline-scalars$/m.test(text)) return [];
  return [...text.matchAll(/^(?:export )?const ([A-Z][A-Z0-9_]*) = (-?(?:0x[\da-f]+|\d+));$/gm)].map((m) => [
    m[1],
    m[2],
  ]);
}

/** Puts numbers in the place of scalars: the file's own, and those imported from files that offer them. */
function inlineScalars(path, source) {
  const scalars = new Map(readScalars(source));
  const declared = new Set(scalars.keys());
  const withoutImports = source.replace(
    /^import \{([^}]*)\} from '(\.\/[\w-]+\.ts)';$/gm,
    (whole, list, from) => {
      const offered = new Map(readScalars(readFileSync(resolve(dirname(path), from), 'utf8')));
      const kept = list.split(',').map((n) => n.trim());
      for (const n of kept) if (offered.has(n)) scalars.set(n, offered.get(n));
      return `import { ${kept.filter((n) => !offered.has(n)).join(', ')} } from '${from}';`;
    },
  );
  if (scalars.size === 0) return source;
  // Strings and comments come first, so that names inside them stay.
  const names = [...scalars.keys()].join('|');
  const tokens = new RegExp(
    `'(?:[^'\\\\\\n]|\\\\.)*'|"(?:[^"\\\\\\n]|\\\\.)*"|//.*$|/\\*[^]*?\\*/|(?<![.\\w$\`])(?:${names})\\b(?!\`)`,
    'gm',
  );
  return withoutImports.replace(tokens, (name, at) => {
    if (!scalars.has(name)) return name;
    const before = withoutImports.slice(Math.max(0, at - 40), at);
    if (declared.has(name) && /const $/.test(before)) return name;
    // A key of an object literal.
    if (/[{,]\s*$/.test(before) && /^\s*:/.test(withoutImports.slice(at + name.length))) return name;
    return /-\s*$/.test(before) ? `(${scalars.get(name)})` : scalars.get(name);
  });
}

export function inlineConstants() {
  return {
    name: 'inline-constants',
    setup(build) {
      build.onLoad({ filter: /\.ts$/, namespace: 'file' }, (args) => {
        const source = readFileSync(args.path, 'utf8');
        const scalarsIn = inlineScalars(args.path, source);
        const wants = [...source.matchAll(/^\/\/ @inline-constants-from (\S+) (\w+)$/gm)];
        if (wants.length === 0 && scalarsIn === source) return undefined;
        let contents = scalarsIn;
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
