import type { Check } from '../../check.ts';

export const sshChecks: readonly Check[] = [];
