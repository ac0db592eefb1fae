// For the bundle whose size counts: `===` and `!==` lose their last character where TypeScript's types say that both sides
// are numbers, both are strings, or both BigInts, so that nothing changes. Answers a function from a file's path to the
// places of those operators.
import ts from 'typescript';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const KINDS = [ts.TypeFlags.NumberLike, ts.TypeFlags.StringLike, ts.TypeFlags.BigIntLike];

/** Is every member of a type of this one kind of primitive? */
const all = (type, kind) =>
  type.isUnion() ? type.types.every((t) => all(t, kind)) : (type.flags & kind) !== 0;

export function looseEquality(entry) {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram([entry], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  /** The source with its operators shortened. */
  return (path, source) => {
    const file = program.getSourceFile(path);
    if (file === undefined || file.text !== source) return source;
    const ends = [];
    const visit = (node) => {
      ts.forEachChild(node, visit);
      if (!ts.isBinaryExpression(node)) return;
      const { kind, end } = node.operatorToken;
      if (
        kind !== ts.SyntaxKind.EqualsEqualsEqualsToken &&
        kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken
      )
        return;
      const [a, b] = [node.left, node.right].map((side) => checker.getTypeAtLocation(side));
      if (KINDS.some((k) => all(a, k) && all(b, k))) ends.push(end);
    };
    visit(file);
    let out = '';
    let at = 0;
    for (const end of ends.sort((x, y) => x - y)) {
      out += source.slice(at, end - 1);
      at = end;
    }
    return out + source.slice(at);
  };
}
