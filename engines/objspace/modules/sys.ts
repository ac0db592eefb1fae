// The module `sys`: the run, the limits, hooks, streams. Models CPython's Python/sysmodule.c. What only an engine knows comes from
// `space.controls`, what only the machine knows from `space.host`. Left out: audit events raised by builtins themselves, monitoring.
import { andThen, attempt, runNested } from '../continuation.ts';
import { call, callNested, callSpecial } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { leaf, nesting, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import { importAbsolute } from '../imports.ts';
import { STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import { intLimits } from '../../kernels/int.ts';
import type { Space } from '../space.ts';
import { monitorOf } from '../tracing/monitor.ts';
import { getHook, setHook, setHookOfAll } from '../tracing/sys-tracing.ts';
import { formatException, formatTraceback, formatExceptionOnly } from '../traceback-text.ts';
import { exceptionOf, setTraceback } from '../types/exceptions.ts';
import { generatorHooks } from '../types/generator.ts';
import { moduleOf } from '../types/module.ts';
import { newNamespace } from '../types/namespace.ts';
import { newStructSequence, structSequenceType } from '../types/structseq.ts';
import { tracebackOf } from '../types/traceback.ts';
import type { TypeObject } from '../typeobject.ts';
import { environmentOf } from './posix/process-functions.ts';
import { makeModule } from './module-definition.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { sysMonitoringModule } from './sys-monitoring.ts';
import { STANDARD_MODULES } from './standard-modules.ts';
import { writeTo } from './_io/standard-streams.ts';

/** Branch, date and time of the language's release, as `platform` looks for them. */
const BUILD = 'main, Dec 05 2025, 12:00:00';
const LANGUAGE = [3, 14, 2] as const;
const API_VERSION = 1013;
const MAX_SIZE = 0x7fff_ffff_ffff_ffffn;
const RECURSION_MAX = 0x7fff_ffff;
const RTLD_NOW = 2;

/** `sys.<name>` as it is now: a program may have replaced it, and may do so again while it is used. */
export function sysAttribute(space: Space, name: string): W | undefined {
  const w = space.dictgetstr(space.w_sysDict, name);
  if (w !== undefined) space.drop(space.own(w));
  return w;
}

// --- exceptions

function exceptionInfo(space: Space): W {
  const w_value = space.handledException();
  if (w_value === null) return space.newtuple([space.w_None, space.w_None, space.w_None]);
  const w_traceback = exceptionOf(space, w_value).w_traceback ?? space.w_None;
  return space.newtuple([space.type(w_value).w_self, w_value, w_traceback]);
}

/** Writes to `sys.stderr` as it is now; nothing where it is None. */
function writeError(space: Space, text: string): W {
  const w_file = sysAttribute(space, 'stderr');
  if (w_file === undefined || space.is(w_file, space.w_None)) return space.w_None;
  return writeTo(space, w_file, text);
}

function excepthook(space: Space, _w_type: W, w_value: W, w_traceback: W): W {
  if (!space.type(w_value).isSubtype(space.types.BaseException)) {
    throw raise(
      space,
      'TypeError',
      `print_exception(): Exception expected for value, ${space.type(w_value).name} found`,
    );
  }
  const w_given = space.type(w_traceback) === space.types.traceback ? w_traceback : null;
  return writeError(space, formatException(space, w_value, w_given));
}

/** `sys.unraisablehook` of the original: one object that holds all that is known. */
function unraisablehook(space: Space, w_args: W): W {
  if (space.type(w_args) !== space.types['sys.UnraisableHookArgs']) {
    throw raise(space, 'TypeError', 'sys.unraisablehook argument type must be UnraisableHookArgs');
  }
  const [w_type, w_value, w_traceback, w_message, w_object] = space.tuple_w(w_args);
  const none = (w: W): boolean => space.is(w, space.w_None);
  let text = '';
  const nested = (w: W): string => {
    try {
      return space.str_w(runNested(space, () => space.repr(w)));
    } catch (e) {
      space.dropError(space.asOperationError(e));
      return '<object repr() failed>';
    }
  };
  if (!none(w_object)) {
    const head = none(w_message) ? 'Exception ignored in' : space.str_w(w_message);
    text += `${head}: ${nested(w_object)}\n`;
  } else if (!none(w_message)) {
    text += `${space.str_w(w_message)}:\n`;
  }
  if (!none(w_traceback)) {
    text += 'Traceback (most recent call last):\n';
    for (const line of formatTraceback(space, w_traceback)) text += `${line}\n`;
  }
  if (!none(w_value))
    text += formatExceptionOnly(space, w_value, null)
      .map((line) => `${line}\n`)
      .join('');
  else text += `${(space.data(w_type) as TypeObject).name}\n`;
  return writeError(space, text);
}

/**
 * An exception that no caller can take: `sys.unraisablehook` gets it. Takes over `error`; answers None or SUSPEND, never raises.
 * With an object, its repr is put behind the message.
 */
export function reportUnraisable(
  space: Space,
  error: OperationError,
  message: string | null,
  w_object: W | null,
): W {
  const w_value = space.errorValue(error);
  const payload = exceptionOf(space, w_value);
  const frame = payload.w_traceback === null ? space.currentFrame(0) : null;
  if (frame !== null) {
    // An error that no Python frame has seen tells at least where the program stood.
    setTraceback(space, payload, space.newtraceback(null, space.frameobject(frame), frame.lasti, -1));
  }
  const describe = (w: W | null): string => {
    if (w === null) return '';
    try {
      return ` ${space.str_w(runNested(space, () => space.repr(w)))}`;
    } catch (e) {
      space.dropError(space.asOperationError(e));
      return ' <object repr() failed>';
    }
  };
  const w_args = newStructSequence(space, 'sys.UnraisableHookArgs', [
    space.type(w_value).w_self,
    w_value,
    payload.w_traceback ?? space.w_None,
    message === null ? space.w_None : space.newstr(message + describe(w_object)),
    message === null ? (w_object ?? space.w_None) : space.w_None,
  ]);
  space.dropError(error);
  const w_hook = sysAttribute(space, 'unraisablehook');
  const failed = (e: OperationError): W => {
    space.dropError(e);
    return space.w_None;
  };
  const caller = space.top;
  try {
    if (w_hook === undefined || space.is(w_hook, space.w_None)) return unraisablehook(space, w_args);
    return andThen(space, caller, call(space, w_hook, [w_args]), () => space.w_None, failed);
  } catch (e) {
    return failed(space.asOperationError(e));
  }
}

/** What an uncaught exception does at the end of the program or a thread: `sys.excepthook`, with the original as fallback. Nested. */
export function reportUncaught(space: Space, error: OperationError): void {
  const w_value = space.errorValue(error);
  const w_traceback = exceptionOf(space, w_value).w_traceback ?? space.w_None;
  const args_w = [space.type(w_value).w_self, w_value, w_traceback];
  const w_hook = sysAttribute(space, 'excepthook');
  try {
    if (w_hook === undefined) {
      runNested(space, () => writeError(space, 'sys.excepthook is missing\n'));
      runNested(space, () => excepthook(space, args_w[0], args_w[1], args_w[2]));
    } else {
      runNested(space, () => call(space, w_hook, args_w));
    }
  } catch (e) {
    const inner = space.asOperationError(e);
    const w_inner = space.errorValue(inner);
    const text = `Error in sys.excepthook:\n${formatException(space, w_inner)}\nOriginal exception was:\n${formatException(space, w_value)}`;
    runNested(space, () => writeError(space, text));
    space.dropError(inner);
  }
}

/**
 * The exit status that a SystemExit asks for, and what it has to say on stderr: None is 0, an int itself, anything else is printed
 * and counts as 1.
 */
export function exitStatus(space: Space, w_exit: W): number {
  const w_code = exceptionOf(space, w_exit).fields[0];
  if (w_code === null || space.is(w_code, space.w_None)) return 0;
  if (space.type(w_code).isSubtype(space.types.int))
    return Number(BigInt.asUintN(8, BigInt(space.int_w(w_code))));
  const text = runNested(space, () => space.str(w_code));
  runNested(space, () => writeError(space, `${space.str_w(text)}\n`));
  return 1;
}

// --- display

function displayhook(space: Space, w_value: W): W {
  if (space.is(w_value, space.w_None)) return space.w_None;
  space.dictsetstr(space.w_builtins, '_', space.w_None);
  const caller = space.top;
  const w_file = sysAttribute(space, 'stdout');
  if (w_file === undefined || space.is(w_file, space.w_None))
    throw raise(space, 'RuntimeError', 'lost sys.stdout');
  return andThen(space, caller, space.repr(w_value), (w_text) =>
    andThen(space, caller, writeTo(space, w_file, `${space.str_w(w_text)}\n`), () => {
      space.dictsetstr(space.w_builtins, '_', w_value);
      return space.w_None;
    }),
  );
}

/** What `$PYTHONBREAKPOINT` names is imported and called; `pdb.set_trace` without it, nothing where it is 0. */
function breakpointHook(space: Space, args_w: readonly W[], w_kwargs: W): W {
  const name = environmentOf(space).PYTHONBREAKPOINT || 'pdb.set_trace';
  if (name === '0') return space.w_None;
  const dot = name.lastIndexOf('.');
  const [module, attribute] = dot < 0 ? ['builtins', name] : [name.slice(0, dot), name.slice(dot + 1)];
  const caller = space.top;
  const ignored = (error: OperationError): W => {
    const { ImportError, AttributeError, ValueError } = space.types;
    if (![ImportError, AttributeError, ValueError].some((type) => error.matches(type))) throw error;
    space.dropError(error);
    space.warnNested('RuntimeWarning', `Ignoring unimportable $PYTHONBREAKPOINT: "${name}"`);
    return STOP;
  };
  const find = (): W =>
    andThen(space, caller, importAbsolute(space, module), (w_module) => space.getattr(w_module, attribute));
  return andThen(
    space,
    caller,
    attempt(space, caller, find, (w) => w, ignored),
    (w_hook) => {
      if (w_hook === STOP) return space.w_None;
      const { args_w: given_w, names } = space.unpackArguments(args_w, w_kwargs);
      return call(space, w_hook, given_w, names);
    },
  );
}

// --- limits and sizes

function setRecursionLimit(space: Space, limit: number): void {
  if (limit < 1) throw raise(space, 'ValueError', 'recursion limit must be greater or equal than 1');
  if (limit > RECURSION_MAX) throw raise(space, 'OverflowError', 'Python int too large to convert to C int');
  const depth = space.controls.recursionDepth();
  if (depth >= limit) {
    throw raise(
      space,
      'RecursionError',
      `cannot set the recursion limit to ${limit} at the recursion depth ${depth}: the limit is too low`,
    );
  }
  space.controls.recursionLimit = limit;
}

function sizeOf(space: Space, w: W, w_default: W | undefined): W {
  const caller = space.top;
  const type = space.type(w);
  const size = (): W => {
    const w_size = callSpecial(space, w, '__sizeof__', []);
    if (w_size === undefined) throw raise(space, 'TypeError', `Type ${type.name} doesn't define __sizeof__`);
    return andThen(space, caller, w_size, (w_own) => {
      if (!space.type(w_own).isSubtype(space.types.int))
        throw raise(space, 'TypeError', 'an integer is required');
      const n = Number(space.int_w(w_own));
      if (n < 0) throw raise(space, 'ValueError', '__sizeof__() should return >= 0');
      return space.newint(n + space.controls.collectorHeader(w));
    });
  };
  if (w_default === undefined) return size();
  const absent = (error: OperationError): W => {
    if (!error.matches(space.types.TypeError)) throw error;
    space.dropError(error);
    return w_default;
  };
  try {
    return andThen(space, caller, size(), (w_n) => w_n, absent);
  } catch (e) {
    return absent(space.asOperationError(e));
  }
}

// --- frames

function getframe(space: Space, depth: number): W {
  if (depth > 0) space.notelook();
  const frame = space.currentFrame(Math.max(depth, 0));
  if (frame === null) throw raise(space, 'ValueError', 'call stack is not deep enough');
  return space.frameobject(frame);
}

// --- hooks for async generators

function setAsyncgenHooks(space: Space, w_firstiter?: W, w_finalizer?: W): void {
  const hooks = generatorHooks(space);
  const check = (w: W, name: string): void => {
    if (space.is(w, space.w_None) || space.type(w).slots.call !== null) return;
    throw raise(space, 'TypeError', `callable ${name} expected, got ${space.type(w).name}`);
  };
  if (w_finalizer !== undefined) check(w_finalizer, 'finalizer');
  if (w_firstiter !== undefined) check(w_firstiter, 'firstiter');
  const put = (key: 'w_firstiter' | 'w_finalizer', w: W | undefined): void => {
    if (w === undefined) return;
    const w_old = hooks[key];
    hooks[key] = space.is(w, space.w_None) ? null : space.own(w);
    if (w_old !== null) space.drop(w_old);
  };
  put('w_finalizer', w_finalizer);
  put('w_firstiter', w_firstiter);
}

// --- tracing

const given = (space: Space, w: W): W | null => (space.is(w, space.w_None) ? null : w);

// --- audit

/** `sys.setdlopenflags`, which says how extension modules would be opened. */
const openFlags = new WeakMap<Space, number>();
const auditHooks = new WeakMap<Space, W[]>();

function audit(space: Space, w_event: W, args_w: W[]): W {
  const hooks_w = auditHooks.get(space) ?? [];
  const w_args = space.newtuple(args_w);
  const caller = space.top;
  const run = (i: number): W =>
    i >= hooks_w.length
      ? space.w_None
      : andThen(space, caller, call(space, hooks_w[i], [w_event, w_args]), () => run(i + 1));
  return run(0);
}

const none = { result: 'none' } as const;

/** `_report(error, message)` for modules with a part in Python: an error that no caller can take, without our own frame at its bottom. */
export const reportRow = resumable(
  '_report',
  'error, message, /',
  (space: Space, w_error: W, w_message: W) => {
    if (!space.type(w_error).isSubtype(space.types.BaseException))
      throw raise(space, 'TypeError', '_report() argument 1 must be an exception');
    const payload = exceptionOf(space, w_error);
    const error = new OperationError(space.type(w_error), space.own(w_error), null);
    const w_inner = payload.w_traceback === null ? null : tracebackOf(space, payload.w_traceback).w_next;
    if (w_inner !== null) setTraceback(space, payload, w_inner);
    const isTold = !space.is(w_message, space.w_None);
    return reportUnraisable(space, error, isTold ? space.str_w(w_message) : null, null);
  },
);

const functions: readonly BuiltinRow[] = [
  leaf('_clear_type_descriptors', 'type, /', (space: Space, w_type: W) => {
    if (!space.type(w_type).isSubtype(space.types.type)) {
      const got = space.type(w_type).name;
      throw raise(space, 'TypeError', `_clear_type_descriptors() argument must be type, not ${got}`);
    }
    const type = space.data(w_type) as TypeObject;
    if (!type.isHeap) throw raise(space, 'TypeError', 'argument is immutable');
    // What a class statement put in for attributes and weak references, which the class that is copied from it has anew.
    for (const name of ['__dict__', '__weakref__']) {
      const w_old = type.dict.get(name);
      if (w_old === undefined) continue;
      type.dict.delete(name);
      space.drop(w_old);
    }
    type.modified();
    return space.w_None;
  }),
  leaf('exc_info', '', exceptionInfo),
  leaf('exception', '', (space: Space) => space.handledException() ?? space.w_None),
  resumable('excepthook', 'exctype, value, traceback, /', excepthook),
  resumable('unraisablehook', 'unraisable, /', unraisablehook),
  resumable('displayhook', 'object, /', displayhook),
  resumable('breakpointhook', '*args, **kwargs', breakpointHook),
  leaf('exit', 'status=None, /', (space: Space, w_status: W) => {
    // A tuple is taken for the arguments, as an exception's class and value always were.
    const isTuple = space.type(w_status) === space.types.tuple;
    const args_w = space.is(w_status, space.w_None) ? [] : isTuple ? space.tuple_w(w_status) : [w_status];
    throw raiseWith(space, 'SystemExit', args_w);
  }),
  leaf('getrefcount', 'object, /', (space: Space, w: W) => space.controls.refcount(w), { result: 'int' }),
  resumable('getsizeof', 'object, default=NULL', sizeOf),
  leaf('getrecursionlimit', '', (space: Space) => space.controls.recursionLimit, { result: 'int' }),
  leaf('setrecursionlimit', 'limit: index, /', setRecursionLimit, none),
  leaf('getswitchinterval', '', (space: Space) => space.scheduler.switchInterval, { result: 'float' }),
  leaf(
    'setswitchinterval',
    'interval: float, /',
    (space: Space, interval: number) => {
      if (!(interval > 0)) throw raise(space, 'ValueError', 'switch interval must be strictly positive');
      space.scheduler.switchInterval = interval;
    },
    none,
  ),
  leaf('intern', 'string, /', (space: Space, w: W) => {
    if (!space.type(w).isSubtype(space.types.str))
      throw raise(space, 'TypeError', `intern() argument must be str, not ${space.type(w).name}`);
    if (space.type(w) !== space.types.str)
      throw raise(space, 'TypeError', `can't intern ${space.type(w).name}`);
    return space.controls.intern(w);
  }),
  leaf(
    '_is_interned',
    'string, /',
    (space: Space, w: W) => {
      const type = space.type(w);
      if (!type.isSubtype(space.types.str))
        throw raise(space, 'TypeError', `_is_interned() argument must be str, not ${type.name}`);
      return space.controls.isInterned(w);
    },
    { result: 'bool' },
  ),
  leaf('_is_immortal', 'op, /', (space: Space, w: W) => space.controls.isImmortal(w), { result: 'bool' }),
  leaf('_is_gil_enabled', '', (space: Space) => space.controls.isGilEnabled, { result: 'bool' }),
  leaf('is_finalizing', '', (space: Space) => space.controls.isFinalizing(), { result: 'bool' }),
  leaf('getallocatedblocks', '', (space: Space) => space.controls.allocatedBlocks(), { result: 'int' }),
  leaf('getunicodeinternedsize', '', (space: Space) => space.controls.allocatedBlocks(), { result: 'int' }),
  leaf('_getframe', 'depth: index = 0, /', getframe),
  leaf(
    '_clear_type_descriptors',
    'type, /',
    (space: Space, w_type: W) => {
      const type = space.data(w_type) as TypeObject;
      if (!type.isHeap) throw raise(space, 'TypeError', 'argument is immutable');
      for (const name of ['__dict__', '__weakref__']) {
        const w_old = type.dict.get(name);
        if (w_old === undefined) continue;
        type.dict.delete(name);
        space.drop(w_old);
      }
      type.modified();
    },
    none,
  ),
  leaf('_getframemodulename', 'depth: index = 0', (space: Space, depth: number) => {
    const frame = space.currentFrame(depth);
    if (frame === null) return space.w_None;
    return space.dictgetstr(frame.w_globals, '__name__') ?? space.w_None;
  }),
  leaf('_current_frames', '', (space: Space) => {
    const w_dict = space.newdict();
    for (const thread of space.scheduler.alive) {
      const frame = space.scheduler.frameOf(thread);
      if (frame !== null) space.dictset(w_dict, space.newint(thread.ident), space.frameobject(frame));
    }
    return w_dict;
  }),
  leaf('_current_exceptions', '', (space: Space) => {
    const w_dict = space.newdict();
    for (const { ident, machine } of space.scheduler.alive) {
      const w_value = machine === null ? space.handledException() : space.handledbythread(machine);
      space.dictset(w_dict, space.newint(ident), w_value ?? space.w_None);
    }
    return w_dict;
  }),
  leaf('getdefaultencoding', '', () => 'utf-8', { result: 'str' }),
  leaf('getfilesystemencoding', '', () => 'utf-8', { result: 'str' }),
  leaf('getfilesystemencodeerrors', '', () => 'surrogateescape', { result: 'str' }),
  leaf('get_int_max_str_digits', '', () => intLimits.maxStrDigits, { result: 'int' }),
  leaf(
    'set_int_max_str_digits',
    'maxdigits: index',
    (space: Space, digits: number) => {
      if (digits !== 0 && digits < 640) {
        throw raise(space, 'ValueError', 'maxdigits must be >= 640 or 0 for unlimited');
      }
      intLimits.maxStrDigits = digits;
    },
    none,
  ),
  leaf('settrace', 'function, /', (space: Space, w: W) => setHook(space, 'w_trace', given(space, w)), none),
  leaf(
    'setprofile',
    'function, /',
    (space: Space, w: W) => setHook(space, 'w_profile', given(space, w)),
    none,
  ),
  leaf(
    '_settraceallthreads',
    'function, /',
    (space: Space, w: W) => setHookOfAll(space, 'w_trace', given(space, w)),
    none,
  ),
  leaf(
    '_setprofileallthreads',
    'function, /',
    (space: Space, w: W) => setHookOfAll(space, 'w_profile', given(space, w)),
    none,
  ),
  leaf('gettrace', '', (space: Space) => getHook(space, 'w_trace') ?? space.w_None),
  leaf('getprofile', '', (space: Space) => getHook(space, 'w_profile') ?? space.w_None),
  nesting('call_tracing', 'func, args, /', (space: Space, w_function: W, w_args: W) => {
    const { name } = space.type(w_args);
    if (!space.type(w_args).isSubtype(space.types.tuple))
      throw raise(space, 'TypeError', `call_tracing() argument 2 must be tuple, not ${name}`);
    return monitorOf(space).within(space, 'free', () => callNested(space, w_function, space.tuple_w(w_args)));
  }),
  leaf('set_asyncgen_hooks', 'firstiter=NULL, finalizer=NULL', setAsyncgenHooks, none),
  leaf('get_asyncgen_hooks', '', (space: Space) => {
    const { w_firstiter, w_finalizer } = generatorHooks(space);
    return newStructSequence(space, 'sys.asyncgen_hooks', [
      w_firstiter ?? space.w_None,
      w_finalizer ?? space.w_None,
    ]);
  }),
  leaf(
    'set_coroutine_origin_tracking_depth',
    'depth: index',
    (space: Space, depth: number) => {
      if (depth < 0) throw raise(space, 'ValueError', 'depth must be >= 0');
      generatorHooks(space).originDepth = depth;
    },
    none,
  ),
  leaf('get_coroutine_origin_tracking_depth', '', (space: Space) => generatorHooks(space).originDepth, {
    result: 'int',
  }),
  leaf('addaudithook', 'hook', (space: Space, w_hook: W) => {
    const hooks_w = auditHooks.get(space) ?? [];
    if (hooks_w.length === 0) {
      space.atFinish.push(() => {
        auditHooks.get(space)!.forEach((w) => space.drop(w));
        auditHooks.delete(space);
      });
    }
    auditHooks.set(space, [...hooks_w, space.own(w_hook)]);
    return space.w_None;
  }),
  resumable('audit', 'event, /, *args', audit),
  leaf('_get_cpu_count_config', '', () => -1, { result: 'int' }),
  leaf('_clear_type_descriptors', 'type, /', (space: Space, w_type: W) => {
    const type = space.data(w_type) as TypeObject;
    for (const name of ['__dict__', '__weakref__']) {
      const w = type.dict.get(name);
      if (w !== undefined && type.dict.delete(name)) space.drop(w);
    }
    type.modified();
    return space.w_None;
  }),
  leaf('_clear_internal_caches', '', () => undefined, none),
  leaf('_clear_type_descriptors', 'type, /', (space: Space, w_type: W) => {
    // What `dataclass(slots=True)` leaves behind of the class that it replaces.
    const { dict } = space.data(w_type) as TypeObject;
    for (const name of ['__dict__', '__weakref__']) {
      const w_old = dict.get(name);
      if (w_old === undefined) continue;
      dict.delete(name);
      space.drop(w_old);
    }
    return space.w_None;
  }),
  leaf('_clear_type_cache', '', () => undefined, none),
  leaf('is_stack_trampoline_active', '', () => false, { result: 'bool' }),
  leaf('is_remote_debug_enabled', '', () => false, { result: 'bool' }),
  leaf('getdlopenflags', '', (space: Space) => openFlags.get(space) ?? RTLD_NOW, { result: 'int' }),
  leaf(
    'setdlopenflags',
    'flags: index, /',
    (space: Space, flags: number) => void openFlags.set(space, flags),
    none,
  ),
  leaf('_get_cpu_count_config', '', () => -1, { result: 'int' }),
  leaf('_debugmallocstats', '', () => undefined, none),
  leaf('deactivate_stack_trampoline', '', () => undefined, none),
  leaf('activate_stack_trampoline', 'backend, /', (space: Space) => {
    throw raise(space, 'ValueError', 'perf trampoline not available');
  }),
  leaf('remote_exec', 'pid: index, script', (space: Space) => {
    throw raise(space, 'RuntimeError', 'Remote debugging is not enabled');
  }),
];

const FLAG_FIELDS = [
  'debug',
  'inspect',
  'interactive',
  'optimize',
  'dont_write_bytecode',
  'no_user_site',
  'no_site',
  'ignore_environment',
  'verbose',
  'bytes_warning',
  'quiet',
  'hash_randomization',
  'isolated',
  'dev_mode',
  'utf8_mode',
  'warn_default_encoding',
  'safe_path',
  'int_max_str_digits',
] as const;

const types = [
  structSequenceType({
    name: 'sys.version_info',
    fields: ['major', 'minor', 'micro', 'releaselevel', 'serial'],
  }),
  structSequenceType({
    name: 'sys.flags',
    fields: FLAG_FIELDS,
    hiddenFields: ['gil', 'thread_inherit_context', 'context_aware_warnings'],
  }),
  structSequenceType({
    name: 'sys.float_info',
    fields: [
      'max',
      'max_exp',
      'max_10_exp',
      'min',
      'min_exp',
      'min_10_exp',
      'dig',
      'mant_dig',
      'epsilon',
      'radix',
      'rounds',
    ],
  }),
  structSequenceType({
    name: 'sys.int_info',
    fields: ['bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold'],
  }),
  structSequenceType({
    name: 'sys.hash_info',
    fields: ['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff'],
  }),
  structSequenceType({ name: 'sys.thread_info', fields: ['name', 'lock', 'version'] }),
  structSequenceType({
    name: 'sys.UnraisableHookArgs',
    fields: ['exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object'],
  }),
  structSequenceType({ name: 'sys.asyncgen_hooks', fields: ['firstiter', 'finalizer'] }),
];

/** Plain values of host code as Python's. */
function plain(space: Space, value: string | number | bigint | boolean | null): W {
  if (value === null) return space.w_None;
  if (typeof value === 'string') return space.newstr(value);
  if (typeof value === 'boolean') return space.newbool(value);
  return space.newint(value);
}

function versionInfo(space: Space, [major, minor, micro]: readonly [number, number, number]): W {
  return newStructSequence(
    space,
    'sys.version_info',
    [major, minor, micro, 'final', 0].map((value) => plain(space, value)),
  );
}

/** What the run's request and its machine say. */
function valuesOfRun(space: Space): Record<string, W> {
  const { host } = space;
  const text = (value: string): W => space.newstr(value);
  const list = (texts: readonly string[]): W => space.newlist(texts.map(text));
  const w_xoptions = space.newdict();
  for (const [name, value] of Object.entries(host.xOptions))
    space.dictsetstr(w_xoptions, name, plain(space, value));
  const flags = FLAG_FIELDS.map((field) => plain(space, host.flags[field]));
  return {
    argv: list(host.argv),
    orig_argv: list([host.executable, ...host.argv]),
    path: list([...host.path, ...(host.libraryZip === null ? [] : [host.libraryZip])]),
    executable: text(host.executable),
    _base_executable: text(host.executable),
    _stdlib_dir: host.libraryZip === null ? space.w_None : text(host.libraryZip),
    platform: text(host.platform),
    flags: newStructSequence(space, 'sys.flags', flags, [space.newint(1), space.newint(0), space.newint(0)]),
    warnoptions: list(host.warnOptions),
    _xoptions: w_xoptions,
    dont_write_bytecode: space.newbool(host.flags.dont_write_bytecode !== 0),
  };
}

function values(space: Space): Record<string, W> {
  const { host } = space;
  const text = (value: string): W => space.newstr(value);
  const hexOf = ([major, minor, micro]: readonly number[]): number =>
    ((major << 24) | (minor << 16) | (micro << 8) | 0xf0) >>> 0;
  const hex = hexOf(LANGUAGE);
  const isPypy = host.implementation === 'pypy';
  const ownVersion = isPypy ? host.implementationVersion : LANGUAGE;
  const w_implementation = newNamespace(space, {
    name: text(host.implementation),
    cache_tag: text(isPypy ? 'pypy314' : 'cpython-314'),
    version: versionInfo(space, ownVersion),
    hexversion: space.newint(hexOf(ownVersion)),
    _multiarch: text('x86_64-linux-gnu'),
    supports_isolated_interpreters: space.w_False,
  });
  const doubles = [
    space.newfloat(Number.MAX_VALUE),
    ...[1024, 308].map((n) => space.newint(n)),
    space.newfloat(2 ** -1022),
    ...[-1021, -307, 15, 53].map((n) => space.newint(n)),
    space.newfloat(Number.EPSILON),
    ...[2, 1].map((n) => space.newint(n)),
  ];
  const compiler = isPypy
    ? `\n[PyPy ${host.implementationVersion.join('.')} with JavaScript]`
    : '[JavaScript]';
  return {
    prefix: text('/usr/local'),
    exec_prefix: text('/usr/local'),
    base_prefix: text('/usr/local'),
    base_exec_prefix: text('/usr/local'),
    platlibdir: text('lib'),
    _framework: text(''),
    _home: space.w_None,
    pycache_prefix: space.w_None,
    byteorder: text('little'),
    maxsize: space.newint(MAX_SIZE),
    maxunicode: space.newint(0x10ffff),
    float_repr_style: text('short'),
    abiflags: text(''),
    api_version: space.newint(API_VERSION),
    copyright: text('Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.'),
    version: text(`${LANGUAGE.join('.')} (${BUILD}) ${compiler}`),
    version_info: versionInfo(space, LANGUAGE),
    hexversion: space.newint(hex),
    implementation: w_implementation,
    _git: space.newtuple([text('CPython'), text(''), text('')]),
    float_info: newStructSequence(space, 'sys.float_info', doubles),
    int_info: newStructSequence(
      space,
      'sys.int_info',
      [30, 4, 4300, 640].map((n) => space.newint(n)),
    ),
    hash_info: newStructSequence(
      space,
      'sys.hash_info',
      [64, 2n ** 61n - 1n, 314159, 0, 1000003, 'siphash13', 64, 128, 0].map((value) => plain(space, value)),
    ),
    thread_info: newStructSequence(space, 'sys.thread_info', [
      text('pthread'),
      text('semaphore'),
      space.w_None,
    ]),
    _jit: makeModule(space, JIT_DEFINITION),
    meta_path: space.newlist([]),
    path_hooks: space.newlist([]),
    path_importer_cache: space.newdict(),
    stdlib_module_names: space.newfrozenset(STANDARD_MODULES.map(text)),
  };
}

/** `sys._jit`: no machine code is made here by CPython's means. */
const JIT_DEFINITION: ModuleDefinition = {
  name: '_jit',
  functions: ['is_available', 'is_enabled', 'is_active'].map((name) =>
    leaf(name, '', () => false, { result: 'bool' }),
  ),
};

const DEFINITION: ModuleDefinition = {
  name: 'sys',
  functions,
  types,
  hidden: types.map((type) => type.name),
  values,
};

/** Makes `sys` and `sys.modules`; the first module of all, before anything is imported. */
export function makeSys(space: Space, builtinNames: readonly string[]): W {
  const w_sys = makeModule(space, DEFINITION);
  const { w_dict } = moduleOf(space, w_sys);
  space.w_sysDict = space.own(w_dict);
  space.w_modules = space.own(space.newdict());
  space.dictsetstr(w_dict, 'modules', space.w_modules);
  space.dictsetstr(
    w_dict,
    'builtin_module_names',
    space.newtuple(builtinNames.map((name) => space.newstr(name))),
  );
  space.dictsetstr(w_dict, 'monitoring', makeModule(space, sysMonitoringModule));
  for (const name of ['excepthook', 'displayhook', 'unraisablehook', 'breakpointhook']) {
    space.dictsetstr(w_dict, `__${name}__`, space.dictgetstr(w_dict, name)!);
  }
  space.dictsetstr(space.w_modules, 'sys', w_sys);
  const hooks = generatorHooks(space);
  hooks.unraisable = reportUnraisable;
  return w_sys;
}

/** When `space.host` is the run's. */
export function setSysOfRun(space: Space): void {
  intLimits.maxStrDigits = space.host.flags.int_max_str_digits;
  for (const [name, w] of Object.entries(valuesOfRun(space))) space.dictsetstr(space.w_sysDict, name, w);
}
