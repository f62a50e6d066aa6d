import { expect, test } from 'vitest';
import { readGuide } from '../guide/blocks.ts';
import { readReport } from '../lab-report/document.ts';
import { headingsOfNumbers } from './numbered-headings.ts';

const text = 'LAB REPORT\n==========\n\n1. Interfaces\n-------------\neth0 is up\n\n2. SSH\n------\n\n1. a step\n2. another\n---\n';

test('a number and a title above a ruling are a heading, for reports and guides alike', () => {
  expect(readReport('LAB_REPORT.md', text).lines.find((line) => line.text === 'eth0 is up')).toMatchObject({ number: 6, headings: ['LAB REPORT', '1. Interfaces'] });
  expect(readGuide('NETWORK_GUIDE.md', text).blocks[0]).toMatchObject({ kind: 'text', headings: ['LAB REPORT', '1. Interfaces'] });
});

test('a list above a ruling stays a list, and no line moves', () => {
  const lines = text.split('\n');
  expect(headingsOfNumbers(lines)).toHaveLength(lines.length);
  expect(readGuide('NETWORK_GUIDE.md', text).blocks.at(-1)).toMatchObject({ kind: 'list', line: 11 });
});
