// Compares code objects field by field, recursively: for the check against the reference and for tests. Constants are compared
// by type and exact value (0.0 is not -0.0; frozensets without order); code objects among them by the same comparison.
import { CodeObject, FrozenSetConstant, SliceConstant, TupleConstant } from './code-object.ts';
import type { Constant } from './code-object.ts';
import { constantRepr } from './constant-repr.ts';

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

/** A text equal for equal constants. */
function describe(value: Constant): string {
  if (value instanceof CodeObject) return '<code>';
  if (value instanceof TupleConstant) return `tuple(${value.items.map(describe).join(', ')})`;
  if (value instanceof FrozenSetConstant) return `frozenset(${value.items.map(describe).sort().join(', ')})`;
  if (value instanceof SliceConstant) {
    return `slice(${describe(value.start)}, ${describe(value.stop)}, ${describe(value.step)})`;
  }
  const type = typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
  return `${type} ${constantRepr(value)}`;
}

const scalars = [
  'argcount',
  'posonlyargcount',
  'kwonlyargcount',
  'stacksize',
  'flags',
  'firstlineno',
  'name',
  'qualname',
  'filename',
] as const;
const bytes = ['code', 'exceptiontable', 'linetable', 'localspluskinds'] as const;
const lists = ['names', 'localsplusnames'] as const;

/** Names of the fields of this code object (not of nested ones) that differ. */
export function differentFields(ours: CodeObject, theirs: CodeObject): string[] {
  const fields: string[] = [];
  for (const field of scalars) if (ours[field] !== theirs[field]) fields.push(field);
  for (const field of bytes) if (!sameBytes(ours[field], theirs[field])) fields.push(field);
  for (const field of lists) if (!sameList(ours[field], theirs[field])) fields.push(field);
  if (!sameList(ours.consts.map(describe), theirs.consts.map(describe))) fields.push('consts');
  return fields;
}

/** Visits each code object of `theirs` with ours of the same place, undefined where there is none. */
export function compareCode(
  ours: CodeObject | undefined,
  theirs: CodeObject,
  visit: (ours: CodeObject | undefined, theirs: CodeObject, fields: string[]) => void,
): void {
  visit(ours, theirs, ours === undefined ? ['missing'] : differentFields(ours, theirs));
  const nested = (code: CodeObject): CodeObject[] => code.consts.filter((c) => c instanceof CodeObject);
  const mine = ours === undefined ? [] : nested(ours);
  const same = (a: CodeObject | undefined, b: CodeObject): boolean =>
    a !== undefined && a.name === b.name && a.firstlineno === b.firstlineno;
  nested(theirs).forEach((code, i) => {
    // By place where the lists agree, else by name.
    compareCode(same(mine[i], code) ? mine[i] : mine.find((m) => same(m, code)), code, visit);
  });
}
