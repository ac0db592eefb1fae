// The module `_tracemalloc`: tracing of allocations, which this interpreter does not do: as in a CPython built without it, the questions can
// be asked and nothing is ever traced; `start` says so, by an error that a program can catch.
import { leaf } from '../gateway.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

export const tracemallocModule: ModuleDefinition = {
  name: '_tracemalloc',
  doc: 'Debug module to trace memory blocks allocated by Python.',
  functions: [
    leaf('is_tracing', '', () => false, { result: 'bool' }),
    leaf('clear_traces', '', () => undefined, { result: 'none' }),
    leaf('_get_traces', '', (space: Space) => space.newlist([])),
    leaf('_get_object_traceback', 'obj, /', () => undefined, { result: 'none' }),
    leaf('start', 'nframe: index = 1, /', (space: Space, frames: number) => {
      if (frames < 1 || frames > 65535)
        throw raise(space, 'ValueError', 'the number of frames must be in range [1; 65535]');
      throw raise(space, 'RuntimeError', 'this implementation does not trace where memory was allocated');
    }),
    leaf('stop', '', () => undefined, { result: 'none' }),
    leaf('get_traceback_limit', '', () => 1, { result: 'int' }),
    leaf('get_tracemalloc_memory', '', () => 0, { result: 'int' }),
    leaf('get_traced_memory', '', (space: Space) => space.newtuple([space.newint(0), space.newint(0)])),
    leaf('reset_peak', '', () => undefined, { result: 'none' }),
  ],
};
