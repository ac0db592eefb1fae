// The linear congruential generator that the Python programs write out themselves; products stay below 2**30.
export function makeLcg(seed) {
  let state = seed;
  return () => (state = (state * 1366 + 150889) % 714025);
}
