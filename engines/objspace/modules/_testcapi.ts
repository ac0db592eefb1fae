// The modules `_testcapi` and `_testinternalcapi`, as far as they show what a program cannot see otherwise: exceptions and tracebacks as the
// interpreter itself prints them, calls with arguments given in the ways of the C API, functions of each calling convention. Models parts
// of CPython's Modules/_testcapi/ and _testinternalcapi.c; what tests memory management in C is left out.
import { andThen } from '../continuation.ts';
import { call } from '../descroperation.ts';
import { Builtin, leaf, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { formatException, formatTraceback } from '../traceback-text.ts';
import { madeTypes } from '../typedef.ts';
import type { TypeDefinition } from '../typedef.ts';
import { exceptionOf } from '../types/exceptions.ts';
import { errorOf } from '../types/generator.ts';
import { writeTo } from './_io/standard-streams.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { reportUnraisable, sysAttribute } from './sys.ts';

// --- printing

function exceptionPrint(space: Space, w_value: W): W {
  if (!space.type(w_value).isSubtype(space.types.BaseException))
    throw raise(space, 'TypeError', 'an exception is required');
  const w_file = sysAttribute(space, 'stderr');
  if (w_file === undefined || space.is(w_file, space.w_None)) return space.w_None;
  const text = formatException(space, w_value, exceptionOf(space, w_value).w_traceback);
  return andThen(space, space.top, writeTo(space, w_file, text), () => space.w_None);
}

function tracebackPrint(space: Space, w_traceback: W, w_file: W): W {
  const lines = ['Traceback (most recent call last):', ...formatTraceback(space, w_traceback)];
  const text = lines.map((line) => `${line}\n`).join('');
  return andThen(space, space.top, writeTo(space, w_file, text), () => space.w_None);
}

// --- calls

function expectTuple(space: Space, w: W, what: string): readonly W[] {
  if (space.is(w, space.w_None)) return [];
  if (space.type(w).isSubtype(space.types.tuple)) return space.tuple_w(w);
  throw raise(space, 'TypeError', `${what} must be None or a tuple`);
}

/** The values of the named arguments are the last ones. */
function vectorcall(space: Space, w_f: W, w_args: W, w_names: W): W {
  const names = expectTuple(space, w_names, 'kwnames').map((w) => space.str_w(w));
  return call(space, w_f, expectTuple(space, w_args, 'args'), names.length > 0 ? names : null);
}

function callWithDict(space: Space, w_f: W, w_args: W, w_kwargs: W): W {
  const args_w = expectTuple(space, w_args, 'args');
  if (space.is(w_kwargs, space.w_None)) return call(space, w_f, args_w);
  const given = space.unpackArguments(args_w, w_kwargs);
  return call(space, w_f, given.args_w, given.names);
}

/** PyConfig_Get: of the options of the build and the start only this one can differ in what tracebacks show. */
function configGet(space: Space, name: string): W {
  if (name === 'code_debug_ranges') return space.newint(1);
  throw raise(space, 'ValueError', `unknown config option name: ${name}`);
}

// --- one function for each calling convention: it answers its receiver and what it got

/** `receiver` is how the signature names it; a static method has none and answers None for it. */
function conventions(receiver: '$self' | '$cls' | null): BuiltinRow[] {
  const before = receiver === null ? '' : `${receiver}, /, `;
  const withReceiver =
    (run: (space: Space, w_self: W, ...given: never[]) => W) =>
    (space: Space, ...given: unknown[]): W =>
      run(space, ...((receiver === null ? [space.w_None, ...given] : given) as [W, ...never[]]));
  const positional = (space: Space, w_self: W, args_w: readonly W[]): W =>
    space.newtuple([w_self, space.newtuple(args_w)]);
  const withKeywords = (space: Space, w_self: W, args_w: readonly W[], w_kwargs: W): W =>
    space.newtuple([w_self, space.newtuple(args_w), w_kwargs]);
  const one = (space: Space, w_self: W, w_x: W): W => space.newtuple([w_self, w_x]);
  return [
    leaf('meth_varargs', `${before}*args`, withReceiver(positional)),
    leaf('meth_varargs_keywords', `${before}*args, **kwargs`, withReceiver(withKeywords)),
    leaf('meth_fastcall', `${before}*args`, withReceiver(positional)),
    leaf('meth_fastcall_keywords', `${before}*args, **kwargs`, withReceiver(withKeywords)),
    leaf(
      'meth_noargs',
      receiver === null ? '' : `${receiver}, /`,
      withReceiver((_space, w_self) => w_self),
    ),
    leaf('meth_o', receiver === null ? 'object, /' : `${receiver}, object, /`, withReceiver(one)),
  ];
}

const instanceType: TypeDefinition = {
  name: '_testcapi.MethInstance',
  methods: conventions('$self'),
};
const classType: TypeDefinition = {
  name: '_testcapi.MethClass',
  classMethods: conventions('$cls'),
};
const staticType: TypeDefinition = {
  name: '_testcapi.MethStatic',
  staticMethods: conventions(null),
};

export const testcapiModule: ModuleDefinition = {
  name: '_testcapi',
  functions: [
    leaf('config_get', 'name: str, /', configGet),
    resumable('exception_print', 'value, legacy: bool = False, /', exceptionPrint),
    resumable('traceback_print', 'traceback, file, /', tracebackPrint),
    resumable('pyobject_vectorcall', 'func, func_args, kwnames, /', vectorcall),
    resumable('pyobject_fastcalldict', 'func, func_args, kwargs, /', callWithDict),
    resumable('pycfunction_call', 'func, func_args, kwargs=None, /', callWithDict),
    resumable('err_writeunraisable', 'exc, obj, /', (space: Space, w_exception: W, w_object: W) =>
      reportUnraisable(space, errorOf(space, w_exception), null, w_object),
    ),
  ],
  types: [instanceType, classType, staticType],
  values: (space, w_module) => {
    const values: Record<string, W> = {
      INT_MAX: space.newint(2 ** 31 - 1),
      INT_MIN: space.newint(-(2 ** 31)),
      UINT_MAX: space.newint(2 ** 32 - 1),
      LONG_MAX: space.newint(2n ** 63n - 1n),
      LONG_MIN: space.newint(-(2n ** 63n)),
      ULONG_MAX: space.newint(2n ** 64n - 1n),
      ULLONG_MAX: space.newint(2n ** 64n - 1n),
      PY_SSIZE_T_MAX: space.newint(2n ** 63n - 1n),
      PY_SSIZE_T_MIN: space.newint(-(2n ** 63n)),
    };
    // The functions of the module have it as their receiver.
    for (const row of conventions('$self')) {
      values[row.name] = space.newobj(
        space.types.builtin_function_or_method,
        new Builtin(row, space.own(w_module), '_testcapi'),
      );
    }
    return values;
  },
};

/** Executions after which an instruction is specialised: of warm code at once, as 3.14 says. */
const SPECIALIZATION_THRESHOLD = 2;

/** Bytes in front of an object: the collector's header, and the pointers of a managed dict and of weak references. */
const COLLECTOR_HEADER = 16;
const MANAGED_HEADER = 16;

export const testinternalcapiModule: ModuleDefinition = {
  name: '_testinternalcapi',
  functions: [
    leaf('get_recursion_depth', '', (space: Space) => space.controls.recursionDepth(), { result: 'int' }),
    leaf('get_static_builtin_types', '', (space: Space) =>
      space.newlist(madeTypes(space).map((type) => type.w_self)),
    ),
  ],
  values: (space) => ({
    SIZEOF_PYGC_HEAD: space.newint(COLLECTOR_HEADER),
    SIZEOF_MANAGED_PRE_HEADER: space.newint(MANAGED_HEADER),
    SPECIALIZATION_THRESHOLD: space.newint(SPECIALIZATION_THRESHOLD),
  }),
};
