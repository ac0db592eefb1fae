// `_thread._local`: an object with a dict of attributes for each thread. Models the local object of CPython's Modules/_threadmodule.c: the
// dict of the running thread is put in place before an attribute is looked up; a subclass's `__init__` runs once in each thread.
import { andThen } from '../continuation.ts';
import { genericGetattr, genericSetattr } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ThreadState } from '../threads/thread.ts';
import type { TypeDefinition } from '../typedef.ts';

class Local extends Payload {
  /** The dict of each thread that has looked, owned, and what ends with the thread. */
  readonly dicts = new Map<ThreadState, { w_dict: W; atExit: (thread: ThreadState) => void }>();
  /** Whose dict is in place. */
  installed: ThreadState | null = null;
  /** The object itself; borrowed. */
  w_self: W | null = null;
  readonly args_w: W[];
  readonly names: readonly string[] | null;

  constructor(args_w: W[], names: readonly string[] | null) {
    super();
    this.args_w = args_w;
    this.names = names;
  }

  traverse(visit: (w: W) => void): void {
    for (const { w_dict } of this.dicts.values()) visit(w_dict);
    for (const w of this.args_w) visit(w);
  }
  forget(): void {
    for (const [thread, { atExit }] of this.dicts) thread.atExit.delete(atExit);
    this.dicts.clear();
    this.args_w.length = 0;
  }
}

const localOf = (space: Space, w: W): Local => space.data(w) as Local;

function forgetThread(space: Space, local: Local, thread: ThreadState): void {
  const entry = local.dicts.get(thread);
  if (entry === undefined) return;
  local.dicts.delete(thread);
  thread.atExit.delete(entry.atExit);
  if (local.installed === thread) {
    local.installed = null;
    space.setdict(local.w_self!, space.newdict());
  }
  space.drop(entry.w_dict);
}

/** Puts the running thread's dict in place, made and initialised at its first look; then `next`. */
function withDict(space: Space, w: W, next: () => W): W {
  const local = localOf(space, w);
  const { thread } = space;
  const known = local.dicts.get(thread);
  if (known !== undefined) {
    if (local.installed !== thread) {
      local.installed = thread;
      space.setdict(w, known.w_dict);
    }
    return next();
  }
  const w_dict = space.own(space.newdict());
  const atExit = (ending: ThreadState): void => forgetThread(space, local, ending);
  local.dicts.set(thread, { w_dict, atExit });
  thread.atExit.add(atExit);
  local.w_self = w;
  local.installed = thread;
  space.setdict(w, w_dict);
  const { init } = space.type(w).slots;
  if (init === null || init === space.types.object.slots.init) return next();
  // Made anew at the next look, if it fails.
  const failed = (error: OperationError): never => {
    forgetThread(space, local, thread);
    throw error;
  };
  const caller = space.top;
  try {
    return andThen(
      space,
      caller,
      init(space, w, local.args_w, local.names),
      () => withDict(space, w, next),
      failed,
    );
  } catch (e) {
    return failed(space.asOperationError(e));
  }
}

export const localType: TypeDefinition = {
  name: '_thread._local',
  doc: 'Thread-local data',
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    new: (space, type, args_w, names) => {
      if (args_w.length > 0 && type.slots.init === space.types.object.slots.init)
        throw raise(space, 'TypeError', 'Initialization arguments are not supported');
      const local = new Local(
        args_w.map((w) => space.own(w)),
        names,
      );
      const w = space.newobj(type, local);
      const { thread } = space;
      const w_dict = space.own(space.newdict());
      const atExit = (ending: ThreadState): void => forgetThread(space, local, ending);
      // Its maker's `__init__` runs by the call of the class.
      local.dicts.set(thread, { w_dict, atExit });
      thread.atExit.add(atExit);
      local.w_self = w;
      local.installed = thread;
      space.setdict(w, w_dict);
      return w;
    },
    getattr: (space, w, name) => withDict(space, w, () => genericGetattr(space, w, name)),
    setattr: (space, w, name, w_value) => {
      if (name === '__dict__') {
        const text = `'${space.type(w).name}' object attribute '__dict__' is read-only`;
        throw raise(space, 'AttributeError', text);
      }
      return withDict(space, w, () => genericSetattr(space, w, name, w_value));
    },
  },
  getset: { __dict__: { get: (space, w) => space.getdict(w)! } },
};
