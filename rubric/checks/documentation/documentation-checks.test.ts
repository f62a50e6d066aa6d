import { describe, expect, test } from 'vitest';
import { upload } from '../../testing/bundle.ts';
import { deliverable, judgeDeliverables, judgeGuideText } from '../../testing/guide.ts';
import { hardeningChecklist } from './hardening-checklist.ts';
import { documentationChecks } from './index.ts';
import { issuesTable } from './issues-table.ts';
import { reportCoversTasks } from './report-covers-tasks.ts';
import { reportExplains } from './report-explains.ts';
import { rulesBackup } from './rules-backup.ts';
import { scriptsParse } from './scripts-parse.ts';

const items = (mark: string, count = 5) => Array.from({ length: count }, (_, n) => `${mark} Disable SSH feature ${n}`).join('\n');
const script = (name: string, text = '#!/bin/bash\necho\n', mode: 'plain' | 'executable' = 'executable', syntax = 0) => [
  deliverable(name, `${name}.sh`, text, mode),
  `@syntax ${name} ${syntax} ${Buffer.from(syntax === 0 ? '' : 'bash: line 9: syntax error').toString('base64')}`,
];
const rows = (count: number) => Array.from({ length: count }, (_, row) => `| Problem ${row} of the API | Restart unit ${row} |`).join('\n');

describe('the table of issues', () => {
  test.each([
    ['three rows', `| Issue | Solution |\n|---|---|\n${rows(3)}\n`, 'passed'],
    ['two rows', `| Issue | Solution |\n|---|---|\n${rows(2)}\n`, 'partial'],
    ['headers alone', '| Issue | Solution |\n|---|---|\n', 'failed'],
    ['no solutions', '| Issue | Solution |\n|---|---|\n| DNS does not work | |\n| API is slow | |\n| SSH refused | |\n', 'failed'],
    ['the same row thrice', `| Issue | Solution |\n|---|---|\n${[1, 2, 3].map(() => rows(1)).join('\n')}\n`, 'partial'],
    ['a table of ports', '| Port | Service |\n|---|---|\n| 22 | sshd |\n| 8080 | API |\n| 9090 | Prometheus |\n', 'failed'],
    ['HTML', `<table>\n<tr><th>Problem</th><th>Lösung</th></tr>\n${[1, 2, 3].map((n) => `<tr><td>Fall ${n} tritt auf</td><td>Dienst ${n} neu starten</td></tr>`).join('\n')}\n</table>\n`, 'passed'],
    ['a language of which no word is known', '| Ongelma | Ratkaisu |\n|---|---|\n| Nimi ei löydy palvelimelta | Tarkista tiedosto ja palvelin |\n| Yhteys katkeaa aina heti | Avaa portti ensin palomuurista |\n| Kirjautuminen ei toimi koskaan | Lisää oma julkinen avain |\n', 'passed'],
  ])('%s', (_, text, outcome) => {
    expect(judgeGuideText(issuesTable, `# Guide\n\n${text}`).outcome).toBe(outcome);
  });
});

describe('the checklist', () => {
  test.each([
    ['a task list without a heading of its own', items('- [ ]'), 'passed'],
    ['bullets under a heading', `## Sicherheits-Checkliste\n\n${items('*')}`, 'passed'],
    ['numbers, in two subsections', `## Security\n\n### SSH\n\n${items('1.', 3)}\n\n### Firewall\n\n1. Deny by default\n2. Limit the port 22\n`, 'passed'],
    ['lines with ticks', `## Hardening\n\n${items('✅')}`, 'passed'],
    ['a table', `## Hardening checklist\n\n| # | Item |\n|---|---|\n${items('| 1 |').replaceAll('\n', ' |\n')} |\n`, 'passed'],
    ['four items', `## Hardening\n\n${items('-', 4)}`, 'partial'],
    ['bullets about something else', `## Shopping\n\n${items('-')}`, 'failed'],
    ['the exercise’s own list', '## Checklist\n\n- [ ] SSH hardened with key-based auth and password login disabled\n- [ ] Firewall configured to allow only necessary services\n', 'failed'],
    ['a heading', '## Security hardening checklist\n', 'failed'],
  ])('%s', (_, text, outcome) => {
    expect(judgeGuideText(hardeningChecklist, `# Guide\n\n${text}\n`).outcome).toBe(outcome);
  });
});

describe('firewall rules count in any form', () => {
  test.each([
    ['a status', 'Status: active\n\nTo                         Action      From\n--                         ------      ----\n22/tcp                     LIMIT       Anywhere\n8080/tcp                   ALLOW       Anywhere\n5432                       ALLOW       192.168.1.0/24\n'],
    ['numbered', '[ 1] 22/tcp      LIMIT IN    Anywhere\n[ 2] 8080/tcp   ALLOW IN    Anywhere   # ML\n[ 3] 9090/tcp     ALLOW IN    Anywhere\n'],
    ['a script', '#!/bin/bash\nufw default deny incoming\nsudo ufw limit 22/tcp\nsudo ufw allow 8080/tcp comment "x"\nsudo ufw allow from 10.0.0.0/8 to any port 6379\n'],
    ['iptables-save', '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 8080,9090 -j ACCEPT\nCOMMIT\n'],
    ['iptables -L -n', 'Chain INPUT (policy DROP)\nACCEPT     tcp  --  0.0.0.0/0   0.0.0.0/0  tcp dpt:22\nACCEPT     tcp  --  0.0.0.0/0   0.0.0.0/0  tcp dpt:8080\nACCEPT     tcp  --  0.0.0.0/0   0.0.0.0/0  tcp dpt:3000\n'],
    ['nft', 'table inet filter {\n chain input {\n  type filter hook input priority filter; policy drop;\n  tcp dport { 22, 8080, 9090 } accept\n  ct state established accept\n }\n}\n'],
  ])('%s', (_, text) => {
    expect(judgeDeliverables(rulesBackup, [deliverable('rules', 'config/ufw_rules.txt', text)])).toMatchObject({ outcome: 'passed' });
  });

  test('words are no rules', () => {
    expect(judgeDeliverables(rulesBackup, [deliverable('rules', 'ufw_rules.txt', 'ufw is on, ports 8080 and 9090 are open')]).outcome).toBe('failed');
  });
});

describe('scripts', () => {
  const others = [...script('network_monitor'), ...script('debug_connection')];
  test.each([
    ['whole', script('analyze_latency'), 'passed', 'all three are'],
    ['missing', [], 'partial', 'analyze_latency.sh is not there'],
    ['not executable', script('analyze_latency', 'echo', 'plain'), 'partial', 'not executable'],
    ['broken', script('analyze_latency', 'fi', 'executable', 2), 'partial', 'syntax error'],
    ['saved on Windows', script('analyze_latency', '#!/bin/bash\r\necho\r\n'), 'partial', 'line ends of Windows'],
    ['empty', script('analyze_latency', ''), 'partial', 'is empty'],
  ])('one is %s', (_, lines, outcome, seen) => {
    const verdict = judgeDeliverables(scriptsParse, [...others, ...lines]);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.seen).toContain(seen);
  });

  test('an uploaded script goes before the host’s, judged by the shell of the host', () => {
    const lines = [...others, ...script('analyze_latency'), `@syntax archive:analyze_latency 2 ${Buffer.from('bad').toString('base64')}`];
    const verdict = judgeDeliverables(scriptsParse, lines, null, [upload('x/analyze-latency.sh', 'fi', { executable: true })]);
    expect(verdict).toMatchObject({ outcome: 'partial', where: 'archive:/x/analyze-latency.sh' });
  });
});

describe('the report', () => {
  test('covers the tasks whose output it holds; commands and the exercise’s text are none', () => {
    const report = '## Task 1\n\n```\n$ ip addr\n    inet 10.0.0.2/24 brd 10.0.0.255 scope global eth0\n```\n\n## Aufgabe 8: Skripte\n\n```\n$ ./debug_connection.sh x 1\nAlles in Ordnung\nPort 1 ist zu\n```\n\n## Task 3\n\n```bash\nsudo ufw status verbose\nsudo ufw allow 8080/tcp\n```\n';
    expect(judgeDeliverables(reportCoversTasks, [], report)).toMatchObject({ outcome: 'partial', share: 0.25 });
    expect(judgeDeliverables(reportCoversTasks, ['@image 4000 shots/ufw.png'], `${report}\n![ufw](shots/ufw.png)\n`)).toMatchObject({ share: 0.375 });
    expect(judgeDeliverables(reportCoversTasks, [], `${report}\n![ufw](shots/ufw.png)\n`)).toMatchObject({ share: 0.25 });
  });

  test.each(['Task 8', 'Exercice 8 : outils', 'Übung 8', '8.1 Herramientas', 'Ejercicio 8', 'Étape 8'])('takes output below “%s” for task 8’s', (heading) => {
    expect(judgeDeliverables(reportCoversTasks, [], `## ${heading}\n\n\`\`\`\nBON : trouvé\nECHEC : port fermé\n\`\`\`\n`)).toMatchObject({ share: 0.125 });
  });
});

describe('the issues of a report', () => {
  const rules = '## Firewall\n\nPort 8080 is open to everybody, since applications call the model API from outside of the lab.\n\n';
  test.each([
    ['a section', '## Issues encountered\n\nThe API was not reachable at first: it listened on loopback. I bound it to all addresses.\n', 'passed'],
    ['a sentence elsewhere', '## Task 5\n\nOne problem was that the name did not resolve: the entry in /etc/hosts had a typing error, which I corrected.\n', 'passed'],
    ['words of names, prefixes, causes and counters', '## Task 5: DNS resolution\n\nsystemd-resolved resolves every name of the lab by the resolver at 127.0.0.53, because resolv.conf names it.\n\nMy address and prefix are those of the machine, and the interface has neither errors nor drops.\n', 'partial'],
  ])('%s', (_, text, outcome) => {
    expect(judgeDeliverables(reportExplains, [], `# Report\n\n${rules}${text}`)).toMatchObject({ outcome });
  });
});

test('nothing handed in earns nothing, and every message reads as a clause', () => {
  // What runs is proven beside its check, on the experiments' output.
  for (const check of documentationChecks.filter(({ needs }) => needs.length > 0)) {
    const verdict = judgeDeliverables(check, []);
    expect([check.id, verdict.outcome]).toEqual([check.id, 'failed']);
    expect(verdict.seen).not.toMatch(/\.$/);
    expect(check.expected).not.toMatch(/\.$/);
  }
});
