// `datetime.time`. Models the time object of CPython's Modules/_datetimemodule.c.
import { parseIsoTime } from '../../../kernels/iso-format.ts';
import type { IsoTime } from '../../../kernels/iso-format.ts';
import { repr } from '../../descroperation.ts';
import { resumable } from '../../gateway.ts';
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
import { invalidIso, isoText } from './date.ts';
import { makeTime, plainTime } from './date-arithmetic.ts';
import {
  checkClock,
  checkOffset,
  clockText,
  hashOfState,
  isTime,
  momentOf,
  offsetOf,
  offsetText,
  plainOffset,
  stateArgument,
  zoneArgument,
} from './moment.ts';
import type { Moment } from './moment.ts';
import { formatOf, strftimeOf, strptimeRow } from './strftime.ts';
import { compareDeltas, comparisonHolds, deltaOf, hashOfDelta, newDelta } from './timedelta.ts';
import type { Delta } from './timedelta.ts';
import { newZone, utcOf } from './tzinfo.ts';
import { CLOCK_PARTS, pickleRows, zoneRows } from './zoned-rows.ts';

const PARAMETERS = {
  name: null,
  names: ['hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'],
  required: 0,
  positional: 5,
};

/** The zone beside a state's bytes. */
export function stateZone(space: Space, w: W | undefined): W | null {
  if (w === undefined || space.is(w, space.w_None)) return null;
  if (space.type(w).isSubtype(space.types['datetime.tzinfo'])) return w;
  throw raise(space, 'TypeError', 'bad tzinfo state arg');
}

function newTime(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  if (args_w.length >= 1 && args_w.length <= 2 && names === null) {
    const state = stateArgument(space, args_w[0], 6, 0);
    if (state !== null) {
      const [hour, minute, second, high, middle, low] = state;
      const w_zone = stateZone(space, args_w[1]);
      const microsecond = high * 65536 + middle * 256 + low;
      return plainTime(space, type, hour & 127, minute, second, microsecond, w_zone, hour >> 7);
    }
  }
  const values_w = matchArguments(space, PARAMETERS, args_w, names);
  const value = (i: number): number => {
    const w = values_w[i];
    return w === undefined ? 0 : intArgument(space, w);
  };
  const [hour, minute, second, microsecond] = [value(0), value(1), value(2), value(3)];
  const fold = value(5);
  checkClock(space, hour, minute, second, microsecond, fold);
  const w_zone = zoneArgument(space, values_w[4]);
  return plainTime(space, type, hour, minute, second, microsecond, w_zone, fold);
}

/** By `utcoffset(None)`, as times are asked. */
const zoneOffset = (space: Space, moment: Moment): Steps<Delta | null> =>
  offsetOf(space, moment.w_zone, space.w_None);

const secondOfDay = ({ hour, minute, second }: Moment): number => hour * 3600 + minute * 60 + second;

const compareClocks = (a: Moment, b: Moment): number =>
  secondOfDay(a) - secondOfDay(b) || a.microsecond - b.microsecond;

function comparison(
  space: Space,
  a: Moment,
  b: Moment,
  offsetA: Delta | null,
  offsetB: Delta | null,
  op: Comparison,
): W {
  if (offsetA === null || offsetB === null) {
    if (offsetA === offsetB) return space.newbool(comparisonHolds(op, compareClocks(a, b)));
    if (op === EQ || op === NE) return space.newbool(op === NE);
    throw raise(space, 'TypeError', "can't compare offset-naive and offset-aware times");
  }
  if (compareDeltas(offsetA, offsetB) === 0) return space.newbool(comparisonHolds(op, compareClocks(a, b)));
  const away = ({ days, seconds }: Delta): number => days * 86400 + seconds;
  const order =
    secondOfDay(a) - away(offsetA) - (secondOfDay(b) - away(offsetB)) || a.microsecond - b.microsecond;
  return space.newbool(comparisonHolds(op, order));
}

function compare(space: Space, w_a: W, w_b: W, op: Comparison): W {
  if (!isTime(space, w_b)) return space.w_NotImplemented;
  const a = momentOf(space, w_a);
  const b = momentOf(space, w_b);
  if (a.w_zone === b.w_zone || (a.w_zone !== null && b.w_zone !== null && space.is(a.w_zone, b.w_zone)))
    return space.newbool(comparisonHolds(op, compareClocks(a, b)));
  const offsetA = plainOffset(space, a.w_zone);
  const offsetB = plainOffset(space, b.w_zone);
  if (offsetA !== undefined && offsetB !== undefined) return comparison(space, a, b, offsetA, offsetB, op);
  return runSteps(
    space,
    (function* (): Steps {
      const asked = yield* zoneOffset(space, a);
      return comparison(space, a, b, asked, yield* zoneOffset(space, b), op);
    })(),
  );
}

function hash(space: Space, w: W): W {
  const moment = momentOf(space, w);
  if (moment.hash !== null) return space.newint(moment.hash);
  const by = (offset: Delta | null): W => {
    if (offset === null) moment.hash = hashOfState(moment, 'time');
    else {
      const w_utc = newDelta(
        space,
        -offset.days,
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
      return by(yield* zoneOffset(space, moment));
    })(),
  );
}

/** The arguments that make it again: `tzinfo` and `fold` by name. */
export function* reprSteps(space: Space, w: W, parts: string, zoneFirst: boolean): Steps {
  const { w_zone, fold } = momentOf(space, w);
  const zone = w_zone === null ? '' : `, tzinfo=${space.str_w(yield repr(space, w_zone))}`;
  const folded = fold === 0 ? '' : `, fold=${fold}`;
  return space.newstr(`${space.type(w).name}(${parts}${zoneFirst ? zone + folded : folded + zone})`);
}

function reprOf(space: Space, w: W): W {
  const moment = momentOf(space, w);
  const { hour, minute, second, microsecond } = moment;
  let parts = `${hour}, ${minute}`;
  if (second !== 0 || microsecond !== 0) parts += `, ${second}`;
  if (microsecond !== 0) parts += `, ${microsecond}`;
  if (moment.w_zone === null && moment.fold === 0) return space.newstr(`${space.type(w).name}(${parts})`);
  return runSteps(space, reprSteps(space, w, parts, true));
}

function isoFormat(space: Space, w: W, timespec: string): W {
  const moment = momentOf(space, w);
  const text = clockText(space, moment, timespec);
  const offset = plainOffset(space, moment.w_zone);
  if (offset === null) return space.newstr(text);
  if (offset !== undefined) return space.newstr(text + offsetText(offset, ':'));
  return runSteps(
    space,
    (function* (): Steps {
      const asked = yield* zoneOffset(space, moment);
      return space.newstr(asked === null ? text : text + offsetText(asked, ':'));
    })(),
  );
}

/** The zone that an ISO text names; null: none. */
export function* isoZone(space: Space, { offset }: IsoTime): Steps<W | null> {
  if (offset === null) return null;
  const { seconds, microseconds } = offset;
  if (seconds === 0) return utcOf(space);
  const w_offset = newDelta(space, 0, seconds, microseconds);
  yield* checkOffset(space, w_offset);
  return newZone(space, w_offset, null);
}

function fromIsoFormat(space: Space, w_type: W, w_text: W): W {
  const text = isoText(space, w_text);
  const time = parseIsoTime(text, text.startsWith('T') ? 1 : 0);
  if (time === null) throw invalidIso(space, w_text);
  let { hour } = time;
  const { minute, second, microsecond } = time;
  if (hour === 24) {
    checkMidnight(space, time);
    hour = 0;
  }
  const type = space.data(w_type) as TypeObject;
  return runSteps(
    space,
    (function* (): Steps {
      const w_zone = yield* isoZone(space, time);
      return yield makeTime(space, type, hour, minute, second, microsecond, w_zone, 0);
    })(),
  );
}

/** 24:00 is the end of a day, and nothing is later than that. */
export function checkMidnight(space: Space, { minute, second, microsecond }: IsoTime): void {
  if (minute === 0 && second === 0 && microsecond === 0) return;
  const text = 'minute, second, and microsecond must be 0 when hour is 24';
  throw raise(space, 'ValueError', text);
}

function replaceTime(
  space: Space,
  w: W,
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
  return makeTime(
    space,
    space.type(w),
    value(w_hour, moment.hour),
    value(w_minute, moment.minute),
    value(w_second, moment.second),
    value(w_microsecond, moment.microsecond),
    w_zone === undefined ? moment.w_zone : zoneArgument(space, w_zone),
    value(w_fold, moment.fold),
  );
}

const REPLACE = '$self, /, hour=NULL, minute=NULL, second=NULL, microsecond=NULL, tzinfo=NULL, *, fold=NULL';

export const timeType: TypeDefinition = {
  name: 'datetime.time',
  ownLayout: true,
  doc: 'Time with time zone.\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.',
  slots: {
    new: newTime,
    compare,
    hash,
    repr: reprOf,
    str: (space, w) => isoFormat(space, w, 'auto'),
  },
  methods: [
    resumable(
      'isoformat',
      '$self, /, timespec=NULL',
      (space: Space, w: W, w_timespec: W | undefined) =>
        isoFormat(space, w, timespecArgument(space, w_timespec, 1)),
      {
        doc: "Return the time formatted according to ISO.\n\nThe full format is 'HH:MM:SS.mmmmmm+zz:zz'. By default, the fractional\npart is omitted if self.microsecond == 0.\n\nThe optional argument timespec specifies the number of additional\nterms of the time to include. Valid options are 'auto', 'hours',\n'minutes', 'seconds', 'milliseconds' and 'microseconds'.",
      },
    ),
    resumable(
      'strftime',
      '$self, /, format',
      (space: Space, w: W, w_format: W) => {
        const moment = momentOf(space, w);
        const { hour, minute, second } = moment;
        return strftimeOf(space, w, moment, w_format, space.w_None, [
          1900,
          1,
          1,
          hour,
          minute,
          second,
          0,
          1,
          -1,
        ]);
      },
      {
        doc: 'Format using strftime().\n\nThe date part of the timestamp passed to underlying strftime should not be used.',
      },
    ),
    resumable('__format__', '$self, format, /', formatOf, { doc: 'Formats self with strftime.' }),
    ...zoneRows((space) => space.w_None),
    resumable('replace', REPLACE, replaceTime, { doc: 'Return time with new specified fields.' }),
    resumable('__replace__', REPLACE, replaceTime, { doc: 'The same as replace().' }),
    ...pickleRows('time'),
  ],
  classMethods: [
    resumable('fromisoformat', '$type, string, /', fromIsoFormat, {
      doc: 'Construct a time from a string in ISO 8601 format.',
    }),
    strptimeRow('time', 'Parse string according to the given time format (like time.strptime()).'),
  ],
  getset: CLOCK_PARTS,
};
