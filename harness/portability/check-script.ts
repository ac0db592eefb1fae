// What a script relies on: each rule's places, the newest syntax it needs, and the modules it imports. From the syntax tree alone;
// whether a module is there is asked of the engines by whoever calls this.
import { factsOf, rules } from './rules.ts';
import type { Rule } from './rules.ts';
import { syntaxUse } from './syntax-versions.ts';
import { list, walk } from './syntax-tree.ts';
import type { SyntaxNode } from './syntax-tree.ts';

export interface Place {
  line: number;
  /** From 1, in characters as far as the line is ASCII. */
  column: number;
  what: string;
}

export interface ScriptReport {
  /** Rules with places, in the order of the first place. */
  findings: { rule: Rule; places: Place[] }[];
  /** For each version of the language, newest first, what needs it. */
  syntax: { version: string; places: Place[] }[];
  /** Absolute imports by module, with the line of the first. */
  modules: { name: string; line: number }[];
}

const level = (version: string): number => {
  const [major, minor] = version.split('.').map(Number);
  return major * 100 + minor;
};

export function checkScript(tree: SyntaxNode): ScriptReport {
  const facts = factsOf(tree);
  const findings = new Map<Rule, Place[]>();
  const syntax = new Map<string, Place[]>();
  const modules = new Map<string, number>();
  let line = 1;
  let column = 0;
  for (const visit of walk(tree)) {
    const { node } = visit;
    // Nodes without a place of their own (comprehension, arguments) stand where the last one that had one did.
    if (node.line !== undefined) {
      line = node.line;
      column = node.column ?? 0;
    }
    const place = (what: string): Place => ({ line, column: column + 1, what });
    for (const rule of rules) {
      const what = rule.find(visit, facts);
      if (what) findings.set(rule, [...(findings.get(rule) ?? []), place(what)]);
    }
    const use = syntaxUse(node);
    if (use) syntax.set(use.version, [...(syntax.get(use.version) ?? []), place(use.what)]);
    const names =
      node._type === 'Import'
        ? list(node, 'names').map((a) => String(a.name))
        : node._type === 'ImportFrom' && node.module && !node.level
          ? [String(node.module)]
          : [];
    for (const name of names) if (!modules.has(name)) modules.set(name, line);
  }
  return {
    findings: [...findings].map(([rule, places]) => ({ rule, places })),
    syntax: [...syntax]
      .map(([version, places]) => ({ version, places }))
      .sort((a, b) => level(b.version) - level(a.version)),
    modules: [...modules].map(([name, at]) => ({ name, line: at })),
  };
}

/** Stands among the modules for the script itself: whether it can be compiled. */
export const SYNTAX = '<syntax>';

/** A program for any Python from 2.7 on that says of each module whether it can be imported, and whether `script` can be compiled. */
export function importProbe(modules: readonly string[], script?: string): string {
  const names = modules.map((m) => JSON.stringify(m)).join(', ');
  const syntax =
    script === undefined
      ? ''
      : `try:
    compile(open(${JSON.stringify(script)}, 'rb').read(), ${JSON.stringify(script)}, 'exec')
    print('ok ${SYNTAX}')
except Exception as e:
    print('no ${SYNTAX} ' + type(e).__name__ + ': ' + str(e))
`;
  return `${syntax}for m in [${names}]:
    try:
        __import__(m)
        print('ok ' + m)
    except Exception as e:
        print('no ' + m + ' ' + type(e).__name__ + ': ' + str(e))
`;
}

/** What the probe's output says: module → why not, or undefined where it is there. */
export function probeAnswers(stdout: string): Map<string, string | undefined> {
  const out = new Map<string, string | undefined>();
  for (const text of stdout.split(/\r?\n/)) {
    const match = /^(ok|no) (\S+)(?: (.*))?$/.exec(text);
    if (match) out.set(match[2], match[1] === 'ok' ? undefined : (match[3] ?? 'no reason given'));
  }
  return out;
}
