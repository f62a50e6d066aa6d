import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import type { CheckResult, ScoredGrade } from '../grade.ts';
import { markdownReport } from './markdown.ts';
import { textReport } from './text.ts';

const check = (more: Partial<CheckResult>): CheckResult => ({
  id: 'ssh.a',
  title: 'Password login is disabled',
  outcome: 'passed',
  earned: 200,
  possible: 200,
  expected: 'no password login',
  seen: 'the daemon offers publickey alone',
  where: null,
  hint: null,
  quote: null,
  blockedBy: null,
  review: null,
  ...more,
});

const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

function gradeOf(...checks: CheckResult[]): ScoredGrade {
  const points = {
    earned: sum(checks.map(({ earned }) => earned)),
    judged: sum(checks.filter(({ earned }) => earned !== null).map(({ possible }) => possible)),
    possible: sum(checks.map(({ possible }) => possible)),
  };
  const status = points.judged === points.possible ? 'final' : 'provisional';
  const criteria = [{ id: 'ssh' as const, title: 'SSH', ...points, checks }];
  return { status, rubric: { id: 'r', version: '1' }, ...points, criteria, notes: [] };
}
const details = { address: '10.0.0.2', gradedAt: '2026-01-02T03:04:05.000Z', student: 'Ada', assignment: 'Lab 9' };
const failedCheck = check({
  outcome: 'failed',
  earned: 0,
  seen: 'the daemon offers password',
  where: '/etc/ssh/sshd_config.d/50-cloud-init.conf:1',
  hint: 'Look which file is read first',
  quote: 'PasswordAuthentication yes',
});
const open = check({ title: 'Keys', outcome: 'not_gradable', earned: null, seen: 'sudo did not work', hint: 'Enrol again.' });

describe('the Markdown report', () => {
  test('gives total, a table by criterion, and for each check what was expected, seen, where, and a hint', () => {
    const report = markdownReport(gradeOf(check({}), failedCheck), details);
    expect(report).toContain('# Feedback: Lab 9, Ada');
    expect(report).toContain('**2 of 4 points** · host 10.0.0.2 · 2026-01-02T03:04:05Z');
    expect(report).toContain('| SSH | 2 | 4 | 4 |');
    expect(report).toContain('### ✘ Password login is disabled: 0 of 2 points');
    expect(report).toContain('- **Expected:** no password login.');
    expect(report).toContain(String.raw`- **Seen:** the daemon offers password (/etc/ssh/sshd\_config.d/50-cloud-init.conf:1).`);
    expect(report).toContain('- **Hint:** Look which file is read first');
    expect(report).toContain('```text\nPasswordAuthentication yes\n```');
  });

  test('a provisional grade says first what stopped it and what to do, each reason once', () => {
    const report = markdownReport(gradeOf(check({}), open, { ...open, title: 'Client' }), details);
    expect(report).toContain('**This grade is provisional.**');
    expect(report).toContain('“Keys”, “Client”: sudo did not work. Enrol again.');
    expect(report).toContain('2 of 6 points, 2 judged so far');
  });

  test('a grade that could not be formed is no zero', () => {
    const report = markdownReport(
      { status: 'not_gradable', rubric: { id: 'r', version: '1' }, possible: 3500, reason: { code: 'x', message: 'The VM is off. Start it.' } },
      details,
    );
    expect(report).toContain('The VM is off. Start it.');
    expect(report).not.toMatch(/\b0 of/);
  });

  test('what a host wrote cannot become a heading, a link or HTML', () => {
    const evil = '\n# Pwned\n<img src=x onerror=alert(1)> [x](javascript:alert(1))';
    const html = marked.parse(markdownReport(gradeOf({ ...failedCheck, seen: evil, where: evil, quote: `\`\`\`${evil}` }), details)) as string;
    expect(html).not.toMatch(/<img|<a |<h1[^>]*>Pwned/);
  });
});

describe('a bonus', () => {
  const challenges = [check({ title: 'A VPN', earned: 100, possible: 100 }), check({ title: 'A dashboard', outcome: 'failed', earned: 0, possible: 100, hint: 'Try' })];
  const withBonus = (checks: CheckResult[], earned: number) => ({ ...gradeOf(check({})), bonus: { earned, possible: 200, checks } });

  test('is told apart from the points: what was found in full, the rest by name and as no fault', () => {
    for (const report of [markdownReport(withBonus(challenges, 100), details), textReport(withBonus(challenges, 100))]) {
      expect(report).toContain('Bonus, apart from the 2 points: 1 of 2');
      expect(report).toMatch(/✔ A VPN/);
      expect(report).toMatch(/[Nn]ot found.*A dashboard/);
      expect(report).not.toContain('✘');
    }
  });

  test('of which nothing was found is one line', () => {
    const none = challenges.slice(1);
    expect(markdownReport(withBonus(none, 0), details)).not.toMatch(/dashboard|✘/);
    expect(textReport(withBonus(none, 0)).split('\n').at(-1)).toContain('none was found, which costs nothing');
  });
});

describe('the text report', () => {
  test('shows passed checks in a line and explains the others', () => {
    const text = textReport(gradeOf(check({}), failedCheck));
    expect(text).toContain('2 of 4 points');
    expect(text).toContain('seen: the daemon offers password (/etc/ssh/sshd_config.d/50-cloud-init.conf:1)');
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true);
  });

  test('says what stopped a provisional grade', () => {
    expect(textReport(gradeOf(check({}), open))).toContain('not judged: sudo did not work. Enrol again.');
  });
});
