import { contactLimit } from '../ssh/budget.ts';

/**
 * Waits after the first, second and third transport fault: 300 s in all, so that a VM that was rebooting is met again.
 * The first is a host's silence, since a knock within it would only renew the lock.
 */
export const retryDelaysMs: readonly number[] = [contactLimit.silenceSeconds * 1000, 89_000, 180_000];
