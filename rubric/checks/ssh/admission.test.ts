import { expect, test } from 'vitest';
import { refusedBy } from './admission.ts';

const refusal = (name: string, settings: Record<string, string[]>, groups: string[] = []) =>
  refusedBy({ name, groups, settings: new Map(Object.entries(settings)) });
const allowed = (name: string, pattern: string) => refusal(name, { allowusers: [pattern] }) === null;

test('patterns match as in sshd_config(5)', () => {
  expect(['student', 'stu*', '*dent', 's*d*t', 'stud?nt', '*', 'student@10.*'].every((pattern) => allowed('student', pattern))).toBe(true);
  expect(['stud', 'student?', '*x', 's*x*t'].some((pattern) => allowed('student', pattern))).toBe(false);
});

test('a deny list beats an allow list', () => {
  expect(refusal('bob', { denyusers: ['bob'], allowusers: ['bob'] })).toBe('denyusers');
  expect(refusal('bob', { denygroups: ['staff'], allowgroups: ['staff'] }, ['staff'])).toBe('denygroups');
});

test('hostile patterns and values are refused in no time', () => {
  expect(refusal('a'.repeat(20_000), { allowusers: ['*a'.repeat(2000) + 'b'] })).toBe('allowusers');
});
