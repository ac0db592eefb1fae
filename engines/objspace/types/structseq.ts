// Tuples with named fields: `sys.version_info`, `time.struct_time`. Models CPython's Objects/structseq.c. Fields beyond the visible ones
// are attributes only.
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinTypeName } from '../builtin-types.ts';
import { andThen } from '../continuation.ts';
import { genericSetattr } from '../descroperation.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';

export interface StructSequence {
  name: BuiltinTypeName;
  doc?: string;
  fields: readonly string[];
  /** So many of the last items have no attribute; those of their names are the first hidden fields, which begin as what the items are (statresult_new). */
  unnamed?: number;
  /** Attributes that are no items, filled by position behind `fields`. */
  hiddenFields?: readonly string[];
  /** Python code may make instances. */
  canBeMade?: boolean;
}

/** Names of the fields that are no items, which stand in the instance's dict. */
const HIDDEN: Partial<Record<BuiltinTypeName, readonly string[]>> = {};

export function newStructSequence(
  space: Space,
  name: BuiltinTypeName,
  values_w: readonly W[],
  hidden_w: readonly W[] = [],
): W {
  const type = space.types[name];
  const w = space.newinstance(type);
  space.setvalue(w, space.newtuple(values_w));
  HIDDEN[name]?.forEach((field, i) => space.setdictvalue(w, field, hidden_w[i] ?? space.w_None));
  return w;
}

/** `sequence` and `dict` of the constructor. */
function constructorArguments(
  space: Space,
  name: string,
  args_w: readonly W[],
  names: readonly string[] | null,
): [W, W | undefined] {
  const parameters = ['sequence', 'dict'];
  const given: (W | undefined)[] = args_w.slice(0, args_w.length - (names?.length ?? 0));
  if (args_w.length > 2) {
    throw raise(space, 'TypeError', `${name}() takes at most 2 arguments (${args_w.length} given)`);
  }
  names?.forEach((key, k) => {
    const place = parameters.indexOf(key);
    if (place < 0) throw raise(space, 'TypeError', `${name}() got an unexpected keyword argument '${key}'`);
    given[place] = args_w[args_w.length - names.length + k];
  });
  if (given[0] === undefined)
    throw raise(space, 'TypeError', `${name}() missing required argument 'sequence' (pos 1)`);
  return [given[0], given[1]];
}

export function structSequenceType({
  name,
  doc,
  fields,
  unnamed = 0,
  hiddenFields = [],
  canBeMade = false,
}: StructSequence): TypeDefinition {
  const getset: Record<string, Getset> = {};
  const named = fields.slice(0, fields.length - unnamed);
  named.forEach((field, i) => (getset[field] = { get: (space, w) => space.tuple_w(w)[i], member: true }));
  if (hiddenFields.length > 0) HIDDEN[name] = hiddenFields;
  for (const field of hiddenFields) {
    getset[field] = { get: (space, w) => space.getdictvalue(w, field) ?? space.w_None, member: true };
  }
  const total = fields.length + hiddenFields.length;
  return {
    name,
    base: 'tuple',
    doc,
    isBase: false,
    hasDict: hiddenFields.length > 0,
    slots: {
      setattr: (space, w, field, w_value) => {
        if (space.type(w).lookup(field) === undefined && !hiddenFields.includes(field))
          return genericSetattr(space, w, field, w_value);
        throw raise(space, 'AttributeError', 'readonly attribute');
      },
      new: (space, _type, args_w, names) => {
        if (!canBeMade) throw raise(space, 'TypeError', `cannot create '${name}' instances`);
        const [w_sequence, w_more] = constructorArguments(space, name, args_w, names);
        if (w_more !== undefined && !space.type(w_more).isSubtype(space.types.dict))
          throw raise(space, 'TypeError', `${name}() takes a dict as second arg, if any`);
        if (space.type(w_sequence).slots.iter === null && space.type(w_sequence).slots.getitem === null)
          throw raise(space, 'TypeError', 'constructor requires a sequence');
        const items_w = space.listOfNested(w_sequence);
        if (items_w.length < fields.length || items_w.length > total) {
          const bound =
            items_w.length < fields.length ? `an at least ${fields.length}` : `an at most ${total}`;
          const exact = total === fields.length ? `a ${total}` : bound;
          throw raise(
            space,
            'TypeError',
            `${name}() takes ${exact}-sequence (${items_w.length}-sequence given)`,
          );
        }
        const hidden_w = items_w.slice(fields.length);
        let found = 0;
        for (let i = hidden_w.length; w_more !== undefined && i < hiddenFields.length; i++) {
          const w_value = space.dictgetstr(w_more, hiddenFields[i]);
          if (w_value !== undefined) found++;
          hidden_w.push(w_value ?? space.w_None);
        }
        if (w_more !== undefined && space.dictlen(w_more) > found)
          throw raise(space, 'TypeError', `${name}() got duplicate or unexpected field name(s)`);
        for (let i = 0; i < unnamed; i++) {
          const w_value = hidden_w[i];
          if (w_value === undefined || space.is(w_value, space.w_None))
            hidden_w[i] = items_w[named.length + i];
        }
        return newStructSequence(space, name, items_w.slice(0, fields.length), hidden_w);
      },
      repr: (space, w) => {
        const items_w = space.tuple_w(w);
        const caller = space.top;
        const shown: string[] = [];
        const show = (i: number): W => {
          if (i === fields.length) return space.newstr(`${name}(${shown.join(', ')})`);
          return andThen(space, caller, space.repr(items_w[i]), (w_text) => {
            shown.push(`${fields[i]}=${space.str_w(w_text)}`);
            return show(i + 1);
          });
        };
        return show(0);
      },
    },
    methods: [
      leaf('__reduce__', '$self, /', (space: Space, w: W) => {
        const w_hidden = space.newdict();
        hiddenFields.forEach((field) =>
          space.dictsetstr(w_hidden, field, space.getdictvalue(w, field) ?? space.w_None),
        );
        return space.newtuple([
          space.types[name].w_self,
          space.newtuple([space.newtuple(space.tuple_w(w)), w_hidden]),
        ]);
      }),
      resumable('__replace__', '$self, /, **changes', (space: Space, w: W, w_changes: W) => {
        if (unnamed > 0) {
          const text = `__replace__() is not supported for ${name} because it has unnamed field(s)`;
          throw raise(space, 'TypeError', text);
        }
        const items_w = [...space.tuple_w(w)];
        const hidden_w = hiddenFields.map((field) => space.getdictvalue(w, field) ?? space.w_None);
        const unknown_w: W[] = [];
        for (let e = space.dictnext(w_changes, 0); e; e = space.dictnext(w_changes, e.next)) {
          const field = space.str_w(e.w_key);
          const i = fields.indexOf(field);
          const k = hiddenFields.indexOf(field);
          if (i >= 0) items_w[i] = e.w_value;
          else if (k >= 0) hidden_w[k] = e.w_value;
          else unknown_w.push(e.w_key);
        }
        if (unknown_w.length === 0) return newStructSequence(space, name, items_w, hidden_w);
        return andThen(space, space.top, space.repr(space.newlist(unknown_w)), (w_text) => {
          throw raise(space, 'TypeError', `Got unexpected field name(s): ${space.str_w(w_text)}`);
        });
      }),
    ],
    getset,
    constants: (space) => ({
      n_sequence_fields: space.newint(fields.length),
      n_fields: space.newint(total),
      n_unnamed_fields: space.newint(unnamed),
      __match_args__: space.newtuple(named.map((field) => space.newstr(field))),
    }),
  };
}
