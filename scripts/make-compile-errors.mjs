// Remakes engines/frontend/testdata/compile-errors.json: for each source of compile-errors.txt (parted by lines `%%`) what the
// oracle's `compile()` says: the SyntaxError with its position, or null, and the warnings given.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOracle, root } from './frontend-oracle.mjs';

const folder = join(root, 'engines/frontend/testdata');
const sources = readFileSync(join(folder, 'compile-errors.txt'), 'utf8').split('\n%%\n');
const python = await loadOracle();
python.globals.set('sources_json', JSON.stringify(sources));
const answer = python.runPython(`
import json, warnings
result = []
for source in json.loads(sources_json):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            compile(source, 'f.py', 'exec', dont_inherit=True)
            error = None
        except SyntaxError as e:
            error = dict(type=type(e).__name__, msg=e.msg, lineno=e.lineno, offset=e.offset, end_lineno=e.end_lineno, end_offset=e.end_offset)
        except Exception as e:
            error = dict(type=type(e).__name__, msg=str(e))
    result.append(dict(source=source, error=error, warnings=[dict(category=w.category.__name__, message=str(w.message), lineno=w.lineno) for w in caught]))
json.dumps(result)
`);
writeFileSync(join(folder, 'compile-errors.json'), JSON.stringify(JSON.parse(answer), null, 2) + '\n');
console.log(`${sources.length} sources`);
