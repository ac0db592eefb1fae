// What dates, times and moments share: their payload, time zones asked, offsets and fields as text. Models the helpers of CPython's
// Modules/_datetimemodule.c. A zone of a program's own is asked by Python calls, and so in generators; `timezone` and no zone are answered at once.
import { hashBytes } from '../../../kernels/hash.ts';
import type { Int } from '../../../kernels/int.ts';
import { daysInMonth, MAX_YEAR, MIN_YEAR, two } from '../../../kernels/calendar.ts';
import { call, getattr, repr } from '../../descroperation.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { Steps } from '../../steps.ts';
import { newStructSequence } from '../../types/structseq.ts';
import { deltaOf, isDelta } from './timedelta.ts';
import type { Delta } from './timedelta.ts';

export class Moment extends Payload {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  fold: number;
  /** Owned; null: none. */
  w_zone: W | null;
  hash: Int | null = null;
  constructor(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    microsecond: number,
    fold: number,
    w_zone: W | null,
  ) {
    super();
    this.year = year;
    this.month = month;
    this.day = day;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.fold = fold;
    this.w_zone = w_zone;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_zone !== null) visit(this.w_zone);
  }
  forget(): void {
    this.w_zone = null;
  }
}

export const momentOf = (space: Space, w: W): Moment => space.data(w) as Moment;

export const isDate = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types['datetime.date']);
export const isDateTime = (space: Space, w: W): boolean =>
  space.type(w).isSubtype(space.types['datetime.datetime']);
export const isTime = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types['datetime.time']);

// --- checks

export function checkDate(space: Space, year: number, month: number, day: number): void {
  const fail = (text: string) => raise(space, 'ValueError', text);
  if (year < MIN_YEAR || year > MAX_YEAR) throw fail(`year must be in ${MIN_YEAR}..${MAX_YEAR}, not ${year}`);
  if (month < 1 || month > 12) throw fail(`month must be in 1..12, not ${month}`);
  const last = daysInMonth(year, month);
  if (day < 1 || day > last)
    throw fail(`day ${day} must be in range 1..${last} for month ${month} in year ${year}`);
}

export function checkClock(
  space: Space,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  fold: number,
): void {
  const fail = (text: string) => raise(space, 'ValueError', text);
  if (hour < 0 || hour > 23) throw fail(`hour must be in 0..23, not ${hour}`);
  if (minute < 0 || minute > 59) throw fail(`minute must be in 0..59, not ${minute}`);
  if (second < 0 || second > 59) throw fail(`second must be in 0..59, not ${second}`);
  if (microsecond < 0 || microsecond > 999999)
    throw fail(`microsecond must be in 0..999999, not ${microsecond}`);
  if (fold !== 0 && fold !== 1) throw fail(`fold must be either 0 or 1, not ${fold}`);
}

/** None as null. */
export function zoneArgument(space: Space, w: W | undefined): W | null {
  if (w === undefined || space.is(w, space.w_None)) return null;
  if (space.type(w).isSubtype(space.types['datetime.tzinfo'])) return w;
  const got = space.type(w).name;
  throw raise(space, 'TypeError', `tzinfo argument must be None or of a tzinfo subclass, not type '${got}'`);
}

// --- time zones

/** A `timezone`'s payload. */
export class Zone extends Payload {
  w_offset: W | null;
  w_name: W | null;
  constructor(w_offset: W, w_name: W | null) {
    super();
    this.w_offset = w_offset;
    this.w_name = w_name;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_offset !== null) visit(this.w_offset);
    if (this.w_name !== null) visit(this.w_name);
  }
  forget(): void {
    this.w_offset = this.w_name = null;
  }
}

export const zoneOf = (space: Space, w: W): Zone => space.data(w) as Zone;
const isFixed = (space: Space, w_zone: W): boolean => space.type(w_zone) === space.types['datetime.timezone'];

/** The offset where nothing has to be called for it: null where there is no zone, undefined where the zone has to be asked. */
export function plainOffset(space: Space, w_zone: W | null): Delta | null | undefined {
  if (w_zone === null) return null;
  return isFixed(space, w_zone) ? deltaOf(space, zoneOf(space, w_zone).w_offset!) : undefined;
}

const isWithinDay = ({ days, seconds, microseconds }: Delta): boolean =>
  days === 0 || (days === -1 && (seconds > 0 || microseconds > 0));

export function* checkOffset(space: Space, w_offset: W): Steps<void> {
  if (isWithinDay(deltaOf(space, w_offset))) return;
  const shown = space.str_w(yield repr(space, w_offset));
  throw raise(
    space,
    'ValueError',
    `offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${shown}`,
  );
}

/** `utcoffset` or `dst` of a zone: None or a timedelta. */
export function* askZone(space: Space, w_zone: W | null, method: 'utcoffset' | 'dst', w_of: W): Steps {
  if (w_zone === null) return space.w_None;
  if (isFixed(space, w_zone)) return method === 'dst' ? space.w_None : zoneOf(space, w_zone).w_offset!;
  const w_method = yield getattr(space, w_zone, method);
  const w_answer = yield call(space, w_method, [w_of]);
  if (space.is(w_answer, space.w_None)) return w_answer;
  if (!isDelta(space, w_answer)) {
    const got = space.type(w_answer).name;
    throw raise(space, 'TypeError', `tzinfo.${method}() must return None or timedelta, not '${got}'`);
  }
  yield* checkOffset(space, w_answer);
  return w_answer;
}

/** The offset as a payload, null for None. */
export function* offsetOf(space: Space, w_zone: W | null, w_of: W): Steps<Delta | null> {
  const w_offset = yield* askZone(space, w_zone, 'utcoffset', w_of);
  return space.is(w_offset, space.w_None) ? null : deltaOf(space, w_offset);
}

/** `tzname`: None or a str. */
export function* askName(space: Space, w_zone: W | null, w_of: W): Steps {
  if (w_zone === null) return space.w_None;
  if (isFixed(space, w_zone)) return zoneName(space, w_zone);
  const w_method = yield getattr(space, w_zone, 'tzname');
  const w_name = yield call(space, w_method, [w_of]);
  if (space.is(w_name, space.w_None) || space.type(w_name).isSubtype(space.types.str)) return w_name;
  const got = space.type(w_name).name;
  throw raise(space, 'TypeError', `tzinfo.tzname() must return None or a string, not '${got}'`);
}

/** The name of a `timezone`: its own, or by its offset. */
export function zoneName(space: Space, w_zone: W): W {
  const { w_offset, w_name } = zoneOf(space, w_zone);
  if (w_name !== null) return w_name;
  const offset = deltaOf(space, w_offset!);
  const isZero = offset.days === 0 && offset.seconds === 0 && offset.microseconds === 0;
  return space.newstr(isZero ? 'UTC' : `UTC${offsetText(offset, ':')}`);
}

/** `+hh:mm`, with seconds and microseconds where there are some. */
export function offsetText({ days, seconds, microseconds }: Delta, separator: string): string {
  let whole = days * 86400 + seconds;
  let fraction = microseconds;
  let sign = '+';
  if (days < 0) {
    sign = '-';
    whole = -whole;
    if (fraction > 0) {
      fraction = 1_000_000 - fraction;
      whole--;
    }
  }
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  let text = `${sign}${two(hours)}${separator}${two(minutes)}`;
  if (whole % 60 !== 0 || fraction !== 0) text += `${separator}${two(whole % 60)}`;
  if (fraction !== 0) text += `.${String(fraction).padStart(6, '0')}`;
  return text;
}

// --- text and bytes

const six = (n: number): string => String(n).padStart(6, '0');

/** hh:mm:ss as precise as `timespec` asks. */
export function clockText(space: Space, moment: Moment, timespec: string): string {
  const { hour, minute, second, microsecond } = moment;
  const minutes = `${two(hour)}:${two(minute)}`;
  switch (timespec) {
    case 'auto':
      return microsecond === 0
        ? `${minutes}:${two(second)}`
        : `${minutes}:${two(second)}.${six(microsecond)}`;
    case 'hours':
      return two(hour);
    case 'minutes':
      return minutes;
    case 'seconds':
      return `${minutes}:${two(second)}`;
    case 'milliseconds':
      return `${minutes}:${two(second)}.${String(Math.floor(microsecond / 1000)).padStart(3, '0')}`;
    case 'microseconds':
      return `${minutes}:${two(second)}.${six(microsecond)}`;
    default:
      throw raise(space, 'ValueError', 'Unknown timespec value');
  }
}

/** The state in a pickle: of a date 4 bytes, of a time 6, of both 10. */
export function stateBytes(moment: Moment, parts: 'date' | 'time' | 'both', withFold: boolean): Uint8Array {
  const { year, month, day, hour, minute, second, microsecond, fold } = moment;
  const date = [year >> 8, year & 255, month, day];
  const time = [hour, minute, second, microsecond >> 16, (microsecond >> 8) & 255, microsecond & 255];
  if (parts === 'date') return Uint8Array.from(date);
  if (parts === 'time') {
    if (withFold && fold) time[0] |= 128;
    return Uint8Array.from(time);
  }
  if (withFold && fold) date[2] |= 128;
  return Uint8Array.from([...date, ...time]);
}

/** Bytes of a state, where that is what a constructor was given: as bytes, or as a str of a pickle of Python 2. */
export function stateArgument(space: Space, w: W, size: number, monthAt: number): Uint8Array | null {
  const type = space.type(w);
  let state: Uint8Array;
  if (type.isSubtype(space.types.bytes)) state = space.bytes_w(w);
  else if (type.isSubtype(space.types.str)) {
    const text = space.str_w(w);
    if (text.length !== size) return null;
    state = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      const c = text.charCodeAt(i);
      if (c > 255) return null;
      state[i] = c;
    }
  } else return null;
  if (state.length !== size) return null;
  const at = state[monthAt];
  if (monthAt === 0) return (at & 127) < 24 ? state : null;
  const month = size === 10 ? at & 127 : at;
  return month >= 1 && month <= 12 ? state : null;
}

/** `hash()` of a moment whose zone has no say. */
export const hashOfState = (moment: Moment, parts: 'date' | 'time' | 'both'): Int =>
  hashBytes(stateBytes(moment, parts, false));

export const structTime = (space: Space, fields: readonly number[]): W =>
  newStructSequence(
    space,
    'time.struct_time',
    fields.map((field) => space.newint(field)),
  );
