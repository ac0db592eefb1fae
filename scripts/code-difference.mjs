// Compares code objects field by field, recursively: for check-frontend.mjs and tests. Constants are compared by type and
// exact value (0.0 is not -0.0; frozensets without order); code objects among them by the same comparison.

function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function isCode(value) {
  return typeof value === 'object' && value !== null && 'linetable' in value;
}

/** A text equal for equal constants; `repr` is constantRepr of the front end. */
function describe(value, repr) {
  if (typeof value === 'object' && value !== null) {
    if (isCode(value)) return '<code>';
    if ('items' in value) {
      const items = value.items.map((item) => describe(item, repr));
      if (value.constructor.name.includes('FrozenSet')) items.sort();
      return `${value.constructor.name}(${items.join(', ')})`;
    }
    if ('start' in value) {
      return `slice(${describe(value.start, repr)}, ${describe(value.stop, repr)}, ${describe(value.step, repr)})`;
    }
  }
  return `${typeof value === 'boolean' || value === null ? '' : (value.constructor?.name ?? typeof value)} ${repr(value)}`;
}

const numbers = [
  'argcount',
  'posonlyargcount',
  'kwonlyargcount',
  'stacksize',
  'flags',
  'firstlineno',
  'name',
  'qualname',
  'filename',
];
const bytes = ['code', 'exceptiontable', 'linetable', 'localspluskinds'];
const lists = ['names', 'localsplusnames'];

/** Names of the fields of this code object (not of nested ones) that differ. */
export function differentFields(ours, theirs, repr) {
  const fields = [];
  for (const field of numbers) if (ours[field] !== theirs[field]) fields.push(field);
  for (const field of bytes) if (!sameBytes(ours[field], theirs[field])) fields.push(field);
  for (const field of lists) {
    if (
      ours[field].length !== theirs[field].length ||
      ours[field].some((name, i) => name !== theirs[field][i])
    )
      fields.push(field);
  }
  const a = ours.consts.map((value) => describe(value, repr));
  const b = theirs.consts.map((value) => describe(value, repr));
  if (a.length !== b.length || a.some((value, i) => value !== b[i])) fields.push('consts');
  return fields;
}

/** Calls `visit(ours, theirs, fields)` for each code object of `theirs`; `ours` is undefined where there is none. */
export function compareCode(ours, theirs, repr, visit) {
  const fields = ours === undefined ? ['missing'] : differentFields(ours, theirs, repr);
  visit(ours, theirs, fields);
  const nested = (code) => (code === undefined ? [] : code.consts.filter(isCode));
  const mine = nested(ours);
  nested(theirs).forEach((code, i) => {
    // By place where the lists agree, else by name.
    const other =
      mine[i]?.name === code.name && mine[i]?.firstlineno === code.firstlineno
        ? mine[i]
        : mine.find((m) => m.name === code.name && m.firstlineno === code.firstlineno);
    compareCode(other, code, repr, visit);
  });
}
