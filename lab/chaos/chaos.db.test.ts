import { describe, expect, inject, test } from 'vitest';
import { runNight } from './night-run.ts';
import { runRescore } from './rescore-run.ts';
import { chaosSettings } from './settings.ts';
import { runStorm } from './storm-run.ts';
import type { Finding } from './verdict.ts';

const log = (): void => {};
const backends = inject('redisUrl') === null ? (['postgres'] as const) : (['postgres', 'redis'] as const);
const broken = (findings: Finding[]): Finding[] => findings.filter((one) => one.broken > 0);

describe.each(backends)('with the queue in %s', (backend) => {
  test('nothing is lost, doubled or stuck while everything fails', { timeout: 400_000 }, async () => {
    const { findings, faults, exits } = await runStorm(chaosSettings({ backend, seed: 7, submissions: 24, scale: 0.04 }), { log });
    expect(broken(findings)).toEqual([]);
    expect(faults['worker-kill']).toBeGreaterThan(0);
    expect(exits).toEqual(exits.map(() => 0));
  });
});

test('a regrade whose worker is killed ends complete, and its undo restores what it changed', { timeout: 300_000 }, async () => {
  expect(broken((await runRescore({ backend: 'postgres', grades: 100, kills: 2 }, { log })).findings)).toEqual([]);
});

test('students who hand in during a regrade come before its next machine', { timeout: 300_000 }, async () => {
  const { findings } = await runNight({ backend: 'postgres', seed: 7, students: 12, batch: 30, withinMs: 5000 }, { log });
  // How fast answers are is measured by the suite, not here.
  expect(broken(findings.filter(({ what }) => !what.startsWith('milliseconds')))).toEqual([]);
});
