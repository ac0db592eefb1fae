// The proleptic Gregorian calendar: days as ordinals (1 is the first day of year 1), ISO weeks, and times as text by the directives of C's strftime in its C
// locale. Models CPython's Modules/_datetimemodule.c (ymd_to_ord, ord_to_ymd) and glibc's strftime.

export const MIN_YEAR = 1;
export const MAX_YEAR = 9999;
export const MAX_ORDINAL = 3652059;

const DAYS_BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const IN_400_YEARS = 146097;
const IN_100_YEARS = 36524;
const IN_4_YEARS = 1461;

export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : DAYS_IN[month];

/** Days of the year before `month` begins. */
export const daysBeforeMonth = (year: number, month: number): number =>
  DAYS_BEFORE[month] + (month > 2 && isLeap(year) ? 1 : 0);

const daysBeforeYear = (year: number): number => {
  const y = year - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
};

export const toOrdinal = (year: number, month: number, day: number): number =>
  daysBeforeYear(year) + daysBeforeMonth(year, month) + day;

export interface CalendarDate {
  year: number;
  month: number;
  day: number;
}

/** Of an ordinal of at least 1. */
export function fromOrdinal(ordinal: number): CalendarDate {
  let n = ordinal - 1;
  const n400 = Math.floor(n / IN_400_YEARS);
  n -= n400 * IN_400_YEARS;
  const n100 = Math.floor(n / IN_100_YEARS);
  n -= n100 * IN_100_YEARS;
  const n4 = Math.floor(n / IN_4_YEARS);
  n -= n4 * IN_4_YEARS;
  const n1 = Math.floor(n / 365);
  n -= n1 * 365;
  const year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1;
  // The last day of a leap year, or of 400 years.
  if (n1 === 4 || n100 === 4) return { year: year - 1, month: 12, day: 31 };
  const leapDay = n1 === 3 && (n4 !== 24 || n100 === 3) ? 1 : 0;
  let month = (n + 50) >> 5;
  let before = DAYS_BEFORE[month] + (month > 2 ? leapDay : 0);
  if (before > n) {
    month--;
    before = DAYS_BEFORE[month] + (month > 2 ? leapDay : 0);
  }
  return { year, month, day: n - before + 1 };
}

/** Monday is 0. */
export const weekday = (year: number, month: number, day: number): number =>
  (toOrdinal(year, month, day) + 6) % 7;

/** Ordinal of the Monday that the first ISO week of `year` begins with: the week with the first Thursday. */
function firstIsoMonday(year: number): number {
  const first = toOrdinal(year, 1, 1);
  const firstWeekday = (first + 6) % 7;
  const monday = first - firstWeekday;
  return firstWeekday > 3 ? monday + 7 : monday;
}

export interface IsoDate {
  year: number;
  week: number;
  /** Monday is 1. */
  day: number;
}

export function isoCalendar(year: number, month: number, day: number): IsoDate {
  const today = toOrdinal(year, month, day);
  let isoYear = year;
  let monday = firstIsoMonday(year);
  if (today < monday) monday = firstIsoMonday(--isoYear);
  else if (today >= firstIsoMonday(year + 1)) monday = firstIsoMonday(++isoYear);
  const week = Math.floor((today - monday) / 7);
  return { year: isoYear, week: week + 1, day: ((today + 6) % 7) + 1 };
}

/** A date by its ISO week; what is wrong with it as a name. */
export function fromIsoCalendar(
  year: number,
  week: number,
  day: number,
): CalendarDate | 'year' | 'week' | 'day' {
  if (year < MIN_YEAR || year > MAX_YEAR) return 'year';
  if (week <= 0 || week >= 53) {
    let isOutside = true;
    if (week === 53) {
      const first = weekday(year, 1, 1);
      isOutside = !(first === 3 || (first === 2 && isLeap(year)));
    }
    if (isOutside) return 'week';
  }
  if (day <= 0 || day >= 8) return 'day';
  return fromOrdinal(firstIsoMonday(year) + (week - 1) * 7 + day - 1);
}

export const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
export const four = (n: number): string => String(n).padStart(4, '0');

/** `asctime`, as `%c` has it. */
export const asctime = (fields: readonly number[]): string =>
  `${DAY_NAMES[fields[6]].slice(0, 3)} ${MONTH_NAMES[fields[1] - 1].slice(0, 3)} ${String(fields[2]).padStart(2)} ` +
  `${two(fields[3])}:${two(fields[4])}:${two(fields[5])} ${fields[0]}`;

/** ISO 8601 week and the year it belongs to, for any year. */
function isoWeek(year: number, dayOfYear: number, dayOfWeek: number): [year: number, week: number] {
  const week = Math.floor((dayOfYear - 1 - dayOfWeek + 10) / 7);
  const weeksOf = (y: number): number => {
    const first = (((toOrdinal(y, 1, 1) + 6) % 7) + 7) % 7;
    return first === 3 || (first === 2 && isLeap(y)) ? 53 : 52;
  };
  if (week < 1) return [year - 1, weeksOf(year - 1)];
  if (week > weeksOf(year)) return [year + 1, 1];
  return [year, week];
}

/**
 * `fields` as those of `struct_time`: year, month, day, hour, minute, second, weekday (Monday is 0), day of the year, daylight. `zone` and `offset` (seconds
 * east) are asked for where the format wants them. Directives that do not exist stay as they are.
 */
export function strftime(
  format: string,
  fields: readonly number[],
  zone: () => { name: string; offset: number },
): string {
  let text = '';
  let from = 0;
  for (;;) {
    const at = format.indexOf('%', from);
    if (at < 0 || at + 1 >= format.length) return text + format.slice(from);
    if (at > from) text += format.slice(from, at);
    const isFlag = FLAGS.includes(format[at + 1]) && at + 2 < format.length;
    const end = isFlag ? at + 3 : at + 2;
    const by = directive(format.charCodeAt(end - 1), fields, zone);
    if (by === null) text += format.slice(at, end);
    else text += isFlag ? flagged(by, format[at + 1]) : by;
    from = end;
  }
}

/** glibc's: how a number is padded, and letters in upper case. */
const FLAGS = '-_0^';

function flagged(text: string, flag: string): string {
  if (flag === '^') return text.toUpperCase();
  const [padding] = /^[0 ]*(?=\d)/.exec(text) ?? [''];
  if (padding === '') return text;
  const by = flag === '_' ? ' ' : flag;
  return (flag === '-' ? '' : by.repeat(padding.length)) + text.slice(padding.length);
}

function directive(
  letter: number,
  fields: readonly number[],
  zone: () => { name: string; offset: number },
): string | null {
  const [year, month, day, hour, minute, second, dayOfWeek, dayOfYear] = fields;
  const of12 = hour % 12 === 0 ? 12 : hour % 12;
  switch (String.fromCharCode(letter)) {
    case 'Y':
      return String(year);
    case 'm':
      return two(month);
    case 'd':
      return two(day);
    case 'H':
      return two(hour);
    case 'M':
      return two(minute);
    case 'S':
      return two(second);
    case 'a':
      return DAY_NAMES[dayOfWeek].slice(0, 3);
    case 'A':
      return DAY_NAMES[dayOfWeek];
    case 'b':
    case 'h':
      return MONTH_NAMES[month - 1].slice(0, 3);
    case 'B':
      return MONTH_NAMES[month - 1];
    case 'c':
      return asctime(fields);
    case 'C':
      return two(Math.floor(year / 100));
    case 'D':
    case 'x':
      return `${two(month)}/${two(day)}/${two(year % 100)}`;
    case 'e':
      return String(day).padStart(2);
    case 'F':
      return `${year}-${two(month)}-${two(day)}`;
    case 'g':
      return two(isoWeek(year, dayOfYear, dayOfWeek)[0] % 100);
    case 'G':
      return String(isoWeek(year, dayOfYear, dayOfWeek)[0]);
    case 'I':
      return two(of12);
    case 'j':
      return String(dayOfYear).padStart(3, '0');
    case 'k':
      return String(hour).padStart(2);
    case 'l':
      return String(of12).padStart(2);
    case 'n':
      return '\n';
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'P':
      return hour < 12 ? 'am' : 'pm';
    case 'r':
      return `${two(of12)}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`;
    case 'R':
      return `${two(hour)}:${two(minute)}`;
    case 's': {
      const days = toOrdinal(year, month, day) - EPOCH;
      return String(days * 86400 + hour * 3600 + minute * 60 + second - zone().offset);
    }
    case 't':
      return '\t';
    case 'T':
    case 'X':
      return `${two(hour)}:${two(minute)}:${two(second)}`;
    case 'u':
      return String(dayOfWeek + 1);
    case 'U':
      return two(Math.floor((dayOfYear + 6 - ((dayOfWeek + 1) % 7)) / 7));
    case 'V':
      return two(isoWeek(year, dayOfYear, dayOfWeek)[1]);
    case 'w':
      return String((dayOfWeek + 1) % 7);
    case 'W':
      return two(Math.floor((dayOfYear + 6 - dayOfWeek) / 7));
    case 'y':
      return two(year % 100);
    case 'z': {
      const { offset } = zone();
      const size = Math.abs(offset);
      return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}${two(Math.floor(size / 60) % 60)}`;
    }
    case 'Z':
      return zone().name;
    case '%':
      return '%';
    default:
      return null;
  }
}

/** The ordinal of 1970-01-01. */
export const EPOCH = 719163;
