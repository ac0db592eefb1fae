// `mappingproxy`: a read-only view of a mapping, and of a class's attributes, which are no dict here but the type's own table. Models the mappingproxy_*
// functions of CPython's Objects/descrobject.c.
import { andThen } from '../continuation.ts';
import {
  call,
  compare,
  contains,
  getattrOr,
  getitem,
  hash,
  iter,
  length,
  repr,
  str,
} from '../descroperation.ts';
import { binary } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { concat } from '../../kernels/text.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';

export class MappingProxy extends Payload {
  /** The mapping, or the class whose attributes are shown. */
  w_of: W;
  readonly isClass: boolean;
  constructor(w_of: W, isClass: boolean) {
    super();
    this.w_of = w_of;
    this.isClass = isClass;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_of);
  }
  forget(): void {
    this.w_of = null as unknown as W;
  }
}

export function newMappingProxy(space: Space, w_mapping: W): W {
  return space.newobj(space.types.mappingproxy, new MappingProxy(space.own(w_mapping), false));
}

export function newTypeDict(space: Space, w_type: W): W {
  return space.newobj(space.types.mappingproxy, new MappingProxy(space.own(w_type), true));
}

/** The mapping behind the proxy; for a class a dict with its attributes as they are now. */
function mappingOf(space: Space, w_proxy: W): W {
  const { w_of, isClass } = space.data(w_proxy) as MappingProxy;
  if (!isClass) return w_of;
  const w_dict = space.newdict();
  for (const [name, w_value] of (space.data(w_of) as TypeObject).dict) {
    space.dictsetstr(w_dict, name, w_value);
  }
  return w_dict;
}

/** The attribute of a class under a key, without a copy of the others; null where the proxy is that of a mapping. */
function attribute(space: Space, w_proxy: W, w_key: W): { w_value: W | undefined } | null {
  const { w_of, isClass } = space.data(w_proxy) as MappingProxy;
  if (!isClass) return null;
  if (!space.type(w_key).isSubtype(space.types.str)) {
    hash(space, w_key);
    return { w_value: undefined };
  }
  return { w_value: (space.data(w_of) as TypeObject).dict.get(space.str_w(w_key)) };
}

const unproxied = (space: Space, w: W): W =>
  space.type(w) === space.types.mappingproxy ? mappingOf(space, w) : w;

const delegated = (name: string, doc: string) =>
  resumable(
    name,
    '$self, /',
    (space: Space, w: W) => {
      const caller = space.top;
      return andThen(space, caller, space.getattr(mappingOf(space, w), name), (w_method) =>
        call(space, w_method, []),
      );
    },
    { doc },
  );

export const mappingProxyType: TypeDefinition = {
  name: 'mappingproxy',
  isBase: false,
  isMapping: true,
  doc: 'Read-only proxy of a mapping.',
  slots: {
    new: (space, _type, args_w, names) => {
      const n = args_w.length;
      if (n !== 1 || (names !== null && names.length > 0 && names[0] !== 'mapping')) {
        throw raise(
          space,
          'TypeError',
          n === 0
            ? "mappingproxy() missing required argument 'mapping' (pos 1)"
            : `mappingproxy() takes at most 1 argument (${n} given)`,
        );
      }
      const type = space.type(args_w[0]);
      const { list, tuple } = space.types;
      if (type.slots.getitem === null || type.isSubtype(list) || type.isSubtype(tuple)) {
        throw raise(space, 'TypeError', `mappingproxy() argument must be a mapping, not ${type.name}`);
      }
      return newMappingProxy(space, args_w[0]);
    },
    getitem: (space, w, w_key) => {
      const found = attribute(space, w, w_key);
      if (found === null) return getitem(space, mappingOf(space, w), w_key);
      if (found.w_value === undefined) throw raiseWith(space, 'KeyError', [w_key]);
      return found.w_value;
    },
    contains: (space, w, w_key) => {
      const found = attribute(space, w, w_key);
      if (found !== null) return space.newbool(found.w_value !== undefined);
      return contains(space, mappingOf(space, w), w_key);
    },
    length: (space, w) => length(space, mappingOf(space, w)),
    iter: (space, w) => iter(space, mappingOf(space, w)),
    compare: (space, w_a, w_b, op) => compare(space, mappingOf(space, w_a), unproxied(space, w_b), op),
    hash: (space, w) => hash(space, mappingOf(space, w)),
    repr: (space, w) => {
      const caller = space.top;
      return andThen(space, caller, repr(space, mappingOf(space, w)), (w_text) =>
        space.newtext(concat(concat('mappingproxy(', space.text_w(w_text)), ')')),
      );
    },
    str: (space, w) => str(space, mappingOf(space, w)),
    or: (space, w_a, w_b) => binary(space, 'or', unproxied(space, w_a), unproxied(space, w_b)),
    inplaceOr: (space, w) => {
      void w;
      throw raise(space, 'TypeError', "'|=' is not supported by mappingproxy; use '|' instead");
    },
  },
  methods: [
    resumable(
      'get',
      '$self, key, default=None, /',
      (space: Space, w: W, w_key: W, w_default: W) => {
        const found = attribute(space, w, w_key);
        if (found !== null) return found.w_value ?? w_default;
        const caller = space.top;
        return andThen(space, caller, space.getattr(mappingOf(space, w), 'get'), (w_get) =>
          call(space, w_get, [w_key, w_default]),
        );
      },
      { doc: 'Return the value for key if key is in the mapping, else default.' },
    ),
    delegated('keys', "a set-like object providing a view on D's keys"),
    delegated('values', "an object providing a view on D's values"),
    delegated('items', "a set-like object providing a view on D's items"),
    delegated('copy', 'a shallow copy of D'),
    resumable('__reversed__', '$self, /', (space: Space, w: W) => {
      const caller = space.top;
      const w_mapping = mappingOf(space, w);
      return andThen(space, caller, getattrOr(space, w_mapping, '__reversed__', space.w_None), (w_method) => {
        if (space.is(w_method, space.w_None)) {
          throw raise(space, 'TypeError', `'${space.type(w_mapping).name}' object is not reversible`);
        }
        return call(space, w_method, []);
      });
    }),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
};
