// Python's `repr` of every constant a code object can hold; of the tree's own kinds, ast-dump.ts has it.
import { reprConstant } from './ast-dump.ts';
import { CodeObject, FrozenSetConstant, SliceConstant, TupleConstant } from './code-object.ts';
import type { Constant } from './code-object.ts';

/** `codeAddress`: what stands for the address of a code object. */
export function constantRepr(value: Constant, codeAddress = '0x0'): string {
  if (value instanceof TupleConstant) {
    const items = value.items.map((item) => constantRepr(item, codeAddress));
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
  }
  if (value instanceof FrozenSetConstant) {
    if (value.items.length === 0) return 'frozenset()';
    return `frozenset({${value.items.map((item) => constantRepr(item, codeAddress)).join(', ')}})`;
  }
  if (value instanceof SliceConstant) {
    const parts = [value.start, value.stop, value.step].map((item) => constantRepr(item, codeAddress));
    return `slice(${parts.join(', ')})`;
  }
  if (value instanceof CodeObject) {
    return `<code object ${value.name} at ${codeAddress}, file "${value.filename}", line ${value.firstlineno}>`;
  }
  return reprConstant(value);
}
