import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabBootError, LabStateError, LabToolError } from './errors.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import type { LabHost } from './host.ts';
import { remains, takeTraces } from './testing/traces.ts';

let lab: Lab;
let alpha: LabHost;
let beta: LabHost;

beforeAll(async () => {
  lab = await openLab();
  [alpha, beta] = await Promise.all([lab.boot('alpha'), lab.boot('beta')]);
});
afterAll(() => lab?.close());

describe('a lab host', () => {
  test('runs systemd with no failed unit, and sshd answers the worker', async () => {
    expect(await alpha.run('systemctl is-system-running')).toMatchObject({ exit: 0, stdout: 'running\n' });
    const socket = connect(alpha.port, alpha.address);
    const [banner]: Buffer[] = await once(socket, 'data');
    socket.destroy();
    expect(String(banner)).toMatch(/^SSH-2\.0-OpenSSH_/);
  });

  test('has an identity of its own', async () => {
    const keys = await alpha.hostKeyFingerprints();
    expect(keys.map(({ type }) => type)).toContain('ssh-ed25519');
    const own = await alpha.run('ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub; hostname');
    expect(own.stdout).toContain(`${keys.find(({ type }) => type === 'ssh-ed25519')?.fingerprint}`);
    expect(own.stdout).toMatch(/alpha\n$/);
    const others = await beta.hostKeyFingerprints();
    expect(others.map(({ fingerprint }) => fingerprint)).not.toContain(keys[0]?.fingerprint);
    const ids = await Promise.all([alpha, beta].map((host) => host.run('cat /etc/machine-id')));
    expect(ids[0]?.stdout).not.toBe(ids[1]?.stdout);
  });

  test('reaches its neighbours and the worker, and nothing else', async () => {
    const reached = await alpha.run(`for a in ${beta.address} ${lab.workerAddress} 203.0.113.1; do ping -q -c 1 -W 1 $a >/dev/null && echo $a; done`);
    expect(reached.stdout).toBe(`${beta.address}\n${lab.workerAddress}\n`);
  });

  test('filters packets by the rules that ufw writes, in its own kernel tables only', async () => {
    const applied = await beta.run('ufw allow from 198.51.100.0/24 to any port 5432 proto tcp && ufw limit 22/tcp && ufw --force enable && iptables-save');
    expect(applied.exit).toBe(0);
    expect(applied.stdout).toMatch(/-A ufw-user-input -p tcp -m tcp --dport 22 .*--update --seconds 30 --hitcount 6/);
    const listening = await beta.run('nc -l -k 5432 >/dev/null 2>&1 & until nc -z 127.0.0.1 5432; do :; done', { timeoutMs: 10_000 });
    expect(listening.exit).toBe(0);
    expect((await alpha.run(`nc -z -w 1 ${beta.address} 22`)).exit).toBe(0);
    expect((await alpha.run(`nc -z -w 1 ${beta.address} 5432`)).exit).not.toBe(0);
    expect((await alpha.run('iptables-save')).stdout).not.toContain('ufw-user-input');
  });

  test('nests network namespaces that pass packets', async () => {
    const nested = await alpha.run(`set -e
      ip netns add inner
      ip link add outside type veth peer name inside netns inner
      ip address add 10.9.9.1/30 dev outside
      ip link set outside up
      ip -n inner address add 10.9.9.2/30 dev inside
      ip -n inner link set inside up
      ip netns exec inner ping -c 1 -W 2 10.9.9.1`);
    expect(nested).toMatchObject({ exit: 0 });
    expect((await beta.run('ip netns list')).stdout).toBe('');
  });

  test('hands out a stock student account', async () => {
    const student = await alpha.run('id -un; sudo -n id -u; pwd; cat "$HOME/.bashrc" | head -c 1; echo "$WORD"', { asUser: 'student', env: { WORD: `it's "two" words` } });
    expect(student.stdout).toBe(`student\n0\n/home/student\n#it's "two" words\n`);
    expect((await alpha.run('ufw status; sshd -T | grep -x "passwordauthentication yes"; locale -a | grep de_DE')).stdout).toBe(
      'Status: inactive\npasswordauthentication yes\nde_DE.utf8\n',
    );
  });
});

describe('run', () => {
  test('answers exit, stdout and stderr, in a clean environment and with the script unread by its commands', async () => {
    const answer = await alpha.run('cat; echo out; echo err >&2; echo "$HOME $PWD ${NODE_ENV-none}"; exit 7');
    expect(answer).toEqual({ exit: 7, stdout: 'out\n/root /root none\n', stderr: 'err\n' });
  });

  test('does not wait for a service that the script left running', async () => {
    const answer = await alpha.run('sleep 600 & echo $!');
    expect(answer.exit).toBe(0);
    expect((await alpha.run(`kill ${answer.stdout}`)).exit).toBe(0);
  });

  test('kills what a script started when its time is over', async () => {
    await expect(alpha.run('exec -a overdue sleep 600', { timeoutMs: 300 })).rejects.toThrow(LabToolError);
    expect((await alpha.run('pgrep -f "^overdue"')).stdout).toBe('');
  });

  test('a state that fails says where and why', async () => {
    await expect(alpha.applyState('echo "no such thing: $LAB_ADDRESS $LAB_WORKER $LAB_NETWORK" >&2; exit 4')).rejects.toThrow(
      `no such thing: ${alpha.address} ${lab.workerAddress} ${lab.network}`,
    );
    await expect(alpha.applyState('exit 4')).rejects.toThrow(LabStateError);
  });
});

describe('a lab', () => {
  test('shares names, but neither networks nor hosts, with another lab', async () => {
    const other = await openLab();
    try {
      expect(other.network).not.toBe(lab.network);
      const twin = await other.boot('alpha');
      await twin.run('touch /only-here');
      expect((await alpha.run('test -e /only-here')).exit).toBe(1);
      const traces = takeTraces(other.network);
      await other.close();
      expect(remains(traces)).toEqual([]);
      expect((await alpha.run('true')).exit).toBe(0);
    } finally {
      await other.close();
    }
  });

  test('starts a stopped host afresh under the same name', async () => {
    const first = await lab.boot('again');
    await first.run('touch /kept');
    await first.stop();
    const second = await lab.boot('again');
    expect((await second.run('test -e /kept')).exit).toBe(1);
    await expect(first.run('true')).rejects.toThrow('again is down');
    await second.stop();
  });

  test('refuses a name that is taken or is none', async () => {
    await expect(lab.boot('alpha')).rejects.toThrow(LabBootError);
    await expect(lab.boot('../x')).rejects.toThrow(LabBootError);
  });

  test('leaves nothing of a host that cannot boot, and shows its console', async () => {
    await expect(lab.boot('broken', { image: { path: '/var/empty' } })).rejects.toThrow(/did not start[\s\S]*mount/);
    const host = await lab.boot('broken');
    await host.stop();
  });

  test('leaves no process, link, mount, cgroup or record when it closes, even while a host boots', async () => {
    const own = await openLab();
    await own.boot('one');
    const late = own.boot('two').catch((error: unknown) => error);
    const traces = takeTraces(own.network);
    await own.close();
    expect(await late).toBeInstanceOf(Error);
    expect(remains(traces)).toEqual([]);
  });
});
