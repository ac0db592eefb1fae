// @inline-scalars
// What the engine borrows from outside: streams, clock, and the file system as the request shows it (real, read-only, or
// a table of files in memory). Nothing here holds Python objects.
import type { EngineHost, FileSystemView, RunRequest } from '../engine.ts';
import type * as Fs from 'node:fs';
import { osError } from './obj.ts';

export let host: EngineHost;
export let request: RunRequest;
let view: FileSystemView = { kind: 'real' };
/** Files of the view `memory`, by absolute path. */
let files = new Map<string, Uint8Array>();
let folders = new Set<string>();
export let cwd = '/';

const fs = (): typeof Fs => (globalThis.process as NodeJS.Process).getBuiltinModule('node:fs') as typeof Fs;

export const ENOENT = 2;
export const EACCES = 13;
export const EEXIST = 17;
export const ENOTDIR = 20;
export const EISDIR = 21;
export const EINVAL = 22;
export const EROFS = 30;

export function connect(h: EngineHost, r: RunRequest): void {
  host = h;
  request = r;
  view = r.fileSystem;
  cwd = r.cwd || '/';
  files = new Map();
  folders = new Set(['/']);
  if (view.kind === 'memory')
    for (const [path, data] of Object.entries(view.files)) {
      files.set(path, typeof data === 'string' ? new TextEncoder().encode(data) : data);
      for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
        folders.add(path.slice(0, at));
    }
}

export function resolvePath(path: string): string {
  const parts: string[] = [];
  for (const p of (path.startsWith('/') ? path : cwd + '/' + path).split('/')) {
    if (p === '..') parts.pop();
    else if (p !== '' && p !== '.') parts.push(p);
  }
  return '/' + parts.join('/');
}
export function changeDir(path: string): void {
  const p = resolvePath(path);
  if (statOf(p)?.folder_ !== true) osError(ENOENT);
  cwd = p;
}

/** Errors of the host's file system as an OSError. */
function guarded<X>(f: () => X): X {
  try {
    return f();
  } catch (e) {
    if (typeof e === 'number') throw e;
    const errno = (e as { errno?: number }).errno;
    return osError(errno === undefined ? EINVAL : Math.abs(errno));
  }
}

export interface Stat {
  folder_: boolean;
  size_: number;
  time_: number;
}
export function statOf(path: string): Stat | undefined {
  if (view.kind === 'memory') {
    const data = files.get(path);
    if (data) return { folder_: false, size_: data.length, time_: 0 };
    return folders.has(path) ? { folder_: true, size_: 0, time_: 0 } : undefined;
  }
  const s = fs().statSync(path, { throwIfNoEntry: false });
  return s && { folder_: s.isDirectory(), size_: s.size, time_: Math.floor(s.mtimeMs / 1000) };
}
export function readWhole(path: string): Uint8Array {
  if (view.kind === 'memory') return files.get(path) ?? osError(folders.has(path) ? EISDIR : ENOENT);
  return guarded(() => fs().readFileSync(path));
}
export function listFolder(path: string): { name_: string; folder_: boolean }[] {
  if (view.kind === 'memory') {
    if (!folders.has(path)) osError(ENOENT);
    const prefix = path === '/' ? '/' : path + '/';
    const under = (p: string) => p !== path && p.startsWith(prefix) && !p.slice(prefix.length).includes('/');
    return [
      ...[...files.keys()].filter(under).map((p) => ({ name_: p.slice(prefix.length), folder_: false })),
      ...[...folders].filter(under).map((p) => ({ name_: p.slice(prefix.length), folder_: true })),
    ];
  }
  return guarded(() =>
    fs()
      .readdirSync(path, { withFileTypes: true })
      .map((d) => ({ name_: d.name, folder_: d.isDirectory() })),
  );
}
function writable(): void {
  if (view.kind === 'read-only') osError(EROFS);
}
export function makeFolder(path: string): void {
  writable();
  if (view.kind === 'memory') {
    if (files.has(path) || folders.has(path)) osError(EEXIST);
    folders.add(path);
  } else guarded(() => fs().mkdirSync(path));
}
export function removePath(path: string, folder: boolean): void {
  writable();
  if (view.kind === 'memory') {
    if (!(folder ? folders.delete(path) : files.delete(path))) osError(ENOENT);
  } else guarded(() => (folder ? fs().rmdirSync(path) : fs().unlinkSync(path)));
}
export function renamePath(from: string, to: string): void {
  writable();
  if (view.kind === 'memory') {
    const data = files.get(from) ?? osError(ENOENT);
    files.delete(from);
    files.set(to, data);
  } else guarded(() => fs().renameSync(from, to));
}

/** An open file. The host holds its bytes or its descriptor; closed at the latest when the object is collected. */
export interface OpenFile {
  read_(into: Uint8Array): number;
  write_(data: Uint8Array): void;
  seek_(offset: number, whence: number): number;
  close_(): void;
}
export function openPath(path: string, mode: string): OpenFile {
  const p = resolvePath(path);
  const writes = /[wa+]/.test(mode);
  if (writes) writable();
  const s = statOf(p);
  if (s?.folder_) osError(EISDIR);
  if (view.kind !== 'memory') {
    const fd = guarded(() => fs().openSync(p, mode.replace(/[bt]/g, '')));
    let at = mode.includes('a') ? (s?.size_ ?? 0) : 0;
    return {
      read_: (into) => {
        const n = guarded(() => fs().readSync(fd, into, 0, into.length, at));
        at += n;
        return n;
      },
      write_: (data) => {
        if (mode.includes('a')) at = fs().fstatSync(fd).size;
        at += guarded(() => fs().writeSync(fd, data, 0, data.length, mode.includes('a') ? null : at));
      },
      seek_: (offset, whence) =>
        (at = Math.max(0, offset + (!whence ? 0 : whence === 1 ? at : fs().fstatSync(fd).size))),
      close_: () => fs().closeSync(fd),
    };
  }
  let data = mode.startsWith('w') ? new Uint8Array(0) : files.get(p);
  if (data === undefined) {
    if (!mode.startsWith('a')) osError(ENOENT);
    data = new Uint8Array(0);
  }
  if (writes) files.set(p, data);
  let at = mode.startsWith('a') ? data.length : 0;
  return {
    read_: (into) => {
      const d = files.get(p) ?? data;
      const n = Math.max(0, Math.min(into.length, d.length - at));
      into.set(d.subarray(at, at + n));
      at += n;
      return n;
    },
    write_: (bytes) => {
      const d = files.get(p) ?? data;
      const more = new Uint8Array(Math.max(d.length, at + bytes.length));
      more.set(d);
      more.set(bytes, at);
      files.set(p, more);
      at += bytes.length;
    },
    seek_: (offset, whence) =>
      (at = Math.max(0, offset + (!whence ? 0 : whence === 1 ? at : (files.get(p) ?? data).length))),
    close_: () => {},
  };
}
