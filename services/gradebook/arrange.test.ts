import { expect, test } from 'vitest';
import type { GradebookGrade, GradebookRow } from '#db/queries/gradebook.ts';
import { arrange } from './arrange.ts';
import { readView, viewQuery } from './view.ts';

const grade: GradebookGrade = {
  submissionId: 's', status: 'final', earned: 150, counted: 150, judged: 200, possible: 200, late: null, needsEyes: false, isOverridden: false, hasOtherRubric: false,
  criteria: [{ id: 'ssh', earned: 150, judged: 200, possible: 200 }],
};
const row = (name: string, counts: Partial<GradebookGrade> | null = {}, also: Partial<GradebookRow> = {}): GradebookRow => ({
  studentId: name, name, email: null, externalId: null, attempts: counts ? 1 : 0, lastHandedIn: counts ? new Date(0) : null, isRunning: false, counts: counts && { ...grade, ...counts }, ...also,
});
const shown = (rows: GradebookRow[], query: Record<string, string> = {}) => arrange(rows, readView(query)).map(({ name }) => name);

test('who has no points stands last in either direction, and equals stand by name', () => {
  const rows = [row('Zoe'), row('Idle', null), row('Broken', { status: 'not_gradable', earned: 0 }), row('Ada'), row('Best', { counted: 200 })];
  expect(shown(rows, { sort: 'total', direction: 'descending' })).toEqual(['Best', 'Ada', 'Zoe', 'Broken', 'Idle']);
  expect(shown(rows, { sort: 'total', direction: 'ascending' })).toEqual(['Ada', 'Zoe', 'Best', 'Broken', 'Idle']);
  expect(shown(rows, { direction: 'descending' })).toEqual(['Zoe', 'Idle', 'Broken', 'Best', 'Ada']);
});

test('search finds parts of names, addresses and ids, without case and accents, and takes no sign for a pattern', () => {
  const rows = [row('Jürgen Müller', {}, { email: 'jm@example.org' }), row('100% Bob', {}, { externalId: 'lms_7' }), row('Under_score'), row('Plain')];
  expect(shown(rows, { q: 'muller JURGEN' })).toEqual(['Jürgen Müller']);
  expect(shown(rows, { q: 'jm@' })).toEqual(['Jürgen Müller']);
  expect(shown(rows, { q: '%' })).toEqual(['100% Bob']);
  expect(shown(rows, { q: '_' })).toEqual(['100% Bob', 'Under_score']);
  expect(shown(rows, { q: '.*' })).toEqual([]);
});

test('each filter keeps whom it names', () => {
  const rows = [
    row('Whole', { earned: 200 }), row('Unjudged', { status: 'provisional', earned: 200, judged: 200, possible: 300 }), row('Weak', { criteria: [{ id: 'ssh', earned: 100, judged: 200, possible: 200 }] }),
    row('Dark', { criteria: [{ id: 'ssh', earned: 0, judged: 0, possible: 200 }] }), row('Marked', { needsEyes: true }), row('Broken', { status: 'not_gradable', criteria: [] }), row('Idle', null), row('Waiting', null, { attempts: 1, isRunning: true }),
  ];
  expect(shown(rows, { status: 'passed' })).toEqual(['Whole']);
  expect(shown(rows, { status: 'attention' })).toEqual(['Marked']);
  expect(shown(rows, { status: 'not-gradable' })).toEqual(['Broken']);
  expect(shown(rows, { status: 'nothing' })).toEqual(['Idle']);
  expect(shown(rows, { criterion: 'ssh', below: '51' })).toEqual(['Weak']);
  expect(shown(rows, { criterion: 'ssh', below: '50' })).toEqual([]);
  expect(shown(rows, { status: 'passed', q: 'marked' })).toEqual([]);
});

test('a view comes back from its own address, and nonsense counts as not given', () => {
  const view = readView({ q: ' a&b ', status: 'passed', criterion: 'dns', below: '40', sort: 'dns', direction: 'descending' });
  expect(readView(Object.fromEntries(new URLSearchParams(viewQuery(view))))).toEqual({ ...view, q: 'a&b' });
  expect(viewQuery(readView({}))).toBe('');
  expect(viewQuery(readView({ status: 'x', sort: 'drop', direction: 'up', below: '-3', criterion: 'y' }))).toBe('');
});
