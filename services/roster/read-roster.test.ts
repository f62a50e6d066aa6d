import { describe, expect, test } from 'vitest';
import { readRoster } from './read-roster.ts';

describe('a roster', () => {
  test('is read line by line: wrong ones are told with their numbers, the others are right', () => {
    const text = 'id,name,email,role\n1,Ada,ada@example.edu,\n\n2,"Hopper, Grace",,Instructor\n,Nobody,,\n4,Alan,,king\n1,Eve,,\n5,Two\n6,Bob,not an address,\n7,"A\u0000b",,\n8,"x\ny",,\n';
    const { entries, faults } = readRoster(text);
    expect(entries).toEqual([
      { line: 2, externalId: '1', name: 'Ada', email: 'ada@example.edu', role: null },
      { line: 4, externalId: '2', name: 'Hopper, Grace', email: null, role: 'instructor' },
    ]);
    const told = [
      [5, 'Nobody has no id'],
      [6, '“king” is no role'],
      [7, 'the id 1 stands there twice, first in line 2'],
      [8, 'not as many cells'],
      [9, 'no e-mail address'],
      [10, 'name must be one line'],
      [12, 'name must be one line'],
    ] as const;
    expect(faults).toEqual(told.map(([line, words]) => ({ line, message: expect.stringContaining(words) })));
  });

  test('may be one that a spreadsheet wrote with semicolons or tabs', () => {
    for (const delimiter of [';', '\t']) expect(readRoster(['id,name', '1,Ada'].join('\n').replaceAll(',', delimiter)).entries).toMatchObject([{ externalId: '1', name: 'Ada' }]);
  });

  test.each([
    ['broken quotes', 'id,name\n1,"Ada\n', 'is not CSV'],
    ['no lines', 'id,name\n', 'holds no line'],
    ['nothing at all', '', 'holds no line'],
  ])('with %s has no line that is right', (_what, text, words) => {
    expect(readRoster(text)).toEqual({ entries: [], faults: [{ line: expect.any(Number), message: expect.stringContaining(words) }] });
  });
});
