// The module `atexit`: functions to call at the end of a run, last registered first. Models CPython's Modules/atexitmodule.c. The engine calls
// `runExitFunctions` when the program is done and before modules are torn down.
import { runNested } from '../continuation.ts';
import { call, equalNested } from '../descroperation.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { reportUnraisable } from './sys.ts';

interface ExitFunction {
  w_function: W;
  args_w: readonly W[];
  names: readonly string[] | null;
}

const registered = new WeakMap<Space, ExitFunction[]>();

function functionsOf(space: Space): ExitFunction[] {
  let functions = registered.get(space);
  if (functions === undefined) {
    const list: ExitFunction[] = (functions = []);
    registered.set(space, list);
    space.roots.push((visit) => {
      for (const { w_function, args_w } of list) {
        visit(w_function);
        args_w.forEach(visit);
      }
    });
  }
  return functions;
}

function release(space: Space, { w_function, args_w }: ExitFunction): void {
  space.drop(w_function);
  for (const w of args_w) space.drop(w);
}

/** Calls and forgets all of them; what one raises is reported and the next one runs. */
export function runExitFunctions(space: Space): void {
  const functions = functionsOf(space);
  for (let entry = functions.pop(); entry !== undefined; entry = functions.pop()) {
    const { w_function, args_w, names } = entry;
    try {
      runNested(space, () => call(space, w_function, args_w, names));
    } catch (e) {
      const error = space.asOperationError(e);
      runNested(space, () =>
        reportUnraisable(space, error, 'Exception ignored in atexit callback', w_function),
      );
    }
    release(space, entry);
    space.endStep(undefined);
  }
}

function register(space: Space, w_function: W, args_w: readonly W[], w_kwargs: W): W {
  if (space.type(w_function).slots.call === null) {
    throw raise(space, 'TypeError', 'the first argument must be callable');
  }
  const unpacked = space.unpackArguments(args_w, w_kwargs);
  for (const w of unpacked.args_w) space.own(w);
  functionsOf(space).push({ w_function: space.own(w_function), ...unpacked });
  return w_function;
}

function unregister(space: Space, w_function: W): void {
  const functions = functionsOf(space);
  for (const entry of [...functions]) {
    if (!equalNested(space, entry.w_function, w_function)) continue;
    const at = functions.indexOf(entry);
    if (at < 0) continue;
    functions.splice(at, 1);
    release(space, entry);
  }
}

export const atexitModule: ModuleDefinition = {
  name: 'atexit',
  doc: 'allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n',
  functions: [
    leaf('register', 'func, /, *args, **kwargs', register),
    leaf('unregister', 'func, /', unregister, { result: 'none' }),
    leaf(
      '_clear',
      '',
      (space: Space) =>
        functionsOf(space)
          .splice(0)
          .forEach((f) => release(space, f)),
      {
        result: 'none',
      },
    ),
    leaf('_run_exitfuncs', '', runExitFunctions, { result: 'none' }),
    leaf('_ncallbacks', '', (space: Space) => functionsOf(space).length, { result: 'int' }),
  ],
};
