// `t"…"`: string.templatelib.Template and Interpolation, PEP 750. Models CPython's Objects/templateobject.c and interpolationobject.c. The
// types are made when the first template is, because nothing else leads to them.
import { andThen } from '../continuation.ts';
import { constructor } from '../constructor.ts';
import { repr } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { Text } from '../../kernels/text.ts';
import { concat, TextBuilder } from '../../kernels/text.ts';
import { defineTypes } from '../modules/module-definition.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { selfIter } from './iterators.ts';

class TemplatePayload extends Payload {
  /** Tuples; there is one string more than there are interpolations. */
  w_strings: W;
  w_interpolations: W;
  constructor(w_strings: W, w_interpolations: W) {
    super();
    this.w_strings = w_strings;
    this.w_interpolations = w_interpolations;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_strings);
    visit(this.w_interpolations);
  }
  forget(): void {
    this.w_strings = this.w_interpolations = null as unknown as W;
  }
}

class InterpolationPayload extends Payload {
  w_value: W;
  w_expression: W;
  w_conversion: W;
  w_format_spec: W;
  constructor(w_value: W, w_expression: W, w_conversion: W, w_format_spec: W) {
    super();
    this.w_value = w_value;
    this.w_expression = w_expression;
    this.w_conversion = w_conversion;
    this.w_format_spec = w_format_spec;
  }
  get fields_w(): W[] {
    return [this.w_value, this.w_expression, this.w_conversion, this.w_format_spec];
  }
  traverse(visit: (w: W) => void): void {
    this.fields_w.forEach(visit);
  }
  forget(): void {
    this.w_value = this.w_expression = this.w_conversion = this.w_format_spec = null as unknown as W;
  }
}

const templateOf = (space: Space, w: W): TemplatePayload => space.data(w) as TemplatePayload;
const interpolationOf = (space: Space, w: W): InterpolationPayload => space.data(w) as InterpolationPayload;

function makeTemplate(space: Space, w_strings: W, w_interpolations: W): W {
  const payload = new TemplatePayload(space.own(w_strings), space.own(w_interpolations));
  return space.newobj(space.types['string.templatelib.Template'], payload);
}

/** BUILD_TEMPLATE: strings and interpolations as the compiler has split them. */
export function newTemplate(space: Space, w_strings: W, w_interpolations: W): W {
  defineTypes(space, TEMPLATE_TYPES);
  return makeTemplate(space, w_strings, w_interpolations);
}

const CONVERSIONS = ['', 's', 'r', 'a'];

/** BUILD_INTERPOLATION; `conversion` as the instruction has it. */
export function newInterpolation(
  space: Space,
  w_value: W,
  w_expression: W,
  conversion: number,
  w_format_spec: W,
): W {
  defineTypes(space, TEMPLATE_TYPES);
  const w_conversion = conversion === 0 ? space.w_None : space.newstr(CONVERSIONS[conversion]);
  return makeInterpolation(space, w_value, w_expression, w_conversion, w_format_spec);
}

function makeInterpolation(space: Space, w_value: W, w_expression: W, w_conversion: W, w_format_spec: W): W {
  const payload = new InterpolationPayload(
    space.own(w_value),
    space.own(w_expression),
    space.own(w_conversion),
    space.own(w_format_spec),
  );
  return space.newobj(space.types['string.templatelib.Interpolation'], payload);
}

const isInterpolation = (space: Space, w: W): boolean =>
  space.type(w) === space.types['string.templatelib.Interpolation'];

/** Strings that follow each other become one, and one stands on either side of each interpolation. */
function templateOfParts(space: Space, parts_w: readonly W[]): W {
  const strings: TextBuilder[] = [new TextBuilder()];
  const interpolations_w: W[] = [];
  for (const w of parts_w) {
    if (isInterpolation(space, w)) {
      interpolations_w.push(w);
      strings.push(new TextBuilder());
    } else if (space.type(w).isSubtype(space.types.str)) {
      strings[strings.length - 1].add(space.text_w(w));
    } else {
      throw raise(
        space,
        'TypeError',
        `Template.__new__ *args need to be of type 'str' or 'Interpolation', got ${space.type(w).name}`,
      );
    }
  }
  const strings_w = strings.map((builder) => space.newtext(builder.done()));
  return makeTemplate(space, space.newtuple(strings_w), space.newtuple(interpolations_w));
}

/** The parts in order, without the empty strings: what iteration yields. */
function partsOf(space: Space, w: W): W[] {
  const { w_strings, w_interpolations } = templateOf(space, w);
  const interpolations_w = space.tuple_w(w_interpolations);
  const parts_w: W[] = [];
  space.tuple_w(w_strings).forEach((w_string, i) => {
    if (space.str_w(w_string) !== '') parts_w.push(w_string);
    if (i < interpolations_w.length) parts_w.push(interpolations_w[i]);
  });
  return parts_w;
}

/** `Name(a, b)` with the reprs of the parts, each after its label. */
function described(space: Space, name: string, labels: readonly string[], parts_w: readonly W[]): W {
  const builder = new TextBuilder();
  builder.add(`${name}(`);
  const from = (i: number): W => {
    if (i === parts_w.length) {
      builder.add(')');
      return space.newtext(builder.done());
    }
    builder.add(`${i > 0 ? ', ' : ''}${labels[i] ?? ''}`);
    return andThen(space, space.top, repr(space, parts_w[i]), (w_text) => {
      builder.add(space.text_w(w_text));
      return from(i + 1);
    });
  };
  return from(0);
}

const genericClass = leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
  space.genericAlias(w_type, w_item),
);

function checkConversion(space: Space, w_conversion: W): void {
  if (space.is(w_conversion, space.w_None)) return;
  if (!space.type(w_conversion).isSubtype(space.types.str)) {
    const got = space.type(w_conversion).name;
    throw raise(space, 'TypeError', `Interpolation() argument 'conversion' must be str, not ${got}`);
  }
  if (CONVERSIONS.slice(1).includes(space.str_w(w_conversion))) return;
  throw raise(space, 'ValueError', "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
}

const interpolationType: TypeDefinition = {
  name: 'string.templatelib.Interpolation',
  module: 'string.templatelib',
  isBase: false,
  slots: {
    new: constructor(
      'Interpolation',
      "value, expression: text='', conversion=None, format_spec: text=''",
      (space, _type, w_value: W, expression: Text, w_conversion: W, spec: Text) => {
        checkConversion(space, w_conversion);
        return makeInterpolation(
          space,
          w_value,
          space.newtext(expression),
          w_conversion,
          space.newtext(spec),
        );
      },
    ),
    repr: (space, w) => described(space, 'Interpolation', [], interpolationOf(space, w).fields_w),
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.type(w).w_self, space.newtuple(interpolationOf(space, w).fields_w)]),
    ),
  ],
  classMethods: [genericClass],
  getset: {
    value: { get: (space, w) => interpolationOf(space, w).w_value, member: true, doc: 'Value' },
    expression: {
      get: (space, w) => interpolationOf(space, w).w_expression,
      member: true,
      doc: 'Expression',
    },
    conversion: {
      get: (space, w) => interpolationOf(space, w).w_conversion,
      member: true,
      doc: 'Conversion',
    },
    format_spec: {
      get: (space, w) => interpolationOf(space, w).w_format_spec,
      member: true,
      doc: 'Format specifier',
    },
  },
  constants: (space) => ({
    __match_args__: space.newtuple(
      ['value', 'expression', 'conversion', 'format_spec'].map((name) => space.newstr(name)),
    ),
  }),
};

function concatenate(space: Space, w_a: W, w_b: W): W {
  const type = space.types['string.templatelib.Template'];
  if (space.type(w_b) !== type) {
    throw raise(
      space,
      'TypeError',
      `can only concatenate string.templatelib.Template (not "${space.type(w_b).name}") to string.templatelib.Template`,
    );
  }
  const a = templateOf(space, w_a);
  const b = templateOf(space, w_b);
  const left_w = space.tuple_w(a.w_strings);
  const right_w = space.tuple_w(b.w_strings);
  const middle = concat(space.text_w(left_w[left_w.length - 1]), space.text_w(right_w[0]));
  const strings_w = [...left_w.slice(0, -1), space.newtext(middle), ...right_w.slice(1)];
  return makeTemplate(
    space,
    space.newtuple(strings_w),
    space.newtuple([...space.tuple_w(a.w_interpolations), ...space.tuple_w(b.w_interpolations)]),
  );
}

class TemplateIterator extends Payload {
  parts_w: W[];
  next = 0;
  constructor(parts_w: W[]) {
    super();
    this.parts_w = parts_w;
  }
  traverse(visit: (w: W) => void): void {
    this.parts_w.forEach(visit);
  }
  forget(): void {
    this.parts_w = [];
  }
}

const templateType: TypeDefinition = {
  name: 'string.templatelib.Template',
  module: 'string.templatelib',
  isBase: false,
  doc: 'Template object',
  slots: {
    new: (space, _type, args_w, names) => {
      if (names !== null && names.length > 0) {
        throw raise(space, 'TypeError', 'Template.__new__ only accepts *args arguments');
      }
      return templateOfParts(space, args_w);
    },
    repr: (space, w) => {
      const { w_strings, w_interpolations } = templateOf(space, w);
      return described(space, 'Template', ['strings=', 'interpolations='], [w_strings, w_interpolations]);
    },
    concat: concatenate,
    iter: (space, w) => {
      const parts_w = partsOf(space, w);
      for (const w_part of parts_w) space.own(w_part);
      return space.newobj(space.types['string.templatelib.TemplateIter'], new TemplateIterator(parts_w));
    },
  },
  methods: [
    resumable('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_strings, w_interpolations } = templateOf(space, w);
      const caller = space.top;
      const w_names = space.newtuple([space.newstr('_template_unpickle')]);
      const w_module = space.importname('string.templatelib', space.newdict(), w_names, 0);
      return andThen(space, caller, w_module, (w_imported) =>
        andThen(space, caller, space.getattr(w_imported, '_template_unpickle'), (w_function) =>
          space.newtuple([w_function, space.newtuple([w_strings, w_interpolations])]),
        ),
      );
    }),
  ],
  classMethods: [genericClass],
  getset: {
    strings: { get: (space, w) => templateOf(space, w).w_strings, member: true, doc: 'Strings' },
    interpolations: {
      get: (space, w) => templateOf(space, w).w_interpolations,
      member: true,
      doc: 'Interpolations',
    },
    values: {
      get: (space, w) =>
        space.newtuple(
          space
            .tuple_w(templateOf(space, w).w_interpolations)
            .map((w_part) => interpolationOf(space, w_part).w_value),
        ),
      doc: 'Values of interpolations',
    },
  },
};

const templateIterType: TypeDefinition = {
  name: 'string.templatelib.TemplateIter',
  module: 'string.templatelib',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as TemplateIterator;
      return iterator.next < iterator.parts_w.length ? iterator.parts_w[iterator.next++] : STOP;
    },
  },
};

const TEMPLATE_TYPES = [interpolationType, templateType, templateIterType];
