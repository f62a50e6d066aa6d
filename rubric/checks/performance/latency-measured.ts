import { defineCheck, failed, isAvailable, passed } from '../../check.ts';
import { placeOf } from '../../lab-report/facts.ts';
import { judgeReport, missingFact, performanceTopic } from '../../lab-report/judge.ts';
import { latencyFigures } from '../../lab-report/measurements.ts';

const longest = 60_000;

/** Faster than a twentieth of this machine's way to itself, no answer comes; slower than a minute, none is waited for. */
export const latencyMeasured = defineCheck({
  id: 'performance.latency-measured',
  title: 'The report states measured latencies',
  expected: 'the lab report states round trip times that ping or mtr measured',
  hint: 'ping sums up its round trips in its last line, mtr in a table: either belongs into the report.',
  needs: ['lab-report'],
  uses: ['bandwidth'],
  evaluate({ 'lab-report': report, bandwidth }) {
    return judgeReport(report, (document) => {
      const shortest = (isAvailable(bandwidth) ? bandwidth.shortestRoundTrip : null) ?? 0;
      const figures = latencyFigures(document);
      const plausible = figures.find(({ least, most }) => least >= Math.min(shortest / 20, 0.001) && most <= longest);
      if (plausible) {
        const { least, most, line } = plausible;
        const seen = least === most ? `the report states ${least} ms` : `the report states ${least} to ${most} ms`;
        return passed({ seen, where: placeOf(document, line), quote: line.text });
      }
      const [first] = figures;
      if (first) {
        const seen = `the report states ${first.least} to ${first.most} ms, which no way here takes`;
        return failed({ seen, where: placeOf(document, first.line), quote: first.line.text, review: seen });
      }
      return missingFact(document, performanceTopic, { seen: 'the report states no round trip times' });
    });
  },
});
