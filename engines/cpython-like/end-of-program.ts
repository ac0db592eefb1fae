// Whether anything would notice that the interpreter takes its objects down at the end of a program. CPython always does it (finalize_modules of
// Python/pylifecycle.c); the host gives the memory back with the process, so only what runs or writes meanwhile makes it worth four
// collections: finalisers, callbacks of weak references, coroutines that nobody awaited.
import { WeakrefPayload } from '../objspace/types/weakref.ts';
import { GeneratorPayload } from '../objspace/types/generator.ts';
import { FunctionPayload } from '../objspace/types/function.ts';
import { codeOf } from '../objspace/types/code.ts';
import { isInLibrary } from '../objspace/module-finding.ts';
import type { W } from '../objspace/object.ts';
import type { Obj } from './object.ts';
import type { CpythonSpace } from './space.ts';

/** Of the library: their callbacks take entries out of the collection that they belong to. */
const WEAK_COLLECTIONS = ['/_weakrefset.py', '/weakref.py'];

function isLibraryCallback(space: CpythonSpace, w_callback: W): boolean {
  const payload = space.data(w_callback);
  if (!(payload instanceof FunctionPayload)) return false;
  const { filename } = codeOf(space, payload.w_code).code;
  return isInLibrary(space, filename) && WEAK_COLLECTIONS.some((end) => filename.endsWith(end));
}

function isNoticed(space: CpythonSpace, o: Obj): boolean {
  const { v } = o;
  if (v instanceof WeakrefPayload) {
    if (v.w_callback !== null && !isLibraryCallback(space, v.w_callback)) return true;
  } else if (v instanceof GeneratorPayload && o.type === space.types.generator) {
    const { frame } = v;
    return frame.state !== 'done' && frame.state !== 'created' && !frame.closesAtOnce;
  }
  const { type } = o;
  // Files in memory have nothing to write.
  if (type === space.types['_io.StringIO'] || type === space.types['_io.BytesIO']) return false;
  return type.slots.finalize !== null;
}

export function isEndUnnoticed(space: CpythonSpace): boolean {
  const { collector } = space;
  let isUnnoticed = true;
  collector.eachMade((o) => {
    if (isUnnoticed && isNoticed(space, o)) isUnnoticed = false;
  });
  return isUnnoticed;
}
