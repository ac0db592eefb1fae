// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// The interactive mode: statements are read, run and answered one after the other in the same __main__. Models MicroPython's
// "friendly" REPL (shared/runtime/pyexec.c, py/repl.c) without line editing, completion and auto-indent, which are the
// terminal's. Control-D ends it; Control-C abandons what was being typed.
import type { Outcome } from '../engine.ts';
import { R, T } from './layout.ts';
import { H, keep } from './heap.ts';
import { intern, Q } from './qstr.ts';
import { str, rewind, typeOf, nativeExc } from './obj.ts';
import * as map from './map.ts';
import { compile } from './compile.ts';
import { asException, runCode, STOPPED, pollBreaker } from './vm.ts';
import { isSubclass } from './objtype.ts';
import { flushOut } from './modio.ts';
import { config } from './config.ts';
import { MicroSession, describeException } from './session.ts';

const q_single = Q('single');
const q_main = Q('__main__');
const COMPOUND = /^\s*(?:@|(?:async|class|def|for|if|try|while|with)\b)/;

/** Must more lines come before this can be run? As mp_repl_continue_with_input. */
export function isIncomplete(text: string): boolean {
  // Strings and comments go first: a bracket in them opens nothing.
  const bare = text.replace(
    /'''[^]*?(?:'''|$(?![^]))|"""[^]*?(?:"""|$(?![^]))|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|#.*/g,
    (s) =>
      /^('''|""")/.test(s) && (s.length < 6 || !s.endsWith(s.slice(0, 3))) ? '(' : s[0] === '#' ? '' : '0',
  );
  let depth = 0;
  for (const c of bare) depth += '([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0;
  if (depth > 0 || /\\\n?$/.test(bare)) return true;
  return COMPOUND.test(text) && !/\n[ \t]*\n?$/.test(text.replace(/\n$/, ''));
}

export class ReplSession extends MicroSession {
  private pending = '';
  private readonly decoder = new TextDecoder();
  private say(text: string): void {
    flushOut();
    this.host.writeStdout(new TextEncoder().encode(text));
  }

  /** The next line with its end; undefined at the end of the input. A signal throws KeyboardInterrupt. */
  private readLine(): string | undefined {
    const chunk = new Uint8Array(4096);
    while (!this.pending.includes('\n')) {
      const n = this.host.readStdin(chunk);
      pollBreaker();
      if (n > 0) this.pending += this.decoder.decode(chunk.subarray(0, n), { stream: true });
      else if (n === 0) {
        const rest = this.pending;
        this.pending = '';
        return rest === '' ? undefined : rest + '\n';
      }
    }
    const end = this.pending.indexOf('\n') + 1;
    const line = this.pending.slice(0, end);
    this.pending = this.pending.slice(end);
    return line;
  }

  private readStatement(): string | undefined {
    this.say('>>> ');
    let text = this.readLine();
    while (text !== undefined && isIncomplete(text)) {
      this.say('... ');
      const more = this.readLine();
      if (more === undefined) break;
      text += more;
    }
    return text;
  }

  override main(): Outcome {
    const outcome = (status: number): Outcome => {
      flushOut();
      return { status, counters: this.counters(), memory: this.memory() };
    };
    const globals = H[H[R.MAIN] + 1];
    map.set(H[R.MODULES] + 1, q_main, H[R.MAIN]);
    this.say(`micro ${config.release}\nControl-D ends.\n`);
    for (;;) {
      H[R.TP] = 0;
      try {
        const text = this.readStatement();
        if (text === undefined) {
          this.say('\n');
          return outcome(0);
        }
        if (text.trim() === '') continue;
        const code = compile(new TextEncoder().encode(text), intern(str('<stdin>')), q_single);
        keep(code);
        runCode(code, globals, globals);
      } catch (e) {
        if (e === STOPPED) return outcome(1);
        const exc = asException(e);
        // What the exception left on the stack region is dropped; the names stay.
        H[R.TOP] = H[R.STACK_LO];
        H[R.CUR] = H[R.LOCK] = 0;
        H[R.EXC] = exc;
        rewind(0);
        if (isSubclass(typeOf(exc), T.SystemExit)) {
          const args = H[nativeExc(exc) + 1];
          const v = H[args + 1] > 0 ? H[args + 2] : T.NONE;
          return outcome(v === T.NONE ? 0 : v & 1 ? (v >> 1) & 255 : 1);
        }
        this.say(describeException(exc).traceback);
      }
    }
  }
}
