import { describe, expect, test } from 'vitest';
import { collected, visitOf } from '../../testing/bundle.ts';
import { labReport } from '../../probes/lab-report.ts';
import { testsDocumented } from './tests-documented.ts';

function judge(text: string) {
  const report = labReport.parse(collected(`found /home/student/LAB_REPORT.md\n${text}`), visitOf());
  return testsDocumented.evaluate({ 'lab-report': report }, { target: visitOf().target, clientAddress: null, parameters: {} });
}

const ping = '4 packets transmitted, 4 received, 0% packet loss, time 3004ms';
const hop = ' 1  10.0.0.1 (10.0.0.1)  0.322 ms  0.287 ms  0.270 ms';
const port = 'Connection to 10.0.0.1 443 port [tcp/https] succeeded!';

describe('real output of each kind counts', () => {
  test.each([
    ['iputils', ping],
    ['iputils with errors', '3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 2033ms'],
    ['busybox', '4 packets transmitted, 4 packets received, 0% packet loss'],
    ['German iputils', '4 Pakete übertragen, 4 empfangen, 0% packet loss, Zeit 3004 ms'],
    ['replies', '64 Bytes von 10.0.0.1: icmp_seq=1 ttl=64 Zeit=0.041 ms'],
  ])('ping: %s', (_, line) => {
    expect(judge(`\`\`\`\n${line}\n${hop}\n${port}\n\`\`\``).outcome).toBe('passed');
  });

  test.each([
    ['a silent hop', ' 3  * * *'],
    ['traceroute -n', ' 2  10.0.0.1  0.322 ms  0.287 ms'],
    ['mtr', '  1.|-- 10.0.0.1    0.0%    10    0.3   0.4   0.2   0.9   0.2'],
    ['tracepath', ' 1:  10.0.0.1                                              0.312ms reached'],
    ['ip route get', '10.50.20.100 via 10.0.0.1 dev eth0 src 10.0.0.2 uid 1000'],
  ])('route: %s', (_, line) => {
    expect(judge(`\`\`\`\n${ping}\n${line}\n${port}\n\`\`\``).outcome).toBe('passed');
  });

  test.each([
    ['nc', 'nc: connect to 10.0.0.1 port 443 (tcp) failed: Connection refused'],
    ['nc in German', 'nc: connect to 10.0.0.1 port 443 (tcp) failed: Verbindungsaufbau abgelehnt'],
    ['traditional nc', 'gateway [10.0.0.1] 443 (https) : Connection refused'],
    ['telnet', 'Connected to 10.0.0.1.'],
    ['bash', 'bash: connect: Connection refused'],
    ['bash, by path', 'bash: /dev/tcp/10.0.0.1/443: Connection refused'],
    ['the exercise’s own test', 'Port 443 is closed or filtered'],
    ['curl', 'curl: (7) Failed to connect to 10.0.0.1 port 443'],
    ['nmap', '443/tcp closed https'],
  ])('port: %s', (_, line) => {
    expect(judge(`\`\`\`\n${ping}\n${hop}\n${line}\n\`\`\``).outcome).toBe('passed');
  });
});

test('each kind is a third', () => {
  expect(judge(`\`\`\`\n${ping}\n\`\`\``)).toMatchObject({ outcome: 'partial', share: 1 / 3 });
  expect(judge(`\`\`\`\n${ping}\n${port}\n\`\`\``)).toMatchObject({ outcome: 'partial', share: 2 / 3, seen: 'the report shows no output of a test of the route' });
});

test('commands, claims and scripts are no output', () => {
  const commands = '```\n$ ping -c 4 10.50.20.100\n$ traceroute 10.50.20.100\n$ nc -zv 10.50.20.100 443\necho "Port 443 is open"\n```\nAll tests were fine: the port is open.';
  expect(judge(commands)).toMatchObject({ outcome: 'failed' });
});

test('a word on what a port is for tests none', () => {
  expect(judge(`\`\`\`\n${ping}\n${hop}\n\`\`\`\nPort 22 is sshd, 8080 is the model API.\n`).outcome).toBe('partial');
});

test('a routing table is no route to a host', () => {
  expect(judge(`\`\`\`\ndefault via 10.0.0.1 dev eth0\n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.2\n${ping}\n${port}\n\`\`\``).outcome).toBe('partial');
});

test('a picture of them is for the instructor', () => {
  expect(judge('## Task 4\n\n![ping and traceroute](img/task4.png)\n')).toMatchObject({ outcome: 'not_gradable' });
  expect(judge(`## Task 4\n\n![traceroute](img/route.png)\n\n\`\`\`\n${ping}\n\`\`\`\n`)).toMatchObject({ outcome: 'partial', review: expect.stringContaining('picture') });
});
