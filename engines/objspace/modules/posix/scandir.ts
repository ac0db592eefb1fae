// `os.scandir`: an iterator of entries that know their kind without a call of the system. Models DirEntry and ScandirIterator of CPython's
// Modules/posixmodule.c. The directory is read at once.
import { KIND } from '../../file-system.ts';
import type { DirectoryEntry, FileStatus } from '../../file-system.ts';
import { HostError } from '../../../kernels/os-errors.ts';
import { leaf, resumable } from '../../gateway.ts';
import { Payload, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { attempt } from '../os-error.ts';
import { newName, withPath } from './paths.ts';
import { newInt, newStatResult } from './status.ts';

class EntryPayload extends Payload {
  w_name: W | null;
  w_path: W | null;
  readonly entry: DirectoryEntry;
  /** As the host takes it. */
  readonly location: string;
  readonly fd: number | null;
  w_stat: W | null = null;
  w_lstat: W | null = null;
  constructor(w_name: W, w_path: W, entry: DirectoryEntry, location: string, fd: number | null) {
    super();
    this.w_name = w_name;
    this.w_path = w_path;
    this.entry = entry;
    this.location = location;
    this.fd = fd;
  }
  traverse(visit: (w: W) => void): void {
    for (const w of [this.w_name, this.w_path, this.w_stat, this.w_lstat]) if (w !== null) visit(w);
  }
  forget(): void {
    this.w_name = this.w_path = this.w_stat = this.w_lstat = null;
  }
}

class ScanPayload extends Payload {
  readonly folder: string;
  readonly isBytes: boolean;
  readonly fd: number | null;
  entries: DirectoryEntry[];
  at = 0;
  isClosed = false;
  constructor(folder: string, isBytes: boolean, fd: number | null, entries: DirectoryEntry[]) {
    super();
    this.folder = folder;
    this.isBytes = isBytes;
    this.fd = fd;
    this.entries = entries;
  }
  traverse(): void {}
  forget(): void {}
}

const entryOf = (space: Space, w: W): EntryPayload => space.data(w) as EntryPayload;
const scanOf = (space: Space, w: W): ScanPayload => space.data(w) as ScanPayload;

export function scandir(space: Space, w_path: W): W {
  return withPath(space, w_path, { function: 'scandir', allowsFd: true, allowsNone: true }, (path) => {
    const { files } = space.host;
    const entries = attempt(space, () => files.list(path.fd ?? path.text), path.isNone ? undefined : path.w);
    const scan = new ScanPayload(path.text, path.isBytes, path.fd, entries);
    return space.newobj(space.types['posix.ScandirIterator'], scan);
  });
}

function newEntry(space: Space, scan: ScanPayload, entry: DirectoryEntry): W {
  const name = newName(space, entry.name, scan.isBytes);
  if (scan.fd !== null) {
    const location = space.host.files.at(scan.fd, entry.name);
    const payload = new EntryPayload(space.own(name), space.own(name), entry, location, scan.fd);
    return space.newobj(space.types['posix.DirEntry'], payload);
  }
  const location = scan.folder.endsWith('/') ? scan.folder + entry.name : `${scan.folder}/${entry.name}`;
  const w_path = newName(space, location, scan.isBytes);
  const payload = new EntryPayload(space.own(name), space.own(w_path), entry, location, null);
  return space.newobj(space.types['posix.DirEntry'], payload);
}

function statusOf(space: Space, entry: EntryPayload, followLinks: boolean): FileStatus {
  return attempt(space, () => space.host.files.status(entry.location, followLinks), entry.w_path!);
}

function stat(space: Space, w: W, followLinks: boolean): W {
  const entry = entryOf(space, w);
  const isLink = kindOf(space, entry) === KIND.LINK;
  if (!followLinks || !isLink) {
    entry.w_lstat ??= space.own(newStatResult(space, statusOf(space, entry, false)));
    return entry.w_lstat;
  }
  entry.w_stat ??= space.own(newStatResult(space, statusOf(space, entry, true)));
  return entry.w_stat;
}

/** Of the entry itself, a link being a link; 0: it is gone. */
function kindOf(space: Space, entry: EntryPayload): number {
  if (entry.entry.kind !== 0) return entry.entry.kind;
  return testStatus(space, entry, false);
}

function testStatus(space: Space, entry: EntryPayload, followLinks: boolean): number {
  try {
    return space.host.files.status(entry.location, followLinks).mode & KIND.MASK;
  } catch (e) {
    if (e instanceof HostError && e.number === 2) return 0;
    return attempt(
      space,
      () => {
        throw e;
      },
      entry.w_path!,
    );
  }
}

function isOfKind(space: Space, w: W, followLinks: boolean, kind: number): boolean {
  const entry = entryOf(space, w);
  const own = kindOf(space, entry);
  if (own !== KIND.LINK || !followLinks) return own === kind;
  return testStatus(space, entry, true) === kind;
}

const bool = { result: 'bool' } as const;

export const dirEntryType: TypeDefinition = {
  name: 'posix.DirEntry',
  isBase: false,
  slots: {
    new: (space) => {
      throw raise(space, 'TypeError', "cannot create 'posix.DirEntry' instances");
    },
    repr: (space, w) => {
      const { w_name } = entryOf(space, w);
      const w_text = space.type(w_name!).slots.repr!(space, w_name!);
      return space.newstr(`<DirEntry ${space.str_w(w_text)}>`);
    },
  },
  methods: [
    leaf(
      'is_dir',
      '$self, /, *, follow_symlinks: bool = True',
      (space: Space, w: W, follow: boolean) => isOfKind(space, w, follow, KIND.DIRECTORY),
      bool,
    ),
    leaf(
      'is_file',
      '$self, /, *, follow_symlinks: bool = True',
      (space: Space, w: W, follow: boolean) => isOfKind(space, w, follow, KIND.REGULAR),
      bool,
    ),
    leaf('is_symlink', '$self, /', (space: Space, w: W) => isOfKind(space, w, false, KIND.LINK), bool),
    leaf('is_junction', '$self, /', () => false, bool),
    leaf('stat', '$self, /, *, follow_symlinks: bool = True', stat),
    leaf('inode', '$self, /', (space: Space, w: W) => {
      const entry = entryOf(space, w);
      const known = entry.entry.inode;
      return newInt(space, known === 0n ? statusOf(space, entry, false).inode : known);
    }),
    leaf('__fspath__', '$self, /', (space: Space, w: W) => entryOf(space, w).w_path!),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    name: {
      get: (space, w) => entryOf(space, w).w_name!,
      member: true,
      doc: 'the entry\'s base filename, relative to scandir() "path" argument',
    },
    path: {
      get: (space, w) => entryOf(space, w).w_path!,
      member: true,
      doc: "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)",
    },
  },
};

function close(space: Space, w: W): void {
  const scan = scanOf(space, w);
  scan.isClosed = true;
  scan.entries = [];
}

export const scandirIteratorType: TypeDefinition = {
  name: 'posix.ScandirIterator',
  isBase: false,
  slots: {
    new: (space) => {
      throw raise(space, 'TypeError', "cannot create 'posix.ScandirIterator' instances");
    },
    iter: (_space, w) => w,
    iternext: (space, w) => {
      const scan = scanOf(space, w);
      if (scan.at >= scan.entries.length) {
        scan.isClosed = true;
        return STOP;
      }
      return newEntry(space, scan, scan.entries[scan.at++]);
    },
    finalize: (space, w) => {
      const scan = scanOf(space, w);
      if (!scan.isClosed) {
        scan.isClosed = true;
        const w_text = space.type(w).slots.repr!(space, w);
        space.warnNested('ResourceWarning', `unclosed scandir iterator ${space.str_w(w_text)}`);
      }
      return space.w_None;
    },
  },
  methods: [
    leaf('close', '$self, /', close, { result: 'none' }),
    leaf('__enter__', '$self, /', (_space: Space, w: W) => w),
    resumable('__exit__', '$self, /, *args', (space: Space, w: W) => {
      close(space, w);
      return space.w_None;
    }),
  ],
};
