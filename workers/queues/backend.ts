import { type BackendClasses, createPostgresBackend, createRedisBackend, type IQueueBackend, withBackend } from 'bullmq';
import { Client, type ClientConfig } from 'pg';
import { hashTagged, redisCluster } from './redis-cluster.ts';

/** Where the queues live. Both behave the same; Postgres needs no second server, Redis carries more. */
export type QueueBackend =
  | { kind: 'postgres'; url: string; /** Default `bullmq`. */ schema?: string }
  | {
      kind: 'redis';
      url: string;
      /** Given, even empty: `url` is a node of a Redis cluster, and these are some others. */
      otherNodes?: readonly string[];
      /** Of all keys; default `netgrader`, in a cluster within braces. */
      prefix?: string;
    };

/** A producer answers a web request and gives up; a consumer waits until the server is back. */
type Role = 'producer' | 'consumer';

/** A connection that breaks while BullMQ has it out of its pool would end the process: nobody listens to its 'error' then. */
class SturdyClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/** Connections beside the listening one that each queue or worker may hold to Postgres. */
const postgresConnections = { producer: 2, consumer: 4 } satisfies Record<Role, number>;

/** Calls `use` with BullMQ's classes bound to the backend, the connection options for the role, and what to call when all is closed. */
export function onBackend<T>(
  backend: QueueBackend,
  role: Role,
  use: <B extends IQueueBackend, C>(classes: BackendClasses<B, C>, options: { connection: C; prefix?: string }, release: () => void) => T,
): T {
  if (backend.kind === 'postgres') {
    const { url: connectionString, schema = 'bullmq' } = backend;
    const max = postgresConnections[role];
    return use(withBackend(createPostgresBackend), { connection: { connectionString, schema, migrate: true, max, Client: SturdyClient } }, () => {});
  }
  const { url, otherNodes, prefix = 'netgrader' } = backend;
  if (otherNodes) {
    // BullMQ makes connections of its own from this one for workers, and leaves this one to us.
    const cluster = redisCluster([url, ...otherNodes]);
    return use(withBackend(createRedisBackend), { connection: cluster, prefix: hashTagged(prefix) }, () => cluster.disconnect());
  }
  const connection = { url, ...(role === 'producer' ? { maxRetriesPerRequest: 1 } : { maxRetriesPerRequest: null }) };
  return use(withBackend(createRedisBackend), { connection, prefix }, () => {});
}
