import type { Check } from '../../check.ts';

export const interfacesChecks: readonly Check[] = [];
