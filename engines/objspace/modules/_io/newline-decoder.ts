// `IncrementalNewlineDecoder`: another incremental decoder, or none, with its newlines translated. Models Modules/_io/textio.c.
import { index } from '../../descroperation.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { callMethod } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { NewlineTranslator, SEEN_CR, SEEN_CRLF, SEEN_LF } from '../../../kernels/incremental-decoding.ts';
import { method } from './io-base.ts';

class NewlineDecoder extends Payload {
  /** None: the input is text. */
  w_decoder: W | null = null;
  w_errors: W | null = null;
  translator: NewlineTranslator | null = null;
  traverse(visit: (w: W) => void): void {
    if (this.w_decoder !== null) visit(this.w_decoder);
    if (this.w_errors !== null) visit(this.w_errors);
  }
  forget(): void {
    this.w_decoder = this.w_errors = null;
  }
}

function decoderOf(space: Space, w: W): NewlineDecoder & { translator: NewlineTranslator; w_decoder: W } {
  const decoder = space.data(w) as NewlineDecoder;
  if (decoder.translator === null || decoder.w_decoder === null)
    throw raise(space, 'ValueError', 'IncrementalNewlineDecoder.__init__() not called');
  return decoder as NewlineDecoder & { translator: NewlineTranslator; w_decoder: W };
}

/** What `newlines` says: None, one of the three, or a tuple of those seen. */
export function newlinesSeen(space: Space, seen: number): W {
  const kinds: readonly (readonly [number, string])[] = [
    [SEEN_CR, '\r'],
    [SEEN_LF, '\n'],
    [SEEN_CRLF, '\r\n'],
  ];
  const found_w = kinds.filter(([bit]) => (seen & bit) !== 0).map(([, text]) => space.newstr(text));
  return found_w.length === 0 ? space.w_None : found_w.length === 1 ? found_w[0] : space.newtuple(found_w);
}

export const newlineDecoderType: TypeDefinition = {
  name: '_io.IncrementalNewlineDecoder',
  doc: 'Codec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into \\n.\nIt also records the types of newlines encountered.  When used with\ntranslate=False, it ensures that the newline sequence is returned in\none piece. When used with decoder=None, it expects unicode strings as\ndecode input and translates newlines without first invoking an external\ndecoder.',
  ownLayout: true,
  slots: { new: (space, type) => space.newobj(type, new NewlineDecoder()) },
  methods: [
    method(
      '__init__',
      "$self, decoder, translate: bool, errors='strict'",
      function* (space: Space, w: W, w_decoder: W, translate: boolean, w_errors: W): Steps {
        const decoder = space.data(w) as NewlineDecoder;
        decoder.w_decoder = space.own(w_decoder);
        decoder.w_errors = space.own(w_errors);
        decoder.translator = new NewlineTranslator(translate);
        return space.w_None;
      },
    ),
    method(
      'decode',
      '$self, input, final: bool = False',
      function* (space: Space, w: W, w_input: W, final: boolean): Steps {
        const { w_decoder, translator } = decoderOf(space, w);
        let w_text = w_input;
        if (!space.is(w_decoder, space.w_None))
          w_text = yield* callMethod(space, w_decoder, 'decode', [w_input, space.newbool(final)]);
        if (!space.type(w_text).isSubtype(space.types.str)) {
          const text = `decoder should return a string result, not '${space.type(w_text).name}'`;
          throw raise(space, 'TypeError', text);
        }
        return space.newtext(translator.feed(space.text_w(w_text), final));
      },
    ),
    method('getstate', '$self, /', function* (space: Space, w: W): Steps {
      const { w_decoder, translator } = decoderOf(space, w);
      let w_buffer = space.newbytes(new Uint8Array(0));
      let flag = 0n;
      if (!space.is(w_decoder, space.w_None)) {
        const w_state = yield* callMethod(space, w_decoder, 'getstate');
        if (!space.type(w_state).isSubtype(space.types.tuple) || space.tuple_w(w_state).length !== 2)
          throw raise(space, 'TypeError', 'illegal decoder state');
        const [w_first, w_flag] = space.tuple_w(w_state);
        w_buffer = w_first;
        flag = BigInt(space.int_w(yield index(space, w_flag)));
      }
      const combined = (flag << 1n) | (translator.pendingCr ? 1n : 0n);
      return space.newtuple([w_buffer, space.newint(normal(combined))]);
    }),
    method('setstate', '$self, state, /', function* (space: Space, w: W, w_state: W): Steps {
      const { w_decoder, translator } = decoderOf(space, w);
      if (!space.type(w_state).isSubtype(space.types.tuple))
        throw raise(space, 'TypeError', 'state argument must be a tuple');
      const parts_w = space.tuple_w(w_state);
      if (parts_w.length !== 2) throw raise(space, 'TypeError', 'setstate(): illegal state argument');
      const flag = BigInt(space.int_w(yield index(space, parts_w[1])));
      translator.pendingCr = (flag & 1n) !== 0n;
      if (!space.is(w_decoder, space.w_None)) {
        const w_inner = space.newtuple([parts_w[0], space.newint(normal(flag >> 1n))]);
        return yield* callMethod(space, w_decoder, 'setstate', [w_inner]);
      }
      return space.w_None;
    }),
    method('reset', '$self, /', function* (space: Space, w: W): Steps {
      const { w_decoder, translator } = decoderOf(space, w);
      translator.reset();
      if (!space.is(w_decoder, space.w_None)) return yield* callMethod(space, w_decoder, 'reset');
      return space.w_None;
    }),
  ],
  getset: { newlines: { get: (space, w) => newlinesSeen(space, decoderOf(space, w).translator.seen) } },
};

const normal = (n: bigint): number | bigint =>
  n <= BigInt(Number.MAX_SAFE_INTEGER) && n >= -BigInt(Number.MAX_SAFE_INTEGER) ? Number(n) : n;
