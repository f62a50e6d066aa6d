import { expect, test } from 'vitest';
import { parseRubric } from '../rubric.ts';
import { coverageGaps, coveringSample } from './coverage.ts';

const rubric = parseRubric(`
id: two-checks
version: 1.0.0
title: Two checks
criteria:
  - id: ssh
    title: SSH
    points: 2
    checks:
      - { check: ssh.configuration-loads, points: 1 }
      - { check: ssh.sessions-limited, points: 1 }
`);
const defect = (name: string, ...trips: string[]) => ({ name, kind: 'defect', trips });

test('a check that only a cheat or a whole state trips still needs a defect', () => {
  const gaps = coverageGaps(rubric, [defect('a', 'ssh.sessions-limited'), { name: 'b', kind: 'cheat', trips: ['ssh.configuration-loads'] }]);
  expect(gaps).toEqual([
    'no defect trips ssh.configuration-loads',
    'there are 1 defects, at least 80 are wanted',
    'there are 1 cheats, at least 10 are wanted',
  ]);
});

test('the sample trips every check that any defect trips, with few defects, whatever order they come in', () => {
  const defects = [defect('d', 'four'), defect('c', 'two'), defect('b', 'two', 'three'), defect('a', 'one', 'two')];
  const names = coveringSample(defects).map(({ name }) => name);
  expect(names).toEqual(['a', 'b', 'd']);
  expect(coveringSample(defects.toReversed()).map(({ name }) => name)).toEqual(names);
});
