// Exception types: the tree, their arguments and own attributes, tracebacks hung to them. Models CPython's Objects/exceptions.c.
// Left out here: printing (modules/traceback text is the library's and types/traceback.ts), exception groups' split (exception-group.ts).
import { assignDict, index } from '../descroperation.ts';
import { andThen, runNested } from '../continuation.ts';
import type { Frame } from '../continuation.ts';
import { getattrOr } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import type { BuiltinTypeName } from '../builtin-types.ts';
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import { Payload, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { keywordHint } from '../suggestions.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { EXCEPTION_DOCS } from './exception-docs.ts';
import { unicodeInit, unicodeStr } from './unicode-errors.ts';

export class ExceptionPayload extends Payload {
  /** Owned each. */
  args_w: readonly W[];
  w_traceback: W | null = null;
  w_context: W | null = null;
  w_cause: W | null = null;
  suppressContext = false;
  /** Attributes of the type's own (`OSError.errno`, `StopIteration.value`), in the order of its row in FIELDS. */
  readonly fields: (W | null)[];

  constructor(args_w: readonly W[], fieldCount: number) {
    super();
    this.args_w = args_w;
    this.fields = new Array<W | null>(fieldCount).fill(null);
  }

  traverse(visit: (w: W) => void): void {
    const { args_w, fields } = this;
    for (let i = 0; i < args_w.length; i++) visit(args_w[i]);
    if (this.w_traceback !== null) visit(this.w_traceback);
    if (this.w_context !== null) visit(this.w_context);
    if (this.w_cause !== null) visit(this.w_cause);
    for (let i = 0; i < fields.length; i++) {
      const w = fields[i];
      if (w !== null) visit(w);
    }
  }

  forget(): void {
    this.args_w = [];
    this.w_traceback = this.w_context = this.w_cause = null;
    this.fields.fill(null);
  }
}

export const exceptionOf = (space: Space, w: W): ExceptionPayload => space.data(w) as ExceptionPayload;

/** The tree of builtin exceptions: name → base. In the order of `builtins`. */
const TREE: readonly (readonly [BuiltinTypeName, BuiltinTypeName])[] = [
  ['BaseException', 'object'],
  ['GeneratorExit', 'BaseException'],
  ['KeyboardInterrupt', 'BaseException'],
  ['SystemExit', 'BaseException'],
  ['Exception', 'BaseException'],
  ['ArithmeticError', 'Exception'],
  ['FloatingPointError', 'ArithmeticError'],
  ['OverflowError', 'ArithmeticError'],
  ['ZeroDivisionError', 'ArithmeticError'],
  ['AssertionError', 'Exception'],
  ['AttributeError', 'Exception'],
  ['BufferError', 'Exception'],
  ['EOFError', 'Exception'],
  ['ImportError', 'Exception'],
  ['ModuleNotFoundError', 'ImportError'],
  ['LookupError', 'Exception'],
  ['IndexError', 'LookupError'],
  ['KeyError', 'LookupError'],
  ['MemoryError', 'Exception'],
  ['NameError', 'Exception'],
  ['UnboundLocalError', 'NameError'],
  ['OSError', 'Exception'],
  ['BlockingIOError', 'OSError'],
  ['ChildProcessError', 'OSError'],
  ['ConnectionError', 'OSError'],
  ['BrokenPipeError', 'ConnectionError'],
  ['ConnectionAbortedError', 'ConnectionError'],
  ['ConnectionRefusedError', 'ConnectionError'],
  ['ConnectionResetError', 'ConnectionError'],
  ['FileExistsError', 'OSError'],
  ['FileNotFoundError', 'OSError'],
  ['InterruptedError', 'OSError'],
  ['IsADirectoryError', 'OSError'],
  ['NotADirectoryError', 'OSError'],
  ['PermissionError', 'OSError'],
  ['ProcessLookupError', 'OSError'],
  ['TimeoutError', 'OSError'],
  ['ReferenceError', 'Exception'],
  ['RuntimeError', 'Exception'],
  ['NotImplementedError', 'RuntimeError'],
  ['PythonFinalizationError', 'RuntimeError'],
  ['RecursionError', 'RuntimeError'],
  ['StopAsyncIteration', 'Exception'],
  ['StopIteration', 'Exception'],
  ['SyntaxError', 'Exception'],
  ['IndentationError', 'SyntaxError'],
  ['TabError', 'IndentationError'],
  ['_IncompleteInputError', 'SyntaxError'],
  ['SystemError', 'Exception'],
  ['TypeError', 'Exception'],
  ['ValueError', 'Exception'],
  ['UnicodeError', 'ValueError'],
  ['UnicodeDecodeError', 'UnicodeError'],
  ['UnicodeEncodeError', 'UnicodeError'],
  ['UnicodeTranslateError', 'UnicodeError'],
  ['Warning', 'Exception'],
  ['BytesWarning', 'Warning'],
  ['DeprecationWarning', 'Warning'],
  ['EncodingWarning', 'Warning'],
  ['FutureWarning', 'Warning'],
  ['ImportWarning', 'Warning'],
  ['PendingDeprecationWarning', 'Warning'],
  ['ResourceWarning', 'Warning'],
  ['RuntimeWarning', 'Warning'],
  ['SyntaxWarning', 'Warning'],
  ['UnicodeWarning', 'Warning'],
  ['UserWarning', 'Warning'],
];

/** Attributes that a type has of its own, by position in `ExceptionPayload.fields`; subtypes have their base's. */
const FIELDS: Partial<Record<BuiltinTypeName, readonly string[]>> = {
  BaseExceptionGroup: ['message', 'exceptions'],
  SystemExit: ['code'],
  StopIteration: ['value'],
  AttributeError: ['obj', 'name'],
  NameError: ['name'],
  ImportError: ['msg', 'name', 'path', 'name_from'],
  OSError: ['errno', 'strerror', 'filename', 'filename2', 'characters_written'],
  SyntaxError: [
    'msg',
    'filename',
    'lineno',
    'offset',
    'text',
    'end_lineno',
    'end_offset',
    'print_file_and_line',
    '_metadata',
  ],
  UnicodeDecodeError: ['encoding', 'object', 'start', 'end', 'reason'],
  UnicodeEncodeError: ['encoding', 'object', 'start', 'end', 'reason'],
  UnicodeTranslateError: ['encoding', 'object', 'start', 'end', 'reason'],
};

/** The row of FIELDS that rules a type: its own or the nearest base's. */
function fieldsOf(type: TypeObject): readonly string[] {
  const { mro } = type;
  for (let i = 0; i < mro.length; i++) {
    const t = mro[i];
    if (t.isHeap) continue;
    let fields = known.get(t);
    if (fields === undefined) known.set(t, (fields = ownFields(t)));
    // What comes behind it are its own bases.
    if (fields.length > 0 || t.layout === type.layout) return fields;
  }
  return NO_FIELDS;
}
const NO_FIELDS: readonly string[] = [];
const known = new WeakMap<TypeObject, readonly string[]>();

/** The row of a builtin type, or of the nearest of its bases that has one. */
function ownFields(type: TypeObject): readonly string[] {
  for (const t of type.mro) {
    const fields = FIELDS[t.name as BuiltinTypeName];
    if (fields !== undefined && !t.isHeap) return fields;
  }
  return NO_FIELDS;
}

function exceptionNew(
  space: Space,
  type: TypeObject,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const positional_w = names === null ? args_w : args_w.slice(0, args_w.length - names.length);
  const payload = new ExceptionPayload(
    positional_w.map((w) => space.own(w)),
    fieldsOf(type).length,
  );
  return space.newobj(type, payload);
}

function takesKeywords(space: Space, w_self: W, names: readonly string[] | null): void {
  if (names === null || names.length === 0) return;
  throw raise(space, 'TypeError', `${space.type(w_self).name}() takes no keyword arguments`);
}

export function setField(space: Space, payload: ExceptionPayload, i: number, w_value: W | null): void {
  const w_old = payload.fields[i];
  payload.fields[i] = w_value === null ? null : space.own(w_value);
  if (w_old !== null) space.drop(w_old);
}

export function baseInit(space: Space, w_self: W, args_w: readonly W[], names: readonly string[] | null): W {
  takesKeywords(space, w_self, names);
  const payload = exceptionOf(space, w_self);
  const old_w = payload.args_w;
  payload.args_w = args_w.map((w) => space.own(w));
  old_w.forEach((w) => space.drop(w));
  return space.w_None;
}

type Init = (space: Space, w_self: W, args_w: readonly W[], names: readonly string[] | null) => W;

/** An AttributeError that says nothing of it learns which attribute of which object was wanted (_PyObject_SetAttributeErrorContext of object.c). */
function tellAttribute(space: Space, error: OperationError, w_x: W, name: string): void {
  if (!error.matches(space.types.AttributeError)) return;
  if (error.w_value === null) {
    error.about ??= { w_object: space.own(w_x), name };
    return;
  }
  const { fields } = exceptionOf(space, error.w_value);
  if (fields[0] !== null || fields[1] !== null) return;
  fields[0] = space.own(w_x);
  fields[1] = space.own(space.newstr(name));
}

/** What was raised while attribute `name` of `w_x` was wanted, as it goes on. */
export function attributeTold(space: Space, e: unknown, w_x: W, name: string): OperationError {
  const error = space.asOperationError(e);
  tellAttribute(space, error, w_x, name);
  return error;
}

/** The same for what frames that answer later raise. */
export const attributeToldWhenAnswered = (space: Space, caller: Frame | null, w_x: W, name: string): W =>
  andThen(
    space,
    caller,
    SUSPEND,
    (w) => w,
    (error) => {
      throw attributeTold(space, error, w_x, name);
    },
  );

/** Named arguments become fields, the positional ones are args: AttributeError(name=, obj=), NameError(name=), ImportError(name=, path=). */
function keywordInit(first: string | null): Init {
  return (space, w_self, args_w, names) => {
    const type = space.type(w_self);
    const fields = fieldsOf(type);
    const payload = exceptionOf(space, w_self);
    const count = args_w.length - (names?.length ?? 0);
    baseInit(space, w_self, args_w.slice(0, count), null);
    // What is not given anew is unset, the message of an ImportError, too.
    for (const name of [...(first === null ? [] : [first]), ...(KEYWORDS[type.name] ?? [])])
      setField(space, payload, fields.indexOf(name), null);
    if (first !== null && count === 1) setField(space, payload, fields.indexOf(first), args_w[0]);
    names?.forEach((name, k) => {
      const i = name === first ? -1 : fields.indexOf(name);
      if (i < 0) {
        const hint = keywordHint(name, KEYWORDS[type.name] ?? []);
        throw raise(space, 'TypeError', `${type.name}() got an unexpected keyword argument '${name}'${hint}`);
      }
      setField(space, payload, i, args_w[count + k]);
    });
    return space.w_None;
  };
}

const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  AttributeError: ['name', 'obj'],
  NameError: ['name'],
  ImportError: ['name', 'path', 'name_from'],
};

const INITS: Partial<Record<BuiltinTypeName, Init>> = {
  BaseException: baseInit,
  SystemExit: (space, w_self, args_w, names) => {
    baseInit(space, w_self, args_w, names);
    const w_code = args_w.length === 0 ? null : args_w.length === 1 ? args_w[0] : space.newtuple(args_w);
    setField(space, exceptionOf(space, w_self), 0, w_code);
    return space.w_None;
  },
  StopIteration: (space, w_self, args_w, names) => {
    baseInit(space, w_self, args_w, names);
    setField(space, exceptionOf(space, w_self), 0, args_w[0] ?? null);
    return space.w_None;
  },
  AttributeError: keywordInit(null),
  NameError: keywordInit(null),
  ImportError: keywordInit('msg'),
  SyntaxError: (space, w_self, args_w, names) => {
    baseInit(space, w_self, args_w, names);
    const payload = exceptionOf(space, w_self);
    if (args_w.length > 0) setField(space, payload, 0, args_w[0]);
    if (args_w.length === 2) {
      const details_w = space.listOfNested(args_w[1]);
      if (details_w.length < 4 || details_w.length > 7) {
        throw raise(space, 'TypeError', `function takes at least 4 arguments (${details_w.length} given)`);
      }
      const order = [1, 2, 3, 4, 5, 6, 8];
      details_w.forEach((w, k) => setField(space, payload, order[k], w));
      if (details_w.length === 5)
        throw raise(space, 'TypeError', 'end_offset must be provided when end_lineno is provided');
    }
    return space.w_None;
  },
  UnicodeDecodeError: (...args) => unicodeInit('decode')(...args),
  UnicodeEncodeError: (...args) => unicodeInit('encode')(...args),
  UnicodeTranslateError: (...args) => unicodeInit('translate')(...args),
};

/** `OSError(errno, …)` is the class that stands for the number. */
export const ERRNO_TYPES: Readonly<Record<number, BuiltinTypeName>> = {
  1: 'PermissionError',
  2: 'FileNotFoundError',
  3: 'ProcessLookupError',
  4: 'InterruptedError',
  10: 'ChildProcessError',
  11: 'BlockingIOError',
  13: 'PermissionError',
  17: 'FileExistsError',
  20: 'NotADirectoryError',
  21: 'IsADirectoryError',
  32: 'BrokenPipeError',
  103: 'ConnectionAbortedError',
  104: 'ConnectionResetError',
  108: 'BrokenPipeError',
  110: 'TimeoutError',
  111: 'ConnectionRefusedError',
  114: 'BlockingIOError',
  115: 'BlockingIOError',
};

function oserrorNew(
  space: Space,
  type: TypeObject,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  if (type.slots.init === oserrorInit && names !== null && names.length > 0)
    throw raise(space, 'TypeError', `${type.name}() takes no keyword arguments`);
  let made = type;
  if (type === space.types.OSError && args_w.length >= 2 && args_w.length <= 5 && names === null) {
    const [w_errno] = args_w;
    if (space.type(w_errno).isSubtype(space.types.int)) {
      const name = ERRNO_TYPES[Number(space.int_w(w_errno))];
      if (name !== undefined) made = space.types[name];
    }
  }
  const w_self = exceptionNew(space, made, args_w, names);
  if (made !== type || made.slots.init === oserrorInit) fillOserror(space, w_self, args_w);
  return w_self;
}

function fillOserror(space: Space, w_self: W, args_w: readonly W[]): void {
  if (args_w.length < 2 || args_w.length > 5) return;
  const payload = exceptionOf(space, w_self);
  setField(space, payload, 0, args_w[0]);
  setField(space, payload, 1, args_w[1]);
  if (args_w.length > 2 && !space.is(args_w[2], space.w_None)) {
    const third = space.type(args_w[2]);
    const { slots } = third;
    const isNumber = slots.index !== null || slots.int !== null || slots.float !== null;
    if (isNumber && space.type(w_self).isSubtype(space.types.BlockingIOError)) {
      setField(
        space,
        payload,
        4,
        runNested(space, () => index(space, args_w[2])),
      );
      return;
    }
    setField(space, payload, 2, args_w[2]);
    if (args_w.length > 4) setField(space, payload, 3, args_w[4]);
    // `args` keeps errno and text only, as it always has.
    const old_w = payload.args_w;
    payload.args_w = args_w.slice(0, 2).map((w) => space.own(w));
    old_w.forEach((w) => space.drop(w));
  }
}

const oserrorInit: Init = (space, w_self, args_w, names) => {
  // `__new__` has done it, unless a subclass has its own.
  if (space.type(w_self).slots.new === oserrorNew) return space.w_None;
  baseInit(space, w_self, args_w, names);
  fillOserror(space, w_self, args_w);
  return space.w_None;
};

// --- text

function baseStr(space: Space, w_self: W): W {
  const { args_w } = exceptionOf(space, w_self);
  if (args_w.length === 0) return space.newstr('');
  if (args_w.length === 1) return space.str(args_w[0]);
  return space.repr(space.newtuple(args_w));
}

function baseRepr(space: Space, w_self: W): W {
  const { args_w } = exceptionOf(space, w_self);
  const name = space.type(w_self).shortName;
  const caller = space.top;
  if (args_w.length === 1) {
    return andThen(space, caller, space.repr(args_w[0]), (w) => space.newstr(`${name}(${space.str_w(w)})`));
  }
  return andThen(space, caller, space.repr(space.newtuple(args_w)), (w) =>
    space.newstr(name + space.str_w(w)),
  );
}

const STRS: Partial<Record<BuiltinTypeName, (space: Space, w_self: W) => W>> = {
  UnicodeDecodeError: (...args) => unicodeStr('decode')(...args),
  UnicodeEncodeError: (...args) => unicodeStr('encode')(...args),
  UnicodeTranslateError: (...args) => unicodeStr('translate')(...args),
  KeyError: (space, w_self) => {
    const { args_w } = exceptionOf(space, w_self);
    return args_w.length === 1 ? space.repr(args_w[0]) : baseStr(space, w_self);
  },
  ImportError: (space, w_self) => {
    const w_msg = exceptionOf(space, w_self).fields[0];
    return w_msg !== null && space.type(w_msg) === space.types.str ? w_msg : baseStr(space, w_self);
  },
  OSError: (space, w_self) => {
    const [w_errno, w_text, w_name, w_name2] = exceptionOf(space, w_self).fields;
    if (w_errno === null || w_text === null) return baseStr(space, w_self);
    const caller = space.top;
    const text = (w: W) => space.str_w(w);
    return andThen(space, caller, space.str(w_errno), (w_e) =>
      andThen(space, caller, space.str(w_text), (w_t) => {
        const head = `[Errno ${text(w_e)}] ${text(w_t)}`;
        if (w_name === null) return space.newstr(head);
        return andThen(space, caller, space.repr(w_name), (w_n) => {
          if (w_name2 === null) return space.newstr(`${head}: ${text(w_n)}`);
          return andThen(space, caller, space.repr(w_name2), (w_n2) =>
            space.newstr(`${head}: ${text(w_n)} -> ${text(w_n2)}`),
          );
        });
      }),
    );
  },
  SyntaxError: (space, w_self) => {
    const [w_msg, w_file, w_line] = exceptionOf(space, w_self).fields;
    const caller = space.top;
    return andThen(space, caller, space.str(w_msg ?? space.w_None), (w) => {
      const isText = w_file !== null && space.type(w_file).isSubtype(space.types.str);
      const isLine = w_line !== null && space.type(w_line) === space.types.int;
      if (!isText && !isLine) return w;
      const file = isText ? space.str_w(w_file).replace(/^.*\//, '') : '';
      const line = isLine ? `line ${space.int_w(w_line)}` : '';
      return space.newstr(`${space.str_w(w)} (${[file, line].filter((part) => part !== '').join(', ')})`);
    });
  },
};

// --- attributes of every exception

function setLinked(space: Space, w_self: W, w_value: W | null, what: '__cause__' | '__context__'): void {
  if (w_value === null) throw raise(space, 'TypeError', `${what} may not be deleted`);
  const none = space.is(w_value, space.w_None);
  if (!none && !space.type(w_value).isSubtype(space.types.BaseException)) {
    throw raise(
      space,
      'TypeError',
      `exception ${what === '__cause__' ? 'cause' : 'context'} must be None or derive from BaseException`,
    );
  }
  const payload = exceptionOf(space, w_self);
  const field = what === '__cause__' ? 'w_cause' : 'w_context';
  const w_old = payload[field];
  payload[field] = none ? null : space.own(w_value);
  if (what === '__cause__') payload.suppressContext = true;
  if (w_old !== null) space.drop(w_old);
}

export function setTraceback(space: Space, payload: ExceptionPayload, w_value: W | null): void {
  const w_old = payload.w_traceback;
  payload.w_traceback = w_value === null ? null : space.own(w_value);
  if (w_old !== null) space.drop(w_old);
}

export function addNote(space: Space, w_self: W, w_note: W): W {
  if (!space.type(w_note).isSubtype(space.types.str)) {
    throw raise(
      space,
      'TypeError',
      `add_note() argument must be str, not ${space.is(w_note, space.w_None) ? 'None' : space.type(w_note).name}`,
    );
  }
  const caller = space.top;
  return andThen(space, caller, getattrOr(space, w_self, '__notes__', space.w_None), (w_notes) => {
    if (space.is(w_notes, space.w_None)) {
      space.setdictvalue(w_self, '__notes__', space.newlist([w_note]));
    } else if (space.type(w_notes).isSubtype(space.types.list)) {
      space.listappend(w_notes, w_note);
    } else {
      throw raise(space, 'TypeError', 'Cannot add note: __notes__ is not a list');
    }
    return space.w_None;
  });
}

const baseMethods = [
  leaf('with_traceback', '$self, object, /', (space: Space, w_self: W, w_tb: W) => {
    baseGetset.__traceback__.set!(space, w_self, w_tb);
    return w_self;
  }),
  resumable('add_note', '$self, object, /', addNote),
  leaf('__reduce__', '$self, /', (space: Space, w_self: W) => {
    const w_type = space.type(w_self).w_self;
    const w_args = space.newtuple(exceptionOf(space, w_self).args_w);
    const w_dict = space.getdict(w_self);
    const parts_w = [w_type, w_args];
    if (w_dict !== undefined && space.dictlen(w_dict) > 0) parts_w.push(w_dict);
    return space.newtuple(parts_w);
  }),
  resumable('__setstate__', '$self, state, /', (space: Space, w_self: W, w_state: W) => {
    if (space.is(w_state, space.w_None)) return w_state;
    if (!space.type(w_state).isSubtype(space.types.dict)) {
      throw raise(space, 'TypeError', 'state is not a dictionary');
    }
    for (let entry = space.dictnext(w_state, 0); entry; entry = space.dictnext(w_state, entry.next)) {
      if (!space.type(entry.w_key).isSubtype(space.types.str)) {
        const got = space.type(entry.w_key).name;
        throw raise(space, 'TypeError', `attribute name must be string, not '${got}'`);
      }
      const name = space.str_w(entry.w_key);
      const { setattr } = space.type(w_self).slots;
      const { w_value } = entry;
      runNested(space, () => setattr!(space, w_self, name, w_value));
    }
    return space.w_None;
  }),
];

const baseGetset: Record<string, Getset> = {
  args: {
    get: (space, w) => space.newtuple(exceptionOf(space, w).args_w),
    set: (space, w, w_value) => {
      if (w_value === null) throw raise(space, 'TypeError', 'args may not be deleted');
      const payload = exceptionOf(space, w);
      const old_w = payload.args_w;
      payload.args_w = space.listOfNested(w_value).map((v) => space.own(v));
      old_w.forEach((v) => space.drop(v));
    },
  },
  __traceback__: {
    get: (space, w) => exceptionOf(space, w).w_traceback ?? space.w_None,
    set: (space, w, w_value) => {
      if (w_value === null) throw raise(space, 'TypeError', '__traceback__ may not be deleted');
      const none = space.is(w_value, space.w_None);
      if (!none && space.type(w_value) !== space.types.traceback) {
        throw raise(space, 'TypeError', '__traceback__ must be a traceback or None');
      }
      setTraceback(space, exceptionOf(space, w), none ? null : w_value);
    },
  },
  __context__: {
    get: (space, w) => exceptionOf(space, w).w_context ?? space.w_None,
    set: (space, w, w_value) => setLinked(space, w, w_value, '__context__'),
  },
  __cause__: {
    get: (space, w) => exceptionOf(space, w).w_cause ?? space.w_None,
    set: (space, w, w_value) => setLinked(space, w, w_value, '__cause__'),
  },
  __suppress_context__: {
    get: (space, w) => space.newbool(exceptionOf(space, w).suppressContext),
    set: (space, w, w_value) => {
      if (w_value === null) throw raise(space, 'TypeError', "can't delete numeric/char attribute");
      exceptionOf(space, w).suppressContext = space.isTrueNested(w_value);
    },
  },
  __dict__: { get: (space, w) => space.getdict(w)!, set: assignDict },
};

/** `e.errno` and the like: settable, None where nothing was given. */
function fieldGetset(i: number): Getset {
  return {
    get: (space, w) => exceptionOf(space, w).fields[i] ?? space.w_None,
    set: (space, w, w_value) => setField(space, exceptionOf(space, w), i, w_value),
    member: true,
  };
}

/** Only what a buffered writer tells: absent else. */
const charactersWritten: Getset = {
  get: (space, w) => {
    const w_count = exceptionOf(space, w).fields[4];
    if (w_count === null) throw raise(space, 'AttributeError', 'characters_written');
    return w_count;
  },
  set: (space, w, w_value) => {
    const payload = exceptionOf(space, w);
    if (w_value === null && payload.fields[4] === null) {
      throw raise(space, 'AttributeError', 'characters_written');
    }
    if (w_value !== null && !space.type(w_value).isSubtype(space.types.int)) {
      const got = space.type(w_value).name;
      throw raise(space, 'TypeError', `'${got}' object cannot be interpreted as an integer`);
    }
    setField(space, payload, 4, w_value);
  },
};

/** The dict with the fields of these names that are set; null where there is nothing to say. */
function stateOf(space: Space, w_self: W, names: readonly string[], withArgs: boolean): W | null {
  const payload = exceptionOf(space, w_self);
  const fields = fieldsOf(space.type(w_self));
  const w_dict = space.getdict(w_self);
  const w_state = space.newdict();
  for (let e = w_dict && space.dictnext(w_dict, 0); e; e = space.dictnext(w_dict!, e.next)) {
    space.dictset(w_state, e.w_key, e.w_value);
  }
  for (const name of names) {
    const w_field = payload.fields[fields.indexOf(name)];
    if (w_field !== null) space.dictsetstr(w_state, name, w_field);
  }
  if (withArgs) space.dictsetstr(w_state, 'args', space.newtuple(payload.args_w));
  return space.dictlen(w_state) === 0 ? null : w_state;
}

const reducer = (
  args: (space: Space, w_self: W) => readonly W[],
  state: (space: Space, w_self: W) => W | null,
) =>
  leaf('__reduce__', '$self, /', (space: Space, w_self: W) => {
    const parts_w = [space.type(w_self).w_self, space.newtuple(args(space, w_self))];
    const w_state = state(space, w_self);
    if (w_state !== null) parts_w.push(w_state);
    return space.newtuple(parts_w);
  });

const argsOf = (space: Space, w_self: W): readonly W[] => exceptionOf(space, w_self).args_w;
const attributeErrorState = (space: Space, w_self: W): W | null => stateOf(space, w_self, ['name'], true);

const METHODS: Partial<Record<BuiltinTypeName, readonly BuiltinRow[]>> = {
  AttributeError: [
    leaf('__getstate__', '$self, /', (space: Space, w_self: W) => attributeErrorState(space, w_self)!),
    reducer(argsOf, attributeErrorState),
  ],
  ImportError: [
    reducer(argsOf, (space, w_self) => stateOf(space, w_self, ['name', 'path', 'name_from'], false)),
  ],
  OSError: [
    reducer(
      (space, w_self) => {
        const { args_w, fields } = exceptionOf(space, w_self);
        const [, , w_file, w_file2] = fields;
        if (args_w.length !== 2 || w_file === null) return args_w;
        return w_file2 === null ? [...args_w, w_file] : [...args_w, w_file, space.w_None, w_file2];
      },
      (space, w_self) => stateOf(space, w_self, [], false),
    ),
  ],
};

/** Classes that CPython writes out with a constructor inherited by the C code, not through the type. */
const ownNew = (name: string): boolean =>
  ![
    'SystemExit',
    'StopIteration',
    'AttributeError',
    'ImportError',
    'ModuleNotFoundError',
    'KeyError',
    'NameError',
    'UnboundLocalError',
    'SyntaxError',
    'IndentationError',
    'TabError',
    '_IncompleteInputError',
    'ExceptionGroup',
    'BaseExceptionGroup',
  ].includes(name) && !OSERRORS.has(name);
const OSERRORS = new Set<string>(
  TREE.filter(([, base]) => base === 'OSError' || base === 'ConnectionError').map(([name]) => name),
);

export const exceptionTypes: readonly TypeDefinition[] = TREE.map(([name, base]): TypeDefinition => {
  const isRoot = name === 'BaseException';
  const fields = FIELDS[name] ?? [];
  const init = INITS[name] ?? (name === 'OSError' ? oserrorInit : undefined);
  const str = STRS[name];
  return {
    name,
    base,
    doc: EXCEPTION_DOCS[name],
    ownLayout: isRoot || fields.length > 0,
    hasDict: true,
    slots: {
      ...(isRoot ? { new: exceptionNew, repr: baseRepr, str: baseStr } : {}),
      ...(name === 'OSError' ? { new: oserrorNew } : {}),
      // Each simple exception of CPython has a `__new__` of its own, which is its base's.
      ...(!isRoot && name !== 'OSError' && !name.startsWith('BaseExceptionGroup') && ownNew(name)
        ? { new: exceptionNew }
        : {}),
      ...(init ? { init } : {}),
      ...(str ? { str } : {}),
    },
    methods: isRoot ? baseMethods : (METHODS[name] ?? []),
    getset: {
      ...(isRoot ? baseGetset : {}),
      ...Object.fromEntries(fields.map((field, i) => [field, fieldGetset(i)])),
      ...(name === 'OSError' ? { characters_written: charactersWritten } : {}),
    },
  };
});

/** The exception object of an error that a builtin raised as a text. */
export function makeExceptionValue(space: Space, error: OperationError): W {
  const args_w = error.args_w ?? (error.text === null ? [] : [space.newstr(error.text)]);
  const payload = new ExceptionPayload(
    args_w.map((w) => space.own(w)),
    fieldsOf(error.type).length,
  );
  const w_value = space.newobj(error.type, payload);
  const init = error.type.slots.init as Init | null;
  if (init !== null && payload.fields.length > 0) init(space, w_value, args_w, null);
  const { about } = error;
  if (about !== null) {
    // The exception takes the reference over.
    payload.fields[0] = about.w_object;
    payload.fields[1] = space.own(space.newstr(about.name));
    error.about = null;
  }
  return w_value;
}
