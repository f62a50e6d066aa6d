import { expect, test } from 'vitest';
import { excerptOf, quotedLines } from './raw-excerpt.ts';

const hundred = Array.from({ length: 100 }, (_, n) => `line ${n}`).join('\n');

test('an excerpt begins a little before the first quoted line, and says what it leaves out', () => {
  const { first, after, total, lines } = excerptOf(hundred, quotedLines('  line 70\nxy'));
  expect({ first, after, total, shown: lines.length }).toEqual({ first: 60, after: 0, total: 100, shown: 40 });
  expect(lines.filter(({ isQuoted }) => isQuoted)).toEqual([{ text: 'line 70', isQuoted: true }]);
  expect(excerptOf(hundred, quotedLines('line 50'))).toMatchObject({ first: 45, after: 15 });
});

test('without a quote it is the beginning; short output stands whole, and none is none', () => {
  expect(excerptOf(hundred, quotedLines(null))).toMatchObject({ first: 0, after: 60, total: 100 });
  expect(excerptOf('a\nb\n', quotedLines('b'))).toEqual({ lines: [{ text: 'a', isQuoted: false }, { text: 'b', isQuoted: false }], first: 0, after: 0, total: 2 });
  expect(excerptOf('\n', new Set())).toMatchObject({ lines: [], total: 0 });
});

test('a line as long as a host likes is cut', () => {
  expect(excerptOf('x'.repeat(5000), new Set()).lines[0]?.text).toHaveLength(400);
});
