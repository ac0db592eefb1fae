// The definitions that random programs may use, from the Python files beside this one: a program begins with those that it names, and with those
// that these name.
import { readFileSync } from 'node:fs';

const FILES = ['prelude.py', 'prelude-objects.py', 'prelude-library.py'];

/** One statement of the top level: its text, and the name that it is wanted for. */
function statementsOf(text) {
  const statements = [];
  let lines = [];
  const end = () => {
    const name = /^(?:import|(?:async )?def|class) (\w+)|^(\w+) =/m.exec(lines.join('\n'));
    if (name === null) return void (lines = []);
    // A function that is registered with another one belongs to that.
    const isOf = /^@(\w+)\.register/m.exec(lines.join('\n'));
    statements.push({ name: isOf?.[1] ?? name[1] ?? name[2], text: lines.join('\n').trimEnd() });
    lines = [];
  };
  for (const line of text.split('\n')) {
    if (/^\S/.test(line) && !/^@/.test(lines.at(-1) ?? '')) end();
    lines.push(line);
  }
  end();
  return statements;
}

const STATEMENTS = FILES.flatMap((file) =>
  statementsOf(readFileSync(new URL(file, import.meta.url), 'utf8').replace(/^#.*\n/, '')),
);

/** The definitions that `text` needs, in their order. */
export function preludeOf(text) {
  const wanted = new Set();
  const want = (mention) => {
    const words = new Set(mention.match(/\b[A-Za-z_]\w*/g));
    for (const statement of STATEMENTS) {
      if (wanted.has(statement) || !words.has(statement.name)) continue;
      wanted.add(statement);
      want(statement.text);
    }
  };
  want(text);
  return STATEMENTS.filter((statement) => wanted.has(statement))
    .map((statement) => statement.text)
    .join('\n\n');
}
