import { defineCheck } from '../../check.ts';
import { judgeLatency } from './judge-latency.ts';

export const latencyExtremes = defineCheck({
  id: 'performance.latency-extremes',
  title: 'analyze_latency.sh: minimum, mean and maximum',
  expected: 'analyze_latency.sh states the minimum, mean and maximum of what it measured, for any samples',
  hint: 'Look at the first and the last of the sorted round trips, and at what their sum is divided by; lost packets are none of them.',
  needs: ['latency-script'],
  evaluate: ({ 'latency-script': script }) => judgeLatency(script, ['min', 'mean', 'max']),
});
