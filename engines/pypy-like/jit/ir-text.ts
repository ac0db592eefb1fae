// Traces as text, both ways: dumps and the tests of the passes. A recorded trace is one instruction a line:
//   i3 = int_add_ovf i1 5 @2         @2: the snapshot of that number;  constants: 5, 2.5f, 'text', true, #name of an object
// and snapshots behind them:
//   @2 = 14 [0: i3, 2: w1]           instruction 14 of the loop's frame, slots that have changed
//   @3 = 14 [0: i3] | 8 [i1, _, w2]  with an inlined frame, all of its slots
// Names are a kind and a number; `slot`, `getfield` and the like take what the table calls `aux` after the operands.
import { constant, make, opTable } from './ir.ts';
import type { ArrayKind, Callee, Field, HostClass, Ins, Kind, OpName } from './ir.ts';
import type { Block, BlockEnd } from './optimize/optimizer.ts';
import type { Unit } from './optimize/loop.ts';
import { Snapshot } from './snapshot.ts';
import type { FrameSnapshot } from './snapshot.ts';
import type { RecordedTree, TraceNode } from './trace-tree.ts';

/** What names in a text stand for. */
export interface Vocabulary {
  fields?: Record<string, Field>;
  arrays?: Record<string, ArrayKind>;
  classes?: Record<string, HostClass>;
  callees?: Record<string, Callee>;
  objects?: Record<string, unknown>;
}

// --- out

/** Names objects in dumps; tests and the log give their own. */
export type NameOf = (value: unknown) => string;
const plainName: NameOf = (value) => {
  if (value === null || value === undefined) return `#${String(value)}`;
  const { name } = value as { name?: unknown };
  return typeof name === 'string' ? `#${name}` : '#object';
};

function showAux(aux: unknown, nameOf: NameOf): string {
  if (aux === undefined) return '';
  if (typeof aux === 'number') return String(aux);
  if (typeof aux === 'string') return JSON.stringify(aux);
  if (typeof aux === 'object' && aux !== null && 'name' in aux) return String((aux as Field).name);
  return nameOf(aux);
}

export class Printer {
  private readonly names = new Map<Ins, string>();
  private readonly nameOf: NameOf;
  private readonly snapshots: string[] = [];
  private next = 0;

  constructor(nameOf: NameOf = plainName) {
    this.nameOf = nameOf;
  }

  name(ins: Ins): string {
    if (ins.op === 'const') return this.showConst(ins);
    let name = this.names.get(ins);
    if (name === undefined) this.names.set(ins, (name = `${ins.kind}${this.next++}`));
    return name;
  }
  private showConst({ aux, kind }: Ins): string {
    if (typeof aux === 'number')
      return kind === 'f' ? `${Object.is(aux, -0) ? '-0' : String(aux)}f` : String(aux);
    if (typeof aux === 'string') return `'${aux.length > 20 ? `${aux.slice(0, 17)}...` : aux}'`;
    return typeof aux === 'boolean' ? String(aux) : this.nameOf(aux);
  }

  line(ins: Ins): string {
    const args = ins.args.map((arg) => ` ${this.name(arg)}`).join('');
    const aux =
      ins.op === 'guard_value'
        ? ` ${this.showConst(constant(ins.aux, ins.kind))}`
        : ` ${showAux(ins.aux, this.nameOf)}`;
    const left = ins.kind === '-' ? '' : `${this.name(ins)} = `;
    const snap = ins.snap === null ? '' : ` @${this.snapshot(ins.snap)}`;
    return `${left}${ins.op}${args}${ins.aux === undefined ? '' : aux}${snap}`;
  }

  private snapshot(snap: Snapshot): number {
    const text = this.showSnapshot(snap);
    const known = this.snapshots.indexOf(text);
    return known >= 0 ? known : this.snapshots.push(text) - 1;
  }

  private showSnapshot(snap: Snapshot): string {
    const value = (ins: Ins): string => {
      const content = snap.virtuals.get(ins);
      if (content === undefined) return this.name(ins);
      return `${content.aux.name}(${content.fields.map((f) => (f === ins ? 'self' : value(f))).join(' ')})`;
    };
    const frames = snap.frames.map(({ pc, slots }, depth) => {
      const parts: string[] = [];
      slots.forEach((slot, i) => {
        if (depth > 0) parts.push(slot === null ? '_' : value(slot));
        else if (slot !== null) parts.push(`${i}: ${value(slot)}`);
      });
      return `${pc} [${parts.join(', ')}]`;
    });
    const pending = snap.pending.map(
      ({ base, place, index, value: stored }) =>
        ` ${value(base)}${index === null ? '' : `[${this.name(index)}]`}.${place.name}=${value(stored)}`,
    );
    return (
      frames.join(' | ') +
      (pending.length > 0 ? ` {${pending.join('').trim()}}` : '') +
      (snap.raises ? ' raises' : '')
    );
  }

  end(end: BlockEnd): string {
    if (end.to === 'leave') return `leave @${this.snapshot(end.snap)}`;
    if (end.to === 'return' || end.to === 'raise') return `${end.to} ${this.name(end.value)}`;
    if (end.to === 'tail') return `tail ${end.target.name}`;
    return `${end.to} ${end.values.map((ins) => this.name(ins)).join(' ')}`.trim();
  }

  private block(block: Block, branches: ReadonlyMap<Ins, Block>, indent: string): string[] {
    const lines: string[] = [];
    for (const ins of block.code) {
      lines.push(indent + this.line(ins));
      const branch = branches.get(ins);
      if (branch !== undefined) lines.push(...this.block(branch, branches, `${indent}    `));
    }
    lines.push(indent + this.end(block.end));
    return lines;
  }

  unit(unit: Unit): string {
    const lines = ['entry'];
    for (const { ins, word } of unit.slots)
      lines.push(`  ${this.line(ins)}${word === null ? '' : word === 'guard_int32' ? ' int32' : ' uint32'}`);
    if (unit.isFunction) {
      lines.push(...this.block(unit.body, unit.branches, '  '));
      this.snapshots.forEach((text, i) => lines.push(`@${i} = ${text}`));
      return lines.join('\n');
    }
    lines.push('preheader');
    for (const ins of unit.preheader) lines.push(`  ${this.line(ins)}`);
    lines.push('loop');
    for (const { ins, init } of unit.phis) lines.push(`  ${this.name(ins)} = phi ${this.name(init)}`);
    lines.push(...this.block(unit.body, unit.branches, '  '));
    this.snapshots.forEach((text, i) => lines.push(`@${i} = ${text}`));
    return lines.join('\n');
  }

  private node(node: TraceNode, indent: string): string[] {
    const lines: string[] = [];
    for (const ins of node.ins) {
      lines.push(indent + this.line(ins));
      if (ins.snap?.bridge) lines.push(...this.node(ins.snap.bridge, `${indent}    `));
    }
    lines.push(`${indent}${node.end.kind} @${this.snapshot(node.end.snap)}`);
    return lines;
  }

  tree(tree: RecordedTree): string {
    const lines = this.node(tree.root, '');
    this.snapshots.forEach((text, i) => lines.push(`@${i} = ${text}`));
    return lines.join('\n');
  }
}

// --- in

function parseConstant(word: string, vocabulary: Vocabulary): Ins | null {
  if (/^-?\d+$/.test(word)) return constant(Number(word), 'i');
  if (/^-?[\d.]+f$/.test(word)) return constant(Number(word.slice(0, -1)), 'f');
  if (word === 'true' || word === 'false') return constant(word === 'true', 'b');
  if (word.startsWith("'")) return constant(word.slice(1, -1), 's');
  if (word.startsWith('#')) return constant(lookUp(vocabulary.objects, word.slice(1)), 'p');
  return null;
}

function lookUp<T>(table: Record<string, T> | undefined, name: string): T {
  if (table === undefined || !(name in table))
    throw new Error(`the text names ${name}, which stands for nothing`);
  return table[name];
}

/** A recorded loop from its text; the last line of instructions is `loop @n` or `leave @n`. Slots' kinds: `entry 0:i 3:f`. */
export function parseTrace(text: string, vocabulary: Vocabulary = {}): RecordedTree {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const values = new Map<string, Ins>();
  const value = (word: string): Ins => {
    const ins = parseConstant(word, vocabulary) ?? values.get(word);
    if (ins === undefined) throw new Error(`${word} is used before it is made`);
    return ins;
  };
  // Snapshots name values that come later in the text: filled in at the end.
  const texts = new Map<string, string>();
  for (const line of lines) {
    const match = /^(@\d+) = (.*)$/.exec(line);
    if (match) texts.set(match[1], match[2]);
  }
  const snapshots = new Map<string, Snapshot>();
  const snapshot = (name: string): Snapshot => {
    let snap = snapshots.get(name);
    if (snap === undefined) {
      const frames = (texts.get(name) ?? '0 []').split(' | ').map((frame, depth): FrameSnapshot => {
        const [, pc, list] = /^(\d+) \[(.*)\]/.exec(frame)!;
        const slots: (Ins | null)[] = [];
        for (const part of list
          .split(',')
          .map((p) => p.trim())
          .filter((p) => p !== '')) {
          const [at, word] = depth === 0 ? part.split(':').map((p) => p.trim()) : [slots.length, part];
          while (slots.length < Number(at)) slots.push(null);
          slots[Number(at)] = word === '_' ? null : value(word);
        }
        const entry = depth === 0 ? null : { how: 'call' as const, values: [], place: 0, base: 0 };
        return { code: null, pc: Number(pc), entry, depth: slots.length, slots, shadows: [] };
      });
      snap = new Snapshot(frames, texts.get(name)?.includes('raises'));
      snapshots.set(name, snap);
    }
    return snap;
  };
  const entryKinds = new Map<number, Kind>();
  const ins: Ins[] = [];
  let end: TraceNode['end'] | null = null;
  for (const line of lines) {
    if (line.startsWith('@')) continue;
    if (line.startsWith('entry')) {
      for (const [, slot, kind] of line.matchAll(/(\d+):(\w)/g)) entryKinds.set(Number(slot), kind as Kind);
      continue;
    }
    const [, left, rest] = /^(?:(\w+) = )?(.*)$/.exec(line)!;
    const words = rest.match(/'[^']*'|\S+/g)!;
    const snapName = words[words.length - 1].startsWith('@') ? words.pop()! : null;
    const op = words.shift()!;
    if (op === 'loop' || op === 'leave') {
      end = { kind: op, snap: snapshot(snapName ?? '@0') };
      continue;
    }
    const { aux: auxKind, result } = opTable[op as OpName];
    let aux: unknown;
    if (auxKind !== '') {
      const word = words.pop()!;
      if (auxKind === 'index') aux = Number(word);
      else if (auxKind === 'field') aux = lookUp(vocabulary.fields, word);
      else if (auxKind === 'array') aux = lookUp(vocabulary.arrays, word);
      else if (auxKind === 'class') aux = lookUp(vocabulary.classes, word);
      else if (auxKind === 'callee') aux = vocabulary.callees?.[word] ?? { name: word };
      else aux = parseConstant(word, vocabulary)!.aux;
    }
    const kind = (left?.[0] ?? '-') as Kind;
    const made = make(
      op as OpName,
      words.map(value),
      aux,
      result === '=' ? kind : undefined,
      snapName === null ? null : snapshot(snapName),
    );
    if (left !== undefined) values.set(left, made);
    ins.push(made);
  }
  if (end === null) throw new Error('the text has no end');
  const header = new Snapshot([{ code: null, pc: 0, entry: null, depth: 0, slots: [], shadows: [] }]);
  return { root: { ins, end }, entryKinds, wide: new Set(), guesses: new Map(), header, parameters: null };
}
