import { Cluster } from 'ioredis';

/**
 * A client of a Redis cluster that finds the other nodes from those given (`redis://` or `rediss://`, all with the first one's
 * user, password and TLS). Connects at first use.
 */
export function redisCluster(urls: readonly string[]): Cluster {
  const nodes = urls.map((url) => new URL(url));
  const [first] = nodes;
  const isTls = first?.protocol === 'rediss:';
  return new Cluster(
    nodes.map(({ hostname, port }) => ({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) })),
    {
      lazyConnect: true,
      // A node that moved or fell away is looked for as long as it takes; producers give up by their own time limit.
      clusterRetryStrategy: (times) => Math.min(100 * times, 2000),
      // A managed cluster's certificates name its hosts: connect to the name, not to the address found for it.
      ...(isTls ? { dnsLookup: (address: string, done: (error: null, found: string) => void) => done(null, address) } : {}),
      redisOptions: {
        maxRetriesPerRequest: null,
        ...(first?.username ? { username: decodeURIComponent(first.username) } : {}),
        ...(first?.password ? { password: decodeURIComponent(first.password) } : {}),
        ...(isTls ? { tls: {} } : {}),
      },
    },
  );
}

/** BullMQ's scripts touch many keys at once, which a cluster allows within one hash slot: that of what stands in braces. */
export function hashTagged(prefix: string): string {
  return /\{.+\}/.test(prefix) ? prefix : `{${prefix}}`;
}
