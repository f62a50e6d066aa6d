import { type BackendClasses, createPostgresBackend, createRedisBackend, type IQueueBackend, withBackend } from 'bullmq';

/** Where the queues live. Both behave the same; Postgres needs no second server, Redis carries more. */
export type QueueBackend =
  | { kind: 'postgres'; url: string; /** Default `bullmq`. */ schema?: string }
  | { kind: 'redis'; url: string; /** Of all keys; default `netgrader`. */ prefix?: string };

/** A producer answers a web request and gives up; a consumer waits until the server is back. */
type Role = 'producer' | 'consumer';

/** Connections beside the listening one that each queue or worker may hold to Postgres. */
const postgresConnections = { producer: 2, consumer: 4 } satisfies Record<Role, number>;

/** Calls `use` with BullMQ's classes bound to the backend, and the connection options for the role. */
export function onBackend<T>(
  backend: QueueBackend,
  role: Role,
  use: <B extends IQueueBackend, C>(classes: BackendClasses<B, C>, options: { connection: C; prefix?: string }) => T,
): T {
  if (backend.kind === 'postgres') {
    const { url: connectionString, schema = 'bullmq' } = backend;
    const max = postgresConnections[role];
    return use(withBackend(createPostgresBackend), { connection: { connectionString, schema, migrate: true, max } });
  }
  const { url, prefix = 'netgrader' } = backend;
  const connection = { url, ...(role === 'producer' ? { maxRetriesPerRequest: 1 } : { maxRetriesPerRequest: null }) };
  return use(withBackend(createRedisBackend), { connection, prefix });
}
