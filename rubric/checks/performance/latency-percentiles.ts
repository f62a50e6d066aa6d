import { defineCheck } from '../../check.ts';
import { judgeLatency } from './judge-latency.ts';

export const latencyPercentiles = defineCheck({
  id: 'performance.latency-percentiles',
  title: 'analyze_latency.sh: median, 95th and 99th percentile',
  expected: 'analyze_latency.sh states the median, 95th and 99th percentile of what it measured, for any samples',
  hint: 'Sort the round trips as numbers, and count those that came back: the 95th percentile stands at 95 % of them.',
  needs: ['latency-script'],
  evaluate: ({ 'latency-script': script }) => judgeLatency(script, ['median', 'p95', 'p99']),
});
