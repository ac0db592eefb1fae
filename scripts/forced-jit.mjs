// Parameters of `-X jit=…` that make rare things happen always: recording at the second turn, a bridge at the second exit, every guard failing at
// its first check. What a program prints must not change with any of them.
const AT_ONCE = 'budget=0,threshold=2,function_threshold=2';
export const FORCED = [
  `${AT_ONCE},trace_eagerness=2,fail_guards=1`,
  `${AT_ONCE},trace_eagerness=2`,
  `budget=0,threshold=3,function_threshold=2,trace_eagerness=1000000,fail_guards=1`,
];
