import { defineCheck } from '../../check.ts';
import { judgeLatency } from './judge-latency.ts';

export const latencyLoss = defineCheck({
  id: 'performance.latency-loss',
  title: 'analyze_latency.sh: packet loss',
  expected: 'analyze_latency.sh states the packet loss of what it measured, for any samples',
  hint: 'ping counts what it sent and what came back; the script should say how much of it was lost.',
  needs: ['latency-script'],
  evaluate: ({ 'latency-script': script }) => judgeLatency(script, ['loss']),
});
