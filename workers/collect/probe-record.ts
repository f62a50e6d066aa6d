import type { ProbeRecord, UnavailableReason } from '#rubric/evidence.ts';
import type { Probe } from '#rubric/probe.ts';
import type { Frame } from './frames.ts';

/** stderr's end, its mark and the exit status: what a frame's body holds beyond stdout. */
export const frameOverhead = 4096;

const refusals: Record<string, { reason: UnavailableReason; detail: string }> = {
  '!needs-root': { reason: 'needs-root', detail: 'reading this needs root, and sudo did not work for the grader' },
  '!no-login': { reason: 'no-login', detail: 'the login of the submission has no home on the machine' },
};

/** A frame's body (stdout, mark, stderr, exit status) as a record of evidence. */
export function readProbeRecord(frame: Frame, probe: Probe, nonce: string): ProbeRecord {
  const refusal = frame.body.length < 64 ? refusals[frame.body.toString('latin1')] : undefined;
  if (refusal) return { status: 'unavailable', ...refusal };

  const mark = Buffer.from(`\n--${nonce}--\n`);
  const at = frame.body.lastIndexOf(mark);
  if (at === -1) return unreadable(probe);
  const rest = frame.body.subarray(at + mark.length).toString('utf8');
  // A child that outlives its killed parent for a moment may still write to stderr behind the status.
  const ending = [...rest.matchAll(new RegExp(`\\n${nonce} (\\d{1,3})$`, 'gm'))].at(-1);
  if (!ending) return frame.durationMs >= probe.timeoutSeconds * 1000 ? timedOut(probe) : unreadable(probe);
  const exit = Number(ending[1]);

  const stdout = frame.body.subarray(0, at);
  const truncated = stdout.length > probe.maxBytes;
  // `timeout` answers 124, or 137 where the command had to be killed.
  if (exit === 124 || (exit === 137 && frame.durationMs >= probe.timeoutSeconds * 1000)) {
    return timedOut(probe);
  }
  if (endedFromOutside(exit, truncated)) {
    return { status: 'unavailable', reason: 'not-reported', detail: `${probe.id} was ended on the machine before it was done` };
  }
  return {
    status: 'collected',
    exit,
    stdout: stdout.subarray(0, probe.maxBytes).toString('utf8'),
    stderr: rest.slice(0, ending.index),
    truncated,
    durationMs: frame.durationMs,
  };
}

/**
 * Status 128 + n of SIGHUP, SIGINT, SIGQUIT, SIGKILL or SIGTERM: whoever sent it (or the kernel without memory left), what
 * came is half an answer. SIGPIPE is how a cut output ends.
 */
function endedFromOutside(exit: number, truncated: boolean): boolean {
  return [129, 130, 131, 137, 143].includes(exit) || (exit === 141 && !truncated);
}

function timedOut(probe: Probe): ProbeRecord {
  return { status: 'unavailable', reason: 'timed-out', detail: `${probe.id} did not end within ${probe.timeoutSeconds} s` };
}

function unreadable(probe: Probe): ProbeRecord {
  return { status: 'unavailable', reason: 'unparsable', detail: `the answer to ${probe.id} was cut or changed on its way` };
}
