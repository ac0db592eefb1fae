// Arguments that name a file: str, bytes, path-like objects, open descriptors. Models path_t and its converter in CPython's
// Modules/posixmodule.c, and the file system encoding: UTF-8 with surrogateescape (PEP 383).
import { decode, encode } from '../../../kernels/codecs.ts';
import { textFromHost } from '../../../kernels/text.ts';
import { andThen } from '../../continuation.ts';
import { callSpecial } from '../../descroperation.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { osErrorByName } from '../os-error.ts';

export interface Path {
  /** What an error is to name: the text or bytes, a descriptor, None. */
  w: W;
  /** As the host's file system takes it. */
  text: string;
  isBytes: boolean;
  fd: number | null;
  isNone: boolean;
}

export interface PathRule {
  function?: string;
  argument?: string;
  allowsFd?: boolean;
  allowsNone?: boolean;
}

const MAX_FD = 0x7fff_ffff;
const SURROGATE = /[\ud800-\udfff]/u;

/** The bytes of a name, as the file system has it. */
export function encodeName(text: string): Uint8Array {
  return encode(textFromHost(text), 'utf-8', 'surrogateescape');
}

/** A name that came from the host as a str, or as bytes. */
export function newName(space: Space, text: string, isBytes: boolean): W {
  return isBytes ? space.newbytes(encodeName(text)) : space.newtext(textFromHost(text));
}

function hostText(space: Space, w: W): string {
  const text = space.str_w(w);
  // Surrogates that stand for no byte are an error.
  if (SURROGATE.test(text)) encode(space.text_w(w), 'utf-8', 'surrogateescape');
  return text;
}

function refuse(space: Space, w: W, rule: PathRule): never {
  const kinds = rule.allowsFd
    ? rule.allowsNone
      ? 'string, bytes, os.PathLike, integer or None'
      : 'string, bytes, os.PathLike or integer'
    : rule.allowsNone
      ? 'string, bytes, os.PathLike or None'
      : 'string, bytes or os.PathLike';
  const where = rule.function === undefined ? '' : `${rule.function}: `;
  throw raise(
    space,
    'TypeError',
    `${where}${rule.argument ?? 'path'} should be ${kinds}, not ${space.type(w).name}`,
  );
}

/** Text or bytes as a path; null where it is neither. */
function plainPath(space: Space, w: W, rule: PathRule): Path | null {
  const type = space.type(w);
  const isBytes = type.isSubtype(space.types.bytes);
  if (!isBytes && !type.isSubtype(space.types.str)) return null;
  const text = isBytes ? decode(space.bytes_w(w), 'utf-8', 'surrogateescape').toString() : hostText(space, w);
  if (text.includes('\0')) {
    const where = rule.function === undefined ? '' : `${rule.function}: `;
    const of = rule.function === undefined ? '' : ` in ${rule.argument ?? 'path'}`;
    throw raise(
      space,
      'ValueError',
      `${where}embedded null ${rule.function === undefined ? 'byte' : 'character'}${of}`,
    );
  }
  return { w, text, isBytes, fd: null, isNone: false };
}

export function descriptorOf(space: Space, w: W): number {
  const value = space.int_w(w);
  if (value > MAX_FD) throw raise(space, 'OverflowError', 'fd is greater than maximum');
  if (value < -MAX_FD - 1) throw raise(space, 'OverflowError', 'fd is less than minimum');
  if (space.type(w) === space.types.bool) {
    space.warnNested('RuntimeWarning', 'bool is used as a file descriptor');
  }
  return Number(value);
}

/** A C int. */
export function intOfHost(space: Space, value: number): number {
  if (value > MAX_FD || value < -MAX_FD - 1)
    throw raise(space, 'OverflowError', 'Python int too large to convert to C int');
  return value;
}

/** Goes on with the path that `w` means; asks a path-like object first. */
export function withPath(space: Space, w: W, rule: PathRule, next: (path: Path) => W): W {
  const plain = plainPath(space, w, rule);
  if (plain !== null) return next(plain);
  if (rule.allowsNone && space.is(w, space.w_None))
    return next({ w, text: '.', isBytes: false, fd: null, isNone: true });
  const type = space.type(w);
  if (rule.allowsFd && (type.isSubtype(space.types.int) || type.slots.index !== null)) {
    const caller = space.top;
    const w_index = type.isSubtype(space.types.int) ? w : type.slots.index!(space, w);
    return andThen(space, caller, w_index, (w_fd) =>
      next({ w: w_fd, text: '', isBytes: false, fd: descriptorOf(space, w_fd), isNone: false }),
    );
  }
  return andThen(space, space.top, fspath(space, w, rule), (w_plain) =>
    next(plainPath(space, w_plain, rule) ?? refuse(space, w, rule)),
  );
}

/** `os.fspath`. */
export function fspath(space: Space, w: W, rule?: PathRule): W {
  const type = space.type(w);
  const isText = (w_x: W): boolean =>
    space.type(w_x).isSubtype(space.types.str) || space.type(w_x).isSubtype(space.types.bytes);
  if (isText(w)) return w;
  const caller = space.top;
  const w_method = type.lookup('__fspath__');
  if (w_method === undefined || space.is(w_method, space.w_None)) {
    if (rule !== undefined) return refuse(space, w, rule);
    throw raise(space, 'TypeError', `expected str, bytes or os.PathLike object, not ${type.name}`);
  }
  return andThen(space, caller, callSpecial(space, w, '__fspath__', [])!, (w_answer) => {
    if (isText(w_answer)) return w_answer;
    throw raise(
      space,
      'TypeError',
      `expected ${type.name}.__fspath__() to return str or bytes, not ${space.type(w_answer).name}`,
    );
  });
}

/** A `dir_fd` argument: null for None. */
export function directoryOf(space: Space, w: W): number | null {
  if (space.is(w, space.w_None)) return null;
  const type = space.type(w);
  if (!type.isSubtype(space.types.int) && type.slots.index === null)
    throw raise(space, 'TypeError', `argument should be integer or None, not ${type.name}`);
  return descriptorOf(space, w);
}

/** The path as seen from a `dir_fd`. */
export function located(space: Space, path: Path, directory: number | null): string {
  if (directory === null) return path.text;
  if (path.text === '') throw osErrorByName(space, 'ENOENT', path.w);
  return space.host.files.at(directory, path.text);
}
