// The passes, trace in and trace out. A test names the passes that it is about; the text forms are those of ir-text.ts.
import { describe, expect, test } from 'vitest';
import type { ArrayKind, Callee, Field, HostClass, Ins } from '../ir.ts';
import { parseTrace, Printer } from '../ir-text.ts';
import type { Vocabulary } from '../ir-text.ts';
import { Snapshot } from '../snapshot.ts';
import { commonSubexpressions } from './common-subexpressions.ts';
import { fold } from './fold.ts';
import { guards } from './guards.ts';
import { heap } from './heap.ts';
import { allPasses, optimize } from './index.ts';
import type { Pass } from './optimizer.ts';
import { ranges } from './ranges.ts';
import { virtuals } from './virtuals.ts';

class Pair {}
const field = (name: string, kind: Field['kind'], immutable = false): Field => ({
  name,
  property: name,
  kind,
  immutable,
});
const left = field('left', 'w');
const right = field('right', 'w');
const layoutField = field('layout', 'p');
const count = field('count', 'i');
const layout = { name: 'layout1' };
const pair: HostClass = { name: 'Pair', construct: Pair as never, fields: [left, right] };
const laidOut: HostClass = {
  name: 'LaidOut',
  construct: Pair as never,
  fields: [],
  test: { field: layoutField, value: layout },
};
const ints: ArrayKind = { name: 'ints', kind: 'i', immutable: false };
const callee = (name: string, effect: Callee['effect']): Callee => ({
  name,
  run: () => null,
  result: 'w',
  effect,
  raises: false,
});
const vocabulary: Vocabulary = {
  fields: { left, right, count, layout: layoutField },
  arrays: { ints },
  classes: { Pair: pair, LaidOut: laidOut },
  callees: { peek: callee('peek', 'reads'), poke: callee('poke', 'any'), twice: callee('twice', 'pure') },
  objects: { layout1: layout, none: null },
};

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
function check(passes: readonly Pass[], trace: string, expected: string): void {
  const unit = optimize(parseTrace(trace, vocabulary), passes);
  expect(lines(new Printer().unit(unit))).toEqual(lines(expected));
}

describe('fold', () => {
  test('constants are computed, neutral operands vanish', () => {
    check(
      [fold],
      `entry 0:i
       w0 = slot 0
       i1 = guard_int w0 @0
       i2 = int_add_ovf i1 0 @0
       i3 = int_mul_ovf 6 7 @0
       i4 = int_sub_ovf i3 42 @0
       b5 = int_lt i4 1
       guard_true b5 @0
       i6 = int_add_ovf i2 i3 @0
       loop @1
       @1 = 0 [0: i6]`,
      `entry
         i0 = slot 0 int32
       preheader
       loop
         i1 = phi i0
         i2 = int_add_ovf i1 42 @0
         i3 = guard_int32 i2 @1
         inner i3
       @0 = 0 [0: i1]
       @1 = 0 [0: i2]`,
    );
  });

  test('what overflows, divides by zero or rounds is left alone', () => {
    check(
      [fold],
      `entry 0:f
       w0 = slot 0
       f1 = guard_float w0 @0
       i2 = int_add_ovf 9007199254740991 1 @0
       f3 = int_to_float i2
       f4 = float_add f1 0f
       f5 = float_div f4 0f
       f6 = float_add f5 f3
       loop @1
       @1 = 0 [0: f6]`,
      `entry
         f0 = slot 0
       preheader
         i1 = int_add_ovf 9007199254740991 1 @0
         f2 = int_to_float i1
       loop
         f3 = phi f0
         f4 = float_add f3 0f
         f5 = float_div f4 0f
         f6 = float_add f5 f2
         inner f6
       @0 = 0 [0: f0]`,
    );
  });
});

describe('ranges', () => {
  test('a counter below a bound needs no overflow check, a mask no slow path', () => {
    check(
      [fold, ranges, guards, commonSubexpressions],
      `entry 0:i 1:i
       w0 = slot 0
       i1 = guard_int w0 @0
       w2 = slot 1
       i3 = guard_int w2 @0
       b4 = int_lt i1 i3
       guard_true b4 @0
       i5 = int_and_ovf i1 255 @0
       b6 = int_ge i5 0
       guard_true b6 @0
       i7 = int_add_ovf i5 i5 @0
       i8 = int_add_ovf i1 1 @0
       loop @1
       @1 = 0 [0: i8, 2: i7]`,
      `entry
         i0 = slot 0 int32
         i1 = slot 1 int32
         w2 = slot 2
       preheader
       loop
         i3 = phi i0
         w4 = phi w2
         b5 = int_lt i3 i1
         guard_true b5 @0
         i6 = int_and i3 255
         i7 = int_add i6 i6 "32 bits"
         i8 = int_add i3 1 "32 bits"
         inner i8 i7
       @0 = 0 [0: i3, 2: w4]`,
    );
  });
});

describe('guards and common subexpressions', () => {
  test('a condition that was guarded is known, a value that was compared is that constant', () => {
    check(
      [fold, guards, commonSubexpressions],
      `w0 = slot 0
       i1 = guard_int w0 @0
       b2 = int_lt i1 10
       guard_true b2 @0
       b3 = int_lt i1 10
       guard_true b3 @0
       i4 = guard_int w0 @0
       i5 = call i4 twice
       i9 = guard_value i5 3 @0
       i6 = call i5 twice
       i7 = call i4 twice
       loop @1
       @1 = 0 [0: i6, 1: i7]`,
      `entry
         w0 = slot 0
         w1 = slot 1
       preheader
         i2 = call 3 twice
       loop
         w3 = phi w0
         w4 = phi w1
         i5 = guard_int w3 @0
         b6 = int_lt i5 10
         guard_true b6 @0
         i7 = call i5 twice
         i8 = guard_value i7 3 @0
         inner i2 3
       @0 = 0 [0: w3, 1: w4]`,
    );
  });

  test('a layout is tested again only when something may have changed it', () => {
    check(
      [fold, guards, virtuals, commonSubexpressions, heap],
      `w0 = slot 0
       p1 = guard_class w0 LaidOut @0
       p2 = guard_class p1 LaidOut @0
       w3 = call p2 peek
       p4 = guard_class p2 LaidOut @0
       w5 = call p4 poke
       p6 = guard_class p4 LaidOut @0
       w7 = call p6 peek
       loop @1
       @1 = 0 []`,
      `entry
         w0 = slot 0
       preheader
       loop
         p1 = guard_class w0 LaidOut @0
         w2 = call p1 poke
         p3 = guard_class p1 LaidOut @0
         inner
       @0 = 0 []`,
    );
  });
});

describe('heap', () => {
  test('a store answers the load behind it; a store that is overwritten is not done; exits do what waits', () => {
    check(
      [fold, guards, virtuals, commonSubexpressions, heap],
      `w0 = slot 0
       p1 = guard_class w0 Pair @0
       w2 = slot 1
       setfield p1 w2 left
       w3 = getfield p1 left
       i4 = guard_int w3 @0
       setfield p1 i4 left
       setfield p1 5 left
       w5 = call p1 peek
       b6 = int_lt i4 3
       guard_true b6 @2
       setfield p1 w5 right
       loop @1
       @1 = 0 [1: w5]
       @2 = 8 []`,
      `entry
         w0 = slot 0
         w1 = slot 1
       preheader
         p2 = guard_class w0 Pair @0
       loop
         w3 = phi w1
         i4 = guard_int w3 @1
         setfield p2 5 left
         w5 = call p2 peek
         b6 = int_lt i4 3
         guard_true b6 @2
         setfield p2 w5 right
         inner w5
       @0 = 0 [1: w1]
       @1 = 0 [1: w3] {p2.left=w3}
       @2 = 8 [1: w3]`,
    );
  });

  test('two objects that may be one: a store to the other ends what is known', () => {
    check(
      [fold, guards, virtuals, commonSubexpressions, heap],
      `w0 = slot 0
       p1 = guard_class w0 Pair @0
       w2 = slot 1
       p3 = guard_class w2 Pair @0
       w4 = getfield p1 left
       setfield p3 7 left
       w5 = getfield p1 left
       w6 = call w5 peek
       loop @1
       @1 = 0 [0: w4, 1: w6]`,
      `entry
         w0 = slot 0
         w1 = slot 1
       preheader
       loop
         w2 = phi w0
         w3 = phi w1
         p4 = guard_class w2 Pair @0
         p5 = guard_class w3 Pair @0
         w6 = getfield p4 left
         setfield p5 7 left
         w7 = getfield p4 left
         w8 = call w7 peek
         inner w6 w8
       @0 = 0 [0: w2, 1: w3]`,
    );
  });

  test('a place that every turn stores to is carried in a variable, and stored by exits', () => {
    check(
      allPasses,
      `w0 = slot 0
       p1 = guard_class w0 Pair @0
       i2 = getfield p1 count
       b3 = int_lt i2 100
       guard_true b3 @0
       i4 = int_add_ovf i2 1 @0
       setfield p1 i4 count
       loop @1
       @1 = 0 []`,
      `entry
         w0 = slot 0
       preheader
         p1 = guard_class w0 Pair @0
         i2 = getfield p1 count
         i3 = guard_int32 i2 @0
       loop
         i4 = phi i3
         b5 = int_lt i4 100
         guard_true b5 @1
         i6 = int_add i4 1 "32 bits"
         inner i6
       @0 = 0 []
       @1 = 0 [] {p1.count=i4}`,
    );
  });

  test('a store of one value in each turn holds behind the store, not in front of the loop', () => {
    check(
      allPasses,
      `w0 = slot 0
       p1 = guard_class w0 Pair @0
       i2 = getitem p1 8 ints
       setitem p1 9 i2 ints
       w3 = call p1 peek
       i4 = getitem p1 9 ints
       b5 = int_eq i4 i2
       guard_true b5 @0
       loop @1
       @1 = 0 [1: w3]`,
      `entry
         w0 = slot 0
         w1 = slot 1
       preheader
         p2 = guard_class w0 Pair @0
         i3 = getitem p2 8 ints
       loop
         w4 = phi w1
         setitem p2 9 i3 ints
         w5 = call p2 peek
         inner w5
       @0 = 0 [1: w1]`,
    );
  });
});

describe('words of 32 bits', () => {
  test('what every turn makes a word is one at the header, where the entry asks for it', () => {
    check(
      allPasses,
      `w0 = slot 0
       i1 = guard_int w0 @0
       i2 = guard_uint32 i1 @0
       i3 = int_rshift i2 7
       i4 = int_lshift_ovf i2 25 @0
       i5 = int_or_ovf i3 i4 @0
       i6 = int_and_ovf i5 4294967295 @0
       loop @1
       @0 = 0 []
       @1 = 0 [0: i6]
       entry 0:i`,
      `entry
         i0 = slot 0 uint32
       preheader
       loop
         i1 = phi i0
         i2 = int_rshift i1 7 "unsigned 32"
         i3 = low_lshift i1 25
         i4 = low_or i2 i3
         i5 = uint_and i4 4294967295
         inner i5`,
    );
  });

  test('a word that is known to be one is not asked for, and a small int is none of unknown sign', () => {
    check(
      allPasses,
      `w0 = slot 0
       i1 = guard_int w0 @0
       i2 = int_mod i1 1000
       i3 = guard_uint32 i2 @0
       i4 = guard_int32 i3 @0
       i5 = int_mod i4 7
       i6 = int_add_ovf i1 i5 @0
       loop @1
       @0 = 0 []
       @1 = 0 [0: i6]
       entry 0:i`,
      `entry
         i0 = slot 0 int32
       preheader
       loop
         i1 = phi i0
         i2 = int_mod i1 1000
         i3 = int_mod i2 7 "unsigned 32"
         i4 = int_add i1 i3
         i5 = guard_int32 i4 @0
         inner i5
       @0 = 0 [0: i4]`,
    );
  });

  test('a slot that was seen to hold a greater int is kept as any int, the others as they were', () => {
    const tree = parseTrace(
      `w0 = slot 0
       i1 = guard_int w0 @0
       w2 = slot 1
       i3 = guard_int w2 @0
       i4 = int_mul_ovf i1 3 @0
       i5 = int_add_ovf i3 1 @0
       loop @1
       @0 = 0 []
       @1 = 0 [0: i4, 1: i5]
       entry 0:i 1:i`,
      vocabulary,
    );
    const first = optimize(tree, allPasses);
    expect(first.slots.map(({ word }) => word)).toEqual(['guard_int32', 'guard_int32']);
    tree.guesses.get(0)!.isFixed = true;
    const second = optimize(tree, allPasses);
    expect(second.slots.map(({ word }) => word)).toEqual([null, 'guard_int32']);
    expect(second.body.code.map(({ op }) => op)).toEqual(['int_mul_ovf', 'int_add', 'guard_int32']);
  });
});

describe('virtuals', () => {
  test('an object that nothing sees is not made, an exit makes it, a call gets it', () => {
    check(
      allPasses,
      `w0 = slot 0
       i1 = guard_int w0 @0
       p2 = new i1 3 Pair
       w3 = getfield p2 right
       i4 = guard_int w3 @0
       b5 = int_lt i1 50
       guard_true b5 @2
       p6 = new i4 p2 Pair
       w7 = call p6 peek
       i8 = int_add_ovf i1 i4 @0
       loop @1
       @1 = 0 [0: i8]
       @2 = 6 [1: p2]`,
      `entry
         w0 = slot 0
       preheader
       loop
         w1 = phi w0
         i2 = guard_int w1 @0
         b3 = int_lt i2 50
         guard_true b3 @1
         i4 = int_add i2 3
         inner i4
       @0 = 0 [0: w1]
       @1 = 6 [0: w1, 1: Pair(i2 3)]`,
    );
  });

  test('an object that is carried around the loop is made once a turn', () => {
    check(
      allPasses,
      `w0 = slot 0
       p1 = guard_class w0 Pair @0
       w2 = getfield p1 left
       p3 = new w2 1 Pair
       loop @1
       @1 = 0 [0: p3]`,
      `entry
         w0 = slot 0
       preheader
       loop
         w1 = phi w0
         p2 = guard_class w1 Pair @0
         w3 = getfield p2 left
         p4 = new w3 1 Pair
         inner p4
       @0 = 0 [0: w1]`,
    );
  });
});

describe('loop', () => {
  test('what does not depend on the turn stands in front; its guards leave at the header', () => {
    check(
      allPasses,
      `entry 1:i
       w0 = slot 0
       p1 = guard_class w0 LaidOut @0
       w2 = getfield p1 left
       i3 = guard_int w2 @0
       w4 = slot 1
       i5 = guard_int w4 @0
       i6 = int_add_ovf i5 i3 @1
       loop @2
       @1 = 4 [5: i3]
       @2 = 0 [1: i6]`,
      `entry
         w0 = slot 0
         i1 = slot 1 int32
       preheader
         p2 = guard_class w0 LaidOut @0
         w3 = getfield p2 left
         i4 = guard_int w3 @0
       loop
         i5 = phi i1
         i6 = int_add_ovf i5 i4 @1
         i7 = guard_int32 i6 @2
         inner i7
       @0 = 0 [1: i1]
       @1 = 4 [1: i5, 5: i4]
       @2 = 0 [1: i6]`,
    );
  });

  test('a slot that comes back as another type is carried as any value', () => {
    check(
      allPasses,
      `entry 0:i
       w0 = slot 0
       i1 = guard_int w0 @0
       f2 = int_to_float i1
       loop @1
       @1 = 0 [0: f2]`,
      `entry
         w0 = slot 0
       preheader
       loop
         w1 = phi w0
         i2 = guard_int w1 @0
         f3 = int_to_float i2
         p4 = box_float f3
         inner p4
       @0 = 0 [0: w1]`,
    );
  });

  const looping = `entry 0:i 1:i 2:i
    w0 = slot 0
    i1 = guard_int w0 @0
    w2 = slot 1
    i3 = guard_int w2 @0
    b4 = int_lt i1 i3
    guard_true b4 @4
    i5 = int_add_ovf i1 1 @0
    loop @1
    @1 = 0 [0: i5]`;
  /** Ends of the unit when the guard has a bridge that leaves these slots; values are found by their operation. */
  function endsWith(changed: (ins: readonly Ins[]) => (Ins | null)[]): string[] {
    const { root, ...tree } = parseTrace(looping, vocabulary);
    const guard = root.ins.find((ins) => ins.op === 'guard_true')!;
    const [frame] = root.end.snap.frames;
    const snap = new Snapshot([{ ...frame, slots: changed(root.ins) }]);
    guard.snap!.bridge = { ins: [], end: { kind: 'loop', snap } };
    const unit = optimize({ root, ...tree });
    return lines(new Printer().unit(unit)).filter((line) => /^(inner|outer)/.test(line));
  }
  test('a bridge that changes nothing of what stands in front of the loop joins it at the header', () => {
    expect(endsWith(() => [])).toEqual(['inner i2', 'inner i4']);
  });
  test('one that does goes to the code in front of the loop', () => {
    expect(endsWith((ins) => [null, ins[1]])).toEqual(['outer i2 i2', 'inner i4']);
  });
});
