import { DrizzleQueryError } from 'drizzle-orm/errors';
import { expect, test } from 'vitest';
import { loggedError } from './logged-error.ts';

const failed = () => new DrizzleQueryError('insert into uploads values ($1)', ['a student’s work'], new Error('the connection was lost'));

test.each([
  ['itself', failed()],
  ['as a cause', new Error('The request failed', { cause: failed() })],
])('a query that failed, told %s, is logged with its reason and without its parameters', (_, error) => {
  const line = JSON.stringify(loggedError(error));
  expect(line).toContain('insert into uploads');
  expect(line).toContain('the connection was lost');
  expect(line).not.toContain('student’s work');
});

test('any other error is logged with its stack and causes', () => {
  const line = JSON.stringify(loggedError(new Error('outer', { cause: new Error('inner') })));
  expect(line).toContain('outer');
  expect(line).toContain('inner');
  expect(line).toContain('logged-error.test.ts');
});
