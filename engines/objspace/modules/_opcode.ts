// The module `_opcode`: facts of the instruction set for `opcode` and `dis`, from the front end's tables. Models CPython's Modules/_opcode.c.
// There are no executors of the tier-2 optimizer to be shown.
import {
  binaryOperators,
  intrinsics1,
  intrinsics2,
  OPCODE_COUNT,
  opFlags,
  OpFlag,
  opNames,
  specialMethods,
  HAVE_ARGUMENT,
  FIRST_PSEUDO,
  MIN_INSTRUMENTED_OPCODE,
  stackEffect,
} from '../../frontend/opcodes.ts';
import { leaf } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

const isValid = (op: number): boolean => op >= 0 && op < OPCODE_COUNT && Boolean(opNames[op]);

const test = (name: string, flag: number): BuiltinRow =>
  leaf(name, 'opcode: index', (_space: Space, op: number) => isValid(op) && (opFlags[op] & flag) !== 0, {
    result: 'bool',
  });

/** CPython's generated metadata know of one instrumented instruction that it jumps; the others call another one's code. */
const hasJump = (op: number): boolean =>
  isValid(op) &&
  (opFlags[op] & OpFlag.JUMP) !== 0 &&
  (op < MIN_INSTRUMENTED_OPCODE || op >= FIRST_PSEUDO || opNames[op] === 'INSTRUMENTED_FOR_ITER');

const texts = (space: Space, values: readonly string[]): W =>
  space.newlist(values.map((value) => space.newstr(value)));

/** Without an argument, that of argument 0; without a jump given, the larger of the two effects. */
function effect(space: Space, op: number, w_argument: W, w_jump: W): number {
  const hasArgument = !space.is(w_argument, space.w_None);
  if (!isValid(op)) throw raise(space, 'ValueError', 'invalid opcode or oparg');
  const argument = hasArgument ? Number(space.int_w(w_argument)) : 0;
  if (space.is(w_jump, space.w_True)) return stackEffect(op, argument, true);
  if (space.is(w_jump, space.w_False)) return stackEffect(op, argument, false);
  if (!space.is(w_jump, space.w_None)) {
    throw raise(space, 'ValueError', 'stack_effect: jump must be False, True or None');
  }
  return Math.max(stackEffect(op, argument, true), stackEffect(op, argument, false));
}

export const opcodeModule: ModuleDefinition = {
  name: '_opcode',
  doc: 'Opcode support module.',
  values: (space) => ({ ENABLE_SPECIALIZATION: space.w_True, ENABLE_SPECIALIZATION_FT: space.w_False }),
  functions: [
    leaf('stack_effect', 'opcode: index, oparg=None, /, *, jump=None', effect, { result: 'int' }),
    leaf('is_valid', 'opcode: index', (_space: Space, op: number) => isValid(op), { result: 'bool' }),
    test('has_arg', OpFlag.ARG),
    test('has_const', OpFlag.CONST),
    test('has_name', OpFlag.NAME),
    leaf('has_jump', 'opcode: index', (_space: Space, op: number) => hasJump(op), { result: 'bool' }),
    test('has_free', OpFlag.FREE),
    test('has_local', OpFlag.LOCAL),
    test('has_exc', OpFlag.PUSH),
    leaf('get_nb_ops', '', (space: Space) =>
      space.newlist(binaryOperators.map((pair) => space.newtuple(pair.map((text) => space.newstr(text))))),
    ),
    leaf('get_intrinsic1_descs', '', (space: Space) => texts(space, intrinsics1)),
    leaf('get_intrinsic2_descs', '', (space: Space) => texts(space, intrinsics2)),
    leaf('get_special_method_names', '', (space: Space) => texts(space, specialMethods)),
    leaf('get_executor', '*, code, offset: index', (space: Space) => {
      throw raise(space, 'RuntimeError', 'Executors are not available in this build');
    }),
    leaf('get_specialization_stats', '', (space: Space) => space.w_None),
  ],
};
