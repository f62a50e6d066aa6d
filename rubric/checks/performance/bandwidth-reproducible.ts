import { defineCheck, failed, passed } from '../../check.ts';
import { inBits } from '../../lab-report/measurements.ts';

/** Worth points only beside a figure of the student's own: an installed tool alone earns nothing. */
export const bandwidthReproducible = defineCheck({
  id: 'performance.bandwidth-reproducible',
  title: 'Bandwidth can be measured on this machine',
  expected: 'iperf3 runs on the machine and measures between two endpoints',
  hint: 'The report’s figure came from iperf3: see whether it is still installed, and whether it runs.',
  needs: ['bandwidth'],
  evaluate({ bandwidth: { bitsPerSecond, problem } }) {
    const where = 'iperf3 between two network namespaces';
    if (bitsPerSecond !== null) return passed({ seen: `iperf3 measured ${inBits(bitsPerSecond)}`, where });
    return failed({ seen: `iperf3 measured nothing: ${problem ?? 'it gave no reason'}`, where });
  },
});
