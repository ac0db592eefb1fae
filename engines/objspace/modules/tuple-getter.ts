// `_collections._tuplegetter`: the descriptor behind a named tuple's fields; reads an item, cannot be set. Models tuplegetter_* of
// CPython's Modules/_collectionsmodule.c.
import { andThen } from '../continuation.ts';
import { leaf } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { constructor } from '../constructor.ts';

class TupleGetter extends Payload {
  readonly index: number;
  w_doc: W | null;
  constructor(index: number, w_doc: W) {
    super();
    this.index = index;
    this.w_doc = w_doc;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_doc !== null) visit(this.w_doc);
  }
  forget(): void {
    this.w_doc = null;
  }
}

const getterOf = (space: Space, w: W): TupleGetter => space.data(w) as TupleGetter;

export const tupleGetterType: TypeDefinition = {
  name: 'collections._tuplegetter',
  isBase: false,
  slots: {
    new: constructor('_tuplegetter', 'index: index, doc, /', ((
      space: Space,
      type: TypeObject,
      index: number,
      w_doc: W,
    ) => space.newobj(type, new TupleGetter(index, space.own(w_doc)))) as never),
    descrGet: (space, w_getter, w_x) => {
      if (w_x === null) return w_getter;
      const { index } = getterOf(space, w_getter);
      const type = space.type(w_x);
      if (!type.isSubtype(space.types.tuple)) {
        if (space.is(w_x, space.w_None)) return w_getter;
        const text = `descriptor for index '${index}' for tuple subclasses doesn't apply to '${type.name}' object`;
        throw raise(space, 'TypeError', text);
      }
      const items_w = space.tuple_w(w_x);
      if (index < items_w.length) return items_w[index];
      throw raise(space, 'IndexError', 'tuple index out of range');
    },
    descrSet: (space, _w_getter, _w_x, w_value) => {
      throw raise(space, 'AttributeError', `can't ${w_value === null ? 'delete' : 'set'} attribute`);
    },
    repr: (space, w) => {
      const { index, w_doc } = getterOf(space, w);
      const named = (w_text: W): W => space.newstr(`_tuplegetter(${index}, ${space.str_w(w_text)})`);
      return andThen(space, space.top, space.repr(w_doc ?? space.w_None), named);
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { index, w_doc } = getterOf(space, w);
      const args_w = [space.newint(index), w_doc ?? space.w_None];
      return space.newtuple([space.type(w).w_self, space.newtuple(args_w)]);
    }),
  ],
  getset: {
    __doc__: {
      get: (space, w) => getterOf(space, w).w_doc ?? space.w_None,
      set: (space, w, w_value) => {
        const getter = getterOf(space, w);
        const w_old = getter.w_doc;
        getter.w_doc = w_value === null ? null : space.own(w_value);
        if (w_old !== null) space.drop(w_old);
      },
    },
  },
};
