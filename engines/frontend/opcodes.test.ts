// The opcode table against the reference: numbers, families, caches, kinds of argument, stack effects.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPyodide } from 'pyodide';
import {
  Op,
  OpFlag,
  binaryOperators,
  cacheFormat,
  commonConstants,
  intrinsics1,
  intrinsics2,
  opCaches,
  opFlags,
  opNames,
  specialMethods,
  specializations,
  stackEffect,
} from './opcodes.ts';

interface Reference {
  opmap: Record<string, number>;
  specialized: Record<string, number>;
  families: Record<string, string[]>;
  caches: Record<string, number>;
  format: Record<string, Record<string, number>>;
  has: Record<string, number[]>;
  effects: [number, number, boolean, number][];
  nb: [string, string][];
  intrinsics1: string[];
  intrinsics2: string[];
  special: string[];
  common: string[];
}

const program = `
import opcode, _opcode, json
effects = []
for op in opcode.opmap.values():
    for arg in (0, 1, 2, 3, 7, 300):
        for jump in (False, True):
            try:
                effects.append([op, arg, jump, _opcode.stack_effect(op, arg if op in opcode.hasarg else None, jump=jump)])
            except ValueError:
                pass
json.dumps(dict(
    opmap=opcode.opmap, specialized=opcode._specialized_opmap, families=opcode._specializations,
    caches=opcode._inline_cache_entries, format=opcode._cache_format,
    has={k: getattr(opcode, k) for k in ('hasarg', 'hasconst', 'hasname', 'haslocal', 'hasfree', 'hasjump', 'hasexc')},
    effects=effects, nb=opcode._nb_ops, intrinsics1=opcode._intrinsic_1_descs, intrinsics2=opcode._intrinsic_2_descs,
    special=opcode._special_method_names, common=[c.__name__ for c in opcode._common_constants]))
`;

let reference: Reference;
beforeAll(async () => {
  const python = await loadPyodide();
  reference = JSON.parse(python.runPython(program) as string) as Reference;
});

describe('opcodes', () => {
  it('has the numbers of the reference', () => {
    expect(Op).toEqual({ ...reference.opmap, ...reference.specialized });
  });
  it('has its families and caches', () => {
    expect(specializations).toEqual(reference.families);
    expect(cacheFormat).toEqual(reference.format);
    for (const name of Object.keys(reference.opmap)) {
      if (name.startsWith('INSTRUMENTED_')) continue;
      expect([name, opCaches[reference.opmap[name]]]).toEqual([name, reference.caches[name] ?? 0]);
    }
  });
  it('has its kinds of argument', () => {
    const flag = {
      hasarg: OpFlag.ARG,
      hasconst: OpFlag.CONST,
      hasname: OpFlag.NAME,
      haslocal: OpFlag.LOCAL,
      hasfree: OpFlag.FREE,
      hasjump: OpFlag.JUMP,
      hasexc: OpFlag.PUSH,
    } as const;
    for (const [list, bit] of Object.entries(flag)) {
      const ours = Object.entries(Op)
        .filter(
          ([name, op]) =>
            (opFlags[op] & bit) !== 0 && name in reference.opmap && !name.startsWith('INSTRUMENTED_'),
        )
        .map(([name]) => name)
        .sort();
      const theirs = reference.has[list]
        .map((op) => opNames[op])
        .filter((name) => !name.startsWith('INSTRUMENTED_'))
        .sort();
      expect([list, ours]).toEqual([list, theirs]);
    }
  });
  it('has its stack effects', () => {
    const different = reference.effects.filter(
      ([op, arg, jump, effect]) =>
        !opNames[op].startsWith('INSTRUMENTED_') && stackEffect(op, arg, jump) !== effect,
    );
    expect(different.map(([op, ...rest]) => [opNames[op], ...rest])).toEqual([]);
  });
  it('has its small tables', () => {
    expect(binaryOperators).toEqual(reference.nb);
    expect(intrinsics1).toEqual(reference.intrinsics1);
    expect(intrinsics2).toEqual(reference.intrinsics2);
    expect(specialMethods).toEqual(reference.special);
    expect(commonConstants).toEqual(reference.common);
  });
});
