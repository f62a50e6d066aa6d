import { expect, test } from 'vitest';
import { asciiFileNamePart, fileNamePart, uniqueNames } from './file-name.ts';

test.each([
  ['../../etc/passwd', 'etc-passwd'],
  ['..\\..\\windows\\system32', 'windows-system32'],
  ['/absolute', 'absolute'],
  ['C:\\x', 'C-x'],
  ['a\u202egpj.exe', 'agpj.exe'],
  ['.hidden', 'hidden'],
  ['...', ''],
  ['a\u0000b\nc', 'ab-c'],
  ['“><script>alert(1)</script>', 'script-alert-1-script'],
  ['Zoe\u0308 Müller', 'Zoë-Müller'],
  ['x'.repeat(200), 'x'.repeat(80)],
  [`${'x'.repeat(79)}😀`, 'x'.repeat(79)],
  [`${'x'.repeat(79)}𝒳`, 'x'.repeat(79)],
])('%j becomes %j', (text, name) => expect(fileNamePart(text)).toBe(name));

test('a download’s name is ASCII, and there always is one', () => {
  expect(asciiFileNamePart('Übung 09: “Netze”', 'assignment')).toBe('ubung-09-netze');
  expect(asciiFileNamePart('練習', 'assignment')).toBe('assignment');
});

test('two of a name are told apart, also where capitals make no difference', () => {
  expect(uniqueNames(['Ada', 'ada', 'Ada', 'Ada-2'])).toEqual(['Ada', 'ada-2', 'Ada-3', 'Ada-2-2']);
});
