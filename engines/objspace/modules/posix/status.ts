// `os.stat_result` and its kin. Models stat_result and _pystat_fromstructstat of CPython's Modules/posixmodule.c.
import type { FileStatus } from '../../file-system.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { newStructSequence, structSequenceType } from '../../types/structseq.ts';

const TIMES = ['st_atime', 'st_mtime', 'st_ctime'] as const;

function statResultType(): TypeDefinition {
  return structSequenceType({
    name: 'os.stat_result',
    doc: 'stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.\n\nPosix/windows: If your platform supports st_blksize, st_blocks, st_rdev,\nor st_flags, they are available as attributes only.\n\nSee os.stat for more information.',
    fields: ['st_mode', 'st_ino', 'st_dev', 'st_nlink', 'st_uid', 'st_gid', 'st_size', ...TIMES],
    // The items are whole seconds, the attributes of the same name floats.
    unnamed: TIMES.length,
    hiddenFields: [
      ...TIMES,
      'st_atime_ns',
      'st_mtime_ns',
      'st_ctime_ns',
      'st_blksize',
      'st_blocks',
      'st_rdev',
    ],
    canBeMade: true,
  });
}

const NANO = 1_000_000_000n;

function seconds(nanoseconds: bigint): { whole: bigint; exact: number } {
  let whole = nanoseconds / NANO;
  let rest = nanoseconds % NANO;
  if (rest < 0n) {
    whole--;
    rest += NANO;
  }
  return { whole, exact: Number(whole) + 1e-9 * Number(rest) };
}

export function newStatResult(space: Space, s: FileStatus): W {
  const times = [s.accessed, s.modified, s.changed];
  const parts = times.map(seconds);
  const items_w = [s.mode, s.inode, s.device, s.links, s.uid, s.gid, s.size].map((n) => newInt(space, n));
  for (const { whole } of parts) items_w.push(newInt(space, whole));
  return newStructSequence(space, 'os.stat_result', items_w, [
    ...parts.map(({ exact }) => space.newfloat(exact)),
    ...times.map((t) => newInt(space, t)),
    ...[s.blockSize, s.blocks, s.specialDevice].map((n) => space.newint(n)),
  ]);
}

/** A host integer of any size. */
export function newInt(space: Space, n: number | bigint): W {
  if (typeof n === 'number') return space.newint(n);
  const small = Number(n);
  return space.newint(Number.isSafeInteger(small) ? small : n);
}

export const statusTypes: readonly TypeDefinition[] = [
  statResultType(),
  structSequenceType({
    name: 'os.statvfs_result',
    fields: [
      'f_bsize',
      'f_frsize',
      'f_blocks',
      'f_bfree',
      'f_bavail',
      'f_files',
      'f_ffree',
      'f_favail',
      'f_flag',
      'f_namemax',
    ],
    hiddenFields: ['f_fsid'],
    canBeMade: true,
  }),
];
