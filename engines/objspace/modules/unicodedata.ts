// The module `unicodedata`. Models CPython's Modules/unicodedata.c over kernels/unicode-data.ts; names are the front end's table, and
// normalisation is the host's. Left out: named sequences, and what was different in Unicode 3.2 (`ucd_3_2_0` answers as the present one).
import { codePointOfName, nameOfCodePoint } from '../../frontend/unicode-names.ts';
import { fromPoint, hostOf, pointAt, textFromHost } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import * as data from '../../kernels/unicode-data.ts';
import { leaf } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';

function character(space: Space, name: string, w: W, place = ''): number {
  const type = space.type(w);
  if (!type.isSubtype(space.types.str))
    throw raise(
      space,
      'TypeError',
      `${name}(): argument${place} must be a unicode character, not ${type.name}`,
    );
  const text = space.text_w(w);
  if (text.length !== 1) {
    const got = `a string of length ${text.length}`;
    throw raise(space, 'TypeError', `${name}(): argument${place} must be a unicode character, not ${got}`);
  }
  return pointAt(text, 0);
}

type Make = (name: string, signature: string, run: BuiltinRow['run']) => BuiltinRow;

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'];

function normalized(space: Space, form: string, text: Text): string {
  if (!FORMS.includes(form)) throw raise(space, 'ValueError', 'invalid normalization form');
  return hostOf(text).normalize(form);
}

/** The functions, for the module and for the type of the old database. */
function rows(make: Make): BuiltinRow[] {
  const property = (name: string, of: (space: Space, c: number) => W): BuiltinRow =>
    make(name, 'chr, /', (space: Space, w: W) => of(space, character(space, name, w)));
  const number = (name: 'numeric' | 'digit' | 'decimal', missing: string): BuiltinRow =>
    make(name, 'chr, default=NULL, /', (space: Space, w: W, w_default: W | undefined) => {
      const value = data.numericValueOf(character(space, name, w, ' 1'))?.[name];
      if (value !== undefined && (name === 'numeric' || value >= 0))
        return name === 'numeric' ? space.newfloat(value) : space.newint(value);
      if (w_default !== undefined) return w_default;
      throw raise(space, 'ValueError', missing);
    });
  return [
    property('category', (space, c) => space.newstr(data.categoryOf(c))),
    property('bidirectional', (space, c) => space.newstr(data.bidirectionalOf(c))),
    property('combining', (space, c) => space.newint(data.combiningOf(c))),
    property('east_asian_width', (space, c) => space.newstr(data.eastAsianWidthOf(c))),
    property('mirrored', (space, c) => space.newint(data.isMirrored(c) ? 1 : 0)),
    property('decomposition', (space, c) => space.newstr(data.decompositionOf(c))),
    number('numeric', 'not a numeric character'),
    number('digit', 'not a digit'),
    number('decimal', 'not a decimal'),
    make('name', 'chr, default=NULL, /', (space: Space, w: W, w_default: W | undefined) => {
      const name = nameOfCodePoint(character(space, 'name', w, ' 1'));
      if (name !== undefined) return space.newstr(name);
      if (w_default !== undefined) return w_default;
      throw raise(space, 'ValueError', 'no such name');
    }),
    make('lookup', 'name: text, /', (space: Space, name: Text) => {
      const c = codePointOfName(hostOf(name));
      if (c < 0)
        throw raiseWith(space, 'KeyError', [space.newstr(`undefined character name '${hostOf(name)}'`)]);
      return space.newtext(fromPoint(c));
    }),
    make('normalize', 'form: str, unistr: text, /', (space: Space, form: string, text: Text) =>
      space.newtext(textFromHost(normalized(space, form, text))),
    ),
    make('is_normalized', 'form: str, unistr: text, /', (space: Space, form: string, text: Text) =>
      space.newbool(normalized(space, form, text) === hostOf(text)),
    ),
  ];
}

class UcdPayload extends Payload {
  traverse(): void {}
  forget(): void {}
}

const ucdType: TypeDefinition = {
  name: 'unicodedata.UCD',
  isBase: false,
  methods: rows((name, signature, run) =>
    leaf(name, `$self, ${signature}`, (space: Space, _w: W, ...args: unknown[]) => run(space, ...args)),
  ),
  getset: { unidata_version: { get: (space) => space.newstr('3.2.0'), member: true } },
};

export const unicodedataModule: ModuleDefinition = {
  name: 'unicodedata',
  doc: 'This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters.',
  functions: rows((name, signature, run) => leaf(name, signature, run)),
  types: [ucdType],
  values: (space) => ({
    unidata_version: space.newstr(data.UNIDATA_VERSION),
    ucd_3_2_0: space.newobj(space.types['unicodedata.UCD'], new UcdPayload()),
  }),
};
