// Floats to text in the forms e, f and g, and `r`: what `format(x, '.5')` means. Models py/formatfloat.c and C's printf.

/** `kind` is one of e E f F g G r; precision -1 means six digits. */
export function formatFloat(x: number, kind: string, precision: number, alt: boolean): string {
  const upper = kind < 'a';
  const k = kind.toLowerCase();
  if (!Number.isFinite(x)) {
    const s = x !== x ? 'nan' : 'inf';
    return upper ? s.toUpperCase() : s;
  }
  const p = Math.min(precision < 0 ? 6 : precision, 100);
  let s: string;
  if (k === 'e') s = exponent(x, p);
  else if (k === 'f') s = x < 1e21 ? x.toFixed(p) : large(x, p);
  else {
    const digits = p === 0 ? 1 : p;
    const e = x === 0 ? 0 : +x.toExponential(digits - 1).split('e')[1];
    if (e < -4 || e >= (k === 'r' ? Math.max(digits, 1) : digits)) {
      s = exponent(x, digits - 1);
      if (!alt) s = s.replace(/\.?0+e/, 'e');
    } else {
      s = x.toFixed(Math.max(0, Math.min(100, digits - 1 - e)));
      if (!alt && s.includes('.')) s = s.replace(/\.?0+$/, '');
      if (k === 'r' && !s.includes('.')) s += '.0';
    }
  }
  if (alt && !s.includes('.')) s = s.replace(/(?=e|$)/, '.');
  return upper ? s.toUpperCase() : s;
}
function exponent(x: number, p: number): string {
  const [m, e] = x.toExponential(p).split('e');
  return m + 'e' + e[0] + e.slice(1).padStart(2, '0');
}
const large = (x: number, p: number) => BigInt(x).toString() + (p > 0 ? '.' + '0'.repeat(p) : '');
