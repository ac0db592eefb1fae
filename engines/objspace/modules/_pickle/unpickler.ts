// `_pickle.Unpickler`, `load`, `loads`: settings, memo and file around a Loader. Models UnpicklerObject of CPython's Modules/_pickle.c. A file that can `peek`
// is read ahead without moving its position; else exactly the bytes that an instruction needs are read.
import { call, genericGetattr, genericSetattr, getattr, getattrOr, iter } from '../../descroperation.ts';
import { leaf, resumable } from '../../gateway.ts';
import { Payload, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { hasBuffer } from '../../types/bytes.ts';
import { isInt } from '../../types/int.ts';
import { moduleName } from '../../types/module.ts';
import { libraryNames, whileHandling } from './library.ts';
import { Loader, unpicklingError } from './loader.ts';
import type { PickleSource, UnpicklerSettings } from './loader.ts';

/** How much is looked at ahead (PREFETCH). */
const PREFETCH = 128 * 1024;

class UnpicklerPayload extends Payload implements UnpicklerSettings {
  encoding = 'ASCII';
  errors = 'strict';
  fixImports = false;
  protocol = 0;
  memoCount = 0;
  readonly ownsMemo: boolean;
  /** Values are owned, those of the memo where it outlives the load. */
  memo: (W | undefined)[] = [];
  w_read: W | null = null;
  w_readline: W | null = null;
  w_peek: W | null = null;
  w_buffers: W | null = null;
  /** `unpickler.persistent_load = f` on an instance. */
  w_ownPersistentLoad: W | null = null;

  constructor(ownsMemo: boolean) {
    super();
    this.ownsMemo = ownsMemo;
  }

  traverse(visit: (w: W) => void): void {
    const { w_read, w_readline, w_peek, w_buffers, w_ownPersistentLoad } = this;
    for (const w of [w_read, w_readline, w_peek, w_buffers, w_ownPersistentLoad]) if (w !== null) visit(w);
    for (const w of this.memo) if (w !== undefined) visit(w);
  }
  forget(): void {
    this.w_read = this.w_readline = this.w_peek = this.w_buffers = this.w_ownPersistentLoad = null;
    this.memo = [];
  }
}

const unpicklerOf = (space: Space, w: W): UnpicklerPayload => space.data(w) as UnpicklerPayload;

function* bytesOf(space: Space, w_answer: W): Steps<Uint8Array> {
  const w = yield w_answer;
  if (hasBuffer(space, w) && !space.type(w).isSubtype(space.types.str)) return space.buffer_w(w);
  throw raise(space, 'TypeError', `a bytes-like object is required, not '${space.type(w).name}'`);
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail;
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

class FileSource implements PickleSource {
  private readonly space: Space;
  private readonly w_read: W;
  private readonly w_readline: W;
  private w_peek: W | null;
  /** From here on the input has only been looked at; it is still to be read. */
  private peekedFrom = Infinity;

  constructor(space: Space, w_read: W, w_readline: W, w_peek: W | null) {
    this.space = space;
    this.w_read = w_read;
    this.w_readline = w_readline;
    this.w_peek = w_peek;
  }

  private *read(n: number): Steps<Uint8Array> {
    return yield* bytesOf(this.space, call(this.space, this.w_read, [this.space.newint(n)]));
  }

  /** Reads what has been used of that which was only looked at. */
  *skip(used: number): Steps<void> {
    const n = used - this.peekedFrom;
    if (n > 0) yield* this.read(n);
    this.peekedFrom = Infinity;
  }

  private *peek(w_peek: W): Steps<Uint8Array | null> {
    const { space } = this;
    try {
      return yield* bytesOf(space, call(space, w_peek, [space.newint(PREFETCH)]));
    } catch (e) {
      const error = space.asOperationError(e);
      if (!error.matches(space.types.NotImplementedError)) throw error;
      space.dropError(error);
      this.w_peek = null;
      return null;
    }
  }

  *fetch(input: Uint8Array, start: number, missing: number): Steps<Uint8Array | null> {
    const { space, w_peek, peekedFrom } = this;
    const kept = input.slice(start, Math.max(start, Math.min(input.length, peekedFrom)));
    yield* this.skip(start);
    if (missing < 0) {
      const line = yield* bytesOf(space, call(space, this.w_readline, []));
      return line.length === 0 ? null : joined(kept, line.slice());
    }
    const needed = input.length - start - kept.length + missing;
    if (w_peek !== null && needed < PREFETCH) {
      const ahead = yield* this.peek(w_peek);
      if (ahead !== null && ahead.length >= needed) {
        this.peekedFrom = kept.length;
        return joined(kept, ahead.slice());
      }
    }
    const more = yield* this.read(needed);
    return joined(kept, more.slice());
  }
}

// --- classes by their names

/** `find_class`: what pickles of Python 2 call by other names is renamed, the module imported. */
function* findClass(space: Space, unpickler: UnpicklerPayload, w_givenModule: W, w_givenName: W): Steps {
  const { types } = space;
  let w_module = w_givenModule;
  let w_name = w_givenName;
  if (unpickler.protocol < 3 && unpickler.fixImports) {
    const library = libraryNames(space);
    const w_key = space.newtuple([w_module, w_name]);
    const w_pair = space.dictget(library.w_nameMapping, w_key);
    if (w_pair !== undefined) {
      const pair_w = space.type(w_pair).isSubtype(types.tuple) ? space.tuple_w(w_pair) : [];
      if (pair_w.length !== 2)
        throw raise(
          space,
          'RuntimeError',
          `_compat_pickle.NAME_MAPPING values should be 2-tuples, not ${space.type(w_pair).name}`,
        );
      [w_module, w_name] = pair_w;
    } else w_module = space.dictget(library.w_importMapping, w_module) ?? w_module;
  }
  if (!space.type(w_module).isSubtype(types.str))
    throw raise(space, 'TypeError', 'module name must be a string');
  yield call(space, space.builtin('__import__'), [w_module]);
  const w_loaded = space.dictget(space.w_modules, w_module);
  if (w_loaded === undefined) throw raise(space, 'KeyError', space.str_w(w_module));
  if (!space.type(w_name).isSubtype(types.str)) {
    const got = space.type(w_name).name;
    const text =
      unpickler.protocol < 4 ? `attribute name must be string, not '${got}'` : `must be str, not ${got}`;
    throw raise(space, 'TypeError', text);
  }
  const name = space.str_w(w_name);
  if (unpickler.protocol < 4 || !name.includes('.')) return yield getattr(space, w_loaded, name);
  let w_found = w_loaded;
  try {
    for (const part of name.split('.')) w_found = yield getattr(space, w_found, part);
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.AttributeError)) throw error;
    const shownName = space.str_w(yield space.repr(w_name));
    const shownModule = space.str_w(yield space.repr(space.newstr(moduleName(space, w_loaded) ?? '?')));
    const text = `Can't resolve path ${shownName} on module ${shownModule}`;
    throw whileHandling(space, error, raise(space, 'AttributeError', text));
  }
  return w_found;
}

const noPersistentLoad = (space: Space) =>
  unpicklingError(
    space,
    'A load persistent id instruction was encountered, but no persistent_load function was specified.',
  );

function* refusePersistent(space: Space): Steps {
  throw noPersistentLoad(space);
}

// --- the type

function replace(space: Space, w_old: W | null, w_new: W | null): W | null {
  if (w_old !== null) space.drop(w_old);
  return w_new === null ? null : space.own(w_new);
}

function dropMemo(space: Space, unpickler: UnpicklerPayload): void {
  for (const w of unpickler.memo) if (w !== undefined) space.drop(w);
  unpickler.memo = [];
  unpickler.memoCount = 0;
}

function* buffersOf(space: Space, w_buffers: W | undefined): Steps<W | null> {
  if (w_buffers === undefined || space.is(w_buffers, space.w_None)) return null;
  return yield iter(space, w_buffers);
}

/** The methods of a file, which must be there but for `peek`. */
function* methodsOf(space: Space, w_file: W): Steps<(W | null)[]> {
  const w_peek = yield getattrOr(space, w_file, 'peek', STOP);
  const w_read = yield getattrOr(space, w_file, 'read', STOP);
  const w_readline = yield getattrOr(space, w_file, 'readline', STOP);
  if (w_read === STOP || w_readline === STOP)
    throw raise(space, 'TypeError', "file must have 'read' and 'readline' attributes");
  return [w_read, w_readline, w_peek === STOP ? null : w_peek];
}

function* init(
  space: Space,
  w: W,
  w_file: W,
  fixImports: boolean,
  encoding: string,
  errors: string,
  w_buffers: W | undefined,
): Steps {
  const unpickler = unpicklerOf(space, w);
  const [w_read, w_readline, w_peek] = yield* methodsOf(space, w_file);
  unpickler.w_read = replace(space, unpickler.w_read, w_read);
  unpickler.w_readline = replace(space, unpickler.w_readline, w_readline);
  unpickler.w_peek = replace(space, unpickler.w_peek, w_peek);
  unpickler.encoding = encoding;
  unpickler.errors = errors;
  unpickler.w_buffers = replace(space, unpickler.w_buffers, yield* buffersOf(space, w_buffers));
  unpickler.fixImports = fixImports;
  unpickler.protocol = 0;
  dropMemo(space, unpickler);
  return space.w_None;
}

function* loadMethod(space: Space, w: W): Steps {
  const unpickler = unpicklerOf(space, w);
  const { w_read, w_readline, w_peek } = unpickler;
  const type = space.type(w);
  if (w_read === null || w_readline === null) {
    const text = `Unpickler.__init__() was not called by ${type.name}.__init__()`;
    throw unpicklingError(space, text);
  }
  const own = space.types['_pickle.Unpickler'];
  const isDefault = (name: string): boolean =>
    type.lookup(name) === own.lookup(name) && space.getdictvalue(w, name) === undefined;
  const hasOwnFind = isDefault('find_class');
  const hasOwnLoad = unpickler.w_ownPersistentLoad === null && isDefault('persistent_load');
  const w_persistentLoad = hasOwnLoad ? null : yield getattr(space, w, 'persistent_load');
  const source = new FileSource(space, w_read, w_readline, w_peek);
  const loader = new Loader(space, unpickler, new Uint8Array(0), source, {
    findClass: hasOwnFind
      ? (w_module, w_name) => findClass(space, unpickler, w_module, w_name)
      : function* (w_module, w_name) {
          const w_find = yield getattr(space, w, 'find_class');
          return yield call(space, w_find, [w_module, w_name]);
        },
    persistentLoad: (w_pid) =>
      w_persistentLoad === null ? refusePersistent(space) : called(space, w_persistentLoad, w_pid),
  });
  unpickler.protocol = 0;
  const w_result = yield* loader.load();
  yield* source.skip(loader.at);
  return w_result;
}

function* called(space: Space, w_function: W, w_argument: W): Steps {
  return yield call(space, w_function, [w_argument]);
}

/** `{index: object}` */
function copyMemo(space: Space, unpickler: UnpicklerPayload): W {
  const w_copy = space.newdict();
  unpickler.memo.forEach((w, i) => {
    if (w !== undefined) space.dictset(w_copy, space.newint(i), w);
  });
  return w_copy;
}

function setMemo(space: Space, w: W, w_value: W | null): void {
  if (w_value === null) throw raise(space, 'TypeError', 'attribute deletion is not supported');
  const type = space.type(w_value);
  const memo: (W | undefined)[] = [];
  if (type === space.types['_pickle.UnpicklerMemoProxy']) {
    const { w_unpickler } = space.data(w_value) as UnpicklerMemo;
    unpicklerOf(space, w_unpickler!).memo.forEach((w_saved, i) => (memo[i] = w_saved));
  } else if (type.isSubtype(space.types.dict)) {
    for (let e = space.dictnext(w_value, 0); e !== null; e = space.dictnext(w_value, e.next)) {
      if (!isInt(space, e.w_key)) throw raise(space, 'TypeError', 'memo key must be integers');
      const i = Number(space.int_w(e.w_key));
      if (i < 0) throw raise(space, 'ValueError', 'memo key must be positive integers.');
      memo[i] = e.w_value;
    }
  } else {
    const text = `'memo' attribute must be an UnpicklerMemoProxy object or dict, not ${type.name}`;
    throw raise(space, 'TypeError', text);
  }
  const unpickler = unpicklerOf(space, w);
  memo.forEach((w_saved) => space.own(w_saved!));
  dropMemo(space, unpickler);
  unpickler.memo = memo;
  memo.forEach(() => unpickler.memoCount++);
}

const OPTIONS = "fix_imports: bool = True, encoding: str = 'ASCII', errors: str = 'strict', buffers=NULL";

const FILE_DOC =
  'The argument *file* must have two methods, a read() method that takes\nan integer argument, and a readline() method that requires no\narguments.  Both methods should return bytes.  Thus *file* can be a\nbinary file object opened for reading, an io.BytesIO object, or any\nother custom object that meets this interface.\n\n';
const OPTIONS_DOC =
  "Optional keyword arguments are *fix_imports*, *encoding* and *errors*,\nwhich are used to control compatibility support for pickle stream\ngenerated by Python 2.  If *fix_imports* is True, pickle will try to\nmap the old Python 2 names to the new names used in Python 3.  The\n*encoding* and *errors* tell pickle how to decode 8-bit string\ninstances pickled by Python 2; these default to 'ASCII' and 'strict',\nrespectively.  The *encoding* can be 'bytes' to read these 8-bit\nstring instances as bytes objects.";
const PROTOCOL_DOC =
  "The protocol version of the pickle is detected automatically, so no\nprotocol argument is needed.  Bytes past the pickled object's\nrepresentation are ignored.\n\n";

export const unpicklerType: TypeDefinition = {
  name: '_pickle.Unpickler',
  ownLayout: true,
  doc: `This takes a binary file for reading a pickle data stream.\n\n${PROTOCOL_DOC}${FILE_DOC}${OPTIONS_DOC}`,
  slots: {
    new: (space, type) => space.newobj(type, new UnpicklerPayload(true)),
    getattr: (space, w, name) => {
      if (name === 'persistent_load') {
        const { w_ownPersistentLoad } = unpicklerOf(space, w);
        if (w_ownPersistentLoad !== null) return w_ownPersistentLoad;
      }
      return genericGetattr(space, w, name);
    },
    setattr: (space, w, name, w_value) => {
      if (name !== 'persistent_load') return genericSetattr(space, w, name, w_value);
      const unpickler = unpicklerOf(space, w);
      unpickler.w_ownPersistentLoad = replace(space, unpickler.w_ownPersistentLoad, w_value);
      return space.w_None;
    },
  },
  methods: [
    resumable(
      '__init__',
      `$self, file, *, ${OPTIONS}`,
      (
        space: Space,
        w: W,
        w_file: W,
        fixImports: boolean,
        encoding: string,
        errors: string,
        w_buffers: W | undefined,
      ) => runSteps(space, init(space, w, w_file, fixImports, encoding, errors, w_buffers)),
    ),
    leaf('persistent_load', '$self, pid, /', (space: Space) => {
      throw noPersistentLoad(space);
    }),
    resumable('load', '$self, /', (space: Space, w: W) => runSteps(space, loadMethod(space, w)), {
      doc: 'Load a pickle.\n\nRead a pickled object representation from the open file object given\nin the constructor, and return the reconstituted object hierarchy\nspecified therein.',
    }),
    resumable(
      'find_class',
      '$self, module_name, global_name, /',
      (space: Space, w: W, w_module: W, w_name: W) =>
        runSteps(space, findClass(space, unpicklerOf(space, w), w_module, w_name)),
      {
        doc: 'Return an object from a specified module.\n\nIf necessary, the module will be imported. Subclasses may override\nthis method (e.g. to restrict unpickling of arbitrary classes and\nfunctions).\n\nThis method is called whenever a class or a function object is\nneeded.  Both arguments passed are str objects.',
      },
    ),
    leaf(
      '__sizeof__',
      '$self, /',
      (space: Space, w: W) => space.newint(280 + 8 * Math.max(32, unpicklerOf(space, w).memo.length)),
      { doc: 'Returns size in memory, in bytes.' },
    ),
  ],
  getset: {
    memo: {
      get: (space, w) =>
        space.newobj(space.types['_pickle.UnpicklerMemoProxy'], new UnpicklerMemo(space.own(w))),
      set: setMemo,
    },
  },
};

class UnpicklerMemo extends Payload {
  w_unpickler: W | null;
  constructor(w_unpickler: W) {
    super();
    this.w_unpickler = w_unpickler;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_unpickler !== null) visit(this.w_unpickler);
  }
  forget(): void {
    this.w_unpickler = null;
  }
}

const unpicklerOfMemo = (space: Space, w: W): UnpicklerPayload =>
  unpicklerOf(space, (space.data(w) as UnpicklerMemo).w_unpickler!);

export const unpicklerMemoType: TypeDefinition = {
  name: '_pickle.UnpicklerMemoProxy',
  ownLayout: true,
  isBase: false,
  unhashable: true,
  methods: [
    leaf(
      'clear',
      '$self, /',
      (space: Space, w: W) => {
        dropMemo(space, unpicklerOfMemo(space, w));
        return space.w_None;
      },
      { doc: 'Remove all items from memo.' },
    ),
    leaf('copy', '$self, /', (space: Space, w: W) => copyMemo(space, unpicklerOfMemo(space, w)), {
      doc: 'Copy the memo to a new object.',
    }),
    leaf(
      '__reduce__',
      '$self, /',
      (space: Space, w: W) =>
        space.newtuple([
          space.types.dict.w_self,
          space.newtuple([copyMemo(space, unpicklerOfMemo(space, w))]),
        ]),
      { doc: 'Implement pickling support.' },
    ),
  ],
};

// --- functions

type LoadOptions = [fixImports: boolean, encoding: string, errors: string, w_buffers: W | undefined];

function* loadFrom(
  space: Space,
  input: Uint8Array,
  file: FileSource | null,
  [fixImports, encoding, errors, w_buffers]: LoadOptions,
): Steps {
  const unpickler = new UnpicklerPayload(false);
  unpickler.fixImports = fixImports;
  unpickler.encoding = encoding;
  unpickler.errors = errors;
  unpickler.w_buffers = yield* buffersOf(space, w_buffers);
  const loader = new Loader(space, unpickler, input, file, {
    findClass: (w_module, w_name) => findClass(space, unpickler, w_module, w_name),
    persistentLoad: () => refusePersistent(space),
  });
  const w_result = yield* loader.load();
  if (file !== null) yield* file.skip(loader.at);
  return w_result;
}

export const load = resumable(
  'load',
  `file, *, ${OPTIONS}`,
  (space: Space, w_file: W, ...options: LoadOptions) =>
    runSteps(
      space,
      (function* (): Steps {
        const [w_read, w_readline, w_peek] = yield* methodsOf(space, w_file);
        const file = new FileSource(space, w_read!, w_readline!, w_peek);
        return yield* loadFrom(space, new Uint8Array(0), file, options);
      })(),
    ),
  {
    textSignature:
      "($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())",
    doc: `Read and return an object from the pickle data stored in a file.\n\nThis is equivalent to \`\`Unpickler(file).load()\`\`, but may be more\nefficient.\n\n${PROTOCOL_DOC}${FILE_DOC}${OPTIONS_DOC}`,
  },
);

export const loads = resumable(
  'loads',
  `data, /, *, ${OPTIONS}`,
  (space: Space, w_data: W, ...options: LoadOptions) => {
    const given = space.type(w_data);
    if (given.isSubtype(space.types.str) || !hasBuffer(space, w_data))
      throw raise(space, 'TypeError', `a bytes-like object is required, not '${given.name}'`);
    return runSteps(space, loadFrom(space, space.buffer_w(w_data), null, options));
  },
  {
    textSignature:
      "($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())",
    doc: `Read and return an object from the given pickle data.\n\n${PROTOCOL_DOC}${OPTIONS_DOC}`,
  },
);
