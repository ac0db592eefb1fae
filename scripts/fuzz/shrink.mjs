// Makes a program smaller as long as it still does what it was found for. Steps, each tried on every statement until none helps: a statement with
// all that is indented below it goes; a compound statement gives way to its body; an expression in brackets becomes a constant.
const indentOf = (line) => /^ */.exec(line)[0].length;

/** Index behind the statement at line `i`, with all that is indented below it. */
function endOf(lines, i) {
  let end = i + 1;
  while (end < lines.length && (lines[end].trim() === '' || indentOf(lines[end]) > indentOf(lines[i]))) end++;
  return end;
}

/** Where a statement was the only one of its block, `pass` must stand. */
function without(lines, from, to, by = []) {
  const indent = indentOf(lines[from]);
  const before = lines.slice(0, from);
  const after = lines.slice(to);
  const opensBefore = from > 0 && /:\s*(#.*)?$/.test(lines[from - 1]) && indentOf(lines[from - 1]) < indent;
  const endsAfter = after.length === 0 || indentOf(after[0]) < indent;
  const filler = by.length === 0 && opensBefore && endsAfter ? [`${' '.repeat(indent)}pass`] : by;
  return [...before, ...filler, ...after];
}

function* simplerLines(lines) {
  for (let i = 0; i < lines.length; i++) {
    const end = endOf(lines, i);
    if (end === i + 1) continue;
    const shift = indentOf(lines[i + 1]) - indentOf(lines[i]);
    yield [
      ...lines.slice(0, i),
      ...lines.slice(i + 1, end).map((line) => line.slice(shift)),
      ...lines.slice(end),
    ];
  }
  for (let i = 0; i < lines.length; i++) {
    for (const { index, 0: part } of lines[i].matchAll(/\([^()]*\)|\[[^[\]]*\]/g)) {
      const rest = lines[i].slice(index + part.length);
      for (const by of ['1', '()', part.slice(1, -1)]) {
        if (by === part) continue;
        yield lines.with(i, lines[i].slice(0, index) + by + rest);
      }
    }
    for (const { index, 0: part } of lines[i].matchAll(/ (?:[-+*/%&|^<>]+|and|or|if .* else|==) [\w.']+/g)) {
      yield lines.with(i, lines[i].slice(0, index) + lines[i].slice(index + part.length));
    }
  }
}

/** `isWanted(text)` answers a promise of whether it still shows the fault. At most `attempts` are made. */
export async function shrink(text, isWanted, attempts = 1500) {
  let lines = text.split('\n').filter((line) => line.trim() !== '');
  let left = attempts;
  const takes = async (candidate) => {
    if (candidate.length === 0 || --left <= 0 || !(await isWanted(`${candidate.join('\n')}\n`))) return false;
    lines = candidate;
    return true;
  };
  await withoutChunks();
  for (let before = ''; before !== lines.join('\n') && left > 0;) {
    before = lines.join('\n');
    await withoutStatements();
    await withSimplerLines();
  }
  return `${lines.join('\n')}\n`;

  /** Half of the program's own statements, a quarter … at once. */
  async function withoutChunks() {
    const starts = () =>
      lines.flatMap((line, i) =>
        indentOf(line) === 0 && !/^(else|elif|except|finally)\b/.test(line) ? [i] : [],
      );
    for (let size = Math.ceil(starts().length / 2); size > 1; size = Math.ceil(size / 2)) {
      for (let at = starts().length - size; at > -size; at -= size) {
        const known = starts();
        const from = known[Math.max(0, at)];
        const to = known[at + size] ?? lines.length;
        if (from < to) await takes([...lines.slice(0, from), ...lines.slice(to)]);
      }
    }
  }

  /** From the end: what stands there depends on what is above, not the other way round. */
  async function withoutStatements() {
    for (let i = lines.length - 1; i >= 0; i--) {
      if (i >= lines.length || lines[i].trim() === 'pass') continue;
      await takes(without(lines, i, endOf(lines, i)));
    }
  }

  async function withSimplerLines() {
    for (let hasChanged = true; hasChanged && left > 0;) {
      hasChanged = false;
      for (const candidate of simplerLines(lines)) {
        if (!(await takes(candidate))) continue;
        hasChanged = true;
        break;
      }
    }
  }
}
