// The module `_pickle`: of CPython's Modules/_pickle.c the class PickleBuffer, which `pickle` takes from nowhere else. Without the rest the library's
// own Pickler and Unpickler are used.
import type { ModuleDefinition } from './module-definition.ts';
import { pickleBufferType } from './pickle-buffer.ts';

export const pickleModule: ModuleDefinition = {
  name: '_pickle',
  doc: 'Optimized C implementation for the Python pickle module.',
  types: [pickleBufferType],
};
