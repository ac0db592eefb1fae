// The module `_queue`: SimpleQueue, an unbounded queue whose operations are never interrupted half-way. Models CPython's Modules/_queuemodule.c.
import { leaf, resumable } from '../gateway.ts';
import { OperationError } from '../error.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { wait, WaitQueue } from '../threads/wait.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { secondsOf, TIMEOUT_MAX } from './thread-lock.ts';

/** Items taken from the front are cut off when so many have gathered. */
const CUT = 64;

class SimpleQueue extends Payload {
  /** Owned from `head` on. */
  private items_w: W[] = [];
  private head = 0;
  readonly getters = new WaitQueue();

  get size(): number {
    return this.items_w.length - this.head;
  }
  put(w_item: W): void {
    this.items_w.push(w_item);
  }
  /** The first item, whose owner the caller is from now on. */
  take(): W {
    const w_item = this.items_w[this.head];
    this.items_w[this.head++] = undefined!;
    if (this.head >= CUT && this.head * 2 >= this.items_w.length) {
      this.items_w = this.items_w.slice(this.head);
      this.head = 0;
    }
    return w_item;
  }

  traverse(visit: (w: W) => void): void {
    for (let i = this.head; i < this.items_w.length; i++) visit(this.items_w[i]);
  }
  forget(): void {
    this.items_w = [];
    this.head = 0;
  }
}

const queueOf = (space: Space, w: W): SimpleQueue => space.data(w) as SimpleQueue;

function put(space: Space, w: W, w_item: W): void {
  const queue = queueOf(space, w);
  queue.put(space.own(w_item));
  space.scheduler.wake(queue.getters);
}

function get(space: Space, w: W, block: boolean, w_timeout: W): W {
  const queue = queueOf(space, w);
  let timeout = block ? -1 : 0;
  if (block && !space.is(w_timeout, space.w_None)) {
    timeout = secondsOf(space, w_timeout);
    if (timeout < 0) throw raise(space, 'ValueError', "'timeout' must be a non-negative number");
    if (timeout > TIMEOUT_MAX) throw raise(space, 'OverflowError', 'timeout value is too large');
  }
  return wait(
    space,
    { reason: 'queue', queue: queue.getters, attempt: () => queue.size > 0, timeout },
    (isDone) => {
      if (!isDone) throw new OperationError(space.types['_queue.Empty'], null, null, []);
      const w_item = queue.take();
      space.drop(w_item);
      return w_item;
    },
  );
}

const simpleQueueType: TypeDefinition = {
  name: '_queue.SimpleQueue',
  doc: 'Simple, unbounded, reentrant FIFO queue.',
  ownLayout: true,
  hasWeakrefs: true,
  slots: { new: (space, type) => space.newobj(type, new SimpleQueue()) },
  methods: [
    leaf('put', '$self, item, block: bool = True, timeout=None', put, { result: 'none' }),
    leaf('put_nowait', '$self, item', put, { result: 'none' }),
    resumable('get', '$self, block: bool = True, timeout=None', get),
    resumable('get_nowait', '$self, /', (space: Space, w: W) => get(space, w, false, space.w_None)),
    leaf('qsize', '$self, /', (space: Space, w: W) => queueOf(space, w).size, { result: 'int' }),
    leaf('empty', '$self, /', (space: Space, w: W) => queueOf(space, w).size === 0, { result: 'bool' }),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
};

export const queueModule: ModuleDefinition = {
  name: '_queue',
  doc: 'C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.',
  types: [{ name: '_queue.Empty', base: 'Exception', hasWeakrefs: true }, simpleQueueType],
};
