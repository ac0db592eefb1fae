// A Python program's tree as the front end hands it out (engines/frontend/ast-json.ts), and walking it. Only the shapes that the
// rules look at have accessors here.
import { z } from 'zod';

export interface SyntaxNode {
  _type: string;
  line?: number;
  column?: number;
  [field: string]: unknown;
}

const nodeSchema = z.looseObject({ _type: z.string() });

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && nodeSchema.safeParse(value).success;

export function* children(node: SyntaxNode): Generator<SyntaxNode> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isPlainNode(item)) yield item;
    } else if (isPlainNode(value)) yield value;
  }
}

/** As `isNode`, without the cost of a schema for each of a program's nodes. */
function isPlainNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode)._type === 'string';
}

/** A node with its ancestors, nearest last. */
export interface Visit {
  node: SyntaxNode;
  ancestors: readonly SyntaxNode[];
}

/** All nodes in the order of the source, parents first. */
export function* walk(node: SyntaxNode, ancestors: readonly SyntaxNode[] = []): Generator<Visit> {
  yield { node, ancestors };
  const inner = [...ancestors, node];
  for (const child of children(node)) yield* walk(child, inner);
}

export const list = (node: SyntaxNode, field: string): SyntaxNode[] =>
  Array.isArray(node[field]) ? (node[field] as unknown[]).filter(isPlainNode) : [];

export const child = (node: SyntaxNode, field: string): SyntaxNode | undefined =>
  isPlainNode(node[field]) ? node[field] : undefined;

/** `a.b.c` for names and attributes of names; undefined for anything else. */
export function dottedName(node: SyntaxNode | undefined): string | undefined {
  if (node?._type === 'Name') return String(node.id);
  if (node?._type !== 'Attribute') return undefined;
  const before = dottedName(child(node, 'value'));
  return before === undefined ? undefined : `${before}.${String(node.attr)}`;
}

/** What a call calls, by its dotted name. */
export const calledName = (node: SyntaxNode): string | undefined =>
  node._type === 'Call' ? dottedName(child(node, 'func')) : undefined;

const SCOPES = new Set(['FunctionDef', 'AsyncFunctionDef', 'Lambda', 'ClassDef', 'Module']);
const LOOPS = new Set(['For', 'AsyncFor', 'While']);
const FUNCTIONS = new Set(['FunctionDef', 'AsyncFunctionDef', 'Lambda']);

export const isFunction = (node: SyntaxNode): boolean => FUNCTIONS.has(node._type);

/** The nearest function, class or module around. */
export const scopeOf = ({ ancestors }: Visit): SyntaxNode | undefined =>
  ancestors.findLast((a) => SCOPES.has(a._type));

/** The loop around, within the same function. */
export function loopAround({ ancestors }: Visit): SyntaxNode | undefined {
  for (let i = ancestors.length - 1; i >= 0; i--) {
    if (LOOPS.has(ancestors[i]._type)) return ancestors[i];
    if (SCOPES.has(ancestors[i]._type)) return undefined;
  }
  return undefined;
}

/** Nodes of a scope without those of functions and classes inside it. */
export function* ownNodes(scope: SyntaxNode): Generator<SyntaxNode> {
  for (const inner of children(scope)) {
    yield inner;
    if (!SCOPES.has(inner._type)) yield* ownNodes(inner);
  }
}
