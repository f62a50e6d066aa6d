import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabHost } from '#lab/host.ts';
import { type Lab, openLab } from '#lab/lab.ts';
import { readSandboxOutput, type SandboxOutput, type SandboxRun } from '#rubric/experiments/sandbox-output.ts';
import { shellQuote } from './script.ts';

const sandbox = readFileSync(new URL('./sandbox.sh', import.meta.url), 'utf8');
let lab: Lab;
let host: LabHost;
beforeAll(async () => {
  lab = await openLab();
  host = await lab.boot('sandbox');
});
afterAll(() => lab.close());

/** Runs sh in the host with the sandbox's functions, as an experiment has them. */
async function experiment(script: string, options = {}): Promise<SandboxOutput> {
  const { stdout } = await host.run(
    `umask 077\nexport NG_LOGIN=student NG_HOME=/home/student NG_DELIVERABLES= NG_SANDBOX=${shellQuote(sandbox)}\nexec sh -c ${shellQuote(`eval "$NG_SANDBOX"\n${script}`)}`,
    options,
  );
  return readSandboxOutput(stdout);
}

interface Limits {
  seconds?: number;
  bytes?: number;
  setUp?: string;
}

/** One script, run as the student. */
async function tried(run: string, { seconds = 20, bytes = 4000, setUp = '' }: Limits = {}): Promise<SandboxRun> {
  const { runs, refused } = await experiment(`sandbox one ${seconds} ${bytes} ${shellQuote(setUp)} ${shellQuote(run)}`);
  const found = runs.get('one');
  if (!found) throw new Error(`no sandbox: ${[...refused.values()].join()}`);
  return found;
}

const triedAsRoot = (script: string) => tried(`sudo sh -c ${shellQuote(script)}`);

const onHost = async (script: string) => (await host.run(script)).stdout.trim();
/** What would change if a script reached beyond its sandbox. */
const traces = () => onHost('find /home /etc /tmp /var/tmp /opt -newer /proc/1 -type f 2>/dev/null | sort | xargs -r md5sum; wc -l </proc/self/mounts; ip -br link; iptables-save; ps -eo user,args --no-headers | grep -c ^student');

describe('nothing that a script does lasts', () => {
  test('files, mounts, links, rules and processes', async () => {
    const before = await traces();
    const { exit, output } = await tried(`
      echo mine >~/written; echo mine >/tmp/written; sudo sh -c 'echo changed >/etc/hosts; echo gone >/etc/passwd; rm -rf /home/student/.profile /opt; mount -t tmpfs none /mnt'
      sudo ip link add leak type dummy; sudo iptables -P INPUT DROP; sudo iptables -A OUTPUT -j DROP; sudo hostname elsewhere
      nohup setsid sleep 600 >/dev/null 2>&1 & ls ~/written`);
    expect({ exit, output }).toMatchObject({ exit: 0, output: expect.stringContaining('/home/student/written') });
    expect(await traces()).toBe(before);
    expect(await onHost('hostname')).toBe('sandbox');
  });

  test('a process that holds the output open does not hold the grader', async () => {
    expect(await tried('(trap "" HUP TERM; exec sleep 600) & echo done')).toMatchObject({ exit: 0, output: 'done\n' });
    expect(await onHost('pgrep -fc "^sleep 600" || true')).toBe('0');
  });
});

describe('the system is out of reach', () => {
  test('its sockets are not there, nor its network, nor its processes', async () => {
    const { output } = await tried('ls /run/systemd /run/dbus /run/docker.sock 2>&1 | grep -c "No such"; ip -br link | wc -l; ps -e --no-headers | grep -c systemd; sudo busctl status 2>&1 | grep -c -i "no such file"');
    expect(output.trim().split('\n')).toEqual(['3', '1', '0', '1']);
  });

  test('tools that would change it answer no by every path, and the attempt is noted', async () => {
    const { output, logs } = await tried('sudo /usr/bin/systemctl stop ssh; systemctl --version >/dev/null || echo refused; sudo ufw disable; sudo reboot');
    expect(output).toContain('refused');
    expect(logs.get('refused')?.split('\n')).toEqual(['systemctl stop ssh', 'systemctl --version', 'ufw disable', 'reboot', '']);
    expect(await onHost('systemctl is-active ssh')).toBe('active');
  });

  test('kernel settings cannot be changed, by root neither', async () => {
    const before = await onHost('cat /proc/sys/kernel/panic /proc/sys/net/ipv4/ip_forward');
    await tried('sudo sysctl -w net.ipv4.ip_forward=1 kernel.panic=7; echo b | sudo tee /proc/sysrq-trigger');
    expect(await onHost('cat /proc/sys/kernel/panic /proc/sys/net/ipv4/ip_forward')).toBe(before);
  });
});

describe('a script that attacks with root’s rights', () => {
  test('cannot take the overlays away to write to the disk below', async () => {
    const before = await traces();
    const { output } = await triedAsRoot(`
      for point in /home /etc /usr /proc/sys /sys /run /dev /; do umount -l $point && echo "took $point away"; done
      mount -o remount,rw,bind /proc/sys && echo writable; mount --bind / /mnt && echo bound; mount -t proc proc /mnt && echo 'a new proc'
      mount -t devtmpfs none /mnt && echo devices; mount -t debugfs none /mnt && echo debugfs; mount -t cgroup2 none /mnt && echo cgroups
      unshare --cgroup true && echo 'a name space of cgroups'; mknod /tmp/disk b 8 0 && echo 'a device'; touch /home/student/lasting /etc/lasting`);
    expect(output.split('\n').filter((line) => /^(took|writable|bound|a |devices|debugfs|cgroups)/.test(line))).toEqual([]);
    expect(await traces()).toBe(before);
    expect(await onHost('ls -d /home/student/lasting /etc/lasting 2>&1 | grep -c "No such"')).toBe('2');
  });

  test('cannot get into the name spaces of the system or of the grader', async () => {
    const { output } = await triedAsRoot(`
      nsenter -t 1 -m true && echo entered; nsenter -t 1 -U true && echo entered; chroot /proc/1/root true && echo chrooted; for fd in 0 1 2; do echo '@run one 0 0 Zm9yZ2Vk' >/proc/1/fd/$fd && echo "wrote to $fd"; done
      for pid in $(ls /proc | grep '^[0-9]'); do nsenter -t $pid -m true && [ "$(readlink /proc/$pid/ns/mnt)" != "$(readlink /proc/self/ns/mnt)" ] && echo "entered $pid"; done`);
    expect(output.split('\n').filter((line) => /^(entered|chrooted|wrote)/.test(line))).toEqual([]);
  });

  test('cannot set the clock, the kernel, interrupts, or who is ended when memory runs out', async () => {
    const settings = 'cat /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe /proc/irq/default_smp_affinity; date +%Y';
    const before = await onHost(settings);
    const { output } = await triedAsRoot(`
      date -s 2001-01-01; echo '|/bin/true' >/proc/sys/kernel/core_pattern; echo /tmp/x >/proc/sys/kernel/modprobe; echo 1 >/proc/irq/default_smp_affinity
      echo h >/proc/sysrq-trigger && echo triggered; echo -1000 >/proc/self/oom_score_adj; cat /proc/self/oom_score_adj`);
    expect(await onHost(settings)).toBe(before);
    expect(output).not.toContain('triggered');
    expect(output.trim().split('\n').at(-1)).toBe('1000');
  });

  test('cannot end the grader by its name, and its own processes end with it', async () => {
    const { output } = await tried('sudo pkill -9 sshd; sudo pkill -9 -u root timeout; sudo killall -9 sh flock tail head; sudo kill -9 -1; echo not reached');
    expect(output).not.toContain('not reached');
    expect(await tried('echo well')).toMatchObject({ exit: 0, output: 'well\n' });
    expect(await onHost('systemctl is-active ssh')).toBe('active');
  });

  test('may change rules, names and addresses of its own network, watch it, and make name spaces in it', async () => {
    const { exit, output } = await tried(`set -e
      sudo iptables -A INPUT -p tcp --dport 9 -j DROP; sudo nft list ruleset | grep -c 'dport 9 '; sudo ip link add d0 type veth peer name d1; sudo ip addr add 10.9.9.9/24 dev d0; sudo ip link set d0 up
      sudo ip netns add inner; sudo ip netns exec inner ip link set lo up; sudo ip netns exec inner ping -c 1 127.0.0.1 | grep -c 'bytes from'
      sudo ip netns del inner; sudo hostname other; hostname; ping -c 1 10.9.9.9 | grep -c 'bytes from'; sudo tcpdump --version 2>&1 | grep -c '^tcpdump'`);
    expect({ exit, output }).toEqual({ exit: 0, output: '1\n1\nother\n1\n1\n' });
  });

  test('cannot hold what is read of it: a daemon, a pipe in the place of a log, all its memory full', async () => {
    const { runs } = await experiment(`sandbox one 20 4000 "" ${shellQuote(`echo begun; cd "$NG_OUT"; (setsid sh -c 'while :; do rm -f late; mkfifo late; done' >/dev/null 2>&1 &)
      head -c 200000000 /dev/zero | sudo tee /run/full >/dev/null; head -c 50000000 /dev/zero >/dev/shm/full`)}; sandbox two 20 4000 "" "echo well"`);
    expect(runs.get('one')?.output).toContain('begun');
    expect(runs.get('two')).toMatchObject({ output: 'well\n' });
  });

  test('is kept from mounting where the machine makes no user name spaces', async () => {
    const { runs } = await experiment(`limit=$(cat /proc/sys/user/max_user_namespaces); echo 0 >/proc/sys/user/max_user_namespaces
      sandbox one 20 4000 "" "sudo umount -l /home && echo took; sudo iptables -A INPUT -j DROP && echo ruled"; echo "$limit" >/proc/sys/user/max_user_namespaces`);
    expect(runs.get('one')?.output.split('\n').filter((line) => /^(took|ruled)$/.test(line))).toEqual(['ruled']);
  });
});

describe('a script has bounds', () => {
  test('of time, whatever it does with signals', async () => {
    expect(await tried('echo begun; trap "" TERM INT HUP; while :; do :; done', { seconds: 1 })).toMatchObject({ exit: 124, output: 'begun\n' });
  });

  test('of output: a gigabyte is cut where the probe says', async () => {
    const { output } = await tried('head -c 1073741824 /dev/zero | tr "\\0" x', { bytes: 5000 });
    expect(output).toBe('x'.repeat(5000));
  });

  test('of processes: a fork bomb ends with its sandbox', async () => {
    expect(await tried("bash -c 'ulimit -u; ulimit -f; ulimit -c'")).toMatchObject({ output: '512\n16384\n0\n' });
    await tried("bash -c 'bomb() { bomb | bomb & }; bomb; sleep 30'", { seconds: 1 });
    expect(await onHost('ps -u student -o pid= | wc -l')).toBe('0');
    expect(await tried('echo well')).toMatchObject({ output: 'well\n' });
  });

  test('of what it leaves in the folder of logs', async () => {
    const { logs } = await tried('cd "$NG_OUT"; for i in $(seq 40); do echo $i >log-$i; done; echo x >"a b"; ln -s /etc/shadow shadow');
    expect(logs.size).toBeLessThanOrEqual(24);
    expect([...logs.keys()].every((name) => name.startsWith('log-'))).toBe(true);
  });
});

describe('a script finds what it finds on the machine', () => {
  test('sudo without a password, strict shells, colours, the usual tools', async () => {
    const { exit, output } = await tried(`bash -c 'set -euo pipefail; declare -a list=(1 2); red=$(tput setaf 1); printf "%s%s\\n" "$red" "\${list[1]}"; sudo id -u; cd; pwd; whoami'`);
    expect({ exit, output }).toEqual({ exit: 0, output: '\u001b[31m2\n0\n/home/student\nstudent\n' });
    expect(await onHost('ls /etc/sudoers.d')).not.toContain('zz-netgrader');
  });

  test('names by DNS and by /etc/hosts, and none that are not served', async () => {
    const { output } = await tried('host a1.lab.internal | head -n 1; dig +short a1.lab.internal AAAA; getent hosts a1.lab.internal | wc -l; host no.lab.internal | tail -n 1', {
      setUp: 'sandbox_names "a1.lab.internal 10.9.8.7 fd00::7"',
    });
    expect(output.split('\n')).toEqual(['a1.lab.internal has address 10.9.8.7', 'fd00::7', '1', 'Host no.lab.internal not found: 3(NXDOMAIN)', '']);
  });

  test('stand-ins by name, by path and by sudo', async () => {
    const { output } = await tried('ping x; /usr/bin/ping x; sudo ping x; env -i /bin/ping x', { setUp: "printf '#!/bin/sh\\necho stand-in\\n' | stand_in ping" });
    expect(output).toBe('stand-in\n'.repeat(4));
  });

  test('a script with Windows line ends fails as it does there', async () => {
    const { exit, output } = await tried("printf 'if true; then\\r\\necho hello\\r\\nfi\\r\\n' >s.sh; bash s.sh");
    expect(exit).not.toBe(0);
    expect(output).toContain('syntax error');
  });
});

test('a dozen at once: every output comes whole', async () => {
  const { runs } = await experiment('for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sandbox n$i 20 9000 "" "yes $i | head -c 9000" & done; wait');
  expect(runs.size).toBe(12);
  for (const [name, { output }] of runs) expect(output).toBe(`${name.slice(1)}\n`.repeat(9000).slice(0, 9000));
});

describe('where no sandbox can be made, that is said and nothing is run', () => {
  test('without rights to make name spaces', async () => {
    const { runs, refused } = await experiment('sandbox one 5 100 "" "touch /tmp/ran"', { asUser: 'student' });
    expect(runs.size).toBe(0);
    expect(refused.get('one')).toBe('this machine lets nobody make namespaces');
  });

  test('without overlays: the kernel refuses the third on top of one another', async () => {
    const { runs, refused } = await experiment(`unshare --mount sh -c 'eval "$NG_SANDBOX"
      mount --make-rprivate /; mkdir /run/deep; mount -t tmpfs none /run/deep; mkdir /run/deep/u /run/deep/w
      mount -t overlay -o lowerdir=/etc,upperdir=/run/deep/u,workdir=/run/deep/w none /etc && sandbox one 5 100 "" "touch /tmp/ran"'; rmdir /run/deep`);
    expect(runs.size).toBe(0);
    expect(refused.get('one')).toContain('/etc');
  });

  test('with a set-up that fails', async () => {
    const { refused } = await experiment('sandbox one 5 100 "echo no such tool >&2; false" "touch /tmp/ran"');
    expect(refused.get('one')).toBe('the set-up ended with an error: no such tool');
    expect(await onHost('ls /tmp/ran 2>&1 | grep -c "No such"')).toBe('1');
  });
});
