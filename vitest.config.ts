import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // The public names mean the sources here, so that a test run needs no build and coverage sees them.
    alias: [
      { find: /^meshwright$/, replacement: source('constructs/index.ts') },
      { find: /^meshwright\/testing$/, replacement: source('lib/testing/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    setupFiles: ['test/support/stalls/watch-for-stalls.ts'],
    pool: 'forks',
    // Real servers run beside the workers; CI has two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // A second, the usual, is short on two cores beside real servers.
    expect: { poll: { timeout: 20_000 } },
    teardownTimeout: 10_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/vitest.json' },
  },
});
