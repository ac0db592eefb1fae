// The module `_sre`: regular expressions compiled by the library's re package. Models CPython's Modules/_sre/sre.c; the matcher is
// kernels/sre.ts. Left out: validation of code lists that were not made by the library.
import * as codes from '../../../kernels/sre-codes.ts';
import { asciiIsCased, asciiLower, unicodeIsCased, unicodeLower } from '../../../kernels/sre-charset.ts';
import { leaf } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { ModuleDefinition } from '../module-definition.ts';
import { matchType } from './match.ts';
import { patternType, scannerType, templateType } from './pattern.ts';
import { inputOf, PatternPayload } from './pattern-object.ts';
import { newTemplate } from './substitution.ts';

function compile(
  space: Space,
  w_pattern: W,
  flags: number,
  w_code: W,
  groups: number,
  w_groupindex: W,
  w_indexgroup: W,
): W {
  const mustBe = (what: string, name: string, w: W): void => {
    if (!space.type(w).isSubtype(space.types[what as 'list']))
      throw raise(
        space,
        'TypeError',
        `compile() argument '${name}' must be ${what}, not ${space.type(w).name}`,
      );
  };
  mustBe('list', 'code', w_code);
  mustBe('dict', 'groupindex', w_groupindex);
  mustBe('tuple', 'indexgroup', w_indexgroup);
  const code = space.listitems(w_code).map((w) => {
    const value = space.int_w(w);
    if (value < 0 || value > 0xffffffff)
      throw raise(space, 'OverflowError', 'regular expression code size limit exceeded');
    return Number(value);
  });
  if (code.length === 0 || code[code.length - 1] !== codes.SUCCESS)
    throw raise(space, 'RuntimeError', 'invalid SRE code');
  const isBytes = space.is(w_pattern, space.w_None) ? null : inputOf(space, w_pattern).isBytes;
  const names = new Map<string, number>();
  for (let e = space.dictnext(w_groupindex, 0); e; e = space.dictnext(w_groupindex, e.next))
    names.set(space.str_w(e.w_key), Number(space.int_w(e.w_value)));
  return space.newobj(
    space.types['re.Pattern'],
    new PatternPayload(
      code,
      flags,
      groups,
      space.own(w_pattern),
      space.own(w_groupindex),
      space.own(w_indexgroup),
      isBytes,
      names,
    ),
  );
}

const byCharacter = (name: string, run: (c: number) => number | boolean, result: 'int' | 'bool') =>
  leaf(name, 'character: index, /', (_space: Space, c: number) => run(c), { result, effect: 'pure' });

export const sreModule: ModuleDefinition = {
  name: '_sre',
  functions: [
    leaf('compile', 'pattern, flags: index, code, groups: index, groupindex, indexgroup', compile),
    leaf('template', 'pattern, template, /', (space: Space, _w_pattern: W, w_parts: W) =>
      newTemplate(space, w_parts),
    ),
    leaf('getcodesize', '', () => codes.CODESIZE, { result: 'int', effect: 'pure' }),
    byCharacter('ascii_iscased', asciiIsCased, 'bool'),
    byCharacter('unicode_iscased', unicodeIsCased, 'bool'),
    byCharacter('ascii_tolower', asciiLower, 'int'),
    byCharacter('unicode_tolower', unicodeLower, 'int'),
  ],
  types: [patternType, matchType, scannerType, templateType],
  hidden: ['re.Pattern', 're.Match', '_sre.SRE_Scanner', '_sre.SRE_Template'],
  values: (space) => ({
    MAGIC: space.newint(codes.MAGIC),
    CODESIZE: space.newint(codes.CODESIZE),
    MAXREPEAT: space.newint(codes.MAXREPEAT),
    MAXGROUPS: space.newint(codes.MAXGROUPS),
    copyright: space.newstr(' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB '),
  }),
};
