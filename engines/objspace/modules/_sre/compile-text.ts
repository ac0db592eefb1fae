// `re._compiler.compile` in host code for the patterns that are in order. The library's function stands behind it and gets all others, so that
// errors, warnings, `re.DEBUG` and tracing are its own. Why: docs/decisions/patterns-in-host-code.md.
import { compileText } from '../../../kernels/sre-compile.ts';
import type { ExtraCases } from '../../../kernels/sre-compile.ts';
import * as codes from '../../../kernels/sre-codes.ts';
import { pointsOf } from '../../../kernels/text.ts';
import { call } from '../../descroperation.ts';
import { Builtin, resumable } from '../../gateway.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import { monitorOf } from '../../tracing/monitor.ts';
import type { FunctionPayload } from '../../types/function.ts';
import { PatternPayload } from './pattern-object.ts';

/** The table of `re._casefix`, which the library's function has among its globals. */
function extraCasesOf(space: Space, w_library: W): ExtraCases {
  const { w_globals } = space.data(w_library) as FunctionPayload;
  const cases = new Map<number, number[]>();
  const w_table = space.dictgetstr(w_globals, '_EXTRA_CASES');
  if (w_table === undefined) return cases;
  for (let e = space.dictnext(w_table, 0); e; e = space.dictnext(w_table, e.next)) {
    const others = space.tuple_w(e.w_value).map((w) => Number(space.int_w(w)));
    cases.set(Number(space.int_w(e.w_key)), others);
  }
  return cases;
}

const knownCases = new WeakMap<Space, ExtraCases>();

function compile(space: Space, w_library: W, w_pattern: W, w_flags: W): W {
  return compileHere(space, w_library, w_pattern, w_flags) ?? call(space, w_library, [w_pattern, w_flags]);
}

/** Null: the library's. */
function compileHere(space: Space, w_library: W, w_pattern: W, w_flags: W): W | null {
  const { str, bytes, int } = space.types;
  const type = space.type(w_pattern);
  const isText = type === str;
  if ((!isText && type !== bytes) || space.type(w_flags) !== int || monitorOf(space).isOn) return null;
  const flags = space.int_w(w_flags);
  if (typeof flags !== 'number' || flags < 0 || flags > 0xffff || (flags & codes.FLAG_DEBUG) !== 0)
    return null;
  const points = isText ? pointsOf(space.text_w(w_pattern)) : space.bytes_w(w_pattern);
  const compiled = compileText(points, isText, flags, () => {
    let cases = knownCases.get(space);
    if (cases === undefined) knownCases.set(space, (cases = extraCasesOf(space, w_library)));
    return cases;
  });
  if (compiled === null) return null;
  const { groups, names } = compiled;
  const w_groupindex = space.newdict();
  const names_w = new Array<W>(groups + 1).fill(space.w_None);
  for (const [name, group] of names) {
    const w_name = space.newstr(name);
    names_w[group] = w_name;
    space.dictset(w_groupindex, w_name, space.newint(group));
  }
  return space.newobj(
    space.types['re.Pattern'],
    new PatternPayload(
      compiled.codes,
      compiled.flags,
      groups,
      space.own(w_pattern),
      space.own(w_groupindex),
      space.own(space.newtuple(names_w)),
      !isText,
      names,
    ),
  );
}

const compileRow = resumable('compile', '$self, p, flags=0', compile);

/** Puts it before the library's, once the module's body has run. */
export function installTextCompiler(space: Space, w_dict: W): void {
  const w_library = space.dictgetstr(w_dict, 'compile');
  if (w_library === undefined || space.type(w_library) !== space.types.function) return;
  const builtin = new Builtin(compileRow, space.own(w_library), 're._compiler');
  space.dictsetstr(w_dict, 'compile', space.newobj(space.types.builtin_function_or_method, builtin));
}
