// The module `builtins`: its functions; types, exceptions and constants are put there by setup-types.ts. Models CPython's Python/bltinmodule.c. Left out: `open`
// (files), `breakpoint`.
import { abs, powmod, toBase } from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import { fromPoint, pointAt, hostOf } from '../../kernels/text.ts';
import { andThen } from '../continuation.ts';
import {
  binary,
  call,
  callSpecial,
  getattr,
  getattrOr,
  hash,
  index,
  iter,
  length,
  repr,
  setattr,
  str,
  unary,
} from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import { STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { importRow } from '../imports.ts';
import { attributeTold, attributeToldWhenAnswered } from '../types/exceptions.ts';
import { listOf } from '../types/collecting.ts';
import { anext } from '../types/anext-awaitable.ts';
import { newCallableIterator } from '../types/iterators.ts';
import { sortedBy } from '../types/list-sort.ts';
import { buildClass } from './build-class.ts';
import { builtinCompile, builtinEval, builtinExec } from './evaluate.ts';
import { isInstance, isSubclass } from './instance-checks.ts';
import { input, print } from './print.ts';
import { all, any, minMax, nextOr, sum } from './reductions.ts';

// --- numbers

/** `bin`, `oct`, `hex` */
function inBase(base: number, prefix: string): (space: Space, w_x: W) => W {
  return (space, w_x) =>
    andThen(space, space.top, index(space, w_x), (w) => {
      const value = space.int_w(w);
      return space.newstr(`${value < 0 ? '-' : ''}${prefix}${toBase(abs(value), base)}`);
    });
}

function pow(space: Space, w_base: W, w_exponent: W, w_modulus: W): W {
  if (space.is(w_modulus, space.w_None)) return binary(space, 'power', w_base, w_exponent);
  const { int, float, complex } = space.types;
  const parts_w = [w_base, w_exponent, w_modulus];
  if (parts_w.every((w) => space.type(w) === int || space.type(w) === space.types.bool)) {
    const [base, exponent, modulus] = parts_w.map((w) => space.int_w(w));
    return space.newint(powmod(base, exponent, modulus));
  }
  const caller = space.top;
  // A class's own methods are asked as ternary_op asks slots: the exponent's first where its class is derived from that of the base.
  const asked = (w: W, name: string, args_w: readonly W[], otherwise: () => W): W => {
    const type = space.type(w);
    const w_method = type.isHeap ? type.lookup(name) : undefined;
    if (w_method === undefined || [int, float, complex].some((t) => t.dict.get(name) === w_method))
      return otherwise();
    return andThen(space, caller, callSpecial(space, w, name, args_w)!, (w_answer) =>
      space.is(w_answer, space.w_NotImplemented) ? otherwise() : w_answer,
    );
  };
  const natively = (): W => {
    if (space.type(w_base).isSubtype(complex)) throw raise(space, 'ValueError', 'complex modulo');
    if (parts_w.every((w) => space.type(w).isSubtype(int))) {
      const [base, exponent, modulus] = parts_w.map((w) => space.int_w(w));
      return space.newint(powmod(base, exponent, modulus));
    }
    if (parts_w.every((w) => [int, float].some((type) => space.type(w).isSubtype(type)))) {
      const text = 'pow() 3rd argument not allowed unless all arguments are integers';
      throw raise(space, 'TypeError', text);
    }
    const names = parts_w.map((w) => `'${space.type(w).name}'`).join(', ');
    throw raise(space, 'TypeError', `unsupported operand type(s) for ** or pow(): ${names}`);
  };
  const reflected = (otherwise: () => W) => (): W =>
    asked(w_exponent, '__rpow__', [w_base, w_modulus], otherwise);
  const forwards = (otherwise: () => W) => (): W =>
    asked(w_base, '__pow__', [w_exponent, w_modulus], otherwise);
  const [below, above] = [space.type(w_exponent), space.type(w_base)];
  const isDerived = below !== above && below.isSubtype(above);
  return isDerived ? reflected(forwards(natively))() : forwards(reflected(natively))();
}

function round(space: Space, w_x: W, w_digits: W): W {
  const args_w = space.is(w_digits, space.w_None) ? [] : [w_digits];
  const w_answer = callSpecial(space, w_x, '__round__', args_w);
  if (w_answer !== undefined) return w_answer;
  throw raise(space, 'TypeError', `type ${space.type(w_x).name} doesn't define __round__ method`);
}

function chr(space: Space, w_x: W): W {
  return andThen(space, space.top, index(space, w_x), (w) => {
    const code = space.int_w(w);
    if (code < 0 || code > 0x10ffff) throw raise(space, 'ValueError', 'chr() arg not in range(0x110000)');
    return space.newtext(fromPoint(code as number));
  });
}

function ord(space: Space, w_x: W): Int {
  const type = space.type(w_x);
  const expectOne = (n: number, what: string): void => {
    if (n !== 1)
      throw raise(space, 'TypeError', `ord() expected a character, but ${what} of length ${n} found`);
  };
  if (type.isSubtype(space.types.str)) {
    const text = space.text_w(w_x);
    expectOne(text.length, 'string');
    return pointAt(text, 0);
  }
  if (type.isSubtype(space.types.bytes) || type.isSubtype(space.types.bytearray)) {
    const bytes = space.buffer_w(w_x);
    expectOne(bytes.length, 'string');
    return bytes[0];
  }
  throw raise(space, 'TypeError', `ord() expected string of length 1, but ${type.name} found`);
}

// --- attributes

/** `key` and `reverse` of a call of `sorted` where it names nothing else and `reverse` is a bool; undefined: `list.sort` has to look. */
function sortArguments(space: Space, w_kwargs: W): { w_key: W; reverse: boolean } | undefined {
  const w_key = space.dictgetstr(w_kwargs, 'key');
  const w_reverse = space.dictgetstr(w_kwargs, 'reverse');
  const known = (w_key === undefined ? 0 : 1) + (w_reverse === undefined ? 0 : 1);
  if (known !== space.dictlen(w_kwargs)) return undefined;
  if (w_reverse !== undefined && w_reverse !== space.w_True && w_reverse !== space.w_False) return undefined;
  return { w_key: w_key ?? space.w_None, reverse: w_reverse === space.w_True };
}

function attributeName(space: Space, w_name: W): string {
  if (space.type(w_name).isSubtype(space.types.str)) return space.str_w(w_name);
  throw raise(space, 'TypeError', `attribute name must be string, not '${space.type(w_name).name}'`);
}

function namesOfLocals(space: Space): W {
  const frame = space.currentFrame(0);
  if (frame === null) throw raise(space, 'SystemError', 'frame does not exist');
  return frame.locals();
}

const sorted = (space: Space, w_iterable: W): W => sortedBy(space, w_iterable, space.w_None, false);

function dir(space: Space, w_x: W | undefined): W {
  if (w_x === undefined) {
    const w_locals = namesOfLocals(space);
    const caller = space.top;
    return andThen(space, caller, getattr(space, w_locals, 'keys'), (w_keys) =>
      andThen(space, caller, call(space, w_keys, []), (w) => sorted(space, w)),
    );
  }
  const caller = space.top;
  const w_names = callSpecial(space, w_x, '__dir__', []);
  if (w_names === undefined) throw raise(space, 'TypeError', 'object does not provide __dir__');
  return andThen(space, caller, w_names, (w) => sorted(space, w));
}

function vars(space: Space, w_x: W | undefined): W {
  if (w_x === undefined) return namesOfLocals(space);
  return andThen(space, space.top, getattrOr(space, w_x, '__dict__', STOP), (w) => {
    if (w !== STOP) return w;
    throw raise(space, 'TypeError', 'vars() argument must have __dict__ attribute');
  });
}

/** `getattr(x, name)`; an AttributeError that says nothing of it learns what was wanted. */
function getattrTold(space: Space, w_x: W, name: string): W {
  const caller = space.top;
  let w_answer: W;
  try {
    w_answer = getattr(space, w_x, name);
  } catch (e) {
    throw attributeTold(space, e, w_x, name);
  }
  return w_answer === SUSPEND ? attributeToldWhenAnswered(space, caller, w_x, name) : w_answer;
}

// --- text

function format(space: Space, w_x: W, w_spec: W): W {
  if (!space.type(w_spec).isSubtype(space.types.str)) {
    throw raise(
      space,
      'TypeError',
      `format() argument 2 must be str, not ${space.is(w_spec, space.w_None) ? 'None' : space.type(w_spec).name}`,
    );
  }
  return formatValue(space, w_x, w_spec);
}

/** FORMAT_SIMPLE, FORMAT_WITH_SPEC. */
export function formatValue(space: Space, w_x: W, w_spec: W | null): W {
  const type = space.type(w_x);
  if (w_spec === null || space.text_w(w_spec).length === 0) {
    if (type === space.types.str) return w_x;
    if (type === space.types.int) return str(space, w_x);
  }
  const caller = space.top;
  const w_answer = callSpecial(space, w_x, '__format__', [w_spec ?? space.newstr('')]);
  if (w_answer === undefined) {
    throw raise(space, 'TypeError', `Type ${type.name} doesn't define __format__`);
  }
  return andThen(space, caller, w_answer, (w) => {
    if (space.type(w).isSubtype(space.types.str)) return w;
    throw raise(space, 'TypeError', `__format__ must return a str, not ${space.type(w).name}`);
  });
}

function ascii(space: Space, w_x: W): W {
  return andThen(space, space.top, repr(space, w_x), (w) =>
    /[^\x00-\x7f]/.test(space.str_w(w)) ? asciiOf(space, w) : w,
  );
}

/** Everything above ASCII as an escape. */
export function asciiOf(space: Space, w_text: W): W {
  const text = space.text_w(w_text);
  let escaped = '';
  for (const c of hostOf(text)) {
    const code = c.codePointAt(0)!;
    if (code < 0x80) escaped += c;
    else if (code < 0x100) escaped += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 0x10000) escaped += `\\u${code.toString(16).padStart(4, '0')}`;
    else escaped += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return space.newstr(escaped);
}

// --- iteration

function iterOf(space: Space, w_x: W, w_sentinel: W | undefined): W {
  if (w_sentinel === undefined) return iter(space, w_x);
  if (space.type(w_x).slots.call === null) throw raise(space, 'TypeError', 'iter(v, w): v must be callable');
  return newCallableIterator(space, w_x, w_sentinel);
}

function asyncIter(space: Space, w_x: W): W {
  const slot = space.type(w_x).slots.aiter;
  if (slot === null)
    throw raise(space, 'TypeError', `'${space.type(w_x).name}' object is not an async iterable`);
  return andThen(space, space.top, slot(space, w_x), (w) => {
    if (space.type(w).slots.anext !== null) return w;
    throw raise(space, 'TypeError', `aiter() returned not an async iterator of type '${space.type(w).name}'`);
  });
}

export const BUILTIN_FUNCTIONS: readonly BuiltinRow[] = [
  resumable(
    '__build_class__',
    '*args, **kwargs',
    (space: Space, args_w: readonly W[], w_kwargs: W) => buildClass(space, args_w, w_kwargs),
    {
      doc: '__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.',
    },
  ),
  importRow,
  resumable('abs', 'x, /', (space: Space, w_x: W) => unary(space, 'absolute', w_x), {
    doc: 'Return the absolute value of the argument.',
  }),
  resumable('aiter', 'async_iterable, /', asyncIter, {
    doc: 'Return an AsyncIterator for an AsyncIterable object.',
  }),
  resumable('all', 'iterable, /', all, {
    doc: 'Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.',
  }),
  resumable('any', 'iterable, /', any, {
    doc: 'Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.',
  }),
  resumable('ascii', 'obj, /', ascii, {
    doc: 'Return an ASCII-only representation of an object.',
  }),
  resumable('bin', 'number, /', inBase(2, '0b'), {
    doc: "Return the binary representation of an integer.\n\n>>> bin(2796202)\n'0b1010101010101010101010'",
  }),
  leaf('callable', 'obj, /', (space: Space, w_x: W) => space.type(w_x).slots.call !== null, {
    result: 'bool',
    effect: 'reads',
    doc: 'Return whether the object is callable (i.e., some kind of function).\n\nNote that classes are callable, as are instances of classes with a\n__call__() method.',
  }),
  resumable('chr', 'i, /', chr, {
    doc: 'Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.',
  }),
  leaf(
    'compile',
    'source, filename, mode: str, flags: index = 0, dont_inherit: bool = False, optimize: index = -1, *, _feature_version: index = -1',
    builtinCompile,
    { doc: 'Compile source into a code object that can be executed by exec() or eval().' },
  ),
  resumable(
    'delattr',
    'obj, name, /',
    (space: Space, w_x: W, w_name: W) =>
      andThen(space, space.top, setattr(space, w_x, attributeName(space, w_name), null), () => space.w_None),
    {
      doc: "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``",
    },
  ),
  resumable('dir', 'object=NULL, /', dir, { doc: 'dir([object]) -> list of strings' }),
  resumable('divmod', 'x, y, /', (space: Space, w_x: W, w_y: W) => binary(space, 'divmod', w_x, w_y), {
    doc: 'Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.',
  }),
  resumable('eval', 'source, /, globals=None, locals=None', builtinEval, {
    doc: 'Evaluate the given source in the context of globals and locals.',
  }),
  resumable('exec', 'source, /, globals=None, locals=None, *, closure=None', builtinExec, {
    doc: 'Execute the given source in the context of globals and locals.',
  }),
  resumable('format', "value, format_spec='', /", format, {
    doc: 'Return type(value).__format__(value, format_spec)',
  }),
  resumable(
    'getattr',
    'object, name, default=NULL, /',
    (space: Space, w_x: W, w_name: W, w_default: W | undefined) => {
      const name = attributeName(space, w_name);
      return w_default === undefined ? getattrTold(space, w_x, name) : getattrOr(space, w_x, name, w_default);
    },
    {
      doc: "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, 'y') is equivalent to x.y.",
    },
  ),
  leaf(
    'globals',
    '',
    (space: Space) => {
      const frame = space.currentFrame(0);
      if (frame === null) throw raise(space, 'SystemError', 'frame does not exist');
      return frame.w_globals;
    },
    { doc: "Return the dictionary containing the current scope's global variables." },
  ),
  resumable(
    'hasattr',
    'obj, name, /',
    (space: Space, w_x: W, w_name: W) =>
      andThen(space, space.top, getattrOr(space, w_x, attributeName(space, w_name), STOP), (w) =>
        space.newbool(w !== STOP),
      ),
    { doc: 'Return whether the object has an attribute with the given name.' },
  ),
  resumable('hash', 'obj, /', hash, { doc: 'Return the hash value for the given object.' }),
  resumable('hex', 'number, /', inBase(16, '0x'), {
    doc: "Return the hexadecimal representation of an integer.\n\n>>> hex(12648430)\n'0xc0ffee'",
  }),
  leaf('id', 'obj, /', (space: Space, w_x: W) => space.id(w_x), {
    result: 'int',
    doc: 'Return the identity of an object.',
  }),
  resumable('input', 'prompt=NULL, /', input, { doc: 'Read a string from standard input.' }),
  resumable('isinstance', 'obj, class_or_tuple, /', isInstance, {
    doc: 'Return whether an object is an instance of a class or of a subclass thereof.',
  }),
  resumable('issubclass', 'cls, class_or_tuple, /', isSubclass, {
    doc: "Return whether 'cls' is derived from another class or is the same class.",
  }),
  resumable('iter', 'object, sentinel=NULL, /', iterOf, { doc: 'Get an iterator from an object.' }),
  resumable('len', 'obj, /', length, { doc: 'Return the number of items in a container.' }),
  leaf('locals', '', namesOfLocals, {
    doc: "Return a dictionary containing the current scope's local variables.",
  }),
  resumable(
    'max',
    '*args, key=None, default=NULL',
    (space: Space, args_w: readonly W[], w_key: W, w_default: W | undefined) =>
      minMax(space, 'max', args_w, w_key, w_default),
    {
      doc: 'max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value',
    },
  ),
  resumable(
    'min',
    '*args, key=None, default=NULL',
    (space: Space, args_w: readonly W[], w_key: W, w_default: W | undefined) =>
      minMax(space, 'min', args_w, w_key, w_default),
    {
      doc: 'min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value',
    },
  ),
  resumable('next', 'iterator, default=NULL, /', nextOr, {
    doc: 'Return the next item from the iterator.',
  }),
  resumable('oct', 'number, /', inBase(8, '0o'), {
    doc: "Return the octal representation of an integer.\n\n>>> oct(342391)\n'0o1234567'",
  }),
  leaf('ord', 'c, /', ord, {
    result: 'int',
    effect: 'pure',
    doc: 'Return the ordinal value of a character.',
  }),
  resumable('pow', 'base, exp, mod=None', pow, {
    doc: 'Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.',
  }),
  resumable('print', '*args, sep=None, end=None, file=None, flush=False', print, {
    doc: 'Prints the values to a stream, or to sys.stdout by default.',
    textSignature: "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
  }),
  resumable('anext', 'aiterator, default=NULL, /', anext, {
    doc: 'Return the next item from the async iterator.\n\nIf default is given and the async iterator is exhausted,\nit is returned instead of raising StopAsyncIteration.',
  }),
  resumable(
    'breakpoint',
    '*args, **kws',
    (space: Space, args_w: readonly W[], w_kwargs: W) => {
      const w_hook = space.dictgetstr(space.w_sysDict, 'breakpointhook');
      if (w_hook === undefined) throw raise(space, 'RuntimeError', 'lost sys.breakpointhook');
      const given = space.unpackArguments(args_w, w_kwargs);
      return call(space, w_hook, given.args_w, given.names);
    },
    { doc: 'Call sys.breakpointhook(*args, **kws).' },
  ),
  resumable('repr', 'obj, /', repr, { doc: 'Return the canonical string representation of the object.' }),
  resumable('round', 'number, ndigits=None', round, {
    doc: 'Round a number to a given precision in decimal digits.',
  }),
  resumable(
    'setattr',
    'obj, name, value, /',
    (space: Space, w_x: W, w_name: W, w_value: W) =>
      andThen(
        space,
        space.top,
        setattr(space, w_x, attributeName(space, w_name), w_value),
        () => space.w_None,
      ),
    {
      doc: "Sets the named attribute on the given object to the specified value.\n\nsetattr(x, 'y', v) is equivalent to ``x.y = v``",
    },
  ),
  resumable(
    'sorted',
    '*args, **kwargs',
    (space: Space, args_w: readonly W[], w_kwargs: W) => {
      if (args_w.length !== 1) {
        throw raise(space, 'TypeError', `sorted expected 1 argument, got ${args_w.length}`);
      }
      const caller = space.top;
      const how = sortArguments(space, w_kwargs);
      if (how !== undefined) return sortedBy(space, args_w[0], how.w_key, how.reverse);
      const given = space.unpackArguments([], w_kwargs);
      return andThen(space, caller, listOf(space, args_w[0]), (w_list) =>
        andThen(
          space,
          space.top,
          space.callMethodObject(space.types.list.lookup('sort')!, w_list, given.args_w, given.names),
          () => w_list,
        ),
      );
    },
    {
      textSignature: '($module, iterable, /, *, key=None, reverse=False)',
      doc: 'Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.',
    },
  ),
  resumable(
    'sum',
    'iterable, /, start=NULL',
    (space: Space, w_iterable: W, w_start: W | undefined) =>
      sum(space, w_iterable, w_start ?? space.newint(0)),
    { doc: "Return the sum of a 'start' value (default: 0) plus an iterable of numbers" },
  ),
  resumable('vars', 'object=NULL, /', vars, { doc: 'vars([object]) -> dictionary' }),
];
