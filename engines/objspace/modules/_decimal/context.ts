// decimal.Context, its flags and traps, and the current context (a context variable). Models the Context part of CPython's
// Modules/_decimal/_decimal.c.
import * as number from '../../../kernels/decimal/number.ts';
import type { Context, Rounding } from '../../../kernels/decimal/number.ts';
import { callNested } from '../../descroperation.ts';
import { OperationError } from '../../error.ts';
import { leaf, resumable } from '../../gateway.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { EQ, NE } from '../../operations.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { Getset, TypeDefinition } from '../../typedef.ts';
import { currentValue, newVariable, setCurrentValue } from '../_contextvars.ts';
import { exceptionOf, SIGNALS, typeName } from './signals.ts';

export class ContextPayload extends Payload {
  readonly arithmetic: Context;
  traps: number;
  flags = 0;
  /** Its two mappings, made when they are asked for; owned. */
  w_flags: W | null = null;
  w_traps: W | null = null;
  constructor(arithmetic: Context, traps: number) {
    super();
    this.arithmetic = arithmetic;
    this.traps = traps;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_flags !== null) visit(this.w_flags);
    if (this.w_traps !== null) visit(this.w_traps);
  }
  forget(): void {
    this.w_flags = this.w_traps = null;
  }
}

/** A literal, so that look-ups are quick (see DECIMAL in decimal.ts). */
const CONTEXT = 'decimal.Context';

export const DEFAULT_TRAPS = number.IEEE_INVALID | number.DIVISION_BY_ZERO | number.OVERFLOW;

const template = (changes: Partial<Context> = {}): Context => ({
  prec: 28,
  rounding: 'ROUND_HALF_EVEN',
  emin: -999999,
  emax: 999999,
  capitals: 1,
  clamp: 0,
  status: 0,
  ...changes,
});

export const newContext = (space: Space, arithmetic: Context, traps: number): W =>
  space.newobj(space.types[CONTEXT], new ContextPayload(arithmetic, traps));

export const contextOf = (space: Space, w: W): ContextPayload => space.data(w) as ContextPayload;
export const isContext = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types[CONTEXT]);

/** The three templates and the variable of one interpreter; owned. */
interface Shared {
  w_default: W;
  w_basic: W;
  w_extended: W;
  w_variable: W;
}
const shared = new WeakMap<Space, Shared>();

/** The interpreter asked for last: nearly always the only one. */
let lastSpace: Space | null = null;
let lastShared: Shared | null = null;

export function sharedOf(space: Space): Shared {
  if (space === lastSpace) return lastShared!;
  let made = shared.get(space);
  if (made === undefined) {
    const all = DEFAULT_TRAPS | number.UNDERFLOW | number.CLAMPED;
    made = {
      w_default: space.own(newContext(space, template(), DEFAULT_TRAPS)),
      w_basic: space.own(newContext(space, template({ prec: 9, rounding: 'ROUND_HALF_UP' }), all)),
      w_extended: space.own(newContext(space, template({ prec: 9 }), 0)),
      w_variable: space.own(newVariable(space, 'decimal_context')),
    };
    shared.set(space, made);
  }
  lastSpace = space;
  lastShared = made;
  return made;
}

export function copyContext(space: Space, w: W): W {
  const { arithmetic, traps, flags } = contextOf(space, w);
  const w_copy = newContext(space, { ...arithmetic }, traps);
  contextOf(space, w_copy).flags = flags;
  return w_copy;
}

export function currentContext(space: Space): W {
  const { w_variable, w_default } = sharedOf(space);
  const w_current = currentValue(space, w_variable);
  if (w_current !== undefined) return w_current;
  const w_new = copyContext(space, w_default);
  contextOf(space, w_new).flags = 0;
  setCurrentValue(space, w_variable, w_new);
  return w_new;
}

/** Templates are copied, so that nobody changes them by the way. */
export function setContext(space: Space, w: W): void {
  if (!isContext(space, w)) throw raise(space, 'TypeError', 'argument must be a context');
  const { w_default, w_basic, w_extended, w_variable } = sharedOf(space);
  let w_new = w;
  if ([w_default, w_basic, w_extended].some((w_template) => space.is(w_template, w))) {
    w_new = copyContext(space, w);
    contextOf(space, w_new).flags = 0;
  }
  setCurrentValue(space, w_variable, w_new);
}

/** The context of an argument: the current one where there is none. */
export function contextArgument(space: Space, w_context: W | undefined): ContextPayload {
  if (w_context === undefined || space.is(w_context, space.w_None))
    return contextOf(space, currentContext(space));
  if (!isContext(space, w_context)) throw raise(space, 'TypeError', 'optional argument must be a context');
  return contextOf(space, w_context);
}

/** Runs an operation; its conditions become flags, and those that are trapped an exception. */
export function run<T>(space: Space, context: ContextPayload, operation: (arithmetic: Context) => T): T {
  const { arithmetic } = context;
  arithmetic.status = 0;
  const result = operation(arithmetic);
  const { status } = arithmetic;
  if (status !== 0) signal(space, context, status);
  return result;
}

export function signal(space: Space, context: ContextPayload, status: number): void {
  context.flags |= status;
  const trapped = status & context.traps;
  if (trapped === 0) return;
  const { type, classes_w } = exceptionOf(space, trapped);
  throw new OperationError(type, null, null, [space.own(space.newlist(classes_w))]);
}

// --- flags and traps as mappings

class SignalDictPayload extends Payload {
  readonly context: ContextPayload;
  readonly which: 'flags' | 'traps';
  constructor(context: ContextPayload, which: 'flags' | 'traps') {
    super();
    this.context = context;
    this.which = which;
  }
  traverse(): void {}
  forget(): void {}
}

const SIGNAL_NAMES =
  'valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]';

function flagOf(space: Space, w_class: W): number {
  for (const { name, flag } of SIGNALS)
    if (space.is(space.types[typeName(name)].w_self, w_class)) return flag;
  throw raise(space, 'KeyError', SIGNAL_NAMES);
}

const signalDictOf = (space: Space, w: W): SignalDictPayload => space.data(w) as SignalDictPayload;

function signalDictAsDict(space: Space, w: W): W {
  const { context, which } = signalDictOf(space, w);
  const w_dict = space.newdict();
  for (const { name, flag } of SIGNALS) {
    const w_key = space.types[typeName(name)].w_self;
    space.dictset(w_dict, w_key, space.newbool((context[which] & flag) !== 0));
  }
  return w_dict;
}

const listMethod = (name: string, pick: (w_key: W, w_value: W) => (space: Space) => W) =>
  leaf(name, '$self, /', (space: Space, w: W) => {
    const w_dict = signalDictAsDict(space, w);
    const items_w: W[] = [];
    for (let e = space.dictnext(w_dict, 0); e; e = space.dictnext(w_dict, e.next))
      items_w.push(pick(e.w_key, e.w_value)(space));
    return space.newlist(items_w);
  });

export const signalDictType: TypeDefinition = {
  name: typeName('SignalDict'),
  module: 'abc',
  isMapping: true,
  unhashable: true,
  slots: {
    length: (space) => space.newint(SIGNALS.length),
    iter: (space) =>
      space.sequenceIterator(space.newtuple(SIGNALS.map(({ name }) => space.types[typeName(name)].w_self))),
    getitem: (space, w, w_key) => {
      const { context, which } = signalDictOf(space, w);
      return space.newbool((context[which] & flagOf(space, w_key)) !== 0);
    },
    contains: (space, _w, w_key) =>
      space.newbool(SIGNALS.some(({ name }) => space.is(space.types[typeName(name)].w_self, w_key))),
    setitem: (space, w, w_key, w_value) => {
      if (w_value === null) throw raise(space, 'ValueError', 'signal keys cannot be deleted');
      const { context, which } = signalDictOf(space, w);
      const flag = flagOf(space, w_key);
      if (space.isTrueNested(w_value)) context[which] |= flag;
      else context[which] &= ~flag;
      return space.w_None;
    },
    repr: (space, w) => {
      const { context, which } = signalDictOf(space, w);
      const parts = SIGNALS.map(
        ({ name, flag }) => `<class 'decimal.${name}'>:${(context[which] & flag) !== 0 ? 'True' : 'False'}`,
      );
      return space.newstr(`{${parts.join(', ')}}`);
    },
    compare: (space, w_a, w_b, op) => {
      if (op !== EQ && op !== NE) return space.w_NotImplemented;
      let other: number;
      const mine = signalDictOf(space, w_a);
      if (space.type(w_b) === space.types[typeName('SignalDict')]) {
        const { context, which } = signalDictOf(space, w_b);
        other = context[which];
      } else if (space.type(w_b).isSubtype(space.types.dict)) {
        other = flagsOfDict(space, w_b);
      } else return space.w_NotImplemented;
      const same = shownFlags(mine.context[mine.which]) === shownFlags(other);
      return space.newbool(same === (op === EQ));
    },
  },
  methods: [
    leaf('copy', '$self, /', signalDictAsDict),
    listMethod('keys', (w_key) => () => w_key),
    listMethod('values', (_w_key, w_value) => () => w_value),
    listMethod('items', (w_key, w_value) => (space) => space.newtuple([w_key, w_value])),
    leaf('get', '$self, key, default=None, /', (space: Space, w: W, w_key: W, w_default: W) => {
      const known = SIGNALS.find(({ name }) => space.is(space.types[typeName(name)].w_self, w_key));
      if (known === undefined) return w_default;
      const { context, which } = signalDictOf(space, w);
      return space.newbool((context[which] & known.flag) !== 0);
    }),
    resumable('update', '$self, other, /', (space: Space, w: W, w_other: W) => {
      const { context, which } = signalDictOf(space, w);
      const w_dict =
        space.type(w_other) === space.types[typeName('SignalDict')]
          ? signalDictAsDict(space, w_other)
          : w_other;
      for (let e = space.dictnext(w_dict, 0); e; e = space.dictnext(w_dict, e.next)) {
        const flag = flagOf(space, e.w_key);
        if (space.isTrueNested(e.w_value)) context[which] |= flag;
        else context[which] &= ~flag;
      }
      return space.w_None;
    }),
  ],
};

/** Which signals are set, whatever the conditions behind them. */
const shownFlags = (flags: number): number =>
  SIGNALS.reduce((shown, { flag }, i) => ((flags & flag) !== 0 ? shown | (1 << i) : shown), 0);

function flagsOfDict(space: Space, w_dict: W): number {
  if (space.dictlen(w_dict) !== SIGNALS.length) throw raise(space, 'KeyError', 'invalid signal dict');
  let flags = 0;
  for (let e = space.dictnext(w_dict, 0); e; e = space.dictnext(w_dict, e.next))
    if (space.isTrueNested(e.w_value)) flags |= flagOf(space, e.w_key);
    else flagOf(space, e.w_key);
  return flags;
}

function flagsOfList(space: Space, w_list: W): number {
  return space.listitems(w_list).reduce((flags, w_class) => flags | flagOf(space, w_class), 0);
}

// --- attributes

const exact = (value: number): number | bigint => {
  if (value === number.MAX_EMAX) return number.MAX_EMAX_EXACT;
  return value === number.MIN_EMIN ? -number.MAX_EMAX_EXACT : value;
};

function intOf(space: Space, w: W): number {
  if (!space.type(w).isSubtype(space.types.int)) throw raise(space, 'TypeError', 'an integer is required');
  return Number(space.int_w(w));
}

const bad = (space: Space, text: string): OperationError => raise(space, 'ValueError', text);

const SETTERS: Readonly<Record<string, (space: Space, context: ContextPayload, w: W) => void>> = {
  prec: (space, { arithmetic }, w) => {
    const value = intOf(space, w);
    if (value < 1 || value > number.MAX_PREC) throw bad(space, 'valid range for prec is [1, MAX_PREC]');
    arithmetic.prec = value;
  },
  rounding: (space, { arithmetic }, w) => {
    const text = space.type(w).isSubtype(space.types.str) ? space.str_w(w) : '';
    if (!(number.ROUNDINGS as readonly string[]).includes(text)) {
      const names =
        'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]';
      throw raise(space, 'TypeError', names);
    }
    arithmetic.rounding = text as Rounding;
  },
  Emin: (space, { arithmetic }, w) => {
    const value = intOf(space, w);
    if (value > 0 || value < number.MIN_EMIN) throw bad(space, 'valid range for Emin is [MIN_EMIN, 0]');
    arithmetic.emin = value;
  },
  Emax: (space, { arithmetic }, w) => {
    const value = intOf(space, w);
    if (value < 0 || value > number.MAX_EMAX) throw bad(space, 'valid range for Emax is [0, MAX_EMAX]');
    arithmetic.emax = value;
  },
  capitals: (space, { arithmetic }, w) => {
    const value = intOf(space, w);
    if (value !== 0 && value !== 1) throw bad(space, 'valid values for capitals are 0 or 1');
    arithmetic.capitals = value;
  },
  clamp: (space, { arithmetic }, w) => {
    const value = intOf(space, w);
    if (value !== 0 && value !== 1) throw bad(space, 'valid values for clamp are 0 or 1');
    arithmetic.clamp = value;
  },
  flags: (space, context, w) => void (context.flags = signalsOf(space, w)),
  traps: (space, context, w) => void (context.traps = signalsOf(space, w)),
};

function signalsOf(space: Space, w: W): number {
  if (space.type(w) === space.types[typeName('SignalDict')]) {
    const { context, which } = signalDictOf(space, w);
    return context[which];
  }
  if (space.type(w).isSubtype(space.types.dict)) return flagsOfDict(space, w);
  if (space.type(w).isSubtype(space.types.list)) return flagsOfList(space, w);
  throw raise(space, 'TypeError', 'argument must be a signal dict');
}

export const CONTEXT_ATTRIBUTES = ['prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'];

function mappingOf(space: Space, w: W, which: 'flags' | 'traps'): W {
  const context = contextOf(space, w);
  const key = which === 'flags' ? 'w_flags' : 'w_traps';
  let w_mapping = context[key];
  if (w_mapping === null) {
    const payload = new SignalDictPayload(context, which);
    w_mapping = space.own(space.newobj(space.types[typeName('SignalDict')], payload));
    context[key] = w_mapping;
  }
  return w_mapping;
}

const GETTERS: Readonly<Record<string, (space: Space, w: W) => W>> = {
  prec: (space, w) => space.newint(exact(contextOf(space, w).arithmetic.prec)),
  rounding: (space, w) => space.newstr(contextOf(space, w).arithmetic.rounding),
  Emin: (space, w) => space.newint(exact(contextOf(space, w).arithmetic.emin)),
  Emax: (space, w) => space.newint(exact(contextOf(space, w).arithmetic.emax)),
  capitals: (space, w) => space.newint(contextOf(space, w).arithmetic.capitals),
  clamp: (space, w) => space.newint(contextOf(space, w).arithmetic.clamp),
  flags: (space, w) => mappingOf(space, w, 'flags'),
  traps: (space, w) => mappingOf(space, w, 'traps'),
};

export function setAttribute(space: Space, context: ContextPayload, name: string, w: W): void {
  SETTERS[name](space, context, w);
}

const listOfSignals = (flags: number): string =>
  SIGNALS.filter(({ flag }) => (flags & flag) !== 0)
    .map(({ name }) => name)
    .join(', ');

const classesOf = (space: Space, flags: number): W =>
  space.newlist(
    SIGNALS.filter(({ flag }) => (flags & flag) !== 0).map(({ name }) => space.types[typeName(name)].w_self),
  );

const copyMethod = (name: string) => leaf(name, '$self, /', copyContext);

/** All but the methods that are those of Decimal with a context in front (operations.ts). */
export const contextMethods = [
  leaf('Etiny', '$self, /', (space: Space, w: W) => number.etiny(contextOf(space, w).arithmetic), {
    result: 'int',
  }),
  leaf('Etop', '$self, /', (space: Space, w: W) => number.etop(contextOf(space, w).arithmetic), {
    result: 'int',
  }),
  leaf('radix', '$self, /', (space: Space) =>
    callNested(space, space.types[typeName('Decimal')].w_self, [space.newint(10)]),
  ),
  leaf('clear_flags', '$self, /', (space: Space, w: W) => void (contextOf(space, w).flags = 0), {
    result: 'none',
  }),
  leaf('clear_traps', '$self, /', (space: Space, w: W) => void (contextOf(space, w).traps = 0), {
    result: 'none',
  }),
  copyMethod('copy'),
  copyMethod('__copy__'),
  leaf('__reduce__', '$self, /', (space: Space, w: W) => {
    const { arithmetic: a, flags, traps } = contextOf(space, w);
    const values_w = [
      space.newint(exact(a.prec)),
      space.newstr(a.rounding),
      space.newint(exact(a.emin)),
      space.newint(exact(a.emax)),
      space.newint(a.capitals),
      space.newint(a.clamp),
      classesOf(space, flags),
      classesOf(space, traps),
    ];
    return space.newtuple([space.type(w).w_self, space.newtuple(values_w)]);
  }),
];

export const contextSlots: TypeDefinition['slots'] = {
  new: (space, type) => {
    const { w_default } = sharedOf(space);
    const { arithmetic, traps } = contextOf(space, w_default);
    return space.newobj(type, new ContextPayload({ ...arithmetic, status: 0 }, traps));
  },
  repr: (space, w) => {
    const { arithmetic: a, flags, traps } = contextOf(space, w);
    const text = `Context(prec=${exact(a.prec)}, rounding=${a.rounding}, Emin=${exact(a.emin)}, Emax=${exact(a.emax)}, capitals=${a.capitals}, clamp=${a.clamp}, flags=[${listOfSignals(flags)}], traps=[${listOfSignals(traps)}])`;
    return space.newstr(text);
  },
};

export const contextInit = leaf(
  '__init__',
  `$self, ${CONTEXT_ATTRIBUTES.map((name) => `${name}=None`).join(', ')}`,
  (space: Space, w: W, ...values_w: W[]) => {
    const context = contextOf(space, w);
    CONTEXT_ATTRIBUTES.forEach((name, i) => {
      if (!space.is(values_w[i], space.w_None)) setAttribute(space, context, name, values_w[i]);
    });
  },
  { result: 'none' },
);

export const contextGetset: Record<string, Getset> = Object.fromEntries(
  CONTEXT_ATTRIBUTES.map((name) => [
    name,
    {
      get: GETTERS[name],
      set: (space: Space, w: W, w_value: W | null) => {
        if (w_value === null) throw raise(space, 'AttributeError', 'context attributes cannot be deleted');
        setAttribute(space, contextOf(space, w), name, w_value);
      },
    },
  ]),
);

// --- localcontext

class ManagerPayload extends Payload {
  w_local: W | null;
  w_outer: W | null;
  constructor(w_local: W, w_outer: W) {
    super();
    this.w_local = w_local;
    this.w_outer = w_outer;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_local !== null) visit(this.w_local);
    if (this.w_outer !== null) visit(this.w_outer);
  }
  forget(): void {
    this.w_local = this.w_outer = null;
  }
}

export const managerType: TypeDefinition = {
  name: typeName('ContextManager'),
  isBase: false,
  methods: [
    leaf('__enter__', '$self, /', (space: Space, w: W) => {
      const { w_local } = space.data(w) as ManagerPayload;
      setContext(space, w_local!);
      return w_local!;
    }),
    leaf('__exit__', '$self, *args', (space: Space, w: W) => {
      setContext(space, (space.data(w) as ManagerPayload).w_outer!);
      return space.w_False;
    }),
  ],
};

export const localcontext = leaf(
  'localcontext',
  'ctx=None, **kwargs',
  (space: Space, w_context: W, w_options: W) => {
    const w_outer = currentContext(space);
    const isNone = space.is(w_context, space.w_None);
    if (!isNone && !isContext(space, w_context))
      throw raise(space, 'TypeError', 'optional argument must be a context');
    const w_local = copyContext(space, isNone ? w_outer : w_context);
    for (let e = space.dictnext(w_options, 0); e; e = space.dictnext(w_options, e.next)) {
      const name = space.str_w(e.w_key);
      if (!CONTEXT_ATTRIBUTES.includes(name)) {
        const text = `this function got an unexpected keyword argument '${name}'`;
        throw raise(space, 'TypeError', text);
      }
      if (!space.is(e.w_value, space.w_None)) setAttribute(space, contextOf(space, w_local), name, e.w_value);
    }
    const payload = new ManagerPayload(space.own(w_local), space.own(w_outer));
    return space.newobj(space.types[typeName('ContextManager')], payload);
  },
);

export const ieeeContext = leaf('IEEEContext', 'bits: index, /', (space: Space, bits: number) => {
  if (bits <= 0 || bits > 512 || bits % 32 !== 0)
    throw bad(space, 'argument must be a multiple of 32, with a maximum of 512');
  const emax = 3 * 2 ** (bits / 16 + 3);
  const arithmetic = template({ prec: (9 * bits) / 32 - 2, emax, emin: 1 - emax, clamp: 1 });
  return newContext(space, arithmetic, 0);
});
