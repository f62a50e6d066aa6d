import { defineCheck, failed, isAvailable, passed } from '../../check.ts';
import { placeOf } from '../../lab-report/facts.ts';
import { judgeReport, missingFact, performanceTopic } from '../../lab-report/judge.ts';
import { bandwidthFigures, inBits } from '../../lab-report/measurements.ts';

// A busy grader measures too little; below this much nobody is accused.
const everywherePossible = 100e9;

/** Another machine or a slow line may have been the other end, so a figure is only too high, never too low. */
export const bandwidthMeasured = defineCheck({
  id: 'performance.bandwidth-measured',
  title: 'The report states a bandwidth measured with iperf3',
  expected: 'the lab report states the bandwidth that iperf3 measured, and a machine like this one can have measured it',
  hint: 'Run a server and a client of iperf3, on two machines or on one, and paste what the client sums up at the end.',
  needs: ['lab-report'],
  uses: ['bandwidth'],
  evaluate({ 'lab-report': report, bandwidth }) {
    return judgeReport(report, (document) => {
      const figures = bandwidthFigures(document);
      const here = isAvailable(bandwidth) ? bandwidth.bitsPerSecond : null;
      const most = Math.max(20 * (here ?? 0), everywherePossible);
      const plausible = figures.filter(({ bitsPerSecond }) => bitsPerSecond <= most).at(-1);
      if (plausible) {
        const { line, bitsPerSecond } = plausible;
        return passed({ seen: `the report states ${inBits(bitsPerSecond)}`, where: placeOf(document, line), quote: line.text });
      }
      const [first] = figures;
      if (first) {
        const seen = `the report states ${inBits(first.bitsPerSecond)}, and ${here === null ? 'no machine of this kind reaches that' : `this machine reaches ${inBits(here)} with itself`}`;
        return failed({ seen, where: placeOf(document, first.line), quote: first.line.text, review: seen });
      }
      return missingFact(document, performanceTopic, { seen: 'the report states no bandwidth that iperf3 measured' });
    });
  },
});
