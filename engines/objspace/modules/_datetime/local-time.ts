// Timestamps: seconds since the epoch as numbers of Python, and the host's local time. Models _PyTime_ObjectToTimeval() and _PyTime_localtime() of CPython's
// Python/pytime.c.
import { EPOCH, fromOrdinal, MAX_YEAR, MIN_YEAR } from '../../../kernels/calendar.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';

export interface Timestamp {
  seconds: number;
  microseconds: number;
}

function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x - rounded) === 0.5 ? 2 * Math.round(x / 2) : rounded;
}

/** A float or an int as whole seconds and microseconds. */
export function secondsOf(space: Space, w: W, rounding: 'half-even' | 'floor'): Timestamp {
  const outOfRange = () => raise(space, 'OverflowError', 'timestamp out of range for platform time_t');
  const type = space.type(w);
  if (type.isSubtype(space.types.float)) {
    const value = space.float_w(w);
    if (value !== value) throw raise(space, 'ValueError', 'Invalid value NaN (not a number)');
    let seconds = Math.trunc(value);
    let microseconds = (value - seconds) * 1e6;
    microseconds = rounding === 'floor' ? Math.floor(microseconds) : roundHalfEven(microseconds);
    if (microseconds >= 1e6) {
      microseconds -= 1e6;
      seconds++;
    } else if (microseconds < 0) {
      microseconds += 1e6;
      seconds--;
    }
    if (!(seconds >= -(2 ** 63) && seconds < 2 ** 63)) throw outOfRange();
    return { seconds, microseconds };
  }
  const value = space.int_w(w);
  if (typeof value === 'number') return { seconds: value, microseconds: 0 };
  if (value >= 2n ** 63n || value < -(2n ** 63n)) throw outOfRange();
  return { seconds: Number(value), microseconds: 0 };
}

type Fields = [year: number, month: number, day: number, hour: number, minute: number, second: number];

/** The fields of a count of seconds without any zone; an error for years that there are not. */
export function utcFields(space: Space, seconds: number): Fields {
  const days = Math.floor(seconds / 86400);
  const rest = seconds - days * 86400;
  const ordinal = days + EPOCH;
  // Some days beside the range, which a zone may bring back.
  if (ordinal < -365 || ordinal > 3652059 + 365) {
    const year = Math.floor(1970 + days / 365.2425);
    if (Math.abs(year) > 0x7fff_ffff)
      throw raise(space, 'OverflowError', 'timestamp out of range for platform time_t');
    throw raise(space, 'ValueError', `year must be in ${MIN_YEAR}..${MAX_YEAR}, not ${year}`);
  }
  // 400 years are a whole number of weeks, and the calendar repeats.
  const shift = ordinal < 1 ? 400 : 0;
  const { year, month, day } = fromOrdinal(ordinal + (shift === 0 ? 0 : 146097));
  return [
    year - shift,
    month,
    day,
    Math.floor(rest / 3600),
    Math.floor(rest / 60) % 60,
    Math.floor(rest % 60),
  ];
}

/** Seconds east of UTC that the host's zone has at a moment. */
export function localOffset(seconds: number): number {
  const date = new Date(Math.floor(seconds) * 1000);
  const offset = -date.getTimezoneOffset() * 60;
  return offset === offset ? offset : 0;
}

export const localFields = (space: Space, seconds: number): Fields =>
  utcFields(space, seconds + localOffset(seconds));

/** The name of the host's zone at a moment. */
export function localZoneName(seconds: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(
    new Date(Math.floor(seconds) * 1000),
  );
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}
