// `print` and `input`. Text goes to the host at once where `sys.stdout` is the interpreter's own, else through the file's `write`. Models builtin_print_impl and
// builtin_input_impl of CPython's Python/bltinmodule.c.
import { andThen, attempt } from '../continuation.ts';
import { call, str, truth } from '../descroperation.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { TextBuilder } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { enter, StepFrame } from '../step-frames.ts';
import { flushDirectly, writeDirectly } from './_io/text-io-wrapper.ts';

function separator(space: Space, name: 'sep' | 'end', w: W, fallback: string): Text {
  if (space.is(w, space.w_None)) return fallback;
  if (!space.type(w).isSubtype(space.types.str)) {
    throw raise(space, 'TypeError', `${name} must be None or a string, not ${space.type(w).name}`);
  }
  return space.text_w(w);
}

/** Types whose `str` calls nothing. */
function isPlain(space: Space, w: W): boolean {
  const type = space.type(w);
  const { str: text, int, float, bool, NoneType } = space.types;
  return type === text || type === int || type === float || type === bool || type === NoneType;
}

/** Writes piece by piece: before a `__str__` that may print itself, everything in front of it is written. */
class PrintFrame extends StepFrame {
  private readonly w_file: W;
  private readonly args_w: readonly W[];
  private readonly sep: Text;
  private readonly end: Text;
  private readonly flush: boolean;
  private w_write: W | null = null;
  private i = 0;
  private state: 'write' | 'separate' | 'convert' | 'put' | 'end' | 'flush' | 'done' = 'write';

  constructor(space: Space, w_file: W, args_w: readonly W[], sep: Text, end: Text, flush: boolean) {
    super();
    this.w_file = space.own(w_file);
    this.args_w = args_w.map((w) => space.own(w));
    this.sep = sep;
    this.end = end;
    this.flush = flush;
  }

  protected step(space: Space, w_value: W | undefined): W {
    for (;;) {
      let w: W;
      switch (this.state) {
        case 'write':
          if (w_value === undefined) {
            w = space.getattr(this.w_file, 'write');
            break;
          }
          this.w_write = space.own(w_value);
          this.state = 'separate';
          continue;
        case 'separate':
          if (this.i === this.args_w.length) {
            this.state = 'end';
            continue;
          }
          this.state = 'convert';
          if (this.i === 0) continue;
          w = call(space, this.w_write!, [space.newtext(this.sep)]);
          break;
        case 'convert':
          this.state = 'put';
          w = str(space, this.args_w[this.i]);
          break;
        case 'put':
          this.state = 'separate';
          this.i++;
          w = call(space, this.w_write!, [w_value!]);
          break;
        case 'end':
          this.state = 'flush';
          w = call(space, this.w_write!, [space.newtext(this.end)]);
          break;
        case 'flush':
          this.state = 'done';
          if (!this.flush) continue;
          w = andThen(space, this, space.getattr(this.w_file, 'flush'), (w_flush) =>
            call(space, w_flush, []),
          );
          break;
        case 'done':
          return space.w_None;
      }
      if (w === SUSPEND) return w;
      w_value = w;
    }
  }

  protected release(space: Space): void {
    space.drop(this.w_file);
    this.args_w.forEach((w) => space.drop(w));
    if (this.w_write !== null) space.drop(this.w_write);
  }
}

export function print(space: Space, args_w: readonly W[], w_sep: W, w_end: W, w_file: W, w_flush: W): W {
  let w_to = w_file;
  if (space.is(w_file, space.w_None)) {
    const w_stdout = space.dictgetstr(space.w_sysDict, 'stdout');
    if (w_stdout === undefined) throw raise(space, 'RuntimeError', 'lost sys.stdout');
    if (space.is(w_stdout, space.w_None)) return w_stdout;
    w_to = w_stdout;
  }
  const sep = separator(space, 'sep', w_sep, ' ');
  const end = separator(space, 'end', w_end, '\n');
  const flush = space.is(w_flush, space.w_True);
  if ((flush || space.is(w_flush, space.w_False)) && args_w.every((w) => isPlain(space, w))) {
    const builder = new TextBuilder();
    args_w.forEach((w, i) => {
      if (i > 0) builder.add(sep);
      builder.add(space.text_w(str(space, w)));
    });
    builder.add(end);
    if (writeDirectly(space, w_to, builder.done())) {
      if (!flush || flushDirectly(space, w_to)) return space.w_None;
      const below = space.top;
      return andThen(space, below, space.getattr(w_to, 'flush'), (w_f) =>
        andThen(space, below, call(space, w_f, []), () => space.w_None),
      );
    }
  }
  const caller = space.top;
  return andThen(space, caller, truth(space, w_flush), (w_truth) =>
    enter(space, new PrintFrame(space, w_to, args_w, sep, end, space.is(w_truth, space.w_True))),
  );
}

export function input(space: Space, w_prompt: W | undefined): W {
  const stream = (name: string): W => {
    const w = space.dictgetstr(space.w_sysDict, name);
    if (w !== undefined && !space.is(w, space.w_None)) return w;
    throw raise(space, 'RuntimeError', `input(): lost sys.${name}`);
  };
  const w_stdin = stream('stdin');
  const w_stdout = stream('stdout');
  // Code that is called may put others in their place: a temporary holds on to them, which goes with the continuations.
  space.newtuple([w_stdin, w_stdout]);
  const caller = space.top;
  const strip = (text: string): string => {
    if (text === '') throw raise(space, 'EOFError', 'EOF when reading a line');
    return text.endsWith('\n') ? text.slice(0, -1) : text;
  };
  const read = (): W => {
    return andThen(space, caller, space.getattr(w_stdin, 'readline'), (w_method) =>
      andThen(space, caller, call(space, w_method, []), (w_line) => {
        if (!space.type(w_line).isSubtype(space.types.str)) {
          throw raise(space, 'TypeError', 'object.readline() returned non-string');
        }
        return space.newstr(strip(space.str_w(w_line)));
      }),
    );
  };
  // A stream that cannot be flushed is no reason not to read.
  const flushed = (): W =>
    attempt(
      space,
      caller,
      () => flushOf(space, w_stdout),
      read,
      (error) => {
        space.dropError(error);
        return read();
      },
    );
  if (w_prompt === undefined) return flushed();
  const w_shown = print(space, [w_prompt], space.w_None, space.newstr(''), w_stdout, space.w_False);
  return andThen(space, caller, w_shown, flushed);
}

function flushOf(space: Space, w_stream: W): W {
  const caller = space.top;
  return andThen(space, caller, space.getattr(w_stream, 'flush'), (w_flush) => call(space, w_flush, []));
}
