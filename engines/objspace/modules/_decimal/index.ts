// The module `_decimal`, behind the library's decimal. Models CPython's Modules/_decimal/_decimal.c over kernels/decimal.
import * as number from '../../../kernels/decimal/number.ts';
import { runNested } from '../../continuation.ts';
import { call, callNested, getattr, setattr } from '../../descroperation.ts';
import { leaf } from '../../gateway.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import type { ModuleDefinition } from '../module-definition.ts';
import * as contexts from './context.ts';
import * as decimals from './decimal.ts';
import { exceptionTypes, typeName } from './signals.ts';

const contextType: TypeDefinition = {
  name: typeName('Context'),
  ownLayout: true,
  slots: contexts.contextSlots,
  methods: [contexts.contextInit, ...contexts.contextMethods, ...decimals.contextArithmetic],
  getset: contexts.contextGetset,
};

const decimalType: TypeDefinition = {
  name: typeName('Decimal'),
  ownLayout: true,
  slots: decimals.decimalSlots,
  methods: decimals.decimalMethods,
  classMethods: decimals.decimalClassMethods,
  getset: decimals.decimalGetset,
};

/** `namedtuple('DecimalTuple', 'sign digits exponent')` */
function decimalTuple(space: Space): W {
  const imported = (name: string): W =>
    runNested(space, () =>
      call(space, space.builtin('__import__'), [
        space.newstr(name),
        space.w_None,
        space.w_None,
        space.newtuple([space.newstr('*')]),
      ]),
    );
  const attribute = (w: W, name: string): W => runNested(space, () => getattr(space, w, name));
  const w_namedtuple = attribute(imported('collections'), 'namedtuple');
  const w_class = callNested(space, w_namedtuple, [
    space.newstr('DecimalTuple'),
    space.newstr('sign digits exponent'),
  ]);
  runNested(space, () => setattr(space, w_class, '__module__', space.newstr('decimal')));
  const w_register = attribute(attribute(imported('numbers'), 'Number'), 'register');
  callNested(space, w_register, [space.types[typeName('Decimal')].w_self]);
  const w_mapping = attribute(attribute(imported('collections.abc'), 'MutableMapping'), 'register');
  callNested(space, w_mapping, [space.types[typeName('SignalDict')].w_self]);
  return w_class;
}

export const decimalModule: ModuleDefinition = {
  name: '_decimal',
  doc: 'C decimal arithmetic module',
  functions: [
    leaf('getcontext', '', contexts.currentContext),
    leaf('setcontext', 'context, /', (space: Space, w: W) => contexts.setContext(space, w), { result: 'none' }),
    contexts.localcontext,
    contexts.ieeeContext,
  ],
  types: [...exceptionTypes, contexts.signalDictType, contexts.managerType, contextType, decimalType],
  hidden: [typeName('SignalDict'), typeName('ContextManager')],
  values: (space) => {
    const { w_default, w_basic, w_extended } = contexts.sharedOf(space);
    return {
      DecimalTuple: decimalTuple(space),
      DefaultContext: w_default,
      BasicContext: w_basic,
      ExtendedContext: w_extended,
      HAVE_CONTEXTVAR: space.w_True,
      HAVE_THREADS: space.w_True,
      MAX_PREC: space.newint(number.MAX_EMAX_EXACT),
      MAX_EMAX: space.newint(number.MAX_EMAX_EXACT),
      MIN_EMIN: space.newint(-number.MAX_EMAX_EXACT),
      MIN_ETINY: space.newint(-2n * number.MAX_EMAX_EXACT + 1n),
      IEEE_CONTEXT_MAX_BITS: space.newint(512),
      ...Object.fromEntries(number.ROUNDINGS.map((name) => [name, space.newstr(name)])),
      __version__: space.newstr('1.70'),
      __libmpdec_version__: space.newstr('2.5.1'),
    };
  },
};
