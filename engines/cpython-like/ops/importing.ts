// @inline-constants-from ../../frontend/opcodes.ts Op
// `import` statements. Models IMPORT_NAME and IMPORT_FROM of Python/ceval.c.
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { call, getattrOr } from '../../objspace/descroperation.ts';
import { SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import type { PyFrame } from '../frame.ts';
import { wrap } from '../object.ts';
import type { CpythonSpace } from '../space.ts';
import { at, define, pushValue } from './bodies.ts';

define(Op.IMPORT_NAME, (space, f, S, sp, arg) => {
  const name = f.code.names[arg];
  const w_import = space.dictgetstr(wrap(f.builtins), '__import__');
  if (w_import === undefined) throw raise(space, 'ImportError', '__import__ not found');
  const level = space.int_w(at(S, sp - 2)) as number;
  if (w_import === space.builtin('__import__')) {
    return space.importname(name, wrap(f.globals), at(S, sp - 1), level);
  }
  const w_locals = f.namespace === null ? space.w_None : wrap(f.namespace);
  return call(space, w_import, [space.newstr(name), wrap(f.globals), w_locals, at(S, sp - 1), at(S, sp - 2)]);
});
define(
  Op.IMPORT_FROM,
  (space, f, S, sp, arg) => space.importfrom(at(S, sp - 1), f.code.names[arg]),
  pushValue,
);

/** `from m import *`: the names of `__all__`, or all that are public. */
export function importStar(space: CpythonSpace, f: PyFrame, w_module: W): W {
  const w_target = wrap(f.namespace!);
  const caller = space.top;
  return andThen(space, caller, getattrOr(space, w_module, '__all__', space.w_None), (w_all) => {
    const copy = (names_w: readonly W[], from: number, skip: boolean): W => {
      for (let i = from; i < names_w.length; i++) {
        const name = space.str_w(names_w[i]);
        if (skip && name.startsWith('_')) continue;
        const w_value = space.getattr(w_module, name);
        if (w_value === SUSPEND) {
          return andThen(space, caller, w_value, (w) => {
            space.dictsetstr(w_target, name, w);
            return copy(names_w, i + 1, skip);
          });
        }
        space.dictsetstr(w_target, name, w_value);
      }
      return space.w_None;
    };
    if (w_all !== space.w_None) return copy(space.listOfNested(w_all), 0, false);
    return andThen(space, caller, space.getattr(w_module, '__dict__'), (w_dict) =>
      copy(space.listOfNested(w_dict), 0, true),
    );
  });
}
