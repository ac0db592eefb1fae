// Values of NUMBER tokens, whose form the tokenizer has checked: int (number, or bigint beyond 2^53), float, imaginary.
// Models parsenumber in CPython's Parser/pegen.c.
import { ComplexConstant, FloatConstant } from './ast.ts';

/** sys.get_int_max_str_digits() of a fresh interpreter: longer decimal ints are refused. */
export const MAX_INT_DIGITS = 4300;

/** Value of the number in `source[start, end)`; null for a decimal int with too many digits. */
export function parseNumber(
  source: string,
  start: number,
  end: number,
): number | bigint | FloatConstant | ComplexConstant | null {
  const length = end - start;
  if (length === 1) return source.charCodeAt(start) - 48;
  let text = source.slice(start, end);
  if (text.includes('_')) text = text.replaceAll('_', '');
  const second = text.charCodeAt(1) | 32;
  if (text.charCodeAt(0) === 48 && (second === 120 || second === 111 || second === 98)) {
    // 2^53 has 53 bits: 13 hexadecimal digits, 17 octal ones or 51 binary ones are always safe.
    const safe = second === 120 ? 15 : second === 111 ? 19 : 53;
    if (text.length <= safe) return Number(text);
    return shrink(BigInt(text));
  }
  const last = text.charCodeAt(text.length - 1) | 32;
  if (last === 106) return new ComplexConstant(0, Number(text.slice(0, -1)));
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return new FloatConstant(Number(text));
  }
  if (text.length <= 15) return Number(text);
  if (text.length > MAX_INT_DIGITS) {
    text = text.replace(/^0+(?=.)/, '');
    if (text.length > MAX_INT_DIGITS) return null;
  }
  return shrink(BigInt(text));
}

function shrink(value: bigint): number | bigint {
  return value <= 9007199254740991n ? Number(value) : value;
}
