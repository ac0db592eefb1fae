// The module `_contextvars` (PEP 567): context variables, contexts, tokens. Models CPython's Python/context.c; a context is a host map that
// is copied as a whole where CPython shares a persistent tree. Left out: watchers.
import { andThen } from '../continuation.ts';
import { call, compare, truth } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { ThreadState } from '../threads/thread.ts';
import type { TypeDefinition } from '../typedef.ts';
import { defineTypes } from './module-definition.ts';
import type { ModuleDefinition } from './module-definition.ts';

class ContextVariable extends Payload {
  w_name: W | null;
  w_default: W | null;
  constructor(w_name: W, w_default: W | null) {
    super();
    this.w_name = w_name;
    this.w_default = w_default;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_name !== null) visit(this.w_name);
    if (this.w_default !== null) visit(this.w_default);
  }
  forget(): void {
    this.w_name = this.w_default = null;
  }
}

interface Binding {
  w_variable: W;
  w_value: W;
}

class ContextPayload extends Payload {
  readonly bindings = new Map<ContextVariable, Binding>();
  isEntered = false;
  /** The context that was current before; owned. */
  w_previous: W | null = null;

  traverse(visit: (w: W) => void): void {
    for (const { w_variable, w_value } of this.bindings.values()) {
      visit(w_variable);
      visit(w_value);
    }
    if (this.w_previous !== null) visit(this.w_previous);
  }
  forget(): void {
    this.bindings.clear();
    this.w_previous = null;
  }
}

class TokenPayload extends Payload {
  w_variable: W | null;
  w_context: W | null;
  /** Null: the variable had no value. */
  w_old: W | null;
  isUsed = false;
  constructor(w_variable: W, w_context: W, w_old: W | null) {
    super();
    this.w_variable = w_variable;
    this.w_context = w_context;
    this.w_old = w_old;
  }
  traverse(visit: (w: W) => void): void {
    for (const w of [this.w_variable, this.w_context, this.w_old]) if (w !== null) visit(w);
  }
  forget(): void {
    this.w_variable = this.w_context = this.w_old = null;
  }
}

class MissingPayload extends Payload {
  traverse(): void {}
  forget(): void {}
}

const variableOf = (space: Space, w: W): ContextVariable => space.data(w) as ContextVariable;
const contextOf = (space: Space, w: W): ContextPayload => space.data(w) as ContextPayload;
const tokenOf = (space: Space, w: W): TokenPayload => space.data(w) as TokenPayload;

// --- the current context

const current = new WeakMap<ThreadState, W>();
const missing = new WeakMap<Space, W>();

/** The running code's context, made when it is first needed; borrowed. */
function currentContext(space: Space): W {
  let w_context = current.get(space.thread);
  if (w_context === undefined) {
    w_context = space.own(space.newobj(space.types['_contextvars.Context'], new ContextPayload()));
    const { thread } = space;
    const root = (visit: (w: W) => void): void => visit(current.get(thread)!);
    current.set(thread, w_context);
    space.roots.push(root);
    thread.atExit.add(() => {
      space.drop(current.get(thread)!);
      space.roots.splice(space.roots.indexOf(root), 1);
    });
  }
  return w_context;
}

function missingMark(space: Space): W {
  let w_missing = missing.get(space);
  if (w_missing === undefined) {
    w_missing = space.own(space.newobj(space.types['_contextvars.Token.MISSING'], new MissingPayload()));
    missing.set(space, w_missing);
  }
  return w_missing;
}

function copyContext(space: Space, w_context: W): W {
  const copy = new ContextPayload();
  for (const [variable, { w_variable, w_value }] of contextOf(space, w_context).bindings) {
    copy.bindings.set(variable, { w_variable: space.own(w_variable), w_value: space.own(w_value) });
  }
  return space.newobj(space.types['_contextvars.Context'], copy);
}

function run(space: Space, w_context: W, args_w: readonly W[], w_kwargs: W): W {
  if (args_w.length === 0) throw raise(space, 'TypeError', 'run() missing 1 required positional argument');
  const caller = space.top;
  const context = contextOf(space, w_context);
  if (context.isEntered) {
    return andThen(space, caller, space.repr(w_context), (w_text) => {
      const text = `cannot enter context: ${space.str_w(w_text)} is already entered`;
      throw raise(space, 'RuntimeError', text);
    });
  }
  context.isEntered = true;
  // The reference that `current` owned moves here; the context itself is owned for as long as it is current.
  context.w_previous = currentContext(space);
  current.set(space.thread, space.own(w_context));
  const leave = (): void => {
    current.set(space.thread, context.w_previous!);
    context.w_previous = null;
    context.isEntered = false;
    space.drop(w_context);
  };
  const unpacked = space.unpackArguments(args_w.slice(1), w_kwargs);
  const failed = (error: unknown): never => {
    leave();
    throw error;
  };
  let w_answer: W;
  try {
    w_answer = call(space, args_w[0], unpacked.args_w, unpacked.names);
  } catch (e) {
    return failed(e);
  }
  return andThen(
    space,
    caller,
    w_answer,
    (w_result) => {
      leave();
      return w_result;
    },
    failed,
  );
}

// --- variables

function bind(space: Space, w_context: W, w_variable: W, w_value: W | null): void {
  const { bindings } = contextOf(space, w_context);
  const variable = variableOf(space, w_variable);
  const old = bindings.get(variable);
  if (w_value === null) bindings.delete(variable);
  else bindings.set(variable, { w_variable: space.own(w_variable), w_value: space.own(w_value) });
  if (old !== undefined) {
    space.drop(old.w_variable);
    space.drop(old.w_value);
  }
}

const valueIn = (space: Space, w_context: W, w_variable: W): W | undefined =>
  contextOf(space, w_context).bindings.get(variableOf(space, w_variable))?.w_value;

function setVariable(space: Space, w_variable: W, w_value: W): W {
  const w_context = currentContext(space);
  const w_old = valueIn(space, w_context, w_variable);
  const token = new TokenPayload(
    space.own(w_variable),
    space.own(w_context),
    w_old === undefined ? null : space.own(w_old),
  );
  bind(space, w_context, w_variable, w_value);
  return space.newobj(space.types['_contextvars.Token'], token);
}

function reset(space: Space, w_variable: W, w_token: W): W {
  const caller = space.top;
  const type = space.types['_contextvars.Token'];
  if (space.type(w_token) !== type) {
    const text = `expected an instance of Token, got ${space.type(w_token).name}`;
    throw raise(space, 'TypeError', text);
  }
  const token = tokenOf(space, w_token);
  const refuse = (kind: 'RuntimeError' | 'ValueError', complaint: string): W =>
    andThen(space, caller, space.repr(w_token), (w_text) => {
      throw raise(space, kind, `${space.str_w(w_text)} ${complaint}`);
    });
  if (token.isUsed) return refuse('RuntimeError', 'has already been used once');
  if (!space.is(token.w_variable!, w_variable)) {
    return refuse('ValueError', 'was created by a different ContextVar');
  }
  const w_context = currentContext(space);
  if (!space.is(token.w_context!, w_context)) {
    return refuse('ValueError', 'was created in a different Context');
  }
  token.isUsed = true;
  bind(space, w_context, w_variable, token.w_old);
  return space.w_None;
}

const variableType: TypeDefinition = {
  name: '_contextvars.ContextVar',
  module: '_contextvars',
  isBase: false,
  slots: {
    new: (space, type, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      const take = (name: string): W | undefined => {
        const at = names?.indexOf(name) ?? -1;
        return at < 0 ? undefined : args_w[positional + at];
      };
      for (const name of names ?? []) {
        if (name !== 'name' && name !== 'default') {
          throw raise(space, 'TypeError', `ContextVar() got an unexpected keyword argument '${name}'`);
        }
      }
      if (positional > 1) {
        throw raise(
          space,
          'TypeError',
          `ContextVar() takes exactly 1 positional argument (${positional} given)`,
        );
      }
      const w_name = positional === 1 ? args_w[0] : take('name');
      if (w_name === undefined) {
        throw raise(space, 'TypeError', "ContextVar() missing required argument 'name' (pos 1)");
      }
      if (!space.type(w_name).isSubtype(space.types.str)) {
        throw raise(space, 'TypeError', 'context variable name must be a str');
      }
      const w_default = take('default');
      return space.newobj(
        type,
        new ContextVariable(space.own(w_name), w_default === undefined ? null : space.own(w_default)),
      );
    },
    repr: (space, w) => {
      const caller = space.top;
      const { w_name, w_default } = variableOf(space, w);
      return andThen(space, caller, space.repr(w_name!), (w_text) => {
        const show = (inner: string): W =>
          space.newstr(`<ContextVar name=${space.str_w(w_text)}${inner} at ${space.address(w)}>`);
        if (w_default === null) return show('');
        return andThen(space, caller, space.repr(w_default), (w_shown) =>
          show(` default=${space.str_w(w_shown)}`),
        );
      });
    },
  },
  methods: [
    leaf('get', '$self, default=NULL, /', (space: Space, w: W, w_default?: W) => {
      const w_found = valueIn(space, currentContext(space), w) ?? w_default ?? variableOf(space, w).w_default;
      if (w_found === null) throw raiseWith(space, 'LookupError', [w]);
      return w_found;
    }),
    leaf('set', '$self, value, /', setVariable),
    resumable('reset', '$self, token, /', reset),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: { name: { get: (space, w) => variableOf(space, w).w_name!, member: true } },
};

const tokenType: TypeDefinition = {
  name: '_contextvars.Token',
  module: '_contextvars',
  isBase: false,
  unhashable: true,
  slots: {
    new: (space) => {
      throw raise(space, 'RuntimeError', 'Tokens can only be created by ContextVars');
    },
    repr: (space, w) => {
      const { w_variable, isUsed } = tokenOf(space, w);
      return andThen(space, space.top, space.repr(w_variable!), (w_text) =>
        space.newstr(`<Token${isUsed ? ' used' : ''} var=${space.str_w(w_text)} at ${space.address(w)}>`),
      );
    },
  },
  methods: [
    leaf('__enter__', '$self, /', (_space: Space, w: W) => w),
    resumable('__exit__', '$self, type, val, tb, /', (space: Space, w: W) =>
      reset(space, tokenOf(space, w).w_variable!, w),
    ),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    var: { get: (space, w) => tokenOf(space, w).w_variable! },
    old_value: { get: (space, w) => tokenOf(space, w).w_old ?? missingMark(space) },
  },
  constants: (space) => ({ MISSING: missingMark(space) }),
};

const missingType: TypeDefinition = {
  name: '_contextvars.Token.MISSING',
  module: 'Token',
  isBase: false,
  slots: { repr: (space) => space.newstr('<Token.MISSING>') },
};

// --- contexts as mappings

function found(space: Space, w_context: W, w_key: W): W | undefined {
  if (space.type(w_key) !== space.types['_contextvars.ContextVar']) {
    return andThen(space, space.top, space.repr(w_key), (w_text) => {
      throw raise(space, 'TypeError', `a ContextVar key was expected, got ${space.str_w(w_text)}`);
    });
  }
  return valueIn(space, w_context, w_key);
}

const listed = (space: Space, w_context: W, pick: (binding: Binding) => W): W =>
  space.newtuple([...contextOf(space, w_context).bindings.values()].map(pick));

const iterated = (space: Space, w_tuple: W): W => space.types.tuple.slots.iter!(space, w_tuple);

/** Same variables with equal values. */
function equal(space: Space, w_a: W, w_b: W, answer: (isEqual: boolean) => W): W {
  const a = contextOf(space, w_a).bindings;
  const b = contextOf(space, w_b).bindings;
  if (a.size !== b.size) return answer(false);
  const caller = space.top;
  const entries = [...a];
  const from = (i: number): W => {
    if (i === entries.length) return answer(true);
    const [variable, { w_value }] = entries[i];
    const other = b.get(variable);
    if (other === undefined) return answer(false);
    if (space.is(w_value, other.w_value)) return from(i + 1);
    return andThen(space, caller, compare(space, w_value, other.w_value, EQ), (w) =>
      andThen(space, caller, truth(space, w), (w_truth) =>
        space.is(w_truth, space.w_True) ? from(i + 1) : answer(false),
      ),
    );
  };
  return from(0);
}

const contextType: TypeDefinition = {
  name: '_contextvars.Context',
  module: '_contextvars',
  isBase: false,
  hasWeakrefs: true,
  unhashable: true,
  isMapping: true,
  slots: {
    new: (space, type, args_w) => {
      if (args_w.length > 0) throw raise(space, 'TypeError', 'Context() does not accept any arguments');
      return space.newobj(type, new ContextPayload());
    },
    length: (space, w) => space.newint(contextOf(space, w).bindings.size),
    getitem: (space, w, w_key) => {
      const w_value = found(space, w, w_key);
      if (w_value === undefined) throw raiseWith(space, 'KeyError', [w_key]);
      return w_value;
    },
    contains: (space, w, w_key) => {
      if (space.type(w_key) !== space.types['_contextvars.ContextVar']) return found(space, w, w_key)!;
      return space.newbool(found(space, w, w_key) !== undefined);
    },
    iter: (space, w) =>
      iterated(
        space,
        listed(space, w, ({ w_variable }) => w_variable),
      ),
    compare: (space, w_a, w_b, op) => {
      const type = space.types['_contextvars.Context'];
      if (space.type(w_b) !== type || (op !== EQ && op !== NE)) return space.w_NotImplemented;
      return equal(space, w_a, w_b, (isEqual) => space.newbool(isEqual === (op === EQ)));
    },
  },
  methods: [
    resumable('run', '$self, *args, **kwargs', run),
    leaf('copy', '$self, /', copyContext),
    resumable(
      'get',
      '$self, key, default=None, /',
      (space: Space, w: W, w_key: W, w_default: W) => found(space, w, w_key) ?? w_default,
    ),
    leaf('keys', '$self, /', (space: Space, w: W) => listed(space, w, ({ w_variable }) => w_variable)),
    leaf('values', '$self, /', (space: Space, w: W) => listed(space, w, ({ w_value }) => w_value)),
    leaf('items', '$self, /', (space: Space, w: W) =>
      listed(space, w, ({ w_variable, w_value }) => space.newtuple([w_variable, w_value])),
    ),
  ],
};

export const contextvarsModule: ModuleDefinition = {
  name: '_contextvars',
  doc: 'Context Variables',
  functions: [leaf('copy_context', '', (space: Space) => copyContext(space, currentContext(space)))],
  types: [missingType, contextType, variableType, tokenType],
  hidden: ['_contextvars.Token.MISSING'],
};

// --- for native modules with a variable of their own

export function newVariable(space: Space, name: string): W {
  defineTypes(space, contextvarsModule.types!);
  const variable = new ContextVariable(space.own(space.newstr(name)), null);
  return space.newobj(space.types['_contextvars.ContextVar'], variable);
}

export const currentValue = (space: Space, w_variable: W): W | undefined =>
  valueIn(space, currentContext(space), w_variable);

export const setCurrentValue = (space: Space, w_variable: W, w_value: W): void =>
  bind(space, currentContext(space), w_variable, w_value);
