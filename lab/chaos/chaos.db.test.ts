import { describe, expect, inject, test } from 'vitest';
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
