import { z } from 'zod';

/** Why a probe yielded nothing. None of these costs a student points. */
export const unavailableReasons = [
  'timed-out', // the probe's own time limit ended it
  'needs-root', // sudo did not work, so the probe could not run
  'no-login', // the student's account is unknown on the host
  'not-reported', // the connection or the script ended before its frame came
  'not-requested', // the bundle was collected for a rubric that did not need it
  'unparsable', // output came, and was not in the tool's format
] as const;
export type UnavailableReason = (typeof unavailableReasons)[number];

const collected = z.strictObject({
  status: z.literal('collected'),
  exit: z.int(),
  stdout: z.string(),
  stderr: z.string(),
  /** True where the output limit cut stdout. */
  truncated: z.boolean(),
  durationMs: z.int().nonnegative(),
});

const unavailable = z.strictObject({
  status: z.literal('unavailable'),
  reason: z.enum(unavailableReasons),
  detail: z.string(),
});

export const probeRecordSchema = z.discriminatedUnion('status', [collected, unavailable]);
export type ProbeRecord = z.infer<typeof probeRecordSchema>;
/** The raw, bounded output of one probe. `stderr` holds at most its last 2 KiB. */
export type ProbeOutput = z.infer<typeof collected>;
export type Unavailable = z.infer<typeof unavailable>;

/** What the worker itself saw of the SSH server, on the one connection of the visit. */
export const sshWitnessSchema = z.strictObject({
  /** Answer to the `none` request: RFC 4252 §5.2 method names. */
  methodsOffered: z.array(z.string()),
  /** Identification string, RFC 4253 §4.2, e.g. `SSH-2.0-OpenSSH_9.2p1 Debian-2`. */
  serverIdent: z.string(),
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  hostKey: z.string(),
});
export type SshWitness = z.infer<typeof sshWitnessSchema>;

/** `closed`: refused by a reset (or ICMP port unreachable, which looks the same); `filtered`: no answer, or another ICMP error. */
export const portStates = ['open', 'closed', 'filtered'] as const;
export type PortState = (typeof portStates)[number];

const portWitnessSchema = z.strictObject({ port: z.int(), state: z.enum(portStates) });
/** What one TCP connection from the worker did. */
export type PortWitness = z.infer<typeof portWitnessSchema>;

const dnsWitnessSchema = z.strictObject({
  name: z.string(),
  /** `no-address`: a DNS server answered, and not with an address. */
  answer: z.enum(['addresses', 'no-address', 'silent']),
  addresses: z.array(z.string()),
});
/** What the host's DNS server told the worker. */
export type DnsWitness = z.infer<typeof dnsWitnessSchema>;

export const targetSchema = z.strictObject({
  address: z.string(),
  port: z.int(),
  /** The student's own account on the host. */
  login: z.string(),
  /** Folder of the deliverables on the host; null: found by name below the login's home. */
  deliverables: z.string().nullable(),
});
export type Target = z.infer<typeof targetSchema>;

/** What the bundle keeps of an archive at most. */
export const uploadLimits = { files: 200, fileBytes: 512 * 1024, totalBytes: 4 * 1024 * 1024, pathLength: 300 } as const;

const uploadSchema = z.strictObject({
  /** Relative, normalised, with `/`: `docs/LAB_REPORT.md`. */
  path: z.string().min(1).max(uploadLimits.pathLength),
  /** By its mode in the archive; true where the archive keeps no modes. */
  executable: z.boolean(),
  /** The content's first bytes. */
  base64: z.base64().max(Math.ceil(uploadLimits.fileBytes / 3) * 4),
  /** True where the content has more than uploadLimits.fileBytes. */
  truncated: z.boolean(),
});
/** A file of the archive that was handed in with the submission. */
export type Upload = z.infer<typeof uploadSchema>;

/** Whom the evidence is about, and what was handed in beside the machine: what parsers may know. */
export interface Visit {
  target: Target;
  uploads: readonly Upload[];
}

/** Everything one visit saw: immutable, and all that scoring ever reads. */
export const bundleSchema = z.strictObject({
  format: z.literal(1),
  rubric: z.strictObject({ id: z.string(), version: z.string() }),
  collectedAt: z.iso.datetime(),
  target: targetSchema,
  /** Empty where no archive was handed in, as in bundles from before there were any. */
  uploads: z.array(uploadSchema).max(uploadLimits.files).default([]),
  /** The worker's address and the host's, as the host sees them (SSH_CONNECTION); null where it did not say. */
  connection: z
    .strictObject({ clientAddress: z.string(), serverAddress: z.string(), serverPort: z.int() })
    .nullable(),
  /** Host-reported privileges of the script: `root`, or why sudo did not work (its own words). */
  sudo: z.discriminatedUnion('works', [
    z.strictObject({ works: z.literal(true) }),
    z.strictObject({ works: z.literal(false), detail: z.string() }),
  ]),
  /** `ports` and `dns`: null where they were not asked, as in bundles from before they were. */
  witness: z.strictObject({
    ssh: sshWitnessSchema,
    ports: z.array(portWitnessSchema).nullable().default(null),
    dns: dnsWitnessSchema.nullable().default(null),
  }),
  probes: z.record(z.string(), probeRecordSchema),
  timings: z.strictObject({ connectMs: z.int(), totalMs: z.int() }),
});
export type EvidenceBundle = z.infer<typeof bundleSchema>;

export class InvalidBundleError extends Error {
  readonly code = 'invalid-bundle';
}

/** Reads a stored or saved bundle. Throws InvalidBundleError naming the first field that is wrong. */
export function parseBundle(json: string): EvidenceBundle {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new InvalidBundleError('The evidence file is not JSON', { cause });
  }
  const result = bundleSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InvalidBundleError(
    `The evidence file is not a bundle of format 1: ${issue?.path.join('.') || '(top level)'}: ${issue?.message}`,
    { cause: result.error },
  );
}

/** One canonical text for one bundle (keys sorted), so that its hash names its content. */
export function serializeBundle(bundle: EvidenceBundle): string {
  return JSON.stringify(bundle, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
