import type { Check } from '../../check.ts';

export const dnsChecks: readonly Check[] = [];
