// `__doc__` of slot wrappers: what a special method does, told the same for each type. Texts as CPython's slotdefs (Objects/typeobject.c) have
// them, because `help` and tools show them.

const OPERATORS: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  matmul: '@',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  lshift: '<<',
  rshift: '>>',
  and: '&',
  xor: '^',
  or: '|',
};
const COMPARISONS: Readonly<Record<string, string>> = {
  lt: '<',
  le: '<=',
  eq: '==',
  ne: '!=',
  gt: '>',
  ge: '>=',
};
/** In-place forms that say "Implement"; those of bits say "Return". */
const IMPLEMENTED = ['add', 'sub', 'mul'];

const OTHERS: Readonly<Record<string, string>> = {
  __abs__: 'abs(self)',
  __aiter__: 'Return an awaitable, that resolves in asynchronous iterator.',
  __anext__: 'Return a value or raise StopAsyncIteration.',
  __await__: 'Return an iterator to be used in await expression.',
  __bool__: 'True if self else False',
  __buffer__: 'Return a buffer object that exposes the underlying memory of the object.',
  __call__: 'Call self as a function.',
  __contains__: 'Return bool(key in self).',
  __del__: 'Called when the instance is about to be destroyed.',
  __delattr__: 'Implement delattr(self, name).',
  __delete__: 'Delete an attribute of instance.',
  __delitem__: 'Delete self[key].',
  __divmod__: 'Return divmod(self, value).',
  __float__: 'float(self)',
  __get__: 'Return an attribute of instance, which is of type owner.',
  __getattribute__: 'Return getattr(self, name).',
  __getitem__: 'Return self[key].',
  __hash__: 'Return hash(self).',
  __index__: 'Return self converted to an integer, if self is suitable for use as an index into a list.',
  __init__: 'Initialize self.  See help(type(self)) for accurate signature.',
  __int__: 'int(self)',
  __invert__: '~self',
  __iter__: 'Implement iter(self).',
  __len__: 'Return len(self).',
  __neg__: '-self',
  __next__: 'Implement next(self).',
  __pos__: '+self',
  __pow__: 'Return pow(self, value, mod).',
  __rdivmod__: 'Return divmod(value, self).',
  __release_buffer__: 'Release the buffer object that exposes the underlying memory of the object.',
  __repr__: 'Return repr(self).',
  __rpow__: 'Return pow(value, self, mod).',
  __set__: 'Set an attribute of instance to value.',
  __setattr__: 'Implement setattr(self, name, value).',
  __setitem__: 'Set self[key] to value.',
  __str__: 'Return str(self).',
};

/** `__new__` of every type. */
export const NEW_DOC = 'Create and return a new object.  See help(type) for accurate signature.';

export function slotDoc(method: string): string | undefined {
  const known = OTHERS[method];
  if (known !== undefined) return known;
  const name = method.slice(2, -2);
  if (name in COMPARISONS) return `Return self${COMPARISONS[name]}value.`;
  if (name in OPERATORS) return `Return self${OPERATORS[name]}value.`;
  const base = name.slice(1);
  if (name.startsWith('r') && base in OPERATORS) return `Return value${OPERATORS[base]}self.`;
  if (name.startsWith('i') && base in OPERATORS) {
    return `${IMPLEMENTED.includes(base) ? 'Implement' : 'Return'} self${OPERATORS[base]}=value.`;
  }
  return undefined;
}
