import { describe, expect, test } from 'vitest';
import { checks } from './checks/catalogue.ts';
import { InvalidRubricError, parseRubric } from './rubric.ts';

const known = checks[0]?.id ?? '';
const document = (lines: string) => `id: test\nversion: 1.0.0\ntitle: Test\ncriteria:\n  - id: ssh\n    title: SSH\n    points: 2\n    checks:\n${lines}`;

function problemsOf(text: string): string {
  try {
    parseRubric(text);
  } catch (error) {
    if (error instanceof InvalidRubricError) return error.problems.join('\n');
    throw error;
  }
  return '';
}

describe('a rubric document', () => {
  test('is versioned by its content: one changed byte is another version', () => {
    const text = document(`      - { check: ${known}, points: 2 }\n`);
    const version = parseRubric(text).version;
    expect(version).toMatch(/^1\.0\.0\+[0-9a-f]{12}$/);
    expect(parseRubric(text).version).toBe(version);
    expect(parseRubric(`${text}# a remark\n`).version).not.toBe(version);
  });

  test.each([
    ['a check that does not exist', `      - { check: no.such, points: 2 }\n`, 'no check called no.such'],
    ['points that do not add up', `      - { check: ${known}, points: 1.5 }\n`, 'add up to 1.5 points, not 2'],
    ['a check named twice', `      - { check: ${known}, points: 1 }\n      - { check: ${known}, points: 1 }\n`, 'twice'],
    ['a requirement that comes later', `      - { check: ${known}, points: 2, requires: [later.check] }\n`, 'must stand before it'],
    ['points that are no whole hundredths', `      - { check: ${known}, points: 1.999 }\n`, 'whole number of hundredths of a point (line 9)'],
    ['a field that is missing', `      - { points: 2 }\n`, '(line 9)'],
    ['an unknown field', `      - { check: ${known}, points: 2, wight: 3 }\n`, 'wight'],
  ])('is refused for %s, in words', (_what, lines, words) => {
    expect(problemsOf(document(lines))).toContain(words);
  });

  test('a bonus stands beside the points of the criteria, and is refused for the same mistakes', () => {
    const [, other] = checks;
    const text = document(`      - { check: ${known}, points: 2 }\n`);
    expect(parseRubric(`${text}bonus:\n  - { check: ${other?.id}, points: 1 }\n`).bonus).toMatchObject([{ possible: 100 }]);
    expect(problemsOf(`${text}bonus:\n  - { check: ${known}, points: 1 }\n`)).toContain('twice');
    expect(problemsOf(`${text}bonus:\n  - { check: no.such, points: 1 }\n`)).toContain('bonus: there is no check');
  });

  test('parameters cannot carry shell syntax to a host', () => {
    expect(problemsOf(`${document(`      - { check: ${known}, points: 2 }\n`)}parameters: { hosts: ['a;reboot'] }\n`)).toContain('parameters.hosts');
  });

  test('a text that is no YAML is refused with the line', () => {
    expect(problemsOf('a: [')).toContain('not YAML');
  });
});
