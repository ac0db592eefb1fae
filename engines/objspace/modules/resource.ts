// The module `resource`: limits and use of the process. Models CPython's Modules/resource.c on Linux; limits are those of the host's process,
// which has no call to change them, so `setrlimit` takes the present values alone.
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { newStructSequence, structSequenceType } from '../types/structseq.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { osErrorByName } from './os-error.ts';

/** Number, name here, name in /proc/self/limits. */
const LIMITS: readonly [number, string, string][] = [
  [0, 'RLIMIT_CPU', 'Max cpu time'],
  [1, 'RLIMIT_FSIZE', 'Max file size'],
  [2, 'RLIMIT_DATA', 'Max data size'],
  [3, 'RLIMIT_STACK', 'Max stack size'],
  [4, 'RLIMIT_CORE', 'Max core file size'],
  [5, 'RLIMIT_RSS', 'Max resident set'],
  [6, 'RLIMIT_NPROC', 'Max processes'],
  [7, 'RLIMIT_NOFILE', 'Max open files'],
  [8, 'RLIMIT_MEMLOCK', 'Max locked memory'],
  [9, 'RLIMIT_AS', 'Max address space'],
  [10, '', 'Max file locks'],
  [11, 'RLIMIT_SIGPENDING', 'Max pending signals'],
  [12, 'RLIMIT_MSGQUEUE', 'Max msgqueue size'],
  [13, 'RLIMIT_NICE', 'Max nice priority'],
  [14, 'RLIMIT_RTPRIO', 'Max realtime priority'],
  [15, 'RLIMIT_RTTIME', 'Max realtime timeout'],
];
const INFINITY = -1;
const WHO: Readonly<Record<string, number>> = { RUSAGE_SELF: 0, RUSAGE_CHILDREN: -1, RUSAGE_THREAD: 1 };

const USAGE_FIELDS = (
  'ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss ru_minflt ru_majflt ' +
  'ru_nswap ru_inblock ru_oublock ru_msgsnd ru_msgrcv ru_nsignals ru_nvcsw ru_nivcsw'
).split(' ');

function limitsOf(space: Space, resource: number): [soft: number, hard: number] {
  const row = LIMITS.find(([number]) => number === resource);
  if (row === undefined) throw raise(space, 'ValueError', 'invalid resource specified');
  const bytes = space.host.readFile('/proc/self/limits');
  if (bytes === null) return [INFINITY, INFINITY];
  const line = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .find((text) => text.startsWith(row[2]));
  const [soft = 'unlimited', hard = 'unlimited'] = line?.slice(row[2].length).trim().split(/\s+/) ?? [];
  const number = (text: string): number => (text === 'unlimited' ? INFINITY : Number(text));
  return [number(soft), number(hard)];
}

function setLimits(space: Space, resource: number, w_limits: W): void {
  const now = limitsOf(space, resource);
  const limits_w = space.listOfNested(w_limits);
  if (limits_w.length !== 2) throw raise(space, 'ValueError', 'expected a tuple of 2 integers');
  const wanted = limits_w.map((w) => {
    if (space.type(w).isSubtype(space.types.int)) return Number(space.int_w(w));
    throw raise(space, 'TypeError', `'${space.type(w).name}' object cannot be interpreted as an integer`);
  });
  const unbounded = (limit: number): number => (limit === INFINITY ? Infinity : limit);
  if (unbounded(wanted[0]) > unbounded(wanted[1]))
    throw raise(space, 'ValueError', 'current limit exceeds maximum limit');
  if (unbounded(wanted[1]) > unbounded(now[1]))
    throw raise(space, 'ValueError', 'not allowed to raise maximum limit');
  if (wanted[0] !== now[0] || wanted[1] !== now[1]) throw osErrorByName(space, 'ENOSYS');
}

function usage(space: Space, who: number): W {
  if (!Object.values(WHO).includes(who)) throw raise(space, 'ValueError', 'invalid who parameter');
  const { user, system, childrenUser, childrenSystem } = space.host.system.times();
  const times = who === WHO.RUSAGE_CHILDREN ? [childrenUser, childrenSystem] : [user, system];
  const counts = who === WHO.RUSAGE_CHILDREN ? new Map<string, number>() : space.host.system.usage();
  return newStructSequence(
    space,
    'resource.struct_rusage',
    USAGE_FIELDS.map((field, i) =>
      i < 2 ? space.newfloat(times[i]) : space.newint(counts.get(field.slice(3)) ?? 0),
    ),
  );
}

export const resourceModule: ModuleDefinition = {
  name: 'resource',
  types: [structSequenceType({ name: 'resource.struct_rusage', fields: USAGE_FIELDS })],
  functions: [
    leaf('getrusage', 'who: index, /', usage),
    leaf('getrlimit', 'resource: index, /', (space: Space, resource: number) =>
      space.newtuple(limitsOf(space, resource).map((limit) => space.newint(limit))),
    ),
    leaf('setrlimit', 'resource: index, limits, /', setLimits, { result: 'none' }),
    leaf('getpagesize', '', (space: Space) => space.host.system.pageSize, { result: 'int' }),
  ],
  values: (space) => ({
    error: space.types.OSError.w_self,
    RLIM_INFINITY: space.newint(INFINITY),
    RLIMIT_OFILE: space.newint(7),
    ...Object.fromEntries(
      LIMITS.filter(([, name]) => name !== '').map(([number, name]) => [name, space.newint(number)]),
    ),
    ...Object.fromEntries(Object.entries(WHO).map(([name, value]) => [name, space.newint(value)])),
  }),
};
