// New dates, times and moments of a class, and sums with a timedelta. Models new_date_subclass_ex() and its like, add_datetime_timedelta() and
// normalize_datetime() of CPython's Modules/_datetimemodule.c: a subclass is called like any other class.
import { fromOrdinal, MAX_ORDINAL, toOrdinal } from '../../../kernels/calendar.ts';
import { andThen } from '../../continuation.ts';
import { call } from '../../descroperation.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeObject } from '../../typeobject.ts';
import { checkClock, checkDate, Moment, momentOf } from './moment.ts';
import { normalised } from './timedelta.ts';

const ownZone = (space: Space, w_zone: W | null): W | null => (w_zone === null ? null : space.own(w_zone));

/** Parts in range. */
export const plainDate = (space: Space, type: TypeObject, year: number, month: number, day: number): W =>
  space.newobj(type, new Moment(year, month, day, 0, 0, 0, 0, 0, null));

export const plainTime = (
  space: Space,
  type: TypeObject,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  w_zone: W | null,
  fold: number,
): W =>
  space.newobj(type, new Moment(1900, 1, 1, hour, minute, second, microsecond, fold, ownZone(space, w_zone)));

export const plainDateTime = (
  space: Space,
  type: TypeObject,
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  w_zone: W | null,
  fold: number,
): W =>
  space.newobj(
    type,
    new Moment(year, month, day, hour, minute, second, microsecond, fold, ownZone(space, w_zone)),
  );

/** The same date and time of day, of this class, with this zone and fold. */
export const sameReading = (
  space: Space,
  type: TypeObject,
  moment: Moment,
  w_zone: W | null,
  fold: number,
): W => {
  const { year, month, day, hour, minute, second, microsecond } = moment;
  return plainDateTime(space, type, year, month, day, hour, minute, second, microsecond, w_zone, fold);
};

/** Of any class below `date`; checked. */
export function makeDate(space: Space, type: TypeObject, year: number, month: number, day: number): W {
  if (type === space.types['datetime.date']) {
    checkDate(space, year, month, day);
    return plainDate(space, type, year, month, day);
  }
  return call(
    space,
    type.w_self,
    [year, month, day].map((part) => space.newint(part)),
  );
}

/** `fold` is no argument of a subclass's constructor, which may not know it. */
function withFold(space: Space, w_answer: W, fold: number): W {
  if (fold === 0) return w_answer;
  return andThen(space, space.top, w_answer, (w) => {
    const payload: unknown = space.data(w);
    if (payload instanceof Moment) payload.fold = fold;
    return w;
  });
}

export function makeTime(
  space: Space,
  type: TypeObject,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  w_zone: W | null,
  fold: number,
): W {
  if (type === space.types['datetime.time']) {
    checkClock(space, hour, minute, second, microsecond, fold);
    return plainTime(space, type, hour, minute, second, microsecond, w_zone, fold);
  }
  const parts_w = [hour, minute, second, microsecond].map((part) => space.newint(part));
  const caller = space.top;
  const w_made = call(space, type.w_self, [...parts_w, w_zone ?? space.w_None]);
  return fold === 0 ? w_made : andThen(space, caller, w_made, (w) => withFold(space, w, fold));
}

export function makeDateTime(
  space: Space,
  type: TypeObject,
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  w_zone: W | null,
  fold: number,
): W {
  if (type === space.types['datetime.datetime']) {
    checkDate(space, year, month, day);
    checkClock(space, hour, minute, second, microsecond, fold);
    return plainDateTime(space, type, year, month, day, hour, minute, second, microsecond, w_zone, fold);
  }
  const parts_w = [year, month, day, hour, minute, second, microsecond].map((part) => space.newint(part));
  const caller = space.top;
  const w_made = call(space, type.w_self, [...parts_w, w_zone ?? space.w_None]);
  return fold === 0 ? w_made : andThen(space, caller, w_made, (w) => withFold(space, w, fold));
}

/** The date `days` after another; of the same class. */
export function addToDate(space: Space, w_date: W, days: number): W {
  const { year, month, day } = momentOf(space, w_date);
  const type = space.type(w_date);
  const ordinal = toOrdinal(year, month, day) + days;
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw raise(space, 'OverflowError', 'date value out of range');
  const date = fromOrdinal(ordinal);
  return makeDate(space, type, date.year, date.month, date.day);
}

/** Microseconds, seconds and days carried over to a date and a clock in range. */
export interface Carried {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  microsecond: number;
}

export function carried(
  space: Space,
  moment: Moment,
  days: number,
  seconds: number,
  microseconds: number,
): Carried {
  const {
    days: ordinal,
    seconds: s,
    microseconds: us,
  } = normalised(
    toOrdinal(moment.year, moment.month, moment.day) + days,
    moment.hour * 3600 + moment.minute * 60 + moment.second + seconds,
    moment.microsecond + microseconds,
  );
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw raise(space, 'OverflowError', 'date value out of range');
  const { year, month, day } = fromOrdinal(ordinal);
  return {
    year,
    month,
    day,
    hour: Math.floor(s / 3600),
    minute: Math.floor(s / 60) % 60,
    second: s % 60,
    microsecond: us,
  };
}

/** The moment so much later, of the same class and zone. */
export function addToDateTime(
  space: Space,
  w_moment: W,
  days: number,
  seconds: number,
  microseconds: number,
): W {
  const moment = momentOf(space, w_moment);
  const to = carried(space, moment, days, seconds, microseconds);
  return makeDateTime(
    space,
    space.type(w_moment),
    to.year,
    to.month,
    to.day,
    to.hour,
    to.minute,
    to.second,
    to.microsecond,
    moment.w_zone,
    0,
  );
}
