// Objects that take Python code to pickle: persistent ids, `__reduce_ex__` and its tuples, classes and functions by name, buffers. Models save(), save_reduce(),
// save_global(), whichmodule() and save_picklebuffer() of CPython's Modules/_pickle.c, as generators that a Saver runs.
import { isAscii, textFromHost } from '../../../kernels/text.ts';
import { encode } from '../../../kernels/codecs.ts';
import { runNested } from '../../continuation.ts';
import { call, getattr, getattrOr, getitem, nextOrStop, repr, stopOf, str } from '../../descroperation.ts';
import type { OperationError } from '../../error.ts';
import { STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeObject } from '../../typeobject.ts';
import * as op from './opcodes.ts';
import { bufferOf } from './pickle-buffer.ts';
import { whileHandling } from './library.ts';
import { CHILD, typeText } from './saver.ts';
import type { Saver, SavingSteps } from './saver.ts';

const picklingError = (space: Space, text: string): OperationError =>
  raise(space, '_pickle.PicklingError', text);

/** Saves `w` before the generator goes on. */
function* child(saver: Saver, w: W): SavingSteps {
  if (!saver.save(w)) yield CHILD;
}

/** The same; an error of it gets a note. */
function* childOf(saver: Saver, w: W, w_of: W | null, part: string): SavingSteps {
  try {
    if (!saver.save(w)) yield CHILD;
  } catch (e) {
    const { space } = saver;
    const error = space.asOperationError(e);
    if (w_of !== null) space.addNote(error, `when serializing ${typeText(space, space.type(w_of))} ${part}`);
    throw error;
  }
}

function* nextItem(space: Space, w_iterator: W): SavingSteps<W> {
  try {
    return yield nextOrStop(space, w_iterator);
  } catch (e) {
    return stopOf(space, space.asOperationError(e));
  }
}

// --- persistent ids

export function* savePersistent(saver: Saver, w: W): SavingSteps {
  const { space, settings, output } = saver;
  const w_pid = yield call(space, settings.w_persistentId!, [w]);
  if (space.is(w_pid, space.w_None)) {
    if (!saver.saveValue(w)) yield CHILD;
    return;
  }
  if (settings.bin) {
    if (!saver.saveValue(w_pid)) yield CHILD;
    output.byte(op.BINPERSID);
    return;
  }
  const w_text = yield str(space, w_pid);
  const text = space.text_w(w_text);
  if (!isAscii(text)) throw picklingError(space, 'persistent IDs in protocol 0 must be ASCII strings');
  output.latin(`P${space.str_w(w_text)}\n`);
}

// --- objects by their own account

/** An entry of `dispatch_table`, which may be any mapping; null: none. */
function* reducerOf(saver: Saver, type: TypeObject): SavingSteps<W | null> {
  const { space, settings, library } = saver;
  const w_table = settings.w_dispatchTable;
  if (w_table === null) return space.dictget(library.w_dispatchTable, type.w_self) ?? null;
  try {
    return yield getitem(space, w_table, type.w_self);
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.KeyError)) throw error;
    space.dropError(error);
    return null;
  }
}

export function* saveObject(saver: Saver, w: W, type: TypeObject): SavingSteps {
  const { space, settings } = saver;
  const { types } = space;
  let w_reduced: W | null = null;
  if (settings.w_reducerOverride !== null) {
    w_reduced = yield call(space, settings.w_reducerOverride, [w]);
    if (space.is(w_reduced, space.w_NotImplemented)) w_reduced = null;
  }
  if (w_reduced === null) {
    if (type === types.type) {
      if (saver.isSingletonType(w)) {
        const w_value = space.is(w, types.NoneType.w_self)
          ? space.w_None
          : space.is(w, types.ellipsis.w_self)
            ? space.w_Ellipsis
            : space.w_NotImplemented;
        yield* saveReduced(saver, [types.type.w_self, space.newtuple([w_value])], w);
      } else yield* saveGlobal(saver, w, null);
      return;
    }
    if (type === types.function) {
      yield* saveGlobal(saver, w, null);
      return;
    }
    const w_reducer = yield* reducerOf(saver, type);
    if (w_reducer !== null) w_reduced = yield call(space, w_reducer, [w]);
    else if (type.isSubtype(types.type)) {
      yield* saveGlobal(saver, w, null);
      return;
    } else {
      const w_reduceEx = yield getattrOr(space, w, '__reduce_ex__', STOP);
      if (w_reduceEx !== STOP) w_reduced = yield call(space, w_reduceEx, [space.newint(settings.protocol)]);
      else {
        const w_reduce = yield getattrOr(space, w, '__reduce__', STOP);
        if (w_reduce === STOP) {
          const shown = space.str_w(yield repr(space, w));
          throw picklingError(space, `can't pickle '${type.name}' object: ${shown}`);
        }
        w_reduced = yield call(space, w_reduce, []);
      }
    }
  }
  const given = space.type(w_reduced);
  if (given.isSubtype(types.str)) {
    yield* saveGlobal(saver, w, w_reduced);
    return;
  }
  try {
    if (!given.isSubtype(types.tuple))
      throw picklingError(space, `__reduce__ must return a string or tuple, not ${typeText(space, given)}`);
    yield* saveReduced(saver, space.tuple_w(w_reduced), w);
  } catch (e) {
    const error = space.asOperationError(e);
    space.addNote(error, `when serializing ${typeText(space, type)} object`);
    throw error;
  }
}

/** What `__reduce__` has answered: how to make the object anew, and what to put into it. */
export function* saveReduced(saver: Saver, parts_w: readonly W[], w_object: W | null): SavingSteps {
  const { space, output, settings } = saver;
  const { types } = space;
  const fail = (text: string): OperationError => picklingError(space, text);
  const typeOf = (w: W): string => typeText(space, space.type(w));
  if (parts_w.length < 2 || parts_w.length > 6)
    throw fail('tuple returned by __reduce__ must contain 2 through 6 elements');
  const [w_function, w_arguments] = parts_w;
  const part = (i: number): W | null =>
    i >= parts_w.length || space.is(parts_w[i], space.w_None) ? null : parts_w[i];
  const w_state = part(2);
  const w_listItems = part(3);
  const w_dictItems = part(4);
  const w_setter = part(5);
  if (space.type(w_function).slots.call === null)
    throw fail(`first item of the tuple returned by __reduce__ must be callable, not ${typeOf(w_function)}`);
  if (!space.type(w_arguments).isSubtype(types.tuple))
    throw fail(`second item of the tuple returned by __reduce__ must be a tuple, not ${typeOf(w_arguments)}`);
  const wantsIterator = (w: W | null, which: string): void => {
    if (w === null || space.type(w).slots.iternext !== null) return;
    throw fail(`${which} item of the tuple returned by __reduce__ must be an iterator, not ${typeOf(w)}`);
  };
  wantsIterator(w_listItems, 'fourth');
  wantsIterator(w_dictItems, 'fifth');
  if (w_setter !== null && space.type(w_setter).slots.call === null)
    throw fail(`sixth item of the tuple returned by __reduce__ must be callable, not ${typeOf(w_setter)}`);

  const args_w = space.tuple_w(w_arguments);
  let constructor = '';
  if (settings.protocol >= 2) {
    const w_name = yield getattrOr(space, w_function, '__name__', STOP);
    if (w_name !== STOP && space.type(w_name).isSubtype(types.str)) constructor = space.str_w(w_name);
  }
  if (constructor === '__newobj_ex__') {
    if (args_w.length !== 3) throw fail(`__newobj_ex__ expected 3 arguments, got ${args_w.length}`);
    const [w_class, w_args, w_kwargs] = args_w;
    if (!space.type(w_class).isSubtype(types.type))
      throw fail(`first argument to __newobj_ex__() must be a class, not ${typeOf(w_class)}`);
    if (!space.type(w_args).isSubtype(types.tuple))
      throw fail(`second argument to __newobj_ex__() must be a tuple, not ${typeOf(w_args)}`);
    if (!space.type(w_kwargs).isSubtype(types.dict))
      throw fail(`third argument to __newobj_ex__() must be a dict, not ${typeOf(w_kwargs)}`);
    if (settings.protocol >= 4) {
      yield* childOf(saver, w_class, w_object, 'class');
      yield* childOf(saver, w_args, w_object, '__new__ arguments');
      yield* childOf(saver, w_kwargs, w_object, '__new__ arguments');
      output.byte(op.NEWOBJ_EX);
    } else {
      const w_new = yield getattr(space, w_class, '__new__');
      const names: string[] = [];
      const values_w: W[] = [];
      for (let e = space.dictnext(w_kwargs, 0); e !== null; e = space.dictnext(w_kwargs, e.next)) {
        names.push(space.str_w(e.w_key));
        values_w.push(e.w_value);
      }
      const w_partial = yield call(
        space,
        saver.library.w_partial,
        [w_new, w_class, ...space.tuple_w(w_args), ...values_w],
        names.length === 0 ? null : names,
      );
      yield* childOf(saver, w_partial, w_object, 'reconstructor');
      yield* child(saver, space.newtuple([]));
      output.byte(op.REDUCE);
    }
  } else if (constructor === '__newobj__') {
    if (args_w.length < 1) throw fail('__newobj__ expected at least 1 argument, got 0');
    const [w_class, ...rest_w] = args_w;
    if (!space.type(w_class).isSubtype(types.type))
      throw fail(`first argument to __newobj__() must be a class, not ${typeOf(w_class)}`);
    if (w_object !== null) {
      const w_own = yield getattr(space, w_object, '__class__');
      if (!space.is(w_own, w_class)) {
        const expected = space.str_w(yield repr(space, w_own));
        const got = space.str_w(yield repr(space, w_class));
        throw fail(`first argument to __newobj__() must be ${expected}, not ${got}`);
      }
    }
    yield* childOf(saver, w_class, w_object, 'class');
    yield* childOf(saver, space.newtuple(rest_w), w_object, '__new__ arguments');
    output.byte(op.NEWOBJ);
  } else {
    yield* childOf(saver, w_function, w_object, 'reconstructor');
    yield* childOf(saver, w_arguments, w_object, 'reconstructor arguments');
    output.byte(op.REDUCE);
  }

  if (w_object !== null) {
    const known = saver.memo.get(w_object);
    if (known !== undefined) {
      // Its own arguments held it: it is there already.
      output.byte(op.POP);
      saver.putGet(known);
      return;
    }
    saver.memoize(w_object);
  }
  if (w_listItems !== null) yield* appendItems(saver, w_listItems, w_object);
  if (w_dictItems !== null) yield* setItems(saver, w_dictItems, w_object);
  if (w_state === null) return;
  if (w_setter === null) {
    yield* childOf(saver, w_state, w_object, 'state');
    output.byte(op.BUILD);
    return;
  }
  yield* childOf(saver, w_setter, w_object, 'state setter');
  yield* child(saver, w_object!);
  yield* childOf(saver, w_state, w_object, 'state');
  output.byte3(op.TUPLE2, op.REDUCE, op.POP);
}

function* appendItems(saver: Saver, w_iterator: W, w_object: W | null): SavingSteps {
  const { space, output, settings } = saver;
  let i = 0;
  if (!settings.bin) {
    for (;;) {
      const w_item = yield* nextItem(space, w_iterator);
      if (w_item === STOP) return;
      yield* childOf(saver, w_item, w_object, `item ${i++}`);
      output.byte(op.APPEND);
    }
  }
  let n: number;
  do {
    let w_item = yield* nextItem(space, w_iterator);
    if (w_item === STOP) return;
    const w_second = yield* nextItem(space, w_iterator);
    if (w_second === STOP) {
      yield* childOf(saver, w_item, w_object, `item ${i}`);
      output.byte(op.APPEND);
      return;
    }
    output.byte(op.MARK);
    yield* childOf(saver, w_item, w_object, `item ${i++}`);
    n = 1;
    w_item = w_second;
    while (w_item !== STOP) {
      yield* childOf(saver, w_item, w_object, `item ${i++}`);
      n++;
      if (n === op.BATCH_SIZE) break;
      w_item = yield* nextItem(space, w_iterator);
    }
    output.byte(op.APPENDS);
  } while (n === op.BATCH_SIZE);
}

function* setItems(saver: Saver, w_iterator: W, w_object: W | null): SavingSteps {
  const { space, output, settings } = saver;
  const pair = (w: W): readonly W[] => {
    if (space.type(w).isSubtype(space.types.tuple)) {
      const pair_w = space.tuple_w(w);
      if (pair_w.length === 2) return pair_w;
    }
    throw raise(space, 'TypeError', 'dict items iterator must return 2-tuples');
  };
  function* entry(w_pair: W): SavingSteps {
    const [w_key, w_value] = pair(w_pair);
    yield* child(saver, w_key);
    try {
      yield* child(saver, w_value);
    } catch (e) {
      const error = space.asOperationError(e);
      if (w_object !== null) {
        const shown = space.str_w(runNested(space, () => repr(space, w_key)));
        space.addNote(error, `when serializing ${typeText(space, space.type(w_object))} item ${shown}`);
      }
      throw error;
    }
  }
  if (!settings.bin) {
    for (;;) {
      const w_pair = yield* nextItem(space, w_iterator);
      if (w_pair === STOP) return;
      yield* entry(w_pair);
      output.byte(op.SETITEM);
    }
  }
  let n: number;
  do {
    let w_pair = yield* nextItem(space, w_iterator);
    if (w_pair === STOP) return;
    pair(w_pair);
    const w_second = yield* nextItem(space, w_iterator);
    if (w_second === STOP) {
      yield* entry(w_pair);
      output.byte(op.SETITEM);
      return;
    }
    output.byte(op.MARK);
    yield* entry(w_pair);
    n = 1;
    w_pair = w_second;
    while (w_pair !== STOP) {
      yield* entry(w_pair);
      n++;
      if (n === op.BATCH_SIZE) break;
      w_pair = yield* nextItem(space, w_iterator);
    }
    output.byte(op.SETITEMS);
  } while (n === op.BATCH_SIZE);
}

// --- by name

/** `x.a.b` */
function* attributeAlong(space: Space, w: W, path: readonly string[]): SavingSteps<W> {
  let w_found = w;
  for (const name of path) w_found = yield getattr(space, w_found, name);
  return w_found;
}

/** The module in which `w` is found by its name. */
function* moduleOf(saver: Saver, w: W, name: string): SavingSteps<W> {
  const { space } = saver;
  const path = name.split('.');
  const shown = (): string => space.str_w(runNested(space, () => repr(space, w)));
  const w_claimed = yield getattrOr(space, w, '__module__', STOP);
  if (path.includes('<locals>')) throw picklingError(space, `Can't pickle local object ${shown()}`);
  let w_module: W = w_claimed;
  if (w_claimed === STOP || space.is(w_claimed, space.w_None)) {
    w_module = space.newstr('__main__');
    const entries: [W, W][] = [];
    for (let e = space.dictnext(space.w_modules, 0); e !== null; e = space.dictnext(space.w_modules, e.next))
      entries.push([e.w_key, e.w_value]);
    for (const [w_name, w_candidate] of entries) {
      if (!space.type(w_name).isSubtype(space.types.str) || space.is(w_candidate, space.w_None)) continue;
      if (['__main__', '__mp_main__'].includes(space.str_w(w_name))) continue;
      try {
        if (space.is(yield* attributeAlong(space, w_candidate, path), w)) return w_name;
      } catch (e) {
        const error = space.asOperationError(e);
        if (!error.matches(space.types.AttributeError)) throw error;
        space.dropError(error);
      }
    }
  }
  if (!space.type(w_module).isSubtype(space.types.str))
    throw raise(space, 'TypeError', 'module name must be a string');
  const moduleName = space.str_w(w_module);
  let w_loaded = space.dictget(space.w_modules, w_module);
  if (w_loaded === undefined) {
    try {
      yield call(space, space.builtin('__import__'), [w_module]);
      w_loaded = space.dictget(space.w_modules, w_module);
      if (w_loaded === undefined) throw raise(space, 'KeyError', moduleName);
    } catch (e) {
      const error = space.asOperationError(e);
      const { ImportError, ValueError, KeyError } = space.types;
      if (![ImportError, ValueError, KeyError].some((type) => error.matches(type))) throw error;
      const cause = space.str_w(runNested(space, () => str(space, space.errorValue(error))));
      throw whileHandling(space, error, picklingError(space, `Can't pickle ${shown()}: ${cause}`));
    }
  }
  let w_found: W;
  try {
    w_found = yield* attributeAlong(space, w_loaded, path);
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.AttributeError)) throw error;
    const text = `Can't pickle ${shown()}: it's not found as ${moduleName}.${name}`;
    throw whileHandling(space, error, picklingError(space, text));
  }
  if (!space.is(w_found, w))
    throw picklingError(space, `Can't pickle ${shown()}: it's not the same object as ${moduleName}.${name}`);
  return w_module;
}

/** Class, function, or what has said by a string that it is found under that name. */
export function* saveGlobal(saver: Saver, w: W, w_given: W | null): SavingSteps {
  const { space, output, settings, library } = saver;
  let w_name = w_given;
  if (w_name === null) {
    w_name = yield getattrOr(space, w, '__qualname__', STOP);
    if (w_name === STOP) w_name = yield getattr(space, w, '__name__');
  }
  const name = space.str_w(w_name);
  const w_module = yield* moduleOf(saver, w, name);
  if (settings.protocol >= 2) {
    const w_key = space.newtuple([w_module, w_name]);
    const w_code = space.dictget(library.w_extensionRegistry, w_key);
    if (w_code !== undefined) {
      if (!space.type(w_code).isSubtype(space.types.int)) {
        const text = `'${space.type(w_code).name}' object cannot be interpreted as an integer`;
        throw raise(space, 'TypeError', text);
      }
      const code = space.int_w(w_code);
      if (typeof code !== 'number')
        throw raise(space, 'OverflowError', 'Python int too large to convert to C long');
      if (code <= 0 || code > 0x7fff_ffff)
        throw raise(space, 'RuntimeError', `extension code ${code} is out of range`);
      if (code < 256) output.byte2(op.EXT1, code);
      else if (code < 65536) output.byte3(op.EXT2, code & 255, code >> 8);
      else output.word(op.EXT4, code);
      return;
    }
  }
  if (settings.protocol >= 4) {
    yield* child(saver, w_module);
    yield* child(saver, w_name);
    output.byte(op.STACK_GLOBAL);
  } else {
    const [first, ...rest] = name.split('.');
    for (let i = 0; i < rest.length; i++) {
      yield* child(saver, library.w_getattr);
      if (settings.protocol < 2) output.byte(op.MARK);
    }
    writeGlobal(saver, space.str_w(w_module), first);
    for (const attribute of rest) {
      yield* child(saver, space.newtext(textFromHost(attribute)));
      output.byte2(settings.protocol < 2 ? op.TUPLE : op.TUPLE2, op.REDUCE);
    }
  }
  saver.memoize(w);
}

function writeGlobal(saver: Saver, moduleName: string, globalName: string): void {
  const { space, output, settings, library } = saver;
  let module = moduleName;
  let name = globalName;
  if (settings.fixImports && settings.protocol < 3) {
    const w_key = space.newtuple([space.newstr(module), space.newstr(name)]);
    const w_pair = space.dictget(library.w_reverseNameMapping, w_key);
    if (w_pair !== undefined) {
      [module, name] = space.tuple_w(w_pair).map((w) => space.str_w(w));
    } else {
      const w_renamed = space.dictgetstr(library.w_reverseImportMapping, module);
      if (w_renamed !== undefined) module = space.str_w(w_renamed);
    }
  }
  const line = (text: string, what: string): Uint8Array => {
    const value = textFromHost(text);
    try {
      return encode(value, settings.protocol < 3 ? 'ascii' : 'utf-8', 'strict');
    } catch (e) {
      const shown = space.str_w(runNested(space, () => repr(space, space.newtext(value))));
      const complaint = `can't pickle ${what} identifier ${shown} using pickle protocol ${settings.protocol}`;
      throw whileHandling(space, space.asOperationError(e), picklingError(space, complaint));
    }
  };
  output.byte(op.GLOBAL);
  output.append(line(module, 'module'));
  output.byte(10);
  output.append(line(name, 'global'));
  output.byte(10);
}

// --- buffers (PEP 574)

export function* saveBuffer(saver: Saver, w: W): SavingSteps {
  const { space, output, settings } = saver;
  if (settings.protocol < 5)
    throw picklingError(space, 'PickleBuffer can only be pickled with protocol >= 5');
  const view = bufferOf(space, w);
  if (!view.isContiguous)
    throw picklingError(space, 'PickleBuffer can not be pickled when pointing to a non-contiguous buffer');
  // As they lie now, whatever the callback does to the buffer.
  const bytes = view.content(space);
  const { readonly } = view;
  let inBand = true;
  if (settings.w_bufferCallback !== null) {
    const w_answer = yield call(space, settings.w_bufferCallback, [w]);
    inBand = space.is(yield space.truth(w_answer), space.w_True);
  }
  if (!inBand) {
    output.byte(op.NEXT_BUFFER);
    if (readonly) output.byte(op.READONLY_BUFFER);
    return;
  }
  if (readonly) saver.writeBytes(bytes);
  else output.counted(op.BYTEARRAY8, 8, bytes);
  saver.memoize(w);
}
