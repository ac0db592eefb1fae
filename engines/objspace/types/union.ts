// `int | None`: typing.Union, the type of unions since CPython 3.14. Models Objects/unionobject.c, PEP 604. Members are kept once each, in order.
import type { Int } from '../../kernels/int.ts';
import { andThen, runNested } from '../continuation.ts';
import { compare, hash, repr } from '../descroperation.ts';
import { resumable } from '../gateway.ts';
import { TextBuilder } from '../../kernels/text.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { callTyping } from './type-parameters.ts';
import { parametersOf, substitute, typeText } from './generic-alias.ts';

export class UnionPayload extends Payload {
  /** A tuple of the members. */
  w_args: W;
  /** Places of those that had no hash when the union was made. */
  readonly unhashable: readonly number[];
  constructor(w_args: W, unhashable: readonly number[]) {
    super();
    this.w_args = w_args;
    this.unhashable = unhashable;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_args);
  }
  forget(): void {
    this.w_args = null as unknown as W;
  }
}

const membersOf = (space: Space, w: W): readonly W[] => space.tuple_w((space.data(w) as UnionPayload).w_args);
const isUnion = (space: Space, w: W): boolean => space.type(w) === space.types['typing.Union'];

/** What may stand on a side of `|`: None, a class, an alias, a union. */
function isUnionable(space: Space, w: W): boolean {
  if (space.is(w, space.w_None) || isUnion(space, w)) return true;
  const type = space.type(w);
  return (
    type.isSubtype(space.types.type) ||
    type.isSubtype(space.types['types.GenericAlias']) ||
    type === space.types['typing.TypeVar'] ||
    type === space.types['typing.ParamSpec'] ||
    type === space.types['typing.TypeAliasType']
  );
}

/** Undefined: it has none. */
function hashOf(space: Space, w: W): Int | undefined {
  try {
    return space.int_w(runNested(space, () => hash(space, w)));
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.TypeError)) throw error;
    space.dropError(error);
    return undefined;
  }
}

/** Members of all the parts, each once; a single one is itself. Only those of one hash, or without any, are compared (unions_add). */
function unionOf(space: Space, parts_w: readonly W[]): W {
  const members_w: W[] = [];
  const hashes: (Int | undefined)[] = [];
  for (const w_part of parts_w) {
    const flat_w = isUnion(space, w_part) ? membersOf(space, w_part) : [w_part];
    for (const w of flat_w) {
      const w_member = space.is(w, space.w_None) ? space.types.NoneType.w_self : w;
      const h = hashOf(space, w_member);
      if (members_w.some((w_other, i) => hashes[i] === h && space.equalNested(w_other, w_member))) continue;
      members_w.push(w_member);
      hashes.push(h);
    }
  }
  if (members_w.length === 1) return members_w[0];
  const unhashable = members_w.map((_, i) => i).filter((i) => hashes[i] === undefined);
  const payload = new UnionPayload(space.own(space.newtuple(members_w)), unhashable);
  return space.newobj(space.types['typing.Union'], payload);
}

export function newUnion(space: Space, w_a: W, w_b: W): W {
  if (!isUnionable(space, w_a) || !isUnionable(space, w_b)) return space.w_NotImplemented;
  return unionOf(space, [w_a, w_b]);
}

/** The union of parts that need not be types: each is checked by the library (a str becomes a forward reference). */
export function unionOfChecked(space: Space, parts_w: readonly W[]): W {
  const checked_w: W[] = [];
  const from = (i: number): W => {
    if (i === parts_w.length) return unionOf(space, checked_w);
    if (isUnionable(space, parts_w[i])) {
      checked_w.push(parts_w[i]);
      return from(i + 1);
    }
    const args_w = [parts_w[i], space.newstr('Union[arg, ...]: each arg must be a type.')];
    return andThen(space, space.top, callTyping(space, '_type_check', args_w), (w) => {
      checked_w.push(w);
      return from(i + 1);
    });
  };
  return from(0);
}

/** Goes through the members until one answers true. */
function checkEach(space: Space, w_union: W, who: 'isinstance' | 'issubclass', w_x: W): W {
  const members_w = membersOf(space, w_union);
  const w_check = space.builtin(who);
  return space.type(w_check).slots.call!(space, w_check, [w_x, space.newtuple(members_w)], null);
}

export const unionType: TypeDefinition = {
  name: 'typing.Union',
  isBase: false,
  hasWeakrefs: true,
  doc: 'Represent a union type\n\nE.g. for int | str',
  slots: {
    repr: (space, w) => {
      const members_w = membersOf(space, w);
      const builder = new TextBuilder();
      const from = (i: number): W => {
        if (i === members_w.length) return space.newtext(builder.done());
        if (i > 0) builder.add(' | ');
        if (space.is(members_w[i], space.types.NoneType.w_self)) {
          builder.add('None');
          return from(i + 1);
        }
        return typeText(space, members_w[i], (w_text) => {
          builder.add(space.text_w(w_text));
          return from(i + 1);
        });
      };
      return from(0);
    },
    hash: (space, w) => {
      const members_w = membersOf(space, w);
      const { unhashable } = space.data(w) as UnionPayload;
      if (unhashable.length === 0) return hash(space, space.newfrozenset(members_w));
      for (const i of unhashable) runNested(space, () => hash(space, members_w[i]));
      const count = `${unhashable.length} unhashable element${unhashable.length === 1 ? '' : 's'}`;
      throw raise(space, 'TypeError', `union contains ${count}`);
    },
    compare: (space, w_a, w_b, op) => {
      if (!isUnion(space, w_b) || (op !== EQ && op !== NE)) return space.w_NotImplemented;
      const [a, b] = [w_a, w_b].map((w) => {
        const members_w = membersOf(space, w);
        const { unhashable } = space.data(w) as UnionPayload;
        const hashed_w = members_w.filter((_, i) => !unhashable.includes(i));
        return { w_set: space.newfrozenset(hashed_w), others_w: unhashable.map((i) => members_w[i]) };
      });
      if (a.others_w.length === 0 && b.others_w.length === 0) return compare(space, a.w_set, b.w_set, op);
      const same =
        space.equalNested(a.w_set, b.w_set) &&
        a.others_w.length === b.others_w.length &&
        a.others_w.every((w) => b.others_w.some((w_other) => space.equalNested(w, w_other)));
      return space.newbool(same === (op === EQ));
    },
    or: newUnion,
    getitem: (space, w, w_item) => {
      const members_w = membersOf(space, w);
      return parametersOf(space, members_w, (parameters_w) =>
        substitute(space, w, members_w, parameters_w, w_item, (new_w) => unionOf(space, new_w)),
      );
    },
  },
  methods: [
    resumable('__instancecheck__', '$self, instance, /', (space: Space, w: W, w_x: W) =>
      checkEach(space, w, 'isinstance', w_x),
    ),
    resumable('__subclasscheck__', '$self, cls, /', (space: Space, w: W, w_x: W) =>
      checkEach(space, w, 'issubclass', w_x),
    ),
    resumable('__mro_entries__', '$self, bases, /', (space: Space, w: W) =>
      andThen(space, space.top, repr(space, w), (w_text) => {
        throw raise(space, 'TypeError', `Cannot subclass ${space.str_w(w_text)}`);
      }),
    ),
    resumable('__reduce__', '$self, /', (space: Space, w: W) =>
      space.newtuple([
        space.builtin('getattr'),
        space.newtuple([space.types['typing.Union'].w_self, space.newstr('__getitem__')]),
        space.newtuple(membersOf(space, w)),
      ]),
    ),
  ],
  classMethods: [
    resumable('__class_getitem__', '$type, object, /', (space: Space, _type: W, w_item: W) => {
      const parts_w = space.type(w_item).isSubtype(space.types.tuple) ? space.tuple_w(w_item) : [w_item];
      if (parts_w.length === 0) throw raise(space, 'TypeError', 'Cannot take a Union of no types.');
      return unionOfChecked(space, parts_w);
    }),
  ],
  getset: {
    __args__: { get: (space, w) => (space.data(w) as UnionPayload).w_args, member: true },
    __origin__: { get: (space) => space.types['typing.Union'].w_self },
    __parameters__: {
      get: (space, w) =>
        parametersOf(space, membersOf(space, w), (parameters_w) => space.newtuple(parameters_w)),
    },
    __name__: { get: (space) => space.newstr('Union') },
    __qualname__: { get: (space) => space.newstr('Union') },
  },
};
