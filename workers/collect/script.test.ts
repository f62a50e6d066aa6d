import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { ProbeRecord, Upload } from '#rubric/evidence.ts';
import { defineProbe, type Probe } from '#rubric/probe.ts';
import { upload } from '#rubric/testing/bundle.ts';
import { FrameReader } from './frames.ts';
import { frameOverhead, readProbeRecord } from './probe-record.ts';
import { composeScript, shellQuote } from './script.ts';

const nonce = 'a1b2c3d4e5f6';
const probe = (id: string, command: string, limits: Partial<Probe> = {}): Probe =>
  defineProbe({ id, command, parse: (output) => output, ...limits });

/** Runs the collector's script in a real shell of this machine, as the account that runs the tests. */
function run(probes: Probe[], shell: string, parameters = {}, uploads: Upload[] = [], patience = 1): { order: string[]; records: Map<string, ProbeRecord> } {
  const login = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
  const input = composeScript({ nonce, login, deliverables: null, parameters, probes, uploads, patience });
  const stdout = execFileSync(shell, ['-s', '--', '10.0.0.1 50000 10.0.0.2 22'], { input, stdio: ['pipe', 'pipe', 'ignore'] });
  const frames = new FrameReader(nonce, () => 65_536 + frameOverhead).push(stdout);
  const byId = new Map(probes.map((one) => [one.id, one]));
  const records = frames.flatMap((frame) => {
    const one = byId.get(frame.id);
    return one ? [[one.id, readProbeRecord(frame, one, nonce)] as const] : [];
  });
  return { order: frames.map((frame) => frame.id), records: new Map(records) };
}

// The script runs on Linux hosts alone: it needs flock, setpriv and /proc.
describe.skipIf(process.platform !== 'linux').each(['dash', 'bash'])('the collector’s script under %s (on Linux)', (shell) => {
  test('keeps stdout, stderr and exit status apart, to the byte', () => {
    const { records } = run([probe('a', 'printf "one\\n\\ntwo\\n\\n"; echo oops >&2; exit 3')], shell);
    expect(records.get('a')).toMatchObject({ status: 'collected', exit: 3, stdout: 'one\n\ntwo\n\n', stderr: 'oops\n' });
  });

  test('cuts stdout at its limit and says so; output that just fits is whole', () => {
    const { records } = run(
      [probe('over', 'yes', { maxBytes: 1000 }), probe('fits', 'printf %1000s x', { maxBytes: 1000 })],
      shell,
    );
    expect(records.get('over')).toMatchObject({ truncated: true, stdout: 'y\n'.repeat(500) });
    expect(records.get('fits')).toMatchObject({ truncated: false });
  });

  test('ends a probe that hangs or floods stderr, and the others come all the same', () => {
    const { records } = run(
      [
        probe('hangs', 'trap "" TERM; sleep 60', { timeoutSeconds: 1 }),
        probe('floods', 'yes >&2', { timeoutSeconds: 1 }),
        probe('quick', 'echo here'),
      ],
      shell,
    );
    expect(records.get('hangs')).toMatchObject({ status: 'unavailable', reason: 'timed-out' });
    expect(records.get('floods')).toMatchObject({ status: 'unavailable', reason: 'timed-out' });
    expect(records.get('quick')).toMatchObject({ stdout: 'here\n' });
  });

  test('patience stretches every limit, and the probes know by how much', () => {
    const waits = probe('waits', 'read -r begun _ </proc/uptime; while read -r now _ </proc/uptime; [ $((${now%.*} - ${begun%.*})) -lt 3 ]; do :; done; echo "$NG_PATIENCE"', { timeoutSeconds: 1 });
    const { records } = run([waits], shell, {}, [], 9);
    expect(records.get('waits')).toMatchObject({ status: 'collected', stdout: '9\n' });
  });

  test.each(['KILL', 'TERM', 'PIPE'])('half an answer of a probe that somebody ended (SIG%s) is none', (signal) => {
    const { records } = run([probe('a', `echo half; kill -${signal} $$; sleep 5`)], shell);
    expect(records.get('a')).toMatchObject({ status: 'unavailable', reason: 'not-reported' });
  });

  test('a missing tool is exit 127, with what the shell says', () => {
    const { records } = run([probe('a', 'no-such-tool --json')], shell);
    expect(records.get('a')).toMatchObject({ status: 'collected', exit: 127 });
  });

  test('every passive probe has ended before the first experiment starts', () => {
    const { order } = run(
      [probe('experiment', 'true', { phase: 'experiment' }), probe('slow', 'sleep 0.3'), probe('fast', 'true')],
      shell,
    );
    expect(order).toEqual(['hello', 'fast', 'slow', 'experiment', 'end']);
  });

  test('probes get English messages, no input, and the rubric’s parameters', () => {
    const { records } = run([probe('a', 'echo "$LC_ALL|$NG_HOSTS|$NG_CLIENT|$NG_SERVER|$(cat)"')], shell, { hosts: ['a.b', 'c'] });
    expect(records.get('a')).toMatchObject({ stdout: 'C|a.b c|10.0.0.1|10.0.0.2|\n' });
  });

  test('an uploaded script reaches the probes byte for byte; one too big, cut or binary does not', () => {
    const script = "#!/bin/bash\r\necho '$(date)' \"ä\"\n\n";
    const print = probe('a', 'printf "%s|%s|%s" "$NG_UPLOAD_NETWORK_MONITOR" "${NG_UPLOAD_DEBUG_CONNECTION-unset}" "${NG_UPLOAD_ANALYZE_LATENCY-unset}"');
    const { records } = run([print], shell, {}, [
      upload('lab/Scripts/network_monitor.SH', script),
      upload('debug_connection.sh', 'x'.repeat(65_537)),
      upload('analyze_latency.sh', 'a\0b'),
    ]);
    expect(records.get('a')).toMatchObject({ stdout: `${script}|unset|unset` });
    const most = run([print], shell, {}, [upload('network_monitor.sh', 'y'.repeat(65_536)), upload('debug_connection.sh', 'z', { truncated: true })]);
    expect(most.records.get('a')).toMatchObject({ truncated: true, stdout: 'y'.repeat(65_536) });
  });

  test('a login made of shell syntax stays a word', () => {
    const input = composeScript({ nonce, login: "x'; echo pwned; '", deliverables: '$(echo pwned)', parameters: {}, probes: [], uploads: [] });
    const stdout = execFileSync(shell, ['-s', '--', ''], { input, encoding: 'utf8' });
    expect(stdout).not.toContain('pwned');
  });
});

test('quoting survives every character that a shell can be handed', () => {
  const text = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1)).join('');
  expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' })).toBe(text);
});
