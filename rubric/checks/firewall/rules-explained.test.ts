import { expect, test } from 'vitest';
import { judgeFirewall } from './filtering-host.ts';
import { rulesExplained } from './rules-explained.ts';

const judge = (report: string) => judgeFirewall(rulesExplained, { report });
const pasted = '```\n22/tcp                     LIMIT IN    Anywhere                   # SSH access\n8080/tcp  ALLOW IN  Anywhere\n9090/tcp  ALLOW IN  Anywhere\n```\n';

test('three ports of which the report says what happens and why are enough', () => {
  const report = '## Firewall\n- Port 22 is limited so that nobody guesses passwords\n- Port 8080 is open for the clients of the API\n- Redis is closed to everybody outside the platform\n';
  expect(judge(report)).toMatchObject({ outcome: 'passed', seen: expect.stringContaining('22, 8080, 6379') });
});

test('a table under a heading about the firewall counts as well', () => {
  const rows = ['| 22 | limited | so that nobody guesses passwords |', '| 3000 | open | Grafana for the whole team |', '| 5432 | restricted | only our own machines need it |'];
  expect(judge(`# Task 3\n\n| Port | Verdict | Why |\n|---|---|---|\n${rows.join('\n')}\n`).outcome).toBe('passed');
});

test('a table that names its column Why explains, without a word about allowing', () => {
  const rows = ['| 22/tcp LIMIT | administration; nobody guesses passwords all night |', '| 8080/tcp | applications everywhere use the model API |', '| 9090/tcp | Prometheus asks for figures from here |'];
  expect(judge(`## Task 3\n\n### Firewall rules\n\n| Rule | Why |\n|---|---|\n${rows.join('\n')}\n`)).toMatchObject({ outcome: 'passed', seen: expect.stringContaining('22, 8080, 9090') });
});

test('a sentence that is broken over two lines is read as one', () => {
  const report = '## Firewall\nSSH passes unless one address opens ten\nconnections. Prometheus 9090 and Grafana 3000\nare open for the team, and nobody else is let in.\n';
  expect(judge(report)).toMatchObject({ outcome: 'passed', seen: expect.stringContaining('22, 9090, 3000') });
});

const table = (rows: string[]) => judge(`## Firewall\n\n| rule | why |\n|---|---|\n${rows.join('\n')}\n`);

test('a rule in one cell of a table is explained by the next cell, and by none it is only shown', () => {
  const rules = ['22/tcp LIMIT', '8080/tcp ALLOW', '`ufw allow from 10.0.0.0/8 to any port 5432`'];
  expect(table(rules.map((rule) => `| ${rule} | for those who need it |`)).outcome).toBe('passed');
  expect(table(rules.map((rule) => `| ${rule} | |`))).toMatchObject({ outcome: 'partial', share: 0.5 });
});

test('a paragraph explains the ports of all its lines', () => {
  const paragraph = 'Loopback passes. SSH is open but limited to some connections a\nminute. 8080 (API) and 3000 (Grafana) are there for our users. 5432 and\n6379 are for the internal subnets alone.\n';
  expect(judge(`## 3 Firewall\n\n${paragraph}`)).toMatchObject({ outcome: 'passed', seen: expect.stringContaining('22, 8080, 3000') });
});

test('pasted rules alone are half, and so is one port alone', () => {
  expect(judge(`## Firewall\n${pasted}`)).toMatchObject({ outcome: 'partial', share: 0.5 });
  expect(judge('## Firewall\nPort 22 is limited so that nobody guesses passwords\n')).toMatchObject({ outcome: 'partial' });
});

test('pasted rules that let in what this machine keeps out are for the instructor, and cost nothing', () => {
  const report = `## Firewall\n${pasted}`;
  expect(judgeFirewall(rulesExplained, { report, iptables: [':INPUT DROP [0:0]'] })).toMatchObject({ outcome: 'partial', review: expect.stringContaining('let in none of them') });
  expect(judgeFirewall(rulesExplained, { report }).review).toBeUndefined();
});

test('a heading, or ports elsewhere in the report, explain nothing', () => {
  expect(judge('## Firewall rules explanation\n').outcome).toBe('failed');
  expect(judge('## Task 1\nPort 8080 is open and answers as the API should\n').outcome).toBe('failed');
});
