// Compiled code kept between runs: `__pycache__/NAME.cpython-314.pyc` beside a source file, and the host's own cache for the library, whose
// zip cannot be written to. Models SourceLoader.get_code and cache_from_source of CPython's Lib/importlib/_bootstrap_external.py.
import type { CodeObject } from '../frontend/index.ts';
import { MarshalError, readPyc, sourceHash, writePyc } from '../frontend/index.ts';
import { HostError } from '../kernels/os-errors.ts';
import { OPEN } from './file-system.ts';
import type { Space } from './space.ts';

const NANO = 1_000_000_000n;
const MASK = 0xffff_ffff;

export const cacheTag = (space: Space): string =>
  space.host.implementation === 'pypy' ? 'pypy314' : 'cpython-314';

/** `importlib.util.cache_from_source`; null where compiled files are not to be. */
export function cachePathOf(space: Space, source: string): string | null {
  const { optimize } = space.host.flags;
  const slash = source.lastIndexOf('/');
  const stem = source.slice(slash + 1).replace(/\.pyw?$/, '');
  const suffix = optimize > 0 ? `.opt-${Math.min(optimize, 2)}` : '';
  const name = `${stem}.${cacheTag(space)}${suffix}.pyc`;
  const w_prefix = space.dictgetstr(space.w_sysDict, 'pycache_prefix');
  const folder = slash < 0 ? '' : source.slice(0, slash);
  if (w_prefix !== undefined && !space.is(w_prefix, space.w_None)) {
    const full = folder.startsWith('/') ? folder : `${space.host.currentDirectory()}/${folder}`;
    return `${space.str_w(w_prefix)}${full}/${name}`;
  }
  return slash < 0 ? `__pycache__/${name}` : `${folder}/__pycache__/${name}`;
}

interface SourceStatus {
  mtime: number;
  size: number;
  mode: number;
}

function statusOf(space: Space, path: string): SourceStatus | null {
  try {
    const { modified, size, mode } = space.host.files.status(path, true);
    return { mtime: Number(modified / NANO) & MASK, size, mode };
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  }
}

/** The code of `source` from its compiled file; null: there is none, it is stale or damaged. */
function readCompiled(space: Space, source: string, status: SourceStatus, cached: string): CodeObject | null {
  const bytes = space.host.readFile(cached);
  if (bytes === null) return null;
  try {
    const { validation, code } = readPyc(bytes);
    if (validation.kind === 'timestamp') {
      if (validation.mtime !== status.mtime >>> 0 || validation.size !== (status.size & MASK) >>> 0)
        return null;
    } else if (validation.checked) {
      const content = space.host.readFile(source);
      if (content === null) return null;
      const hash = sourceHash(content);
      if (!hash.every((byte, i) => byte === validation.hash[i])) return null;
    }
    // A file that was moved would tell its old place in tracebacks.
    return code.filename === source ? code : null;
  } catch (e) {
    if (e instanceof MarshalError || e instanceof RangeError) return null;
    throw e;
  }
}

/** Written beside and renamed, so that nobody reads half a file. What cannot be written is not. */
function writeCompiled(space: Space, code: CodeObject, status: SourceStatus, cached: string): void {
  const { files } = space.host;
  const folder = cached.slice(0, cached.lastIndexOf('/'));
  const draft = `${cached}.${space.host.system.pid}${Math.floor(Math.random() * 1e9)}`;
  try {
    makeFolders(space, folder);
    const fd = files.open(draft, OPEN.EXCL | OPEN.CREAT | OPEN.WRONLY, (status.mode | 0o200) & 0o666);
    try {
      const bytes = writePyc(code, { kind: 'timestamp', mtime: status.mtime >>> 0, size: status.size });
      for (let done = 0; done < bytes.length;) done += files.write(fd, bytes.subarray(done));
    } finally {
      files.close(fd);
    }
    files.rename(draft, cached);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
  }
}

function makeFolders(space: Space, folder: string): void {
  const { files } = space.host;
  try {
    files.makeDirectory(folder, 0o777);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    const [EEXIST, ENOENT] = [17, 2];
    if (e.number === EEXIST) return;
    if (e.number !== ENOENT || !folder.includes('/')) throw e;
    makeFolders(space, folder.slice(0, folder.lastIndexOf('/')));
    files.makeDirectory(folder, 0o777);
  }
}

/** Code of a source file of a directory: from its compiled file, or compiled and written there. */
export function codeOfSourceFile(space: Space, source: string, compile: () => CodeObject): CodeObject {
  const cached = cachePathOf(space, source);
  const status = cached === null ? null : statusOf(space, source);
  if (cached === null || status === null) return compile();
  const found = readCompiled(space, source, status, cached);
  if (found !== null) return found;
  const code = compile();
  const w_dont = space.dictgetstr(space.w_sysDict, 'dont_write_bytecode');
  if (w_dont === undefined || !space.isTrueNested(w_dont)) writeCompiled(space, code, status, cached);
  return code;
}

/** Code of a file of the library's zip, from the host's cache where there is one. */
export function codeOfLibraryFile(
  space: Space,
  path: string,
  compile: () => CodeObject,
  filename = path,
): CodeObject {
  const { codeCache } = space.host;
  if (codeCache === undefined) return compile();
  const { optimize } = space.host.flags;
  const key = `${path.slice(path.indexOf('.zip/') + 5).replace(/[^\w.]/g, '-')}.${optimize}`;
  const bytes = codeCache.read(key);
  if (bytes !== null) {
    try {
      const { code } = readPyc(bytes);
      if (code.filename === filename) return code;
    } catch (e) {
      if (!(e instanceof MarshalError) && !(e instanceof RangeError)) throw e;
    }
  }
  const code = compile();
  codeCache.write(key, writePyc(code, { kind: 'timestamp', mtime: 0, size: 0 }));
  return code;
}
