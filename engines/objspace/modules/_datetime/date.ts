// `datetime.date`. Models the date object of CPython's Modules/_datetimemodule.c.
import * as calendar from '../../../kernels/calendar.ts';
import { parseIsoDate } from '../../../kernels/iso-format.ts';
import { hostOf } from '../../../kernels/text.ts';
import { call, getattr } from '../../descroperation.ts';
import { leaf, resumable } from '../../gateway.ts';
import type { OperationError } from '../../error.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Getset, TypeDefinition } from '../../typedef.ts';
import type { TypeObject } from '../../typeobject.ts';
import { newStructSequence } from '../../types/structseq.ts';
import { intArgument, matchArguments } from './arguments.ts';
import { addToDate, makeDate, plainDate } from './date-arithmetic.ts';
import { localFields, secondsOf } from './local-time.ts';
import {
  checkDate,
  hashOfState,
  isDate,
  isDateTime,
  momentOf,
  stateArgument,
  stateBytes,
  structTime,
} from './moment.ts';
import type { Moment } from './moment.ts';
import { formatOf, strftimeOf, strptimeRow } from './strftime.ts';
import { comparisonHolds, deltaOf, isDelta, newDelta } from './timedelta.ts';

const PARAMETERS = { name: null, names: ['year', 'month', 'day'], required: 3, positional: 3 };

function newDate(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  if (args_w.length === 1 && names === null) {
    const state = stateArgument(space, args_w[0], 4, 2);
    if (state !== null) return plainDate(space, type, state[0] * 256 + state[1], state[2], state[3]);
  }
  const values_w = matchArguments(space, PARAMETERS, args_w, names);
  const year = intArgument(space, values_w[0]!);
  const month = intArgument(space, values_w[1]!);
  const day = intArgument(space, values_w[2]!);
  checkDate(space, year, month, day);
  return plainDate(space, type, year, month, day);
}

const typeOf = (space: Space, w_type: W): TypeObject => space.data(w_type) as TypeObject;

export const ordinalOf = ({ year, month, day }: Moment): number => calendar.toOrdinal(year, month, day);
const weekdayOf = (moment: Moment): number => (ordinalOf(moment) + 6) % 7;
const dayOfYear = ({ year, month, day }: Moment): number => calendar.daysBeforeMonth(year, month) + day;

/** The fields of `struct_time`. */
export const timeFields = (moment: Moment, daylight: number): number[] => [
  moment.year,
  moment.month,
  moment.day,
  moment.hour,
  moment.minute,
  moment.second,
  weekdayOf(moment),
  dayOfYear(moment),
  daylight,
];

export const dateText = ({ year, month, day }: Moment): string =>
  `${calendar.four(year)}-${calendar.two(month)}-${calendar.two(day)}`;

export function invalidIso(space: Space, w_text: W): OperationError {
  const shown = space.str_w(space.repr(w_text));
  return raise(space, 'ValueError', `Invalid isoformat string: ${shown}`);
}

export function isoText(space: Space, w_text: W): string {
  if (!space.type(w_text).isSubtype(space.types.str))
    throw raise(space, 'TypeError', 'fromisoformat: argument must be str');
  return hostOf(space.text_w(w_text));
}

function fromIsoFormat(space: Space, w_type: W, w_text: W): W {
  const text = isoText(space, w_text);
  const date = parseIsoDate(text, text.length);
  if (date === null) throw invalidIso(space, w_text);
  return makeDate(space, typeOf(space, w_type), date.year, date.month, date.day);
}

function fromOrdinal(space: Space, w_type: W, w_ordinal: W): W {
  const ordinal = intArgument(space, w_ordinal);
  if (ordinal < 1) throw raise(space, 'ValueError', 'ordinal must be >= 1');
  const { year, month, day } = calendar.fromOrdinal(ordinal);
  checkDate(space, year, month, day);
  return makeDate(space, typeOf(space, w_type), year, month, day);
}

function fromIsoCalendar(space: Space, w_type: W, w_year: W, w_week: W, w_day: W): W {
  const component = (w: W): number => {
    try {
      return intArgument(space, w);
    } catch (e) {
      const error = space.asOperationError(e);
      if (!error.matches(space.types.OverflowError)) throw error;
      space.dropError(error);
      throw raise(space, 'ValueError', 'ISO calendar component out of range');
    }
  };
  const [year, week, day] = [w_year, w_week, w_day].map(component);
  const date = calendar.fromIsoCalendar(year, week, day);
  const fail = (text: string): OperationError => raise(space, 'ValueError', text);
  if (date === 'year') throw fail(`year must be in ${calendar.MIN_YEAR}..${calendar.MAX_YEAR}, not ${year}`);
  if (date === 'week') throw fail(`Invalid week: ${week}`);
  if (date === 'day') throw fail(`Invalid weekday: ${day} (range is [1, 7])`);
  return makeDate(space, typeOf(space, w_type), date.year, date.month, date.day);
}

function fromTimestamp(space: Space, w_type: W, w_timestamp: W): W {
  const type = space.type(w_timestamp);
  if (!type.isSubtype(space.types.float) && !type.isSubtype(space.types.int)) {
    const text = `'${type.name}' object cannot be interpreted as an integer`;
    throw raise(space, 'TypeError', text);
  }
  const { seconds } = secondsOf(space, w_timestamp, 'floor');
  const [year, month, day] = localFields(space, seconds);
  return makeDate(space, typeOf(space, w_type), year, month, day);
}

function replaceDate(
  space: Space,
  w: W,
  w_year: W | undefined,
  w_month: W | undefined,
  w_day: W | undefined,
): W {
  const { year, month, day } = momentOf(space, w);
  const part = (w_part: W | undefined, otherwise: number): number =>
    w_part === undefined ? otherwise : intArgument(space, w_part);
  return makeDate(space, space.type(w), part(w_year, year), part(w_month, month), part(w_day, day));
}

/** `date + timedelta`, in either order; a datetime has its own. */
function add(space: Space, w_a: W, w_b: W): W {
  if (isDateTime(space, w_a) || isDateTime(space, w_b)) return space.w_NotImplemented;
  if (isDate(space, w_a) && isDelta(space, w_b)) return addToDate(space, w_a, deltaOf(space, w_b).days);
  if (isDelta(space, w_a) && isDate(space, w_b)) return addToDate(space, w_b, deltaOf(space, w_a).days);
  return space.w_NotImplemented;
}

function subtract(space: Space, w_a: W, w_b: W): W {
  if (!isDate(space, w_a) || isDateTime(space, w_a) || isDateTime(space, w_b)) return space.w_NotImplemented;
  if (isDate(space, w_b))
    return newDelta(space, ordinalOf(momentOf(space, w_a)) - ordinalOf(momentOf(space, w_b)), 0, 0);
  if (isDelta(space, w_b)) return addToDate(space, w_a, -deltaOf(space, w_b).days);
  return space.w_NotImplemented;
}

export const part = (
  name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'microsecond' | 'fold',
): Getset => ({
  get: (space, w) => space.newint(momentOf(space, w)[name]),
});

function isoCalendarOf(space: Space, w: W): W {
  const { year, month, day } = momentOf(space, w);
  const iso = calendar.isoCalendar(year, month, day);
  return newStructSequence(
    space,
    'datetime.IsoCalendarDate',
    [iso.year, iso.week, iso.day].map((n) => space.newint(n)),
  );
}

const item = (i: number): Getset => ({ get: (space, w) => space.tuple_w(w)[i] });

export const isoCalendarDateType: TypeDefinition = {
  name: 'datetime.IsoCalendarDate',
  base: 'tuple',
  doc: 'The result of date.isocalendar() or datetime.isocalendar()\n\nThis object may be accessed either as a tuple of\n  ((year, week, weekday))\nor via the object attributes as named in the above tuple.',
  slots: {
    repr: (space, w) => {
      const [year, week, weekday] = space.tuple_w(w).map((w_part) => space.int_w(w_part));
      return space.newstr(`${space.type(w).name}(year=${year}, week=${week}, weekday=${weekday})`);
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.types.tuple.w_self, space.newtuple([space.newtuple([...space.tuple_w(w)])])]),
    ),
  ],
  getset: { year: item(0), week: item(1), weekday: item(2) },
};

/** Of a plain date: nothing else compares with it but another, which must not be a datetime. */
function compare(space: Space, w_a: W, w_b: W, op: 0 | 1 | 2 | 3 | 4 | 5): W {
  if (!isDate(space, w_b) || isDateTime(space, w_a) || isDateTime(space, w_b)) return space.w_NotImplemented;
  const order = ordinalOf(momentOf(space, w_a)) - ordinalOf(momentOf(space, w_b));
  return space.newbool(comparisonHolds(op, order));
}

export const dateType: TypeDefinition = {
  name: 'datetime.date',
  ownLayout: true,
  doc: 'Concrete date type.',
  slots: {
    new: newDate,
    add,
    subtract,
    compare,
    hash: (space, w) => {
      const moment = momentOf(space, w);
      return space.newint((moment.hash ??= hashOfState(moment, 'date')));
    },
    repr: (space, w) => {
      const { year, month, day } = momentOf(space, w);
      return space.newstr(`${space.type(w).name}(${year}, ${month}, ${day})`);
    },
    str: (space, w) => {
      if (space.type(w) === space.types['datetime.date']) return space.newstr(dateText(momentOf(space, w)));
      return runSteps(
        space,
        (function* () {
          const w_method = yield getattr(space, w, 'isoformat');
          return yield call(space, w_method, []);
        })(),
      );
    },
  },
  methods: [
    leaf('ctime', '$self, /', (space: Space, w: W) => calendar.asctime(timeFields(momentOf(space, w), 0)), {
      result: 'str',
      doc: 'Return ctime() style string.',
    }),
    resumable(
      'strftime',
      '$self, /, format',
      (space: Space, w: W, w_format: W) => {
        const moment = momentOf(space, w);
        const isOwn = space.type(w) === space.types['datetime.date'];
        return strftimeOf(space, w, moment, w_format, w, isOwn ? timeFields(moment, -1) : null);
      },
      { doc: 'Format using strftime().\n\nExample: "%d/%m/%Y, %H:%M:%S".' },
    ),
    resumable('__format__', '$self, format, /', formatOf, { doc: 'Formats self with strftime.' }),
    leaf('isoformat', '$self, /', (space: Space, w: W) => dateText(momentOf(space, w)), {
      result: 'str',
      doc: 'Return string in ISO 8601 format, YYYY-MM-DD.',
    }),
    leaf('isocalendar', '$self, /', isoCalendarOf, {
      doc: 'Return a named tuple containing ISO year, week number, and weekday.',
    }),
    leaf(
      'timetuple',
      '$self, /',
      (space: Space, w: W) => structTime(space, timeFields(momentOf(space, w), -1)),
      {
        doc: 'Return time tuple, compatible with time.localtime().',
      },
    ),
    leaf('isoweekday', '$self, /', (space: Space, w: W) => weekdayOf(momentOf(space, w)) + 1, {
      result: 'int',
      doc: 'Return the day of the week represented by the date.\n\nMonday == 1 ... Sunday == 7',
    }),
    leaf('toordinal', '$self, /', (space: Space, w: W) => ordinalOf(momentOf(space, w)), {
      result: 'int',
      doc: 'Return proleptic Gregorian ordinal.\n\nJanuary 1 of year 1 is day 1.',
    }),
    leaf('weekday', '$self, /', (space: Space, w: W) => weekdayOf(momentOf(space, w)), {
      result: 'int',
      doc: 'Return the day of the week represented by the date.\n\nMonday == 0 ... Sunday == 6',
    }),
    resumable('replace', '$self, /, year=NULL, month=NULL, day=NULL', replaceDate, {
      doc: 'Return date with new specified fields.',
    }),
    resumable('__replace__', '$self, /, year=NULL, month=NULL, day=NULL', replaceDate, {
      doc: 'The same as replace().',
    }),
    leaf(
      '__reduce__',
      '$self, /',
      (space: Space, w: W) =>
        space.newtuple([
          space.type(w).w_self,
          space.newtuple([space.newbytes(stateBytes(momentOf(space, w), 'date', false))]),
        ]),
      { doc: '__reduce__() -> (cls, state)' },
    ),
  ],
  classMethods: [
    resumable('fromtimestamp', '$type, timestamp, /', fromTimestamp, {
      doc: 'Create a date from a POSIX timestamp.\n\nThe timestamp is a number, e.g. created via time.time(), that is interpreted\nas local time.',
    }),
    resumable('fromordinal', '$type, ordinal, /', fromOrdinal, {
      doc: 'Construct a date from a proleptic Gregorian ordinal.\n\nJanuary 1 of year 1 is day 1.  Only the year, month and day are non-zero in the result.',
    }),
    resumable('fromisoformat', '$type, string, /', fromIsoFormat, {
      doc: 'Construct a date from a string in ISO 8601 format.',
    }),
    resumable('fromisocalendar', '$type, year, week, day', fromIsoCalendar, {
      doc: 'Construct a date from the ISO year, week number and weekday.\n\nThis is the inverse of the date.isocalendar() function.',
    }),
    strptimeRow('date', 'Parse string according to the given date format (like time.strptime()).'),
    resumable(
      'today',
      '$type, /',
      (space: Space, w_type: W) =>
        runSteps(
          space,
          (function* () {
            const w_method = yield getattr(space, w_type, 'fromtimestamp');
            return yield call(space, w_method, [space.newfloat(space.host.now())]);
          })(),
        ),
      { doc: 'Current date or datetime:  same as self.__class__.fromtimestamp(time.time()).' },
    ),
  ],
  getset: { year: part('year'), month: part('month'), day: part('day') },
};
