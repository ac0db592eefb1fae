// Where modules lie: entries of a path, which are folders or archives, and in them packages, source files and compiled files alone. Models
// what FileFinder and PathFinder of CPython's Lib/importlib/_bootstrap_external.py and Lib/zipimport.py look for; the
// import itself is in imports.ts. Left out: `sys.path_hooks`, caches of folders.
import type { Space } from './space.ts';
import { ZipReader } from './zip-reader.ts';

export interface Found {
  /** `pkg/__init__.py` or `mod.py`, or of these what is compiled alone; null: a namespace package. */
  file: string | null;
  /** `__path__`; null: no package. */
  places: string[] | null;
}

interface Archives {
  /** By path; null: a file that is none. */
  readonly known: Map<string, ZipReader | null>;
  /** Entries of a path that are files, archives of any name. */
  readonly entries: string[];
}

const archives = new WeakMap<Space, Archives>();

function archivesOf(space: Space): Archives {
  let all = archives.get(space);
  if (all === undefined) archives.set(space, (all = { known: new Map(), entries: [] }));
  return all;
}

function openArchive(space: Space, path: string): ZipReader | null {
  const { known } = archivesOf(space);
  let zip = known.get(path);
  if (zip === undefined) {
    zip = null;
    const bytes = space.host.kindOf(path) === 'file' ? space.host.readFile(path) : null;
    try {
      if (bytes !== null) zip = new ZipReader(bytes);
    } catch {
      // A file that is no archive holds no modules.
    }
    known.set(path, zip);
  }
  return zip;
}

/** An entry of `sys.path` that is no folder may be an archive whatever its name (`.whl`, `.pyz`). */
function noteEntry(space: Space, entry: string): void {
  const { known, entries } = archivesOf(space);
  if (entry.includes('.zip') || known.has(entry)) return;
  if (openArchive(space, entry) !== null) entries.push(entry);
}

/** The archive that a path lies in, and the name inside it. */
export function archiveOf(space: Space, path: string): { zip: ZipReader; inside: string } | null {
  const { entries } = archivesOf(space);
  let archive = entries.find((entry) => path === entry || path.startsWith(`${entry}/`));
  if (archive === undefined) {
    const at = path.indexOf('.zip');
    if (at < 0) return null;
    archive = path.slice(0, at + 4);
    if (path.length > archive.length && path[archive.length] !== '/') return null;
  }
  const zip = openArchive(space, archive);
  return zip === null ? null : { zip, inside: path.slice(archive.length + 1) };
}

function kindOf(space: Space, path: string): 'file' | 'directory' | null {
  const inArchive = archiveOf(space, path);
  if (inArchive === null) return space.host.kindOf(path);
  const { zip, inside } = inArchive;
  if (zip.has(inside)) return 'file';
  return inside === '' || zip.folders.has(inside) ? 'directory' : null;
}

/** The library's import system loads it: what lies in an archive that is not the library's, and compiled files without a source. */
export const isForLibrary = (space: Space, file: string): boolean =>
  file.endsWith('.pyc') || (archiveOf(space, file) !== null && !isInLibrary(space, file));

/** Bytes of a source file, of a directory or of an archive. */
export function readSourceFile(space: Space, path: string): Uint8Array | null {
  const inArchive = archiveOf(space, path);
  return inArchive === null ? space.host.readFile(path) : inArchive.zip.read(inArchive.inside);
}

/** FileFinder's `_path_abspath`. */
function absoluteEntry(space: Space, entry: string): string {
  if (entry.startsWith('/')) return entry;
  const relative = entry === '.' ? '' : entry.replace(/^\.\//, '');
  const folder = space.host.currentDirectory();
  return relative === '' ? folder : `${folder === '/' ? '' : folder}/${relative}`;
}

/** Looks for module `tail` in the entries of a path. */
export function findOnPath(space: Space, tail: string, entries: readonly string[]): Found | null {
  const portions: string[] = [];
  for (const entry of entries) {
    const folder = absoluteEntry(space, entry);
    noteEntry(space, folder);
    const base = `${folder.replace(/\/+$/, '')}/${tail}`;
    const kind = kindOf(space, base);
    if (kind === 'directory')
      for (const file of [`${base}/__init__.py`, `${base}/__init__.pyc`])
        if (kindOf(space, file) === 'file') return { file, places: [base] };
    for (const file of [`${base}.py`, `${base}.pyc`])
      if (kindOf(space, file) === 'file') return { file, places: null };
    if (kind === 'directory') portions.push(base);
  }
  return portions.length > 0 ? { file: null, places: portions } : null;
}

export function isInLibrary(space: Space, path: string): boolean {
  const { libraryZip } = space.host;
  return libraryZip !== null && (path === libraryZip || path.startsWith(`${libraryZip}/`));
}

/** Modules and packages of a folder of the library. */
export function findLibraryModules(space: Space, folder: string): { name: string; isPackage: boolean }[] {
  const inArchive = archiveOf(space, folder);
  if (inArchive === null) return [];
  const { zip, inside } = inArchive;
  const prefix = inside === '' ? '' : `${inside}/`;
  const modules = new Map<string, boolean>();
  for (const member of zip.names()) {
    if (!member.startsWith(prefix) || !member.endsWith('.py')) continue;
    const [first, second] = member.slice(prefix.length).split('/');
    if (second === '__init__.py') modules.set(first, true);
    else if (second === undefined && first !== '__init__.py') modules.set(first.slice(0, -3), false);
  }
  return [...modules].sort().map(([name, isPackage]) => ({ name, isPackage }));
}
