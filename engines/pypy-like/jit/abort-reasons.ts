// Why a recording was given up, as one table: name and meaning. Counted by name; `recorder.abort(name)` takes nothing else.

export const abortReasons = {
  'opcode-not-recorded':
    'an instruction that has no record function and cannot be left to the interpreter within a trace',
  'trace-too-long': 'more operations than trace_limit',
  'inlined-too-deep': 'more Python frames within one another than inline_depth',
  'inner-loop': 'a loop within the loop, which is compiled on its own',
  'left-frame': "the loop's frame returned",
  'left-loop': 'the loop was left before it came round',
  exception: 'an exception was raised, or a handler entered',
  'calls-back': 'something built in called Python code',
  'frame-kind': "a frame that the recorder does not follow: a generator's, a class body's",
  'call-not-recorded': 'a call of something that is neither a plain function nor a recorded builtin',
  'unsupported-value': 'an operation on values that have no trace operation',
  interrupted: 'the watchdog asked for something while the loop was recorded',
  desynchronised: "the recorder's frames no longer matched the interpreter's (a fault of ours)",
} as const;

export type AbortReason = keyof typeof abortReasons;

/** Ends a recording; caught by whoever runs the recorder. */
export class Abort extends Error {
  readonly reason: AbortReason;
  readonly detail: string;
  constructor(reason: AbortReason, detail = '') {
    super(detail === '' ? reason : `${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
  }
}
