import { defineCheck, failed, notGradable, partial, passed } from '../../check.ts';
import { excerpt, missingScript, noSandbox } from './script-words.ts';

const where = 'network_monitor.sh, run where sleep takes no time';

/** Five pauses are enough; a script that waits otherwise is ended by the clock. One for cron, which ends by itself, earns half. */
export const monitorRuns = defineCheck({
  id: 'performance.monitor-runs',
  title: 'network_monitor.sh runs on, cycle after cycle',
  expected: 'network_monitor.sh starts with the interface as its argument and goes on until it is stopped',
  hint: 'Start it by hand and wait for the second cycle; what it cannot write to, and what it calls, must be there for your account.',
  needs: ['monitor-script'],
  evaluate({ 'monitor-script': script }) {
    if (script.status === 'missing') return failed(missingScript('network_monitor.sh'));
    if (script.status === 'no-sandbox') return notGradable(noSandbox('network_monitor.sh', script.why));
    const { exit, slept, output } = script.odd;
    const quote = excerpt(output);
    if (output.trim() === '') return failed({ seen: `it printed and wrote nothing (status ${exit})`, where });
    if (slept >= 2) return passed({ seen: `it ran for ${slept} pauses`, where, quote });
    if (exit === 124) return passed({ seen: 'it ran until it was stopped', where, quote });
    const seen = `it ended by itself with status ${exit} after ${slept === 1 ? 'one pause' : 'no pause'}`;
    if (exit !== 0) return failed({ seen, where, quote });
    return partial(1, 2, { seen, where, quote, hint: 'A monitor watches: let it look again and again, with a pause in between.' });
  },
});
