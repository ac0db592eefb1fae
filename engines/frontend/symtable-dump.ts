// Symbol tables as text: what Python's `symtable` module tells of them, one scope a paragraph, symbols in order of name.
// symtable.test.ts has the Python program that prints the same from the reference's module.
import { BlockType, Def, Scope, SCOPE_OFFSET } from './symtable.ts';
import type { SymtableEntry } from './symtable.ts';

const typeNames: Readonly<Record<number, string>> = {
  [BlockType.Function]: 'function',
  [BlockType.Class]: 'class',
  [BlockType.Module]: 'module',
  [BlockType.Annotation]: 'annotation',
  [BlockType.TypeAlias]: 'type alias',
  [BlockType.TypeParameters]: 'type parameters',
  [BlockType.TypeVariable]: 'type variable',
};

const BOUND = Def.LOCAL | Def.PARAM | Def.IMPORT | Def.TYPE_PARAM;

function properties(entry: SymtableEntry, name: string, symbol: number): string[] {
  const scope = symbol >> SCOPE_OFFSET;
  const has = (flag: number): boolean => (symbol & flag) !== 0;
  const boundInModule = entry.name === 'top' && has(BOUND);
  const list: [boolean, string][] = [
    [has(Def.USE), 'referenced'],
    [has(Def.PARAM), 'parameter'],
    [has(Def.TYPE_PARAM), 'type_parameter'],
    [scope === Scope.GLOBAL_IMPLICIT || scope === Scope.GLOBAL_EXPLICIT || boundInModule, 'global'],
    [has(Def.NONLOCAL), 'nonlocal'],
    [scope === Scope.GLOBAL_EXPLICIT, 'declared_global'],
    [scope === Scope.LOCAL || scope === Scope.CELL || boundInModule, 'local'],
    [has(Def.ANNOT), 'annotated'],
    [scope === Scope.FREE, 'free'],
    [has(Def.FREE_CLASS), 'free_class'],
    [has(Def.IMPORT), 'imported'],
    [has(Def.LOCAL), 'assigned'],
    [has(Def.COMP_ITER), 'comp_iter'],
    [has(Def.COMP_CELL), 'comp_cell'],
    [entry.children.some((child) => child.name === name), 'namespace'],
  ];
  return list.filter(([yes]) => yes).map(([, word]) => word);
}

/** The tables from an entry down. */
export function dumpSymtable(entry: SymtableEntry): string {
  const lines: string[] = [];
  const visit = (e: SymtableEntry, indent: string): void => {
    lines.push(
      `${indent}${typeNames[e.type]} ${e.name} line ${e.location.lineno}` +
        (e.nested ? ' nested' : '') +
        (e.type === BlockType.Function ? ' optimized' : ''),
    );
    for (const name of [...e.symbols.keys()].sort((a, b) => (a < b ? -1 : 1))) {
      lines.push(`${indent}  ${name}: ${properties(e, name, e.symbols.get(name)!).join(' ')}`);
    }
    for (const child of e.children) visit(child, indent + '    ');
  };
  visit(entry, '');
  return lines.join('\n') + '\n';
}
