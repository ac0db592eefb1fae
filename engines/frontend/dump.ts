// What the front end makes of a source, as text: tokens, tree, scopes, bytecode, or the SyntaxError. Shared by every engine
// whose front end this is; equal to `python -m tokenize`, `ast.dump`, `symtable`, `python -m dis` of CPython 3.14.
import type { DumpAnswer, DumpKind } from '../engine.ts';
import { dumpAst } from './ast-dump.ts';
import { astToJson } from './ast-json.ts';
import { preprocess } from './ast-preprocess.ts';
import { disassemble } from './dis.ts';
import { futureFeatures } from './future.ts';
import { compile } from './index.ts';
import { parse } from './parse.ts';
import { buildSymtable } from './symtable.ts';
import { symtableText } from './symtable-view.ts';
import { syntaxErrorText, warningsText } from './syntax-error-text.ts';
import { PythonSyntaxError } from './syntax-errors.ts';
import type { SyntaxWarning } from './syntax-errors.ts';
import { dumpTokens } from './tokens-dump.ts';

export interface SourceDump {
  kind: DumpKind;
  source: Uint8Array | string;
  filename: string;
  /** The file can be read again: an error found after parsing shows its line too, as CPython's do. */
  isFile: boolean;
  /** `-O` levels. */
  optimize: 0 | 1 | 2;
  /** attributes, indent, data (the tree as plain data too), exact, caches, offsets, positions. */
  options: Record<string, string | boolean>;
}

export function dumpSource({ kind, source, filename, isFile, optimize, options }: SourceDump): DumpAnswer {
  const on = (name: string): boolean => options[name] === true;
  try {
    switch (kind) {
      case 'tokens': {
        const answer = dumpTokens(source, { filename, exact: on('exact') });
        return answer.ok ? { ok: true, text: answer.text } : { ok: false, error: answer.error };
      }
      case 'ast': {
        const { tree, warnings } = parse(source, { filename, mode: 'exec' });
        const indent = options.indent === 'none' ? null : Number(options.indent ?? 2);
        const text = dumpAst(tree, { includeAttributes: on('attributes'), indent });
        const data = on('data') ? { data: astToJson(tree) } : {};
        return { ok: true, text: `${text}\n`, ...data, warnings: showWarnings(warnings, filename, source) };
      }
      case 'symtable': {
        const { tree, warnings } = parse(source, { filename, mode: 'exec' });
        const future = futureFeatures(tree, filename, 0);
        preprocess(tree, optimize, future.features, warnings);
        const { top } = buildSymtable(tree, filename, future);
        return { ok: true, text: symtableText(top), warnings: showWarnings(warnings, filename, source) };
      }
      case 'bytecode': {
        const { code, warnings } = compile(source, filename, 'exec', { optimize });
        const text = disassemble(code, {
          showCaches: on('caches'),
          showOffsets: on('offsets'),
          showPositions: on('positions'),
        });
        return { ok: true, text, warnings: showWarnings(warnings, filename, source) };
      }
      default:
        return { ok: false, error: `the front end has no ${kind} to show` };
    }
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    const line = isFile && error.lineno !== null ? sourceLines(source)[error.lineno - 1] : undefined;
    return { ok: false, error: syntaxErrorText(error, line === undefined ? null : `${line}\n`) };
  }
}

function showWarnings(
  warnings: readonly SyntaxWarning[],
  filename: string,
  source: Uint8Array | string,
): string | undefined {
  if (warnings.length === 0) return undefined;
  return warningsText(warnings, filename, sourceLines(source)) || undefined;
}

function sourceLines(source: Uint8Array | string): string[] {
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  return text.split(/\r\n|\r|\n/);
}
