// The module `_operator`: operators as functions; attrgetter, itemgetter, methodcaller. Models CPython's Modules/_operator.c.
import { bytesOfUnits } from '../../kernels/bytes.ts';
import { andThen } from '../continuation.ts';
import * as operations from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import { Payload, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, GE, GT, LE, LT, NE } from '../operations.ts';
import type { BinarySlot, Comparison, InplaceSlot, UnarySlot } from '../operations.ts';
import type { OperationError } from '../error.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { enter, IterationFrame } from '../step-frames.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';

const binary = (name: string, slot: BinarySlot): BuiltinRow =>
  resumable(name, 'a, b, /', (space: Space, w_a: W, w_b: W) => operations.binary(space, slot, w_a, w_b));
const inplace = (name: string, slot: InplaceSlot): BuiltinRow =>
  resumable(name, 'a, b, /', (space: Space, w_a: W, w_b: W) => operations.inplace(space, slot, w_a, w_b));
const unary = (name: string, slot: UnarySlot): BuiltinRow =>
  resumable(name, 'a, /', (space: Space, w: W) => operations.unary(space, slot, w));
const comparison = (name: string, op: Comparison): BuiltinRow =>
  resumable(name, 'a, b, /', (space: Space, w_a: W, w_b: W) => operations.compare(space, w_a, w_b, op));

const truthThen = (space: Space, w: W, then: (isTrue: boolean) => W): W =>
  andThen(space, space.top, operations.truth(space, w), (w_truth) => then(space.is(w_truth, space.w_True)));

// --- searching

class SearchFrame extends IterationFrame {
  private readonly w_item: W;
  private readonly counts: boolean;
  private found = 0;
  private position = 0;
  private compared = false;
  constructor(space: Space, w_iterator: W, w_item: W, counts: boolean) {
    super(space, w_iterator);
    this.w_item = space.own(w_item);
    this.counts = counts;
  }
  protected item(space: Space, w: W): W | null {
    if (space.is(w, this.w_item)) return this.decide(space, true);
    this.compared = false;
    const w_equal = operations.compare(space, w, this.w_item, EQ);
    return w_equal === SUSPEND ? w_equal : this.answered(space, w_equal);
  }
  protected override answered(space: Space, w: W): W | null {
    if (!this.compared) {
      this.compared = true;
      const w_truth = operations.truth(space, w);
      if (w_truth === SUSPEND) return w_truth;
      return this.decide(space, space.is(w_truth, space.w_True));
    }
    return this.decide(space, space.is(w, space.w_True));
  }
  private decide(space: Space, isEqual: boolean): W | null {
    if (isEqual && !this.counts) return space.newint(this.position);
    if (isEqual) this.found++;
    this.position++;
    return null;
  }
  protected end(space: Space): W {
    if (this.counts) return space.newint(this.found);
    throw raise(space, 'ValueError', 'sequence.index(x): x not in sequence');
  }
  protected override release(space: Space): void {
    super.release(space);
    space.drop(this.w_item);
  }
}

function search(space: Space, w_iterable: W, w_item: W, counts: boolean): W {
  const { slots } = space.type(w_iterable);
  if (slots.iter === null && slots.getitem === null) {
    const text = `argument of type '${space.type(w_iterable).name}' is not iterable`;
    throw raise(space, 'TypeError', text);
  }
  return andThen(space, space.top, operations.iter(space, w_iterable), (w_iterator) =>
    enter(space, new SearchFrame(space, w_iterator, w_item, counts)),
  );
}

function concat(space: Space, w_a: W, w_b: W, slot: 'add' | 'inplaceAdd'): W {
  const { slots, name } = space.type(w_a);
  const isSequence = (w: W): boolean => space.type(w).slots.getitem !== null && !isMapping(space, w);
  if (slots.concat === null && !(isSequence(w_a) && isSequence(w_b)))
    throw raise(space, 'TypeError', `'${name}' object can't be concatenated`);
  return slot === 'add'
    ? operations.binary(space, 'add', w_a, w_b)
    : operations.inplace(space, 'inplaceAdd', w_a, w_b);
}

const isMapping = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.dict);

function lengthHint(space: Space, w_object: W, w_default: W): W {
  if (!space.type(w_default).isSubtype(space.types.int)) {
    const text = `'${space.type(w_default).name}' object cannot be interpreted as an integer`;
    throw raise(space, 'TypeError', text);
  }
  const caller = space.top;
  const hint = (): W => {
    const w_method = space.type(w_object).lookup('__length_hint__');
    if (w_method === undefined) return w_default;
    const isNoHint = (error: OperationError): W => {
      if (!error.matches(space.types.TypeError)) throw error;
      space.dropError(error);
      return w_default;
    };
    let w_answer: W;
    try {
      w_answer = operations.callMethodObject(space, w_method, w_object, [], null);
    } catch (e) {
      return isNoHint(space.asOperationError(e));
    }
    const check = (w: W): W => {
      if (space.is(w, space.w_NotImplemented)) return w_default;
      if (!space.type(w).isSubtype(space.types.int)) {
        const text = `__length_hint__ must be an integer, not ${space.type(w).name}`;
        throw raise(space, 'TypeError', text);
      }
      if (space.int_w(w) < 0) throw raise(space, 'ValueError', '__length_hint__() should return >= 0');
      return w;
    };
    return w_answer === SUSPEND ? andThen(space, caller, w_answer, check, isNoHint) : check(w_answer);
  };
  if (space.type(w_object).slots.length === null) return hint();
  return andThen(
    space,
    caller,
    operations.length(space, w_object),
    (w) => w,
    (error) => {
      if (!error.matches(space.types.TypeError)) throw error;
      space.dropError(error);
      return hint();
    },
  );
}

/** In a time that does not depend on where the two differ. */
function compareDigest(space: Space, w_a: W, w_b: W): boolean {
  const { str } = space.types;
  const isText = (w: W): boolean => space.type(w).isSubtype(str);
  let a: Uint8Array;
  let b: Uint8Array;
  if (isText(w_a) && isText(w_b)) {
    const texts = [space.str_w(w_a), space.str_w(w_b)];
    if (texts.some((text) => /[^\0-\x7f]/.test(text)))
      throw raise(space, 'TypeError', 'comparing strings with non-ASCII characters is not supported');
    [a, b] = texts.map(bytesOfUnits);
  } else {
    const isBuffer = (w: W): boolean =>
      !isText(w) &&
      (space.type(w).isSubtype(space.types.bytes) ||
        space.type(w).isSubtype(space.types.bytearray) ||
        space.type(w) === space.types.memoryview ||
        space.type(w).lookup('__buffer__') !== undefined);
    if (!isBuffer(w_a) || !isBuffer(w_b)) {
      const names = `'${space.type(w_a).name}' and '${space.type(w_b).name}'`;
      throw raise(space, 'TypeError', `unsupported operand types(s) or combination of types: ${names}`);
    }
    a = space.buffer_w(w_a);
    b = space.buffer_w(w_b);
  }
  let difference = a.length === b.length ? 0 : 1;
  const other = a.length === b.length ? a : b;
  for (let i = 0; i < b.length; i++) difference |= other[i] ^ b[i];
  return difference === 0;
}

// --- the getters

/** What a getter was made with: a tuple of items or of names, and for methodcaller its keyword arguments. */
class GetterPayload extends Payload {
  w_items: W | null;
  w_keywords: W | null;
  /** Dotted names, split. */
  readonly paths: readonly (readonly string[])[];
  constructor(w_items: W, w_keywords: W | null, paths: readonly (readonly string[])[]) {
    super();
    this.w_items = w_items;
    this.w_keywords = w_keywords;
    this.paths = paths;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_items !== null) visit(this.w_items);
    if (this.w_keywords !== null) visit(this.w_keywords);
  }
  forget(): void {
    this.w_items = this.w_keywords = null;
  }
}

const getterOf = (space: Space, w: W): GetterPayload => space.data(w) as GetterPayload;
const itemsOf = (space: Space, w: W): readonly W[] => space.tuple_w(getterOf(space, w).w_items!);

/** The item of an `itemgetter` that takes one; undefined: it takes several, or is something else. */
export function soleItem(space: Space, w_getter: W): W | undefined {
  if (space.type(w_getter) !== space.types[getterNames.itemgetter]) return undefined;
  const items_w = itemsOf(space, w_getter);
  return items_w.length === 1 ? items_w[0] : undefined;
}

function oneArgument(space: Space, name: string, args_w: readonly W[], names: readonly string[] | null): W {
  if (names !== null) throw raise(space, 'TypeError', `${name}() takes no keyword arguments`);
  if (args_w.length === 1) return args_w[0];
  throw raise(space, 'TypeError', `${name} expected 1 argument, got ${args_w.length}`);
}

function atLeastOne(space: Space, name: string, args_w: readonly W[], names: readonly string[] | null): void {
  if (names !== null) throw raise(space, 'TypeError', `${name}() takes no keyword arguments`);
  if (args_w.length < 1) throw raise(space, 'TypeError', `${name} expected at least 1 argument, got 0`);
}

const gatherItems = (space: Space, w_x: W, items_w: readonly W[]): W =>
  gather(space, items_w.length, (i) => operations.getitem(space, w_x, items_w[i]));

const gatherAttributes = (space: Space, w_x: W, paths: readonly (readonly string[])[]): W =>
  gather(space, paths.length, (i) => followPath(space, w_x, paths[i], 0));

/** One result as it is, several as a tuple. */
function gather(space: Space, count: number, get: (i: number) => W): W {
  if (count === 1) return get(0);
  const results_w: W[] = [];
  const caller = space.top;
  const from = (i: number): W => {
    for (let k = i; k < count; k++) {
      const w = get(k);
      if (w === SUSPEND) {
        return andThen(space, caller, w, (w_got) => {
          results_w.push(w_got);
          return from(k + 1);
        });
      }
      results_w.push(w);
    }
    return space.newtuplefrom(results_w);
  };
  return from(0);
}

function followPath(space: Space, w_x: W, path: readonly string[], from: number): W {
  if (from === path.length - 1) return operations.getattr(space, w_x, path[from]);
  return andThen(space, space.top, operations.getattr(space, w_x, path[from]), (w) =>
    followPath(space, w, path, from + 1),
  );
}

const getterNames = {
  attrgetter: 'operator.attrgetter',
  itemgetter: 'operator.itemgetter',
  methodcaller: 'operator.methodcaller',
} as const;

/** `operator.itemgetter(1, 2)` */
function getterRepr(space: Space, w: W): W {
  const type = space.type(w);
  const active_w = reprs.get(space) ?? [];
  const qualified = `${type.module}.${type.shortName}`;
  if (active_w.some((shown) => space.is(shown, w))) return space.newstr(`${qualified}(...)`);
  reprs.set(space, [...active_w, w]);
  const getter = getterOf(space, w);
  const parts: { prefix: string; w: W }[] = space
    .tuple_w(getter.w_items!)
    .map((w_item) => ({ prefix: '', w: w_item }));
  if (getter.w_keywords !== null) {
    const w_dict = getter.w_keywords;
    for (let e = space.dictnext(w_dict, 0); e; e = space.dictnext(w_dict, e.next))
      parts.push({ prefix: `${space.str_w(e.w_key)}=`, w: e.w_value });
  }
  const texts: string[] = [];
  const caller = space.top;
  const from = (i: number): W => {
    if (i === parts.length) {
      reprs.set(space, active_w);
      return space.newstr(`${qualified}(${texts.join(', ')})`);
    }
    return andThen(
      space,
      caller,
      operations.repr(space, parts[i].w),
      (w_text) => {
        texts.push(parts[i].prefix + space.str_w(w_text));
        return from(i + 1);
      },
      (error) => {
        reprs.set(space, active_w);
        throw error;
      },
    );
  };
  return from(0);
}

const reprs = new WeakMap<Space, W[]>();

const memberArguments = (space: Space, type: string): Record<string, W> => ({
  __match_args__: space.newtuple([]),
  __module__: space.newstr(type.split('.')[0]),
});

const attrgetterType: TypeDefinition = {
  name: getterNames.attrgetter,
  slots: {
    new: (space, type, args_w, names) => {
      atLeastOne(space, 'attrgetter', args_w, names);
      const paths = args_w.map((w) => {
        if (!space.type(w).isSubtype(space.types.str))
          throw raise(space, 'TypeError', 'attribute name must be a string');
        return space.str_w(w).split('.');
      });
      return space.newobj(type, new GetterPayload(space.own(space.newtuple(args_w)), null, paths));
    },
    call: (space, w, args_w, names) => {
      const w_x = oneArgument(space, 'attrgetter', args_w, names);
      const { paths } = getterOf(space, w);
      if (paths.length === 1 && paths[0].length === 1) return operations.getattr(space, w_x, paths[0][0]);
      return gatherAttributes(space, w_x, paths);
    },
    repr: getterRepr,
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.type(w).w_self, getterOf(space, w).w_items!]),
    ),
  ],
  constants: (space) => memberArguments(space, getterNames.attrgetter),
};

const itemgetterType: TypeDefinition = {
  name: getterNames.itemgetter,
  slots: {
    new: (space, type, args_w, names) => {
      if (args_w.length === 0) oneArgument(space, 'itemgetter', args_w, names);
      atLeastOne(space, 'itemgetter', args_w, names);
      return space.newobj(type, new GetterPayload(space.own(space.newtuple(args_w)), null, []));
    },
    call: (space, w, args_w, names) => {
      const w_x = oneArgument(space, 'itemgetter', args_w, names);
      const items_w = itemsOf(space, w);
      return items_w.length === 1
        ? operations.getitem(space, w_x, items_w[0])
        : gatherItems(space, w_x, items_w);
    },
    repr: getterRepr,
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.type(w).w_self, getterOf(space, w).w_items!]),
    ),
  ],
  constants: (space) => memberArguments(space, getterNames.itemgetter),
};

const methodcallerType: TypeDefinition = {
  name: getterNames.methodcaller,
  slots: {
    new: (space, type, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      if (positional < 1)
        throw raise(space, 'TypeError', 'methodcaller needs at least one argument, the method name');
      if (!space.type(args_w[0]).isSubtype(space.types.str))
        throw raise(space, 'TypeError', 'method name must be a string');
      let w_keywords: W | null = null;
      if (names !== null) {
        w_keywords = space.own(space.newdict());
        names.forEach((name, i) => space.dictsetstr(w_keywords!, name, args_w[positional + i]));
      }
      const w_items = space.own(space.newtuple(args_w.slice(0, positional)));
      return space.newobj(type, new GetterPayload(w_items, w_keywords, [[space.str_w(args_w[0])]]));
    },
    call: (space, w, args_w, names) => {
      const w_x = oneArgument(space, 'methodcaller', args_w, names);
      const { paths, w_keywords } = getterOf(space, w);
      const given_w = itemsOf(space, w).slice(1);
      return andThen(space, space.top, operations.getattr(space, w_x, paths[0][0]), (w_method) => {
        if (w_keywords === null) return operations.call(space, w_method, given_w);
        const all = space.unpackArguments(given_w, w_keywords);
        return operations.call(space, w_method, all.args_w, all.names);
      });
    },
    repr: getterRepr,
  },
  methods: [
    resumable('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_items, w_keywords } = getterOf(space, w);
      const w_type = space.type(w).w_self;
      if (w_keywords === null) return space.newtuple([w_type, w_items!]);
      const caller = space.top;
      const w_functools = operations.call(space, space.builtin('__import__'), [space.newstr('functools')]);
      return andThen(space, caller, w_functools, (w_module) =>
        andThen(space, caller, operations.getattr(space, w_module, 'partial'), (w_partial) => {
          const items_w = space.tuple_w(w_items!);
          const all = space.unpackArguments([w_type, items_w[0]], w_keywords);
          return andThen(space, caller, operations.call(space, w_partial, all.args_w, all.names), (w_made) =>
            space.newtuple([w_made, space.newtuple(items_w.slice(1))]),
          );
        }),
      );
    }),
  ],
  constants: (space) => memberArguments(space, getterNames.methodcaller),
};

export const operatorModule: ModuleDefinition = {
  name: '_operator',
  doc: 'Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.',
  functions: [
    resumable('truth', 'a, /', (space: Space, w: W) => operations.truth(space, w)),
    resumable('not_', 'a, /', (space: Space, w: W) =>
      truthThen(space, w, (isTrue) => space.newbool(!isTrue)),
    ),
    leaf('is_', 'a, b, /', (space: Space, w_a: W, w_b: W) => space.is(w_a, w_b), { result: 'bool' }),
    leaf('is_not', 'a, b, /', (space: Space, w_a: W, w_b: W) => !space.is(w_a, w_b), { result: 'bool' }),
    leaf('is_none', 'a, /', (space: Space, w: W) => space.is(w, space.w_None), { result: 'bool' }),
    leaf('is_not_none', 'a, /', (space: Space, w: W) => !space.is(w, space.w_None), { result: 'bool' }),
    resumable('contains', 'a, b, /', (space: Space, w_a: W, w_b: W) =>
      andThen(space, space.top, operations.contains(space, w_a, w_b), (w) => w),
    ),
    resumable('indexOf', 'a, b, /', (space: Space, w_a: W, w_b: W) => search(space, w_a, w_b, false)),
    resumable('countOf', 'a, b, /', (space: Space, w_a: W, w_b: W) => search(space, w_a, w_b, true)),
    resumable('index', 'a, /', (space: Space, w: W) => operations.index(space, w)),
    binary('add', 'add'),
    binary('sub', 'subtract'),
    binary('mul', 'multiply'),
    binary('matmul', 'matrixMultiply'),
    binary('floordiv', 'floorDivide'),
    binary('truediv', 'trueDivide'),
    binary('mod', 'remainder'),
    unary('neg', 'negative'),
    unary('pos', 'positive'),
    unary('abs', 'absolute'),
    unary('inv', 'invert'),
    unary('invert', 'invert'),
    binary('lshift', 'lshift'),
    binary('rshift', 'rshift'),
    binary('and_', 'and'),
    binary('xor', 'xor'),
    binary('or_', 'or'),
    binary('pow', 'power'),
    inplace('iadd', 'inplaceAdd'),
    inplace('isub', 'inplaceSubtract'),
    inplace('imul', 'inplaceMultiply'),
    inplace('imatmul', 'inplaceMatrixMultiply'),
    inplace('ifloordiv', 'inplaceFloorDivide'),
    inplace('itruediv', 'inplaceTrueDivide'),
    inplace('imod', 'inplaceRemainder'),
    inplace('ilshift', 'inplaceLshift'),
    inplace('irshift', 'inplaceRshift'),
    inplace('iand', 'inplaceAnd'),
    inplace('ixor', 'inplaceXor'),
    inplace('ior', 'inplaceOr'),
    inplace('ipow', 'inplacePower'),
    resumable('concat', 'a, b, /', (space: Space, w_a: W, w_b: W) => concat(space, w_a, w_b, 'add')),
    resumable('iconcat', 'a, b, /', (space: Space, w_a: W, w_b: W) => concat(space, w_a, w_b, 'inplaceAdd')),
    resumable('getitem', 'a, b, /', (space: Space, w_a: W, w_b: W) => operations.getitem(space, w_a, w_b)),
    resumable('setitem', 'a, b, c, /', (space: Space, w_a: W, w_b: W, w_c: W) =>
      andThen(space, space.top, operations.setitem(space, w_a, w_b, w_c), () => space.w_None),
    ),
    resumable('delitem', 'a, b, /', (space: Space, w_a: W, w_b: W) =>
      andThen(space, space.top, operations.setitem(space, w_a, w_b, null), () => space.w_None),
    ),
    comparison('eq', EQ),
    comparison('ne', NE),
    comparison('lt', LT),
    comparison('le', LE),
    comparison('gt', GT),
    comparison('ge', GE),
    leaf('_compare_digest', 'a, b, /', compareDigest, { result: 'bool' }),
    resumable('length_hint', 'obj, default=0, /', lengthHint),
    resumable(
      'call',
      'obj, /, *args, **kwargs',
      (space: Space, w_f: W, args_w: readonly W[], w_kwargs: W) => {
        const all = space.unpackArguments(args_w, w_kwargs);
        return operations.call(space, w_f, all.args_w, all.names);
      },
    ),
  ],
  types: [attrgetterType, itemgetterType, methodcallerType],
};
