// The scalar number types on the fake space, expression by expression against the oracle.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadOracle } from '../../kernels/test-oracle.ts';
import { Evaluator } from '../evaluate-expression.ts';
import { FakeSpace } from '../fake-space.ts';
import { bytesIteratorType, bytesType } from './bytes.ts';
import { strIteratorType, strType } from './str.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
let evaluator: Evaluator;
beforeAll(async () => {
  oracle = await loadOracle();
  evaluator = new Evaluator(new FakeSpace([strType, strIteratorType, bytesType, bytesIteratorType]));
});

function agree(expressions: readonly string[]): void {
  const expected = oracle.evaluate(expressions);
  expressions.forEach((e, i) => expect.soft(evaluator.run(e), e).toBe(expected[i]));
}

const lines = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

describe('int', () => {
  it('constructs', () => {
    agree(
      lines(`
      int()
      int(3.99)
      int(-3.99)
      int('12')
      int(' -1_000 ')
      int('0x1f', 16)
      int('0b11', 0)
      int('z', base=36)
      int(b'17')
      int(b'\\xff')
      int('x')
      int('', 8)
      int('9' * 200 + 'x')
      int(None)
      int([])
      int(3, 4)
      int(base=3)
      int('1', 1)
      int('1', 37)
      int('1', 'a')
      int('1', 2, 3)
      int('1', nothing=3)
      int('1', 2, base=3)
      int(float('nan'))
      int(float('inf'))
      int(True)
      int(1j)
      bool()
      bool('')
      bool([], 1)
      bool(x=1)
      bool(0.0)
    `),
    );
  });

  it('operates', () => {
    const values = [
      '0',
      '1',
      '-7',
      'True',
      '2**70',
      '1.5',
      '-0.0',
      '1e400',
      "float('nan')",
      '1j',
      "'a'",
      'None',
    ];
    const operators = ['+', '-', '*', '//', '%', '/', '<<', '>>', '&', '|', '^', '==', '!=', '<', '>='];
    agree(
      values
        .flatMap((a) =>
          values.flatMap((b) =>
            operators.filter((op) => op !== '<<' || !b.includes('**')).map((op) => `${a} ${op} ${b}`),
          ),
        )
        .filter((e) => !e.includes("'a' %") && !e.includes('* 2**70') && !e.includes("2**70 * 'a'")),
    );
    agree(
      values
        .flatMap((a) =>
          ['-', '+', '~', 'abs'].map((op) =>
            op === 'abs' ? `abs(${a})` : `${op}${a.includes('*') ? `(${a})` : a}`,
          ),
        )
        .filter((e) => !e.startsWith('~T')),
    );
    const powers = ['0', '2', '-3', 'True', '2**70', '2j', "'a'"];
    agree(powers.flatMap((a) => ['0', '1', '3', '-2', 'True', "'a'", 'None'].map((b) => `(${a}) ** (${b})`)));
    agree([
      'pow(2, 10, 7)',
      'pow(2, -1, 7)',
      'pow(2, -1, 4)',
      'pow(2, 1, 0)',
      'divmod(-7, 2)',
      'divmod(7, 0)',
      'divmod(7.5, -2)',
      'divmod(1, None)',
    ]);
  });

  it('has its methods', () => {
    agree(
      lines(`
      (5).bit_length()
      (-5).bit_count()
      (5).to_bytes()
      (1000).to_bytes(2, 'little')
      (-1000).to_bytes(4, byteorder='big', signed=True)
      (-1).to_bytes(2)
      (256).to_bytes(1)
      (1).to_bytes(-1)
      (1).to_bytes(2, 'middle')
      int.from_bytes(b'\\x01\\x00')
      int.from_bytes(b'\\xff\\xfe', 'little', signed=True)
      int.from_bytes([1, 2])
      int.from_bytes('a')
      int.from_bytes([256])
      (5).as_integer_ratio()
      True.as_integer_ratio()
      (5).is_integer()
      (5).conjugate()
      True.real
      (5).imag
      (5).numerator
      (5).denominator
      round(15, -1)
      round(15, None)
      round(15, 1.5)
      (5).__trunc__()
      (5).__floor__()
      (5).__ceil__()
      (5).__getnewargs__()
      True.__getnewargs__()
      (5).__format__('>4')
      format(True)
      format(True, '3d')
      (5).__add__(3)
      (5).__add__('a')
      (5).__radd__(3)
      (5).__rsub__(3)
      (5).__lt__(6)
      (5).__lt__('a')
      (5).__bool__()
      (5).__index__()
      (5).__divmod__(3)
      int.__add__(1, 2)
      int.__add__('a', 2)
      (5).nothing
      repr(2**200)
      hash(-1)
      hash(True)
    `),
    );
  });
});

describe('float and complex', () => {
  it('construct', () => {
    agree(
      lines(`
      float()
      float('1.5')
      float(' -1_0.5e3 ')
      float(b'2.5')
      float('x')
      float(b'x')
      float(None)
      float(2**70)
      float(10**400)
      float(1j)
      float(1, 2)
      float(x=1)
      float.fromhex('0x1.8p1')
      float.fromhex('x')
      float.from_number(3)
      float.from_number('3')
      float.__getformat__('double')
      float.__getformat__('half')
      complex()
      complex('1+2j')
      complex('x')
      complex(1.5)
      complex(1, 2)
      complex(1, -0.0)
      complex(imag=2)
      complex(real=1, imag=2)
      complex('1', 2)
      complex(1, '2')
      complex(None)
      complex([], 1)
      complex(1, 2, 3)
      complex(1, x=3)
      complex.from_number(3)
      complex.from_number('3')
    `),
    );
  });

  it('have their methods', () => {
    agree(
      lines(`
      (1.5).as_integer_ratio()
      float('inf').as_integer_ratio()
      (1.5).hex()
      (1.5).is_integer()
      (1.5).conjugate()
      (1.5).real
      (1.5).imag
      (1.5).__trunc__()
      (-1.5).__floor__()
      (-1.5).__ceil__()
      round(2.5)
      round(2.675, 2)
      round(2.5, None)
      round(2.5, 'a')
      round(float('nan'))
      (1.5).__getnewargs__()
      format(1.5, '08.3f')
      format(1.5)
      format(1.5, 'd')
      hash(1.0)
      hash(float('inf'))
      (1.5).__eq__('a')
      (1.5).__radd__(1)
      (1.5).__int__()
      (1.5).__divmod__(0)
      1.5 == 1
      2.0**53 == 2**53 + 1
      2.0**53 < 2**53 + 1
      1.0 in [1]
      (1+2j).conjugate()
      (1+2j).real
      (1+2j).imag
      (1+2j).__complex__()
      (1+2j).__getnewargs__()
      format(1+2j, '.2f')
      abs(3+4j)
      (1+2j) == (1+2j)
      1j == 1
      (2+0j) == 2
      1j < 2j
      1j // 2
      1j.__lt__(2)
      1j.__eq__('a')
      +1j
      -1j
      1e400j
      repr(-0.0)
      1.5.x
      None.__bool__()
      repr(None)
      repr(NotImplemented) if False else 1
    `).filter((e) => !e.includes(' if ') && !e.includes(' in ')),
    );
  });
});
