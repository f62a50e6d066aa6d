import { describe, expect, test } from 'vitest';
import type { ProbeRecord } from '../../evidence.ts';
import { viewEvidence } from '../../evidence-view.ts';
import { bundleWith, collected } from '../../testing/bundle.ts';
import { latencySets } from '../../experiments/latency-samples.ts';
import { scriptsRun } from './scripts-run.ts';

interface Ran {
  output: string;
  exit?: number;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const line = (name: string, { output, exit = 0 }: Ran) => `@run ${name} ${exit} 120 ${base64(output)}`;

/** What the experiments print for scripts that ran like this. */
function judge({ monitor = { output: 'ok', exit: 143 }, debug = { output: 'ok' }, latency = { output: 'ok' } }: Partial<Record<'monitor' | 'debug' | 'latency', Ran | null>>) {
  const none = (name: string) => [line(name, { output: '', exit: 127 }), `@log ${name} missing ${base64('\n')}`];
  const probes: Record<string, ProbeRecord> = {
    'monitor-script': collected((monitor ? ['down', 'odd', 'even'].map((name) => line(name, monitor)) : none('down')).join('\n')),
    'debug-connection': collected(debug ? ['script /home/student/debug_connection.sh', line('usage', { output: 'nobody cares', exit: 127 }), 'form positional', line('open-a', debug)].join('\n') : 'missing /home/student'),
    'latency-script': collected((latency ? latencySets : []).flatMap(({ name }) => (latency ? line(name, latency) : [])).join('\n')),
  };
  return judgeProbes(probes);
}

function judgeProbes(probes: Record<string, ProbeRecord>) {
  const bundle = bundleWith(probes);
  const view = viewEvidence(bundle);
  const evidence = Object.fromEntries(scriptsRun.uses.map((id) => [id, view(id)]));
  return scriptsRun.evaluate(evidence, { target: bundle.target, clientAddress: null, parameters: {} });
}

test('scripts run whatever they say and whatever status they end with', () => {
  expect(judge({ debug: { output: 'ssh: connect to host x port 1: Connection refused\nhost x not found: 3(NXDOMAIN)\n', exit: 1 } })).toMatchObject({ outcome: 'passed' });
  expect(judge({ monitor: { output: 'x', exit: 124 } })).toMatchObject({ outcome: 'passed' });
});

describe('what their shells report', () => {
  test.each([
    ['bash, a misspelt command', './debug_connection.sh: line 9: trcaeroute: command not found', 'calls trcaeroute'],
    ['dash, [[', '/home/student/debug_connection.sh: 5: [[: not found', 'calls [['],
    ['a name in capitals, with a hyphen', './Debug-Connection.sh: line 2: fi: command not found', 'calls fi'],
    ['bash -c', 'bash: line 1: chekc: command not found', 'calls chekc'],
    ['a syntax error', "./debug_connection.sh: line 40: syntax error: unexpected end of file", 'has a line that its shell refuses'],
    ['dash, a syntax error', './debug_connection.sh: 3: Syntax error: "(" unexpected', 'has a line that its shell refuses'],
    ['set -u', './debug_connection.sh: line 4: HSOT: unbound variable', 'has a line that its shell refuses'],
    ['dash, set -u', './debug_connection.sh: 4: HSOT: parameter not set', 'has a line that its shell refuses'],
    ['dash, a substitution', './debug_connection.sh: 4: Bad substitution', 'has a line that its shell refuses'],
    ['dash, /dev/tcp', './debug_connection.sh: 4: cannot open /dev/tcp/10.0.0.1/80: No such file', 'has a line that its shell refuses'],
  ])('%s', (_, output, seen) => {
    const verdict = judge({ debug: { output: `checking\n${output}\ndone\n`, exit: 1 } });
    expect(verdict).toMatchObject({ outcome: 'partial', share: 2 / 3, quote: output });
    expect(verdict.seen).toContain(`debug_connection.sh ${seen}`);
  });

  test.each([
    ['a tool that the machine lacks', './debug_connection.sh: line 9: mtr: command not found', 127],
    ['words of the script', 'DNS: ghost.internal: not found\nERROR: foo: command not found', 0],
    ['a port that is closed', 'bash: connect: Connection refused\nbash: line 1: /dev/tcp/10.0.0.1/80: Connection refused', 1],
    ['a log that cannot be written', './debug_connection.sh: line 3: /var/log/x.log: Permission denied', 1],
  ])('%s is no error of the script', (_, output, exit) => {
    expect(judge({ debug: { output, exit } }).outcome).toBe('passed');
  });

  test.each([
    ['the interpreter is not there', { output: 'timeout: failed to run command', exit: 126 }],
    ['its last command is not there', { output: 'x', exit: 127 }],
    ['it crashed', { output: 'x', exit: 139 }],
    ['it said nothing', { output: '\n' }],
  ])('%s', (_, debug) => {
    expect(judge({ debug })).toMatchObject({ outcome: 'partial' });
  });
});

test('a script that is missing does not run, and one that could not be tried leaves the share open', () => {
  expect(judge({ monitor: null }).seen).toBe('network_monitor.sh is not there');
  const refused = collected(`@no-sandbox down ${base64('no overlay')}\n`);
  expect(judgeProbes({ 'monitor-script': refused, 'debug-connection': collected(`missing /home/student\n`) })).toMatchObject({ outcome: 'not_gradable', seen: 'network_monitor.sh and analyze_latency.sh could not be tried out' });
  expect(judgeProbes({ 'monitor-script': refused }).outcome).toBe('not_gradable');
});

test('a flood of garbage is read in time', () => {
  for (const seed of ['a: ', ':', 'bash: ', 'bash: line 1: x', './debug_connection.sh: "']) {
    expect(judge({ debug: { output: seed.repeat(12_000 / seed.length) } }).outcome).toBe('passed');
  }
});
