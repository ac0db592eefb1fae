// The module `_datetime`, behind the library's datetime. Models CPython's Modules/_datetimemodule.c; calendar and ISO texts are kernels/calendar.ts and
// kernels/iso-format.ts. `datetime_CAPI` is there by name only.
import { runNested } from '../../continuation.ts';
import { call } from '../../descroperation.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import type { ModuleDefinition } from '../module-definition.ts';
import { dateType, isoCalendarDateType } from './date.ts';
import { plainDate, plainDateTime, plainTime } from './date-arithmetic.ts';
import { datetimeType } from './datetime.ts';
import { timeType } from './time.ts';
import { newDelta, timedeltaType } from './timedelta.ts';
import { plainZone, timezoneType, tzinfoType } from './tzinfo.ts';

/** `min`, `max`, `resolution` of the classes, made once they are complete. */
function setLimits(space: Space): void {
  const { types } = space;
  const put = (type: (typeof types)['object'], name: string, w: W): void => {
    type.dict.set(name, space.own(w));
  };
  const delta = (days: number, seconds = 0, microseconds = 0): W =>
    newDelta(space, days, seconds, microseconds);
  const { 'datetime.timedelta': timedelta, 'datetime.date': date, 'datetime.time': time } = types;
  const { 'datetime.datetime': datetime, 'datetime.timezone': timezone } = types;
  put(timedelta, 'min', delta(-999_999_999));
  put(timedelta, 'max', delta(999_999_999, 86399, 999_999));
  put(timedelta, 'resolution', delta(0, 0, 1));
  put(date, 'min', plainDate(space, date, 1, 1, 1));
  put(date, 'max', plainDate(space, date, 9999, 12, 31));
  put(date, 'resolution', delta(1));
  put(time, 'min', plainTime(space, time, 0, 0, 0, 0, null, 0));
  put(time, 'max', plainTime(space, time, 23, 59, 59, 999_999, null, 0));
  put(time, 'resolution', delta(0, 0, 1));
  put(datetime, 'min', plainDateTime(space, datetime, 1, 1, 1, 0, 0, 0, 0, null, 0));
  put(datetime, 'max', plainDateTime(space, datetime, 9999, 12, 31, 23, 59, 59, 999_999, null, 0));
  put(datetime, 'resolution', delta(0, 0, 1));
  put(timezone, 'utc', plainZone(space, delta(0), null));
  put(timezone, 'min', plainZone(space, delta(-1, 60), null));
  put(timezone, 'max', plainZone(space, delta(0, 86340), null));
  for (const type of [timedelta, date, time, datetime, timezone]) type.modified();
}

export const datetimeModule: ModuleDefinition = {
  name: '_datetime',
  doc: 'Fast implementation of the datetime module.',
  types: [timedeltaType, dateType, tzinfoType, timezoneType, timeType, datetimeType, isoCalendarDateType],
  hidden: ['datetime.IsoCalendarDate'],
  values: (space) => {
    // For struct_time.
    runNested(space, () => call(space, space.builtin('__import__'), [space.newstr('time')]));
    setLimits(space);
    return {
      MINYEAR: space.newint(1),
      MAXYEAR: space.newint(9999),
      UTC: space.types['datetime.timezone'].dict.get('utc')!,
    };
  },
};
