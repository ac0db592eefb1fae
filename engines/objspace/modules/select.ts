// The module `select`: waiting for several descriptors, by `select` and `poll` objects. Models CPython's Modules/selectmodule.c. Descriptors of this
// isolate (threads/descriptors.ts) announce what happens to them; pipes of the operating system are asked again and again; its other files are always
// ready, and so are pipes that can be written to, because the host cannot tell how full they are. Left out: epoll and kqueue, so that
// selectors.DefaultSelector is the one over `poll`.
import { runNested } from '../continuation.ts';
import { HostError } from '../../kernels/os-errors.ts';
import { call } from '../descroperation.ts';
import type { FileSystem } from '../file-system.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import { descriptorOf, selecting } from '../threads/descriptors.ts';
import { wait } from '../threads/wait.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { osError } from './os-error.ts';
import { secondsOf } from './thread-lock.ts';

const EVENTS = {
  POLLIN: 1,
  POLLPRI: 2,
  POLLOUT: 4,
  POLLERR: 8,
  POLLHUP: 16,
  POLLNVAL: 32,
  POLLRDNORM: 64,
  POLLRDBAND: 128,
  POLLWRNORM: 256,
  POLLWRBAND: 512,
  POLLMSG: 1024,
  POLLRDHUP: 8192,
} as const;
const PIPE_BUF = 4096;
const ENOENT = 2;
const EBADF = 9;

/** The number of a descriptor: an int itself, or what its `fileno()` says. */
export function filenoOf(space: Space, w: W): number {
  let w_fd = w;
  if (!space.type(w).isSubtype(space.types.int)) {
    const w_fileno = space.getattrOr(w, 'fileno', space.w_None);
    if (space.is(w_fileno, space.w_None))
      throw raise(space, 'TypeError', 'argument must be an int, or have a fileno() method.');
    w_fd = runNested(space, () => call(space, w_fileno, []));
    if (!space.type(w_fd).isSubtype(space.types.int))
      throw raise(space, 'TypeError', 'fileno() returned a non-integer');
  }
  const fd = Number(space.int_w(w_fd));
  if (fd < 0) throw raise(space, 'ValueError', `file descriptor cannot be a negative integer (${fd})`);
  return fd;
}

/** What of `wanted` has happened to a descriptor, and what is told unasked. */
function eventsOf(space: Space, fd: number, wanted: number): number {
  const descriptor = descriptorOf(space, fd);
  const { POLLIN, POLLOUT, POLLRDNORM, POLLWRNORM, POLLHUP } = EVENTS;
  let events = 0;
  if (descriptor === undefined) {
    const state = stateOf(space, fd);
    if (state === null) return EVENTS.POLLNVAL;
    // A writer that is gone is told of when everything has been read.
    if (state.readable && !state.hungUp) events |= wanted & (POLLIN | POLLRDNORM);
    if (state.writable) events |= wanted & (POLLOUT | POLLWRNORM);
    if (state.hungUp) events |= POLLHUP;
    return events;
  }
  if (descriptor.isReadable) events |= wanted & (POLLIN | POLLRDNORM);
  if (descriptor.isWritable) events |= wanted & (POLLOUT | POLLWRNORM);
  if (descriptor.isHungUp) events |= POLLHUP;
  return events;
}

/** Of a descriptor of the operating system; null: it is not open. */
function stateOf(space: Space, fd: number): ReturnType<FileSystem['poll']> | null {
  try {
    return space.host.files.poll(fd);
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  }
}

/** Waits until `attempt` succeeds. No other thread announces what comes through a pipe of the operating system: it is looked for, too. */
function waitFor(
  space: Space,
  fds: readonly number[],
  attempt: () => boolean,
  timeout: number,
  then: () => W,
): W {
  const outside = fds.some((fd) => descriptorOf(space, fd) === undefined) ? { poll: attempt } : {};
  return wait(space, { reason: 'select', queue: selecting(space), attempt, timeout, ...outside }, then);
}

// --- select

function select(space: Space, w_read: W, w_write: W, w_exceptional: W, w_timeout: W): W {
  const timeout = space.is(w_timeout, space.w_None) ? -1 : secondsOf(space, w_timeout);
  if (timeout < 0 && !space.is(w_timeout, space.w_None))
    throw raise(space, 'ValueError', 'timeout must be non-negative');
  const listOf = (w: W): { w: W; fd: number }[] =>
    space.listOfNested(w).map((w_item) => ({ w: space.own(w_item), fd: filenoOf(space, w_item) }));
  const readers = listOf(w_read);
  const writers = listOf(w_write);
  const others = listOf(w_exceptional);
  const all = [...readers, ...writers, ...others];
  const closed = all.find(({ fd }) => (eventsOf(space, fd, 0) & EVENTS.POLLNVAL) !== 0);
  if (closed !== undefined) {
    for (const { w } of all) space.drop(w);
    throw osError(space, EBADF);
  }
  const ready = (list: { w: W; fd: number }[], wanted: number): W[] =>
    list.filter(({ fd }) => eventsOf(space, fd, wanted) !== 0).map(({ w }) => w);
  const attempt = (): boolean =>
    ready(readers, EVENTS.POLLIN).length > 0 || ready(writers, EVENTS.POLLOUT).length > 0;
  const fds = all.map(({ fd }) => fd);
  return waitFor(space, fds, attempt, timeout, () => {
    const w_answer = space.newtuple([
      space.newlist(ready(readers, EVENTS.POLLIN)),
      space.newlist(ready(writers, EVENTS.POLLOUT)),
      space.newlist([]),
    ]);
    for (const { w } of all) space.drop(w);
    return w_answer;
  });
}

// --- poll

class Poll extends Payload {
  readonly wanted = new Map<number, number>();
  traverse(): void {}
  forget(): void {}
}

const pollOf = (space: Space, w: W): Poll => space.data(w) as Poll;

const DEFAULT_EVENTS = EVENTS.POLLIN | EVENTS.POLLPRI | EVENTS.POLLOUT;

function modify(space: Space, w: W, w_fd: W, events: number): void {
  const fd = filenoOf(space, w_fd);
  const { wanted } = pollOf(space, w);
  if (!wanted.has(fd)) throw osError(space, ENOENT);
  wanted.set(fd, events);
}

function unregister(space: Space, w: W, w_fd: W): void {
  const fd = filenoOf(space, w_fd);
  if (!pollOf(space, w).wanted.delete(fd)) throw raiseWith(space, 'KeyError', [space.newint(fd)]);
}

function poll(space: Space, w: W, w_timeout: W): W {
  let timeout = -1;
  if (!space.is(w_timeout, space.w_None)) {
    const ms = secondsOf(space, w_timeout);
    // Rounded away from zero, so that nobody wakes too early.
    timeout = ms < 0 ? -1 : Math.ceil(ms) / 1000;
  }
  const { wanted } = pollOf(space, w);
  const happened = (): [number, number][] =>
    [...wanted]
      .map(([fd, events]): [number, number] => [fd, eventsOf(space, fd, events)])
      .filter(([, events]) => events !== 0);
  const attempt = (): boolean => happened().length > 0;
  return waitFor(space, [...wanted.keys()], attempt, timeout, () =>
    space.newlist(happened().map(([fd, events]) => space.newtuple([space.newint(fd), space.newint(events)]))),
  );
}

const none = { result: 'none' } as const;

const pollType: TypeDefinition = {
  name: 'select.poll',
  isBase: false,
  ownLayout: true,
  slots: {
    new: (space) => {
      throw raise(space, 'TypeError', "cannot create 'select.poll' instances");
    },
  },
  methods: [
    leaf(
      'register',
      `$self, fd, eventmask: index = ${DEFAULT_EVENTS}, /`,
      (space: Space, w: W, w_fd: W, events: number) =>
        void pollOf(space, w).wanted.set(filenoOf(space, w_fd), events),
      none,
    ),
    leaf('modify', '$self, fd, eventmask: index, /', modify, none),
    leaf('unregister', '$self, fd, /', unregister, none),
    resumable('poll', '$self, timeout=None, /', poll),
  ],
};

export const selectModule: ModuleDefinition = {
  name: 'select',
  doc:
    'This module supports asynchronous I/O on multiple file descriptors.\n\n' +
    '*** IMPORTANT NOTICE ***\nOn Windows, only sockets are supported; on Unix, all file descriptors.',
  types: [pollType],
  hidden: ['select.poll'],
  functions: [
    resumable('select', 'rlist, wlist, xlist, timeout=None, /', select),
    leaf('poll', '', (space: Space) => space.newobj(space.types['select.poll'], new Poll())),
  ],
  values: (space) => {
    const values: Record<string, W> = { error: space.types.OSError.w_self, PIPE_BUF: space.newint(PIPE_BUF) };
    for (const [name, value] of Object.entries(EVENTS)) values[name] = space.newint(value);
    return values;
  },
};
