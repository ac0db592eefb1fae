// `__build_class__`: what a class statement calls. Models builtin___build_class__ of CPython's Python/bltinmodule.c, PEP 3115 (`__prepare__`), PEP 560
// (`__mro_entries__`).
import { andThen } from '../continuation.ts';
import { call, getattrOr, setitem } from '../descroperation.ts';
import { STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeObject } from '../typeobject.ts';
import type { CellPayload, FunctionPayload } from '../types/function.ts';
import { calculateMetaclass } from '../types/type.ts';

/** Bases that are no classes say which classes stand for them. */
export function resolveBases(space: Space, bases_w: readonly W[], then: (resolved_w: W[]) => W): W {
  const resolved_w: W[] = [];
  const from = (i: number): W => {
    if (i === bases_w.length) return then(resolved_w);
    const w_base = bases_w[i];
    if (space.type(w_base).isSubtype(space.types.type)) {
      resolved_w.push(w_base);
      return from(i + 1);
    }
    const caller = space.top;
    return andThen(space, caller, getattrOr(space, w_base, '__mro_entries__', STOP), (w_method) => {
      if (w_method === STOP) {
        resolved_w.push(w_base);
        return from(i + 1);
      }
      return andThen(space, caller, call(space, w_method, [space.newtuple(bases_w)]), (w_entries) => {
        if (!space.type(w_entries).isSubtype(space.types.tuple)) {
          throw raise(space, 'TypeError', '__mro_entries__ must return a tuple');
        }
        resolved_w.push(...space.tuple_w(w_entries));
        return from(i + 1);
      });
    });
  };
  return from(0);
}

interface Statement {
  w_function: W;
  w_name: W;
  bases_w: readonly W[];
  /** As they were written, when some stood for others. */
  w_original: W | null;
  keyword_w: readonly W[];
  keywords: readonly string[];
}

export function buildClass(space: Space, args_w: readonly W[], w_kwargs: W): W {
  if (args_w.length < 2) throw raise(space, 'TypeError', '__build_class__: not enough arguments');
  const [w_function, w_name, ...bases_w] = args_w;
  if (space.type(w_function) !== space.types.function) {
    throw raise(space, 'TypeError', '__build_class__: func must be a function');
  }
  if (!space.type(w_name).isSubtype(space.types.str)) {
    throw raise(space, 'TypeError', '__build_class__: name is not a string');
  }
  const w_metaclass = space.dictgetstr(w_kwargs, 'metaclass');
  const keywords: string[] = [];
  const keyword_w: W[] = [];
  for (let e = space.dictnext(w_kwargs, 0); e; e = space.dictnext(w_kwargs, e.next)) {
    const keyword = space.str_w(e.w_key);
    if (keyword === 'metaclass') continue;
    keywords.push(keyword);
    keyword_w.push(e.w_value);
  }
  return resolveBases(space, bases_w, (resolved_w) => {
    const changed =
      resolved_w.length !== bases_w.length || resolved_w.some((w, i) => !space.is(w, bases_w[i]));
    const w_original = changed ? space.newtuple(bases_w) : null;
    const statement = { w_function, w_name, bases_w: resolved_w, w_original, keyword_w, keywords };
    let w_meta =
      w_metaclass ?? (resolved_w.length > 0 ? space.type(resolved_w[0]).w_self : space.types.type.w_self);
    if (space.type(w_meta).isSubtype(space.types.type)) {
      w_meta = calculateMetaclass(space, space.data(w_meta) as TypeObject, resolved_w).w_self;
    }
    return prepare(space, statement, w_meta);
  });
}

function prepare(space: Space, statement: Statement, w_meta: W): W {
  const { w_name, bases_w, keyword_w, keywords } = statement;
  const caller = space.top;
  const names = keywords.length > 0 ? keywords : null;
  return andThen(space, caller, getattrOr(space, w_meta, '__prepare__', STOP), (w_prepare) => {
    if (w_prepare === STOP) return runBody(space, statement, w_meta, space.newdict());
    const args_w = [w_name, space.newtuple(bases_w), ...keyword_w];
    return andThen(space, caller, call(space, w_prepare, args_w, names), (w_namespace) => {
      if (space.type(w_namespace).slots.getitem === null) {
        const isClass = space.type(w_meta).isSubtype(space.types.type);
        const said = isClass ? (space.data(w_meta) as TypeObject).name : '<metaclass>';
        throw raise(
          space,
          'TypeError',
          `${said}.__prepare__() must return a mapping, not ${space.type(w_namespace).name}`,
        );
      }
      return runBody(space, statement, w_meta, w_namespace);
    });
  });
}

function runBody(space: Space, statement: Statement, w_meta: W, w_namespace: W): W {
  const { w_code, w_globals, closure_w } = space.data(statement.w_function) as FunctionPayload;
  const w_closure = closure_w === null ? null : space.newtuple(closure_w);
  const caller = space.top;
  return andThen(space, caller, space.runcode(w_code, w_globals, w_namespace, w_closure), (w_cell) => {
    const { w_original } = statement;
    const w_stored =
      w_original === null
        ? space.w_None
        : setitem(space, w_namespace, space.newstr('__orig_bases__'), w_original);
    return andThen(space, caller, w_stored, () => make(space, statement, w_meta, w_namespace, w_cell));
  });
}

function make(space: Space, statement: Statement, w_meta: W, w_namespace: W, w_cell: W): W {
  const { w_name, bases_w, keyword_w, keywords } = statement;
  const args_w = [w_name, space.newtuple(bases_w), w_namespace, ...keyword_w];
  const caller = space.top;
  return andThen(
    space,
    caller,
    call(space, w_meta, args_w, keywords.length > 0 ? keywords : null),
    (w_class) => {
      if (!space.type(w_class).isSubtype(space.types.type) || space.type(w_cell) !== space.types.cell) {
        return w_class;
      }
      const { w_value } = space.data(w_cell) as CellPayload;
      if (w_value !== null && space.is(w_value, w_class)) return w_class;
      return andThen(space, caller, space.repr(w_class), (w_shown) => {
        const name = space.str_w(w_name);
        const shown = space.str_w(w_shown);
        if (w_value === null) {
          throw raise(
            space,
            'RuntimeError',
            `__class__ not set defining '${name}' as ${shown}. Was __classcell__ propagated to type.__new__?`,
          );
        }
        return andThen(space, caller, space.repr(w_value), (w_other) => {
          throw raise(
            space,
            'TypeError',
            `__class__ set to ${space.str_w(w_other)} defining '${name}' as ${shown}`,
          );
        });
      });
    },
  );
}
