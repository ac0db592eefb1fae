// What a script may rely on that only some implementations of Python have: one row a reliance, with who differs, what to write
// instead, and the experiment (workloads/experiments/<id>.py) that shows the difference when it is compared. A rule looks at the
// syntax tree alone; it names places worth a look, and is silent where it cannot know.
import {
  calledName,
  child,
  dottedName,
  isFunction,
  list,
  loopAround,
  ownNodes,
  scopeOf,
  walk,
} from './syntax-tree.ts';
import type { SyntaxNode, Visit } from './syntax-tree.ts';

export interface Rule {
  /** Also the name of its experiment. */
  id: string;
  /** What is relied on, in a few words. */
  title: string;
  /** Which implementations do otherwise, and how. */
  differs: string;
  instead: string;
  /** The place that relies on it, with what it says there; nothing where the node is none. */
  find(visit: Visit, facts: Facts): string | undefined;
}

/** What is known of the whole program before the rules look at its nodes. */
export interface Facts {
  /** Names that hold a set wherever they are assigned, by the scope they are assigned in. */
  setNames: ReadonlyMap<SyntaxNode, ReadonlySet<string>>;
  /** Modules under the names they are imported by: `np` → `numpy`. */
  modules: ReadonlyMap<string, string>;
  /** Names from modules: `getrefcount` → `sys.getrefcount`. */
  imported: ReadonlyMap<string, string>;
}

const SET_MAKERS = new Set(['set', 'frozenset']);
const SET_METHODS = new Set(['union', 'intersection', 'difference', 'symmetric_difference']);

/** Whether an expression is a set for certain. */
function isSet(node: SyntaxNode | undefined, names: ReadonlySet<string>): boolean {
  if (node === undefined) return false;
  if (node._type === 'Set' || node._type === 'SetComp') return true;
  if (node._type === 'Name') return names.has(String(node.id));
  if (node._type === 'Call') {
    if (SET_MAKERS.has(calledName(node) ?? '')) return true;
    const func = child(node, 'func');
    return (
      func?._type === 'Attribute' && SET_METHODS.has(String(func.attr)) && isSet(child(func, 'value'), names)
    );
  }
  if (node._type === 'BinOp' && ['BitOr', 'BitAnd', 'Sub', 'BitXor'].includes(String(node.op)))
    return isSet(child(node, 'left'), names) && isSet(child(node, 'right'), names);
  return false;
}

export function factsOf(tree: SyntaxNode): Facts {
  const assigned = new Map<SyntaxNode, Map<string, (SyntaxNode | undefined)[]>>();
  const modules = new Map<string, string>();
  const imported = new Map<string, string>();
  const note = (scope: SyntaxNode, target: SyntaxNode, value: SyntaxNode | undefined) => {
    if (target._type !== 'Name') return;
    const own = assigned.get(scope) ?? new Map<string, (SyntaxNode | undefined)[]>();
    assigned.set(scope, own);
    own.set(String(target.id), [...(own.get(String(target.id)) ?? []), value]);
  };
  for (const visit of walk(tree)) {
    const { node } = visit;
    const scope = scopeOf(visit) ?? tree;
    if (node._type === 'Assign') for (const t of list(node, 'targets')) note(scope, t, child(node, 'value'));
    else if (node._type === 'AnnAssign') note(scope, child(node, 'target')!, child(node, 'value'));
    else if (node._type === 'For' || node._type === 'AsyncFor')
      note(scope, child(node, 'target')!, undefined);
    else if (node._type === 'withitem' && child(node, 'optional_vars'))
      note(scope, child(node, 'optional_vars')!, undefined);
    else if (node._type === 'Import')
      for (const alias of list(node, 'names')) {
        // `import a.b` binds `a`, to `a`.
        const top = String(alias.name).split('.')[0];
        modules.set(String(alias.asname ?? top), alias.asname == null ? top : String(alias.name));
      }
    else if (node._type === 'ImportFrom' && node.module)
      for (const alias of list(node, 'names'))
        imported.set(String(alias.asname ?? alias.name), `${String(node.module)}.${String(alias.name)}`);
  }
  const setNames = new Map<SyntaxNode, Set<string>>();
  for (const [scope, names] of assigned) {
    const sets = new Set<string>();
    for (const [name, values] of names)
      if (values.length > 0 && values.every((v) => isSet(v, new Set()))) sets.add(name);
    setNames.set(scope, sets);
  }
  return { setNames, modules, imported };
}

/** Sets that a place can see: those of its scope and of the module. */
function setsAt(visit: Visit, facts: Facts): ReadonlySet<string> {
  const scopes = [visit.ancestors[0], scopeOf(visit)];
  return new Set(scopes.flatMap((s) => (s ? [...(facts.setNames.get(s) ?? [])] : [])));
}

/** `sys.getrefcount` however it was imported. */
function qualified(node: SyntaxNode | undefined, facts: Facts): string | undefined {
  const name = dottedName(node);
  if (name === undefined) return undefined;
  const [head, ...rest] = name.split('.');
  const from = facts.imported.get(head) ?? facts.modules.get(head);
  return [from ?? head, ...rest].join('.');
}

function callOf(visit: Visit, facts: Facts, names: readonly string[]): string | undefined {
  if (visit.node._type !== 'Call') return undefined;
  const name = qualified(child(visit.node, 'func'), facts);
  return name !== undefined && names.includes(name) ? name : undefined;
}

/** Builtins that take an iterable and show its order. */
const ORDERED = new Set([
  'list',
  'tuple',
  'iter',
  'enumerate',
  'zip',
  'map',
  'filter',
  'print',
  'repr',
  'str',
]);

export const rules: readonly Rule[] = [
  {
    id: 'set-order',
    title: 'the order of a set',
    differs:
      'CPython orders by hash (for str by a seed of each process), PyPy by insertion, MicroPython by its own hash.',
    instead: 'sorted(s), or dict.fromkeys(items) where insertion order is meant.',
    find(visit, facts) {
      const { node } = visit;
      const sets = setsAt(visit, facts);
      if (node._type === 'For' || node._type === 'comprehension') {
        // A comprehension that makes a set, or is summed, shows no order.
        const parent = visit.ancestors.at(-1);
        if (node._type === 'comprehension' && parent?._type === 'SetComp') return undefined;
        const outer = visit.ancestors.at(-2);
        const call = outer?._type === 'Call' ? calledName(outer) : undefined;
        if (
          node._type === 'comprehension' &&
          parent?._type === 'GeneratorExp' &&
          ['sum', 'min', 'max', 'any', 'all', 'set', 'frozenset', 'sorted', 'len'].includes(call ?? '')
        )
          return undefined;
        return isSet(child(node, 'iter'), sets) ? 'iterates over a set' : undefined;
      }
      if (node._type !== 'Call') return undefined;
      const func = child(node, 'func');
      const args = list(node, 'args');
      const name = calledName(node);
      if (name !== undefined && ORDERED.has(name) && args.some((a) => isSet(a, sets)))
        return `${name}() of a set`;
      if (func?._type !== 'Attribute') return undefined;
      if (func.attr === 'join' && args.some((a) => isSet(a, sets))) return 'join() of a set';
      if (func.attr === 'pop' && args.length === 0 && isSet(child(func, 'value'), sets))
        return 'pop() of a set';
      return undefined;
    },
  },
  {
    id: 'dict-order',
    title: 'the order of a dict',
    differs: 'CPython (3.7) and PyPy keep insertion order; MicroPython and Python 2 do not.',
    instead: 'collections.OrderedDict, or sorted(d), where it must run there too.',
    find({ node }) {
      const iterates =
        node._type === 'For' || node._type === 'comprehension' ? child(node, 'iter') : undefined;
      if (iterates?._type === 'Dict' || iterates?._type === 'DictComp') return 'iterates over a dict';
      const func = iterates?._type === 'Call' ? child(iterates, 'func') : undefined;
      const views = ['items', 'keys', 'values'];
      return func?._type === 'Attribute' &&
        views.includes(String(func.attr)) &&
        list(iterates!, 'args').length === 0
        ? `iterates over .${String(func.attr)}()`
        : undefined;
    },
  },
  {
    id: 'immediate-del',
    title: 'that an object dies at once',
    differs:
      'CPython calls __del__ when the last reference goes; PyPy at a collection; MicroPython never for user classes.',
    instead: 'a context manager (with), or try/finally; weakref.finalize for a last resort.',
    find({ node, ancestors }) {
      return node._type === 'FunctionDef' && node.name === '__del__' && ancestors.at(-1)?._type === 'ClassDef'
        ? `class ${String(ancestors.at(-1)!.name)} has __del__`
        : undefined;
    },
  },
  {
    id: 'unclosed-file',
    title: 'that a file closes itself',
    differs:
      'CPython closes it when the last reference goes; PyPy at a collection, so that what was written may be missing until then.',
    instead: 'with open(…) as f.',
    find({ node, ancestors }, facts) {
      if (
        node._type !== 'Call' ||
        !['open', 'io.open', 'codecs.open'].includes(qualified(child(node, 'func'), facts) ?? '')
      )
        return undefined;
      const parent = ancestors.at(-1);
      // open(…).read(), or a name that nothing closes, are what is meant; `with`, return and arguments hand it on.
      if (parent?._type === 'Attribute') return `open(…).${String(parent.attr)}`;
      return parent?._type === 'Expr' ? 'open(…) that nothing keeps' : undefined;
    },
  },
  {
    id: 'identity-of-values',
    title: 'the identity of numbers or texts',
    differs:
      'CPython shares -5…256 and interned texts; PyPy compares int, float and short texts by value; MicroPython has small ints without identity.',
    instead: '== and !=; `is` for None, True, False and sentinels of your own.',
    find({ node }) {
      if (node._type !== 'Compare') return undefined;
      const operators = node.ops as string[];
      const sides = [child(node, 'left')!, ...list(node, 'comparators')];
      const at = operators.findIndex(
        (op, i) => (op === 'Is' || op === 'IsNot') && [sides[i], sides[i + 1]].some(isValue),
      );
      return at < 0 ? undefined : `\`${operators[at] === 'Is' ? 'is' : 'is not'}\` with a number or text`;
    },
  },
  {
    id: 'id-as-address',
    title: 'what id() answers',
    differs:
      'CPython: an address, which a later object may get; PyPy: made from the value for numbers; MicroPython: small ints answer small numbers.',
    instead: 'keep the objects themselves, in a list or under weak references.',
    find: (visit, facts) => callOf(visit, facts, ['id']) && 'id(…)',
  },
  {
    id: 'reference-counts',
    title: 'counts and sizes of objects',
    differs:
      'PyPy has no reference counts and refuses getsizeof; MicroPython has neither; Jython has neither.',
    instead: 'measure the memory of the process, or tracemalloc where there is one.',
    find: (visit, facts) =>
      callOf(visit, facts, [
        'sys.getrefcount',
        'sys.getsizeof',
        'gc.get_referrers',
        'gc.get_referents',
        'gc.get_objects',
        'gc.get_count',
        'gc.freeze',
      ]),
  },
  {
    id: 'collector',
    title: 'what the collector answers',
    differs:
      'gc.collect() counts objects on CPython, answers None on PyPy, another number on MicroPython; thresholds mean different things.',
    instead: 'call it for its effect, never for its answer.',
    find(visit, facts) {
      const call = callOf(visit, facts, [
        'gc.collect',
        'gc.set_threshold',
        'gc.get_threshold',
        'gc.disable',
        'gc.enable',
      ]);
      // For its effect alone it is the same everywhere.
      return call === undefined || (call === 'gc.collect' && visit.ancestors.at(-1)?._type === 'Expr')
        ? undefined
        : call;
    },
  },
  {
    id: 'weak-references',
    title: 'when a weak reference dies',
    differs:
      'CPython: with the last reference; PyPy: at a collection; MicroPython has no weakref module by default.',
    instead: 'keep no logic on the moment; test for None whenever it is used.',
    find: (visit, facts) =>
      callOf(visit, facts, [
        'weakref.ref',
        'weakref.proxy',
        'weakref.finalize',
        'weakref.WeakValueDictionary',
        'weakref.WeakKeyDictionary',
        'weakref.WeakSet',
      ]),
  },
  {
    id: 'recursion-depth',
    title: 'how deep calls may go',
    differs:
      'CPython counts frames (1000); PyPy looks at the stack’s size; MicroPython allows some 200 and raises RuntimeError.',
    instead: 'a loop with a stack of its own where depth grows with the data.',
    find(visit, facts) {
      const call = callOf(visit, facts, ['sys.setrecursionlimit', 'sys.getrecursionlimit']);
      if (call !== undefined) return call;
      return visit.node._type === 'ExceptHandler' &&
        dottedName(child(visit.node, 'type')) === 'RecursionError'
        ? 'except RecursionError'
        : undefined;
    },
  },
  {
    id: 'text-in-a-loop',
    title: 'that s += t is cheap',
    differs:
      'CPython grows the text in place where nothing else holds it; on PyPy and MicroPython the time is quadratic.',
    instead: "collect the parts in a list and ''.join(parts), or io.StringIO.",
    find(visit) {
      const { node } = visit;
      if (node._type !== 'AugAssign' || node.op !== 'Add' || !loopAround(visit)) return undefined;
      const target = child(node, 'target');
      if (target?._type !== 'Name' || !isText(child(node, 'value'))) return undefined;
      return `${String(target.id)} += text in a loop`;
    },
  },
  {
    id: 'generator-cleanup',
    title: 'when a generator cleans up',
    differs:
      'left in the middle, its finally runs at once on CPython, at a collection on PyPy, never on MicroPython.',
    instead: 'contextlib.closing(generator), or exhaust it.',
    find({ node }) {
      if (node._type !== 'FunctionDef') return undefined;
      const own = [...ownNodes(node)];
      const yields = own.some((n) => n._type === 'Yield' || n._type === 'YieldFrom');
      const cleans = own.some(
        (n) =>
          (n._type === 'Try' && list(n, 'finalbody').length > 0 && hasYield(list(n, 'body'))) ||
          (n._type === 'With' && hasYield(list(n, 'body'))),
      );
      return yields && cleans
        ? `generator ${String(node.name)} yields inside try/finally or with`
        : undefined;
    },
  },
  {
    id: 'hash-values',
    title: 'what hash() answers',
    differs:
      'texts hash by a seed of each process on CPython and PyPy; widths and values differ between 32 and 64 bits and on MicroPython.',
    instead: 'hashlib or zlib.crc32 where a value is kept or shown.',
    find({ node, ancestors }, facts) {
      if (node._type !== 'Call' || qualified(child(node, 'func'), facts) !== 'hash') return undefined;
      // In __hash__ it is what hashes are for.
      return ancestors.some((a) => isFunction(a) && a.name === '__hash__') ? undefined : 'hash(…)';
    },
  },
  {
    id: 'changed-while-iterated',
    title: 'an error when a dict changes in its own loop',
    differs: 'CPython and PyPy raise RuntimeError; MicroPython goes on, and may miss or repeat keys.',
    instead: 'for key in list(d).',
    find(visit) {
      const { node } = visit;
      if (node._type !== 'For') return undefined;
      const iterated = dottedName(child(node, 'iter'));
      if (iterated === undefined) return undefined;
      const changes = list(node, 'body').some((statement) =>
        [...walk(statement)].some(
          ({ node: n }) =>
            (n._type === 'Delete' &&
              list(n, 'targets').some(
                (t) => t._type === 'Subscript' && dottedName(child(t, 'value')) === iterated,
              )) ||
            (n._type === 'Call' &&
              ['pop', 'popitem', 'clear'].map((m) => `${iterated}.${m}`).includes(calledName(n) ?? '')),
        ),
      );
      return changes ? `${iterated} loses items in its own loop` : undefined;
    },
  },
  {
    id: 'error-texts',
    title: 'the text of an error',
    differs: 'the wording is each implementation’s own, and changes between versions.',
    instead: 'catch by type, look at attributes (e.errno, e.name).',
    find({ node }) {
      if (node._type !== 'Compare') return undefined;
      const operators = node.ops as string[];
      if (!operators.some((op) => ['Eq', 'NotEq', 'In', 'NotIn'].includes(op))) return undefined;
      const sides = [child(node, 'left')!, ...list(node, 'comparators')];
      const told = sides.find(
        (s) =>
          calledName(s) === 'str' &&
          /^(e|ex|exc|err|error|exception)$/.test(String(list(s, 'args')[0]?.id ?? '')),
      );
      return told && sides.some(isText) ? 'compares the text of an exception' : undefined;
    },
  },
  {
    id: 'interpreter-internals',
    title: 'frames, code objects and bytecode',
    differs:
      'bytecode differs between versions of CPython alone; PyPy has other instructions, MicroPython no frames or code objects to look at.',
    instead: 'inspect and traceback where they do; else nothing that leaves the one implementation.',
    find(visit, facts) {
      const { node } = visit;
      const call = callOf(visit, facts, [
        'sys._getframe',
        'sys.settrace',
        'sys.setprofile',
        'sys._current_frames',
        'dis.dis',
        'inspect.currentframe',
        'inspect.stack',
      ]);
      if (call !== undefined) return call;
      if (
        node._type === 'Attribute' &&
        ['co_code', 'f_locals', 'f_back', '__code__', '__closure__'].includes(String(node.attr))
      )
        return `.${String(node.attr)}`;
      return undefined;
    },
  },
  {
    id: 'compiled-files',
    title: 'compiled code as files or bytes',
    differs:
      'marshal and .pyc files hold one version of one implementation: CPython’s mod.cpython-314.pyc, PyPy’s mod.pypy39.pyc; MicroPython keeps none.',
    instead: 'ship the source; pickle or json for data.',
    find(visit, facts) {
      const call = callOf(visit, facts, [
        'marshal.dump',
        'marshal.dumps',
        'marshal.load',
        'marshal.loads',
        'py_compile.compile',
        'compileall.compile_dir',
        'compileall.compile_file',
        'importlib.util.cache_from_source',
        'imp.load_compiled',
      ]);
      if (call !== undefined) return call;
      return visit.node._type === 'Name' && visit.node.id === '__cached__' ? '__cached__' : undefined;
    },
  },
  {
    id: 'threads-and-lock',
    title: 'a global interpreter lock',
    differs:
      'CPython and PyPy run one thread’s Python at a time; Jython, IronPython and free-threaded CPython do not; MicroPython’s unix build has no lock at all; builds for WebAssembly have no threads.',
    instead: 'threading.Lock around what threads share, whatever the implementation.',
    find(visit, facts) {
      return callOf(visit, facts, [
        'threading.Thread',
        '_thread.start_new_thread',
        'concurrent.futures.ThreadPoolExecutor',
      ]);
    },
  },
];

function isValue(node: SyntaxNode): boolean {
  if (node._type === 'UnaryOp') return isValue(child(node, 'operand')!);
  if (node._type !== 'Constant') return node._type === 'JoinedStr';
  return ['int', 'float', 'complex', 'str', 'bytes'].includes(String((node.value as { type?: string }).type));
}

function isText(node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false;
  if (node._type === 'JoinedStr') return true;
  if (node._type === 'Constant') return (node.value as { type?: string }).type === 'str';
  if (node._type === 'Call') {
    const func = child(node, 'func');
    if (['str', 'repr', 'chr', 'hex', 'format'].includes(calledName(node) ?? '')) return true;
    return (
      func?._type === 'Attribute' &&
      ['format', 'join', 'upper', 'lower', 'strip', 'rjust', 'ljust'].includes(String(func.attr))
    );
  }
  if (node._type === 'BinOp') return isText(child(node, 'left')) || isText(child(node, 'right'));
  return false;
}

function hasYield(statements: readonly SyntaxNode[]): boolean {
  return statements.some(
    (s) =>
      s._type === 'Yield' || [...ownNodes(s)].some((n) => n._type === 'Yield' || n._type === 'YieldFrom'),
  );
}
