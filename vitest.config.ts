import { defineConfig } from 'vitest/config';

// Tests that start the built command line or an engine's bundle need `npm run build` first; `npm test` does it.
export default defineConfig({
  test: {
    include: ['{engines,harness,reports,scripts}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
