// The module `_symtable`: the compiler's symbol tables as objects, for the library's `symtable`. Models CPython's Modules/symtablemodule.c
// and the type of Python/symtable.c; the tables themselves are the front end's.
import { buildSymtable, futureFeatures } from '../../frontend/index.ts';
import { preprocess } from '../../frontend/ast-preprocess.ts';
import { BlockType, Def, Scope, SCOPE_OFFSET } from '../../frontend/symtable.ts';
import type { SymtableEntry } from '../../frontend/symtable.ts';
import { textFromHost } from '../../kernels/text.ts';
import { parseSource, translated } from '../compile-source.ts';
import { leaf } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** Attributes are made once: identity of `children` is how the library finds a scope again. */
class Entry extends Payload {
  readonly entry: SymtableEntry;
  w_symbols: W | null;
  w_varnames: W | null;
  w_children: W | null;
  constructor(entry: SymtableEntry, w_symbols: W, w_varnames: W, w_children: W) {
    super();
    this.entry = entry;
    this.w_symbols = w_symbols;
    this.w_varnames = w_varnames;
    this.w_children = w_children;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_symbols !== null) visit(this.w_symbols);
    if (this.w_varnames !== null) visit(this.w_varnames);
    if (this.w_children !== null) visit(this.w_children);
  }
  forget(): void {
    this.w_symbols = this.w_varnames = this.w_children = null;
  }
}

const text = (space: Space, value: string): W => space.newtext(textFromHost(value));

function newEntry(space: Space, entry: SymtableEntry): W {
  const w_symbols = space.newdict();
  for (const [name, flags] of entry.symbols) space.dictset(w_symbols, text(space, name), space.newint(flags));
  const w_varnames = space.newlist(entry.varnames.map((name) => text(space, name)));
  const w_children = space.newlist(entry.children.map((child) => newEntry(space, child)));
  return space.newobj(
    space.types['_symtable.symtable_entry'],
    new Entry(entry, space.own(w_symbols), space.own(w_varnames), space.own(w_children)),
  );
}

const payload = (space: Space, w: W): Entry => space.data(w) as Entry;
const owned = (field: 'w_symbols' | 'w_varnames' | 'w_children') => ({
  get: (space: Space, w: W) => payload(space, w)[field]!,
  member: true as const,
});
const of = (read: (entry: SymtableEntry, space: Space, w: W) => W) => ({
  get: (space: Space, w: W) => read(payload(space, w).entry, space, w),
  member: true as const,
});

const entryType: TypeDefinition = {
  name: '_symtable.symtable_entry',
  module: 'builtins',
  isBase: false,
  slots: {
    new: (space) => {
      throw raise(space, 'TypeError', "cannot create 'symtable entry' instances");
    },
    repr: (space, w) => {
      const { name, location } = payload(space, w).entry;
      const id = space.str_w(space.types.int.slots.repr!(space, space.newint(space.id(w))));
      return text(space, `<symtable entry ${name}(${id}), line ${location.lineno}>`);
    },
  },
  getset: {
    id: of((_entry, space, w) => space.newint(space.id(w))),
    name: of((entry, space) => text(space, entry.name)),
    symbols: owned('w_symbols'),
    varnames: owned('w_varnames'),
    children: owned('w_children'),
    nested: of((entry, space) => space.newint(entry.nested ? 1 : 0)),
    type: of((entry, space) => space.newint(entry.type)),
    lineno: of((entry, space) => space.newint(entry.location.lineno)),
  },
};

const MODES = ['exec', 'eval', 'single'] as const;

function symtable(space: Space, w_source: W, w_filename: W, start: string): W {
  const mode = MODES.find((known) => known === start);
  if (mode === undefined)
    throw raise(space, 'ValueError', "symtable() arg 3 must be 'exec' or 'eval' or 'single'");
  const isText = space.type(w_source).isSubtype(space.types.str);
  const source = isText ? space.str_w(w_source) : space.buffer_w(w_source);
  if (typeof source === 'string' ? source.includes('\0') : source.includes(0))
    throw raise(space, 'SyntaxError', 'source code string cannot contain null bytes');
  const filename = space.type(w_filename).isSubtype(space.types.str)
    ? space.str_w(w_filename)
    : new TextDecoder().decode(space.buffer_w(w_filename));
  const tree = parseSource(space, source, filename, mode, 0, null);
  const top = translated(space, () => {
    const future = futureFeatures(tree, filename, 0);
    preprocess(tree, 0, future.features, []);
    return buildSymtable(tree, filename, future).top;
  });
  return newEntry(space, top);
}

export const symtableModule: ModuleDefinition = {
  name: '_symtable',
  types: [entryType],
  hidden: ['_symtable.symtable_entry'],
  functions: [
    leaf('symtable', 'source, filename, startstr: str, /', symtable, {
      doc: 'Return symbol and scope dictionaries used internally by compiler.',
    }),
  ],
  values: (space) => {
    const constants: Readonly<Record<string, number>> = {
      USE: Def.USE,
      DEF_GLOBAL: Def.GLOBAL,
      DEF_NONLOCAL: Def.NONLOCAL,
      DEF_LOCAL: Def.LOCAL,
      DEF_PARAM: Def.PARAM,
      DEF_TYPE_PARAM: Def.TYPE_PARAM,
      DEF_FREE_CLASS: Def.FREE_CLASS,
      DEF_IMPORT: Def.IMPORT,
      DEF_BOUND: Def.LOCAL | Def.PARAM | Def.IMPORT,
      DEF_ANNOT: Def.ANNOT,
      DEF_COMP_ITER: Def.COMP_ITER,
      DEF_COMP_CELL: Def.COMP_CELL,
      TYPE_FUNCTION: BlockType.Function,
      TYPE_CLASS: BlockType.Class,
      TYPE_MODULE: BlockType.Module,
      TYPE_ANNOTATION: BlockType.Annotation,
      TYPE_TYPE_ALIAS: BlockType.TypeAlias,
      TYPE_TYPE_PARAMETERS: BlockType.TypeParameters,
      TYPE_TYPE_VARIABLE: BlockType.TypeVariable,
      LOCAL: Scope.LOCAL,
      GLOBAL_EXPLICIT: Scope.GLOBAL_EXPLICIT,
      GLOBAL_IMPLICIT: Scope.GLOBAL_IMPLICIT,
      FREE: Scope.FREE,
      CELL: Scope.CELL,
      SCOPE_OFF: SCOPE_OFFSET,
      SCOPE_MASK: 15,
    };
    return Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, space.newint(value)]));
  },
};
