// The type re.Match. Models match_* of CPython's Modules/_sre/sre.c.
import { andThen } from '../../continuation.ts';
import { repr } from '../../descroperation.ts';
import { leaf, resumable } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { concat } from '../../../kernels/text.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { groupIndex, groupOf, matchOf } from './pattern-object.ts';
import type { MatchPayload } from './pattern-object.ts';
import { expand } from './substitution.ts';

const value = (space: Space, match: MatchPayload, i: number, w_default: W): W =>
  groupOf(space, match.input, match.result, i, w_default);

function span(space: Space, { result }: MatchPayload, i: number): W {
  return space.newtuple([space.newint(result.groupStart(i)), space.newint(result.groupEnd(i))]);
}

const indexOf = (space: Space, match: MatchPayload, w_group: W | undefined): number =>
  w_group === undefined ? 0 : groupIndex(space, match.pattern, w_group);

function lastGroup(space: Space, match: MatchPayload): W {
  const { lastindex } = match.result;
  const names_w = space.tuple_w(match.pattern.w_indexgroup!);
  return lastindex >= 0 && lastindex < names_w.length ? names_w[lastindex] : space.w_None;
}

export const matchType: TypeDefinition = {
  name: 're.Match',
  isBase: false,
  doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
  slots: {
    getitem: (space, w, w_group) => {
      const match = matchOf(space, w);
      return value(space, match, groupIndex(space, match.pattern, w_group), space.w_None);
    },
    repr: (space, w) => {
      const { result } = matchOf(space, w);
      const caller = space.top;
      const w_text = repr(space, value(space, matchOf(space, w), 0, space.w_None));
      return andThen(space, caller, w_text, (w_shown) => {
        const start = `<re.Match object; span=(${result.start}, ${result.end}), match=`;
        return space.newtext(concat(concat(start, space.text_w(w_shown)), '>'));
      });
    },
  },
  methods: [
    leaf('group', '$self, *args', (space: Space, w: W, args_w: readonly W[]) => {
      const match = matchOf(space, w);
      if (args_w.length === 0) return value(space, match, 0, space.w_None);
      const values_w = args_w.map((w_group) =>
        value(space, match, groupIndex(space, match.pattern, w_group), space.w_None),
      );
      return values_w.length === 1 ? values_w[0] : space.newtuple(values_w);
    }),
    leaf('start', '$self, group=NULL, /', (space: Space, w: W, w_group?: W) => {
      const match = matchOf(space, w);
      return space.newint(match.result.groupStart(indexOf(space, match, w_group)));
    }),
    leaf('end', '$self, group=NULL, /', (space: Space, w: W, w_group?: W) => {
      const match = matchOf(space, w);
      return space.newint(match.result.groupEnd(indexOf(space, match, w_group)));
    }),
    leaf('span', '$self, group=NULL, /', (space: Space, w: W, w_group?: W) => {
      const match = matchOf(space, w);
      return span(space, match, indexOf(space, match, w_group));
    }),
    leaf('groups', '$self, default=None', (space: Space, w: W, w_default: W) => {
      const match = matchOf(space, w);
      const values_w: W[] = [];
      for (let i = 1; i <= match.pattern.groups; i++) values_w.push(value(space, match, i, w_default));
      return space.newtuple(values_w);
    }),
    leaf('groupdict', '$self, default=None', (space: Space, w: W, w_default: W) => {
      const match = matchOf(space, w);
      const w_dict = space.newdict();
      for (const [name, i] of match.pattern.names)
        space.dictsetstr(w_dict, name, value(space, match, i, w_default));
      return w_dict;
    }),
    resumable('expand', '$self, template', (space: Space, w: W, w_template: W) => {
      const { w_pattern, input, result } = matchOf(space, w);
      return expand(space, w_pattern!, input, result, w_template);
    }),
    leaf('__copy__', '$self, /', (_space: Space, w: W) => w),
    leaf('__deepcopy__', '$self, memo, /', (_space: Space, w: W) => w),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    string: {
      get: (space, w) => matchOf(space, w).w_string!,
      doc: 'The string passed to match() or search().',
      member: true,
    },
    re: {
      get: (space, w) => matchOf(space, w).w_pattern!,
      doc: 'The regular expression object.',
      member: true,
    },
    pos: {
      get: (space, w) => space.newint(matchOf(space, w).pos),
      doc: 'The index into the string at which the RE engine started looking for a match.',
      member: true,
    },
    endpos: {
      get: (space, w) => space.newint(matchOf(space, w).endpos),
      doc: 'The index into the string beyond which the RE engine will not go.',
      member: true,
    },
    lastindex: {
      get: (space, w) => {
        const { lastindex } = matchOf(space, w).result;
        return lastindex >= 0 ? space.newint(lastindex) : space.w_None;
      },
      doc: 'The integer index of the last matched capturing group.',
    },
    lastgroup: {
      get: (space, w) => lastGroup(space, matchOf(space, w)),
      doc: 'The name of the last matched capturing group.',
    },
    regs: {
      get: (space, w) => {
        const match = matchOf(space, w);
        if (match.w_regs === null) {
          const spans_w: W[] = [];
          for (let i = 0; i <= match.pattern.groups; i++) spans_w.push(span(space, match, i));
          match.w_regs = space.own(space.newtuple(spans_w));
        }
        return match.w_regs;
      },
    },
  },
};
