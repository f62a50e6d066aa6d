import { readFileSync } from 'node:fs';
import path from 'node:path';
import { leaseSeconds } from '#db/queries/host-leases.ts';
import type { Politeness } from '#db/queries/recollect-visits.ts';
import { dataFolderPath } from '#setup/data-folder.ts';
import { retryDelaysMs } from '#workers/grading/retry.ts';
import type { QueueBackend } from '#workers/queues/backend.ts';
import { UsageError } from './usage-error.ts';

/** File of a running `npm start` that holds its database's address; readable by its owner alone. */
export const databaseUrlFile = 'database-url';

/** The setting, or the content of the file that NAME_FILE names, as secrets of containers come. Throws UsageError. */
export function setting(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const file = env[`${name}_FILE`];
  if (env[name] || !file) return env[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new UsageError(`${name}_FILE names ${file}, which cannot be read. Check the path and its permissions.`, { cause });
  }
}

/** Puts DATABASE_PASSWORD into an address without a password. */
function withPassword(address: string, env: NodeJS.ProcessEnv): string {
  const password = setting('DATABASE_PASSWORD', env);
  const url = URL.parse(address);
  if (!password || !url || url.password) return address;
  url.password = encodeURIComponent(password);
  return url.href;
}

/** DATABASE_URL, or the database of a running `npm start` of the same account. Throws UsageError. */
export function databaseUrl(env: NodeJS.ProcessEnv = process.env): string {
  const given = setting('DATABASE_URL', env);
  if (given) {
    if (/^postgres(ql)?:\/\//.test(given)) return withPassword(given, env);
    throw new UsageError('DATABASE_URL is not the address of a Postgres. Set it to postgres://USER:PASSWORD@HOST:PORT/DATABASE.');
  }
  try {
    return readFileSync(path.join(dataFolderPath(env), databaseUrlFile), 'utf8').trim();
  } catch (cause) {
    throw new UsageError(
      'No database is named. Set DATABASE_URL to postgres://USER:PASSWORD@HOST:PORT/DATABASE, or run `npm start`, which brings its own.',
      { cause },
    );
  }
}

/**
 * NETGRADER_QUEUE_URL: `redis://…` or `rediss://…`; several by commas, or one with NETGRADER_QUEUE_CLUSTER=1, are nodes of a
 * cluster. Without it the queues live in the database. Throws UsageError.
 */
export function queueBackend(env: NodeJS.ProcessEnv = process.env): QueueBackend {
  const [url, ...otherNodes] = (setting('NETGRADER_QUEUE_URL', env) ?? '').split(',').map((text) => text.trim()).filter(Boolean);
  if (!url) return { kind: 'postgres', url: databaseUrl(env) };
  const isRedis = [url, ...otherNodes].every((text) => /^rediss?:\/\//.test(text) && URL.canParse(text));
  if (isRedis) return { kind: 'redis', url, ...(otherNodes.length > 0 || isOn('NETGRADER_QUEUE_CLUSTER', env) ? { otherNodes } : {}) };
  throw new UsageError(
    'NETGRADER_QUEUE_URL is not the address of a Redis. Set it to redis://HOST:PORT (nodes of a cluster by commas), or leave it away to queue in Postgres.',
  );
}

/** `1` or `true`, `0` or `false` or nothing. Throws UsageError. */
function isOn(name: string, env: NodeJS.ProcessEnv): boolean {
  const value = env[name] ?? '';
  if (/^(1|true|0|false|)$/.test(value)) return value === '1' || value === 'true';
  throw new UsageError(`${name} is ${value}. Set it to 1 or 0.`);
}

/** NETGRADER_SECRET, which seals the graders' keys. Throws UsageError. */
export function secret(env: NodeJS.ProcessEnv = process.env): string {
  const given = setting('NETGRADER_SECRET', env);
  if (given) return given;
  throw new UsageError("NETGRADER_SECRET is not set. Make one once, and keep it: echo v1:$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')");
}

/** How many machines regrades visit at once, in all and in one /24 (IPv6: /64). Throws UsageError. */
export function politeness(env: NodeJS.ProcessEnv = process.env): Politeness {
  return {
    total: wholeNumber('NETGRADER_REGRADE_CONCURRENCY', 4, [1, 100], env),
    perSubnet: wholeNumber('NETGRADER_REGRADE_PER_SUBNET', 2, [1, 100], env),
  };
}

/**
 * Seconds after which a worker that is silent is taken for dead: its jobs and hosts go to others. 30 carries a slow database;
 * fewer find a dead worker sooner. Throws UsageError.
 */
export function lockSeconds(env: NodeJS.ProcessEnv = process.env): number {
  return wholeNumber('NETGRADER_LOCK_SECONDS', leaseSeconds, [3, 600], env);
}

/** Waits after each transport fault, in milliseconds. Throws UsageError. */
export function retryDelays(env: NodeJS.ProcessEnv = process.env): readonly number[] {
  const given = env['NETGRADER_RETRY_SECONDS'];
  if (!given) return retryDelaysMs;
  const delays = given.split(',').map((text) => Number(text) * 1000);
  if (delays.every((delay) => delay > 0 && delay <= 3_600_000)) return delays;
  throw new UsageError(`NETGRADER_RETRY_SECONDS is ${given}. Set it to seconds separated by commas, such as 31,89,180.`);
}

/** A whole number from the environment, within bounds. Throws UsageError. */
export function wholeNumber(name: string, fallback: number, [least, most]: [number, number], env: NodeJS.ProcessEnv = process.env): number {
  const value = Number(env[name] ?? fallback);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${name} is ${env[name]}. Set it to a whole number from ${least} to ${most}.`);
}
