// The module `_stat`: the bits of a file's mode. Models CPython's Modules/_stat.c on Linux.
import { leaf } from '../gateway.ts';
import { raise } from '../raise.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

const CONSTANTS: Readonly<Record<string, number>> = {
  S_IFDIR: 0o40000,
  S_IFCHR: 0o20000,
  S_IFBLK: 0o60000,
  S_IFREG: 0o100000,
  S_IFIFO: 0o10000,
  S_IFLNK: 0o120000,
  S_IFSOCK: 0o140000,
  S_IFDOOR: 0,
  S_IFPORT: 0,
  S_IFWHT: 0,
  S_ISUID: 0o4000,
  S_ISGID: 0o2000,
  S_ISVTX: 0o1000,
  S_ENFMT: 0o2000,
  S_IREAD: 0o400,
  S_IWRITE: 0o200,
  S_IEXEC: 0o100,
  S_IRWXU: 0o700,
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXG: 0o70,
  S_IRGRP: 0o40,
  S_IWGRP: 0o20,
  S_IXGRP: 8,
  S_IRWXO: 7,
  S_IROTH: 4,
  S_IWOTH: 2,
  S_IXOTH: 1,
  UF_SETTABLE: 0o177777,
  UF_NODUMP: 1,
  UF_IMMUTABLE: 2,
  UF_APPEND: 4,
  UF_OPAQUE: 8,
  UF_NOUNLINK: 0o20,
  UF_COMPRESSED: 0o40,
  UF_TRACKED: 0o100,
  UF_DATAVAULT: 0o200,
  UF_HIDDEN: 0o100000,
  SF_SETTABLE: 0o37777600000,
  SF_ARCHIVED: 0o200000,
  SF_IMMUTABLE: 0o400000,
  SF_APPEND: 0o1000000,
  SF_NOUNLINK: 0o4000000,
  SF_SNAPSHOT: 0o10000000,
  SF_FIRMLINK: 0o40000000,
  SF_DATALESS: 0o10000000000,
  ST_MODE: 0,
  ST_INO: 1,
  ST_DEV: 2,
  ST_NLINK: 3,
  ST_UID: 4,
  ST_GID: 5,
  ST_SIZE: 6,
  ST_ATIME: 7,
  ST_MTIME: 8,
  ST_CTIME: 9,
};

const MAX_MODE = 0xffff_ffff;

/** Kind of file → its letter in `ls -l`. */
const LETTERS: Readonly<Record<number, string>> = {
  0o140000: 's',
  0o120000: 'l',
  0o100000: '-',
  0o060000: 'b',
  0o040000: 'd',
  0o020000: 'c',
  0o010000: 'p',
};

const kindOf = (mode: number): number => mode & 0o170000;

function checked(space: Space, mode: number): number {
  if (mode < 0 || mode > MAX_MODE) {
    const text = mode < 0 ? "can't convert negative value to unsigned int" : 'mode out of range';
    throw raise(space, 'OverflowError', text);
  }
  return mode;
}

const test = (name: string, kind: number) =>
  leaf(name, 'mode: index, /', (space: Space, mode: number) => kindOf(checked(space, mode)) === kind, {
    result: 'bool',
  });

function filemode(space: Space, given: number): string {
  const mode = checked(space, given);
  const triple = (shift: number, special: boolean, letter: string): string => {
    const bits = mode >> shift;
    const x = (bits & 1) !== 0;
    const last = special ? (x ? letter : letter.toUpperCase()) : x ? 'x' : '-';
    return ((bits & 4) !== 0 ? 'r' : '-') + ((bits & 2) !== 0 ? 'w' : '-') + last;
  };
  return (
    (LETTERS[kindOf(mode)] ?? '?') +
    triple(6, (mode & 0o4000) !== 0, 's') +
    triple(3, (mode & 0o2000) !== 0, 's') +
    triple(0, (mode & 0o1000) !== 0, 't')
  );
}

export const statModule: ModuleDefinition = {
  name: '_stat',
  doc: 'S_IFMT_: file type bits\nS_IFDIR: directory\nS_IFCHR: character device\nS_IFBLK: block device\nS_IFREG: regular file\nS_IFIFO: fifo (named pipe)\nS_IFLNK: symbolic link\nS_IFSOCK: socket file',
  functions: [
    test('S_ISDIR', 0o040000),
    test('S_ISCHR', 0o020000),
    test('S_ISBLK', 0o060000),
    test('S_ISREG', 0o100000),
    test('S_ISFIFO', 0o010000),
    test('S_ISLNK', 0o120000),
    test('S_ISSOCK', 0o140000),
    ...['S_ISDOOR', 'S_ISPORT', 'S_ISWHT'].map((name) =>
      leaf(name, 'mode: index, /', () => false, { result: 'bool' }),
    ),
    leaf('S_IMODE', 'mode: index, /', (space: Space, mode: number) => checked(space, mode) & 0o7777, {
      result: 'int',
    }),
    leaf('S_IFMT', 'mode: index, /', (space: Space, mode: number) => kindOf(checked(space, mode)), {
      result: 'int',
    }),
    leaf('filemode', 'mode: index, /', filemode, { result: 'str' }),
  ],
  values: (space: Space) => {
    const values: Record<string, W> = {};
    for (const [name, value] of Object.entries(CONSTANTS)) values[name] = space.newint(value);
    return values;
  },
};
