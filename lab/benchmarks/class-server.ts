import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type Database, openDatabase } from '#db/database.ts';
import { startEmbeddedPostgres } from '#db/embedded/start.ts';
import { migrateDatabase } from '#db/migrate.ts';
import { beginSession } from '#db/queries/sessions.ts';
import { openSealer } from '#db/sealed.ts';
import { readApiConfig } from '#services/api/config.ts';
import { listen } from '#services/api/listen.ts';
import { createApp } from '#services/create-app.ts';
import { openQueues } from '#workers/queues/open-queues.ts';

/** A database with the whole application on it, on loopback. */
export interface ClassServer {
  db: Database;
  url: string;
  /** The cookie of a session of that person. */
  signIn: (userId: string) => Promise<string>;
}

/** Runs a step on an embedded Postgres of its own with as many servers as are named; all is gone afterwards. */
export async function withClassServers(names: readonly string[], rubricText: string, step: (servers: ClassServer[]) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'netgrader-bench-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    // Postgres runs as another account than root.
    await chmod(folder, 0o711);
    // Seeds are lost with the folder in any case; what is measured only reads.
    const settings = { fsync: 'off', synchronous_commit: 'off', shared_buffers: '256MB', max_wal_size: '4GB' };
    const postgres = await startEmbeddedPostgres({ dataDirectory: path.join(folder, 'postgres'), settings, log: console.error });
    undo.push(() => postgres.stop());
    const servers: ClassServer[] = [];
    for (const name of names) {
      const url = await makeDatabase(postgres.url, name);
      const open = openDatabase(url);
      const { db } = open;
      undo.push(() => open.close());
      const queues = openQueues({ backend: { kind: 'postgres', url } });
      undo.push(() => queues.close());
      const app = createApp({
        db,
        queues,
        sealer: openSealer(`v1:${randomBytes(32).toString('base64url')}`),
        config: readApiConfig({ NETGRADER_URL: 'http://127.0.0.1' }, rubricText),
        log: { info: () => {}, error: (details, message) => console.error(message, details) },
        rubricDifferences: () => Promise.resolve([]),
      });
      const server = await listen((request) => app.fetch(request), { host: '127.0.0.1', port: 0 });
      undo.push(() => server.close());
      servers.push({ db, url: server.url, signIn: async (userId) => (await beginSession(db, { userId, courseId: null, method: 'benchmark', days: 1 })).secret });
    }
    await step(servers);
  } finally {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  }
}

async function makeDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client(serverUrl);
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  return url.href;
}
