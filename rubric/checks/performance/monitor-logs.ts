import { defineCheck, failed, notGradable, partial } from '../../check.ts';
import { countingFigure, timedLine } from '../../experiments/monitor-lines.ts';
import { excerpt, missingScript, noSandbox } from './script-words.ts';

/** On the screen or in a file of any name; the time must be the machine's, the count follow the connections that stand. */
export const monitorLogs = defineCheck({
  id: 'performance.monitor-logs',
  title: 'network_monitor.sh logs times and numbers of connections',
  expected: 'each cycle leaves the time and the number of established connections, in a log or on the screen',
  hint: 'Compare a line of the log with the clock, and its count with what ss shows at the same moment.',
  needs: ['monitor-script'],
  evaluate({ 'monitor-script': script }) {
    if (script.status === 'missing') return failed(missingScript('network_monitor.sh'));
    if (script.status === 'no-sandbox') return notGradable(noSandbox('network_monitor.sh', script.why));
    const time = timedLine(script.odd) ?? timedLine(script.even);
    const figure = countingFigure(script.odd, script.even);
    const absent = [
      ...(time === undefined ? ['no line holds the time at which it was written'] : []),
      ...(figure === null ? [`no figure grew when ${script.even.connections - script.odd.connections} more connections stood`] : []),
    ];
    return partial(2 - absent.length, 2, {
      seen: absent.length === 0 && figure ? `lines with the time, and a count that went from ${figure.values[0]} to ${figure.values[1]} with the connections` : absent.join('; '),
      where: 'network_monitor.sh, run with known numbers of connections',
      quote: excerpt(script.odd.output),
    });
  },
});
