// marshal and .pyc against the reference: its bytes read here and written again, our bytes read there, headers and source hash,
// and the errors of broken data.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPyodide } from 'pyodide';
import type { PyodideInterface } from 'pyodide';
import { compile } from './index.ts';
import {
  MarshalError,
  MarshalDict,
  MarshalList,
  MarshalSet,
  StopIteration,
  dumps,
  loads,
} from './marshal.ts';
import type { MarshalValue } from './marshal.ts';
import {
  CodeObject,
  ComplexConstant,
  Ellipsis,
  FloatConstant,
  FrozenSetConstant,
  SliceConstant,
  SurrogateString,
  TupleConstant,
} from './code-object.ts';
import { MAGIC_NUMBER, readPyc, sourceHash, writePyc } from './pyc.ts';

let python: PyodideInterface;
let toBytes: (expression: string, version: number) => Uint8Array;
let fromBytes: (bytes: Uint8Array) => string;

beforeAll(async () => {
  python = await loadPyodide();
  python.runPython(`
import marshal
def to_bytes(expression, version):
    return marshal.dumps(eval(expression), version)
def show(value):
    # The order of a set depends on hashes.
    return repr(sorted(value, key=repr)) if isinstance(value, (set, frozenset)) else repr(value)
def from_bytes(data):
    return show(marshal.loads(bytes(data)))
`);
  const dumped = python.globals.get('to_bytes') as (e: string, v: number) => { toJs(): Uint8Array };
  const loaded = python.globals.get('from_bytes') as (data: unknown) => string;
  toBytes = (expression, version) => Uint8Array.from(dumped(expression, version).toJs());
  fromBytes = (bytes) => loaded(python.toPy(bytes));
});

const tuple = (...items: MarshalValue[]): TupleConstant => new TupleConstant(items as never);

const values: [expression: string, value: MarshalValue][] = [
  ['None', null],
  ['True', true],
  ['False', false],
  ['...', Ellipsis],
  ['StopIteration', StopIteration],
  ['0', 0],
  ['-1', -1],
  ['2**31 - 1', 2147483647],
  ['2**31', 2147483648],
  ['-2**31', -2147483648],
  ['-2**31 - 1', -2147483649],
  ['2**53', 9007199254740992n],
  ['2**200', 2n ** 200n],
  ['-3**150', -(3n ** 150n)],
  ['2**15', 32768],
  ['2**45', 2 ** 45],
  ['0.0', new FloatConstant(0)],
  ['-0.0', new FloatConstant(-0)],
  ['1e308', new FloatConstant(1e308)],
  ['float("inf")', new FloatConstant(Infinity)],
  ['float("nan")', new FloatConstant(NaN)],
  ['complex(1.5, -2.0)', new ComplexConstant(1.5, -2)],
  ['"abc"', 'abc'],
  ['"a b"', 'a b'],
  ['"é\\u20ac\\U0001f600"', 'é€😀'],
  ['"\\ud800"', '\ud800'],
  ['"\\ud83d\\ude00"', new SurrogateString([0xd83d, 0xde00])],
  ['"x" * 300', 'x'.repeat(300)],
  ['"x " * 300', 'x '.repeat(300)],
  ['b""', new Uint8Array(0)],
  ['b"a"', Uint8Array.of(97)],
  ['b"\\x00\\xff"', Uint8Array.of(0, 255)],
  ['()', tuple()],
  ['(1, "a", None)', tuple(1, 'a', null)],
  // A str that looks like the key of another value, twice.
  ['("()", (), "()", ())', tuple('()', tuple(), '()', tuple())],
  ['tuple(range(300))', tuple(...Array.from({ length: 300 }, (_, i) => i))],
  ['[1, [2, "a b"]]', new MarshalList([1, new MarshalList([2, 'a b'])])],
  [
    '{"a": 1, 2: (3,)}',
    new MarshalDict([
      ['a', 1],
      [2, tuple(3)],
    ]),
  ],
  ['{3, 1, 2}', new MarshalSet([1, 2, 3])],
  ['frozenset({"b", "a", 1})', new FrozenSetConstant(['b', 'a', 1])],
  ['frozenset()', new FrozenSetConstant([])],
];

describe('marshal', () => {
  it.each(values)('writes %s as the reference reads it', (expression, value) => {
    for (const version of [5, 4, 3, 2, 1]) {
      expect(fromBytes(dumps(value, version))).toBe(python.runPython(`show(${expression})`));
    }
  });
  it.each(values)('reads %s', (expression, value) => {
    for (const version of [5, 4, 3, 2, 1, 0]) {
      const read = loads(toBytes(expression, version));
      if (value instanceof MarshalSet || value instanceof FrozenSetConstant) {
        expect(new Set((read as MarshalSet).items)).toEqual(new Set(value.items));
      } else expect(read).toEqual(value);
    }
  });
  it('writes slices in version 5 alone', () => {
    const value = new SliceConstant(1, null, 2);
    expect(fromBytes(dumps(value))).toBe('slice(1, None, 2)');
    expect(loads(toBytes('slice(1, None, 2)', 5))).toEqual(value);
    expect(() => dumps(value, 4)).toThrow('unmarshallable object');
  });
  it('writes floats of the first versions as text, to the byte', () => {
    for (const text of [
      '0.0',
      '-0.0',
      '1.5',
      '0.1',
      '1e-4',
      '1e-5',
      '123456789.125',
      '1e16',
      '1e17',
      '1e300',
      '5e-324',
      '1e22',
      '-2.5e-7',
    ]) {
      for (const version of [0, 1, 2]) {
        expect([text, dumps(new FloatConstant(Number(text)), version)]).toEqual([
          text,
          toBytes(text, version),
        ]);
      }
    }
  });
  it('refuses code where it is not allowed', () => {
    const { code } = compile('x', 'f.py', 'exec');
    expect(() => dumps(code, 5, false)).toThrow('marshalling code objects is disallowed');
    expect(() => loads(dumps(code), { allowCode: false })).toThrow(
      'unmarshalling code objects is disallowed',
    );
  });
  it('keeps shared and cyclic references', () => {
    const bytes = Uint8Array.from(
      (python.runPython('x = [1]; x.append(x); marshal.dumps(x)') as { toJs(): Uint8Array }).toJs(),
    );
    const list = loads(bytes) as MarshalList;
    expect(list.items[1]).toBe(list);
    expect(fromBytes(dumps(list))).toBe('[1, [...]]');
  });
  it('refuses broken data as the reference does', () => {
    expect(() => loads(Uint8Array.of())).toThrow(MarshalError);
    expect(() => loads(Uint8Array.of(0x69, 1))).toThrow('marshal data too short');
    expect(() => loads(Uint8Array.of(0x3f))).toThrow('bad marshal data (unknown type code)');
    expect(() => loads(Uint8Array.of(0x72, 0, 0, 0, 0))).toThrow('bad marshal data (invalid reference)');
  });
  it('writes code objects to the byte', () => {
    const source = `
import os, sys as system
class C(Exception):
    "doc"
    x: int = 1
    def method(self, a, *, b=2.5, **kw):
        try:
            return [self.attr for i in a if i in ('x', 'y')]
        finally:
            print(f"{b!r:>{a}}", 3j, b'bytes', 10 ** 20, "not a name", a[1:2])
async def coroutine(): await coroutine()
`;
    const answer = python.runPython(`marshal.dumps(compile(${JSON.stringify(source)}, 'f.py', 'exec'))`) as {
      toJs(): Uint8Array;
    };
    expect(dumps(compile(source, 'f.py', 'exec').code)).toEqual(Uint8Array.from(answer.toJs()));
  });
});

describe('.pyc', () => {
  const source = new TextEncoder().encode('answer = sum(x * 2 for x in range(7))\n');
  it('has the magic number and source hash of the reference', () => {
    const magic = python.runPython('import importlib.util; importlib.util.MAGIC_NUMBER') as {
      toJs(): Uint8Array;
    };
    expect(MAGIC_NUMBER).toEqual(Uint8Array.from(magic.toJs()));
    for (let n = 0; n < 40; n++) {
      const data = Uint8Array.from({ length: n }, (_, i) => (i * 37 + n) & 255);
      python.globals.set('data', python.toPy(data));
      const hash = python.runPython('importlib.util.source_hash(bytes(data))') as { toJs(): Uint8Array };
      expect([n, sourceHash(data)]).toEqual([n, Uint8Array.from(hash.toJs())]);
    }
  });
  it.each(['timestamp', 'checked hash', 'unchecked hash'])('with a %s runs on the reference', (kind) => {
    const { code } = compile(source, 'm.py', 'exec');
    const file = writePyc(
      code,
      kind === 'timestamp'
        ? { kind: 'timestamp', mtime: 1700000000, size: source.length }
        : { kind: 'hash', hash: sourceHash(source), checked: kind === 'checked hash' },
    );
    python.globals.set('file', python.toPy(file));
    python.globals.set('source', python.toPy(source));
    const answer = python.runPython(`
import importlib._bootstrap_external as b
data = bytes(file)
flags = b._classify_pyc(data, 'm', {})
if flags & 1:
    b._validate_hash_pyc(data, importlib.util.source_hash(bytes(source)), 'm', {})
else:
    b._validate_timestamp_pyc(data, 1700000000, len(source), 'm', {})
namespace = {}
exec(b._compile_bytecode(memoryview(data)[16:], 'm'), namespace)
namespace['answer']
`) as number;
    expect(answer).toBe(42);
    const back = readPyc(file);
    expect(back.code).toBeInstanceOf(CodeObject);
    expect(back.validation.kind).toBe(kind === 'timestamp' ? 'timestamp' : 'hash');
    expect(writePyc(back.code, back.validation)).toEqual(file);
  });
  it('refuses another magic number', () => {
    const { code } = compile(source, 'm.py', 'exec');
    const file = writePyc(code, { kind: 'timestamp', mtime: 0, size: 0 });
    file[0] ^= 1;
    expect(() => readPyc(file)).toThrow('bad magic number');
  });
});
