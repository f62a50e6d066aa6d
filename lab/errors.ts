/** A host-side tool (ip, mmdebstrap, nsenter…) ended with an error. `stderr` is its last output. */
export class LabToolError extends Error {
  readonly code = 'lab-tool-failed';
  override readonly name = 'LabToolError';
  readonly tool: string;
  readonly exit: number | null;
  readonly stderr: string;

  constructor(tool: string, exit: number | null, stderr: string, cause?: unknown) {
    super(`${tool} failed (exit ${exit ?? 'by signal or time-out'}): ${stderr.trim().slice(-2000) || 'no message'}`, { cause });
    this.tool = tool;
    this.exit = exit;
    this.stderr = stderr;
  }
}

/** The reference image could not be built. */
export class LabImageError extends Error {
  readonly code = 'lab-image-failed';
  override readonly name = 'LabImageError';
}

/** No free subnet, or the switch of a lab could not be set up. */
export class LabNetworkError extends Error {
  readonly code = 'lab-network-failed';
  override readonly name = 'LabNetworkError';
}

/** A host did not come up. `console` is the end of what it printed. */
export class LabBootError extends Error {
  readonly code = 'lab-boot-failed';
  override readonly name = 'LabBootError';
  readonly console: string;

  constructor(message: string, output: string, cause?: unknown) {
    super(`${message}${output.trim() === '' ? '' : `\nIts console said:\n${output.trim()}`}`, { cause });
    this.console = output;
  }
}

/** A state script did not apply cleanly to a host. */
export class LabStateError extends Error {
  readonly code = 'lab-state-failed';
  override readonly name = 'LabStateError';
  readonly exit: number | null;

  constructor(message: string, exit: number | null) {
    super(message);
    this.exit = exit;
  }
}
