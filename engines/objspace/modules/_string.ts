// The module `_string`: the parser of format strings, for `string.Formatter`. Models the end of CPython's Objects/unicodeobject.c
// (formatter_parser, formatter_field_name_split); the parser itself is kernels/str-format.ts.
import { parseFieldName, TemplateParser } from '../../kernels/str-format.ts';
import type { Accessor } from '../../kernels/str-format.ts';
import type { Text } from '../../kernels/text.ts';
import { leaf } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { selfIter } from '../types/iterators.ts';
import type { ModuleDefinition } from './module-definition.ts';

class PiecesPayload extends Payload {
  readonly parser: TemplateParser;
  constructor(template: Text) {
    super();
    this.parser = new TemplateParser(template);
  }
  traverse(): void {}
  forget(): void {}
}

class AccessorsPayload extends Payload {
  readonly accessors: readonly Accessor[];
  at = 0;
  constructor(accessors: readonly Accessor[]) {
    super();
    this.accessors = accessors;
  }
  traverse(): void {}
  forget(): void {}
}

const textOrIndex = (space: Space, value: Text | number): W =>
  typeof value === 'number' ? space.newint(value) : space.newtext(value);

const piecesType: TypeDefinition = {
  name: '_string.formatteriterator',
  module: 'builtins',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const piece = (space.data(w) as PiecesPayload).parser.next();
      if (piece === null) return STOP;
      const { literal, field } = piece;
      const w_literal = space.newtext(literal);
      if (field === null) {
        return space.newtuple([w_literal, space.w_None, space.w_None, space.w_None]);
      }
      return space.newtuple([
        w_literal,
        space.newtext(field.name),
        space.newtext(field.spec),
        field.conversion === undefined ? space.w_None : space.newstr(field.conversion),
      ]);
    },
  },
};

const accessorsType: TypeDefinition = {
  name: '_string.fieldnameiterator',
  module: 'builtins',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as AccessorsPayload;
      if (iterator.at === iterator.accessors.length) return STOP;
      const { attribute, key } = iterator.accessors[iterator.at++];
      return space.newtuple([space.newbool(attribute), textOrIndex(space, key)]);
    },
  },
};

export const stringModule: ModuleDefinition = {
  name: '_string',
  doc: 'string helper module',
  functions: [
    leaf('formatter_parser', 'string: text, /', (space: Space, template: Text) =>
      space.newobj(space.types['_string.formatteriterator'], new PiecesPayload(template)),
    ),
    leaf('formatter_field_name_split', 'string: text, /', (space: Space, name: Text) => {
      const { first, rest } = parseFieldName(name);
      const w_rest = space.newobj(space.types['_string.fieldnameiterator'], new AccessorsPayload(rest));
      return space.newtuple([textOrIndex(space, first), w_rest]);
    }),
  ],
  types: [piecesType, accessorsType],
  hidden: ['_string.formatteriterator', '_string.fieldnameiterator'],
};
