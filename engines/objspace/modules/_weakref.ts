// The module `_weakref`, on which the library's weakref.py stands. Models CPython's Modules/_weakref.c.
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { newProxy, referencesTo, weakrefOf } from '../types/weakref.ts';
import type { ModuleDefinition } from './module-definition.ts';

export const weakrefModule: ModuleDefinition = {
  name: '_weakref',
  doc: 'Weak-reference support module.',
  functions: [
    leaf('getweakrefcount', 'object, /', (space: Space, w: W) => referencesTo(space, w).length, {
      result: 'int',
    }),
    leaf('getweakrefs', 'object, /', (space: Space, w: W) => space.newlist(referencesTo(space, w))),
    leaf('proxy', 'object, callback=None, /', newProxy),
    leaf(
      '_remove_dead_weakref',
      'dct, key, /',
      (space: Space, w_dict: W, w_key: W) => {
        const type = space.type(w_dict);
        if (!type.isSubtype(space.types.dict))
          throw raise(space, 'TypeError', `_remove_dead_weakref() argument 1 must be dict, not ${type.name}`);
        const w_reference = space.dictget(w_dict, w_key);
        if (w_reference === undefined) return;
        if (!space.type(w_reference).isSubtype(space.types['weakref.ReferenceType']))
          throw raise(space, 'TypeError', 'not a weakref');
        if ((weakrefOf(space, w_reference).target?.get() ?? null) === null) space.dictpop(w_dict, w_key);
      },
      { result: 'none' },
    ),
  ],
  values: (space) => ({
    ref: space.types['weakref.ReferenceType'].w_self,
    ReferenceType: space.types['weakref.ReferenceType'].w_self,
    ProxyType: space.types['weakref.ProxyType'].w_self,
    CallableProxyType: space.types['weakref.CallableProxyType'].w_self,
  }),
};
