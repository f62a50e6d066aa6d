import type { ProbeOutput, Visit } from './evidence.ts';

/** Whose rights a probe runs with: `grader` and `login` drop root, so student-owned files are read as the student. */
export type RunAs = 'root' | 'grader' | 'login';

export interface Probe<Id extends string = string, Parsed = unknown> {
  readonly id: Id;
  /**
   * POSIX sh, run by `sh -c` with LC_ALL=C and no stdin. It may read `$NG_LOGIN`, `$NG_HOME`, `$NG_DELIVERABLES`
   * (empty: search below home), `$NG_CLIENT`, `$NG_SERVER`, `$NG_SERVER_PORT` and `$NG_<PARAMETER>` of the rubric (lists separated by spaces).
   * Scripts of an uploaded archive are whole in `$NG_UPLOAD_NETWORK_MONITOR`, `$NG_UPLOAD_DEBUG_CONNECTION` and
   * `$NG_UPLOAD_ANALYZE_LATENCY`; unset where the archive has none of that name, or one over 64 KiB.
   * An experiment that runs a student's script does so by `eval "$NG_SANDBOX"; sandbox …` (workers/collect/sandbox.sh).
   */
  readonly command: string;
  readonly runAs: RunAs;
  /** All passive probes have ended before the first experiment starts, so that we never find our own traces. */
  readonly phase: 'passive' | 'experiment';
  readonly timeoutSeconds: number;
  readonly maxBytes: number;
  /** Programs whose word the evidence is, by the names in package-integrity.ts; those that every script uses go without saying. */
  readonly tools?: readonly string[];
  /** Pure. Throws UnparsableOutput where the text is not in the tool's format. A missing tool is evidence: exit 127. */
  parse(output: ProbeOutput, visit: Visit): Parsed;
  /** Evidence that an uploaded archive holds in place of the host's, asked first; null: it holds none. Pure. */
  uploaded?(visit: Visit): Parsed | null;
}

/** Thrown by a parser; scoring turns it into `unavailable: unparsable`, which costs no points. */
export class UnparsableOutput extends Error {
  readonly code = 'unparsable-output';
}

const defaults = { runAs: 'grader', phase: 'passive', timeoutSeconds: 5, maxBytes: 65_536 } as const;

/** Defines a probe: what to run, within what limits, and how to read what it printed. */
export function defineProbe<const Id extends string, Parsed>(
  probe: Pick<Probe<Id, Parsed>, 'id' | 'command' | 'parse'> & Partial<Omit<Probe<Id, Parsed>, 'id' | 'command' | 'parse'>>,
): Probe<Id, Parsed> {
  return { ...defaults, ...probe };
}

/** True where the shell did not find the probe's tool. */
export function toolMissing(output: ProbeOutput): boolean {
  return output.exit === 127;
}

/** JSON of a tool's machine format. Throws UnparsableOutput; empty output is the empty list, as `ip -j` prints nothing for none. */
export function parseJson(output: ProbeOutput): unknown {
  if (output.stdout.trim() === '') return [];
  try {
    return JSON.parse(output.stdout);
  } catch (cause) {
    throw new UnparsableOutput('not JSON', { cause });
  }
}
