import type { Check } from '../check.ts';
import { bonusChecks } from './bonus/index.ts';
import { connectivityChecks } from './connectivity/index.ts';
import { dnsChecks } from './dns/index.ts';
import { documentationChecks } from './documentation/index.ts';
import { firewallChecks } from './firewall/index.ts';
import { interfacesChecks } from './interfaces/index.ts';
import { performanceChecks } from './performance/index.ts';
import { segmentationChecks } from './segmentation/index.ts';
import { sshChecks } from './ssh/index.ts';

/** Every check there is; a rubric names those that it scores. */
export const checks: readonly Check[] = [
  ...interfacesChecks,
  ...sshChecks,
  ...firewallChecks,
  ...connectivityChecks,
  ...dnsChecks,
  ...performanceChecks,
  ...segmentationChecks,
  ...documentationChecks,
  ...bonusChecks,
];

export const checkById: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]));
