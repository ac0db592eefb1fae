import { expect, test } from 'vitest';
import { parseTrace, Printer } from '../ir-text.ts';
import { optimize } from './index.ts';
import { emitUnit } from '../emit-js.ts';
test('x', () => {
  const t = parseTrace(`
    entry 0:i 1:i 2:i
    w0 = slot 0
    i1 = guard_int w0 @0
    w2 = slot 1
    i3 = guard_int w2 @0
    b4 = int_lt i1 i3
    guard_true b4 @0
    w5 = slot 2
    i6 = guard_int w5 @1
    i7 = int_mul_ovf i1 2 @1
    i8 = int_add_ovf i6 i7 @1
    i9 = int_add_ovf i1 1 @2
    loop @3
    @0 = 0 []
    @1 = 4 []
    @2 = 8 [2: i8]
    @3 = 0 [0: i9, 2: i8]
  `);
  const u = optimize(t);
  console.log(new Printer().unit(u));
  const c = emitUnit(u, {} as never);
  console.log(c.source);
  const W = new Int32Array(1);
  for (let i = 0; i < 5; i++) {
    const t0 = performance.now();
    const e = c.run([0, 1e7, 0], 0, W, 1e9);
    console.log(e, c.take(), ((performance.now() - t0) / 1e7) * 1e6);
  }
  expect(1).toBe(1);
});
