// The module `_signal`: handlers, alarms, masks, over threads/signals.ts; the library's signal.py stands on it. Models CPython's
// Modules/signalmodule.c. One mask holds for all threads, and a signal for one thread is one for the process: left out is what only real
// threads can tell apart. Numbers are those of Linux.
import { andThen } from '../continuation.ts';
import { leaf, resumable } from '../gateway.ts';
import { OperationError } from '../error.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { descriptorOf, Endpoint } from '../threads/descriptors.ts';
import type { Handler } from '../threads/signals.ts';
import { SIGALRM, SIGINT, SIGPROF, SIGVTALRM } from '../threads/signals.ts';
import { wait } from '../threads/wait.ts';
import { moduleOf } from '../types/module.ts';
import { newStructSequence, structSequenceType } from '../types/structseq.ts';
import * as int from '../../kernels/int.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { osError, osErrorOf } from './os-error.ts';
import { secondsOf } from './thread-lock.ts';

const NUMBERS = {
  SIGHUP: 1,
  SIGINT,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGIOT: 6,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCLD: 17,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM,
  SIGPROF,
  SIGWINCH: 28,
  SIGPOLL: 29,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
  SIGRTMIN: 34,
  SIGRTMAX: 64,
} as const;

const NSIG = 65;
const SIG_DFL = 0;
const SIG_IGN = 1;
const SIG_BLOCK = 0;
const SIG_UNBLOCK = 1;
const SIG_SETMASK = 2;
const EBADF = 9;
const EINVAL = 22;
const ESRCH = 3;
/** Codes of siginfo: sent by kill(2), by the kernel. */
const SI_USER = 0;

/** What `strsignal(3)` of glibc says, from 1 on. */
const DESCRIPTIONS: readonly string[] = (
  'Hangup|Interrupt|Quit|Illegal instruction|Trace/breakpoint trap|Aborted|Bus error|Floating point exception|Killed|User defined signal 1|' +
  'Segmentation fault|User defined signal 2|Broken pipe|Alarm clock|Terminated|Stack fault|Child exited|Continued|Stopped (signal)|Stopped|' +
  'Stopped (tty input)|Stopped (tty output)|Urgent I/O condition|CPU time limit exceeded|File size limit exceeded|Virtual timer expired|' +
  'Profiling timer expired|Window changed|I/O possible|Power failure|Bad system call'
).split('|');

/** `default_int_handler` as the program sees it; owned. */
const interruptFunctions = new WeakMap<Space, W>();
const wakeupDescriptors = new WeakMap<Space, number>();

function checked(space: Space, signal: number): number {
  if (signal < 1 || signal >= NSIG) throw raise(space, 'ValueError', 'signal number out of range');
  return signal;
}

function onlyInMain(space: Space, text: string): void {
  if (space.thread.isMain) return;
  throw raise(space, 'ValueError', `${text} only works in main thread of the main interpreter`);
}

function interruptNow(space: Space): never {
  throw new OperationError(space.types.KeyboardInterrupt, null, null);
}

// --- handlers

function shown(space: Space, handler: Handler): W {
  switch (handler.kind) {
    case 'default':
      return space.newint(SIG_DFL);
    case 'ignore':
      return space.newint(SIG_IGN);
    case 'interrupt':
      return interruptFunctions.get(space)!;
    case 'python':
      return handler.w_function;
  }
}

function handlerFrom(space: Space, w: W): Handler {
  if (space.type(w).isSubtype(space.types.int)) {
    const value = space.int_w(w);
    if (int.equal(value, SIG_DFL)) return { kind: 'default' };
    if (int.equal(value, SIG_IGN)) return { kind: 'ignore' };
  }
  if (space.is(w, interruptFunctions.get(space)!)) return { kind: 'interrupt' };
  if (space.type(w).slots.call !== null) return { kind: 'python', w_function: w };
  const text = 'signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object';
  throw raise(space, 'TypeError', text);
}

function setHandler(space: Space, number: number, w_handler: W): W {
  onlyInMain(space, 'signal');
  const signal = checked(space, number);
  const handler = handlerFrom(space, w_handler);
  if (signal === NUMBERS.SIGKILL || signal === NUMBERS.SIGSTOP || signal === 32 || signal === 33)
    throw osError(space, EINVAL);
  const { signals } = space.scheduler;
  const w_old = space.own(shown(space, signals.handlerOf(signal)));
  signals.setHandler(signal, handler);
  space.drop(w_old);
  return w_old;
}

/** The process sends itself a signal; its handler has run when the call is over. */
export function send(space: Space, signal: number): W {
  const { scheduler } = space;
  scheduler.signals.raise(signal);
  const caller = space.top;
  if (!scheduler.deliverSignals()) return space.w_None;
  return andThen(space, caller, SUSPEND, () => space.w_None);
}

/** `signal.raise_signal`, and `os.kill` of the own process. */
export function raiseSignal(space: Space, signal: number): W {
  if (signal < 0 || signal >= NSIG) throw osError(space, EINVAL);
  return signal === 0 ? space.w_None : send(space, signal);
}

function killThread(space: Space, ident: int.Int, signal: number): W {
  if (!space.scheduler.alive.some((thread) => int.equal(thread.ident, ident))) throw osError(space, ESRCH);
  return raiseSignal(space, signal);
}

// --- waiting for signals

function pause(space: Space): W {
  const { signals } = space.scheduler;
  const before = signals.delivered;
  const attempt = (): boolean => signals.delivered > before;
  return wait(
    space,
    { reason: 'signal', queue: signals.arrivals, attempt, timeout: -1, isExternal: true },
    () => space.w_None,
  );
}

function numbersOf(space: Space, w_set: W): number[] {
  return space.listOfNested(w_set).map((w) => {
    if (!space.type(w).isSubtype(space.types.int)) {
      throw raise(space, 'TypeError', `'${space.type(w).name}' object cannot be interpreted as an integer`);
    }
    const signal = Number(space.int_w(w));
    if (signal >= 1 && signal < NSIG) return signal;
    throw raise(space, 'ValueError', `signal number ${signal} out of range [1; ${NSIG - 1}]`);
  });
}

/** Waits for one of a set of signals that are held back; answers its number, 0 when the time is over. */
function awaitSignal(space: Space, w_set: W, timeout: number, then: (signal: number) => W): W {
  const { signals } = space.scheduler;
  const wanted = numbersOf(space, w_set);
  let signal = 0;
  const attempt = (): boolean => {
    const found = signals.pending.filter((n) => wanted.includes(n));
    if (found.length === 0) return false;
    signal = Math.min(...found);
    signals.pending.splice(signals.pending.indexOf(signal), 1);
    return true;
  };
  return wait(space, { reason: 'signal', queue: signals.arrivals, attempt, timeout, isExternal: true }, () =>
    then(signal),
  );
}

function signalInfo(space: Space, signal: number): W {
  const fields = [signal, SI_USER, 0, space.scheduler.processId, 0, 0, 0];
  return newStructSequence(
    space,
    'signal.struct_siginfo',
    fields.map((n) => space.newint(n)),
  );
}

const setOf = (space: Space, numbers: Iterable<number>): W => {
  const w_set = space.newset();
  for (const signal of [...numbers].sort((a, b) => a - b)) space.setadd(w_set, space.newint(signal));
  return w_set;
};

function mask(space: Space, how: number, w_set: W): W {
  const { signals } = space.scheduler;
  const numbers = numbersOf(space, w_set);
  const w_old = setOf(space, signals.blocked);
  if (how === SIG_SETMASK) signals.blocked.clear();
  else if (how !== SIG_BLOCK && how !== SIG_UNBLOCK) throw osError(space, EINVAL);
  for (const signal of numbers) {
    if (how === SIG_UNBLOCK) signals.blocked.delete(signal);
    else if (signal !== NUMBERS.SIGKILL && signal !== NUMBERS.SIGSTOP) signals.blocked.add(signal);
  }
  signals.unblocked();
  const caller = space.top;
  if (!space.scheduler.deliverSignals()) return w_old;
  return andThen(space, caller, SUSPEND, () => w_old);
}

// --- alarms

const timerError = (space: Space): OperationError =>
  osErrorOf(space, space.types['signal.itimer_error'], EINVAL, 'Invalid argument');

const pairOf = (space: Space, [value, interval]: [number, number]): W =>
  space.newtuple([space.newfloat(value / 1000), space.newfloat(interval / 1000)]);

function whichTimer(space: Space, which: number): 0 | 1 | 2 {
  if (which !== 0 && which !== 1 && which !== 2) throw timerError(space);
  return which;
}

function setTimer(space: Space, which: number, w_seconds: W, w_interval?: W): W {
  const seconds = secondsOf(space, w_seconds);
  const interval = w_interval === undefined ? 0 : secondsOf(space, w_interval);
  if (seconds < 0 || interval < 0) throw timerError(space);
  const { signals } = space.scheduler;
  return pairOf(space, signals.setTimer(whichTimer(space, which), seconds * 1000, interval * 1000));
}

function alarm(space: Space, seconds: number): number {
  const [left] = space.scheduler.signals.setTimer(0, seconds * 1000, 0);
  return Math.ceil(left / 1000);
}

// --- a byte for each signal

function setWakeup(space: Space, fd: number): number {
  onlyInMain(space, 'set_wakeup_fd');
  const { signals } = space.scheduler;
  const old = wakeupDescriptors.get(space) ?? -1;
  if (fd < 0) {
    signals.wakeup = null;
    wakeupDescriptors.set(space, -1);
    return old;
  }
  const end = descriptorOf(space, fd);
  if (!(end instanceof Endpoint)) throw osError(space, EBADF);
  signals.wakeup = (signal) => void (end.peer !== null && end.send(space, Uint8Array.of(signal)));
  wakeupDescriptors.set(space, fd);
  return old;
}

const asInt = { result: 'int' } as const;
const none = { result: 'none' } as const;

export const signalModule: ModuleDefinition = {
  name: '_signal',
  doc: 'This module provides mechanisms to use signal handlers in Python.\n',
  types: [
    { name: 'signal.itimer_error', base: 'OSError', hasWeakrefs: true },
    structSequenceType({
      name: 'signal.struct_siginfo',
      fields: ['si_signo', 'si_code', 'si_errno', 'si_pid', 'si_uid', 'si_status', 'si_band'],
      canBeMade: true,
    }),
  ],
  hidden: ['signal.itimer_error'],
  functions: [
    leaf('signal', 'signalnum: index, handler, /', setHandler),
    leaf('getsignal', 'signalnum: index, /', (space: Space, signal: number) =>
      shown(space, space.scheduler.signals.handlerOf(checked(space, signal))),
    ),
    leaf('default_int_handler', 'signalnum: index, frame, /', interruptNow),
    resumable('raise_signal', 'signalnum: index, /', raiseSignal),
    resumable('pthread_kill', 'thread_id: int, signalnum: index, /', killThread),
    leaf(
      'siginterrupt',
      'signalnum: index, flag: bool, /',
      (space: Space, signal: number) => void checked(space, signal),
      none,
    ),
    leaf('strsignal', 'signalnum: index, /', (space: Space, signal: number) => {
      const text = DESCRIPTIONS[checked(space, signal) - 1];
      if (text !== undefined) return space.newstr(text);
      return signal < 34 ? space.w_None : space.newstr(`Real-time signal ${signal - 34}`);
    }),
    leaf('valid_signals', '', (space: Space) =>
      setOf(
        space,
        Array.from({ length: NSIG - 1 }, (_, i) => i + 1).filter((n) => n !== 32 && n !== 33),
      ),
    ),
    resumable('pause', '', pause),
    resumable('sigwait', 'sigset, /', (space: Space, w_set: W) =>
      awaitSignal(space, w_set, -1, (signal) => space.newint(signal)),
    ),
    resumable('sigwaitinfo', 'sigset, /', (space: Space, w_set: W) =>
      awaitSignal(space, w_set, -1, (signal) => signalInfo(space, signal)),
    ),
    resumable('sigtimedwait', 'sigset, timeout, /', (space: Space, w_set: W, w_timeout: W) => {
      const timeout = secondsOf(space, w_timeout);
      if (timeout < 0) throw raise(space, 'ValueError', 'timeout must be non-negative');
      return awaitSignal(space, w_set, timeout, (signal) =>
        signal === 0 ? space.w_None : signalInfo(space, signal),
      );
    }),
    leaf('sigpending', '', (space: Space) => setOf(space, space.scheduler.signals.pending)),
    resumable('pthread_sigmask', 'how: index, mask, /', mask),
    leaf('alarm', 'seconds: index, /', alarm, asInt),
    leaf('setitimer', 'which: index, seconds, interval=NULL, /', setTimer),
    leaf('getitimer', 'which: index, /', (space: Space, which: number) =>
      pairOf(space, space.scheduler.signals.timerOf(whichTimer(space, which))),
    ),
    leaf('set_wakeup_fd', 'fd: index, /, *, warn_on_full_buffer: bool = True', setWakeup, asInt),
  ],
  values: (space, w_module) => {
    const w_interrupt = space.dictgetstr(moduleOf(space, w_module).w_dict, 'default_int_handler')!;
    interruptFunctions.set(space, space.own(w_interrupt));
    space.roots.push((visit) => visit(w_interrupt));
    const numbers = { ...NUMBERS, NSIG, SIG_DFL, SIG_IGN, SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK };
    const timers = { ITIMER_REAL: 0, ITIMER_VIRTUAL: 1, ITIMER_PROF: 2 };
    const values: Record<string, W> = { ItimerError: space.types['signal.itimer_error'].w_self };
    for (const [name, value] of Object.entries({ ...numbers, ...timers })) values[name] = space.newint(value);
    return values;
  },
};
