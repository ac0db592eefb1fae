// The module `_thread`: starting threads, locks, thread-local storage, over the scheduler (threads/scheduler.ts). Models CPython's
// Modules/_threadmodule.c; the library's threading.py stands on it unchanged.
import { andThen, runNested } from '../continuation.ts';
import type { OperationError } from '../error.ts';
import { leaf, resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import { SIGINT } from '../threads/signals.ts';
import type { ThreadState } from '../threads/thread.ts';
import { formatException } from '../traceback-text.ts';
import { structSequenceType } from '../types/structseq.ts';
import type { Int } from '../../kernels/int.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { writeTo } from './_io/standard-streams.ts';
import { reportUnraisable, sysAttribute } from './sys.ts';
import { send } from './_signal.ts';
import { handleOf, handleType, join, ThreadHandle } from './thread-handle.ts';
import { localType } from './thread-local.ts';
import { lockType, newLock, TIMEOUT_MAX } from './thread-lock.ts';

const LARGEST_SIGNAL = 64;
/** Smallest stack that CPython lets a thread have. */
const SMALLEST_STACK = 0x8000;

const stackSizes = new WeakMap<Space, number>();
/** Threads that the end of the program waits for. */
const joinedAtExit = new WeakMap<Space, Set<ThreadHandle>>();

function handlesOf(space: Space): Set<ThreadHandle> {
  let handles = joinedAtExit.get(space);
  if (handles === undefined) joinedAtExit.set(space, (handles = new Set()));
  return handles;
}

// --- starting

/** What nobody caught in a thread goes to `sys.unraisablehook`; SystemExit only ends the thread. */
function reportEnd(space: Space, error: OperationError | null, w_function: W): void {
  if (error === null) return;
  if (error.matches(space.types.SystemExit)) {
    space.errorValue(error);
    space.dropError(error);
    return;
  }
  runNested(space, () =>
    reportUnraisable(space, error, 'Exception ignored in thread started by', w_function),
  );
}

function begin(
  space: Space,
  w_function: W,
  args_w: readonly W[],
  names: readonly string[] | null,
  atEnd: () => void,
): ThreadState {
  if (space.controls.isFinalizing())
    throw raise(space, 'PythonFinalizationError', "can't create new thread at interpreter shutdown");
  return space.scheduler.start(w_function, args_w, names, (error, w_started) => {
    reportEnd(space, error, w_started);
    atEnd();
  });
}

function startNewThread(space: Space, w_function: W, w_args: W, w_kwargs?: W): Int {
  if (space.type(w_function).slots.call === null)
    throw raise(space, 'TypeError', 'first arg must be callable');
  if (!space.type(w_args).isSubtype(space.types.tuple))
    throw raise(space, 'TypeError', '2nd arg must be a tuple');
  if (w_kwargs !== undefined && !space.type(w_kwargs).isSubtype(space.types.dict))
    throw raise(space, 'TypeError', 'optional 3rd arg must be a dictionary');
  const { args_w, names } = space.unpackArguments(space.tuple_w(w_args) as W[], w_kwargs ?? space.newdict());
  return begin(space, w_function, args_w, names, () => {}).ident;
}

function startJoinableThread(space: Space, w_function: W, w_handle: W, daemon: boolean): W {
  if (space.type(w_function).slots.call === null)
    throw raise(space, 'TypeError', 'thread function must be callable');
  const handleClass = space.types['_thread._ThreadHandle'];
  const isGiven = !space.is(w_handle, space.w_None);
  if (isGiven && space.type(w_handle) !== handleClass)
    throw raise(space, 'TypeError', "'handle' must be a _ThreadHandle");
  const w_own = isGiven ? w_handle : space.newobj(handleClass, new ThreadHandle());
  const handle = handleOf(space, w_own);
  if (handle.state !== 'not-started') throw raise(space, 'RuntimeError', 'thread already started');
  const handles = handlesOf(space);
  const thread = begin(space, w_function, [], null, () => {
    handles.delete(handle);
    handle.end(space);
  });
  handle.begin(thread);
  if (!daemon) handles.add(handle);
  return w_own;
}

/** Waits for every thread that is no daemon, also for those that begin meanwhile. */
function shutdown(space: Space): W {
  const caller = space.top;
  for (const handle of handlesOf(space)) {
    if (handle.thread === space.thread) continue;
    return andThen(space, caller, join(space, handle, space.w_None), () => shutdown(space));
  }
  return space.w_None;
}

// --- what nobody caught

/** `threading.excepthook` of the original. */
function excepthook(space: Space, w_args: W): W {
  if (space.type(w_args) !== space.types['_thread._ExceptHookArgs']) {
    throw raise(space, 'TypeError', '_thread.excepthook argument type must be ExceptHookArgs');
  }
  const [w_type, w_value, w_traceback, w_thread] = space.tuple_w(w_args);
  const isNone = (w: W | undefined): boolean => w === undefined || space.is(w, space.w_None);
  if (space.is(w_type, space.types.SystemExit.w_self)) return space.w_None;
  const attribute = (name: string): W =>
    runNested(space, () => space.getattrOr(w_thread, name, space.w_None));
  let w_file = sysAttribute(space, 'stderr');
  if (isNone(w_file)) {
    if (isNone(w_thread)) return space.w_None;
    // sys.stderr may be gone at the end of the program: the one that the thread began with.
    w_file = attribute('_stderr');
    if (isNone(w_file)) return space.w_None;
  }
  const w_name = isNone(w_thread) ? space.w_None : attribute('name');
  const name = isNone(w_name)
    ? String(space.thread.ident)
    : space.str_w(runNested(space, () => space.str(w_name)));
  const w_given = space.type(w_traceback) === space.types.traceback ? w_traceback : null;
  return writeTo(space, w_file!, `Exception in thread ${name}:\n${formatException(space, w_value, w_given)}`);
}

// --- odds

function interruptMain(space: Space, signal: number): W {
  if (signal < 1 || signal > LARGEST_SIGNAL) throw raise(space, 'ValueError', 'signal number out of range');
  const { signals } = space.scheduler;
  const { kind } = signals.handlerOf(signal);
  // In the main thread the handler runs at once: CPython looks for signals behind each call.
  return kind === 'interrupt' || kind === 'python' ? send(space, signal) : space.w_None;
}

function stackSize(space: Space, size: number): number {
  const old = stackSizes.get(space) ?? 0;
  if (size < 0) throw raise(space, 'ValueError', 'size must be 0 or a positive value');
  if (size > 0 && size < SMALLEST_STACK) throw raise(space, 'ValueError', `size not valid: ${size} bytes`);
  stackSizes.set(space, size);
  return old;
}

const exit = (space: Space): never => {
  throw raiseWith(space, 'SystemExit', []);
};

const startRow = (name: string) =>
  leaf(name, 'function, args, kwargs=NULL, /', startNewThread, { result: 'int' });

export const threadModule: ModuleDefinition = {
  name: '_thread',
  doc:
    'This module provides primitive operations to write multi-threaded programs.\n' +
    "The 'threading' module provides a more convenient interface.",
  types: [
    lockType('_thread.lock', false),
    lockType('_thread.RLock', true),
    handleType,
    localType,
    structSequenceType({
      name: '_thread._ExceptHookArgs',
      fields: ['exc_type', 'exc_value', 'exc_traceback', 'thread'],
      canBeMade: true,
    }),
  ],
  functions: [
    startRow('start_new_thread'),
    startRow('start_new'),
    leaf('start_joinable_thread', 'function, handle=None, daemon: bool = True', startJoinableThread),
    leaf('allocate_lock', '', newLock),
    leaf('allocate', '', newLock),
    leaf('get_ident', '', (space: Space) => space.thread.ident, { result: 'int' }),
    leaf('get_native_id', '', (space: Space) => space.scheduler.processId + space.thread.index, {
      result: 'int',
    }),
    leaf('_get_main_thread_ident', '', (space: Space) => space.scheduler.main.ident, { result: 'int' }),
    leaf('_make_thread_handle', 'ident: int, /', (space: Space, ident: Int) => {
      const handle = new ThreadHandle();
      handle.state = 'running';
      handle.ident = ident;
      return space.newobj(space.types['_thread._ThreadHandle'], handle);
    }),
    leaf('_count', '', (space: Space) => space.scheduler.alive.length - 1, { result: 'int' }),
    leaf('_is_main_interpreter', '', () => true, { result: 'bool' }),
    leaf('daemon_threads_allowed', '', () => true, { result: 'bool' }),
    leaf('stack_size', 'size: index = 0, /', stackSize, { result: 'int' }),
    leaf(
      'set_name',
      'name: str',
      (space: Space, name: string) => {
        space.thread.name = name;
      },
      { result: 'none' },
    ),
    leaf('exit', '', exit),
    leaf('exit_thread', '', exit),
    resumable('interrupt_main', `signum: index = ${SIGINT}, /`, interruptMain),
    resumable('_shutdown', '', shutdown),
    resumable('_excepthook', 'args, /', excepthook),
  ],
  values: (space) => ({
    LockType: space.types['_thread.lock'].w_self,
    error: space.types.RuntimeError.w_self,
    TIMEOUT_MAX: space.newfloat(TIMEOUT_MAX),
  }),
};
