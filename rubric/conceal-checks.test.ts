import { expect, test } from 'vitest';
import complete from './checks/ssh/recorded/stock.json' with { type: 'json' };
import { concealChecks } from './conceal-checks.ts';
import { bundleSchema } from './evidence.ts';
import { notGradableGrade, score, totalsOf, type ScoredGrade } from './grade.ts';
import { gradeToJson } from './grade-json.ts';
import { markdownReport } from './report/markdown.ts';
import { textReport } from './report/text.ts';
import { parseRubric } from './rubric.ts';

const rubric = parseRubric(`id: small
version: 1.0.0
title: Small
criteria:
  - id: ssh
    title: SSH
    points: 2
    checks:
      - { check: ssh.root-login-refused, points: 1 }
      - { check: ssh.password-login-disabled, points: 1 }
bonus:
  - { check: ssh.idle-timeout, points: 1 }
`);
const grade = score(bundleSchema.parse(complete), rubric) as ScoredGrade;
const why = 'Single checks are shown after the deadline.';

test('nothing of any single check is left, in any form of the grade', () => {
  const concealed = concealChecks(grade, why);
  const forms = [JSON.stringify(gradeToJson(concealed)), markdownReport(concealed, { address: '10.0.0.2', gradedAt: null }), textReport(concealed)];
  const all = [...grade.criteria.flatMap(({ checks }) => checks), ...(grade.bonus?.checks ?? [])];
  expect(all).toHaveLength(3);
  for (const form of forms) {
    for (const { id, title, seen, expected } of all) for (const told of [id, title, seen, expected]) expect(form).not.toContain(told);
    expect(form).toContain(why);
  }
});

test('totals stay, by criterion and of the bonus', () => {
  const concealed = concealChecks(grade, why) as ScoredGrade;
  expect({ ...concealed, notes: [] }).toEqual({
    ...grade,
    notes: [],
    criteria: grade.criteria.map((criterion) => ({ ...criterion, checks: [] })),
    bonus: { ...grade.bonus, checks: [] },
  });
  expect(markdownReport(concealed, { address: '10.0.0.2', gradedAt: null })).not.toContain('None of the bonus');
});

test('why a grade could not be formed is no check and stays', () => {
  const none = notGradableGrade(totalsOf(rubric), { code: 'unreachable', message: 'The machine did not answer.' });
  expect(concealChecks(none, why)).toEqual(none);
});
