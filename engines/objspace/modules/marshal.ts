// The module `marshal`: Python's values of the builtin kinds as bytes and back, over the front end's writer and reader. Models CPython's
// Python/marshal.c.
import {
  MARSHAL_VERSION,
  MarshalDict,
  MarshalError,
  MarshalList,
  MarshalSet,
  StopIteration,
  StopIterationValue,
  dumps,
  loads,
} from '../../frontend/marshal.ts';
import type { MarshalValue } from '../../frontend/marshal.ts';
import {
  ComplexConstant,
  Ellipsis,
  FloatConstant,
  FrozenSetConstant,
  SliceConstant,
  SurrogateString,
  TupleConstant,
} from '../../frontend/code-object.ts';
import type { Constant } from '../../frontend/code-object.ts';
import { pointsOf } from '../../kernels/text.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { callMethod } from '../steps.ts';
import type { Steps } from '../steps.ts';
import { codeOf, constantValue } from '../types/code.ts';
import { method } from './_io/io-base.ts';
import type { ModuleDefinition } from './module-definition.ts';

const LONE_SURROGATE = /\p{Surrogate}/u;
const MAX_DEPTH = 2000;

function guarded<T>(space: Space, run: () => T): T {
  try {
    return run();
  } catch (e) {
    if (e instanceof MarshalError) throw raise(space, e.type, e.message);
    throw e;
  }
}

/** Values that occur more than once stay one. */
class Writer {
  private readonly space: Space;
  private readonly known = new Map<number | bigint, MarshalValue>();
  private readonly allowCode: boolean;
  private depth = 0;
  constructor(space: Space, allowCode: boolean) {
    this.space = space;
    this.allowCode = allowCode;
  }

  value(w: W): MarshalValue {
    const { space } = this;
    const { types } = space;
    const type = space.type(w);
    if (space.is(w, space.w_None)) return null;
    if (space.is(w, space.w_Ellipsis)) return Ellipsis;
    if (type === types.bool) return space.is(w, space.w_True);
    if (space.is(w, types.StopIteration.w_self)) return StopIteration;
    if (type === types.int) return space.int_w(w);
    const id = space.id(w);
    const found = this.known.get(id);
    if (found !== undefined) return found;
    if (++this.depth > MAX_DEPTH) throw raise(space, 'ValueError', 'object too deeply nested to marshal');
    const made = this.make(w);
    this.depth--;
    if (typeof made === 'object') this.known.set(id, made);
    return made;
  }

  private make(w: W): MarshalValue {
    const { space } = this;
    const { types } = space;
    const type = space.type(w);
    const all = (items_w: readonly W[]): Constant[] => items_w.map((item) => this.value(item) as Constant);
    if (type === types.float) return new FloatConstant(space.float_w(w));
    if (type === types.complex) {
      const { real, imag } = space.complex_w(w);
      return new ComplexConstant(real, imag);
    }
    if (type === types.str) {
      const text = space.str_w(w);
      return LONE_SURROGATE.test(text) ? new SurrogateString([...pointsOf(space.text_w(w))]) : text;
    }
    if (type === types.tuple) return new TupleConstant(all(space.tuple_w(w)));
    if (type === types.list) return new MarshalList(space.listitems(w).map((item) => this.value(item)));
    if (type === types.dict) {
      const entries: [MarshalValue, MarshalValue][] = [];
      for (let entry = space.dictnext(w, 0); entry; entry = space.dictnext(w, entry.next))
        entries.push([this.value(entry.w_key), this.value(entry.w_value)]);
      return new MarshalDict(entries);
    }
    if (type === types.set) return new MarshalSet(all(space.listOfNested(w)));
    if (type === types.frozenset) return new FrozenSetConstant(all(space.listOfNested(w)));
    if (type === types.code) {
      if (!this.allowCode) throw raise(space, 'ValueError', 'marshalling code objects is disallowed');
      return codeOf(space, w).code;
    }
    if (type === types.slice) {
      const [start, stop, step] = ['start', 'stop', 'step'].map(
        (name) => this.value(space.getattr(w, name)) as Constant,
      );
      return new SliceConstant(start, stop, step);
    }
    if (isBuffer(space, w)) return space.buffer_w(w).slice();
    throw raise(space, 'ValueError', 'unmarshallable object');
  }
}

function isBuffer(space: Space, w: W): boolean {
  const type = space.type(w);
  const { bytes, bytearray, memoryview } = space.types;
  return type === bytes || type === bytearray || type === memoryview;
}

function newValue(space: Space, value: MarshalValue): W {
  if (value instanceof MarshalList) return space.newlist(value.items.map((item) => newValue(space, item)));
  if (value instanceof MarshalSet) {
    const w_set = space.newset();
    for (const item of value.items) space.setadd(w_set, newValue(space, item));
    return w_set;
  }
  if (value instanceof MarshalDict) {
    const w_dict = space.newdict();
    for (const [key, item] of value.entries)
      space.dictset(w_dict, newValue(space, key), newValue(space, item));
    return w_dict;
  }
  if (value instanceof StopIterationValue) return space.types.StopIteration.w_self;
  if (value instanceof TupleConstant)
    return space.newtuple(value.items.map((item) => newValue(space, item as MarshalValue)));
  if (value instanceof FrozenSetConstant)
    return space.newfrozenset(value.items.map((item) => newValue(space, item as MarshalValue)));
  return constantValue(space, value);
}

const write = (space: Space, w: W, version: number, allowCode: boolean): Uint8Array =>
  guarded(space, () => dumps(new Writer(space, allowCode).value(w), version, allowCode));

const read = (space: Space, bytes: Uint8Array, allowCode: boolean): W =>
  guarded(space, () => newValue(space, loads(bytes, { allowCode })));

export const marshalModule: ModuleDefinition = {
  name: 'marshal',
  doc: 'This module contains functions that can read and write Python values in\na binary format. The format is specific to Python, but independent of\nmachine architecture issues.',
  functions: [
    leaf(
      'dumps',
      `value, version: index = ${MARSHAL_VERSION}, /, *, allow_code: bool = True`,
      (space: Space, w: W, version: number, allowCode: boolean) =>
        space.newbytes(write(space, w, version, allowCode)),
    ),
    leaf('loads', 'bytes: bytes, /, *, allow_code: bool = True', read),
    method(
      'dump',
      `value, file, version: index = ${MARSHAL_VERSION}, /, *, allow_code: bool = True`,
      function* (space: Space, w: W, w_file: W, version: number, allowCode: boolean): Steps {
        return yield* callMethod(space, w_file, 'write', [
          space.newbytes(write(space, w, version, allowCode)),
        ]);
      },
    ),
    method(
      'load',
      'file, /, *, allow_code: bool = True',
      function* (space: Space, w_file: W, allowCode: boolean): Steps {
        // One value is read, and the file is put behind it: where it cannot be put there, it is read byte by byte as CPython does.
        const w_all = yield* callMethod(space, w_file, 'read');
        if (!space.type(w_all).isSubtype(space.types.bytes)) {
          const text = `file.read() returned not bytes but ${space.type(w_all).name}`;
          throw raise(space, 'TypeError', text);
        }
        const bytes = space.bytes_w(w_all);
        let consumed = bytes.length;
        const w = guarded(space, () =>
          newValue(space, loads(bytes, { allowCode, onEnd: (at: number) => (consumed = at) })),
        );
        if (consumed < bytes.length) {
          yield* callMethod(space, w_file, 'seek', [space.newint(consumed - bytes.length), space.newint(1)]);
        }
        return w;
      },
    ),
  ],
  values: (space: Space) => ({ version: space.newint(MARSHAL_VERSION) }),
};
