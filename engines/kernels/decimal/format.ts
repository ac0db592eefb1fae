// `format(Decimal, spec)`. Models mpd_qformat_spec and dec_format of CPython's Modules/_decimal.
import { roundTo } from './arithmetic.ts';
import { Decimal, finish, toText, unlimited } from './number.ts';
import type { Rounding } from './number.ts';

const SPEC =
  /^(?:([^])?([<>=^]))?([-+ ])?(z)?(#)?(0)?([1-9][0-9]*)?([,_])?(?:\.([0-9]+)([,_])?)?([eEfFgGn%])?$/u;

export class FormatError extends Error {}

export interface Locale {
  point: string;
  separator: string;
  /** Sizes of groups as localeconv gives them. */
  grouping: readonly number[];
}

function group(digits: string, separator: string, minimum: number, sizes: readonly number[]): string {
  if (separator === '') return digits.padStart(minimum, '0');
  const parts: string[] = [];
  let rest = digits;
  let length = 0;
  let i = 0;
  let size = sizes[0] ?? 0;
  if (size === 0) return digits.padStart(minimum, '0');
  for (;;) {
    const wanted = Math.min(Math.max(rest.length, minimum - length, 1), size);
    const part = rest.slice(-wanted).padStart(wanted, '0');
    parts.unshift(part);
    rest = rest.slice(0, Math.max(0, rest.length - wanted));
    length += part.length;
    if (rest === '' && length >= minimum) break;
    length += separator.length;
    if (i + 1 < sizes.length) size = sizes[++i] || size;
  }
  return parts.join(separator);
}

export function formatDecimal(
  given: Decimal,
  spec: string,
  rounding: Rounding,
  capitals: number,
  locale: Locale,
): string {
  const found = SPEC.exec(spec);
  if (found === null) throw new FormatError('invalid format string');
  let [, fill = ' ', align] = found;
  const [, , , sign = '-', z, alternate, zero, widthText, thousands, precisionText, fractionGroup, kind] = found;
  if (thousands !== undefined && kind === 'n') throw new FormatError('invalid format string');
  if (zero !== undefined && align === undefined) {
    fill = '0';
    align = '=';
  }
  align ??= '>';
  const width = widthText === undefined ? 0 : Number(widthText);
  let precision = precisionText === undefined ? undefined : Number(precisionText);
  let type = kind ?? (capitals === 1 ? 'G' : 'g');
  if (kind === 'n') type = capitals === 1 ? 'G' : 'g';
  let value = given;
  let body: string;
  let exponent = '';
  let fraction = '';
  const separators =
    kind === 'n'
      ? locale
      : { point: '.', separator: thousands ?? '', grouping: thousands === undefined ? [] : [3] };
  let whole = '';
  if (!value.isFinite) {
    whole = toText(value.withSign(false), 1);
    if (type === '%') whole += '%';
  } else {
    if (type === '%') value = new Decimal('finite', value.negative, value.coefficient, value.exponent + 2);
    if (precision === undefined && 'fF%'.includes(type) && value.exponent > 0) precision = 0;
    if (precision !== undefined) {
      if ('eE'.includes(type)) {
        if (!value.isZero) value = finish(value, unlimited(precision + 1, rounding));
      } else if ('fF%'.includes(type)) value = roundTo(value, -precision, rounding);
      else if ('gG'.includes(type) && value.digits > (precision || 1))
        value = finish(value, unlimited(precision || 1, rounding));
    }
    if (z !== undefined && value.coefficient === 0n) value = value.withSign(false);
    const digits = value.coefficient.toString();
    const left = value.exponent + digits.length;
    let point: number;
    if ('eE'.includes(type)) {
      if (value.isZero && precision !== undefined) point = 1 - precision;
      else point = 1;
    } else if ('fF%'.includes(type)) point = left;
    else if (value.exponent <= 0 && left > -6) point = left;
    else point = 1;
    let padded = digits;
    if ('eE'.includes(type)) {
      // As many digits behind the point as were asked for.
      if (precision !== undefined) padded = value.isZero ? '0'.repeat(precision + 1) : digits.padEnd(precision + 1, '0');
      point = 1;
    }
    if (point <= 0) {
      whole = '0';
      fraction = '0'.repeat(-point) + padded;
    } else if (point >= padded.length) {
      whole = padded + '0'.repeat(point - padded.length);
    } else {
      whole = padded.slice(0, point);
      fraction = padded.slice(point);
    }
    const isZeroG = value.isZero && 'eE'.includes(type);
    const e = isZeroG ? (precision === undefined ? value.exponent : value.exponent + precision) : left - point;
    if ('eE'.includes(type) || ('gG'.includes(type) && e !== 0)) {
      exponent = `${type === 'e' || type === 'g' ? 'e' : 'E'}${e < 0 ? '-' : '+'}${Math.abs(e)}`;
    }
    if (type === '%') exponent = '%';
  }
  const signText = value.negative ? '-' : sign === '-' ? '' : sign;
  if (fractionGroup !== undefined) fraction = fraction.replace(/(...)(?=.)/g, `$1${fractionGroup}`);
  const tail = (fraction !== '' || alternate !== undefined ? separators.point + fraction : '') + exponent;
  if (!value.isFinite) body = whole;
  else {
    const minimum = fill === '0' && align === '=' ? width - signText.length - tail.length : 0;
    body = group(whole, separators.separator, minimum, separators.grouping) + tail;
  }
  const length = [...body].length + signText.length;
  const missing = Math.max(0, width - length);
  if (align === '=') return signText + fill.repeat(missing) + body;
  if (align === '<') return signText + body + fill.repeat(missing);
  if (align === '^') {
    const before = Math.floor(missing / 2);
    return fill.repeat(before) + signText + body + fill.repeat(missing - before);
  }
  return fill.repeat(missing) + signText + body;
}

