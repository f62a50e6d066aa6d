import { failed, notGradable, partial, type Verdict } from '../../check.ts';
import { latencySets } from '../../experiments/latency-samples.ts';
import { type LatencyStatistic, statedStatistics } from '../../experiments/latency-statistics.ts';
import type { LatencyScript } from '../../probes/latency-script.ts';
import { excerpt, missingScript, noSandbox } from './script-words.ts';

const words: Record<LatencyStatistic, string> = {
  min: 'the minimum',
  median: 'the median',
  p95: 'the 95th percentile',
  p99: 'the 99th percentile',
  max: 'the maximum',
  mean: 'the mean',
  loss: 'the packet loss',
};

const where = 'analyze_latency.sh, run twice on round trips made up by the grader';

/** Each of these statistics earns its share if the script states it for both sets of samples. */
export function judgeLatency(script: LatencyScript, statistics: readonly LatencyStatistic[]): Verdict {
  if (script.status === 'missing') return failed(missingScript('analyze_latency.sh'));
  if (script.status === 'no-sandbox') return notGradable(noSandbox('analyze_latency.sh', script.why));
  const runs = latencySets.flatMap((set) => {
    const run = script.runs.get(set.name);
    return run ? [{ run, stated: statedStatistics(run, set) }] : [];
  });
  const [first] = runs;
  if (!first) return notGradable(noSandbox('analyze_latency.sh', 'it has no runs'));
  const quote = excerpt(first.run.output);
  if (runs.some(({ run }) => run.asked.length === 0)) {
    return failed({
      seen: `the script measured nothing (it ended with status ${first.run.exit})`,
      where,
      quote,
      hint: 'It was called with a host as its first argument: see that it then pings that host and ends by itself.',
    });
  }
  const done = statistics.filter((statistic) => runs.every(({ stated }) => stated.has(statistic)));
  const absent = statistics.filter((statistic) => !done.includes(statistic)).map((statistic) => words[statistic]);
  const late = runs.some(({ run }) => run.exit === 124) ? '; it had not ended after ten seconds' : '';
  const seen = absent.length === 0 ? 'what the script states is right for both' : `its output does not state ${absent.join(', ')} of what was measured${late}`;
  return partial(done.length, statistics.length, { seen, where, quote });
}
