// The oracle of the front end: real CPython (the pinned pyodide) in this process, the library's sources out of its zip file,
// and a cache of what the oracle says under `.cache/frontend-oracle/<version>/`, keyed by checksum. Also bundles our own
// front end for scripts that run on plain Node. Used by check-parser, make-syntax-corpus, fuzz-frontend and others.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pyodideFolder = join(root, 'node_modules', 'pyodide');
export const pyodideVersion = JSON.parse(readFileSync(join(pyodideFolder, 'package.json'), 'utf8')).version;
const cacheFolder = join(root, '.cache', 'frontend-oracle', pyodideVersion);

export function checksum(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Entries of a zip file whose name passes the filter: `[{ name, bytes }]`. */
export function readZip(file, filter = () => true) {
  const zip = readFileSync(file);
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== 0x06054b50) end--;
  let at = zip.readUInt32LE(end + 16);
  const entries = [];
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (!filter(name)) continue;
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(from, from + packed);
    entries.push({ name, bytes: new Uint8Array(method === 0 ? data : inflateRawSync(data)) });
  }
  return entries;
}

/** The `.py` files of the library: `[{ name, bytes, checksum }]`, in order of name. */
export function libraryFiles() {
  return readZip(join(pyodideFolder, 'python_stdlib.zip'), (name) => name.endsWith('.py'))
    .map((entry) => ({ ...entry, checksum: checksum(entry.bytes) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

let loading;

/** The real interpreter; about a second the first time. */
export function loadOracle() {
  loading ??= import(pathToFileURL(join(pyodideFolder, 'pyodide.mjs')).href).then(({ loadPyodide }) =>
    loadPyodide({ stdout: () => {}, stderr: () => {} }),
  );
  return loading;
}

/** A table of oracle answers on disk: `get(key)`, `set(key, value)`, `save()`. Values are JSON. */
export function openCache(name) {
  const file = join(cacheFolder, name + '.json');
  const table = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  let changed = false;
  return {
    get: (key) => table[key],
    set: (key, value) => {
      table[key] = value;
      changed = true;
    },
    save: () => {
      if (!changed) return;
      mkdirSync(cacheFolder, { recursive: true });
      writeFileSync(file, JSON.stringify(table));
      changed = false;
    },
  };
}

/** Bundles a TypeScript entry as the engines are bundled (literal case labels) and imports it. */
export async function importBundled(entry, name = entry.replaceAll(/[^\w]+/g, '-')) {
  const esbuild = await import('esbuild');
  const { inlineConstants } = await import('./inline-constants.mjs');
  const outfile = join(root, '.cache', 'bundles', `${name}-${process.pid}.mjs`);
  await esbuild.build({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    plugins: [inlineConstants()],
    logLevel: 'warning',
  });
  const module = await import(pathToFileURL(outfile).href);
  const { rmSync } = await import('node:fs');
  rmSync(outfile, { force: true });
  return module;
}

const errorFunction = `
def errors_of(sources, mode, only_ast, dump):
    import ast, json, warnings
    warnings.simplefilter('ignore')
    answers = []
    for source in json.loads(sources):
        try:
            tree = compile(source, 'f.py', mode, ast.PyCF_ONLY_AST if only_ast else 0)
            answers.append(ast.dump(tree, include_attributes=True) if dump else None)
        except SyntaxError as e:
            answers.append([type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text])
        except (ValueError, OverflowError, RecursionError, MemoryError) as e:
            answers.append([type(e).__name__, str(e)])
    return json.dumps(answers)
errors_of
`;

/**
 * What the oracle says of each source: null when it takes it, else `[type, msg, lineno, offset, end_lineno, end_offset, text]`
 * (two fields for errors that are no SyntaxError). With `onlyAst` the symbol table and the compiler are not asked; with `dump`
 * there is the text of the tree in place of null.
 */
export async function oracleErrors(sources, mode = 'exec', onlyAst = true, dump = false) {
  const py = await loadOracle();
  const errorsOf = py.runPython(errorFunction);
  const answer = JSON.parse(errorsOf(JSON.stringify(sources), mode, onlyAst, dump));
  errorsOf.destroy();
  return answer;
}

/** Our answer in the same form; `dumpAst` makes the text of the tree. */
export function ourError(parse, source, mode = 'exec', dumpAst = null) {
  try {
    const { tree } = parse(source, { filename: 'f.py', mode });
    return dumpAst === null ? null : dumpAst(tree, { includeAttributes: true });
  } catch (error) {
    if (typeof error?.msg !== 'string') throw error;
    if (error.lineno === null && error.type !== 'SyntaxError') return [error.type, error.msg];
    return [
      error.type,
      error.msg,
      error.lineno,
      error.offset,
      error.end_lineno,
      error.end_offset,
      error.text,
    ];
  }
}
