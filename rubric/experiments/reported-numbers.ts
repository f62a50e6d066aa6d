import { plainText } from '../report/inert.ts';
import type { LatencyStatistic } from './latency-statistics.ts';

export interface ReportedNumber {
  /** In milliseconds, or per cent. */
  value: number;
  decimals: number;
  isPercentage: boolean;
  /** The statistics that its line speaks of; empty where the line names none. */
  labels: ReadonlySet<LatencyStatistic>;
  /** True on lines that ping, mtr or traceroute printed. */
  tool: boolean;
}

// In the languages of many reports. Percentiles first: their numbers are no values.
const labels: readonly [LatencyStatistic, RegExp][] = [
  ['p99', /(?<![\d.,])(?:0[.,]99(?!\d)|99(?:[.,]0)?(?=\s?(?:%(?:[^\d\n]{0,3}(?:il|q|p))?|th\b|-?\.?\s?p|st\b|e\b|er\b|º|°|ème)))|\b[pq]_?99(?![\d.])|(?:percentile?|perzentil|quantile?)\W{0,3}99/iu],
  ['p95', /(?<![\d.,])(?:0[.,]95(?!\d)|95(?:[.,]0)?(?=\s?(?:%(?:[^\d\n]{0,3}(?:il|q|p))?|th\b|-?\.?\s?p|st\b|e\b|er\b|º|°|ème)))|\b[pq]_?95(?![\d.])|(?:percentile?|perzentil|quantile?)\W{0,3}95/iu],
  ['median', /\b[pq]_?50(?![\d.])|(?<![\d.,])(?:0[.,]50?(?!\d)(?=\s?(?:q|p|:))|50(?:[.,]0)?(?=\s?(?:%[^\d\n]{0,3}(?:il|q|p)|th\b|-?\.\s?p|-?\s?pe)))|m[eé]dian[aeo]?\w*|zentralwert|(?:percentile?|perzentil|quantile?)\W{0,3}50|медиан\p{L}*|中位数/iu],
  ['min', /(?<!\p{L})min(?!ut)\p{L}*|(?<!\p{L})m[ií]n(?!\p{L}|ut)|best|lowest|fastest|kleinst\p{L}*|k[üu]rzest\p{L}*|schnellst\p{L}*|niedrigst\p{L}*|мин\p{L}*|最小/iu],
  ['max', /(?<!\p{L})m[aá]x\p{L}*|w(?:o)?rst|highest|slowest|peak|gr[öo](?:ß|ss)t\p{L}*|l[äa]ngst\p{L}*|langsamst\p{L}*|h[öo]chst\p{L}*|spitze|макс\p{L}*|最大/iu],
  ['mean', /(?<!\p{L})(?:avg|mean|average|arithm\p{L}*|mittel\p{L}*|durchschnitt\p{L}*|schnitt|ø|promedio|media|moyenne|gemiddelde|средн\p{L}*|平均)(?!\p{L})/iu],
  ['loss', /loss\w*|(?<!\p{L})lost|verl(?:ust|or)\p{L}*|p[eé]rd(?:id\p{L}*|us?)|pertes?(?!\p{L})|perdit\p{L}*|missing|потер\p{L}*|丢/iu],
];

const toolLine = /^\s*(?:\[\d+\.\d+\] )?\d+ bytes from |^PING |^rtt min\/avg\/max|^\d+ packets transmitted|^\s*\d+\.\|--|^\S+ : (?:\[\d+\]|xmt)|^HOST: |^traceroute to |^\s*\d{1,2}: {2}\S+|^\s*\d{1,2} {2}\S+ \(/;

/** Every number of a script's output that may be a result, with what its line calls it. At most 5000. */
export function reportedNumbers(output: string): ReportedNumber[] {
  const found: ReportedNumber[] = [];
  for (const line of plainText(output).split('\n')) {
    const text = line.slice(0, 500);
    const tool = toolLine.test(text);
    // Samples one by one, hops and headings of tables are no results.
    if (tool && /bytes from |^PING |^traceroute|^HOST|^\S+ : \[|^\s*\d{1,2}(?:: )? {2}\S/.test(text)) continue;
    const named = labels.filter(([, pattern]) => pattern.test(text));
    const lineLabels = new Set(/^\s*\d+\.\|--/.test(text) ? (['min', 'max', 'mean', 'loss'] as const) : named.map(([statistic]) => statistic));
    let values = text;
    for (const [statistic, pattern] of named) {
      if (/^p9|^median/.test(statistic)) values = values.replaceAll(new RegExp(pattern, 'giu'), ' ');
    }
    for (const [, digits = '', fraction = '', unit = ''] of values.matchAll(/(?<![\p{L}\d_.,])(\d{1,9})(?:[.,](\d{1,12}))?(?![\d])\s{0,2}(µs|us|usec|s(?![\p{L}])|sec|%)?/gu)) {
      const factor = { µs: 1e-3, us: 1e-3, usec: 1e-3, s: 1e3, sec: 1e3 }[unit] ?? 1;
      found.push({
        value: Number(`${digits}.${fraction || 0}`) * factor,
        decimals: fraction.length + Math.round(-Math.log10(factor)),
        isPercentage: unit === '%',
        labels: lineLabels,
        tool,
      });
      if (found.length >= 5000) return found;
    }
  }
  return found;
}
