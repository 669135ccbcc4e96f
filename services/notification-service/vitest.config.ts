import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The suites share one small machine with a broker and a database: in parallel they only get in each other's way.
    fileParallelism: false,
  },
});
