import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtInRubric, enrolHost, gradeEnrolled } from '#lab/grading.ts';
import { type Lab, openLab } from '#lab/lab.ts';

const rubric = builtInRubric();
let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

/** What the worker saw of a stock host to which `script` then happened, and what `after` prints when it has left. */
async function visit(name: string, script: string, after = 'true') {
  const host = await lab.boot(name);
  const enrolled = await enrolHost(lab, host);
  const { exit, stderr } = await host.run(script);
  expect({ exit, stderr }).toMatchObject({ exit: 0 });
  const { bundle, grade } = await gradeEnrolled(enrolled, rubric);
  const { stdout } = await host.run(after);
  return { bundle, grade, stdout, port: (port: number) => bundle.witness.ports?.find((one) => one.port === port)?.state };
}

test('ports are open, closed or filtered as the host’s firewall and sockets have it', async () => {
  const { port, grade } = await visit(
    'witnessed',
    `systemd-run --quiet python3 -m http.server 8080
until ss -Htln 'sport = :8080' | grep -q .; do read -r _ </proc/uptime; done
iptables -A INPUT -p tcp --dport 9090 -j DROP
iptables -A INPUT -p tcp --dport 3000 -j REJECT --reject-with icmp-host-prohibited
iptables -A INPUT -p tcp --dport 5432 -j REJECT --reject-with icmp-port-unreachable
iptables -A INPUT -p tcp --dport 6379 -j REJECT --reject-with tcp-reset`,
  );
  expect([8080, 8000, 9090, 3000, 5432, 6379].map(port)).toEqual(['open', 'closed', 'filtered', 'filtered', 'closed', 'closed']);
  const reviews = grade.status === 'not_gradable' ? [] : grade.criteria.flatMap(({ checks }) => checks.flatMap(({ review }) => review ?? []));
  expect(reviews).toEqual([]);
});

test('a listener of nc still waits for its visitor when the grader has left', async () => {
  const { port, stdout } = await visit('one-shot', "systemd-run --quiet nc -l 8000; until ss -Htln 'sport = :8000' | grep -q .; do read -r _ </proc/uptime; done", "ss -Htln 'sport = :8000'");
  expect(port(8000)).toBeUndefined();
  expect(stdout).toContain(':8000');
});

test('a host that serves DNS is asked for a name of the platform', async () => {
  const { bundle } = await visit(
    'name-server',
    `echo '192.168.1.101 gpu-node-1.internal' >>/etc/hosts
mkdir -p /etc/systemd/resolved.conf.d
printf '[Resolve]\\nDNSStubListenerExtra=%s\\n' "$(ip -4 -o addr show scope global | awk '{ sub("/.*", "", $4); print $4; exit }')" >/etc/systemd/resolved.conf.d/serve.conf
systemctl restart systemd-resolved`,
  );
  expect(bundle.witness.dns).toEqual({ name: 'gpu-node-1.internal', answer: 'addresses', addresses: ['192.168.1.101'] });
});
