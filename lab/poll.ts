import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks `probe` until it answers something other than undefined, or until `deadlineMs` have passed.
 * Answers undefined at the deadline: the caller knows best what to say then.
 */
export async function poll<T>(deadlineMs: number, probe: () => T | undefined | Promise<T | undefined>, everyMs = 15): Promise<T | undefined> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined || performance.now() >= deadline) return answer;
    await delay(everyMs);
  }
}
