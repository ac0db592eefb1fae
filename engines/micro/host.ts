// @inline-scalars
// What the engine borrows from outside: streams, clock, and the file system as the request shows it (real, read-only, or
// a table of files in memory). Nothing here holds Python objects.
import type { EngineHost, FileSystemView, RunRequest } from '../engine.ts';
import type * as Fs from 'node:fs';
import { osError } from './obj.ts';

export let host: EngineHost;
export let request: RunRequest;
let view: FileSystemView = { kind: 'real' };
/** Files of the view `memory`, by absolute path; folders have no bytes. */
let files = new Map<string, Uint8Array | undefined>();
export let cwd = '/';

const fs = (): typeof Fs => (globalThis.process as NodeJS.Process).getBuiltinModule('node:fs') as typeof Fs;
const inMemory = () => view.kind === 'memory';

const ENOENT = 2;
const EEXIST = 17;
const EISDIR = 21;
export const EINVAL = 22;
const EROFS = 30;

export const connect = (h: EngineHost, r: RunRequest): void => {
  host = h;
  request = r;
  view = r.fileSystem;
  cwd = r.cwd || '/';
  files = new Map([['/', undefined]]);
  if (view.kind === 'memory')
    for (const [path, data] of Object.entries(view.files)) {
      for (let at = 0; (at = path.indexOf('/', at + 1)) > 0;) files.set(path.slice(0, at), undefined);
      files.set(path, typeof data === 'string' ? new TextEncoder().encode(data) : data);
    }
};

export const resolvePath = (path: string): string => {
  const parts: string[] = [];
  for (const p of (path[0] === '/' ? path : cwd + '/' + path).split('/'))
    if (p === '..') parts.pop();
    else if (p !== '' && p !== '.') parts.push(p);
  return '/' + parts.join('/');
};
export const changeDir = (p: string): void => {
  if (!statOf(p)?.folder_) osError(ENOENT);
  cwd = p;
};

/** Errors of the host's file system as an OSError. */
function guarded<X>(f: () => X): X {
  try {
    return f();
  } catch (e) {
    if (typeof e === 'number') throw e;
    return osError(Math.abs((e as { errno?: number }).errno ?? EINVAL));
  }
}

export interface Stat {
  folder_: boolean;
  size_: number;
  time_: number;
}
export const statOf = (path: string): Stat | undefined => {
  if (inMemory()) {
    const data = files.get(path);
    return files.has(path) ? { folder_: !data, size_: data ? data.length : 0, time_: 0 } : undefined;
  }
  const s = fs().statSync(path, { throwIfNoEntry: false });
  return s && { folder_: s.isDirectory(), size_: s.size, time_: Math.floor(s.mtimeMs / 1000) };
};
export const readWhole = (path: string): Uint8Array =>
  inMemory()
    ? (files.get(path) ?? osError(files.has(path) ? EISDIR : ENOENT))
    : guarded(() => fs().readFileSync(path));
export const listFolder = (path: string): { name_: string; folder_: boolean }[] => {
  if (inMemory()) {
    if (!statOf(path)?.folder_) osError(ENOENT);
    return [...files.keys()]
      .filter((p) => p !== path && resolvePath(p + '/..') === path)
      .map((p) => ({ name_: p.slice(p.lastIndexOf('/') + 1), folder_: !files.get(p) }));
  }
  return guarded(() =>
    fs()
      .readdirSync(path, { withFileTypes: true })
      .map((d) => ({ name_: d.name, folder_: d.isDirectory() })),
  );
};
const writable = (): void => {
  if (view.kind === 'read-only') osError(EROFS);
};
export const makeFolder = (path: string): void => {
  writable();
  if (!inMemory()) guarded(() => fs().mkdirSync(path));
  else if (files.has(path)) osError(EEXIST);
  else files.set(path, undefined);
};
export const removePath = (path: string, folder: boolean): void => {
  writable();
  if (!inMemory()) guarded(() => (folder ? fs().rmdirSync(path) : fs().unlinkSync(path)));
  else if (statOf(path)?.folder_ !== folder) osError(ENOENT);
  else files.delete(path);
};
export const renamePath = (from: string, to: string): void => {
  writable();
  if (!inMemory()) return guarded(() => fs().renameSync(from, to));
  files.set(to, readWhole(from));
  files.delete(from);
};

/** An open file. The host holds its bytes or its descriptor; closed at the latest when the object is collected. */
export interface OpenFile {
  read_(into: Uint8Array): number;
  write_(data: Uint8Array): void;
  seek_(offset: number, whence: number): number;
  close_(): void;
}
export const openPath = (path: string, mode: string): OpenFile => {
  const p = resolvePath(path);
  const writes = /[wa+]/.test(mode);
  const append = mode[0] === 'a';
  const s = statOf(p);
  if (writes) writable();
  if (s?.folder_) osError(EISDIR);
  const size = () => statOf(p)?.size_ ?? 0;
  let at = append ? size() : 0;
  let fd = 0;
  if (!inMemory()) fd = guarded(() => fs().openSync(p, mode.replace(/[bt]/g, '')));
  else if (!s && mode[0] === 'r') osError(ENOENT);
  else if (!s || mode[0] === 'w') files.set(p, new Uint8Array(0));
  return {
    read_: (into) => {
      const d = files.get(p)?.subarray(at, at + into.length);
      if (d) into.set(d);
      const n = d ? d.length : guarded(() => fs().readSync(fd, into, 0, into.length, at));
      at += n;
      return n;
    },
    write_: (data) => {
      const d = files.get(p);
      if (append) at = size();
      if (d) {
        const more = new Uint8Array(Math.max(d.length, at + data.length));
        more.set(d);
        more.set(data, at);
        files.set(p, more);
      } else guarded(() => fs().writeSync(fd, data, 0, data.length, append ? null : at));
      at += data.length;
    },
    seek_: (offset, whence) => (at = Math.max(0, offset + (!whence ? 0 : whence === 1 ? at : size()))),
    close_: () => {
      if (fd) fs().closeSync(fd);
    },
  };
};
