import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/.git/**'];

/**
 * Four kinds of test, told apart by file name: `*.test.ts` needs nothing, `*.db.test.ts` gets a real Postgres
 * and Redis (see setup/testing/databases.ts), `*.live.test.ts` boots real lab hosts, `*.browser.test.ts` opens the pages in Chromium.
 */
export default defineConfig({
  test: {
    // By default vitest leaves a processor idle, which on two is half of them.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.db.test.ts', '**/*.live.test.ts', '**/*.browser.test.ts'],
          // Some start programs; a busy machine takes its time, and no test asserts how much.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude,
          globalSetup: ['./setup/testing/databases.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'live',
          include: ['**/*.live.test.ts'],
          exclude,
          globalSetup: ['./setup/testing/databases.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          // Every file boots its own hosts: visits side by side fight for two cores, and probes run out of their time.
          maxWorkers: 1,
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['**/*.browser.test.ts'],
          exclude,
          globalSetup: ['./setup/testing/databases.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          // Chromium takes a core by itself, and so does a lab host that is visited meanwhile.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
