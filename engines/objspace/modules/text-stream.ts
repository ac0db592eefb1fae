// The objects of `sys.stdin`, `sys.stdout` and `sys.stderr`: text over the host's streams. Models what CPython's _io.TextIOWrapper does
// for them (Modules/_io/textio.c): strict UTF-8 on stdout, backslashreplace on stderr. Left out: seeking, other encodings, `buffer` as
// a raw stream of its own (it takes bytes and writes them).
import { leaf, resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { andThen } from '../continuation.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { pointsOf } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export class TextStream extends Payload {
  readonly fd: 0 | 1 | 2;
  readonly name: string;
  closed = false;
  /** Input that was read and not yet asked for. */
  pending = '';
  atEnd = false;
  readonly decoder = new TextDecoder('utf-8', { fatal: false });
  constructor(fd: 0 | 1 | 2, name: string) {
    super();
    this.fd = fd;
    this.name = name;
  }
  traverse(): void {}
  forget(): void {}
}

const encoder = new TextEncoder();
const streamOf = (space: Space, w: W): TextStream => space.data(w) as TextStream;

export function newTextStream(space: Space, fd: 0 | 1 | 2): W {
  const name = ['<stdin>', '<stdout>', '<stderr>'][fd];
  return space.newobj(space.types['_io.TextIOWrapper'], new TextStream(fd, name));
}

function checkOpen(space: Space, stream: TextStream): void {
  if (stream.closed) throw raise(space, 'ValueError', 'I/O operation on closed file.');
}

/** UTF-8; lone surrogates are an error on stdout and `\udc80` on stderr. */
function encode(space: Space, fd: number, text: Text): Uint8Array {
  const host = text.toString();
  if (!LONE_SURROGATE.test(host)) return encoder.encode(host);
  if (fd === 2) {
    const escaped = [...host].map((c) => (LONE_SURROGATE.test(c) ? `\\u${c.charCodeAt(0).toString(16)}` : c));
    return encoder.encode(escaped.join(''));
  }
  const points = pointsOf(text);
  const start = points.findIndex((c) => c >= 0xd800 && c <= 0xdfff);
  let end = start;
  while (end < points.length && points[end] >= 0xd800 && points[end] <= 0xdfff) end++;
  throw raiseWith(space, 'UnicodeEncodeError', [
    space.newstr('utf-8'),
    space.newtext(text),
    space.newint(start),
    space.newint(end),
    space.newstr('surrogates not allowed'),
  ]);
}

/** Writes to a stream object made here; false: `w_file` is another kind of file. */
export function writeDirectly(space: Space, w_file: W, text: Text): boolean {
  if (space.type(w_file) !== space.types['_io.TextIOWrapper']) return false;
  const stream = streamOf(space, w_file);
  if (stream.fd === 0 || stream.closed) return false;
  space.host.write(stream.fd, encode(space, stream.fd, text));
  return true;
}

function write(space: Space, w: W, text: Text): number {
  const stream = streamOf(space, w);
  checkOpen(space, stream);
  if (stream.fd === 0) throw raise(space, 'OSError', 'not writable');
  space.host.write(stream.fd, encode(space, stream.fd, text));
  return text.length;
}

/** One more piece of input; false at the end. */
function fill(space: Space, stream: TextStream): boolean {
  if (stream.atEnd) return false;
  const bytes = space.host.readInput();
  if (bytes === null) {
    stream.atEnd = true;
    stream.pending += stream.decoder.decode();
  } else {
    stream.pending += stream.decoder.decode(bytes, { stream: true });
  }
  stream.pending = stream.pending.replace(/\r\n/g, '\n');
  return !stream.atEnd;
}

function readable(space: Space, w: W): TextStream {
  const stream = streamOf(space, w);
  checkOpen(space, stream);
  if (stream.fd !== 0) throw raise(space, 'OSError', 'not readable');
  return stream;
}

function takeText(stream: TextStream, length: number): string {
  const text = stream.pending.slice(0, length);
  stream.pending = stream.pending.slice(length);
  return text;
}

export function readline(space: Space, w: W, limit = -1): string {
  const stream = readable(space, w);
  let newline = stream.pending.indexOf('\n');
  while (newline < 0 && fill(space, stream)) newline = stream.pending.indexOf('\n');
  newline = stream.pending.indexOf('\n');
  const length = newline < 0 ? stream.pending.length : newline + 1;
  return takeText(stream, limit < 0 ? length : Math.min(length, limit));
}

function read(space: Space, w: W, size: number): string {
  const stream = readable(space, w);
  while ((size < 0 || stream.pending.length < size) && fill(space, stream));
  return takeText(stream, size < 0 ? stream.pending.length : size);
}

const fixed = (value: (space: Space, stream: TextStream) => W) => ({
  get: (space: Space, w: W): W => value(space, streamOf(space, w)),
});

export const textStreamType: TypeDefinition = {
  name: '_io.TextIOWrapper',
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    iter: (_space, w) => w,
    iternext: (space, w) => {
      const line = readline(space, w);
      return line === '' ? STOP : space.newstr(line);
    },
    repr: (space, w) => {
      const { name, fd } = streamOf(space, w);
      return space.newstr(
        `<_io.TextIOWrapper name='${name}' mode='${fd === 0 ? 'r' : 'w'}' encoding='utf-8'>`,
      );
    },
  },
  methods: [
    leaf('write', '$self, text: text, /', write, { result: 'int' }),
    resumable('writelines', '$self, lines, /', (space: Space, w: W, w_lines: W) => {
      for (const w_line of space.listOfNested(w_lines)) {
        if (!space.type(w_line).isSubtype(space.types.str))
          throw raise(space, 'TypeError', `write() argument must be str, not ${space.type(w_line).name}`);
        write(space, w, space.text_w(w_line));
      }
      return space.w_None;
    }),
    leaf(
      'flush',
      '$self, /',
      (space: Space, w: W) => {
        checkOpen(space, streamOf(space, w));
        space.host.flush?.();
      },
      {
        result: 'none',
      },
    ),
    leaf('read', '$self, size: index = -1, /', read, { result: 'str' }),
    leaf('readline', '$self, size: index = -1, /', readline, { result: 'str' }),
    leaf('readlines', '$self, hint: index = -1, /', (space: Space, w: W) => {
      const lines_w: W[] = [];
      for (let line = readline(space, w); line !== ''; line = readline(space, w))
        lines_w.push(space.newstr(line));
      return space.newlist(lines_w);
    }),
    leaf('isatty', '$self, /', (space: Space, w: W) => space.host.isatty(streamOf(space, w).fd), {
      result: 'bool',
    }),
    leaf('fileno', '$self, /', (space: Space, w: W) => streamOf(space, w).fd, { result: 'int' }),
    leaf('readable', '$self, /', (space: Space, w: W) => streamOf(space, w).fd === 0, { result: 'bool' }),
    leaf('writable', '$self, /', (space: Space, w: W) => streamOf(space, w).fd !== 0, { result: 'bool' }),
    leaf('seekable', '$self, /', () => false, { result: 'bool' }),
    leaf('close', '$self, /', (space: Space, w: W) => void (streamOf(space, w).closed = true), {
      result: 'none',
    }),
    leaf('reconfigure', '$self, /, **options', () => undefined, { result: 'none' }),
    leaf('__enter__', '$self, /', (space: Space, w: W) => {
      checkOpen(space, streamOf(space, w));
      return w;
    }),
    leaf('__exit__', '$self, /, *args', (space: Space, w: W) => void (streamOf(space, w).closed = true), {
      result: 'none',
    }),
  ],
  getset: {
    name: fixed((space, { name }) => space.newstr(name)),
    mode: fixed((space, { fd }) => space.newstr(fd === 0 ? 'r' : 'w')),
    encoding: fixed((space) => space.newstr('utf-8')),
    errors: fixed((space, { fd }) => space.newstr(fd === 2 ? 'backslashreplace' : 'strict')),
    newlines: fixed((space) => space.w_None),
    closed: fixed((space, { closed }) => space.newbool(closed)),
    line_buffering: fixed((space, { fd }) => space.newbool(fd === 2 || space.host.isatty(fd))),
    write_through: fixed((space) => space.w_False),
    __dict__: { get: (space, w) => space.getdict(w)! },
  },
};

/** `file.write(text)` for any file object; answers None when done. */
export function writeTo(space: Space, w_file: W, text: string): W {
  const caller = space.top;
  if (writeDirectly(space, w_file, text)) return space.w_None;
  return andThen(space, caller, space.getattr(w_file, 'write'), (w_write) =>
    space.type(w_write).slots.call!(space, w_write, [space.newstr(text)], null),
  );
}
