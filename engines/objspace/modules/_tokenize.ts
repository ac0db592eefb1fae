// The module `_tokenize`: tokens of source lines, for the library's `tokenize`. Models CPython's Python/Python-tokenize.c; the lines are all
// read before the first token is handed out.
import { listTokens } from '../../frontend/tokens-dump.ts';
import { Tok } from '../../frontend/token-types.ts';
import type { TokenList } from '../../frontend/tokens-dump.ts';
import { textFromHost } from '../../kernels/text.ts';
import { call } from '../descroperation.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import { runSteps } from '../steps.ts';
import type { Steps } from '../steps.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { BuiltinTypeName } from '../builtin-types.ts';
import { decodeBytes } from '../types/str.ts';
import type { ModuleDefinition } from './module-definition.ts';

class TokenIterator extends Payload {
  w_readline: W | null;
  readonly encoding: string | null;
  readonly extraTokens: boolean;
  found: TokenList | null = null;
  lines: string[] = [];
  at = 0;
  constructor(w_readline: W, encoding: string | null, extraTokens: boolean) {
    super();
    this.w_readline = w_readline;
    this.encoding = encoding;
    this.extraTokens = extraTokens;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_readline !== null) visit(this.w_readline);
  }
  forget(): void {
    this.w_readline = null;
  }
}

/** All that `readline` has to give. */
function* readSource(space: Space, iterator: TokenIterator): Steps<string> {
  const parts: string[] = [];
  for (;;) {
    let w_line: W;
    try {
      w_line = yield call(space, iterator.w_readline!, []);
    } catch (e) {
      const error = space.asOperationError(e);
      if (!error.matches(space.types.StopIteration)) throw error;
      space.dropError(error);
      break;
    }
    const { encoding } = iterator;
    if (encoding !== null) {
      if (!space.type(w_line).isSubtype(space.types.bytes))
        throw raise(space, 'TypeError', 'readline() returned a non-bytes object');
      if (space.bytes_w(w_line).length === 0) break;
      w_line = yield decodeBytes(space, w_line, encoding, 'replace');
    } else if (!space.type(w_line).isSubtype(space.types.str)) {
      throw raise(space, 'TypeError', 'readline() returned a non-string object');
    }
    const line = space.str_w(w_line);
    if (line === '') break;
    parts.push(line);
  }
  return parts.join('');
}

const TYPE_NUMBERS: ReadonlyMap<string, number> = new Map(Object.entries(Tok));

function token(space: Space, iterator: TokenIterator): W {
  const { tokens, error } = iterator.found!;
  if (iterator.at >= tokens.length) {
    if (error === null) return STOP;
    // Once.
    iterator.found = { tokens, error: null };
    const type: BuiltinTypeName = error.type === 'TokenError' ? 'SyntaxError' : error.type;
    const text = iterator.lines[error.line - 1] ?? '';
    const details_w = [
      space.newstr('<string>'),
      space.newint(error.line),
      space.newint(error.column),
      space.newtext(textFromHost(text)),
    ];
    throw raiseWith(space, type, [space.newstr(error.message), space.newtuple(details_w)]);
  }
  const info = tokens[iterator.at++];
  const isEnd = info.type === 'ENDMARKER';
  const [row, endRow] = [info.start[0], info.end[0]];
  const line = isEnd ? '' : iterator.lines.slice(row - 1, Math.max(row, endRow)).join('');
  const type = iterator.extraTokens ? info.type : info.exactType;
  const place = ([r, c]: [number, number]): W => space.newtuple([space.newint(r), space.newint(c)]);
  return space.newtuple([
    space.newint(TYPE_NUMBERS.get(type)!),
    space.newtext(textFromHost(info.string)),
    place(info.start),
    place(info.end),
    space.newtext(textFromHost(line)),
  ]);
}

const tokenizerIterType: TypeDefinition = {
  name: '_tokenize.TokenizerIter',
  slots: {
    new: (space, type, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      const named = (name: string): W | undefined => {
        const at = names?.indexOf(name) ?? -1;
        return at < 0 ? undefined : args_w[positional + at];
      };
      if (positional !== 1) {
        const text = `TokenizerIter() takes exactly 1 positional argument (${positional} given)`;
        throw raise(space, 'TypeError', text);
      }
      const w_encoding = named('encoding');
      const w_extra = named('extra_tokens');
      if (w_extra === undefined)
        throw raise(
          space,
          'TypeError',
          "TokenizerIter() missing required keyword-only argument: 'extra_tokens'",
        );
      const encoding =
        w_encoding === undefined || space.is(w_encoding, space.w_None) ? null : space.str_w(w_encoding);
      const iterator = new TokenIterator(space.own(args_w[0]), encoding, space.isTrueNested(w_extra));
      return space.newobj(type, iterator);
    },
    iter: (_space, w) => w,
    iternext: (space, w) => {
      const iterator = space.data(w) as TokenIterator;
      if (iterator.found !== null) return token(space, iterator);
      return runSteps(
        space,
        (function* (): Steps {
          const source = yield* readSource(space, iterator);
          iterator.lines = source.match(/[^\n]*\n|[^\n]+$/g) ?? [];
          iterator.found = listTokens(source);
          return token(space, iterator);
        })(),
      );
    },
  },
};

export const tokenizeModule: ModuleDefinition = {
  name: '_tokenize',
  types: [tokenizerIterType],
};
