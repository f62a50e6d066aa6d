import { expect, test } from 'vitest';
import { parseRubric } from './rubric.ts';
import { rubricDiff } from './rubric-diff.ts';

const base = `id: small
version: 1.0.0
title: Small
parameters:
  ssh_bastion: bastion
  witness_ports: ['8080', '3000']
criteria:
  - id: ssh
    title: SSH
    points: 4
    checks:
      - { check: ssh.configuration-loads, points: 0 }
      - { check: ssh.root-login-refused, points: 2 }
      - { check: ssh.sessions-limited, points: 2, requires: [ssh.configuration-loads] }
  - id: dns
    title: Names
    points: 1
    checks:
      - { check: dns.addresses-distinct, points: 1, parameters: { hosts: [a.internal, b.internal] } }
`;

/** The differences after replacing one piece of the text by another, which must be there. */
function diffWith(...replacements: [string, string][]): string[] {
  const text = replacements.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`the rubric does not hold ${from}`);
    return all.replace(from, to);
  }, base);
  return rubricDiff(parseRubric(base), parseRubric(text));
}

test('a remark or another declared version changes nothing that is judged', () => {
  expect(diffWith(['version: 1.0.0', 'version: 2.0.0 # a remark'])).toEqual([]);
});

test.each<[string, [string, string][], string[]]>([
  ['another title', [['title: Small', 'title: Large']], ['Title: “Large” instead of “Small”']],
  ['another id', [['id: small', 'id: large']], ['Another rubric: large instead of small']],
  [
    'points of a check, its criterion and the whole',
    [['points: 4', 'points: 4.5'], ['refused, points: 2', 'refused, points: 2.5']],
    [
      'In all: 5.5 points instead of 5 points',
      'Criterion ssh: 4.5 points instead of 4 points',
      'ssh.root-login-refused (Root cannot log in over SSH): 2.5 points instead of 2 points',
    ],
  ],
  [
    'a check that is new and one that is gone',
    [['ssh.root-login-refused', 'ssh.password-login-disabled'], ['disabled, points: 2', 'disabled, points: 2, requires: [ssh.configuration-loads]']],
    [
      'Removed from ssh: ssh.root-login-refused (Root cannot log in over SSH), 2 points',
      'New in ssh: ssh.password-login-disabled (Password login is disabled), 2 points, requires ssh.configuration-loads',
    ],
  ],
  [
    'a check in another criterion',
    [
      ['      - { check: ssh.root-login-refused, points: 2 }\n', ''],
      ['points: 4', 'points: 2'],
      ['points: 1\n', 'points: 3\n'],
      ['b.internal] } }\n', 'b.internal] } }\n      - { check: ssh.root-login-refused, points: 2 }\n'],
    ],
    [
      'Criterion ssh: 2 points instead of 4 points',
      'Criterion dns: 3 points instead of 1 point',
      'ssh.root-login-refused (Root cannot log in over SSH): moved from ssh to dns',
    ],
  ],
  [
    'requirements',
    [['refused, points: 2', 'refused, points: 2, requires: [ssh.configuration-loads]'], ['limited, points: 2, requires: [ssh.configuration-loads]', 'limited, points: 2']],
    [
      'ssh.root-login-refused (Root cannot log in over SSH): now requires ssh.configuration-loads',
      'ssh.sessions-limited (Sessions per connection are limited): no longer requires ssh.configuration-loads',
    ],
  ],
  [
    'parameters of the rubric',
    [["witness_ports: ['8080', '3000']", "witness_ports: ['3000', '22']\n  ssh_gpu: [gpu-1]"], ['ssh_bastion: bastion', 'ssh_bastion: jump']],
    ['Parameter ssh_bastion: jump instead of bastion', 'Parameter ssh_gpu: new, ["gpu-1"]', 'Parameter witness_ports: now with 22, without 8080'],
  ],
  ['a parameter that is gone', [['  ssh_bastion: bastion\n', '']], ['Parameter ssh_bastion: removed (was bastion)']],
  ['the order of a list', [["['8080', '3000']", "['3000', '8080']"]], ['Parameter witness_ports: 3000, 8080 instead of 8080, 3000']],
  [
    'parameters of a check',
    [['[a.internal, b.internal]', '[a.internal, c.internal]']],
    ['dns.addresses-distinct (Internal names are unambiguous): parameter hosts: now with c.internal, without b.internal'],
  ],
  [
    'a bonus',
    [['b.internal] } }\n', 'b.internal] } }\nbonus:\n  - { check: ssh.key-login, points: 1 }\n']],
    ['Bonus: 1 point instead of 0 points', 'New in bonus: ssh.key-login (A modern key of yours opens your account), 1 point'],
  ],
  ['a criterion’s title', [['title: Names', 'title: Name resolution']], ['Criterion dns: “Name resolution” instead of “Names”']],
  [
    'the order of checks',
    [['      - { check: ssh.root-login-refused, points: 2 }\n', ''], ['configuration-loads] }\n', 'configuration-loads] }\n      - { check: ssh.root-login-refused, points: 2 }\n']],
    ['The checks of ssh stand in another order'],
  ],
])('%s is told in words', (_what, replacements, words) => {
  expect(diffWith(...replacements)).toEqual(words);
});

const only = (criteria: string) => parseRubric(`id: small\nversion: 1.0.0\ntitle: Small\ncriteria:\n${criteria}`);

test('criteria that are new, gone or in another order are told', () => {
  const ssh = `  - id: ssh\n    title: SSH\n    points: 2\n    checks: [{ check: ssh.root-login-refused, points: 2 }]\n`;
  const dns = `  - id: dns\n    title: Names\n    points: 2\n    checks: [{ check: ssh.sessions-limited, points: 2 }]\n`;
  expect(rubricDiff(only(ssh + dns), only(dns + ssh))).toEqual(['Order of the criteria: dns, ssh instead of ssh, dns']);
  expect(rubricDiff(only(ssh), only(dns))).toContain('New: criterion dns (“Names”, 2 points)');
  expect(rubricDiff(only(dns), only(ssh))).toContain('Removed: criterion dns (“Names”, 2 points)');
});
