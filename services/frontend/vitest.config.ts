import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      // The marker throws outside a React server; the rules under test do not need the guard.
      'server-only': `${import.meta.dirname}/tests/server-only.ts`,
    },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
