import { expect, test } from 'vitest';
import { visitOf } from '../testing/bundle.ts';
import { sshdFiles } from './sshd-files.ts';

const read = (...rows: string[]) =>
  sshdFiles.parse(
    { status: 'collected', exit: 0, stdout: rows.map((row) => row.replaceAll('|', '\t')).join('\n'), stderr: '', truncated: false, durationMs: 1 },
    visitOf(),
  ).directives;

test('a Match holds to the end of its own file and for files included below it', () => {
  const lines = read(
    'line|0|/main|1|Include a.conf',
    'line|1|/a|1|Match User bob',
    'line|1|/a|2|MaxSessions 9',
    'line|0|/main|2|MaxSessions 5',
    'line|0|/main|3|Match all',
    'line|0|/main|4|Include b.conf',
    'line|1|/b|1|MaxAuthTries 2',
  );
  expect(lines.filter(({ keyword }) => keyword !== 'include').map(({ file, match }) => [file, match])).toEqual([
    ['/a', 'User bob'],
    ['/main', null],
    ['/b', 'all'],
  ]);
});

test('old names, equals signs, quotes and trailing comments read as today’s settings', () => {
  expect(
    read('line|0|/main|1|ChallengeResponseAuthentication=no', 'line|0|/main|2|PermitRootLogin "no"', 'line|0|/main|3|MaxSessions 5 # enough'),
  ).toMatchObject([
    { keyword: 'kbdinteractiveauthentication', value: 'no' },
    { keyword: 'permitrootlogin', value: 'no' },
    { keyword: 'maxsessions', value: '5' },
  ]);
});
