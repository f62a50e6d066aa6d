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

test.each(['>', '- ', '1. ', '> - ', '**a', '<', '['])('no nesting of %j is too deep to be read to its end', (seed) => {
  const line = seed.repeat(5000);
  const { lines } = readReport('/r.md', `${`${line}\n`.repeat(10)}\n\nmy address is 10.0.0.2\n`);
  expect(lines.at(-1)?.text).toContain('my address is 10.0.0.2');
});
