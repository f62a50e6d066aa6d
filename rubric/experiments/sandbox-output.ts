/** How one run of a student's script in the sandbox ended. */
export interface SandboxRun {
  /** 124: its time was over. */
  exit: number;
  durationMs: number;
  /** stdout and stderr together, cut at the limit that the probe gave. */
  output: string;
  /** What the set-up, the script and the stand-ins noted, by file name. */
  logs: ReadonlyMap<string, string>;
}

export interface SandboxOutput {
  runs: ReadonlyMap<string, SandboxRun>;
  /** Runs for which the machine gave no sandbox, and why. */
  refused: ReadonlyMap<string, string>;
}

/** Reads what `sandbox` of workers/collect/sandbox.sh prints. Lines that are none of its own are passed over. */
export function readSandboxOutput(stdout: string): SandboxOutput {
  const runs = new Map<string, SandboxRun & { logs: Map<string, string> }>();
  const refused = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const [kind, name = '', ...rest] = line.split(' ');
    if (kind === '@run' && !runs.has(name)) {
      const [exit, ms, text = ''] = rest;
      runs.set(name, { exit: Number(exit), durationMs: Number(ms), output: decode(text), logs: new Map() });
    } else if (kind === '@log') {
      runs.get(name)?.logs.set(rest[0] ?? '', decode(rest[1] ?? ''));
    } else if (kind === '@no-sandbox') {
      refused.set(name, decode(rest[0] ?? ''));
    }
  }
  return { runs, refused };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
