// Instructions whose meaning is the same in every engine that runs CPython's code objects: each as a function of the frame and its operand stack that
// answers the value to be pushed in place of the operands, or SUSPEND after it pushed frames (opcodes.ts says how many operands there are).
// Operands are borrowed and stay on the stack until the value is there. What moves operands themselves is the engine's. Models Python/bytecodes.c.

import type { W } from '../object.ts';
import { PythonFrame } from '../python-frame.ts';
import type { Space } from '../space.ts';
import type { CellPayload } from '../types/function.ts';

/** What these functions need of an engine's frame. */
export abstract class BytecodeFrame extends PythonFrame {
  /** `co_names`. */
  abstract get names(): readonly string[];
  /** Locals of a module or class body; null in functions. */
  abstract get w_namespace(): W | null;
  abstract get codeFlags(): number;
  /** `co_localsplusnames[i]`, and whether it is a free variable. */
  abstract localName(i: number): string;
  abstract isFreeVariable(i: number): boolean;
  /** The cell in local `i`. */
  abstract cellAt(i: number): CellPayload;
  /** SEND has come to the delegate's end with this value: it answers STOP, and the engine puts the value in place of what was sent. */
  abstract delegateEnded(w_value: W): void;
}

export type Operands = readonly (W | null)[];
export type Body = (space: Space, f: BytecodeFrame, S: Operands, sp: number, arg: number) => W;

/** By opcode. */
export const sharedBodies: (Body | undefined)[] = [];

export function define(op: number, body: Body): void {
  sharedBodies[op] = body;
}

export const at = (S: Operands, i: number): W => S[i]!;
