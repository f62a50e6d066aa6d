import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#db/embedded/start.ts';
import { LEFTOVER_PREFIX, removeLeftovers } from './leftovers.ts';
import { startRedis } from './redis.ts';
import { makeTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the server's database `postgres`, as its owner. */
    postgresUrl: string;
    /** Name of a migrated database to clone; see `createTestDatabase`. */
    templateDatabase: string;
    /** A Redis for this run alone, or null where the machine has no redis-server. */
    redisUrl: string | null;
    /**
     * The run's own folder, which goes with it even when it is killed; servers that tests start themselves keep
     * their data in folders below it. `binaries` in it holds copies of the Postgres programs, where needed.
     */
    testFolder: string;
  }
}

type Undo = () => Promise<unknown>;

/** Vitest's global set-up: one throw-away Postgres and one Redis for all test files of the project. */
export async function setup(project: TestProject): Promise<void> {
  await removeLeftovers();
  const folder = await mkdtemp(path.join(os.tmpdir(), `${LEFTOVER_PREFIX}${process.pid}-`));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  // Vitest does not tear down after a failed set-up.
  try {
    await chmod(folder, 0o711);
    await provideServers(project, folder);
  } catch (error) {
    await teardown();
    throw error;
  }
}

/** Stops what `setup` started, last first. */
export async function teardown(): Promise<void> {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
}

const undo: Undo[] = [];

async function provideServers(project: TestProject, folder: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({
    dataDirectory: path.join(folder, 'postgres'),
    binariesDirectory: path.join(folder, 'binaries'),
    // Nothing here has to survive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
    log: (line) => console.log(`postgres for the tests: ${line}`),
  });
  undo.push(() => postgres.stop());
  const redis = await startRedis(path.join(folder, 'redis'));
  if (redis === undefined) console.log('redis-server is not installed: the tests that need it are skipped');
  else undo.push(() => redis.stop());
  project.provide('postgresUrl', postgres.url);
  project.provide('templateDatabase', await makeTemplate(postgres.url));
  project.provide('redisUrl', redis?.url ?? null);
  project.provide('testFolder', folder);
}
