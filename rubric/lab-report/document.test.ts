import { expect, test } from 'vitest';
import { readReport } from './document.ts';

const text = `\uFEFF# Report

Intro\r
<!-- a hint of the template -->

## Task 1

\`\`\`
$ ip addr
\u001b[32minet 10.0.0.2/24\u001b[0m
\`\`\`

| Port | Service |
|------|---------|
| 22   | sshd    |

## Task 2 ![shot](ssh.png)

![ss output](img/ss.png)
`;

test('lines keep their number, their headings and their table’s header; comments and colours are gone', () => {
  const { lines } = readReport('/home/student/LAB_REPORT.md', text);
  expect(lines.find(({ text: line }) => line === 'Intro')).toMatchObject({ number: 3, headings: ['Report'] });
  expect(lines.find(({ text: line }) => line === 'inet 10.0.0.2/24')).toMatchObject({ number: 10, headings: ['Report', 'Task 1'], tableHeader: null });
  expect(lines.find(({ text: line }) => line.includes('sshd'))).toMatchObject({ number: 15, tableHeader: '| Port | Service |' });
  expect(lines.some(({ text: line }) => line.includes('template'))).toBe(false);
});

test('pictures come with their caption and file name', () => {
  const { pictures } = readReport('/r.md', text);
  expect(pictures.map(({ caption }) => caption)).toContain('ss output img/ss.png');
});

test('a report nested thousands of levels deep is read as plain lines', () => {
  const { lines } = readReport('/r.md', `${'> '.repeat(20_000)}10.0.0.2`);
  expect(lines.some(({ text: line }) => line.includes('10.0.0.2'))).toBe(true);
});
