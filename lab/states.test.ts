import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { coverageGaps } from '#rubric/calibration/coverage.ts';
import { builtInRubric } from './grading.ts';
import { partsOf, readStates } from './states.ts';
import { type StyleName, styles } from './states/styles.ts';

const states = readStates();

test('every script of a part is used by a style', () => {
  const used = Object.keys(styles).flatMap((style) => partsOf(style as StyleName)).map((file) => path.basename(file));
  const there = readdirSync(path.join(import.meta.dirname, 'states', 'parts'));
  expect(there.filter((file) => !used.includes(file))).toEqual([]);
});

test('a style does its parts in the order of the exercise', () => {
  for (const { parts } of Object.values(styles)) expect(parts).toEqual([...parts].toSorted());
});

test('a state declares what it costs, and defects change the default style unless they name another base', () => {
  expect(states.find(({ name }) => name === 'ssh-x11-on')).toMatchObject({
    title: 'X11 forwarding is on',
    kind: 'defect',
    base: 'ufw-namespaces',
    trips: ['ssh.unneeded-features-off'],
    earns: null,
  });
  expect(states.find(({ name }) => name === 'ubuntu-like')).toMatchObject({ kind: 'whole', trips: [] });
  expect(states.filter(({ kind }) => kind === 'style').map(({ base }) => base)).toEqual(Object.keys(styles));
});

test('every check of the rubric has a defect that trips it', () => {
  expect(coverageGaps(builtInRubric(), states).filter((gap) => gap.startsWith('no defect'))).toEqual([]);
});
