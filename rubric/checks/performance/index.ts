import type { Check } from '../../check.ts';
import { bandwidthMeasured } from './bandwidth-measured.ts';
import { bandwidthReproducible } from './bandwidth-reproducible.ts';
import { interfaceCounters } from './interface-counters.ts';
import { latencyExtremes } from './latency-extremes.ts';
import { latencyLoss } from './latency-loss.ts';
import { latencyMeasured } from './latency-measured.ts';
import { latencyPercentiles } from './latency-percentiles.ts';
import { monitorLogs } from './monitor-logs.ts';
import { monitorRuns } from './monitor-runs.ts';
import { monitorTellsServices } from './monitor-tells-services.ts';

export const performanceChecks: readonly Check[] = [
  bandwidthMeasured,
  bandwidthReproducible,
  latencyMeasured,
  interfaceCounters,
  latencyExtremes,
  latencyPercentiles,
  latencyLoss,
  monitorRuns,
  monitorLogs,
  monitorTellsServices,
];
