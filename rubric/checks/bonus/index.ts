import type { Check } from '../../check.ts';
import { automaticRestart } from './automatic-restart.ts';
import { bgpCheck } from './bgp.ts';
import { dashboardCheck } from './dashboard.ts';
import { loadBalancer } from './load-balancer.ts';
import { namespacePerJob } from './namespace-per-job.ts';
import { wireguardCheck } from './wireguard.ts';

/** What the exercise calls bonus challenges: reported apart from the 100 points. */
export const bonusChecks: readonly Check[] = [wireguardCheck, loadBalancer, dashboardCheck, automaticRestart, namespacePerJob, bgpCheck];
