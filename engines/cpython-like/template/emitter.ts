// What templates write into: the text of one function, the operands as the compiler knows them, and what is known of locals. An operand may be in
// its slot of the value stack, or only in a JavaScript variable: owned, borrowed from a local or from the heap, or a raw number that has no
// box at all. `spill` and the exits put all of them where the interpreter has them, with the counts that it would have given.
import type { W } from '../../objspace/object.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import type { Code } from '../code.ts';
import { unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import type { CpythonSpace } from '../space.ts';

/** In a variable, or with an empty name only in its slot; the operand owns it. */
export const OWNED = 0;
/** Kept alive by a local (`local`), or by something on the heap for as long as nothing is stored or called. */
export const BORROWED = 1;
/** A value that compiled code is bound to. */
export const CONST = 2;
export const INT = 3;
export const FLOAT = 4;
export const BOOL = 5;
export const NULL = 6;

export const VOLATILE = -1;

/** What is known of an object's type; '' is nothing. */
export type Known = '' | 'int' | 'float' | 'str' | 'list' | 'tuple' | 'dict' | 'bool';

export interface Operand {
  kind: number;
  /** Variable or constant; the raw value of INT, FLOAT, BOOL. */
  name: string;
  /** Its slot has it, and owns it. */
  inSlot: boolean;
  /** BORROWED: the local, or VOLATILE. */
  local: number;
  type: Known;
  /** The number inside, where it has been taken out. */
  raw: string;
  value: Any | null;
}

interface Fact {
  /** Variable with the object; '' when only the raw number is known. */
  name: string;
  type: Known;
  raw: string;
}

/** Longer texts are not compiled: V8 optimises up to 61,440 bytes of its bytecode, about half of the text. */
export const MOST_TEXT = 150_000;

export class TooLong extends Error {}

/** Text that leaves a box of `r` in `name`; where it runs seldom, `ownInt` is shorter. */
export const intBox = (name: string, r: string): string =>
  `if (${r} >= -5 && ${r} <= 256) { ${name} = SMALL[${r} + 5]; ${name}.rc++; } else ${name} = new Atom(INT, ${r});`;

export class Emitter {
  readonly space: CpythonSpace;
  readonly code: Code;
  readonly lines: string[] = [];
  private length = 0;
  readonly operands: Operand[] = [];
  readonly facts = new Map<number, Fact>();
  readonly constants = new Map<unknown, string>();
  private readonly used = new Set<string>();
  private variables = 0;
  private readonly pinned = new Set<string>();
  /** Of the instruction that is compiled: its index and the operands before it. */
  pc = 0;
  private before: Operand[] = [];
  /** Instructions before this one are compiled, in the block before theirs. */
  doneUpTo = 0;
  /** A side exit has ended the block. */
  isDead = false;
  /** Sites by number of exit. */
  readonly exitSites: number[] = [];
  readonly poison: boolean;
  /** Frames of this code are on a stack of their own. */
  readonly isGenerator: boolean;
  /** Where the handlers that are compiled too begin. */
  handlers: ReadonlySet<number> = new Set();

  constructor(space: CpythonSpace, code: Code, poison: boolean) {
    this.space = space;
    this.code = code;
    this.poison = poison;
    this.isGenerator = code.isGenerator;
  }

  emit(line: string): void {
    this.lines.push(line);
    this.length += line.length;
    if (this.length > MOST_TEXT) throw new TooLong();
  }

  // --- names
  /** A variable that nothing else uses during this instruction, nor while an operand or a fact refers to it. */
  variable(): string {
    const live = new Set(this.pinned);
    for (const o of [...this.operands, ...this.before]) {
      live.add(o.name);
      live.add(o.raw);
    }
    for (const fact of this.facts.values()) {
      live.add(fact.name);
      live.add(fact.raw);
    }
    let i = 0;
    while (live.has(`t${i}`)) i++;
    const name = `t${i}`;
    this.pinned.add(name);
    this.variables = Math.max(this.variables, i + 1);
    return name;
  }
  get declarations(): string {
    return this.variables === 0
      ? ''
      : `let ${Array.from({ length: this.variables }, (_, i) => `t${i}`).join(', ')};`;
  }
  /** A constant of the host, by a name of its own; `hint` is no text of the program. */
  constant(value: unknown, hint: string): string {
    let name = this.constants.get(value);
    if (name !== undefined) return name;
    name = hint;
    for (let i = 0; this.used.has(name); i++) name = `${hint}${i}`;
    this.used.add(name);
    this.constants.set(value, name);
    return name;
  }
  type(type: TypeObject): string {
    return this.constant(type, type.isHeap ? 'TYPE' : type.name.toUpperCase().replace(/\W/g, '_'));
  }
  object(value: Any): string {
    return this.constant(value, 'K');
  }

  // --- places
  slot(depth: number): string {
    return `S[base + ${this.code.localCount + depth}]`;
  }
  local(i: number): string {
    return `S[base${i === 0 ? '' : ` + ${i}`}]`;
  }
  sp(depth: number): string {
    const n = this.code.localCount + depth;
    return n === 0 ? 'base' : `base + ${n}`;
  }
  get depth(): number {
    return this.operands.length;
  }

  // --- the instruction
  begin(pc: number): void {
    this.pc = pc;
    this.pinned.clear();
    this.before = this.operands.map((o) => ({ ...o }));
  }
  /** The operands as they are now are those that an exit of this instruction gives to the interpreter. */
  rebase(): void {
    this.before = this.operands.map((o) => ({ ...o }));
  }

  // --- operands
  push(kind: number, name: string, more: Partial<Operand> = {}): Operand {
    const operand: Operand = {
      kind,
      name,
      inSlot: false,
      local: VOLATILE,
      type: '',
      raw: '',
      value: null,
      ...more,
    };
    this.operands.push(operand);
    return operand;
  }
  /** In its slot alone. */
  pushSlot(): void {
    this.push(OWNED, '', { inSlot: true });
  }
  top(i = 0): Operand {
    return this.operands[this.operands.length - 1 - i];
  }
  /** Takes the topmost operand into a variable; what it owns is the template's now. */
  pop(): Operand {
    const o = this.materialised(this.depth - 1);
    this.operands.pop();
    return o;
  }
  /** The operand at a depth, in a variable and no longer in its slot. */
  materialised(depth: number): Operand {
    const o = this.operands[depth];
    if (o.inSlot) {
      if (o.kind === OWNED && o.name === '') {
        o.name = this.variable();
        this.emit(`${o.name} = ${this.slot(depth)};`);
        const old = this.before[depth];
        if (old !== undefined && old.kind === OWNED && old.inSlot && old.name === '') old.name = o.name;
      } else if (o.kind === CONST) o.kind = OWNED;
      o.inSlot = false;
    }
    return o;
  }

  /** Text for the host number of a literal operand; null for others. */
  literal(o: Operand): number | null {
    if (o.value === null) return null;
    const { type, v } = o.value;
    const { int, float } = this.space.types;
    if ((type === int || type === float) && typeof v === 'number') return v;
    return null;
  }
  knownType(o: Operand): Known {
    if (o.kind === INT) return 'int';
    if (o.kind === FLOAT) return 'float';
    if (o.kind === BOOL) return 'bool';
    if (o.value !== null) {
      const { types } = this.space;
      const { type } = o.value;
      if (type === types.int) return typeof o.value.v === 'number' ? 'int' : '';
      if (type === types.float) return 'float';
      if (type === types.str) return 'str';
      if (type === types.tuple) return 'tuple';
    }
    return o.type;
  }
  /** What the fact of a local says too. */
  learn(o: Operand, type: Known, raw: string): void {
    o.type = type;
    if (raw !== '') o.raw = raw;
    if (o.kind !== BORROWED || o.local < 0) return;
    const fact = this.facts.get(o.local);
    if (fact === undefined || fact.name !== o.name) return;
    fact.type = type;
    if (raw !== '') fact.raw = raw;
    for (const other of this.operands) {
      if (other.kind !== BORROWED || other.local !== o.local) continue;
      other.type = type;
      if (raw !== '') other.raw = raw;
    }
  }

  /** An expression for the object; a raw number gets a box, which the operand then owns. */
  objectOf(o: Operand): string {
    switch (o.kind) {
      case INT: {
        const name = this.variable();
        this.emit(intBox(name, o.name));
        o.raw = o.name;
        o.kind = OWNED;
        o.type = 'int';
        o.name = name;
        return name;
      }
      case FLOAT: {
        const name = this.variable();
        this.emit(`${name} = new Atom(FLOAT, ${o.name});`);
        o.raw = o.name;
        o.kind = OWNED;
        o.type = 'float';
        o.name = name;
        return name;
      }
      case BOOL: {
        const name = this.variable();
        this.emit(`${name} = ${o.name} ? TRUE : FALSE; ${name}.rc++;`);
        o.kind = OWNED;
        o.type = 'bool';
        o.name = name;
        return name;
      }
    }
    return o.name;
  }
  /** The same with a reference of its own. */
  ownedOf(o: Operand): string {
    const name = this.objectOf(o);
    if (o.kind === BORROWED || o.kind === CONST) {
      this.emit(`${name}.rc++;`);
      o.kind = OWNED;
    }
    return name;
  }
  /** Text that gives an owned object back. */
  drop(name: string, type: Known = ''): string {
    if (!this.poison && (type === 'int' || type === 'float' || type === 'str' || type === 'bool'))
      return `${name}.rc--;`;
    return `if (--${name}.rc === 0) dealloc(${name});`;
  }
  /** The operand has been used up. */
  release(o: Operand): void {
    if (o.kind !== OWNED || o.name === '') return;
    // What dies may run code.
    if (o.type === '' || o.type === 'list' || o.type === 'tuple' || o.type === 'dict') this.ownVolatile();
    this.emit(this.drop(o.name, o.type));
  }

  /** Before anything is stored or called: what is borrowed from the heap gets a reference; of the lowest `n` alone. */
  ownVolatile(n = this.operands.length): void {
    for (let i = 0; i < n; i++) {
      const o = this.operands[i];
      if (o.kind === BORROWED && o.local === VOLATILE) {
        this.emit(`${o.name}.rc++;`);
        o.kind = OWNED;
      }
    }
  }
  /** Before a local gets another value. */
  ownLocal(i: number): void {
    for (const o of this.operands) {
      if (o.kind === BORROWED && o.local === i) {
        this.emit(`${o.name}.rc++;`);
        o.kind = OWNED;
      }
    }
  }

  /** Text that puts operands into their slots. */
  private spillText(operands: readonly Operand[]): string {
    let text = '';
    operands.forEach((o, depth) => {
      if (o.inSlot) return;
      const slot = this.slot(depth);
      switch (o.kind) {
        case OWNED:
          text += `${slot} = ${o.name}; `;
          break;
        case BORROWED:
        case CONST:
          text += `${o.name}.rc++; ${slot} = ${o.name}; `;
          break;
        case INT:
          text += `${slot} = ownInt(${o.name}); `;
          break;
        case FLOAT:
          text += `${slot} = new Atom(FLOAT, ${o.name}); `;
          break;
        case BOOL:
          text += `(${slot} = ${o.name} ? TRUE : FALSE).rc++; `;
          break;
        case NULL:
          text += `${slot} = null; `;
          break;
      }
    });
    return text;
  }
  /** Puts all operands into their slots; what is known of them stays known. */
  spill(from = 0): void {
    for (let i = from; i < this.operands.length; i++) {
      const o = this.operands[i];
      if (o.kind === INT && !o.inSlot) this.objectOf(o);
    }
    const text = this.spillText(this.operands.map((o, i) => (i < from ? { ...o, inSlot: true } : o)));
    if (text !== '') this.emit(text);
    for (let i = from; i < this.operands.length; i++) {
      const o = this.operands[i];
      o.inSlot = true;
      if (o.kind === BORROWED) o.kind = OWNED;
      else if (o.kind === INT || o.kind === FLOAT || o.kind === BOOL) {
        o.type = this.knownType(o);
        if (o.kind !== BOOL) o.raw = o.name;
        o.kind = OWNED;
        o.name = '';
      }
    }
  }
  /**
   * For a call on a way of its own, which joins the one that needs none: text that puts all operands into their slots, and text that takes those
   * below the topmost `n` out again. Nothing of them is borrowed from the heap.
   */
  aside(n: number): [string, string] {
    let back = '';
    for (let depth = 0; depth < this.depth - n; depth++) {
      const o = this.operands[depth];
      if (o.inSlot) continue;
      if (o.kind === BORROWED || o.kind === CONST) back += `${o.name}.rc--; `;
      else if (o.kind === INT || o.kind === FLOAT || o.kind === BOOL)
        back += `${this.drop(this.slot(depth), this.knownType(o))} `;
    }
    return [this.spillText(this.operands), back];
  }
  /** At the border of a block: in their slots, and nothing known. */
  flush(): void {
    this.spill();
    for (const o of this.operands) {
      o.kind = OWNED;
      o.name = '';
      o.type = '';
      o.raw = '';
      o.value = null;
      o.local = VOLATILE;
    }
  }

  // --- ways out
  /** Text that leaves to the interpreter, which runs this instruction itself. */
  exit(): string {
    const site = this.exitSites.push(this.pc) - 1;
    const text = this.spillText(this.before);
    return `{ ${text}f.pc = ${this.pc}; f.sp = ${this.sp(this.before.length)}; return sideExit(space, CODE, ${site}); }`;
  }
  /** Text for a way out by `space.exit`, with everything in its slot and `f.pc`, `f.sp` set. */
  setPosition(): void {
    this.emit(`f.pc = ${this.pc + 2}; f.sp = ${this.sp(this.depth)};`);
  }
  /** Text that leaves as `space.exit` says, or goes to the handler of the instruction for what has been raised. */
  lost(pc = this.pc): string {
    const handler = this.handlers.size === 0 ? null : this.code.handlerOf(pc);
    if (handler === null || !this.handlers.has(handler.target)) return 'return null;';
    return `{ if (space.exit === 3 && rescue(space, f, ${pc + 2})) continue AGAIN; return null; }`;
  }
  /** Nothing of the block comes behind this. */
  die(): void {
    this.isDead = true;
  }

  /** Code ran that this knows nothing of: another thread, a debugger may have written to the locals through a frame object. */
  afterCall(): void {
    if (this.facts.size === 0) return;
    if (this.code.handlers.length > 0 || this.code.isWatched) {
      this.facts.clear();
      return;
    }
    this.emit(`if (f.w_frame !== null) ${this.watchedExit()}`);
  }
  /** The same on a way that joins one without a call: what is known stays so, and a frame that is looked at goes on in the interpreter. */
  afterCallAside(): void {
    if (this.facts.size === 0) return;
    const leaves = this.code.handlers.length > 0 || this.code.isWatched;
    this.emit(`if (f.w_frame !== null) ${leaves ? this.plainExit() : this.watchedExit()}`);
  }
  /** Text that goes on in the interpreter behind this instruction, which is done. */
  plainExit(): string {
    return `{ ${this.spillText(this.operands)}f.pc = ${this.pc + 2}; f.sp = ${this.sp(this.depth)}; space.exit = 0; return null; }`;
  }
  private watchedExit(): string {
    return `{ ${this.spillText(this.operands)}f.pc = ${this.pc + 2}; f.sp = ${this.sp(this.depth)}; return watched(space, CODE); }`;
  }

  /** Calls the instruction's body out of line; all operands must be in their slots. */
  body(op: number, arg: number, body: unknown): void {
    this.setPosition();
    const name = this.constant(body, 'body');
    const w = this.variable();
    this.emit(`${w} = ${name}(space, f, S, ${this.sp(this.depth)}, ${arg});`);
    this.emit(
      `if (${w} !== DONE) { if (!settle(space, f, ${w})) ${this.lost()} } else if (space.pool.length > space.poolBase) space.drain();`,
    );
  }
}

export const asW = (o: Any): W => o as unknown as W;
export { unwrap };
