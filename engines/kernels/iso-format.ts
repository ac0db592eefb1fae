// Dates and times as ISO 8601 has them, read as `fromisoformat` does: the basic and the extended format, weeks, fractions, offsets. Models
// parse_isoformat_date and parse_isoformat_time of CPython's Modules/_datetimemodule.c, with what they let pass.
import { fromIsoCalendar } from './calendar.ts';
import type { CalendarDate } from './calendar.ts';

/** Value of the digits from `from` on; -1 where there are others. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const c = text.charCodeAt(i) - 48;
    // Behind the end the difference is NaN.
    if (!(c >= 0 && c <= 9)) return -1;
    value = value * 10 + c;
  }
  return value;
}

const isDigit = (text: string, i: number): boolean => digits(text, i, 1) >= 0;

/** The date in the first `length` characters; null: there is none. The parts of a calendar date may be out of range. */
export function parseIsoDate(text: string, length: number): CalendarDate | null {
  if (length !== 7 && length !== 8 && length !== 10) return null;
  const year = digits(text, 0, 4);
  if (year < 0) return null;
  let at = 4;
  const hasSeparator = text[at] === '-';
  if (hasSeparator) at++;
  if (text[at] === 'W') {
    const week = digits(text, at + 1, 2);
    if (week < 0) return null;
    at += 3;
    let day = 1;
    if (at < length) {
      if (hasSeparator && text[at++] !== '-') return null;
      day = digits(text, at, 1);
      if (day < 0) return null;
    }
    const date = fromIsoCalendar(year, week, day);
    return typeof date === 'string' ? null : date;
  }
  const month = digits(text, at, 2);
  if (month < 0) return null;
  at += 2;
  if (hasSeparator && text[at++] !== '-') return null;
  const day = digits(text, at, 2);
  return day < 0 || at + 2 !== length ? null : { year, month, day };
}

export interface IsoTime {
  hour: number;
  minute: number;
  second: number;
  microsecond: number;
  /** Null: no time zone. The microseconds have the sign of the offset. */
  offset: { seconds: number; microseconds: number } | null;
}

/** A time without zone between `from` and `to`; `rest`: something follows it. */
function parseClock(text: string, from: number, to: number): { parts: number[]; rest: boolean } | null {
  const parts = [0, 0, 0, 0];
  let at = from;
  let hasSeparator = true;
  let part = 0;
  for (; part < 3; part++) {
    const value = digits(text, at, 2);
    if (value < 0) return null;
    parts[part] = value;
    at += 2;
    const c = at < text.length ? text[at] : '\0';
    at++;
    if (part === 0) hasSeparator = c === ':';
    if (at >= to) return { parts, rest: c !== '\0' };
    if (hasSeparator && c === ':') {
      if (part === 2) return null;
    } else if (c === '.' || c === ',') {
      if (part < 2) return null;
      break;
    } else if (!hasSeparator) at--;
    else return null;
  }
  const count = Math.min(to - at, 6);
  const fraction = digits(text, at, count);
  if (fraction < 0) return null;
  parts[3] = fraction * 10 ** (6 - count);
  at += count;
  while (isDigit(text, at)) at++;
  return { parts, rest: at < text.length };
}

/** The time of all the text from `from` on. */
export function parseIsoTime(text: string, from: number): IsoTime | null {
  const { length } = text;
  let zone = from;
  while (zone < length && !'+-Z'.includes(text[zone])) zone++;
  const clock = parseClock(text, from, zone);
  if (clock === null) return null;
  const [hour, minute, second, microsecond] = clock.parts;
  if (zone === length) return clock.rest ? null : { hour, minute, second, microsecond, offset: null };
  if (text[zone] === 'Z') {
    if (zone + 1 !== length) return null;
    return { hour, minute, second, microsecond, offset: { seconds: 0, microseconds: 0 } };
  }
  const sign = text[zone] === '-' ? -1 : 1;
  const away = parseClock(text, zone + 1, length);
  if (away === null || away.rest) return null;
  const [hours, minutes, seconds, microseconds] = away.parts;
  const offset = {
    seconds: sign * (hours * 3600 + minutes * 60 + seconds),
    microseconds: sign * microseconds,
  };
  return { hour, minute, second, microsecond, offset };
}

/** Where the date of a date and time ends; -1: it cannot be one. */
export function isoDateEnd(text: string): number {
  const { length } = text;
  if (length === 7) return 7;
  if (text[4] === '-') {
    if (text[5] !== 'W') return 10;
    if (length < 8) return -1;
    if (length === 8 || text[8] !== '-') return 8;
    if (length === 9) return -1;
    // YYYY-Www-## could be a day or an hour: it is taken for the hour.
    return length > 10 && isDigit(text, 10) ? 8 : 10;
  }
  if (text[4] !== 'W') return 8;
  let end = 7;
  while (end < length && isDigit(text, end)) end++;
  if (end < 9) return end;
  return end % 2 === 0 ? 7 : 8;
}
