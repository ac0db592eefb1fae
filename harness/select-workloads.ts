// From what the command line names (files, folders, patterns) to workloads: which programs, what to call them, whether
// `workload(n)` is called again and again or the program runs as a whole, and with which size. Reads sources only.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from './run-arguments.ts';
import type { SizeName } from './manifest.ts';
import type { Workload } from './measure.ts';
import { unreadable } from './unreadable.ts';
import { findWorkloadFunction } from './workload-function.ts';

export interface Selection {
  /** Each workload runs at each of these; more than one gives it a name a size, `sieve@tiny`. */
  sizes?: readonly SizeName[];
  /** Arguments of `workload(n)` in place of named sizes; likewise one workload each, `sieve@n=100`. */
  ns?: readonly number[];
  /** Sizes of a program, where its manifest row states them. */
  sizesOf?(path: string): Partial<Record<SizeName, number>> | undefined;
  /** What a program stresses, where its manifest row says so. */
  tagsOf?(path: string): readonly string[] | undefined;
  /** Heap that a MicroPython needs for it at that size. */
  heapOf?(path: string, size: SizeName): number | undefined;
}

/** Throws a UsageError that says what to do when an argument names nothing that could be run. */
export function selectWorkloads(
  args: readonly string[],
  selection: Selection,
  cwd = process.cwd(),
): Workload[] {
  const paths = [...new Set(args.flatMap((arg) => expand(arg, cwd)))];
  const { sizes = [], ns = [], ...rest } = selection;
  const steps: Step[] =
    ns.length > 0
      ? ns.map((n) => ({ n, suffix: `@n=${n}` }))
      : sizes.length > 0
        ? sizes.map((size) => ({ size, suffix: `@${size}` }))
        : [{ suffix: '' }];
  return nameAll(paths).flatMap(({ path, name }) =>
    steps.map((step) => describe(path, name, steps.length > 1 ? step : { ...step, suffix: '' }, rest)),
  );
}

/** One size of one program. */
interface Step {
  size?: SizeName;
  n?: number;
  suffix: string;
}

function expand(arg: string, cwd: string): string[] {
  const path = resolve(cwd, arg);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    const found = programsIn(path);
    if (found.length === 0)
      throw new UsageError(
        `no Python programs (*.py) in the folder ${arg}: name a folder that has some, or a file`,
      );
    return found;
  }
  if (stat !== undefined) return [path];
  if (!/[*?[{]/.test(arg)) throw new UsageError(`no such file or folder: ${arg}${nearby(path)}`);
  const found = matchFiles(arg, cwd);
  if (found.length === 0)
    throw new UsageError(`no file matches ${arg}: check the pattern (** stands for folders at any depth)`);
  return found;
}

/** A file beside the missing one that differs by its ending alone. */
function nearby(path: string): string {
  const stat = statSync(`${path}.py`, { throwIfNoEntry: false });
  return stat?.isFile() ? ` (did you mean ${basename(path)}.py?)` : '';
}

/** All programs below a folder, sorted; caches, hidden and private ones (`_…`) are support files. */
function programsIn(folder: string): string[] {
  return walk(folder).filter((p) => p.endsWith('.py') && !basename(p).startsWith('_'));
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((e) => {
    if (e.name.startsWith('.') || e.name === '__pycache__' || e.name === 'node_modules') return [];
    const path = join(folder, e.name);
    if (e.isDirectory()) return walk(path);
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? [path] : [];
  });
}

function matchFiles(pattern: string, cwd: string): string[] {
  const whole = resolve(cwd, pattern);
  // The walk starts at the last folder before the first special character.
  const fixed = whole.slice(0, whole.search(/[*?[{]/));
  const root = fixed.endsWith(sep) ? fixed : dirname(fixed);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) return [];
  const expression = globExpression(whole.split(sep).join('/'));
  return walk(root).filter((p) => expression.test(p.split(sep).join('/')));
}

/** `*`, `?`, `[a-z]`, `[!a]`, `{a,b}` and `**`. */
export function globExpression(pattern: string): RegExp {
  let out = '';
  let braces = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '*' && pattern[i + 1] === '*') {
      i++;
      if (pattern[i + 1] === '/') i++;
      out += '(?:.*/)?';
      if (i === pattern.length - 1) out += '[^/]*';
    } else if (c === '*') out += '[^/]*';
    else if (c === '?') out += '[^/]';
    else if (c === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end < 0) out += '\\[';
      else {
        out += `[${pattern
          .slice(i + 1, end)
          .replace(/^!/, '^')
          .replace(/\\/g, '\\\\')}]`;
        i = end;
      }
    } else if (c === '{' && pattern.indexOf('}', i) > 0) {
      out += '(?:';
      braces++;
    } else if (c === '}' && braces > 0) {
      out += ')';
      braces--;
    } else if (c === ',' && braces > 0) out += '|';
    else out += c.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  }
  return new RegExp(`^${out}$`);
}

/** File names without ending; where two are alike, as much of their folders as tells them apart. */
function nameAll(paths: readonly string[]): { path: string; name: string }[] {
  const plain = (p: string) => basename(p).replace(/\.py$/, '');
  const count = new Map<string, number>();
  for (const p of paths) count.set(plain(p), (count.get(plain(p)) ?? 0) + 1);
  const alike = paths.filter((p) => count.get(plain(p))! > 1);
  const common = alike.length > 0 ? commonFolder(alike) : '';
  return paths.map((path) => ({
    path,
    name:
      count.get(plain(path))! > 1
        ? relative(common, path).split(sep).join('/').replace(/\.py$/, '')
        : plain(path),
  }));
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0]);
  while (
    !paths.every((p) => p.startsWith(folder.endsWith(sep) ? folder : folder + sep)) &&
    dirname(folder) !== folder
  )
    folder = dirname(folder);
  return folder;
}

function describe(
  path: string,
  program: string,
  { size, n, suffix }: Step,
  { sizesOf, tagsOf, heapOf }: Pick<Selection, 'sizesOf' | 'tagsOf' | 'heapOf'>,
): Workload {
  const name = program + suffix;
  let bytes: Buffer;
  let text: string;
  try {
    bytes = readFileSync(path);
    text = bytes.toString('utf8');
  } catch (error) {
    throw new UsageError(unreadable(path, error));
  }
  const found = findWorkloadFunction(text);
  // The size when none is named is `small`.
  const heapBytes = heapOf?.(path, size ?? 'small');
  const tags = tagsOf?.(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const base = {
    name,
    ...(suffix === '' ? {} : { program }),
    path,
    sha256,
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(heapBytes === undefined ? {} : { heapBytes }),
  };
  if (!found) {
    // A size asked for and silently not given would compare something else than was asked.
    if (n !== undefined)
      throw new UsageError(`--n: ${name} has no top-level \`def workload(n=…)\` that would take it`);
    return { ...base, mode: 'whole', args: [] };
  }
  if (n !== undefined || size !== undefined) {
    if (found.parameters.length === 0)
      throw new UsageError(
        `${name}: \`def workload()\` takes no size: leave out ${n !== undefined ? '--n' : '--size'}`,
      );
  }
  if (n !== undefined) return { ...base, mode: 'function', args: [n], n };
  const sizes = sizesOf?.(path);
  if (size === undefined) return { ...base, mode: 'function', args: [] };
  const value = sizes?.[size];
  if (value === undefined)
    throw new UsageError(
      `--size ${size}: ${name} states no such size${
        sizes ? ` (it has ${Object.keys(sizes).join(', ')})` : ' (it has no row in the manifest)'
      }; use --n N`,
    );
  return { ...base, mode: 'function', args: [value], n: value, size };
}
