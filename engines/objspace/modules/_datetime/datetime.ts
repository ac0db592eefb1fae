// `datetime.datetime`: construction, comparison, sums, text. Models the datetime object of CPython's Modules/_datetimemodule.c; time zones and timestamps
// are conversions.ts.
import { asctime, daysInMonth, four } from '../../../kernels/calendar.ts';
import { isoDateEnd, parseIsoDate, parseIsoTime } from '../../../kernels/iso-format.ts';
import { leaf, resumable } from '../../gateway.ts';
import { EQ, NE } from '../../operations.ts';
import type { Comparison } from '../../operations.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeDefinition } from '../../typedef.ts';
import type { TypeObject } from '../../typeobject.ts';
import { intArgument, matchArguments, timespecArgument } from './arguments.ts';
import { conversions, constructions } from './conversions.ts';
import { dateText, invalidIso, isoText, ordinalOf, timeFields } from './date.ts';
import {
  addToDateTime,
  makeDateTime,
  plainDate,
  plainDateTime,
  plainTime,
  sameReading,
} from './date-arithmetic.ts';
import type { Moment } from './moment.ts';
import {
  checkClock,
  checkDate,
  clockText,
  hashOfState,
  isDate,
  isDateTime,
  isTime,
  momentOf,
  offsetOf,
  offsetText,
  plainOffset,
  stateArgument,
  zoneArgument,
} from './moment.ts';
import { strftimeOf, strptimeRow } from './strftime.ts';
import { compareDeltas, comparisonHolds, deltaOf, hashOfDelta, isDelta, newDelta } from './timedelta.ts';
import type { Delta } from './timedelta.ts';
import { checkMidnight, isoZone, reprSteps, stateZone } from './time.ts';
import { CLOCK_PARTS, pickleRows, zoneRows } from './zoned-rows.ts';

const PARAMETERS = {
  name: null,
  names: ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'],
  required: 3,
  positional: 8,
};

function newDateTime(
  space: Space,
  type: TypeObject,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  if (args_w.length >= 1 && args_w.length <= 2 && names === null) {
    const state = stateArgument(space, args_w[0], 10, 2);
    if (state !== null) {
      const [century, year, month, day, hour, minute, second, high, middle, low] = state;
      return plainDateTime(
        space,
        type,
        century * 256 + year,
        month & 127,
        day,
        hour,
        minute,
        second,
        high * 65536 + middle * 256 + low,
        stateZone(space, args_w[1]),
        month >> 7,
      );
    }
  }
  const values_w = matchArguments(space, PARAMETERS, args_w, names);
  const year = intArgument(space, values_w[0]!);
  const month = intArgument(space, values_w[1]!);
  const day = intArgument(space, values_w[2]!);
  const value = (i: number): number => {
    const w = values_w[i];
    return w === undefined ? 0 : intArgument(space, w);
  };
  const hour = value(3);
  const minute = value(4);
  const second = value(5);
  const microsecond = value(6);
  const fold = value(8);
  checkDate(space, year, month, day);
  checkClock(space, hour, minute, second, microsecond, fold);
  const w_zone = zoneArgument(space, values_w[7]);
  return plainDateTime(space, type, year, month, day, hour, minute, second, microsecond, w_zone, fold);
}

const secondOfDay = ({ hour, minute, second }: Moment): number => hour * 3600 + minute * 60 + second;

const compareMoments = (a: Moment, b: Moment): number =>
  ordinalOf(a) - ordinalOf(b) || secondOfDay(a) - secondOfDay(b) || a.microsecond - b.microsecond;

const sameZone = (space: Space, a: Moment, b: Moment): boolean =>
  a.w_zone === b.w_zone || (a.w_zone !== null && b.w_zone !== null && space.is(a.w_zone, b.w_zone));

// --- comparison

function comparison(
  space: Space,
  a: Moment,
  b: Moment,
  offsetA: Delta | null,
  offsetB: Delta | null,
  op: Comparison,
): W {
  return space.newbool(comparisonHolds(op, orderOf(space, a, b, offsetA, offsetB, op)));
}

function orderOf(
  space: Space,
  a: Moment,
  b: Moment,
  offsetA: Delta | null,
  offsetB: Delta | null,
  op: Comparison,
): number {
  if (offsetA === null || offsetB === null) {
    if (offsetA === offsetB) return compareMoments(a, b);
    if (op === EQ || op === NE) return 1;
    throw raise(space, 'TypeError', "can't compare offset-naive and offset-aware datetimes");
  }
  if (compareDeltas(offsetA, offsetB) === 0) return compareMoments(a, b);
  const { days, seconds, microseconds } = deltaOf(space, difference(space, a, b, offsetA, offsetB));
  return days || seconds || microseconds;
}

/** Whether the other reading of an ambiguous time has another offset: such a moment equals none of another zone (PEP 495). */
function* isAmbiguous(space: Space, w: W, offset: Delta | null): Steps<boolean> {
  const moment = momentOf(space, w);
  const { w_zone, fold } = moment;
  const w_other = sameReading(space, space.types['datetime.datetime'], moment, w_zone, 1 - fold);
  const flipped = yield* offsetOf(space, w_zone, w_other);
  if (flipped === null || offset === null) return flipped !== offset;
  return compareDeltas(flipped, offset) !== 0;
}

function compare(space: Space, w_a: W, w_b: W, op: Comparison): W {
  if (!isDateTime(space, w_b)) return space.w_NotImplemented;
  const a = momentOf(space, w_a);
  const b = momentOf(space, w_b);
  if (sameZone(space, a, b)) return space.newbool(comparisonHolds(op, compareMoments(a, b)));
  const offsetA = plainOffset(space, a.w_zone);
  const offsetB = plainOffset(space, b.w_zone);
  if (offsetA !== undefined && offsetB !== undefined) return comparison(space, a, b, offsetA, offsetB, op);
  return runSteps(
    space,
    (function* (): Steps {
      const askedA = yield* offsetOf(space, a.w_zone, w_a);
      const askedB = yield* offsetOf(space, b.w_zone, w_b);
      let order = orderOf(space, a, b, askedA, askedB, op);
      if ((op === EQ || op === NE) && order === 0) {
        if ((yield* isAmbiguous(space, w_a, askedA)) || (yield* isAmbiguous(space, w_b, askedB))) order = 1;
      }
      return space.newbool(comparisonHolds(op, order));
    })(),
  );
}

function hash(space: Space, w: W): W {
  const moment = momentOf(space, w);
  if (moment.hash !== null) return space.newint(moment.hash);
  const by = (offset: Delta | null): W => {
    if (offset === null) moment.hash = hashOfState(moment, 'both');
    else {
      const w_utc = newDelta(
        space,
        ordinalOf(moment) - offset.days,
        secondOfDay(moment) - offset.seconds,
        moment.microsecond - offset.microseconds,
      );
      moment.hash = hashOfDelta(deltaOf(space, w_utc));
    }
    return space.newint(moment.hash);
  };
  const offset = plainOffset(space, moment.w_zone);
  if (offset !== undefined) return by(offset);
  return runSteps(
    space,
    (function* (): Steps {
      // Both readings of an ambiguous time have one hash, since they are equal.
      const { fold, w_zone } = moment;
      const w_of = fold === 0 ? w : sameReading(space, space.types['datetime.datetime'], moment, w_zone, 0);
      return by(yield* offsetOf(space, moment.w_zone, w_of));
    })(),
  );
}

// --- sums

/** `a - b`, of moments that both have an offset or both have none. */
function difference(space: Space, a: Moment, b: Moment, offsetA: Delta | null, offsetB: Delta | null): W {
  let days = ordinalOf(a) - ordinalOf(b);
  let seconds = secondOfDay(a) - secondOfDay(b);
  let microseconds = a.microsecond - b.microsecond;
  if (offsetA !== null && offsetB !== null) {
    days -= offsetA.days - offsetB.days;
    seconds -= offsetA.seconds - offsetB.seconds;
    microseconds -= offsetA.microseconds - offsetB.microseconds;
  }
  return newDelta(space, days, seconds, microseconds);
}

function checkedDifference(
  space: Space,
  a: Moment,
  b: Moment,
  offsetA: Delta | null,
  offsetB: Delta | null,
): W {
  if ((offsetA === null) === (offsetB === null)) return difference(space, a, b, offsetA, offsetB);
  throw raise(space, 'TypeError', "can't subtract offset-naive and offset-aware datetimes");
}

export function subtractMoments(space: Space, w_a: W, w_b: W): W {
  const a = momentOf(space, w_a);
  const b = momentOf(space, w_b);
  if (sameZone(space, a, b)) return difference(space, a, b, null, null);
  const offsetA = plainOffset(space, a.w_zone);
  const offsetB = plainOffset(space, b.w_zone);
  if (offsetA !== undefined && offsetB !== undefined) return checkedDifference(space, a, b, offsetA, offsetB);
  return runSteps(
    space,
    (function* (): Steps {
      const askedA = yield* offsetOf(space, a.w_zone, w_a);
      const askedB = yield* offsetOf(space, b.w_zone, w_b);
      return checkedDifference(space, a, b, askedA, askedB);
    })(),
  );
}

function add(space: Space, w_a: W, w_b: W): W {
  const [w_moment, w_delta] = isDateTime(space, w_a) ? [w_a, w_b] : [w_b, w_a];
  if (!isDateTime(space, w_moment) || !isDelta(space, w_delta)) return space.w_NotImplemented;
  const { days, seconds, microseconds } = deltaOf(space, w_delta);
  return addToDateTime(space, w_moment, days, seconds, microseconds);
}

function subtract(space: Space, w_a: W, w_b: W): W {
  if (!isDateTime(space, w_a)) return space.w_NotImplemented;
  if (isDateTime(space, w_b)) return subtractMoments(space, w_a, w_b);
  if (!isDelta(space, w_b)) return space.w_NotImplemented;
  const { days, seconds, microseconds } = deltaOf(space, w_b);
  return addToDateTime(space, w_a, -days, -seconds, -microseconds);
}

// --- text

function isoFormat(space: Space, w: W, separator: string, timespec: string): W {
  const moment = momentOf(space, w);
  const text = dateText(moment) + separator + clockText(space, moment, timespec);
  const offset = plainOffset(space, moment.w_zone);
  if (offset === null) return space.newstr(text);
  if (offset !== undefined) return space.newstr(text + offsetText(offset, ':'));
  return runSteps(
    space,
    (function* (): Steps {
      const asked = yield* offsetOf(space, moment.w_zone, w);
      return space.newstr(asked === null ? text : text + offsetText(asked, ':'));
    })(),
  );
}

function separatorOf(space: Space, w: W | undefined): string {
  if (w === undefined) return 'T';
  const type = space.type(w);
  const expected = 'isoformat() argument 1 must be a unicode character';
  if (!type.isSubtype(space.types.str)) throw raise(space, 'TypeError', `${expected}, not ${type.name}`);
  const { length } = space.text_w(w);
  if (length !== 1) throw raise(space, 'TypeError', `${expected}, not a string of length ${length}`);
  return space.str_w(w);
}

function reprOf(space: Space, w: W): W {
  const moment = momentOf(space, w);
  const { year, month, day, hour, minute, second, microsecond } = moment;
  let parts = `${year}, ${month}, ${day}, ${hour}, ${minute}`;
  if (second !== 0 || microsecond !== 0) parts += `, ${second}`;
  if (microsecond !== 0) parts += `, ${microsecond}`;
  if (moment.w_zone === null && moment.fold === 0) return space.newstr(`${space.type(w).name}(${parts})`);
  return runSteps(space, reprSteps(space, w, parts, false));
}

function fromIsoFormat(space: Space, w_type: W, w_text: W): W {
  const text = isoText(space, w_text);
  const end = text.length < 7 ? -1 : isoDateEnd(text);
  const date = end < 0 ? null : parseIsoDate(text, Math.min(end, text.length));
  if (date === null) throw invalidIso(space, w_text);
  let { year, month, day } = date;
  const type = space.data(w_type) as TypeObject;
  if (text.length <= end) return makeDateTime(space, type, year, month, day, 0, 0, 0, 0, null, 0);
  // One character of any kind, which may take two units of the host's text.
  const from = end + (text.codePointAt(end)! > 0xffff ? 2 : 1);
  const time = parseIsoTime(text, from);
  if (time === null) throw invalidIso(space, w_text);
  let { hour } = time;
  const { minute, second, microsecond } = time;
  if (hour === 24 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)) {
    checkMidnight(space, time);
    hour = 0;
    day++;
    if (day > daysInMonth(year, month)) {
      day = 1;
      month++;
      if (month > 12) {
        month = 1;
        year++;
      }
    }
  }
  if (time.offset === null)
    return makeDateTime(space, type, year, month, day, hour, minute, second, microsecond, null, 0);
  return runSteps(
    space,
    (function* (): Steps {
      const w_zone = yield* isoZone(space, time);
      return yield makeDateTime(space, type, year, month, day, hour, minute, second, microsecond, w_zone, 0);
    })(),
  );
}

// --- other rows

function replaceDateTime(
  space: Space,
  w: W,
  w_year: W | undefined,
  w_month: W | undefined,
  w_day: W | undefined,
  w_hour: W | undefined,
  w_minute: W | undefined,
  w_second: W | undefined,
  w_microsecond: W | undefined,
  w_zone: W | undefined,
  w_fold: W | undefined,
): W {
  const moment = momentOf(space, w);
  const value = (w_part: W | undefined, otherwise: number): number =>
    w_part === undefined ? otherwise : intArgument(space, w_part);
  const fold = value(w_fold, moment.fold);
  if (fold !== 0 && fold !== 1) throw raise(space, 'ValueError', `fold must be either 0 or 1, not ${fold}`);
  return makeDateTime(
    space,
    space.type(w),
    value(w_year, moment.year),
    value(w_month, moment.month),
    value(w_day, moment.day),
    value(w_hour, moment.hour),
    value(w_minute, moment.minute),
    value(w_second, moment.second),
    value(w_microsecond, moment.microsecond),
    w_zone === undefined ? moment.w_zone : zoneArgument(space, w_zone),
    fold,
  );
}

function combine(space: Space, w_type: W, w_date: W, w_time: W, w_zone: W | undefined): W {
  const fail = (place: number, expected: string, w: W) =>
    raise(
      space,
      'TypeError',
      `combine() argument ${place} must be datetime.${expected}, not ${space.type(w).name}`,
    );
  if (!isDate(space, w_date)) throw fail(1, 'date', w_date);
  if (!isTime(space, w_time)) throw fail(2, 'time', w_time);
  const { year, month, day } = momentOf(space, w_date);
  const time = momentOf(space, w_time);
  return makeDateTime(
    space,
    space.data(w_type) as TypeObject,
    year,
    month,
    day,
    time.hour,
    time.minute,
    time.second,
    time.microsecond,
    w_zone === undefined ? time.w_zone : zoneArgument(space, w_zone),
    time.fold,
  );
}

const clockOf = (space: Space, w: W, withZone: boolean): W => {
  const { hour, minute, second, microsecond, fold, w_zone } = momentOf(space, w);
  const type = space.types['datetime.time'];
  return plainTime(space, type, hour, minute, second, microsecond, withZone ? w_zone : null, fold);
};

const REPLACE =
  '$self, /, year=NULL, month=NULL, day=NULL, hour=NULL, minute=NULL, second=NULL, microsecond=NULL, tzinfo=NULL, *, fold=NULL';

export const datetimeType: TypeDefinition = {
  name: 'datetime.datetime',
  base: 'datetime.date',
  ownLayout: true,
  doc: 'A combination of a date and a time.\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.',
  slots: {
    new: newDateTime,
    add,
    subtract,
    compare,
    hash,
    repr: reprOf,
    str: (space, w) => isoFormat(space, w, ' ', 'auto'),
  },
  methods: [
    leaf(
      'date',
      '$self, /',
      (space: Space, w: W) => {
        const { year, month, day } = momentOf(space, w);
        return plainDate(space, space.types['datetime.date'], year, month, day);
      },
      { doc: 'Return date object with same year, month and day.' },
    ),
    leaf('time', '$self, /', (space: Space, w: W) => clockOf(space, w, false), {
      doc: 'Return time object with same time but with tzinfo=None.',
    }),
    leaf('timetz', '$self, /', (space: Space, w: W) => clockOf(space, w, true), {
      doc: 'Return time object with same time and tzinfo.',
    }),
    leaf(
      'ctime',
      '$self, /',
      (space: Space, w: W) => {
        const moment = momentOf(space, w);
        return asctime(timeFields(moment, 0)).replace(/\d+$/, four(moment.year));
      },
      { result: 'str', doc: 'Return ctime() style string.' },
    ),
    resumable(
      'strftime',
      '$self, /, format',
      (space: Space, w: W, w_format: W) => {
        const moment = momentOf(space, w);
        const isPlain =
          space.type(w) === space.types['datetime.datetime'] &&
          plainOffset(space, moment.w_zone) !== undefined;
        return strftimeOf(space, w, moment, w_format, w, isPlain ? timeFields(moment, -1) : null);
      },
      { doc: 'Format using strftime().\n\nExample: "%d/%m/%Y, %H:%M:%S".' },
    ),
    resumable(
      'isoformat',
      '$self, /, sep=NULL, timespec=NULL',
      (space: Space, w: W, w_separator: W | undefined, w_timespec: W | undefined) =>
        isoFormat(space, w, separatorOf(space, w_separator), timespecArgument(space, w_timespec, 2)),
      {
        doc: "Return the time formatted according to ISO.\n\nThe full format looks like 'YYYY-MM-DD HH:MM:SS.mmmmmm'.\nBy default, the fractional part is omitted if self.microsecond == 0.\n\nIf self.tzinfo is not None, the UTC offset is also attached, giving\na full format of 'YYYY-MM-DD HH:MM:SS.mmmmmm+HH:MM'.\n\nOptional argument sep specifies the separator between date and\ntime, default 'T'.\n\nThe optional argument timespec specifies the number of additional\nterms of the time to include. Valid options are 'auto', 'hours',\n'minutes', 'seconds', 'milliseconds' and 'microseconds'.",
      },
    ),
    ...zoneRows((_space, w) => w),
    resumable('replace', REPLACE, replaceDateTime, { doc: 'Return datetime with new specified fields.' }),
    resumable('__replace__', REPLACE, replaceDateTime, { doc: 'The same as replace().' }),
    ...conversions,
    ...pickleRows('both'),
  ],
  classMethods: [
    ...constructions,
    resumable('combine', '$type, date, time, tzinfo=NULL', combine, {
      doc: 'Construct a datetime from a given date and a given time.',
    }),
    resumable('fromisoformat', '$type, string, /', fromIsoFormat, {
      doc: 'Construct a date from a string in ISO 8601 format.',
    }),
    strptimeRow(
      'datetime',
      'Parse string according to the given date and time format (like time.strptime()).',
    ),
  ],
  getset: CLOCK_PARTS,
};
