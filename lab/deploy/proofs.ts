import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { handIn, type HandedIn, settled } from './grading.ts';
import { apiUrl, type Installation, services } from './installation.ts';

export interface Proof {
  what: string;
  /** What was seen, in a few words. Throws where it is not as it must be. */
  try(installation: Installation): Promise<string>;
}

const kept: { handedIn: HandedIn[]; reports: string[] } = { handedIn: [], reports: [] };

/** In this order: each builds on the state that those before have left. */
export function proofs(secrets: readonly string[]): Proof[] {
  return [
    { what: 'The image is built without a network', try: async (on) => `${await build(on)} MB` },
    {
      what: 'up with two workers: every container becomes healthy',
      try: async (on) => {
        await on.compose('up', '-d', '--no-build', '--scale', 'worker=2');
        return `${await on.untilHealthy()} healthy: ${await countBy(on)}`;
      },
    },
    { what: 'Handed in over HTTP, visited by the workers, ended with a reason', try: grade },
    { what: 'No process is root', try: notRoot },
    { what: 'Root file systems are read-only', try: readOnly },
    { what: 'No capability is held, none can be gained', try: confined },
    { what: 'Redis evicts nothing and appends to its file', try: redisSettings },
    { what: 'Postgres and Redis are on a network without a way in or out', try: closedNetwork },
    { what: 'Secrets are in files alone', try: (on) => secretsInFiles(on, secrets) },
    {
      what: 'A third worker joins',
      try: async (on) => {
        await on.compose('up', '-d', '--no-build', '--scale', 'worker=3');
        return `${await on.untilHealthy()} healthy: ${await countBy(on)}`;
      },
    },
    {
      what: 'down ends everything within its grace, volumes stay',
      try: async (on) => {
        const since = performance.now();
        await on.compose('down');
        assert.deepEqual(await on.containers(), []);
        const volumes = (await on.engine.docker('volume', 'ls', '-q')).split('\n').filter(Boolean);
        assert.deepEqual(volumes.toSorted(), ['proof_postgres', 'proof_redis']);
        return `${Math.round((performance.now() - since) / 1000)} s; ${volumes.join(', ')}`;
      },
    },
    {
      what: 'up again: grades, reports and tokens are the ones from before',
      try: async (on) => {
        await on.compose('up', '-d', '--no-build', '--scale', 'worker=2');
        await on.untilHealthy();
        const reports = await Promise.all(kept.handedIn.map(async (one) => (await settled(one)).report));
        assert.deepEqual(reports, kept.reports);
        return `${reports.length} reports, byte for byte`;
      },
    },
  ];
}

async function build(on: Installation): Promise<number> {
  await on.compose('build');
  const bytes = Number(await on.inspect('netgrader', '{{.Size}}'));
  return Math.round(bytes / 1e6);
}

async function countBy(on: Installation): Promise<string> {
  const counts = await Promise.all(services.map(async (service) => `${(await on.containers(service)).length} ${service}`));
  return counts.join(', ');
}

async function grade(on: Installation): Promise<string> {
  const [redis, api] = await Promise.all(['redis', 'api'].map((service) => addressOf(on, service)));
  const staff = await on.staff();
  kept.handedIn = await handIn(on, staff, [{ address: redis ?? '', port: 6379 }, { address: api ?? '', port: 8080 }]);
  const ended = await Promise.all(kept.handedIn.map(settled));
  for (const { status, report } of ended) {
    assert.equal(status, 'not_gradable');
    assert.match(report, /is not an SSH server/);
  }
  kept.reports = ended.map(({ report }) => report);
  const log = await on.compose('logs', '--no-color', 'worker');
  const visits = log.split('\n').filter((line) => line.includes('the host could not be visited'));
  assert.equal(visits.length, kept.handedIn.length);
  return `${ended.length} not gradable: “is not an SSH server”`;
}

async function addressOf(on: Installation, service: string): Promise<string> {
  const [container = ''] = await on.containers(service);
  return on.inspect(container, '{{(index .NetworkSettings.Networks "proof_data").IPAddress}}');
}

async function notRoot(on: Installation): Promise<string> {
  const seen: string[] = [];
  for (const service of services) {
    for (const container of await on.containers(service)) {
      const uids = (await on.engine.docker('top', container, '-eo', 'pid,uid')).split('\n').slice(1).flatMap((line) => line.trim().split(/\s+/)[1] ?? []);
      assert.ok(uids.length > 0 && !uids.includes('0'), `${service}: ${uids.join(' ')}`);
      seen.push(`${service} ${[...new Set(uids)].join('+')}`);
    }
  }
  return `uid ${[...new Set(seen)].join(', ')}`;
}

async function readOnly(on: Installation): Promise<string> {
  for (const container of await on.containers()) {
    const tried = await on.engine.docker('exec', '--user', '0', container, 'sh', '-c', 'touch /here /usr/here 2>&1; true');
    assert.equal(tried.match(/Read-only file system/g)?.length, 2, tried);
  }
  return 'not even root can write to / or /usr';
}

async function confined(on: Installation): Promise<string> {
  for (const service of services) {
    const [container = ''] = await on.containers(service);
    const status = await on.engine.docker('exec', container, 'grep', '-E', '^(CapPrm|CapBnd|NoNewPrivs)', '/proc/1/status');
    assert.match(status, /^CapPrm:\s0+$/m);
    assert.match(status, /^CapBnd:\s0+$/m);
    assert.match(status, /^NoNewPrivs:\s1$/m);
  }
  return 'CapPrm 0, CapBnd 0, NoNewPrivs 1';
}

async function redisSettings(on: Installation): Promise<string> {
  const config = await on.compose('exec', '-T', 'redis', 'sh', '-c', 'redis-cli config get maxmemory-policy; redis-cli config get appendonly; redis-cli dbsize');
  assert.match(config, /noeviction/);
  assert.match(config, /appendonly\s+yes/);
  return 'noeviction, appendonly yes';
}

async function closedNetwork(on: Installation): Promise<string> {
  assert.equal(await on.engine.docker('network', 'inspect', '--format', '{{.Internal}}', 'proof_data').then((text) => text.trim()), 'true');
  assert.equal((await fetch(`${apiUrl}/readyz`)).status, 200);
  for (const port of [5432, 6379, 9464]) assert.equal(await accepts(port), false, `port ${port} of the machine is open`);
  return '8080 alone is published, on loopback';
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket();
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)).once('close', () => socket.destroy());
    socket.connect(port, '127.0.0.1');
  });
}

async function secretsInFiles(on: Installation, secrets: readonly string[]): Promise<string> {
  for (const container of await on.containers()) {
    const inspected = await on.engine.docker('inspect', container);
    for (const secret of secrets) assert.ok(!inspected.includes(secret), `${container} shows a secret`);
  }
  // What they write to stderr too.
  const logged = await on.compose('logs', '--no-color');
  assert.match(logged, /grading ended/);
  for (const secret of secrets) assert.ok(!logged.includes(secret), 'the logs hold a secret');
  const history = await on.engine.docker('history', '--no-trunc', 'netgrader');
  for (const secret of secrets) assert.ok(!history.includes(secret), 'the image holds a secret');
  return 'not in inspect, logs or image';
}
