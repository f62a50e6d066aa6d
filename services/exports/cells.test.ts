import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvLines, neutral } from './cells.ts';

const dangerous = /^[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/** As a spreadsheet whose list separator is this one would cut the line, with quotes that stand inside a cell taken as they are. */
const cut = (line: string, separator: string): string[] => line.split(separator);

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠x', "'＠x"],
  ['\t=1', "'=1"],
  ['\r\n=1', "'=1"],
  ['  =1', "'=1"],
  ['\u00a0=1', "'=1"],
  ['\u200b\u202e=1', "'=1"],
  ['\u001b[31m=1', "'=1"],
  ['"=1', `"'=1`],
  ['a;=1', "a;'=1"],
  ['a; "=1', `a; "'=1`],
  ['', ''],
  ['Zoë O’Neill-Smith', 'Zoë O’Neill-Smith'],
  ['2 - 1', '2 - 1'],
])('%j is written as %j, which no spreadsheet runs', (text, written) => {
  expect(neutral(text)).toBe(written);
  expect(parse(csvLines([[text, 'next']]), { columns: false })).toEqual([[written, 'next']]);
  for (const separator of [',', ';', '\t']) for (const cell of cut(csvLines([['1', text]]).trim(), separator)) expect(cell).not.toMatch(dangerous);
});

test('numbers stay numbers, an empty cell is empty, and neutralising twice changes nothing more', () => {
  expect(csvLines([[-1.5, 0, null, 'x']])).toBe('-1.5,0,,x\n');
  expect(neutral(neutral('=1'))).toBe("'=1");
});

test('commas, quotes and lines in a cell come back as one cell', () => {
  expect(parse(csvLines([['a,b', 'say "x"', 'two\nlines']]))).toEqual([['a,b', 'say "x"', 'two lines']]);
});
