// The module `mmap`: a file as bytes in memory. Models CPython's Modules/mmapmodule.c on a host that maps nothing: the map is a copy, and what is
// written into it goes to the file at once, through views of it at the next flush or at the end. Left out: changes that others make to the file
// are not seen; PROT_EXEC and MAP_ flags beyond private and shared do nothing.
import { constructor } from '../constructor.ts';
import { runNested } from '../continuation.ts';
import { index } from '../descroperation.ts';
import { OPEN } from '../file-system.ts';
import { leaf, resumable } from '../gateway.ts';
import { find as findBytes, rfind as rfindBytes } from '../../kernels/bytes.ts';
import { BufferPayload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { exhaust, IndexIterator, indexIteratorType } from '../types/iterators.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { attempt, osErrorByName } from './os-error.ts';

const PAGE = 4096;
const ACCESS = { DEFAULT: 0, READ: 1, WRITE: 2, COPY: 3 } as const;
const ACCESS_NAMES = ['ACCESS_DEFAULT', 'ACCESS_READ', 'ACCESS_WRITE', 'ACCESS_COPY'];
const PROT = { READ: 1, WRITE: 2, EXEC: 4 } as const;
const MAP = { SHARED: 1, PRIVATE: 2, ANONYMOUS: 32 } as const;
const LONGEST = 2 ** 47;

class MapPayload extends BufferPayload {
  /** Null: closed. */
  bytes: Uint8Array | null;
  position = 0;
  readonly access: number;
  readonly offset: number;
  /** A descriptor of its own; -1: anonymous. */
  fd: number;
  /** Changes go to the file. */
  readonly isShared: boolean;
  constructor(bytes: Uint8Array, access: number, offset: number, fd: number, isShared: boolean) {
    super();
    this.bytes = bytes;
    this.access = access;
    this.offset = offset;
    this.fd = fd;
    this.isShared = isShared;
  }
  /** Somebody may have written through a view. */
  private wasViewed = false;
  override buffer(space: Space): Uint8Array {
    this.wasViewed = true;
    return valid(space, this);
  }
  override get readonly(): boolean {
    return this.access === ACCESS.READ;
  }
  override get sizeInMemory(): number {
    return 96;
  }
  /** Brings a range to the file, or with it what views may have changed. */
  writeBack(space: Space, from = 0, to = this.bytes!.length): void {
    if (this.isShared && this.fd >= 0)
      attempt(space, () =>
        space.host.files.writeAt(this.fd, this.bytes!.subarray(from, to), this.offset + from),
      );
  }
  close(space: Space): void {
    if (this.bytes === null) return;
    if (this.wasViewed && !this.readonly) this.writeBack(space);
    this.bytes = null;
    if (this.fd >= 0) attempt(space, () => space.host.files.close(this.fd));
    this.fd = -1;
  }
  traverse(): void {}
  forget(): void {}
}

const mapOf = (space: Space, w: W): MapPayload => space.data(w) as MapPayload;

function valid(space: Space, map: MapPayload): Uint8Array {
  if (map.bytes === null) throw raise(space, 'ValueError', 'mmap closed or invalid');
  return map.bytes;
}

/** The payload of an open map. */
function open(space: Space, w: W): MapPayload & { bytes: Uint8Array } {
  const map = mapOf(space, w);
  valid(space, map);
  return map as MapPayload & { bytes: Uint8Array };
}

function writable(space: Space, w: W): MapPayload & { bytes: Uint8Array } {
  const map = open(space, w);
  if (map.readonly) throw raise(space, 'TypeError', "mmap can't modify a readonly memory map.");
  return map;
}

function newMap(
  space: Space,
  type: TypeObject,
  fd: number,
  length: number,
  flags: number,
  protection: number,
  asked: number,
  offset: number,
): W {
  if (length < 0) throw raise(space, 'OverflowError', 'memory mapped length must be positive');
  if (offset < 0) throw raise(space, 'OverflowError', 'memory mapped offset must be positive');
  const isPlain = flags === MAP.SHARED && protection === (PROT.READ | PROT.WRITE);
  if (asked !== ACCESS.DEFAULT && !isPlain)
    throw raise(space, 'ValueError', "mmap can't specify both access and flags, prot.");
  if (asked < ACCESS.DEFAULT || asked > ACCESS.COPY)
    throw raise(space, 'ValueError', 'mmap invalid access parameter.');
  let access = asked;
  if (access === ACCESS.DEFAULT && (protection & PROT.WRITE) === 0) access = ACCESS.READ;
  const isShared = access !== ACCESS.COPY && (flags & MAP.PRIVATE) === 0;
  const { files } = space.host;
  if (fd === -1) {
    if (length === 0 || offset % PAGE !== 0) throw osErrorByName(space, 'EINVAL');
    if (length > LONGEST) throw osErrorByName(space, 'ENOMEM');
    return space.newobj(type, new MapPayload(newBytes(space, length), access, offset, -1, false));
  }
  const { size } = attempt(space, () => files.status(fd, true));
  let wanted = length;
  if (length === 0) {
    if (size === 0) throw raise(space, 'ValueError', 'cannot mmap an empty file');
    if (offset >= size) throw raise(space, 'ValueError', 'mmap offset is greater than file size');
    wanted = size - offset;
  } else if (offset > size || size - offset < length)
    throw raise(space, 'ValueError', 'mmap length is greater than file size');
  if (offset % PAGE !== 0) throw osErrorByName(space, 'EINVAL');
  const mode = attempt(space, () => files.flagsOf(fd)) & OPEN.ACCMODE;
  const isDenied = mode === OPEN.WRONLY || (mode === OPEN.RDONLY && isShared && access !== ACCESS.READ);
  if (isDenied) throw osErrorByName(space, 'EACCES');
  const bytes = newBytes(space, wanted);
  attempt(space, () => {
    for (let at = 0; at < wanted;) {
      const count = files.readAt(fd, bytes.subarray(at), offset + at);
      if (count === 0) break;
      at += count;
    }
  });
  const own = attempt(space, () => files.duplicate(fd));
  return space.newobj(type, new MapPayload(bytes, access, offset, own, isShared && access !== ACCESS.READ));
}

function newBytes(space: Space, length: number): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch {
    throw raise(space, 'MemoryError', '');
  }
}

// --- items

const isIndex = (space: Space, w: W): boolean =>
  space.type(w).isSubtype(space.types.int) || space.type(w).slots.index !== null;

function placeOf(space: Space, bytes: Uint8Array, w_key: W): number {
  if (!isIndex(space, w_key)) throw raise(space, 'TypeError', 'mmap indices must be integers');
  const i = Number(space.int_w(runNested(space, () => index(space, w_key))));
  const at = i < 0 ? i + bytes.length : i;
  if (at < 0 || at >= bytes.length) throw raise(space, 'IndexError', 'mmap index out of range');
  return at;
}

function getItem(space: Space, w: W, w_key: W): W {
  const { bytes } = open(space, w);
  if (space.type(w_key) !== space.types.slice) return space.newint(bytes[placeOf(space, bytes, w_key)]);
  const { start, step, count } = space.sliceNested(w_key, bytes.length);
  // Finding the bounds may have closed the map.
  valid(space, mapOf(space, w));
  if (step === 1) return space.newbytes(bytes.slice(start, start + count));
  return space.newbytes(Uint8Array.from({ length: count }, (_, k) => bytes[start + k * step]));
}

function setItem(space: Space, w: W, w_key: W, w_value: W | null): W {
  const map = writable(space, w);
  const { bytes } = map;
  if (space.type(w_key) !== space.types.slice) {
    const at = placeOf(space, bytes, w_key);
    if (w_value === null) throw raise(space, 'TypeError', "mmap doesn't support item deletion");
    if (!isIndex(space, w_value)) throw raise(space, 'TypeError', 'mmap item value must be an int');
    const value = Number(space.int_w(runNested(space, () => index(space, w_value))));
    if (value < 0 || value > 255)
      throw raise(space, 'ValueError', 'mmap item value must be in range(0, 256)');
    valid(space, map);
    bytes[at] = value;
    map.writeBack(space, at, at + 1);
    return space.w_None;
  }
  const { start, step, count } = space.sliceNested(w_key, bytes.length);
  if (w_value === null) throw raise(space, 'TypeError', "mmap object doesn't support slice deletion");
  const values = space.buffer_w(w_value).slice();
  if (values.length !== count) throw raise(space, 'IndexError', 'mmap slice assignment is wrong size');
  valid(space, map);
  if (step === 1) {
    bytes.set(values, start);
    map.writeBack(space, start, start + count);
  } else {
    values.forEach((value, k) => (bytes[start + k * step] = value));
    if (count > 0) map.writeBack(space);
  }
  return space.w_None;
}

function search(space: Space, w: W, needle: Uint8Array, w_start: W, w_end: W, isBack: boolean): W {
  const map = open(space, w);
  const { bytes } = map;
  const bound = (w_bound: W, fallback: number): number => {
    if (space.is(w_bound, space.w_None)) return fallback;
    const i = Number(space.int_w(runNested(space, () => index(space, w_bound))));
    return Math.min(Math.max(i < 0 ? i + bytes.length : i, 0), bytes.length);
  };
  const start = bound(w_start, map.position);
  const end = bound(w_end, bytes.length);
  valid(space, map);
  if (end < start) return space.newint(-1);
  return space.newint((isBack ? rfindBytes : findBytes)(bytes, needle, start, end));
}

function resize(space: Space, w: W, size: number): W {
  const map = open(space, w);
  if (map.exports > 0) throw raise(space, 'BufferError', "mmap can't resize with extant buffers exported.");
  if (map.access === ACCESS.READ || map.access === ACCESS.COPY)
    throw raise(space, 'TypeError', "mmap can't resize a readonly or copy-on-write memory map.");
  if (size < 0) throw raise(space, 'ValueError', 'new size out of range');
  if (size === 0) throw osErrorByName(space, 'EINVAL');
  const grown = newBytes(space, size);
  grown.set(map.bytes.subarray(0, size));
  if (map.fd >= 0) attempt(space, () => space.host.files.truncate(map.fd, map.offset + size));
  map.bytes = grown;
  map.position = Math.min(map.position, size);
  return space.w_None;
}

function seek(space: Space, w: W, distance: number, whence: number): W {
  const map = open(space, w);
  const { length } = map.bytes;
  if (whence < 0 || whence > 2) throw raise(space, 'ValueError', 'unknown seek type');
  const to = distance + [0, map.position, length][whence];
  if (to < 0 || to > length) throw raise(space, 'ValueError', 'seek out of range');
  map.position = to;
  return space.newint(to);
}

class MapIterator extends IndexIterator {}

const mapIteratorType: TypeDefinition = indexIteratorType({
  name: 'mmap.iterator',
  length: (space, w) => open(space, w).bytes.length,
  empty: (space) => space.newtuple([]),
  iternext: (space, w) => {
    const iterator = space.data(w) as MapIterator;
    if (iterator.w_over === null) return STOP;
    const { bytes } = open(space, iterator.w_over);
    if (iterator.index >= bytes.length) return exhaust(space, iterator);
    return space.newbytes(bytes.slice(iterator.index, ++iterator.index));
  },
});

const mmapType: TypeDefinition = {
  name: 'mmap.mmap',
  ownLayout: true,
  hasWeakrefs: true,
  isSequence: true,
  doc: 'Maps length bytes from the file specified by the file descriptor fileno, and returns a mmap object.',
  slots: {
    new: constructor(
      'mmap',
      'fileno: index, length: index, flags: index = 1, prot: index = 3, access: index = 0, offset: index = 0, *, trackfd: bool = True',
      newMap as never,
    ),
    length: (space, w) => space.newint(open(space, w).bytes.length),
    // Bytes of length one, unlike the items: iteration goes by sq_item.
    iter: (space, w) => space.newobj(space.types['mmap.iterator'], new MapIterator(space.own(w))),
    getitem: getItem,
    setitem: setItem,
    finalize: (space, w) => {
      mapOf(space, w).close(space);
      return space.w_None;
    },
    repr: (space, w) => {
      const { bytes, access, position, offset } = mapOf(space, w);
      const { name } = space.type(w);
      if (bytes === null) return space.newstr(`<${name} closed=True>`);
      const shown = `access=${ACCESS_NAMES[access]}, length=${bytes.length}, pos=${position}, offset=${offset}`;
      return space.newstr(`<${name} closed=False, ${shown}>`);
    },
  },
  methods: [
    leaf('close', '$self, /', (space: Space, w: W) => {
      const map = mapOf(space, w);
      if (map.exports > 0) throw raise(space, 'BufferError', 'cannot close exported pointers exist');
      map.close(space);
      return space.w_None;
    }),
    resumable(
      'find',
      '$self, view: bytes, start=None, end=None, /',
      (space: Space, w: W, needle: Uint8Array, w_start: W, w_end: W) =>
        search(space, w, needle, w_start, w_end, false),
    ),
    resumable(
      'rfind',
      '$self, view: bytes, start=None, end=None, /',
      (space: Space, w: W, needle: Uint8Array, w_start: W, w_end: W) =>
        search(space, w, needle, w_start, w_end, true),
    ),
    leaf(
      'flush',
      '$self, offset: index = 0, size=NULL, /',
      (space: Space, w: W, offset: number, w_size?: W) => {
        const map = open(space, w);
        const size =
          w_size === undefined
            ? map.bytes.length - offset
            : Number(space.int_w(runNested(space, () => index(space, w_size))));
        if (offset < 0 || size < 0 || offset + size > map.bytes.length)
          throw raise(space, 'ValueError', 'flush values out of range');
        if (!map.readonly && map.access !== ACCESS.COPY) {
          if (offset % PAGE !== 0) throw osErrorByName(space, 'EINVAL');
          map.writeBack(space, offset, offset + size);
          if (map.fd >= 0) attempt(space, () => space.host.files.sync(map.fd));
        }
        return space.w_None;
      },
    ),
    leaf(
      'madvise',
      '$self, option: index, start: index = 0, length=NULL, /',
      (space: Space, w: W, _option: number, start: number, w_length?: W) => {
        const { bytes } = open(space, w);
        if (start < 0 || start >= bytes.length)
          throw raise(space, 'ValueError', 'madvise start out of bounds');
        const length =
          w_length === undefined
            ? bytes.length
            : Number(space.int_w(runNested(space, () => index(space, w_length))));
        if (length < 0) throw raise(space, 'ValueError', 'madvise length invalid');
        if (start % PAGE !== 0) throw osErrorByName(space, 'EINVAL');
        return space.w_None;
      },
    ),
    leaf(
      'move',
      '$self, dest: index, src: index, count: index, /',
      (space: Space, w: W, to: number, from: number, count: number) => {
        const map = writable(space, w);
        const { length } = map.bytes;
        if (to < 0 || from < 0 || count < 0 || length - to < count || length - from < count)
          throw raise(space, 'ValueError', 'source, destination, or count out of range');
        map.bytes.copyWithin(to, from, from + count);
        map.writeBack(space, to, to + count);
        return space.w_None;
      },
    ),
    resumable('read', '$self, n=None, /', (space: Space, w: W, w_n: W) => {
      let count = -1;
      if (!space.is(w_n, space.w_None)) {
        if (!isIndex(space, w_n))
          throw raise(
            space,
            'TypeError',
            `argument should be integer or None, not '${space.type(w_n).name}'`,
          );
        count = Number(space.int_w(runNested(space, () => index(space, w_n))));
      }
      const map = open(space, w);
      const left = map.bytes.length - map.position;
      const taken = count < 0 || count > left ? left : count;
      map.position += taken;
      return space.newbytes(map.bytes.slice(map.position - taken, map.position));
    }),
    leaf('read_byte', '$self, /', (space: Space, w: W) => {
      const map = open(space, w);
      if (map.position >= map.bytes.length) throw raise(space, 'ValueError', 'read byte out of range');
      return space.newint(map.bytes[map.position++]);
    }),
    leaf('readline', '$self, /', (space: Space, w: W) => {
      const map = open(space, w);
      const end = map.bytes.indexOf(10, map.position);
      const from = map.position;
      map.position = end < 0 ? map.bytes.length : end + 1;
      return space.newbytes(map.bytes.slice(from, map.position));
    }),
    leaf('resize', '$self, newsize: index, /', resize),
    leaf('seek', '$self, pos: index, whence: index = 0, /', seek),
    leaf('seekable', '$self, /', (space: Space) => space.newbool(true)),
    leaf('size', '$self, /', (space: Space, w: W) => {
      const { fd } = open(space, w);
      if (fd < 0) throw osErrorByName(space, 'EBADF');
      return space.newint(attempt(space, () => space.host.files.status(fd, true)).size);
    }),
    leaf('tell', '$self, /', (space: Space, w: W) => space.newint(open(space, w).position)),
    leaf('write', '$self, bytes: bytes, /', (space: Space, w: W, data: Uint8Array) => {
      const map = writable(space, w);
      const from = map.position;
      if (from + data.length > map.bytes.length) throw raise(space, 'ValueError', 'data out of range');
      map.bytes.set(data, from);
      map.position += data.length;
      map.writeBack(space, from, map.position);
      return space.newint(data.length);
    }),
    leaf('write_byte', '$self, byte: index, /', (space: Space, w: W, value: number) => {
      if (value < 0) throw raise(space, 'OverflowError', 'unsigned byte integer is less than minimum');
      if (value > 255) throw raise(space, 'OverflowError', 'unsigned byte integer is greater than maximum');
      const map = writable(space, w);
      if (map.position >= map.bytes.length) throw raise(space, 'ValueError', 'write byte out of range');
      map.bytes[map.position++] = value;
      map.writeBack(space, map.position - 1, map.position);
      return space.w_None;
    }),
    leaf('__enter__', '$self, /', (space: Space, w: W) => (open(space, w), w)),
    leaf('__exit__', '$self, *args', (space: Space, w: W) => {
      const map = mapOf(space, w);
      if (map.exports > 0) throw raise(space, 'BufferError', 'cannot close exported pointers exist');
      map.close(space);
      return space.w_None;
    }),
    leaf('__sizeof__', '$self, /', (space: Space, w: W) => mapOf(space, w).sizeInMemory, { result: 'int' }),
  ],
  getset: {
    closed: { get: (space, w) => space.newbool(mapOf(space, w).bytes === null) },
  },
};

const CONSTANTS: Readonly<Record<string, number>> = {
  ACCESS_COPY: ACCESS.COPY,
  ACCESS_DEFAULT: ACCESS.DEFAULT,
  ACCESS_READ: ACCESS.READ,
  ACCESS_WRITE: ACCESS.WRITE,
  ALLOCATIONGRANULARITY: PAGE,
  MADV_DODUMP: 17,
  MADV_DOFORK: 11,
  MADV_DONTDUMP: 16,
  MADV_DONTFORK: 10,
  MADV_DONTNEED: 4,
  MADV_FREE: 8,
  MADV_HUGEPAGE: 14,
  MADV_HWPOISON: 100,
  MADV_MERGEABLE: 12,
  MADV_NOHUGEPAGE: 15,
  MADV_NORMAL: 0,
  MADV_RANDOM: 1,
  MADV_REMOVE: 9,
  MADV_SEQUENTIAL: 2,
  MADV_UNMERGEABLE: 13,
  MADV_WILLNEED: 3,
  MAP_32BIT: 64,
  MAP_ANON: MAP.ANONYMOUS,
  MAP_ANONYMOUS: MAP.ANONYMOUS,
  MAP_DENYWRITE: 2048,
  MAP_EXECUTABLE: 4096,
  MAP_NORESERVE: 16384,
  MAP_POPULATE: 32768,
  MAP_PRIVATE: MAP.PRIVATE,
  MAP_SHARED: MAP.SHARED,
  MAP_STACK: 131072,
  PAGESIZE: PAGE,
  PROT_EXEC: PROT.EXEC,
  PROT_READ: PROT.READ,
  PROT_WRITE: PROT.WRITE,
};

export const mmapModule: ModuleDefinition = {
  name: 'mmap',
  types: [mmapType, mapIteratorType],
  hidden: ['mmap.iterator'],
  values: (space) => ({
    ...Object.fromEntries(Object.entries(CONSTANTS).map(([name, value]) => [name, space.newint(value)])),
    error: space.types.OSError.w_self,
  }),
};
