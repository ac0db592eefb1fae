// Functions of `posix` on paths and directories: stat to utime. Models the like-named ones of CPython's Modules/posixmodule.c.
import type { FileSystem, Target } from '../../file-system.ts';
import { bytesOfUnits } from '../../../kernels/bytes.ts';
import { HostError } from '../../../kernels/os-errors.ts';
import { index as toIndex } from '../../descroperation.ts';
import { runNested } from '../../continuation.ts';
import { leaf, resumable } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { newStructSequence } from '../../types/structseq.ts';
import { attempt } from '../os-error.ts';
import { descriptorOf, directoryOf, fspath, intOfHost, located, newName, withPath } from './paths.ts';
import type { Path } from './paths.ts';
import { scandir } from './scandir.ts';
import { newStatResult } from './status.ts';

const none = { result: 'none' } as const;

/** What the host is asked about: the descriptor, or the path seen from `dir_fd`. */
function targetOf(space: Space, name: string, path: Path, w_directory: W, follow = true): Target {
  const directory = directoryOf(space, w_directory);
  if (path.fd !== null) {
    if (directory !== null)
      throw raise(space, 'ValueError', `${name}: can't specify dir_fd without matching path`);
    if (!follow) throw raise(space, 'ValueError', `${name}: cannot use fd and follow_symlinks together`);
    return path.fd;
  }
  return located(space, path, directory);
}

/** A row whose one subject is a path, for a call of the host without result. */
function onPath(
  name: string,
  signature: string,
  allowsFd: boolean,
  run: (files: FileSystem, target: Target, ...more: unknown[]) => void,
): BuiltinRow {
  return resumable(name, signature, (space: Space, w_path: W, ...more: unknown[]) =>
    withPath(space, w_path, { function: name, allowsFd }, (path) => {
      attempt(space, () => run(space.host.files, path.fd ?? path.text, ...more), path.w);
      return space.w_None;
    }),
  );
}

function stat(space: Space, name: string, w_path: W, w_directory: W, follow: boolean): W {
  return withPath(space, w_path, { function: name, allowsFd: name === 'stat' }, (path) =>
    attempt(
      space,
      () => {
        const target = targetOf(space, name, path, w_directory, follow);
        return newStatResult(space, space.host.files.status(target, follow));
      },
      path.w,
    ),
  );
}

function listdir(space: Space, w_path: W): W {
  return withPath(space, w_path, { function: 'listdir', allowsFd: true, allowsNone: true }, (path) => {
    const entries = attempt(
      space,
      () => space.host.files.list(path.fd ?? path.text),
      path.isNone ? undefined : path.w,
    );
    return space.newlist(entries.map(({ name }) => newName(space, name, path.isBytes)));
  });
}

function rename(space: Space, name: string, w_src: W, w_dst: W, w_srcDir: W, w_dstDir: W): W {
  return withPath(space, w_src, { function: name, argument: 'src' }, (src) =>
    withPath(space, w_dst, { function: name, argument: 'dst' }, (dst) => {
      attempt(
        space,
        () => {
          const from = located(space, src, directoryOf(space, w_srcDir));
          const to = located(space, dst, directoryOf(space, w_dstDir));
          space.host.files.rename(from, to);
        },
        src.w,
        dst.w,
      );
      return space.w_None;
    }),
  );
}

function link(space: Space, w_src: W, w_dst: W, w_srcDir: W, w_dstDir: W, follow: boolean): W {
  return withPath(space, w_src, { function: 'link', argument: 'src' }, (src) =>
    withPath(space, w_dst, { function: 'link', argument: 'dst' }, (dst) => {
      attempt(
        space,
        () => {
          const from = located(space, src, directoryOf(space, w_srcDir));
          space.host.files.link(from, located(space, dst, directoryOf(space, w_dstDir)), follow);
        },
        src.w,
        dst.w,
      );
      return space.w_None;
    }),
  );
}

function symlink(space: Space, w_src: W, w_dst: W, _isDirectory: boolean, w_directory: W): W {
  return withPath(space, w_src, { function: 'symlink', argument: 'src' }, (src) =>
    withPath(space, w_dst, { function: 'symlink', argument: 'dst' }, (dst) => {
      attempt(
        space,
        () => space.host.files.symlink(src.text, located(space, dst, directoryOf(space, w_directory))),
        src.w,
        dst.w,
      );
      return space.w_None;
    }),
  );
}

function readlink(space: Space, w_path: W, w_directory: W): W {
  return withPath(space, w_path, { function: 'readlink' }, (path) => {
    const where = located(space, path, directoryOf(space, w_directory));
    const text = attempt(space, () => space.host.files.readLink(where), path.w);
    return newName(space, text, path.isBytes);
  });
}

function removeRow(name: string): BuiltinRow {
  return resumable(name, 'path, *, dir_fd=None', (space: Space, w_path: W, w_directory: W) =>
    withPath(space, w_path, { function: name }, (path) => {
      const where = located(space, path, directoryOf(space, w_directory));
      attempt(space, () => space.host.files.unlink(where), path.w);
      return space.w_None;
    }),
  );
}

function access(
  space: Space,
  w_path: W,
  mode: number,
  w_directory: W,
  _effective: boolean,
  follow: boolean,
): W {
  return withPath(space, w_path, { function: 'access' }, (path) => {
    const where = located(space, path, directoryOf(space, w_directory));
    if (!follow) {
      try {
        space.host.files.status(where, false);
        return space.w_True;
      } catch (e) {
        if (e instanceof HostError) return space.w_False;
        throw e;
      }
    }
    return space.newbool(space.host.files.access(where, mode));
  });
}

// --- times

const NANO = 1_000_000_000n;

function nanosecondsOf(space: Space, w: W): bigint {
  const type = space.type(w);
  if (type.isSubtype(space.types.float)) {
    const seconds = space.float_w(w);
    if (Number.isNaN(seconds)) throw raise(space, 'ValueError', 'Invalid value NaN (not a number)');
    const whole = Math.floor(seconds);
    const rest = seconds - whole;
    return BigInt(whole) * NANO + BigInt(Math.floor(rest * 1e9));
  }
  return BigInt(space.int_w(runNested(space, () => toIndex(space, w)))) * NANO;
}

function utime(space: Space, w_path: W, w_times: W, w_ns: W | undefined, w_directory: W, follow: boolean): W {
  return withPath(space, w_path, { function: 'utime', allowsFd: true }, (path) => {
    const isNone = space.is(w_times, space.w_None);
    if (!isNone && w_ns !== undefined)
      throw raise(space, 'ValueError', "utime: you may specify either 'times' or 'ns' but not both");
    const isPair = (w: W): boolean =>
      space.type(w).isSubtype(space.types.tuple) && space.tuple_w(w).length === 2;
    let accessed: bigint;
    let modified: bigint;
    if (!isNone) {
      if (!isPair(w_times))
        throw raise(space, 'TypeError', "utime: 'times' must be either a tuple of two ints or None");
      [accessed, modified] = space.tuple_w(w_times).map((w) => nanosecondsOf(space, w));
    } else if (w_ns !== undefined) {
      if (!isPair(w_ns)) throw raise(space, 'TypeError', "utime: 'ns' must be a tuple of two ints");
      [accessed, modified] = space
        .tuple_w(w_ns)
        .map((w) => BigInt(space.int_w(runNested(space, () => toIndex(space, w)))));
    } else {
      accessed = modified = BigInt(Math.round(space.host.now() * 1e6)) * 1000n;
    }
    const target = targetOf(space, 'utime', path, w_directory, follow);
    attempt(space, () => space.host.files.setTimes(target, accessed, modified, follow), path.w);
    return space.w_None;
  });
}

function statvfs(space: Space, name: string, w_path: W): W {
  return withPath(space, w_path, { function: name, allowsFd: true }, (path) => {
    const s = attempt(space, () => space.host.files.space(path.fd ?? path.text), path.w);
    const items = [
      s.blockSize,
      s.blockSize,
      s.blocks,
      s.free,
      s.available,
      s.files,
      s.filesFree,
      s.filesFree,
      0,
      255,
    ];
    return newStructSequence(
      space,
      'os.statvfs_result',
      items.map((n) => space.newint(n)),
      [space.newint(0)],
    );
  });
}

// --- names of paths (Python/fileutils.c)

/** `posixpath.normpath`. */
export function normalisePath(text: string): string {
  if (text === '') return '.';
  const slashes = /^\/*/.exec(text)![0].length;
  const root = slashes === 2 ? '//' : slashes > 0 ? '/' : '';
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (root === '' && parts.length === 0) || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  return root + parts.join('/') || '.';
}

function pathFunction(
  name: string,
  run: (space: Space, text: string, wrap: (text: string) => W) => W,
): BuiltinRow {
  return resumable(name, 'path', (space: Space, w_path: W) => {
    const isText = space.type(w_path).isSubtype(space.types.str);
    const isBytes = space.type(w_path).isSubtype(space.types.bytes);
    // No conversion here: posixpath has called fspath, and a NUL is an ordinary character to it.
    if (isText && space.type(w_path) === space.types.str && !/[\ud800-\udfff]/.test(space.str_w(w_path)))
      return run(space, space.str_w(w_path), (text) => space.newstr(text));
    if (isText || isBytes) {
      const text = isText ? space.str_w(w_path) : latin1(space.bytes_w(w_path));
      return run(space, text, (part) =>
        isText ? newName(space, part, false) : space.newbytes(bytesOfUnits(part)),
      );
    }
    return withPath(space, w_path, { function: name }, (path) =>
      run(space, path.text, (part) => newName(space, part, path.isBytes)),
    );
  });
}

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

export const fileFunctions: readonly BuiltinRow[] = [
  resumable(
    'stat',
    'path, *, dir_fd=None, follow_symlinks: bool = True',
    (space: Space, w_path: W, w_directory: W, follow: boolean) =>
      stat(space, 'stat', w_path, w_directory, follow),
  ),
  resumable('lstat', 'path, *, dir_fd=None', (space: Space, w_path: W, w_directory: W) =>
    stat(space, 'lstat', w_path, w_directory, false),
  ),
  leaf('fstat', 'fd: index', (space: Space, fd: number) =>
    attempt(space, () => newStatResult(space, space.host.files.status(intOfHost(space, fd), true))),
  ),
  resumable('statvfs', 'path', (space: Space, w_path: W) => statvfs(space, 'statvfs', w_path)),
  resumable('fstatvfs', 'fd, /', (space: Space, w_fd: W) => statvfs(space, 'fstatvfs', w_fd)),
  resumable('listdir', 'path=None', listdir),
  resumable('scandir', 'path=None', scandir),
  resumable(
    'rename',
    'src, dst, *, src_dir_fd=None, dst_dir_fd=None',
    (space: Space, ...args: [W, W, W, W]) => rename(space, 'rename', ...args),
  ),
  resumable(
    'replace',
    'src, dst, *, src_dir_fd=None, dst_dir_fd=None',
    (space: Space, ...args: [W, W, W, W]) => rename(space, 'replace', ...args),
  ),
  resumable('link', 'src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks: bool = True', link),
  resumable('symlink', 'src, dst, target_is_directory: bool = False, *, dir_fd=None', symlink),
  resumable('readlink', 'path, *, dir_fd=None', readlink),
  removeRow('unlink'),
  removeRow('remove'),
  resumable(
    'mkdir',
    'path, mode: index = 511, *, dir_fd=None',
    (space: Space, w_path: W, mode: number, w_dir: W) =>
      withPath(space, w_path, { function: 'mkdir' }, (path) => {
        const where = located(space, path, directoryOf(space, w_dir));
        attempt(space, () => space.host.files.makeDirectory(where, mode), path.w);
        return space.w_None;
      }),
  ),
  resumable('rmdir', 'path, *, dir_fd=None', (space: Space, w_path: W, w_dir: W) =>
    withPath(space, w_path, { function: 'rmdir' }, (path) => {
      const where = located(space, path, directoryOf(space, w_dir));
      attempt(space, () => space.host.files.removeDirectory(where), path.w);
      return space.w_None;
    }),
  ),
  resumable(
    'mkfifo',
    'path, mode: index = 438, *, dir_fd=None',
    (space: Space, w_path: W, mode: number, w_dir: W) =>
      withPath(space, w_path, { function: 'mkfifo' }, (path) => {
        const where = located(space, path, directoryOf(space, w_dir));
        attempt(space, () => space.host.files.makeFifo(where, mode), path.w);
        return space.w_None;
      }),
  ),
  onPath('chdir', 'path', true, (files, target) => files.changeDirectory(target)),
  leaf(
    'fchdir',
    'fd',
    (space: Space, w_fd: W) => {
      const fd = fileDescriptor(space, w_fd);
      attempt(space, () => space.host.files.changeDirectory(fd));
    },
    none,
  ),
  resumable(
    'access',
    'path, mode: index, *, dir_fd=None, effective_ids: bool = False, follow_symlinks: bool = True',
    access,
  ),
  resumable(
    'chmod',
    'path, mode: index, *, dir_fd=None, follow_symlinks: bool = True',
    (space: Space, w_path: W, mode: number, w_dir: W, follow: boolean) =>
      withPath(space, w_path, { function: 'chmod', allowsFd: true }, (path) => {
        const target = targetOf(space, 'chmod', path, w_dir, follow);
        attempt(space, () => space.host.files.changeMode(target, mode, follow), path.w);
        return space.w_None;
      }),
  ),
  leaf(
    'fchmod',
    'fd: index, mode: index',
    (space: Space, fd: number, mode: number) =>
      attempt(space, () => space.host.files.changeMode(intOfHost(space, fd), mode, true)),
    none,
  ),
  resumable(
    'chown',
    'path, uid: index, gid: index, *, dir_fd=None, follow_symlinks: bool = True',
    (space: Space, w_path: W, uid: number, gid: number, w_dir: W, follow: boolean) =>
      withPath(space, w_path, { function: 'chown', allowsFd: true }, (path) => {
        const target = targetOf(space, 'chown', path, w_dir, follow);
        attempt(space, () => space.host.files.changeOwner(target, uid, gid, follow), path.w);
        return space.w_None;
      }),
  ),
  leaf(
    'fchown',
    'fd: index, uid: index, gid: index',
    (space: Space, fd: number, uid: number, gid: number) =>
      attempt(space, () => space.host.files.changeOwner(intOfHost(space, fd), uid, gid, true)),
    none,
  ),
  onPath('lchown', 'path, uid: index, gid: index', false, (files, target, uid, gid) =>
    files.changeOwner(target, uid as number, gid as number, false),
  ),
  onPath('truncate', 'path, length: index', true, (files, target, length) =>
    files.truncate(target, length as number),
  ),
  resumable('utime', 'path, times=None, *, ns=NULL, dir_fd=None, follow_symlinks: bool = True', utime),
  leaf('getcwd', '', (space: Space) => newName(space, space.host.files.currentDirectory(), false)),
  leaf('getcwdb', '', (space: Space) => newName(space, space.host.files.currentDirectory(), true)),
  leaf('umask', 'mask: index, /', (space: Space, mask: number) => space.host.files.umask(mask), {
    result: 'int',
  }),
  resumable('fspath', 'path', (space: Space, w: W) => fspath(space, w)),
  pathFunction('_path_normpath', (_space, text, wrap) => wrap(normalisePath(text))),
  pathFunction('_path_splitroot_ex', (space, text, wrap) => {
    const slashes = /^\/*/.exec(text)![0].length;
    const root = slashes === 2 ? 2 : Math.min(slashes, 1);
    return space.newtuple([wrap(''), wrap(text.slice(0, root)), wrap(text.slice(root))]);
  }),
];

/** An int, or an object with `fileno()`. */
export function fileDescriptor(space: Space, w: W): number {
  const type = space.type(w);
  let w_fd = w;
  if (!type.isSubtype(space.types.int)) {
    w_fd = runNested(space, () => space.getattrOr(w, 'fileno', space.w_None));
    if (space.is(w_fd, space.w_None))
      throw raise(space, 'TypeError', 'argument must be an int, or have a fileno() method.');
    const w_method = w_fd;
    w_fd = runNested(space, () => space.type(w_method).slots.call!(space, w_method, [], null));
    if (!space.type(w_fd).isSubtype(space.types.int))
      throw raise(space, 'TypeError', 'fileno() returned a non-integer');
  }
  const fd = descriptorOf(space, w_fd);
  if (fd < 0) throw raise(space, 'ValueError', `file descriptor cannot be a negative integer (${fd})`);
  return fd;
}
