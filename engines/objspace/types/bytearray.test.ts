// `bytearray` and `memoryview` on the fake space, expression by expression against the oracle.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadOracle } from '../../kernels/test-oracle.ts';
import { Evaluator } from '../evaluate-expression.ts';
import { FakeSpace } from '../fake-space.ts';
import { byteArrayIteratorType, byteArrayType } from './bytearray.ts';
import { bytesIteratorType, bytesType } from './bytes.ts';
import { memoryIteratorType, memoryViewType } from './memoryview.ts';
import { strAsciiIteratorType, strIteratorType, strType } from './str.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
let evaluator: Evaluator;
beforeAll(async () => {
  oracle = await loadOracle();
  evaluator = new Evaluator(
    new FakeSpace([
      strType,
      strIteratorType,
      strAsciiIteratorType,
      bytesType,
      bytesIteratorType,
      byteArrayType,
      byteArrayIteratorType,
      memoryViewType,
      memoryIteratorType,
    ]),
  );
});

describe('bytearray and memoryview', () => {
  const expressions = `
      bytearray(b'abc') + b'd'
      b'd' + bytearray(b'abc')
      bytearray(b'ab') * 3
      bytearray('a')
      bytearray(1.5)
      bytearray([256])
      bytearray(-1)
      bytearray(b'abc')['a']
      bytearray(b'abc')[5]
      bytearray(b'abc')[-1]
      bytearray(b'abc') + 1
      bytearray(b"it's")
      bytearray(b'a,b').partition(b',')
      bytearray(b'abc') < b'abd'
      bytearray(b'abc') == 'abc'
      bytearray(b'abc').pop(7)
      bytearray(b'abc').append(256)
      bytearray(b'abc').resize(-1)
      bytearray(b'abc').remove(1)
      bytearray(b'abc').extend('a')
      bytearray(b'abc').__alloc__()
      memoryview(b'abc')[1]
      memoryview(b'abc')[3]
      memoryview(b'abc').tolist()
      memoryview('a')
      memoryview(b'abc') == b'abc'
      memoryview(b'abcd').cast('H').tolist()
      memoryview(b'abc').cast('H')
      memoryview(b'abc').cast('Z')
      memoryview(b'abc').__setitem__(0, 1)
      memoryview(bytearray(b'abc')).__setitem__(0, 256)
      memoryview(bytearray(b'abc')).__delitem__(0)
  `
    .trim()
    .split('\n')
    .map((line) => line.trim());

  it('answer as the oracle does', () => {
    const expected = oracle.evaluate(expressions);
    expressions.forEach((e, i) => expect.soft(evaluator.run(e), e).toBe(expected[i]));
  });
});
