// @inline-constants-from ./layout.ts T
// The format languages: `format`, f-strings and `%`, over host strings; floats in the forms e, f and g, and `r`: what
// `format(x, '.5')` means. Models py/objstr.c's second half, py/formatfloat.c and C's printf.
import { T } from './layout.ts';
import { H, keep } from './heap.ts';
import { text, intern, Q } from './qstr.ts';
import {
  typeOf,
  isStr,
  isTuple,
  isUser,
  small,
  fail,
  typeError,
  valueError,
  indexError,
  nameOf,
  str,
  strOf,
  toText,
  latin,
  fromLatin,
  intArg,
  tryBuffer,
  noConversion,
  hexDigits,
  codeOf,
} from './obj.ts';
import { unwrap, methodOf, callMethod1, loadAttr } from './objtype.ts';
import { subscr } from './runtime.ts';
import { RADIX, isInt, toBig, toInt } from './objint.ts';
import { exponent, floatText, toFloat } from './objfloat.ts';
import { isDict } from './objdict.ts';
import { charCount } from './objstr.ts';

/** `kind` is one of e E f F g G r; precision -1 means six digits. */
const formatFloat = (x: number, kind: string, precision: number, alt: boolean): string => {
  const k = kind.toLowerCase();
  const p = Math.min(precision < 0 ? 6 : precision, 100);
  let s = x !== x ? 'nan' : 'inf';
  if (Number.isFinite(x)) {
    if (k === 'e') s = exponent(x, p);
    else if (k === 'f') s = x < 1e21 ? x.toFixed(p) : exponent(x, p);
    else {
      const digits = p || 1;
      const e = +x.toExponential(digits - 1).split('e')[1];
      s = e < -4 || e >= digits ? exponent(x, digits - 1) : x.toFixed(Math.min(100, digits - 1 - e));
      if (!alt) s = s.replace(/\.?0+(?=e)|(\.\d*?)0+$/, '$1').replace(/\.$/, '');
      if (k === 'r' && !/[.e]/.test(s)) s += '.0';
    }
    if (alt && !s.includes('.')) s = s.replace(/(?=e|$)/, '.');
  }
  return kind < 'a' ? s.toUpperCase() : s;
};

/** `[[fill]align][sign][#][0][width][,][.precision][type]` */
interface Spec {
  fill_: string;
  align_: string;
  /** Zeros between sign and digits, unless an alignment is given. */
  zero_: string;
  sign_: string;
  alt_: boolean;
  comma_: string;
  width_: number;
  precision_: number;
  type_: string;
}
const parseSpec = (s: string): Spec => {
  const m = /^(?:([^])?([<>=^]))?([-+ ]?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([a-zA-Z%]?)$/u.exec(s);
  if (!m) return valueError('invalid format specifier');
  return {
    fill_: m[1] ?? (m[5] || ' '),
    align_: m[2] ?? '',
    sign_: m[3],
    alt_: m[4] !== '',
    zero_: m[5],
    width_: +m[6],
    comma_: m[7],
    precision_: +(m[8] ?? -1),
    type_: m[9],
  };
};
const pad = (s: string, sp: Spec, align: string): string => {
  const missing = Math.max(0, sp.width_ - Array.from(s).length);
  const before = align === '<' ? 0 : align === '^' ? missing >> 1 : missing;
  return sp.fill_.repeat(before) + s + sp.fill_.repeat(missing - before);
};
/** Sign and prefix, and digits of a number, padded; zeros go between for '='. */
const padNumber = (negative: boolean, prefix: string, digits: string, sp: Spec): string => {
  const align = sp.align_ || (sp.zero_ ? '=' : '>');
  const head = (negative ? '-' : sp.sign_ === '-' ? '' : sp.sign_) + prefix;
  if (sp.comma_) {
    const int = /[boxX]/.test(sp.type_);
    const [, whole, rest] = (int ? /(.*)()/ : /(\d*)(.*)/).exec(digits)!;
    const size = sp.comma_ === '_' && int ? 4 : 3;
    const grouped = (d: string) => d.replace(new RegExp(`\\B(?=(.{${size}})+$)`, 'g'), sp.comma_) + rest;
    let more = whole;
    digits = grouped(more);
    if (align === '=' && sp.fill_ === '0')
      while ((head + digits).length < sp.width_) digits = grouped((more = '0' + more));
  }
  if (align === '=') return head + sp.fill_.repeat(Math.max(0, sp.width_ - (head + digits).length)) + digits;
  return pad(head + digits, sp, align);
};

/** An int with at least so many digits; codes other than x, X, o and b are decimal. */
const formatInt = (b: bigint, least: number, sp: Spec): string => {
  const code = sp.type_;
  const base = RADIX[code.toLowerCase()];
  const digits = (b < 0n ? -b : b).toString(base ?? 10).padStart(least, '0');
  return padNumber(
    b < 0n,
    sp.alt_ && base ? '0' + code : '',
    code === 'X' ? digits.toUpperCase() : digits,
    sp,
  );
};
const charOf = (v: number): string => {
  const c = intArg(v);
  return c >= 0 && c <= 0x10ffff
    ? String.fromCodePoint(c)
    : fail(T.OverflowError, 'char not in range(0x110000)');
};
const formatReal = (x: number, sp: Spec): string => {
  const a = Math.abs(x);
  const { type_: code, precision_: p, alt_: alt } = sp;
  const digits =
    code === '%'
      ? formatFloat(a * 100, 'f', p, alt) + '%'
      : !code && p < 0
        ? floatText(a)
        : formatFloat(a, !code ? 'r' : code === 'n' ? 'g' : code, p, alt);
  return padNumber(x < 0 || Object.is(x, -0), '', digits, sp);
};

export const formatValue = (v: number, spec: string): string => {
  const sp = parseSpec(spec);
  const u = unwrap(v);
  const code = sp.type_;
  const int = isInt(u);
  const known = int ? /^[dnxXobc]?$/ : typeOf(u) === T.FLOAT ? /^n?$/ : /^s?$/;
  if ((int || typeOf(u) === T.FLOAT) && (/[eEfFgG%]/.test(code) || (!int && known.test(code))))
    return formatReal(toFloat(u), sp);
  if (!known.test(code)) valueError(`unknown format code '${code}' for object of type '${nameOf(v)}'`);
  if (int && code !== 'c') return formatInt(toBig(u), 0, sp);
  if (int) {
    if (sp.sign_) valueError("sign not allowed with integer format specifier 'c'");
    return pad(charOf(u), sp, sp.align_ || '>');
  }
  const not = sp.align_ === '=' ? "'=' alignment" : sp.sign_ && 'sign';
  if (not) valueError(not + ' not allowed in string format specifier');
  const s = toText(v);
  return pad(sp.precision_ < 0 ? s : Array.from(s).slice(0, sp.precision_).join(''), sp, sp.align_ || '<');
};

const q_format = Q('__format__');
const switching = (from: string, to: string) => valueError(`can't switch from ${from} to ${to}`);
/** str.format: positional arguments at H[a+1..], then keywords. */
export function format(n: number, nkw: number, a: number): number {
  let auto = 0;
  const positional = (i: number) => (i < n - 1 ? H[a + 1 + i] : indexError('index out of range'));
  const lookup = (path: string): number => {
    const [first, rest] = /^([^.[]*)(.*)$/s.exec(path)!.slice(1);
    let v = 0;
    if (!first) {
      if (auto < 0) switching('manual field specification', 'automatic field numbering');
      v = positional(auto++);
    } else if (/^\d+$/.test(first)) {
      if (auto > 0) switching('automatic field numbering', 'manual field specification');
      auto = -1;
      v = positional(+first);
    } else {
      for (let i = a + n; i < a + n + 2 * nkw; i += 2) if (text(H[i]) === first) v = H[i + 1];
      if (!v) fail(T.KeyError, first);
    }
    rest.replace(/\.([^.[]+)|\[([^\]]*)\]|([^])/g, (_m, name, key, wrong) => {
      v = wrong
        ? valueError('attributes not supported')
        : name
          ? loadAttr(v, intern(str(name)))
          : subscr(v, /^\d+$/.test(key) ? small(+key) : str(key), T.STOP);
      keep(v);
      return '';
    });
    return v;
  };
  const field = (body: string, depth: number): string => {
    const m = /^((?:[^![:.]|\.|\[[^\]]*\])*?)(?:!([^:]*))?(?::([^]*))?$/.exec(body);
    if (!m) return valueError('invalid format specifier');
    const conv = m[2];
    if (conv === '') valueError('end of format while looking for conversion specifier');
    if (conv?.length > 1) valueError("expected ':' after format specifier");
    let v = lookup(m[1]);
    if (conv) {
      if (!/[rs]/.test(conv)) valueError(`unknown conversion specifier ${conv}`);
      v = strOf(v, conv === 'r');
    }
    const spec = m[3] === undefined ? '' : m[3].includes('{') && depth < 2 ? expand(m[3], depth + 1) : m[3];
    if (isUser(typeOf(v)) && !conv && methodOf(v, q_format)) return toText(callMethod1(str(spec)));
    return spec ? formatValue(v, spec) : toText(v);
  };
  const expand = (s: string, depth: number): string => {
    let out = '';
    for (let i = 0; i < s.length; i++) {
      const c = s[i];
      if ((c === '{' || c === '}') && s[i + 1] === c) i++;
      else if (c === '}') valueError("single '}' encountered in format string");
      else if (c === '{') {
        const start = i + 1;
        for (let nest = 1; nest;) {
          if (++i >= s.length) valueError("unmatched '{' in format");
          nest += s[i] === '{' ? 1 : s[i] === '}' ? -1 : 0;
        }
        out += field(s.slice(start, i), depth);
        continue;
      }
      out += c;
    }
    return out;
  };
  return str(expand(text(H[a]), 0));
}

/** '…' % args; bytes are taken and given as a host string of one character a byte. */
export function percent(v: number, args: number): number {
  const isS = isStr(v);
  const u = unwrap(args);
  const tuple = isTuple(u) ? u : 0;
  const total = tuple ? H[tuple + 1] : 1;
  let next = 0;
  const take = (): number => {
    if (next >= total) typeError('format string needs more arguments');
    return tuple ? H[tuple + 2 + next++] : (next++, args);
  };
  const fromText = (s: string) => (isS ? s : latin(str(s)));
  const out = (isS ? text(v) : latin(v)).replace(
    /%(?:\(([^)]*)(\)?))?([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?([^]?)/g,
    (_m, key, closed, flags, width, precision, code, at) => {
      if (code === '%' && !flags) return code;
      let arg = 0;
      if (key !== undefined) {
        if (!isDict(u)) typeError('format needs a dict');
        if (!closed) valueError('incomplete format key');
        arg = subscr(args, isS ? str(key) : fromLatin(key, -T.BYTES), T.STOP);
        next = total;
      }
      const number = (s: string) => (s === '*' ? intArg(take()) : +s);
      const sp = parseSpec('');
      const left = flags.includes('-');
      sp.align_ = left ? '<' : flags.includes('0') ? '=' : '>';
      sp.sign_ = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      sp.alt_ = flags.includes('#');
      if (!left && flags.includes('0')) sp.fill_ = '0';
      sp.width_ = number(width);
      if (precision !== undefined) sp.precision_ = number(precision);
      if (!code) valueError('incomplete format');
      arg ||= take();
      sp.type_ = code;
      const align = left ? '<' : '>';
      if (/[diuxXo]/.test(code)) {
        const x = unwrap(arg);
        if (isStr(x)) noConversion(arg, 'int');
        return formatInt(toBig(toInt(arg)), sp.precision_, sp);
      }
      if (/[eEfFgG]/.test(code)) return formatReal(toFloat(arg), sp);
      if (code === 'c') {
        if (isStr(arg) && charCount(arg) !== 1) typeError('%c needs int or char');
        return pad(
          isStr(arg) ? text(arg) : isInt(arg) ? charOf(arg) : typeError('integer needed'),
          sp,
          align,
        );
      }
      if (!/[rsa]/.test(code))
        valueError(
          `unsupported format character '${code}' (0x${hexDigits(codeOf(code))}) at index ${at + _m.length - 1}`,
        );
      let s =
        code !== 's'
          ? fromText(toText(arg, true))
          : !isS && !isStr(arg) && tryBuffer(arg)
            ? latin(arg)
            : fromText(toText(arg));
      if (sp.precision_ >= 0) s = s.slice(0, sp.precision_);
      sp.fill_ = ' ';
      return pad(s, sp, align);
    },
  );
  if (next < total && (tuple || !isDict(u))) typeError("format string didn't convert all arguments");
  return isS ? str(out) : fromLatin(out, -T.BYTES);
}
