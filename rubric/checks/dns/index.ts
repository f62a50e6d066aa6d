import type { Check } from '../../check.ts';
import { addressesDistinct } from './addresses-distinct.ts';
import { diagnosisDocumented } from './diagnosis-documented.ts';
import { namesResolve } from './names-resolve.ts';
import { resolverConfigured } from './resolver-configured.ts';
import { resolverInForceCheck } from './resolver-in-force.ts';
import { searchDomains } from './search-domains.ts';

export const dnsChecks: readonly Check[] = [
  namesResolve,
  addressesDistinct,
  resolverConfigured,
  searchDomains,
  resolverInForceCheck,
  diagnosisDocumented,
];
