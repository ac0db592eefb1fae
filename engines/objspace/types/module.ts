// Module objects. Models CPython's Objects/moduleobject.c: attributes live in the module's dict, `__getattr__` and `__dir__` of the
// module (PEP 562) come after it; the texts for a module that is still being initialised. Finding and running modules is imports.ts.
import { attributeErrorOf } from '../descroperation.ts';
import { andThen } from '../continuation.ts';
import { call, genericSetattr, getattr, getattrOr } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';

export class ModulePayload extends Payload {
  /** The globals of the module's code; owned. */
  w_dict: W;
  constructor(w_dict: W) {
    super();
    this.w_dict = w_dict;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_dict !== null) visit(this.w_dict);
  }
  forget(): void {
    this.w_dict = null as unknown as W;
  }
}

export const moduleOf = (space: Space, w: W): ModulePayload => space.data(w) as ModulePayload;

/** A module with the five attributes that every module has. */
export function newModule(space: Space, name: string, doc: string | null = null): W {
  const w_module = emptyModule(space, space.types.module);
  initialise(space, w_module, space.newstr(name), doc === null ? space.w_None : space.newstr(doc));
  return w_module;
}

function emptyModule(space: Space, type: TypeObject): W {
  return space.newobj(type, new ModulePayload(space.own(space.newdict())));
}

function initialise(space: Space, w_module: W, w_name: W, w_doc: W): void {
  const { w_dict } = moduleOf(space, w_module);
  space.dictsetstr(w_dict, '__name__', w_name);
  space.dictsetstr(w_dict, '__doc__', w_doc);
  for (const name of ['__package__', '__loader__', '__spec__']) {
    space.dictsetstr(w_dict, name, space.w_None);
  }
}

/** `module.__name__` where it is a str. */
export function moduleName(space: Space, w_module: W): string | null {
  const w_name = space.dictgetstr(moduleOf(space, w_module).w_dict, '__name__');
  return w_name !== undefined && space.type(w_name).isSubtype(space.types.str) ? space.str_w(w_name) : null;
}

function moduleGetattr(space: Space, w_module: W, name: string): W {
  const type = space.type(w_module);
  const w_descr = type.lookup(name);
  const get = w_descr === undefined ? null : space.type(w_descr).slots.descrGet;
  if (get !== null && space.type(w_descr!).slots.descrSet !== null)
    return get(space, w_descr!, w_module, type.w_self);
  const { w_dict } = moduleOf(space, w_module);
  const w_value = space.dictgetstr(w_dict, name);
  if (w_value !== undefined) return w_value;
  if (get !== null) return get(space, w_descr!, w_module, type.w_self);
  if (w_descr !== undefined) return w_descr;
  const w_hook = space.dictgetstr(w_dict, '__getattr__');
  if (w_hook !== undefined) return call(space, w_hook, [space.newstr(name)]);
  return missing(space, w_module, name);
}

/** The text of the AttributeError says more while the module is being imported. */
function missing(space: Space, w_module: W, name: string): W {
  const own = moduleName(space, w_module);
  const fail = (text: string): OperationError => attributeErrorOf(space, w_module, name, text);
  if (own === null) throw fail(`module has no attribute '${name}'`);
  const w_spec = space.dictgetstr(moduleOf(space, w_module).w_dict, '__spec__');
  if (w_spec === undefined || space.is(w_spec, space.w_None))
    throw fail(`module '${own}' has no attribute '${name}'`);
  const caller = space.top;
  const w_origin = space.getdictvalue(w_spec, 'origin');
  const w_isFile = space.getdictvalue(w_spec, '_set_fileattr');
  const isFile = w_isFile !== undefined && space.is(w_isFile, space.w_True) && w_origin !== undefined;
  const from = isFile ? ` from '${space.str_w(w_origin)}'` : '';
  const tell = (initialising: boolean, submodule: boolean): never => {
    if (!initialising) throw fail(`module '${own}' has no attribute '${name}'`);
    throw fail(
      submodule
        ? `cannot access submodule '${name}' of module '${own}' (most likely due to a circular import)`
        : `partially initialized module '${own}'${from} has no attribute '${name}' (most likely due to a circular import)`,
    );
  };
  return andThen(space, caller, getattrOr(space, w_spec, '_initializing', space.w_False), (w_flag) => {
    const initialising = space.isTrueNested(w_flag);
    return andThen(
      space,
      caller,
      getattrOr(space, w_spec, '_uninitialized_submodules', space.w_None),
      (w_names) => {
        const names = space.is(w_names, space.w_None) ? [] : space.listOfNested(w_names);
        const isSubmodule = names.some(
          (w) => space.type(w).isSubtype(space.types.str) && space.str_w(w) === name,
        );
        return tell(initialising || isSubmodule, isSubmodule);
      },
    );
  });
}

function moduleSetattr(space: Space, w_module: W, name: string, w_value: W | null): W {
  const type = space.type(w_module);
  const w_descr = type.lookup(name);
  if (w_descr !== undefined && space.type(w_descr).slots.descrSet !== null)
    return genericSetattr(space, w_module, name, w_value);
  const { w_dict } = moduleOf(space, w_module);
  if (w_value !== null) {
    space.dictsetstr(w_dict, name, w_value);
  } else if (name === '__dict__') {
    throw raise(space, 'AttributeError', 'readonly attribute');
  } else if (space.dictpop(w_dict, space.newstr(name)) === undefined) {
    const own = moduleName(space, w_module);
    throw raise(
      space,
      'AttributeError',
      `'${own === null ? 'module' : type.name}' object has no attribute '${name}'`,
    );
  }
  return space.w_None;
}

/** As importlib's `_module_repr`: by the spec, else by `__loader__` and `__file__`. */
function moduleRepr(space: Space, w_module: W): W {
  const { w_dict } = moduleOf(space, w_module);
  const w_spec = space.dictgetstr(w_dict, '__spec__') ?? space.w_None;
  const w_name = space.dictgetstr(w_dict, '__name__') ?? space.newstr('?');
  const caller = space.top;
  const withText = (w: W, next: (text: string) => W): W =>
    andThen(space, caller, space.repr(w), (w_text) => next(space.str_w(w_text)));
  if (space.is(w_spec, space.w_None)) {
    return withText(w_name, (name) => {
      const w_file = space.dictgetstr(w_dict, '__file__');
      if (w_file !== undefined)
        return withText(w_file, (file) => space.newstr(`<module ${name} from ${file}>`));
      const w_loader = space.dictgetstr(w_dict, '__loader__') ?? space.w_None;
      if (space.is(w_loader, space.w_None)) return space.newstr(`<module ${name}>`);
      return withText(w_loader, (loader) => space.newstr(`<module ${name} (${loader})>`));
    });
  }
  const attribute = (name: string, next: (w: W) => W): W =>
    andThen(space, caller, getattrOr(space, w_spec, name, space.w_None), next);
  return attribute('name', (w_own) =>
    withText(w_own, (name) =>
      attribute('origin', (w_origin) => {
        if (space.is(w_origin, space.w_None)) {
          return attribute('loader', (w_loader) => {
            if (space.is(w_loader, space.w_None)) return space.newstr(`<module ${name}>`);
            return attribute('submodule_search_locations', (w_places) =>
              space.is(w_places, space.w_None)
                ? withText(w_loader, (loader) => space.newstr(`<module ${name} (${loader})>`))
                : withText(w_places, (places) => space.newstr(`<module ${name} (namespace) from ${places}>`)),
            );
          });
        }
        return attribute('has_location', (w_has) =>
          space.isTrueNested(w_has)
            ? withText(w_origin, (origin) => space.newstr(`<module ${name} from ${origin}>`))
            : andThen(space, caller, space.str(w_origin), (w) =>
                space.newstr(`<module ${name} (${space.str_w(w)})>`),
              ),
        );
      }),
    ),
  );
}

/** `__dir__` of the module's own comes first. */
function moduleDir(space: Space, w_module: W): W {
  const caller = space.top;
  return andThen(space, caller, getattr(space, w_module, '__dict__'), (w_dict) => {
    if (space.type(w_dict).isSubtype(space.types.dict)) return namesOf(space, w_dict);
    throw raise(space, 'TypeError', '<module>.__dict__ is not a dictionary');
  });
}

function namesOf(space: Space, w_dict: W): W {
  const w_hook = space.dictgetstr(w_dict, '__dir__');
  if (w_hook !== undefined) return call(space, w_hook, []);
  const names_w: W[] = [];
  for (let entry = space.dictnext(w_dict, 0); entry; entry = space.dictnext(w_dict, entry.next)) {
    names_w.push(entry.w_key);
  }
  return space.newlist(names_w);
}

/** `__annotations__`: what `__annotate__` gives, once (PEP 649). */
function annotations(space: Space, w_module: W): W {
  const { w_dict } = moduleOf(space, w_module);
  const w_kept = space.dictgetstr(w_dict, '__annotations__');
  if (w_kept !== undefined) return w_kept;
  const keep = (w: W): W => {
    space.dictsetstr(w_dict, '__annotations__', w);
    return w;
  };
  const w_annotate = space.dictgetstr(w_dict, '__annotate__');
  if (w_annotate === undefined || space.is(w_annotate, space.w_None)) return keep(space.newdict());
  return andThen(space, space.top, call(space, w_annotate, [space.newint(1)]), keep);
}

export const moduleType: TypeDefinition = {
  name: 'module',
  doc: 'Create a module object.\n\nThe name must be a string; the optional docstring can have any type.',
  ownLayout: true,
  hasWeakrefs: true,
  slots: {
    new: (space, type) => emptyModule(space, type),
    init: (space, w_self, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      const named = (name: string): W | undefined => {
        const at = names?.indexOf(name) ?? -1;
        return at < 0 ? undefined : args_w[positional + at];
      };
      const w_name = positional > 0 ? args_w[0] : named('name');
      if (positional > 2)
        throw raise(space, 'TypeError', `module() takes at most 2 arguments (${positional} given)`);
      if (w_name === undefined)
        throw raise(space, 'TypeError', "module() missing required argument 'name' (pos 1)");
      if (!space.type(w_name).isSubtype(space.types.str))
        throw raise(
          space,
          'TypeError',
          `module() argument 'name' must be str, not ${space.type(w_name).name}`,
        );
      initialise(space, w_self, w_name, (positional > 1 ? args_w[1] : named('doc')) ?? space.w_None);
      return space.w_None;
    },
    getattr: moduleGetattr,
    setattr: moduleSetattr,
    repr: moduleRepr,
  },
  methods: [resumable('__dir__', '$self, /', moduleDir)],
  getset: {
    __dict__: {
      get: (space, w) => moduleOf(space, w).w_dict,
      set: (space) => {
        throw raise(space, 'AttributeError', 'readonly attribute');
      },
    },
    __annotations__: {
      get: annotations,
      set: (space, w, w_value) => {
        const { w_dict } = moduleOf(space, w);
        if (w_value !== null) space.dictsetstr(w_dict, '__annotations__', w_value);
        else if (space.dictpop(w_dict, space.newstr('__annotations__')) === undefined)
          throw raise(space, 'AttributeError', '__annotations__');
        space.dictpop(w_dict, space.newstr('__annotate__'));
      },
    },
    __annotate__: {
      get: (space, w) => {
        const { w_dict } = moduleOf(space, w);
        return space.dictgetstr(w_dict, '__annotate__') ?? space.w_None;
      },
      set: (space, w, w_value) => {
        const { w_dict } = moduleOf(space, w);
        if (w_value === null) throw raise(space, 'TypeError', 'cannot delete __annotate__ attribute');
        if (!space.is(w_value, space.w_None)) {
          if (space.type(w_value).slots.call === null)
            throw raise(space, 'TypeError', '__annotate__ must be callable or None');
          space.dictpop(w_dict, space.newstr('__annotations__'));
        }
        space.dictsetstr(w_dict, '__annotate__', w_value);
      },
    },
  },
};
