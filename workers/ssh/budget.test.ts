import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactLimit, memoryBudget } from './budget.ts';

describe('the connection budget', () => {
  test('never grants more than 4 connections to a host in any 30 s, however it is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 60 }), async (pauses) => {
        let clock = 1_000_000;
        const budget = memoryBudget(() => clock);
        const granted: number[] = [];
        for (const pause of pauses) {
          clock += pause;
          if ((await budget.reserve('10.0.0.2:22')).granted) granted.push(clock);
        }
        for (const start of granted) {
          const within = granted.filter((at) => at >= start && at < start + contactLimit.windowSeconds * 1000);
          expect(within.length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });

  test('tells how long to wait, and grants again exactly then', async () => {
    let clock = 0;
    const budget = memoryBudget(() => clock);
    for (const _ of [1, 2, 3, 4]) await budget.reserve('10.0.0.2:22');
    clock = 10_000;
    const refused = await budget.reserve('10.0.0.2:22');
    expect(refused).toEqual({ granted: false, retryAfterMs: 20_000 });
    clock += 20_000;
    expect(await budget.reserve('10.0.0.2:22')).toEqual({ granted: true });
  });

  test('counts hosts apart', async () => {
    const budget = memoryBudget(() => 0);
    for (const _ of [1, 2, 3, 4]) await budget.reserve('10.0.0.2:22');
    expect(await budget.reserve('10.0.0.3:22')).toEqual({ granted: true });
  });

  test('is silent for 31 s after a drop', async () => {
    let clock = 0;
    const budget = memoryBudget(() => clock);
    await budget.silence('10.0.0.2:22');
    clock = 30_000;
    expect(await budget.reserve('10.0.0.2:22')).toEqual({ granted: false, retryAfterMs: 1000 });
    clock = 31_000;
    expect(await budget.reserve('10.0.0.2:22')).toEqual({ granted: true });
  });
});
