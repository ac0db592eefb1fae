// `__sizeof__` of types that say their size themselves: the engine knows it. Models the …_sizeof methods of CPython's Objects/.
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';

export const sizeofMethod = leaf('__sizeof__', '$self, /', (space: Space, w: W) => space.sizeof(w), {
  result: 'int',
  effect: 'reads',
  doc: 'Return memory consumption of the type object.',
});
