import { describe, expect, test } from 'vitest';
import { parseRoster } from './roster-file.ts';
import { UsageError } from './usage-error.ts';

describe('a roster file', () => {
  test('keeps the LMS’s own ids, whatever the LMS calls its columns', () => {
    const canvas = '\ufeffStudent,ID,SIS User ID,Email\n"Lovelace, Ada",17,u-1,ada@example.edu\n';
    expect(parseRoster(canvas, 'r.csv')).toEqual([{ name: 'Lovelace, Ada', email: 'ada@example.edu', externalId: 'u-1', role: null }]);
    const moodle = 'First name,Surname,ID number,Email address\nAlan,Turing,42,\n';
    expect(parseRoster(moodle, 'r.csv')).toEqual([{ name: 'Alan Turing', email: null, externalId: '42', role: null }]);
  });

  test.each([
    ['a line without a name', 'id,name\n1,\n', 'line 2: no name'],
    ['a line without an id', 'id,name\n,Ada\n', 'Ada has no id'],
    ['an unknown role', 'id,name,role\n1,Ada,king\n', '“king” is no role'],
    ['an id that stands there twice', 'id,name\n1,Ada\n1,Alan\n', 'twice'],
    ['no lines', 'id,name\n', 'no line'],
    ['broken quotes', 'id,name\n1,"Ada\n', 'not CSV'],
  ])('is refused for %s, in words', (_what, text, words) => {
    expect(() => parseRoster(text, 'r.csv')).toThrow(UsageError);
    expect(() => parseRoster(text, 'r.csv')).toThrow(words);
  });
});
