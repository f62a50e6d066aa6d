import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = path.join(import.meta.dirname, '..');

interface Service {
  image: string;
  user?: string;
  command?: string[];
  networks: string[];
  ports?: string[];
  secrets?: string[];
  environment: Record<string, string>;
}

const compose = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<'api' | 'worker' | 'postgres' | 'redis', Service>;
  networks: Record<string, object>;
  secrets: Record<string, { file: string }>;
};
const services = Object.entries(compose.services);

// `npm run prove:compose` tries the same on a Docker engine; this holds wherever the tests run.
test.each(services)('%s is confined and watched', (_, service) => {
  expect(service).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    restart: 'unless-stopped',
    healthcheck: { test: expect.arrayContaining(['CMD']) },
  });
  expect(service.user ?? service.image).toMatch(/^(postgres|redis|netgrader)$/);
});

test('servers are reached by API and workers alone, and only the API is published, on loopback', () => {
  expect(compose.networks['data']).toEqual({ internal: true });
  expect([compose.services.postgres.networks, compose.services.redis.networks]).toEqual([['data'], ['data']]);
  expect(services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`))).toEqual(['api ${NETGRADER_PUBLISH:-127.0.0.1:8080}:8080']);
});

test('no job is evicted from Redis, and secrets are files that the settings read', () => {
  expect(compose.services.redis.command?.join(' ')).toMatch(/--maxmemory-policy noeviction --appendonly yes/);
  const given = Object.values(compose.services.worker.environment).filter((value) => value.startsWith('/run/secrets/'));
  expect(given.map((file) => path.basename(file))).toEqual(compose.services.worker.secrets);
  expect(Object.keys(compose.secrets)).toEqual(compose.services.worker.secrets);
  expect(compose.services.api.environment['DATABASE_URL']).toBe(compose.services.worker.environment['DATABASE_URL']);
});
