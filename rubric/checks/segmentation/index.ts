import type { Check } from '../../check.ts';
import { isolationHolds } from './isolation-holds.ts';
import { segmentsConnected } from './segments-connected.ts';
import { segmentsExist } from './segments-exist.ts';

export const segmentationChecks: readonly Check[] = [segmentsExist, segmentsConnected, isolationHolds];
