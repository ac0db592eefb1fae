// `_pickle.Pickler`, `dump`, `dumps`: settings, memo and file around a Saver. Models PicklerObject of CPython's Modules/_pickle.c.
import { call, genericGetattr, genericSetattr, getattr, getattrOr, index } from '../../descroperation.ts';
import { leaf, resumable } from '../../gateway.ts';
import { Payload, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { isInt } from '../../types/int.ts';
import { DEFAULT_PROTOCOL, HIGHEST_PROTOCOL } from './opcodes.ts';
import { Saver } from './saver.ts';
import type { PicklerSettings } from './saver.ts';

class PicklerPayload extends Payload implements PicklerSettings {
  protocol = DEFAULT_PROTOCOL;
  binary = 1;
  fastLevel = 0;
  fixImports = false;
  /** Values are owned. */
  w_write: W | null = null;
  w_bufferCallback: W | null = null;
  w_dispatchTable: W | null = null;
  /** `pickler.persistent_id = f` on an instance. */
  w_ownPersistentId: W | null = null;
  /** Of the dump that runs; borrowed. */
  w_persistentId: W | null = null;
  w_reducerOverride: W | null = null;
  /** Owns the objects. */
  memo = new Map<W, number>();

  get bin(): boolean {
    return this.binary !== 0;
  }
  get fast(): boolean {
    return this.fastLevel !== 0;
  }

  traverse(visit: (w: W) => void): void {
    for (const w of [this.w_write, this.w_bufferCallback, this.w_dispatchTable, this.w_ownPersistentId])
      if (w !== null) visit(w);
    for (const w of this.memo.keys()) visit(w);
  }
  forget(): void {
    this.w_write = this.w_bufferCallback = this.w_dispatchTable = this.w_ownPersistentId = null;
    this.memo.clear();
  }
}

const picklerOf = (space: Space, w: W): PicklerPayload => space.data(w) as PicklerPayload;

function* protocolOf(space: Space, w_protocol: W): Steps<number> {
  if (space.is(w_protocol, space.w_None)) return DEFAULT_PROTOCOL;
  const protocol = Number(
    space.int_w(isInt(space, w_protocol) ? w_protocol : yield index(space, w_protocol)),
  );
  if (protocol < 0) return HIGHEST_PROTOCOL;
  if (protocol > HIGHEST_PROTOCOL)
    throw raise(space, 'ValueError', `pickle protocol must be <= ${HIGHEST_PROTOCOL}`);
  return protocol;
}

/** The settings that arguments say; `w_file` may be none. Stores what it is given, owned by the caller's hand. */
function* configure(
  space: Space,
  pickler: PicklerPayload,
  w_protocol: W,
  fixImports: boolean,
  w_bufferCallback: W,
): Steps<void> {
  pickler.protocol = yield* protocolOf(space, w_protocol);
  pickler.binary = pickler.protocol > 0 ? 1 : 0;
  pickler.fixImports = fixImports && pickler.protocol < 3;
  pickler.w_bufferCallback = null;
  if (!space.is(w_bufferCallback, space.w_None)) {
    if (pickler.protocol < 5) throw raise(space, 'ValueError', 'buffer_callback needs protocol >= 5');
    pickler.w_bufferCallback = w_bufferCallback;
  }
}

function* writeMethod(space: Space, w_file: W): Steps {
  const w_write = yield getattrOr(space, w_file, 'write', STOP);
  if (w_write === STOP) throw raise(space, 'TypeError', "file must have a 'write' attribute");
  return w_write;
}

/** Saves `w` and gives it all to the file. */
function* dumpToFile(space: Space, pickler: PicklerPayload, w: W, w_write: W): Steps<void> {
  const { memo } = pickler;
  const known = memo.size;
  const saver = new Saver(space, pickler, memo, true);
  try {
    yield* saver.dump(w);
  } finally {
    // The memo outlives the dump.
    let i = 0;
    for (const w_saved of memo.keys()) if (i++ >= known) space.own(w_saved);
  }
  saver.output.cut();
  for (const piece of saver.output.pieces) yield call(space, w_write, [space.newbytes(piece)]);
}

// --- the type

function dropMemo(space: Space, pickler: PicklerPayload): void {
  for (const w of pickler.memo.keys()) space.drop(w);
  pickler.memo.clear();
}

function replace(space: Space, w_old: W | null, w_new: W | null): W | null {
  if (w_old !== null) space.drop(w_old);
  return w_new === null ? null : space.own(w_new);
}

function* init(
  space: Space,
  w: W,
  w_file: W,
  w_protocol: W,
  fixImports: boolean,
  w_bufferCallback: W,
): Steps {
  const pickler = picklerOf(space, w);
  const { w_bufferCallback: w_oldCallback, w_write: w_oldWrite } = pickler;
  pickler.w_bufferCallback = pickler.w_write = null;
  for (const w_old of [w_oldCallback, w_oldWrite]) if (w_old !== null) space.drop(w_old);
  yield* configure(space, pickler, w_protocol, fixImports, w_bufferCallback);
  if (pickler.w_bufferCallback !== null) space.own(pickler.w_bufferCallback);
  pickler.w_write = space.own(yield* writeMethod(space, w_file));
  pickler.fastLevel = 0;
  dropMemo(space, pickler);
  const w_table = yield getattrOr(space, w, 'dispatch_table', STOP);
  pickler.w_dispatchTable = replace(space, pickler.w_dispatchTable, w_table === STOP ? null : w_table);
  return space.w_None;
}

/** `persistent_id` where a class or an instance has one of its own. */
function* persistentIdOf(space: Space, w: W): Steps<W | null> {
  const pickler = picklerOf(space, w);
  if (pickler.w_ownPersistentId !== null) return pickler.w_ownPersistentId;
  const type = space.type(w);
  const isOwn = type.lookup('persistent_id') === space.types['_pickle.Pickler'].lookup('persistent_id');
  if (isOwn && space.getdictvalue(w, 'persistent_id') === undefined) return null;
  return yield getattr(space, w, 'persistent_id');
}

function* dumpMethod(space: Space, w: W, w_object: W): Steps {
  const pickler = picklerOf(space, w);
  if (pickler.w_write === null) {
    const { name } = space.type(w);
    const text = `Pickler.__init__() was not called by ${name}.__init__()`;
    throw raise(space, '_pickle.PicklingError', text);
  }
  const w_override = yield getattrOr(space, w, 'reducer_override', STOP);
  const w_persistentId = yield* persistentIdOf(space, w);
  const { w_reducerOverride: w_outerOverride, w_persistentId: w_outerId } = pickler;
  pickler.w_reducerOverride = w_override === STOP ? null : w_override;
  pickler.w_persistentId = w_persistentId;
  try {
    yield* dumpToFile(space, pickler, w_object, pickler.w_write);
  } finally {
    pickler.w_reducerOverride = w_outerOverride;
    pickler.w_persistentId = w_outerId;
  }
  return space.w_None;
}

/** `{id: (index, object)}` */
function copyMemo(space: Space, pickler: PicklerPayload): W {
  const w_copy = space.newdict();
  for (const [w, i] of pickler.memo)
    space.dictset(w_copy, space.newint(space.id(w)), space.newtuple([space.newint(i), w]));
  return w_copy;
}

function setMemo(space: Space, w: W, w_value: W | null): void {
  if (w_value === null) throw raise(space, 'TypeError', 'attribute deletion is not supported');
  const pickler = picklerOf(space, w);
  const memo = new Map<W, number>();
  const type = space.type(w_value);
  if (type === space.types['_pickle.PicklerMemoProxy']) {
    const { w_pickler } = space.data(w_value) as PicklerMemo;
    for (const [w_saved, i] of picklerOf(space, w_pickler!).memo) memo.set(space.own(w_saved), i);
  } else if (type.isSubtype(space.types.dict)) {
    for (let e = space.dictnext(w_value, 0); e !== null; e = space.dictnext(w_value, e.next)) {
      const pair_w = space.type(e.w_value).isSubtype(space.types.tuple) ? space.tuple_w(e.w_value) : [];
      if (pair_w.length !== 2) {
        memo.forEach((_, w_saved) => space.drop(w_saved));
        throw raise(space, 'TypeError', "'memo' values must be 2-item tuples");
      }
      if (!isInt(space, pair_w[0])) {
        memo.forEach((_, w_saved) => space.drop(w_saved));
        const got = space.type(pair_w[0]).name;
        throw raise(space, 'TypeError', `'${got}' object cannot be interpreted as an integer`);
      }
      if (!memo.has(pair_w[1])) space.own(pair_w[1]);
      memo.set(pair_w[1], Number(space.int_w(pair_w[0])));
    }
  } else {
    const text = `'memo' attribute must be a PicklerMemoProxy object or dict, not ${type.name}`;
    throw raise(space, 'TypeError', text);
  }
  dropMemo(space, pickler);
  pickler.memo = memo;
}

const number = (
  read: (pickler: PicklerPayload) => number,
  write: (p: PicklerPayload, n: number) => void,
) => ({
  member: true,
  get: (space: Space, w: W) => space.newint(read(picklerOf(space, w))),
  set: (space: Space, w: W, w_value: W | null) => {
    if (w_value === null) throw raise(space, 'TypeError', "can't delete numeric/char attribute");
    if (!isInt(space, w_value)) {
      const got = space.type(w_value).name;
      throw raise(space, 'TypeError', `'${got}' object cannot be interpreted as an integer`);
    }
    write(picklerOf(space, w), Number(space.int_w(w_value)));
  },
});

const PICKLER_ARGUMENTS = 'file, protocol=None, fix_imports: bool = True, buffer_callback=None';

export const picklerType: TypeDefinition = {
  name: '_pickle.Pickler',
  ownLayout: true,
  doc: 'This takes a binary file for writing a pickle data stream.\n\nThe optional *protocol* argument tells the pickler to use the given\nprotocol; supported protocols are 0, 1, 2, 3, 4 and 5.  The default\nprotocol is 5. It was introduced in Python 3.8, and is incompatible\nwith previous versions.\n\nSpecifying a negative protocol version selects the highest protocol\nversion supported.  The higher the protocol used, the more recent the\nversion of Python needed to read the pickle produced.\n\nThe *file* argument must have a write() method that accepts a single\nbytes argument. It can thus be a file object opened for binary\nwriting, an io.BytesIO instance, or any other custom object that meets\nthis interface.\n\nIf *fix_imports* is True and protocol is less than 3, pickle will try\nto map the new Python 3 names to the old module names used in Python\n2, so that the pickle data stream is readable with Python 2.\n\nIf *buffer_callback* is None (the default), buffer views are\nserialized into *file* as part of the pickle stream.\n\nIf *buffer_callback* is not None, then it can be called any number\nof times with a buffer view.  If the callback returns a false value\n(such as None), the given buffer is out-of-band; otherwise the\nbuffer is serialized in-band, i.e. inside the pickle stream.\n\nIt is an error if *buffer_callback* is not None and *protocol*\nis None or smaller than 5.',
  slots: {
    new: (space, type) => space.newobj(type, new PicklerPayload()),
    getattr: (space, w, name) => {
      if (name === 'persistent_id') {
        const { w_ownPersistentId } = picklerOf(space, w);
        if (w_ownPersistentId !== null) return w_ownPersistentId;
      }
      return genericGetattr(space, w, name);
    },
    setattr: (space, w, name, w_value) => {
      if (name !== 'persistent_id') return genericSetattr(space, w, name, w_value);
      const pickler = picklerOf(space, w);
      pickler.w_ownPersistentId = replace(space, pickler.w_ownPersistentId, w_value);
      return space.w_None;
    },
  },
  methods: [
    resumable('__init__', `$self, ${PICKLER_ARGUMENTS}`, (space: Space, ...args) =>
      runSteps(
        space,
        init(space, ...(args as Parameters<typeof init> extends [Space, ...infer R] ? R : never)),
      ),
    ),
    leaf('persistent_id', '$self, obj, /', (space: Space) => space.w_None),
    resumable(
      'dump',
      '$self, obj, /',
      (space: Space, w: W, w_object: W) => runSteps(space, dumpMethod(space, w, w_object)),
      { doc: 'Write a pickled representation of the given object to the open file.' },
    ),
    leaf(
      'clear_memo',
      '$self, /',
      (space: Space, w: W) => {
        dropMemo(space, picklerOf(space, w));
        return space.w_None;
      },
      {
        doc: 'Clears the pickler\'s "memo".\n\nThe memo is the data structure that remembers which objects the\npickler has already seen, so that shared or recursive objects are\npickled by reference and not by value.  This method is useful when\nre-using picklers.',
      },
    ),
    leaf('__sizeof__', '$self, /', (space: Space, w: W) => space.newint(248 + 24 * memoCapacity(space, w)), {
      doc: 'Returns size in memory, in bytes.',
    }),
  ],
  getset: {
    bin: number(
      (p) => p.binary,
      (p, n) => (p.binary = n),
    ),
    fast: number(
      (p) => p.fastLevel,
      (p, n) => (p.fastLevel = n),
    ),
    dispatch_table: {
      member: true,
      get: (space, w) => {
        const { w_dispatchTable } = picklerOf(space, w);
        if (w_dispatchTable !== null) return w_dispatchTable;
        const text = `'${space.type(w).name}' object has no attribute 'dispatch_table'`;
        throw raise(space, 'AttributeError', text);
      },
      set: (space, w, w_value) => {
        const pickler = picklerOf(space, w);
        if (w_value === null && pickler.w_dispatchTable === null)
          throw raise(space, 'AttributeError', 'dispatch_table');
        pickler.w_dispatchTable = replace(space, pickler.w_dispatchTable, w_value);
      },
    },
    memo: {
      get: (space, w) => space.newobj(space.types['_pickle.PicklerMemoProxy'], new PicklerMemo(space.own(w))),
      set: setMemo,
    },
  },
};

/** Places of CPython's table for so many objects: two thirds of them are used at most. */
function memoCapacity(space: Space, w: W): number {
  let capacity = 8;
  while (picklerOf(space, w).memo.size * 3 >= capacity * 2) capacity *= 2;
  return capacity;
}

class PicklerMemo extends Payload {
  w_pickler: W | null;
  constructor(w_pickler: W) {
    super();
    this.w_pickler = w_pickler;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_pickler !== null) visit(this.w_pickler);
  }
  forget(): void {
    this.w_pickler = null;
  }
}

const picklerOfMemo = (space: Space, w: W): PicklerPayload =>
  picklerOf(space, (space.data(w) as PicklerMemo).w_pickler!);

export const picklerMemoType: TypeDefinition = {
  name: '_pickle.PicklerMemoProxy',
  ownLayout: true,
  unhashable: true,
  isBase: false,
  methods: [
    leaf(
      'clear',
      '$self, /',
      (space: Space, w: W) => {
        dropMemo(space, picklerOfMemo(space, w));
        return space.w_None;
      },
      { doc: 'Remove all items from memo.' },
    ),
    leaf('copy', '$self, /', (space: Space, w: W) => copyMemo(space, picklerOfMemo(space, w)), {
      doc: 'Copy the memo to a new object.',
    }),
    leaf(
      '__reduce__',
      '$self, /',
      (space: Space, w: W) =>
        space.newtuple([space.types.dict.w_self, space.newtuple([copyMemo(space, picklerOfMemo(space, w))])]),
      { doc: 'Implement pickle support.' },
    ),
  ],
};

// --- functions

const DUMP_DOC_PROTOCOL =
  'The optional *protocol* argument tells the pickler to use the given\nprotocol; supported protocols are 0, 1, 2, 3, 4 and 5.  The default\nprotocol is 5. It was introduced in Python 3.8, and is incompatible\nwith previous versions.\n\nSpecifying a negative protocol version selects the highest protocol\nversion supported.  The higher the protocol used, the more recent the\nversion of Python needed to read the pickle produced.\n\n';
const BUFFER_DOC =
  'If *buffer_callback* is None (the default), buffer views are serialized\ninto *file* as part of the pickle stream.  It is an error if\n*buffer_callback* is not None and *protocol* is None or smaller than 5.';

export const dump = resumable(
  'dump',
  'obj, file, protocol=None, *, fix_imports: bool = True, buffer_callback=None',
  (space: Space, w: W, w_file: W, w_protocol: W, fixImports: boolean, w_bufferCallback: W) =>
    runSteps(
      space,
      (function* (): Steps {
        const pickler = new PicklerPayload();
        yield* configure(space, pickler, w_protocol, fixImports, w_bufferCallback);
        const w_write = yield* writeMethod(space, w_file);
        const saver = new Saver(space, pickler, pickler.memo, true);
        yield* saver.dump(w);
        saver.output.cut();
        for (const piece of saver.output.pieces) yield call(space, w_write, [space.newbytes(piece)]);
        return space.w_None;
      })(),
    ),
  {
    doc: `Write a pickled representation of obj to the open file object file.\n\nThis is equivalent to \`\`Pickler(file, protocol).dump(obj)\`\`, but may\nbe more efficient.\n\n${DUMP_DOC_PROTOCOL}The *file* argument must have a write() method that accepts a single\nbytes argument.  It can thus be a file object opened for binary\nwriting, an io.BytesIO instance, or any other custom object that meets\nthis interface.\n\nIf *fix_imports* is True and protocol is less than 3, pickle will try\nto map the new Python 3 names to the old module names used in Python\n2, so that the pickle data stream is readable with Python 2.\n\n${BUFFER_DOC}`,
  },
);

export const dumps = resumable(
  'dumps',
  'obj, protocol=None, *, fix_imports: bool = True, buffer_callback=None',
  (space: Space, w: W, w_protocol: W, fixImports: boolean, w_bufferCallback: W) =>
    runSteps(
      space,
      (function* (): Steps {
        const pickler = new PicklerPayload();
        yield* configure(space, pickler, w_protocol, fixImports, w_bufferCallback);
        const saver = new Saver(space, pickler, pickler.memo, false);
        yield* saver.dump(w);
        return space.newbytes(saver.output.result());
      })(),
    ),
  {
    doc: `Return the pickled representation of the object as a bytes object.\n\n${DUMP_DOC_PROTOCOL}If *fix_imports* is True and *protocol* is less than 3, pickle will\ntry to map the new Python 3 names to the old module names used in\nPython 2, so that the pickle data stream is readable with Python 2.\n\n${BUFFER_DOC}`,
  },
);
