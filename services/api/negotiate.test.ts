import { expect, test } from 'vitest';
import { negotiate } from './negotiate.ts';

const offered = ['text/markdown', 'text/html', 'application/json'] as const;

test.each([
  [undefined, 'text/markdown'],
  ['', 'text/markdown'],
  ['*/*', 'text/markdown'],
  ['text/html', 'text/html'],
  ['TEXT/HTML', 'text/html'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
  ['text/markdown;q=0.5, application/json', 'application/json'],
  ['text/*;q=0.3, text/html;q=0.7, */*;q=0.5', 'text/html'],
  ['text/markdown;q=0, */*', 'text/html'],
  ['application/json;charset=utf-8', 'application/json'],
  ['image/png', null],
  ['text/markdown;q=0', null],
  ['*/*;q=0', null],
])('Accept: %s yields %s', (accept, expected) => {
  expect(negotiate(accept, offered)).toBe(expected);
});
