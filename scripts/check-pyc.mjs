// .pyc files over the library, both ways: ours are read and compared by the reference's own loader, the reference's are read
// here and written again without loss. `node scripts/check-pyc.mjs`. Last line: `pyc there A/N back B/N bytes C/N`, where `bytes`
// counts files equal to the reference's to the byte (which references are flagged depends there on counts).
import { importBundled, libraryFiles, loadOracle } from './frontend-oracle.mjs';

const { compile, loads, dumps, writePyc, sourceHash, readPyc, compareCode } = await importBundled(
  'engines/frontend/index.ts',
  'frontend-pyc',
);
const python = await loadOracle();
python.runPython(`
import importlib._bootstrap_external as external, importlib.util, marshal, warnings
warnings.simplefilter('ignore')
FIELDS = ('co_argcount', 'co_posonlyargcount', 'co_kwonlyargcount', 'co_stacksize', 'co_flags', 'co_code', 'co_names',
    'co_varnames', 'co_cellvars', 'co_freevars', 'co_filename', 'co_name', 'co_qualname', 'co_firstlineno', 'co_linetable',
    'co_exceptiontable')
def same(a, b):
    if any(getattr(a, f) != getattr(b, f) for f in FIELDS) or len(a.co_consts) != len(b.co_consts):
        return False
    return all(same(x, y) if hasattr(x, 'co_code') else type(x) is type(y) and repr_of(x) == repr_of(y)
        for x, y in zip(a.co_consts, b.co_consts))
def repr_of(x):
    return sorted(map(repr, x)) if isinstance(x, frozenset) else repr(x)
def reads(data, source):
    data, source = bytes(data), bytes(source)
    flags = external._classify_pyc(data, 'm', {})
    external._validate_hash_pyc(data, importlib.util.source_hash(source), 'm', {})
    ours = external._compile_bytecode(memoryview(data)[16:], 'm')
    return flags == 3 and same(ours, compile(source, 'f.py', 'exec', dont_inherit=True))
def dumped(source):
    code = compile(bytes(source), 'f.py', 'exec', dont_inherit=True)
    return marshal.dumps(code)
def equal(a, b):
    return same(marshal.loads(bytes(a)), marshal.loads(bytes(b)))
`);
const reads = python.globals.get('reads');
const dumped = python.globals.get('dumped');
const equal = python.globals.get('equal');

const files = libraryFiles();
let there = 0;
let back = 0;
let equalBytes = 0;
for (const file of files) {
  const { code } = compile(file.bytes, 'f.py', 'exec');
  const pyc = writePyc(code, { kind: 'hash', hash: sourceHash(file.bytes), checked: true });
  if (reads(python.toPy(pyc), python.toPy(file.bytes))) there++;
  else console.log(`${file.name}: the reference reads another code`);
  const answer = dumped(python.toPy(file.bytes));
  const theirs = Uint8Array.from(answer.toJs());
  answer.destroy();
  const read = loads(theirs);
  const again = dumps(read);
  let lossless = equal(python.toPy(theirs), python.toPy(again));
  compareCode(readPyc(pyc).code, read, (_, other, fields) => {
    if (fields.length > 0) lossless = false;
  });
  if (lossless) back++;
  else console.log(`${file.name}: lost on the way`);
  if (Buffer.compare(Buffer.from(pyc.subarray(16)), Buffer.from(theirs)) === 0) equalBytes++;
}
console.log(
  `pyc there ${there}/${files.length} back ${back}/${files.length} bytes ${equalBytes}/${files.length}`,
);
process.exitCode = there === files.length && back === files.length ? 0 : 1;
