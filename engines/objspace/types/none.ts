// The types of the three lone values None, NotImplemented and Ellipsis. Models CPython's Objects/object.c (none_*, notimplemented_*) and
// Objects/sliceobject.c (ellipsis_*).
import type { BuiltinTypeName } from '../builtin-types.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { Slots } from '../typeobject.ts';

function single(
  name: BuiltinTypeName,
  shown: string,
  value: (space: Space) => W,
  slots: Partial<Slots>,
  reduces: boolean,
): TypeDefinition {
  return {
    name,
    isBase: false,
    doc: `The type of the ${shown} singleton.`,
    slots: {
      new: (space, _type, args_w) => {
        if (args_w.length > 0) throw raise(space, 'TypeError', `${name} takes no arguments`);
        return value(space);
      },
      repr: (space) => space.newstr(shown),
      ...slots,
    },
    methods: reduces ? [leaf('__reduce__', '$self, /', () => shown, { result: 'str', effect: 'pure' })] : [],
  };
}

export const noneType = single(
  'NoneType',
  'None',
  (space) => space.w_None,
  // The hash is the same in every process since 3.12.
  {
    bool: (space) => space.w_False,
    hash: (space) => space.newint(0xfca86420),
    compare: (space, w_a, w_b, op) => space.types.object.slots.compare!(space, w_a, w_b, op),
  },
  false,
);

export const notImplementedType = single(
  'NotImplementedType',
  'NotImplemented',
  (space) => space.w_NotImplemented,
  {
    bool: (space) => {
      throw raise(space, 'TypeError', 'NotImplemented should not be used in a boolean context');
    },
  },
  true,
);

export const ellipsisType = single('ellipsis', 'Ellipsis', (space) => space.w_Ellipsis, {}, true);
