import { defineCheck, isAvailable, notGradable, partial } from '../../check.ts';
import { type ScriptName, scriptNames } from '../../deliverables/names.ts';
import type { Unavailable } from '../../evidence.ts';
import { type ShellRun, shellError } from '../../experiments/shell-errors.ts';
import type { DebugConnection } from '../../probes/debug-connection.ts';
import type { LatencyScript } from '../../probes/latency-script.ts';
import type { MonitorScript } from '../../probes/monitor-script.ts';
import { inWords } from './wording.ts';

type Tried = DebugConnection | LatencyScript | MonitorScript | Unavailable;

/** By the runs that the other criteria's experiments made; what the scripts say there is judged by those. */
export const scriptsRun = defineCheck({
  id: 'documentation.scripts-run',
  title: 'The three scripts run without errors of the shell',
  expected: 'network_monitor.sh, debug_connection.sh and analyze_latency.sh each run, and their shells report no error',
  hint: 'Run each script as a user would, and read what the shell itself prints between your own lines.',
  needs: [],
  uses: ['monitor-script', 'debug-connection', 'latency-script'],
  evaluate({ 'monitor-script': monitor, 'debug-connection': debug, 'latency-script': latency }) {
    const tried: Record<ScriptName, Tried> = { network_monitor: monitor, debug_connection: debug, analyze_latency: latency };
    const judged = scriptNames.flatMap((name) => {
      const script = tried[name];
      if (!isAvailable(script) || script.status === 'no-sandbox') return [];
      return [{ name, fault: script.status === 'missing' ? { words: 'is not there', quote: '' } : faultOf(name, runsOf(script)) }];
    });
    // A share of those that were tried would cost or win by what is not known.
    const untried = scriptNames.filter((name) => !judged.some((one) => one.name === name));
    if (untried.length > 0) {
      return notGradable({ seen: untried.length === 3 ? 'none of the scripts could be tried out on this machine' : `${untried.map((name) => `${name}.sh`).join(' and ')} could not be tried out` });
    }
    const faults = judged.flatMap(({ name, fault }) => (fault ? [{ name, ...fault }] : []));
    const quote = faults.find((fault) => fault.quote !== '')?.quote;
    return partial(judged.length - faults.length, judged.length, {
      seen: faults.length > 0 ? inWords(faults.map(({ name, words }) => `${name}.sh ${words}`)) : 'all three run',
      where: 'the scripts, run in a copy of the machine',
      ...(quote === undefined ? {} : { quote }),
    });
  },
});

/** Every run that got a sandbox, but the one without arguments, which may well be refused. */
function runsOf(script: Extract<DebugConnection | LatencyScript | MonitorScript, { status: 'ran' }>): ShellRun[] {
  if ('form' in script) return [...script.runs.values()].flatMap((worlds) => [...worlds.values()]);
  return 'down' in script ? [script.down, script.odd, script.even] : [...script.runs.values()];
}

function faultOf(name: ScriptName, runs: readonly ShellRun[]): { words: string; quote: string } | null {
  if (runs.every(({ output }) => output.trim() === '')) return { words: `printed nothing (status ${runs[0]?.exit ?? 0})`, quote: '' };
  for (const run of runs) {
    const error = shellError(name, run);
    if (error) return error;
  }
  return null;
}
