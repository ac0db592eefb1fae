// The module `_pickle`, behind the library's pickle (PEP 307, 3154, 574). Models CPython's Modules/_pickle.c. Left out: audit events.
import type { ModuleDefinition } from '../module-definition.ts';
import { loadLibraryNames } from './library.ts';
import { pickleBufferType } from './pickle-buffer.ts';
import { dump, dumps, picklerMemoType, picklerType } from './pickler.ts';
import { load, loads, unpicklerMemoType, unpicklerType } from './unpickler.ts';

export const pickleModule: ModuleDefinition = {
  name: '_pickle',
  doc: 'Optimized C implementation for the Python pickle module.',
  types: [
    { name: '_pickle.PickleError', base: 'Exception', hasWeakrefs: true },
    { name: '_pickle.PicklingError', base: '_pickle.PickleError' },
    { name: '_pickle.UnpicklingError', base: '_pickle.PickleError' },
    pickleBufferType,
    picklerType,
    picklerMemoType,
    unpicklerType,
    unpicklerMemoType,
  ],
  hidden: ['_pickle.PicklerMemoProxy', '_pickle.UnpicklerMemoProxy'],
  functions: [dump, dumps, load, loads],
  values: (space) => {
    loadLibraryNames(space);
    return {};
  },
};
