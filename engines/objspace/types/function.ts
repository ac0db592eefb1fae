// Python functions, bound methods and cells. Models CPython's Objects/funcobject.c, classobject.c, cellobject.c. How a function is
// entered is the engine's (`space.callfunction`).
import { assignDict, call, compare, getattr } from '../descroperation.ts';
import { andThen } from '../continuation.ts';
import { resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { CodeFlag } from '../../frontend/code-object.ts';
import type { CodeObject } from '../../frontend/code-object.ts';
import { constructor } from '../constructor.ts';
import type { TypeObject } from '../typeobject.ts';
import type { ModulePayload } from './module.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';

/** A code object with what an engine has made of it. */
export class CodePayload extends Payload {
  readonly code: CodeObject;
  /** The engine's own: decoded instructions, wrapped constants, counters. */
  prepared: unknown = null;
  /** `co_consts` as wrapped values, made when first needed; owned. */
  consts_w: readonly W[] | null = null;
  constructor(code: CodeObject) {
    super();
    this.code = code;
  }
  traverse(visit: (w: W) => void): void {
    if (this.consts_w !== null) this.consts_w.forEach(visit);
  }
  forget(): void {
    this.consts_w = null;
  }
}

export class FunctionPayload extends Payload {
  w_code: W;
  w_globals: W;
  name: string;
  qualname: string;
  w_builtins: W;
  /** Owned each; null for none. */
  defaults_w: readonly W[] | null = null;
  w_kwdefaults: W | null = null;
  closure_w: readonly W[] | null = null;
  w_doc: W | null = null;
  w_module: W | null = null;
  w_annotations: W | null = null;
  w_annotate: W | null = null;
  w_typeParams: W | null = null;
  /** Changes with code and defaults: guarded by specialised calls. */
  version = 0;

  constructor(w_code: W, w_globals: W, w_builtins: W, name: string, qualname: string) {
    super();
    this.w_code = w_code;
    this.w_globals = w_globals;
    this.w_builtins = w_builtins;
    this.name = name;
    this.qualname = qualname;
  }

  traverse(visit: (w: W) => void): void {
    visit(this.w_code);
    visit(this.w_globals);
    visit(this.w_builtins);
    // Without arrays and closures: a function dies at the end of many a call.
    const { defaults_w, closure_w } = this;
    if (defaults_w !== null) for (let i = 0; i < defaults_w.length; i++) visit(defaults_w[i]);
    if (closure_w !== null) for (let i = 0; i < closure_w.length; i++) visit(closure_w[i]);
    if (this.w_kwdefaults !== null) visit(this.w_kwdefaults);
    if (this.w_doc !== null) visit(this.w_doc);
    if (this.w_module !== null) visit(this.w_module);
    if (this.w_annotations !== null) visit(this.w_annotations);
    if (this.w_annotate !== null) visit(this.w_annotate);
    if (this.w_typeParams !== null) visit(this.w_typeParams);
  }

  forget(): void {
    this.w_code = this.w_globals = this.w_builtins = null as unknown as W;
    this.defaults_w = this.closure_w = null;
    this.w_kwdefaults = this.w_doc = this.w_module = null;
    this.w_annotations = this.w_annotate = this.w_typeParams = null;
  }
}

const functionOf = (space: Space, w: W): FunctionPayload => space.data(w) as FunctionPayload;

type OwnedField = 'w_kwdefaults' | 'w_doc' | 'w_module' | 'w_annotations' | 'w_annotate' | 'w_typeParams';

function replace(space: Space, w_function: W, field: OwnedField, w_value: W | null): void {
  const payload = functionOf(space, w_function);
  const w_old = payload[field];
  payload[field] = w_value === null || space.is(w_value, space.w_None) ? null : space.own(w_value);
  if (w_old !== null) space.drop(w_old);
  payload.version++;
}

const optional = (field: OwnedField) => ({
  get: (space: Space, w: W): W => functionOf(space, w)[field] ?? space.w_None,
  set: (space: Space, w: W, w_value: W | null): void => replace(space, w, field, w_value),
});

function textField(field: 'name' | 'qualname') {
  return {
    get: (space: Space, w: W): W => space.newname(functionOf(space, w)[field]),
    set: (space: Space, w: W, w_value: W | null): void => {
      if (w_value === null || !space.type(w_value).isSubtype(space.types.str)) {
        throw raise(space, 'TypeError', `__${field}__ must be set to a string object`);
      }
      functionOf(space, w)[field] = space.str_w(w_value);
    },
  };
}

/** `__annotations__`: computed by `__annotate__` when first asked for (PEP 649). */
function getAnnotations(space: Space, w_function: W): W {
  const payload = functionOf(space, w_function);
  if (payload.w_annotations !== null) return payload.w_annotations;
  if (payload.w_annotate === null) {
    const w_dict = space.newdict();
    payload.w_annotations = space.own(w_dict);
    return w_dict;
  }
  const caller = space.top;
  return andThen(space, caller, call(space, payload.w_annotate, [space.newint(1)]), (w_dict) => {
    if (!space.type(w_dict).isSubtype(space.types.dict)) {
      throw raise(space, 'TypeError', `__annotate__ returned non-dict of type '${space.type(w_dict).name}'`);
    }
    payload.w_annotations = space.own(w_dict);
    return w_dict;
  });
}

function checkDictOrNone(space: Space, name: string, w_value: W | null): void {
  if (w_value === null || space.is(w_value, space.w_None)) return;
  if (space.type(w_value).isSubtype(space.types.dict)) return;
  throw raise(space, 'TypeError', `${name} must be set to a dict object`);
}

/** `types.FunctionType(code, globals, …)`. */
function functionNew(
  space: Space,
  _type: TypeObject,
  w_code: W,
  w_globals: W,
  w_name: W,
  w_defaults: W,
  w_closure: W,
  w_kwdefaults: W,
): W {
  const { code: codeType, dict, str, tuple, cell } = space.types;
  const expect = (w: W, type: TypeObject, name: string): void => {
    if (space.type(w).isSubtype(type)) return;
    const got = space.type(w).name;
    throw raise(space, 'TypeError', `function() argument '${name}' must be ${type.name}, not ${got}`);
  };
  const isNone = (w: W): boolean => space.is(w, space.w_None);
  expect(w_code, codeType, 'code');
  expect(w_globals, dict, 'globals');
  const { code } = space.data(w_code) as CodePayload;
  if (!isNone(w_name) && !space.type(w_name).isSubtype(str)) {
    throw raise(space, 'TypeError', 'arg 3 (name) must be None or string');
  }
  if (!isNone(w_defaults) && !space.type(w_defaults).isSubtype(tuple)) {
    throw raise(space, 'TypeError', 'arg 4 (defaults) must be None or tuple');
  }
  const free = code.freevars.length;
  if (!space.type(w_closure).isSubtype(tuple)) {
    if (free > 0 && isNone(w_closure)) throw raise(space, 'TypeError', 'arg 5 (closure) must be tuple');
    if (!isNone(w_closure)) throw raise(space, 'TypeError', 'arg 5 (closure) must be None or tuple');
  }
  const closure_w = isNone(w_closure) ? [] : space.tuple_w(w_closure);
  if (closure_w.length !== free) {
    const text = `${code.name} requires closure of length ${free}, not ${closure_w.length}`;
    throw raise(space, 'ValueError', text);
  }
  for (const w of closure_w) {
    if (space.type(w) === cell) continue;
    throw raise(space, 'TypeError', `arg 5 (closure) expected cell, found ${space.type(w).name}`);
  }
  if (!isNone(w_kwdefaults) && !space.type(w_kwdefaults).isSubtype(dict)) {
    throw raise(space, 'TypeError', 'arg 6 (kwdefaults) must be None or dict');
  }
  const w_given = space.dictgetstr(w_globals, '__builtins__');
  const w_builtins =
    w_given === undefined
      ? currentBuiltins(space)
      : space.type(w_given) === space.types.module
        ? (space.data(w_given) as ModulePayload).w_dict
        : w_given;
  const name = isNone(w_name) ? code.name : space.str_w(w_name);
  const payload = new FunctionPayload(
    space.own(w_code),
    space.own(w_globals),
    space.own(w_builtins),
    name,
    code.qualname,
  );
  if (!isNone(w_defaults)) payload.defaults_w = space.tuple_w(w_defaults).map((w) => space.own(w));
  if (closure_w.length > 0) payload.closure_w = closure_w.map((w) => space.own(w));
  if (!isNone(w_kwdefaults)) payload.w_kwdefaults = space.own(w_kwdefaults);
  const w_module = space.dictgetstr(w_globals, '__name__');
  if (w_module !== undefined) payload.w_module = space.own(w_module);
  if ((code.flags & CodeFlag.HAS_DOCSTRING) !== 0) {
    payload.w_doc = space.own(space.constsOf(w_code)[0]);
  }
  return space.newobj(space.types.function, payload);
}

/** Of the code that makes the function, where its globals name none (_PyEval_BuiltinsFromGlobals). */
function currentBuiltins(space: Space): W {
  return space.currentFrame(0)?.w_builtins ?? space.w_builtins;
}

export const functionType: TypeDefinition = {
  name: 'function',
  isBase: false,
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    new: constructor(
      'function',
      'code, globals, name=None, argdefs=None, closure=None, kwdefaults=None',
      functionNew,
    ),
    call: (space, w_f, args_w, names) => space.callfunction(w_f, args_w, names),
    descrGet: (space, w_f, w_x) => (w_x === null ? w_f : space.newmethod(w_f, w_x)),
    repr: (space, w) => space.newstr(`<function ${functionOf(space, w).qualname} at ${space.address(w)}>`),
  },
  getset: {
    __name__: textField('name'),
    __qualname__: textField('qualname'),
    __code__: {
      get: (space, w) => functionOf(space, w).w_code,
      set: (space, w, w_value) => {
        if (w_value === null || space.type(w_value) !== space.types.code) {
          throw raise(space, 'TypeError', '__code__ must be set to a code object');
        }
        const payload = functionOf(space, w);
        const free = (space.data(w_value) as CodePayload).code.freevars.length;
        const cells = payload.closure_w?.length ?? 0;
        if (free !== cells) {
          throw raise(
            space,
            'ValueError',
            `${payload.name}() requires a code object with ${cells} free vars, not ${free}`,
          );
        }
        const kind = CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR;
        const flags = (w_code: W): number => (space.data(w_code) as CodePayload).code.flags & kind;
        if (flags(payload.w_code) !== flags(w_value)) {
          const text =
            'Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)';
          space.warnNested('DeprecationWarning', text);
        }
        space.drop(payload.w_code);
        payload.w_code = space.own(w_value);
        payload.version++;
      },
    },
    __globals__: { get: (space, w) => functionOf(space, w).w_globals, member: true },
    __builtins__: { get: (space, w) => functionOf(space, w).w_builtins, member: true },
    __defaults__: {
      get: (space, w) => {
        const { defaults_w } = functionOf(space, w);
        return defaults_w === null ? space.w_None : space.newtuple(defaults_w);
      },
      set: (space, w, w_value) => {
        const payload = functionOf(space, w);
        const none = w_value === null || space.is(w_value, space.w_None);
        if (!none && !space.type(w_value).isSubtype(space.types.tuple)) {
          throw raise(space, 'TypeError', '__defaults__ must be set to a tuple object');
        }
        const old_w = payload.defaults_w;
        payload.defaults_w = none ? null : space.tuple_w(w_value).map((v) => space.own(v));
        old_w?.forEach((v) => space.drop(v));
        payload.version++;
      },
    },
    __kwdefaults__: {
      get: optional('w_kwdefaults').get,
      set: (space, w, w_value) => {
        checkDictOrNone(space, '__kwdefaults__', w_value);
        replace(space, w, 'w_kwdefaults', w_value);
      },
    },
    __closure__: {
      member: true,
      get: (space, w) => {
        const { closure_w } = functionOf(space, w);
        return closure_w === null ? space.w_None : space.newtuple(closure_w);
      },
    },
    __doc__: { ...optional('w_doc'), member: true },
    __module__: { ...optional('w_module'), member: true },
    __annotations__: {
      get: getAnnotations,
      set: (space, w, w_value) => {
        checkDictOrNone(space, '__annotations__', w_value);
        replace(space, w, 'w_annotations', w_value);
        replace(space, w, 'w_annotate', null);
      },
    },
    __annotate__: {
      get: optional('w_annotate').get,
      set: (space, w, w_value) => {
        if (w_value === null) throw raise(space, 'TypeError', '__annotate__ cannot be deleted');
        const isNone = space.is(w_value, space.w_None);
        if (!isNone && space.type(w_value).slots.call === null) {
          throw raise(space, 'TypeError', '__annotate__ must be callable or None');
        }
        replace(space, w, 'w_annotate', w_value);
        if (!isNone) replace(space, w, 'w_annotations', null);
      },
    },
    __type_params__: {
      get: (space, w) => functionOf(space, w).w_typeParams ?? space.newtuple([]),
      set: (space, w, w_value) => {
        if (w_value === null || !space.type(w_value).isSubtype(space.types.tuple))
          throw raise(space, 'TypeError', '__type_params__ must be set to a tuple');
        optional('w_typeParams').set!(space, w, w_value);
      },
    },
    __dict__: {
      get: (space, w) => space.getdict(w)!,
      set: assignDict,
    },
  },
};

// --- bound methods

export class MethodPayload extends Payload {
  w_function: W;
  w_self: W;
  constructor(w_function: W, w_self: W) {
    super();
    this.w_function = w_function;
    this.w_self = w_self;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_function);
    visit(this.w_self);
  }
  forget(): void {
    this.w_function = this.w_self = null as unknown as W;
  }
}

export function newMethod(space: Space, w_function: W, w_self: W): W {
  return space.newobj(space.types.method, new MethodPayload(space.own(w_function), space.own(w_self)));
}

const methodOf = (space: Space, w: W): MethodPayload => space.data(w) as MethodPayload;

export const methodType: TypeDefinition = {
  name: 'method',
  isBase: false,
  hasWeakrefs: true,
  slots: {
    new: (space, _type, args_w, names) => {
      if (names !== null && names.length > 0)
        throw raise(space, 'TypeError', 'method() takes no keyword arguments');
      if (args_w.length !== 2)
        throw raise(space, 'TypeError', `method expected 2 arguments, got ${args_w.length}`);
      const [w_function, w_self] = args_w;
      if (space.type(w_function).slots.call === null)
        throw raise(space, 'TypeError', 'first argument must be callable');
      if (space.is(w_self, space.w_None)) throw raise(space, 'TypeError', 'instance must not be None');
      return newMethod(space, w_function, w_self);
    },
    call: (space, w_method, args_w, names) => {
      const { w_function, w_self } = methodOf(space, w_method);
      return call(space, w_function, [w_self, ...args_w], names);
    },
    getattr: (space, w_method, name) => {
      const type = space.type(w_method);
      if (type.lookup(name) !== undefined) return space.genericGetattr(w_method, name);
      return space.getattr(methodOf(space, w_method).w_function, name);
    },
    descrGet: (_space, w_method) => w_method,
    repr: (space, w) => {
      const { w_function, w_self } = methodOf(space, w);
      const caller = space.top;
      const qualname = (): W => space.getattrOr(w_function, '__qualname__', STOP);
      const named = andThen(space, caller, qualname(), (w) =>
        w === STOP ? space.getattrOr(w_function, '__name__', STOP) : w,
      );
      return andThen(space, caller, named, (w_name) => {
        const isText = w_name !== STOP && space.type(w_name).isSubtype(space.types.str);
        const name = isText ? space.str_w(w_name) : '?';
        return andThen(space, caller, space.repr(w_self), (w_text) =>
          space.newstr(`<bound method ${name} of ${space.str_w(w_text)}>`),
        );
      });
    },
    compare: (space, w_a, w_b, op) => {
      if ((op !== 2 && op !== 3) || space.type(w_b) !== space.types.method) return space.w_NotImplemented;
      const a = methodOf(space, w_a);
      const b = methodOf(space, w_b);
      const same = space.is(a.w_self, b.w_self) && space.equalNested(a.w_function, b.w_function);
      return space.newbool(same === (op === 2));
    },
    hash: (space, w) => space.identityHash(methodOf(space, w).w_self),
  },
  methods: [
    resumable('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_function, w_self } = methodOf(space, w);
      return andThen(space, space.top, getattr(space, w_function, '__name__'), (w_name) =>
        space.newtuple([space.builtin('getattr'), space.newtuple([w_self, w_name])]),
      );
    }),
  ],
  getset: {
    __func__: { get: (space, w) => methodOf(space, w).w_function, member: true },
    __self__: { get: (space, w) => methodOf(space, w).w_self, member: true },
    __doc__: { get: (space, w) => getattr(space, methodOf(space, w).w_function, '__doc__') },
  },
};

// --- cells

export class CellPayload extends Payload {
  w_value: W | null;
  constructor(w_value: W | null) {
    super();
    this.w_value = w_value;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_value !== null) visit(this.w_value);
  }
  forget(): void {
    this.w_value = null;
  }
}

export const cellType: TypeDefinition = {
  name: 'cell',
  isBase: false,
  slots: {
    new: constructor('cell', 'contents=NULL, /', ((space: Space, type: TypeObject, w: W | undefined) =>
      space.newobj(type, new CellPayload(w === undefined ? null : space.own(w)))) as never),
    repr: (space, w) => {
      const { w_value } = space.data(w) as CellPayload;
      if (w_value === null) return space.newstr(`<cell at ${space.address(w)}: empty>`);
      return space.newstr(
        `<cell at ${space.address(w)}: ${space.type(w_value).name} object at ${space.address(w_value)}>`,
      );
    },
    // By content; an empty cell comes before every other.
    compare: (space, w_a, w_b, op) => {
      if (space.type(w_b) !== space.types.cell) return space.w_NotImplemented;
      const a = (space.data(w_a) as CellPayload).w_value;
      const b = (space.data(w_b) as CellPayload).w_value;
      if (a !== null && b !== null) return compare(space, a, b, op);
      const rank = (w: W | null): W => space.newint(w === null ? 0 : 1);
      return compare(space, rank(a), rank(b), op);
    },
  },
  unhashable: true,
  getset: {
    cell_contents: {
      get: (space, w) => {
        const { w_value } = space.data(w) as CellPayload;
        if (w_value === null) throw raise(space, 'ValueError', 'Cell is empty');
        return w_value;
      },
      set: (space, w, w_value) => {
        const payload = space.data(w) as CellPayload;
        const w_old = payload.w_value;
        payload.w_value = w_value === null ? null : space.own(w_value);
        if (w_old !== null) space.drop(w_old);
      },
    },
  },
};
