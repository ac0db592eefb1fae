// The module `pyexpat`: XML parsers that call handlers. Models CPython's Modules/pyexpat.c over a parser of our own (kernels/xml) that
// stands in for expat. Left out: parameter entities and foreign DTDs (`SetParamEntityParsing` answers 0, as an expat built without them).
import { XML_ERRORS, XmlError } from '../../kernels/xml/errors.ts';
import { Declarations } from '../../kernels/xml/declarations.ts';
import type { ContentModel } from '../../kernels/xml/declarations.ts';
import { encodingOfName, XmlDecoder } from '../../kernels/xml/decoding.ts';
import { XmlParser } from '../../kernels/xml/parser.ts';
import type { XmlEvent } from '../../kernels/xml/parser.ts';
import { textFromHost } from '../../kernels/text.ts';
import { andThen, runNested } from '../continuation.ts';
import { call, callNested } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { leaf, resumable } from '../gateway.ts';
import { loop } from '../loop-frame.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { runSteps } from '../steps.ts';
import type { Steps } from '../steps.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import { moduleOf, newModule } from '../types/module.ts';
import type { ModuleDefinition } from './module-definition.ts';

const HANDLERS = (
  'StartElementHandler EndElementHandler ProcessingInstructionHandler CharacterDataHandler ' +
  'UnparsedEntityDeclHandler NotationDeclHandler StartNamespaceDeclHandler EndNamespaceDeclHandler CommentHandler ' +
  'StartCdataSectionHandler EndCdataSectionHandler DefaultHandler DefaultHandlerExpand NotStandaloneHandler ' +
  'ExternalEntityRefHandler StartDoctypeDeclHandler EndDoctypeDeclHandler EntityDeclHandler XmlDeclHandler ' +
  'ElementDeclHandler AttlistDeclHandler SkippedEntityHandler'
).split(' ');
/** Tokens of a declaration are not told to the default handler where its own handler is set. */
const GROUP_HANDLERS = {
  doctype: 'StartDoctypeDeclHandler',
  entity: 'EntityDeclHandler',
  attributes: 'AttlistDeclHandler',
  element: 'ElementDeclHandler',
  notation: 'NotationDeclHandler',
} as const;
const PART = 1 << 16;
const FILE_PART = 2048;
const LONGEST_BUFFER = 0x7fffffff;

class Parser extends Payload {
  readonly handlers = new Map<string, W>();
  w_intern: W | null;
  xml: XmlParser;
  decoder: XmlDecoder;
  /** Bytes before the encoding is known; null: it is. */
  head: number[] | null = [];
  encodingName: string | null;
  isInside = false;
  isBroken = false;
  isFinished = false;
  errorCode = 0;
  errorOffset = 0;
  orderedAttributes = false;
  specifiedAttributes = false;
  bufferText = false;
  bufferSize = 8192;
  buffered = '';
  reparseDeferral = true;
  /** Line, column and bytes up to a place of the text; text before it is given up. */
  line = 1;
  column = 0;
  bytes = 0;
  counted = 0;

  constructor(xml: XmlParser, encodingName: string | null, w_intern: W) {
    super();
    this.xml = xml;
    this.decoder = new XmlDecoder();
    this.encodingName = encodingName;
    this.w_intern = w_intern;
  }

  /** Line, column and byte of a place at or behind the last one asked for in a finished piece of text. */
  placeOf(offset: number): { line: number; column: number; bytes: number } {
    const { text } = this.xml.source;
    const piece = text.slice(this.counted - this.xml.dropped, offset - this.xml.dropped);
    let { line, column } = this;
    const breaks = piece.match(/\r\n?|\n/g)?.length ?? 0;
    if (breaks > 0) {
      line += breaks;
      column = 0;
    }
    const last = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r'));
    const rest = piece.slice(last + 1);
    for (let i = 0; i < rest.length; i++) if ((rest.charCodeAt(i) & 0xfc00) !== 0xdc00) column++;
    return { line, column, bytes: this.bytes + this.decoder.byteLength(piece) };
  }

  /** What was counted up to here need not be counted again. */
  countTo(offset: number): void {
    Object.assign(this, this.placeOf(offset), { counted: offset });
  }

  traverse(visit: (w: W) => void): void {
    for (const w of this.handlers.values()) visit(w);
    if (this.w_intern !== null) visit(this.w_intern);
  }
  forget(): void {
    this.handlers.clear();
    this.w_intern = null;
  }
}

const parserOf = (space: Space, w: W): Parser => space.data(w) as Parser;
const text = (space: Space, value: string): W => space.newtext(textFromHost(value));
const textOrNone = (space: Space, value: string | null): W =>
  value === null ? space.w_None : text(space, value);

/** A name, the same object each time while the parser interns. */
function name(space: Space, parser: Parser, value: string): W {
  const w_name = text(space, value);
  const { w_intern } = parser;
  if (w_intern === null || space.is(w_intern, space.w_None)) return w_name;
  const w_known = space.dictget(w_intern, w_name);
  if (w_known !== undefined) return w_known;
  space.dictset(w_intern, w_name, w_name);
  return w_name;
}

const nameOrNone = (space: Space, parser: Parser, value: string | null): W =>
  value === null ? space.w_None : name(space, parser, value);

// --- errors

function failure(space: Space, parser: Parser, code: number, offset: number): OperationError {
  const { line, column } = parser.placeOf(offset);
  parser.isBroken = true;
  parser.buffered = '';
  parser.errorCode = code;
  parser.errorOffset = offset;
  const type = space.types['pyexpat.ExpatError'];
  const told = `${XML_ERRORS[code - 1][1]}: line ${line}, column ${column}`;
  const w_error = callNested(space, type.w_self, [space.newstr(told)]);
  space.setdictvalue(w_error, 'code', space.newint(code));
  space.setdictvalue(w_error, 'lineno', space.newint(line));
  space.setdictvalue(w_error, 'offset', space.newint(column));
  return new OperationError(type, space.own(w_error), null);
}

const codeOf = (errorName: string): number => XML_ERRORS.findIndex(([known]) => known === errorName) + 1;

// --- events

const modelOf = (space: Space, parser: Parser, model: ContentModel): W =>
  space.newtuple([
    space.newint(model.type),
    space.newint(model.quantifier),
    nameOrNone(space, parser, model.name),
    space.newtuple(model.children.map((child) => modelOf(space, parser, child))),
  ]);

function attributesOf(space: Space, parser: Parser, event: XmlEvent & { type: 'start' }): W {
  const flat = parser.specifiedAttributes ? event.attributes.slice(0, event.specified) : event.attributes;
  if (parser.orderedAttributes) {
    return space.newlist(
      flat.map((value, i) => (i % 2 === 0 ? name(space, parser, value) : text(space, value))),
    );
  }
  const w_attributes = space.newdict();
  for (let i = 0; i < flat.length; i += 2)
    space.dictset(w_attributes, name(space, parser, flat[i]), text(space, flat[i + 1]));
  return w_attributes;
}

/** The handler of an event and its arguments; null: the event is the default handler's alone. */
function handlerOf(space: Space, parser: Parser, event: XmlEvent): [handler: string, args: () => W[]] | null {
  const n = (value: string | null): W => nameOrNone(space, parser, value);
  const base = (): W => n(parser.xml.declarations.base);
  switch (event.type) {
    case 'xml-declaration':
      return [
        'XmlDeclHandler',
        () => [text(space, event.version), textOrNone(space, event.encoding), space.newint(event.standalone)],
      ];
    case 'start':
      return ['StartElementHandler', () => [n(event.name), attributesOf(space, parser, event)]];
    case 'end':
      return ['EndElementHandler', () => [n(event.name)]];
    case 'start-namespace':
      return ['StartNamespaceDeclHandler', () => [n(event.prefix), n(event.uri)]];
    case 'end-namespace':
      return ['EndNamespaceDeclHandler', () => [n(event.prefix)]];
    case 'text':
      return ['CharacterDataHandler', () => [text(space, event.text)]];
    case 'comment':
      return ['CommentHandler', () => [text(space, event.text)]];
    case 'instruction':
      return ['ProcessingInstructionHandler', () => [n(event.target), text(space, event.data)]];
    case 'start-cdata':
      return ['StartCdataSectionHandler', () => []];
    case 'end-cdata':
      return ['EndCdataSectionHandler', () => []];
    case 'skipped-entity':
      return ['SkippedEntityHandler', () => [n(event.name), space.newint(event.isParameter ? 1 : 0)]];
    case 'external-entity':
      return [
        'ExternalEntityRefHandler',
        () => [text(space, parser.xml.context()), n(event.base), n(event.systemId), n(event.publicId)],
      ];
    case 'not-standalone':
      return ['NotStandaloneHandler', () => []];
    case 'start-doctype':
      return [
        'StartDoctypeDeclHandler',
        () => [n(event.name), n(event.systemId), n(event.publicId), space.newint(event.hasInternal ? 1 : 0)],
      ];
    case 'end-doctype':
      return ['EndDoctypeDeclHandler', () => []];
    case 'element-declaration':
      return ['ElementDeclHandler', () => [n(event.name), modelOf(space, parser, event.model)]];
    case 'attribute-declaration':
      return [
        'AttlistDeclHandler',
        () => [
          n(event.element),
          n(event.name),
          text(space, event.kind),
          textOrNone(space, event.value),
          space.newint(event.isRequired ? 1 : 0),
        ],
      ];
    case 'entity-declaration': {
      const { value, systemId, publicId, notation } = event.entity;
      if (notation !== null && parser.handlers.has('UnparsedEntityDeclHandler')) {
        return [
          'UnparsedEntityDeclHandler',
          () => [n(event.name), base(), n(systemId), n(publicId), n(notation)],
        ];
      }
      return [
        'EntityDeclHandler',
        () => [
          n(event.name),
          space.newint(event.isParameter ? 1 : 0),
          textOrNone(space, value),
          base(),
          n(systemId),
          n(publicId),
          n(notation),
        ],
      ];
    }
    case 'notation-declaration':
      return ['NotationDeclHandler', () => [n(event.name), base(), n(event.systemId), n(event.publicId)]];
    default:
      return null;
  }
}

function* invoke(space: Space, parser: Parser, handler: string, args_w: readonly W[]): Steps {
  const w_handler = parser.handlers.get(handler)!;
  return yield call(space, w_handler, args_w);
}

function* flush(space: Space, parser: Parser): Steps<void> {
  const { buffered } = parser;
  if (buffered === '') return;
  parser.buffered = '';
  if (parser.handlers.has('CharacterDataHandler'))
    yield* invoke(space, parser, 'CharacterDataHandler', [text(space, buffered)]);
}

/** Hands one event to who wants it. */
function* deliver(space: Space, parser: Parser, event: XmlEvent): Steps<void> {
  const { handlers, xml } = parser;
  const wanted = handlerOf(space, parser, event);
  if (wanted !== null && handlers.has(wanted[0])) {
    const [handler, args] = wanted;
    if (event.type === 'text' && parser.bufferText) {
      if (parser.buffered.length + event.text.length > parser.bufferSize) yield* flush(space, parser);
      if (event.text.length > parser.bufferSize) yield* invoke(space, parser, handler, args());
      else parser.buffered += event.text;
      return;
    }
    yield* flush(space, parser);
    const w_answer = yield* invoke(space, parser, handler, args());
    const fault =
      event.type === 'not-standalone'
        ? 'NOT_STANDALONE'
        : event.type === 'external-entity'
          ? 'EXTERNAL_ENTITY_HANDLING'
          : null;
    if (fault !== null && !space.isTrueNested(w_answer))
      throw failure(space, parser, codeOf(fault), xml.eventStart);
    return;
  }
  const handler = handlers.has('DefaultHandlerExpand') ? 'DefaultHandlerExpand' : 'DefaultHandler';
  if (event.type === 'internal-entity') {
    // Without expansion the reference itself is told.
    const isTold = handlers.has('DefaultHandler') && handler === 'DefaultHandler';
    xml.expandsEntities = !isTold;
    if (!isTold) return;
    if (handlers.has('SkippedEntityHandler')) {
      yield* flush(space, parser);
      yield* invoke(space, parser, 'SkippedEntityHandler', [
        name(space, parser, event.name),
        space.newint(0),
      ]);
      return;
    }
  }
  if (event.type === 'start-namespace' || event.type === 'end-namespace') return;
  // The bracket that ends a declaration without an internal subset was told with its beginning.
  if (event.type === 'end-doctype' && !event.hasInternal) return;
  if (event.type === 'not-standalone' && !event.hasText) return;
  if (event.type === 'other' && event.group !== null && handlers.has(GROUP_HANDLERS[event.group])) return;
  // An empty element is told once, and only if neither of its handlers was there.
  if (event.type === 'end' && event.isEmpty) return;
  if (event.type === 'start' && event.isEmpty && handlers.has('EndElementHandler')) return;
  if (!handlers.has(handler)) return;
  yield* flush(space, parser);
  yield* invoke(space, parser, handler, [text(space, xml.raw)]);
}

// --- input

/** 256 characters of an encoding that Python knows and expat does not. */
function decodingTable(space: Space, encoding: string): readonly string[] | null {
  const all = space.newbytes(Uint8Array.from({ length: 256 }, (_, i) => i));
  const decoded = space.str_w(runNested(space, () => space.decodeByCodec(all, encoding, 'replace')));
  return decoded.length === 256 ? [...decoded].map((c) => (c === '\ufffd' ? '\uffff' : c)) : null;
}

/** The text of the next bytes, as soon as the encoding is known. */
function decode(space: Space, parser: Parser, chunk: Uint8Array, isFinal: boolean): string {
  const { decoder } = parser;
  if (parser.head === null) return decoder.decode(chunk, isFinal);
  for (const byte of chunk) parser.head.push(byte);
  const bytes = Uint8Array.from(parser.head);
  if (bytes.length < 4 && !isFinal) return '';
  const begins = (...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);
  let skip = 0;
  const given = parser.encodingName;
  if (begins(0xef, 0xbb, 0xbf)) skip = 3;
  else if (begins(0xff, 0xfe)) [decoder.encoding, skip] = ['utf-16le', 2];
  else if (begins(0xfe, 0xff)) [decoder.encoding, skip] = ['utf-16be', 2];
  else if (begins(0x3c, 0)) decoder.encoding = 'utf-16le';
  else if (begins(0, 0x3c)) decoder.encoding = 'utf-16be';
  else if (given === null && begins(0x3c, 0x3f, 0x78, 0x6d, 0x6c)) {
    const head = String.fromCharCode(...bytes.subarray(0, 1024));
    const end = head.indexOf('?>');
    if (end < 0 && !isFinal && bytes.length < 1024) return '';
    const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(
      head.slice(0, end + 2),
    )?.[1];
    if (declared !== undefined) useEncoding(space, parser, declared, head.indexOf(declared));
  }
  if (given !== null && skip === 0 && decoder.encoding === 'utf-8') useEncoding(space, parser, given, 0);
  parser.head = null;
  parser.bytes = skip;
  return decoder.decode(bytes.subarray(skip), isFinal);
}

function useEncoding(space: Space, parser: Parser, encoding: string, offset: number): void {
  const known = encodingOfName(encoding);
  if (known === 'utf-16') throw new XmlError('INCORRECT_ENCODING', offset);
  const table = known ?? tableOrFailure(space, encoding, offset);
  parser.decoder.encoding = table;
}

function tableOrFailure(space: Space, encoding: string, offset: number): readonly string[] {
  let table: readonly string[] | null = null;
  try {
    table = decodingTable(space, encoding);
  } catch (e) {
    space.dropError(space.asOperationError(e));
  }
  if (table === null) throw new XmlError('UNKNOWN_ENCODING', offset);
  return table;
}

/** The next event, with as much input as it takes; null: there is no more. */
function nextEvent(parser: Parser, input: Input): XmlEvent | null {
  const { xml } = parser;
  for (;;) {
    const event = parser.head === null ? xml.next() : null;
    if (event !== null || input.at >= input.bytes.length) {
      if (event !== null || input.isTold) return event;
      input.isTold = true;
    }
    const end = input.at + PART;
    const isLast = input.isFinal && end >= input.bytes.length;
    if (isLast) input.isTold = true;
    parser.countTo(xml.eventStart);
    const more = input.decode(input.bytes.subarray(input.at, end), isLast);
    input.at = end;
    if (parser.head !== null) continue;
    xml.feed(more);
    xml.isComplete = isLast;
  }
}

interface Input {
  bytes: Uint8Array;
  at: number;
  isFinal: boolean;
  /** The last of it, or its end, has reached the parser. */
  isTold: boolean;
  decode: (bytes: Uint8Array, isFinal: boolean) => string;
}

/** One event a turn, so that what a handler leaves behind is freed before the next one. */
function parse(space: Space, w: W, parser: Parser, bytes: Uint8Array, isFinal: boolean): W {
  const { xml } = parser;
  if (parser.isFinished) throw failure(space, parser, codeOf('FINISHED'), xml.eventStart);
  if (parser.isBroken) throw failure(space, parser, parser.errorCode, parser.errorOffset);
  if (parser.isInside) throw raise(space, 'RuntimeError', 'the parser is already parsing');
  parser.isInside = true;
  const input: Input = {
    bytes,
    at: 0,
    isFinal,
    isTold: false,
    decode: (part, isLast) => decode(space, parser, part, isLast),
  };
  function* end(): Steps {
    yield* flush(space, parser);
    parser.isFinished = isFinal;
    return space.newint(1);
  }
  function* one(event: XmlEvent): Steps {
    try {
      yield* deliver(space, parser, event);
    } catch (e) {
      parser.isBroken = true;
      parser.errorCode ||= codeOf('ABORTED');
      throw e;
    }
    return space.w_None;
  }
  return loop(
    space,
    [w],
    (frame) => {
      let event: XmlEvent | null;
      try {
        event = nextEvent(parser, input);
      } catch (e) {
        if (!(e instanceof XmlError)) throw e;
        throw failure(space, parser, e.code, Math.max(e.offset, parser.counted));
      }
      return event === null ? frame.finish(runSteps(space, end())) : runSteps(space, one(event));
    },
    () => {
      parser.isInside = false;
    },
  );
}

function parseData(space: Space, w: W, w_data: W, isFinal: boolean): W {
  const parser = parserOf(space, w);
  let bytes: Uint8Array;
  if (space.type(w_data).isSubtype(space.types.str)) {
    bytes = new TextEncoder().encode(space.str_w(w_data));
    if (parser.head !== null && parser.head.length === 0) parser.encodingName = 'utf-8';
  } else {
    // A handler may change what the buffer holds.
    bytes = space.buffer_w(w_data).slice();
  }
  return parse(space, w, parser, bytes, isFinal);
}

function bytesRead(space: Space, w_chunk: W): Uint8Array {
  const { str, bytes, bytearray } = space.types;
  const type = space.type(w_chunk);
  if (type.isSubtype(str)) return new TextEncoder().encode(space.str_w(w_chunk));
  if (type.isSubtype(bytes) || type.isSubtype(bytearray)) return space.buffer_w(w_chunk).slice();
  throw raise(space, 'TypeError', `read() did not return a bytes object (type=${type.name})`);
}

function parseFile(space: Space, w: W, w_file: W): W {
  return andThen(space, space.top, space.getattrOr(w_file, 'read', space.w_None), (w_read) => {
    if (space.is(w_read, space.w_None))
      throw raise(space, 'TypeError', "argument must have 'read' attribute");
    let isReading = false;
    return loop(space, [w, w_read], (frame, w_answer) => {
      isReading = !isReading;
      if (isReading) return call(space, w_read, [space.newint(FILE_PART)]);
      const bytes = bytesRead(space, w_answer!);
      const w_parsed = parse(space, w, parserOf(space, w), bytes, bytes.length === 0);
      return bytes.length === 0 ? frame.finish(w_parsed) : w_parsed;
    });
  });
}

// --- the type

function makeParser(space: Space, xml: XmlParser, encoding: string | null, w_intern: W): W {
  return space.newobj(space.types['pyexpat.xmlparser'], new Parser(xml, encoding, space.own(w_intern)));
}

function create(space: Space, w_encoding: W, w_separator: W, w_intern: W | undefined): W {
  const textOf = (w: W, what: string): string | null => {
    if (space.is(w, space.w_None)) return null;
    if (space.type(w).isSubtype(space.types.str)) return space.str_w(w);
    const shown = space.type(w).name;
    throw raise(space, 'TypeError', `ParserCreate() argument '${what}' must be str or None, not ${shown}`);
  };
  const encoding = textOf(w_encoding, 'encoding');
  const separator = textOf(w_separator, 'namespace_separator');
  if (separator !== null && separator.length > 1)
    throw raise(space, 'ValueError', 'namespace_separator must be at most one character, omitted, or None');
  const isDict = w_intern !== undefined && space.type(w_intern).isSubtype(space.types.dict);
  if (w_intern !== undefined && !isDict && !space.is(w_intern, space.w_None))
    throw raise(space, 'TypeError', 'intern must be a dictionary');
  return makeParser(
    space,
    new XmlParser(separator, new Declarations(), false),
    encoding,
    w_intern ?? space.newdict(),
  );
}

function createExternal(space: Space, w: W, w_context: W, w_encoding: W): W {
  const outer = parserOf(space, w);
  const encoding = space.is(w_encoding, space.w_None) ? null : space.str_w(w_encoding);
  const xml = new XmlParser(outer.xml.namespaceSeparator, outer.xml.declarations, true);
  xml.isFragmentOpen = true;
  xml.showsPrefixes = outer.xml.showsPrefixes;
  if (!space.is(w_context, space.w_None)) xml.adoptContext(space.str_w(w_context));
  const w_parser = makeParser(space, xml, encoding, outer.w_intern ?? space.w_None);
  const parser = parserOf(space, w_parser);
  for (const [handler, w_handler] of outer.handlers) parser.handlers.set(handler, space.own(w_handler));
  parser.orderedAttributes = outer.orderedAttributes;
  parser.specifiedAttributes = outer.specifiedAttributes;
  parser.bufferText = outer.bufferText;
  parser.bufferSize = outer.bufferSize;
  return w_parser;
}

const handlerAttribute = (handler: string): Getset => ({
  get: (space, w) => parserOf(space, w).handlers.get(handler) ?? space.w_None,
  set: (space, w, w_value) => {
    const { handlers } = parserOf(space, w);
    const w_old = handlers.get(handler);
    if (w_value === null || space.is(w_value, space.w_None)) handlers.delete(handler);
    else handlers.set(handler, space.own(w_value));
    if (w_old !== undefined) space.drop(w_old);
  },
});

const flag = (field: 'orderedAttributes' | 'specifiedAttributes'): Getset => ({
  get: (space, w) => space.newbool(parserOf(space, w)[field]),
  set: (space, w, w_value) => {
    parserOf(space, w)[field] = w_value !== null && space.isTrueNested(w_value);
  },
});

type Place = 'line' | 'column' | 'bytes';
const place = (part: Place): Getset => ({
  get: (space, w) => {
    const parser = parserOf(space, w);
    const offset = parser.isBroken ? parser.errorOffset : parser.xml.eventStart;
    return space.newint(parser.placeOf(Math.max(offset, parser.counted))[part]);
  },
});

const parserType: TypeDefinition = {
  name: 'pyexpat.xmlparser',
  doc: 'XML parser',
  isBase: false,
  hasWeakrefs: true,
  slots: {
    new: (space) => {
      throw raise(space, 'TypeError', "cannot create 'pyexpat.xmlparser' instances");
    },
  },
  methods: [
    resumable('Parse', '$self, data, isfinal: bool = False, /', parseData),
    resumable('ParseFile', '$self, file, /', parseFile),
    leaf(
      'SetBase',
      '$self, base: str, /',
      (space: Space, w: W, base: string) => {
        parserOf(space, w).xml.declarations.base = base;
      },
      { result: 'none' },
    ),
    leaf('GetBase', '$self, /', (space: Space, w: W) =>
      textOrNone(space, parserOf(space, w).xml.declarations.base),
    ),
    leaf('GetInputContext', '$self, /', (space: Space, w: W) => {
      const { isInside, xml } = parserOf(space, w);
      if (!isInside) return space.w_None;
      return space.newbytes(new TextEncoder().encode(xml.source.text.slice(xml.eventStart - xml.dropped)));
    }),
    leaf('ExternalEntityParserCreate', '$self, context, encoding=None, /', createExternal),
    leaf(
      'SetParamEntityParsing',
      '$self, flag: index, /',
      (_space: Space, _w: W, wanted: number) => (wanted === 0 ? 1 : 0),
      {
        result: 'int',
      },
    ),
    leaf('UseForeignDTD', '$self, flag: bool = True, /', (space: Space) => {
      throw raise(space, 'NotImplementedError', 'foreign DTDs are not read');
    }),
    leaf(
      'GetReparseDeferralEnabled',
      '$self, /',
      (space: Space, w: W) => parserOf(space, w).reparseDeferral,
      {
        result: 'bool',
      },
    ),
    leaf(
      'SetReparseDeferralEnabled',
      '$self, enabled: bool, /',
      (space: Space, w: W, enabled: boolean) => {
        parserOf(space, w).reparseDeferral = enabled;
      },
      { result: 'none' },
    ),
  ],
  getset: {
    ...Object.fromEntries(HANDLERS.map((handler) => [handler, handlerAttribute(handler)])),
    ordered_attributes: flag('orderedAttributes'),
    specified_attributes: flag('specifiedAttributes'),
    namespace_prefixes: {
      get: (space, w) => space.newbool(parserOf(space, w).xml.showsPrefixes),
      set: (space, w, w_value) => {
        parserOf(space, w).xml.showsPrefixes = w_value !== null && space.isTrueNested(w_value);
      },
    },
    buffer_text: {
      get: (space, w) => space.newbool(parserOf(space, w).bufferText),
      set: (space, w, w_value) => {
        parserOf(space, w).bufferText = w_value !== null && space.isTrueNested(w_value);
      },
    },
    buffer_size: {
      get: (space, w) => space.newint(parserOf(space, w).bufferSize),
      set: (space, w, w_value) => {
        if (w_value === null) throw raise(space, 'RuntimeError', 'Cannot delete attribute');
        if (!space.type(w_value).isSubtype(space.types.int))
          throw raise(space, 'TypeError', 'buffer_size must be an integer');
        const size = Number(space.int_w(w_value));
        if (size <= 0) throw raise(space, 'ValueError', 'buffer_size must be greater than zero');
        if (size > LONGEST_BUFFER)
          throw raise(space, 'ValueError', `buffer_size must not be greater than ${LONGEST_BUFFER}`);
        parserOf(space, w).bufferSize = size;
      },
    },
    buffer_used: { get: (space, w) => space.newint(parserOf(space, w).buffered.length) },
    intern: { get: (space, w) => parserOf(space, w).w_intern ?? space.w_None, member: true },
    ErrorCode: { get: (space, w) => space.newint(parserOf(space, w).errorCode) },
    ErrorLineNumber: place('line'),
    ErrorColumnNumber: place('column'),
    ErrorByteIndex: place('bytes'),
    CurrentLineNumber: place('line'),
    CurrentColumnNumber: place('column'),
    CurrentByteIndex: place('bytes'),
  },
};

// --- the module

const CONTENT: Readonly<Record<string, number>> = {
  XML_CTYPE_EMPTY: 1,
  XML_CTYPE_ANY: 2,
  XML_CTYPE_MIXED: 3,
  XML_CTYPE_NAME: 4,
  XML_CTYPE_CHOICE: 5,
  XML_CTYPE_SEQ: 6,
  XML_CQUANT_NONE: 0,
  XML_CQUANT_OPT: 1,
  XML_CQUANT_REP: 2,
  XML_CQUANT_PLUS: 3,
};

function submodule(
  space: Space,
  fullName: string,
  doc: string,
  values: readonly (readonly [string, W])[],
): W {
  const w_module = newModule(space, fullName, doc);
  const { w_dict } = moduleOf(space, w_module);
  for (const [key, w_value] of values) space.dictsetstr(w_dict, key, w_value);
  space.dictsetstr(space.w_modules, fullName, w_module);
  return w_module;
}

function errorsModule(space: Space): W {
  const w_codes = space.newdict();
  const w_messages = space.newdict();
  XML_ERRORS.forEach(([, told], i) => {
    space.dictset(w_codes, space.newstr(told), space.newint(i + 1));
    space.dictset(w_messages, space.newint(i + 1), space.newstr(told));
  });
  return submodule(space, 'pyexpat.errors', 'Constants used to describe error conditions.', [
    ...XML_ERRORS.map(([key, told]) => [`XML_ERROR_${key}`, space.newstr(told)] as const),
    ['codes', w_codes],
    ['messages', w_messages],
  ]);
}

export const pyexpatModule: ModuleDefinition = {
  name: 'pyexpat',
  doc: 'Python wrapper for Expat parser.',
  types: [
    {
      name: 'pyexpat.ExpatError',
      base: 'Exception',
      module: 'xml.parsers.expat',
      hasDict: true,
      hasWeakrefs: true,
    },
    parserType,
  ],
  hidden: ['pyexpat.xmlparser'],
  functions: [
    leaf('ParserCreate', 'encoding=None, namespace_separator=None, intern=NULL', create),
    leaf('ErrorString', 'code: index, /', (space: Space, code: number) => {
      const row = XML_ERRORS[code - 1];
      return row === undefined ? space.w_None : space.newstr(row[1]);
    }),
  ],
  values: (space) => ({
    error: space.types['pyexpat.ExpatError'].w_self,
    XMLParserType: space.types['pyexpat.xmlparser'].w_self,
    EXPAT_VERSION: space.newstr('expat_2.7.3'),
    version_info: space.newtuple([2, 7, 3].map((part) => space.newint(part))),
    native_encoding: space.newstr('UTF-8'),
    features: space.newlist(
      (
        [
          ['sizeof(XML_Char)', 1],
          ['sizeof(XML_LChar)', 1],
          ['XML_CONTEXT_BYTES', 1024],
          ['XML_NS', 0],
        ] as const
      ).map(([feature, value]) => space.newtuple([space.newstr(feature), space.newint(value)])),
    ),
    XML_PARAM_ENTITY_PARSING_NEVER: space.newint(0),
    XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE: space.newint(1),
    XML_PARAM_ENTITY_PARSING_ALWAYS: space.newint(2),
    errors: errorsModule(space),
    model: submodule(
      space,
      'pyexpat.model',
      'Constants used to interpret content model information.',
      Object.entries(CONTENT).map(([key, value]) => [key, space.newint(value)] as const),
    ),
  }),
};
