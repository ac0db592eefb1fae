// The symbol tables of a module as text: each scope with its names and what Python's `symtable` module (Lib/symtable.py) answers
// about them.
import { BlockType, Def, Scope, SCOPE_OFFSET } from './symtable.ts';
import type { SymtableEntry } from './symtable.ts';
import { reprText } from './ast-dump.ts';

const TYPE_NAMES: Readonly<Record<number, string>> = {
  [BlockType.Function]: 'function',
  [BlockType.Class]: 'class',
  [BlockType.Module]: 'module',
  [BlockType.Annotation]: 'annotation',
  [BlockType.TypeAlias]: 'type alias',
  [BlockType.TypeParameters]: 'type parameters',
  [BlockType.TypeVariable]: 'type variable',
};

const BOUND = Def.LOCAL | Def.PARAM | Def.IMPORT | Def.TYPE_PARAM;

/** The questions of `symtable.Symbol`, `is_` left out, in the order shown. */
const QUESTIONS: readonly [string, (flags: number, scope: number, top: boolean) => boolean][] = [
  ['parameter', (flags) => (flags & Def.PARAM) !== 0],
  [
    'local',
    (flags, scope, top) => scope === Scope.LOCAL || scope === Scope.CELL || (top && (flags & BOUND) !== 0),
  ],
  [
    'global',
    (flags, scope, top) =>
      scope === Scope.GLOBAL_IMPLICIT || scope === Scope.GLOBAL_EXPLICIT || (top && (flags & BOUND) !== 0),
  ],
  ['declared-global', (_flags, scope) => scope === Scope.GLOBAL_EXPLICIT],
  ['nonlocal', (flags) => (flags & Def.NONLOCAL) !== 0],
  ['free', (_flags, scope) => scope === Scope.FREE],
  ['assigned', (flags) => (flags & Def.LOCAL) !== 0],
  ['referenced', (flags) => (flags & Def.USE) !== 0],
  ['imported', (flags) => (flags & Def.IMPORT) !== 0],
  ['annotated', (flags) => (flags & Def.ANNOT) !== 0],
  ['type-parameter', (flags) => (flags & Def.TYPE_PARAM) !== 0],
];
const LATER_QUESTIONS: typeof QUESTIONS = [
  ['comp-iter', (flags) => (flags & Def.COMP_ITER) !== 0],
  ['comp-cell', (flags) => (flags & Def.COMP_CELL) !== 0],
  ['free-class', (flags) => (flags & Def.FREE_CLASS) !== 0],
];

export function symtableText(top: SymtableEntry): string {
  const lines: string[] = [];
  const show = (entry: SymtableEntry, depth: number): void => {
    const pad = '    '.repeat(depth);
    const nested = entry.nested ? ' nested' : '';
    lines.push(
      `${pad}${TYPE_NAMES[entry.type]} ${reprText(entry.name)} line ${entry.location.lineno}${nested}`,
    );
    const isTop = entry.name === 'top';
    for (const name of [...entry.symbols.keys()].sort(byCodePoint)) {
      const symbol = entry.symbols.get(name)!;
      const flags = symbol & ((1 << SCOPE_OFFSET) - 1);
      const scope = symbol >> SCOPE_OFFSET;
      const holds = ([, question]: (typeof QUESTIONS)[number]) => question(flags, scope, isTop);
      const facts = [
        ...QUESTIONS.filter(holds).map(([fact]) => fact),
        ...(entry.children.some((child) => child.name === name) ? ['namespace'] : []),
        ...LATER_QUESTIONS.filter(holds).map(([fact]) => fact),
      ];
      lines.push(`${pad}    ${name}: ${facts.join(' ')}`);
    }
    for (const child of entry.children) show(child, depth + 1);
  };
  show(top, 0);
  return lines.join('\n') + '\n';
}

/** Python's order of strings, where it differs from the host's by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const difference = x[i].codePointAt(0)! - y[i].codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}
