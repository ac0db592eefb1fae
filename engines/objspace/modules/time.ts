// The module `time`. Models CPython's Modules/timemodule.c over the host's clocks. Local time is that of the host's time zone. Left out:
// setting clocks, `strptime` beyond the library's own `_strptime`, thread clocks.
import { leaf, resumable } from '../gateway.ts';
import { andThen, runNested } from '../continuation.ts';
import { call, index } from '../descroperation.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { newStructSequence, structSequenceType } from '../types/structseq.ts';
import { newNamespace } from '../types/namespace.ts';
import { asctime, strftime } from '../../kernels/calendar.ts';
import * as int from '../../kernels/int.ts';
import { hostOf, textFromHost } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import type { Int } from '../../kernels/int.ts';
import { wait } from '../threads/wait.ts';
import type { ModuleDefinition } from './module-definition.ts';

const NS = 1_000_000_000n;
/** Fields of `struct_time`, and zone name and offset (seconds east). */
interface Broken {
  fields: number[];
  zone: string;
  offset: number;
}

const nanoseconds = (seconds: number): Int =>
  int.normalize(BigInt(Math.floor(seconds)) * NS + BigInt(Math.round((seconds - Math.floor(seconds)) * 1e9)));

function secondsOf(space: Space, w: W | undefined): number {
  if (w === undefined || space.is(w, space.w_None)) return space.host.now();
  const type = space.type(w);
  const isFloat = type.isSubtype(space.types.float);
  const x = isFloat ? space.float_w(w) : Number(space.int_w(runNested(space, () => index(space, w))));
  if (x !== x) throw raise(space, 'ValueError', 'Invalid value NaN (not a number)');
  if (Math.abs(x) > 8.64e12)
    throw raise(space, 'OverflowError', 'timestamp out of range for platform time_t');
  return x;
}

function dayOfYear(year: number, month: number, day: number): number {
  return Math.round((utc(year, month, day) - utc(year, 1, 1)) / 86400) + 1;
}

/** Seconds since the epoch; years as they are. */
function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

function brokenUtc(seconds: number): Broken {
  const date = new Date(Math.floor(seconds) * 1000);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const fields = [year, month, day, date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  return {
    fields: [...fields, (date.getUTCDay() + 6) % 7, dayOfYear(year, month, day), 0],
    zone: 'UTC',
    offset: 0,
  };
}

const offsetAt = (date: Date): number => -date.getTimezoneOffset() * 60;

/** Standard offset and whether summer time exists, by the offsets of January and July. */
function standardOffset(year: number): { standard: number; summer: number } {
  const offsets = [offsetAt(new Date(year, 0, 1)), offsetAt(new Date(year, 6, 1))];
  return { standard: Math.min(...offsets), summer: Math.max(...offsets) };
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}

function brokenLocal(seconds: number): Broken {
  const date = new Date(Math.floor(seconds) * 1000);
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const offset = offsetAt(date);
  const isSummer = offset !== standardOffset(year).standard ? 1 : 0;
  const fields = [year, month, day, date.getHours(), date.getMinutes(), date.getSeconds()];
  return {
    fields: [...fields, (date.getDay() + 6) % 7, dayOfYear(year, month, day), isSummer],
    zone: zoneName(date),
    offset,
  };
}

function wrapBroken(space: Space, { fields, zone, offset }: Broken): W {
  return newStructSequence(
    space,
    'time.struct_time',
    fields.map((field) => space.newint(field)),
    [space.newstr(zone), space.newint(offset)],
  );
}

/** Nine numbers of a tuple or struct_time. */
function fieldsOf(space: Space, w: W): number[] {
  if (!space.type(w).isSubtype(space.types.tuple))
    throw raise(space, 'TypeError', 'Tuple or struct_time argument required');
  const items_w = space.tuple_w(w);
  if (items_w.length !== 9)
    throw raise(space, 'TypeError', 'function takes exactly 9 arguments (' + items_w.length + ' given)');
  return items_w.map((item) => {
    if (!space.type(item).isSubtype(space.types.int)) {
      throw raise(
        space,
        'TypeError',
        `'${space.type(item).name}' object cannot be interpreted as an integer`,
      );
    }
    return Number(space.int_w(item));
  });
}

function checkFields(space: Space, fields: readonly number[]): void {
  const bounds: [number, string, number, number][] = [
    [1, 'month', 1, 12],
    [2, 'day of month', 1, 31],
    [3, 'hour', 0, 23],
    [4, 'minute', 0, 59],
    [5, 'seconds', 0, 61],
    [7, 'day of year', 1, 366],
  ];
  for (const [i, name, low, high] of bounds) {
    const value = fields[i] === 0 && low === 1 ? 1 : fields[i];
    if (value < low || value > high) throw raise(space, 'ValueError', `${name} out of range`);
  }
}

function sleep(space: Space, w: W): W {
  const type = space.type(w);
  const isNumber = type.isSubtype(space.types.float) || type.isSubtype(space.types.int);
  if (!isNumber) throw raise(space, 'TypeError', `'${type.name}' object cannot be interpreted as an integer`);
  const seconds = secondsOf(space, w);
  if (seconds < 0) throw raise(space, 'ValueError', 'sleep length must be non-negative');
  return wait(
    space,
    { reason: 'sleep', queue: null, attempt: () => false, timeout: seconds },
    () => space.w_None,
  );
}

function mktime(space: Space, w: W): number {
  const [year, month, day, hour, minute, second] = fieldsOf(space, w);
  const date = new Date(2000, 0, 1);
  date.setFullYear(year, month - 1, day);
  date.setHours(hour, minute, second, 0);
  const seconds = date.getTime() / 1000;
  if (seconds !== seconds) throw raise(space, 'OverflowError', 'mktime argument out of range');
  return seconds;
}

const clock = (name: string, read: (space: Space) => number) => [
  leaf(name, '', read, { result: 'float' }),
  leaf(`${name}_ns`, '', (space: Space) => nanoseconds(read(space)), { result: 'int' }),
];

const CLOCKS = {
  CLOCK_REALTIME: 0,
  CLOCK_MONOTONIC: 1,
  CLOCK_PROCESS_CPUTIME_ID: 2,
  CLOCK_THREAD_CPUTIME_ID: 3,
} as const;

function readClock(space: Space, id: number): number {
  const { host } = space;
  if (id === CLOCKS.CLOCK_REALTIME) return host.now();
  if (id === CLOCKS.CLOCK_MONOTONIC) return host.monotonic();
  if (id === CLOCKS.CLOCK_PROCESS_CPUTIME_ID || id === CLOCKS.CLOCK_THREAD_CPUTIME_ID)
    return host.processTime();
  throw raise(space, 'OSError', '[Errno 22] Invalid argument');
}

const CLOCK_INFO: Record<string, [implementation: string, monotonic: boolean, adjustable: boolean]> = {
  time: ['clock_gettime(CLOCK_REALTIME)', false, true],
  monotonic: ['clock_gettime(CLOCK_MONOTONIC)', true, false],
  perf_counter: ['clock_gettime(CLOCK_MONOTONIC)', true, false],
  process_time: ['clock_gettime(CLOCK_PROCESS_CPUTIME_ID)', true, false],
  thread_time: ['clock_gettime(CLOCK_THREAD_CPUTIME_ID)', true, false],
};

const present = (space: Space, w: W): boolean => !space.is(w, space.w_None);

export const timeModule: ModuleDefinition = {
  name: 'time',
  types: [
    structSequenceType({
      name: 'time.struct_time',
      fields: [
        'tm_year',
        'tm_mon',
        'tm_mday',
        'tm_hour',
        'tm_min',
        'tm_sec',
        'tm_wday',
        'tm_yday',
        'tm_isdst',
      ],
      hiddenFields: ['tm_zone', 'tm_gmtoff'],
      canBeMade: true,
    }),
  ],
  functions: [
    ...clock('time', (space) => space.host.now()),
    ...clock('monotonic', (space) => space.host.monotonic()),
    ...clock('perf_counter', (space) => space.host.monotonic()),
    ...clock('process_time', (space) => space.host.processTime()),
    ...clock('thread_time', (space) => space.host.processTime()),
    leaf('clock_gettime', 'clk_id: index, /', readClock, { result: 'float' }),
    leaf(
      'clock_gettime_ns',
      'clk_id: index, /',
      (space: Space, id: number) => nanoseconds(readClock(space, id)),
      {
        result: 'int',
      },
    ),
    leaf('clock_getres', 'clk_id: index, /', () => 1e-9, { result: 'float' }),
    leaf('get_clock_info', 'name: str, /', (space: Space, name: string) => {
      const info = CLOCK_INFO[name];
      if (info === undefined) throw raise(space, 'ValueError', 'unknown clock');
      return newNamespace(space, {
        implementation: space.newstr(info[0]),
        monotonic: space.newbool(info[1]),
        adjustable: space.newbool(info[2]),
        resolution: space.newfloat(1e-9),
      });
    }),
    resumable('sleep', 'seconds, /', sleep),
    leaf('gmtime', 'seconds=None, /', (space: Space, w: W) =>
      wrapBroken(space, brokenUtc(secondsOf(space, w))),
    ),
    leaf('localtime', 'seconds=None, /', (space: Space, w: W) =>
      wrapBroken(space, brokenLocal(secondsOf(space, w))),
    ),
    leaf('mktime', 'time_tuple, /', mktime, { result: 'float' }),
    leaf(
      'asctime',
      'time_tuple=None, /',
      (space: Space, w: W) => {
        const fields = present(space, w) ? fieldsOf(space, w) : brokenLocal(space.host.now()).fields;
        checkFields(space, fields);
        return asctime(fields);
      },
      { result: 'str' },
    ),
    leaf(
      'ctime',
      'seconds=None, /',
      (space: Space, w: W) => asctime(brokenLocal(secondsOf(space, w)).fields),
      {
        result: 'str',
      },
    ),
    leaf(
      'strftime',
      'format: text, time_tuple=None, /',
      (space: Space, given: Text, w: W) => {
        const format = hostOf(given);
        // Where each unit is a code point the text stays so, also with surrogates side by side.
        const textOf = (text: string): Text => (typeof given === 'string' ? text : textFromHost(text));
        if (!present(space, w)) {
          const now = brokenLocal(space.host.now());
          return textOf(strftime(format, now.fields, () => ({ name: now.zone, offset: now.offset })));
        }
        const fields = fieldsOf(space, w).map((field, i) =>
          i === 1 || i === 2 || i === 7 ? Math.max(field, 1) : field,
        );
        checkFields(space, fields);
        const text = strftime(format, fields, () => {
          const w_zone = space.getdictvalue(w, 'tm_zone');
          const w_offset = space.getdictvalue(w, 'tm_gmtoff');
          const now = brokenLocal(space.host.now());
          const has = (w_given: W | undefined): w_given is W =>
            w_given !== undefined && present(space, w_given);
          return {
            name: has(w_zone) ? space.str_w(w_zone) : now.zone,
            offset: has(w_offset) ? Number(space.int_w(w_offset)) : now.offset,
          };
        });
        return textOf(text);
      },
      { result: 'text' },
    ),
    resumable('strptime', 'data_string, format=NULL, /', (space: Space, w_text: W, w_format?: W) => {
      const caller = space.top;
      const w_names = space.newtuple([space.newstr('_strptime_time')]);
      const args_w = [w_text, w_format ?? space.newstr('%a %b %d %H:%M:%S %Y')];
      return andThen(space, caller, space.importname('_strptime', space.newdict(), w_names, 0), (w_module) =>
        andThen(space, caller, space.getattr(w_module, '_strptime_time'), (w_parse) =>
          call(space, w_parse, args_w),
        ),
      );
    }),
  ],
  values: (space) => {
    const year = new Date(space.host.now() * 1000).getFullYear();
    const { standard, summer } = standardOffset(year);
    const names = [new Date(year, 0, 1), new Date(year, 6, 1)].map(zoneName);
    return {
      timezone: space.newint(-standard),
      altzone: space.newint(-summer),
      daylight: space.newint(standard === summer ? 0 : 1),
      tzname: space.newtuple(names.map((name) => space.newstr(name))),
      _STRUCT_TM_ITEMS: space.newint(11),
      ...Object.fromEntries(Object.entries(CLOCKS).map(([name, id]) => [name, space.newint(id)])),
    };
  },
};
