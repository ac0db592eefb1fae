// The constants of one code object while it is made: which of them are one and the same (CPython's _PyCode_ConstantKey:
// 0, 0.0, -0.0 and False are four constants), and the number of each.
import { CodeObject, ComplexConstant, FloatConstant, FrozenSetConstant } from './code-object.ts';
import { SliceConstant, SurrogateString, TupleConstant } from './code-object.ts';
import type { Constant } from './code-object.ts';

const bits = new DataView(new ArrayBuffer(8));
let distinct = 0;

function floatKey(value: number): string {
  // No NaN equals another.
  if (value !== value) return `n${distinct++}`;
  bits.setFloat64(0, value);
  return bits.getUint32(0).toString(36) + ',' + bits.getUint32(4).toString(36);
}

/** A text equal for equal constants of one type. */
export function constantKey(value: Constant): string {
  switch (typeof value) {
    case 'string':
      return `s${value.length}:${value}`;
    case 'number':
    case 'bigint':
      return `i${value};`;
    case 'boolean':
      return value ? 'T' : 'F';
  }
  if (value === null) return 'N';
  if (value instanceof FloatConstant) return `f${floatKey(value.value)};`;
  if (value instanceof ComplexConstant) return `c${floatKey(value.real)}${floatKey(value.imag)};`;
  if (value instanceof Uint8Array) return `b${value.length}:${bytesKey(value)}`;
  if (value instanceof TupleConstant) {
    let key = `(${value.items.length}:`;
    for (const item of value.items) key += constantKey(item);
    return key;
  }
  if (value instanceof FrozenSetConstant) {
    return `{${value.items.length}:${value.items.map(constantKey).sort().join('')}`;
  }
  if (value instanceof SliceConstant) {
    return `:${constantKey(value.start)}${constantKey(value.stop)}${constantKey(value.step)}`;
  }
  if (value instanceof SurrogateString) return `u${value.codePoints.join(',')};`;
  if (value instanceof CodeObject) return codeKey(value);
  return '.';
}

function bytesKey(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

function codeKey(code: CodeObject): string {
  return (
    `<${code.name},${code.firstlineno},${code.flags},${code.argcount},${code.posonlyargcount},` +
    `${code.kwonlyargcount},${code.stacksize};${bytesKey(code.code)};${bytesKey(code.linetable)};` +
    `${bytesKey(code.exceptiontable)};${bytesKey(code.localspluskinds)};` +
    `${code.names.join()};${code.localsplusnames.join()};${code.consts.map(constantKey).join('')}>`
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export class ConstTable {
  list: Constant[] = [];
  private readonly simple = new Map<unknown, number>();
  private keyed: Map<string, number> | null = null;

  /** The number of a constant, added if it is new. */
  add(value: Constant): number {
    if (typeof value !== 'object' || value === null) {
      const known = this.simple.get(value);
      if (known !== undefined) return known;
      const index = this.list.push(value) - 1;
      this.simple.set(value, index);
      return index;
    }
    if (value instanceof CodeObject) return this.addCode(value);
    const key = constantKey(value);
    this.keyed ??= new Map();
    const known = this.keyed.get(key);
    if (known !== undefined) return known;
    const index = this.list.push(value) - 1;
    this.keyed.set(key, index);
    return index;
  }

  /** The bodies of `finally` are compiled twice: what is defined in them gives equal code objects, kept once. */
  private addCode(value: CodeObject): number {
    for (let i = 0; i < this.list.length; i++) {
      const other = this.list[i];
      if (
        other instanceof CodeObject &&
        other.firstlineno === value.firstlineno &&
        other.name === value.name &&
        sameBytes(other.linetable, value.linetable) &&
        codeKey(other) === codeKey(value)
      ) {
        return i;
      }
    }
    return this.list.push(value) - 1;
  }
}
