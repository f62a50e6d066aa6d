import type { Check } from '../../check.ts';
import { namespacePerJob } from './namespace-per-job.ts';

/** What the exercise calls bonus challenges: reported apart from the 100 points. */
export const bonusChecks: readonly Check[] = [namespacePerJob];
