// `types.SimpleNamespace` and the module specs that native imports make. Models CPython's Objects/namespaceobject.c and the ModuleSpec
// of Lib/importlib/_bootstrap.py (attributes and repr; the class itself is the library's once importlib is loaded).
import { containerRepr } from './container-text.ts';
import { andThen } from '../continuation.ts';
import { compare } from '../descroperation.ts';
import { resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';

export function newNamespace(space: Space, values: Readonly<Record<string, W>>): W {
  const w = space.newinstance(space.types['types.SimpleNamespace']);
  for (const [name, w_value] of Object.entries(values)) space.setdictvalue(w, name, w_value);
  return w;
}

/** `name=repr` of each attribute, in order. */
function attributesText(space: Space, w_dict: W, next: (texts: string[]) => W): W {
  const caller = space.top;
  const texts: string[] = [];
  const show = (position: number): W => {
    const entry = space.dictnext(w_dict, position);
    if (entry === null) return next(texts);
    return andThen(space, caller, space.repr(entry.w_value), (w_text) => {
      texts.push(`${space.str_w(entry.w_key)}=${space.str_w(w_text)}`);
      return show(entry.next);
    });
  };
  return show(0);
}

export const namespaceType: TypeDefinition = {
  name: 'types.SimpleNamespace',
  hasDict: true,
  unhashable: true,
  slots: {
    new: (space, type) => space.newinstance(type),
    init: (space, w_self, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      if (positional > 1) {
        throw raise(space, 'TypeError', `SimpleNamespace expected at most 1 argument, got ${positional}`);
      }
      const take = (): W => {
        names?.forEach((name, i) => space.setdictvalue(w_self, name, args_w[positional + i]));
        return space.w_None;
      };
      if (positional === 0) return take();
      const w_dict = space.newdict();
      const caller = space.top;
      return andThen(space, caller, space.getattr(w_dict, 'update'), (w_update) =>
        andThen(space, caller, space.type(w_update).slots.call!(space, w_update, [args_w[0]], null), () => {
          for (let entry = space.dictnext(w_dict, 0); entry; entry = space.dictnext(w_dict, entry.next)) {
            if (!space.type(entry.w_key).isSubtype(space.types.str))
              throw raise(space, 'TypeError', 'keywords must be strings');
            space.setdictvalue(w_self, space.str_w(entry.w_key), entry.w_value);
          }
          return take();
        }),
      );
    },
    repr: (space, w) => {
      const type = space.type(w);
      const name = type === space.types['types.SimpleNamespace'] ? 'namespace' : type.name;
      const entries: { key: string; w_value: W }[] = [];
      const w_dict = space.getdict(w)!;
      for (let entry = space.dictnext(w_dict, 0); entry; entry = space.dictnext(w_dict, entry.next)) {
        const isName = space.type(entry.w_key).isSubtype(space.types.str);
        if (isName) entries.push({ key: space.str_w(entry.w_key), w_value: entry.w_value });
      }
      // Kept while their texts are made, whatever happens to the attributes.
      const w_values = space.newtuple(entries.map((entry) => entry.w_value));
      return containerRepr(space, w, `${name}(...)`, {
        open: `${name}(`,
        part: (n) =>
          n === entries.length
            ? null
            : { before: `${n === 0 ? '' : ', '}${entries[n].key}=`, w: space.tuple_w(w_values)[n] },
        close: () => ')',
      });
    },
    compare: (space, w_a, w_b, op) => {
      const type = space.types['types.SimpleNamespace'];
      if ((op !== EQ && op !== NE) || !space.type(w_a).isSubtype(type) || !space.type(w_b).isSubtype(type))
        return space.w_NotImplemented;
      return compare(space, space.getdict(w_a)!, space.getdict(w_b)!, op);
    },
  },
  methods: [
    resumable('__replace__', '$self, /, **changes', (space: Space, w: W, w_changes: W) => {
      const w_copy = space.newinstance(space.type(w));
      for (const w_dict of [space.getdict(w)!, w_changes]) {
        for (let entry = space.dictnext(w_dict, 0); entry; entry = space.dictnext(w_dict, entry.next)) {
          space.setdictvalue(w_copy, space.str_w(entry.w_key), entry.w_value);
        }
      }
      return w_copy;
    }),
    resumable('__reduce__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.type(w).w_self, space.newtuple([]), space.getdict(w)!]),
    ),
  ],
  getset: { __dict__: { get: (space, w) => space.getdict(w)! } },
};

/** A spec as `ModuleSpec(name, loader, origin=…, is_package=…)` makes it. */
export function newSpec(
  space: Space,
  name: string,
  w_loader: W,
  origin: string | null,
  places_w: readonly W[] | null,
  hasLocation: boolean,
): W {
  const w = space.newinstance(space.types['_frozen_importlib.ModuleSpec']);
  const parent = places_w === null ? name.slice(0, Math.max(name.lastIndexOf('.'), 0)) : name;
  const values: Record<string, W> = {
    name: space.newstr(name),
    loader: w_loader,
    origin: origin === null ? space.w_None : space.newstr(origin),
    loader_state: space.w_None,
    submodule_search_locations: places_w === null ? space.w_None : space.newlist(places_w),
    _uninitialized_submodules: space.newlist([]),
    _set_fileattr: space.newbool(hasLocation),
    _cached: space.w_None,
    cached: space.w_None,
    parent: space.newstr(parent),
    has_location: space.newbool(hasLocation),
  };
  for (const [key, w_value] of Object.entries(values)) space.setdictvalue(w, key, w_value);
  return w;
}

export const moduleSpecType: TypeDefinition = {
  name: '_frozen_importlib.ModuleSpec',
  hasDict: true,
  slots: {
    new: (space, type) => space.newinstance(type),
    init: (space, w_self, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      const missing = ['name', 'loader'].filter((name, i) => i >= positional && !names?.includes(name));
      if (missing.length > 0) {
        const which = missing.map((name) => `'${name}'`).join(' and ');
        const noun = missing.length === 1 ? 'argument' : 'arguments';
        const text = `ModuleSpec.__init__() missing ${missing.length} required positional ${noun}: ${which}`;
        throw raise(space, 'TypeError', text);
      }
      const take = (name: string, i: number): W => {
        if (i < positional) return args_w[i];
        const at = names?.indexOf(name) ?? -1;
        return at < 0 ? space.w_None : args_w[positional + at];
      };
      const name = space.str_w(take('name', 0));
      const w_origin = take('origin', 9);
      const isPackage = space.isTrueNested(take('is_package', 9));
      const origin = space.is(w_origin, space.w_None) ? null : space.str_w(w_origin);
      const w_made = newSpec(space, name, take('loader', 1), origin, isPackage ? [] : null, false);
      const w_values = space.getdict(w_made)!;
      for (let entry = space.dictnext(w_values, 0); entry; entry = space.dictnext(w_values, entry.next)) {
        space.setdictvalue(w_self, space.str_w(entry.w_key), entry.w_value);
      }
      space.setdictvalue(w_self, 'loader_state', take('loader_state', 9));
      return space.w_None;
    },
    repr: (space, w) => {
      const at = (name: string): W => space.getdictvalue(w, name) ?? space.w_None;
      const shown: Record<string, W> = { name: at('name'), loader: at('loader') };
      for (const name of ['origin', 'submodule_search_locations'])
        if (!space.is(at(name), space.w_None)) shown[name] = at(name);
      const w_dict = space.newdict();
      for (const [name, w_value] of Object.entries(shown)) space.dictsetstr(w_dict, name, w_value);
      return attributesText(space, w_dict, (texts) => space.newstr(`ModuleSpec(${texts.join(', ')})`));
    },
  },
  getset: { __dict__: { get: (space, w) => space.getdict(w)! } },
};
