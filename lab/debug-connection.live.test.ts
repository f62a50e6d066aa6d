import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { upload } from '#rubric/testing/bundle.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { type EnrolledHost, enrolHost, gradeEnrolled } from './grading.ts';
import { type Lab, openLab } from './lab.ts';

const parts = ['open-port', 'name', 'host', 'route', 'usage'] as const;
const checkOf = {
  'open-port': 'connectivity.script-tells-open-port',
  name: 'connectivity.script-tells-name',
  host: 'connectivity.script-tells-host',
  route: 'connectivity.script-diagnoses-route',
  usage: 'connectivity.script-usage',
} as const;
const rubric = parseRubric(
  JSON.stringify({
    id: 'debug-connection',
    version: '1.0.0',
    title: 'The debugging script alone',
    criteria: [{ id: 'connectivity', title: 'Connectivity', points: 5, checks: parts.map((part) => ({ check: checkOf[part], points: 1 })) }],
  }),
);

let lab: Lab;
let enrolled: EnrolledHost;
beforeAll(async () => {
  lab = await openLab();
  enrolled = await enrolHost(lab, await lab.boot('debug-connection'));
});
afterAll(() => lab.close());

/** The parts that a script earns, handed in as in an archive. */
async function earnedBy(text: string): Promise<string[]> {
  const { grade } = await gradeEnrolled(enrolled, rubric, { uploads: [upload('scripts/debug_connection.sh', text)] });
  if (grade.status !== 'final') throw new Error(`expected a final grade, got ${JSON.stringify(grade)}`);
  const passed = grade.criteria.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === 'passed');
  return parts.filter((part) => passed.some(({ id }) => id === checkOf[part]));
}

const fixture = (name: string) => readFileSync(path.join(import.meta.dirname, 'testing/debug-connection', `${name}.sh`), 'utf8');

describe('a script earns what it can tell, whatever its words', () => {
  test.each([
    ['exercise', parts],
    ['curl', parts],
    ['colours', parts],
    ['german', parts],
    ['arrays', parts],
    ['sudo', parts],
    ['exit-codes', ['open-port', 'name', 'host', 'usage']],
    ['joined', ['open-port', 'name', 'host', 'usage']],
    ['netcat', ['open-port', 'name', 'usage']],
  ])('%s', async (name, earned) => {
    expect(await earnedBy(fixture(name))).toEqual(earned);
  });
});

describe('a script that does not look earns nothing for looking', () => {
  test.each([
    ['cheat-constant', []],
    ['cheat-echo', ['usage']],
    ['cheat-hard-coded', []],
    ['cheat-random', []],
    ['cheat-inverted', ['usage']],
  ])('%s', async (name, earned) => {
    expect(await earnedBy(fixture(name))).toEqual(earned);
  });
});

describe('a broken script', () => {
  test('that bash cannot read earns nothing', async () => {
    expect(await earnedBy(fixture('exercise').replace(/^fi$/m, ''))).toEqual([]);
  });

  test('that is empty earns nothing', async () => {
    expect(await earnedBy('#!/bin/bash\n')).toEqual([]);
  });
});
