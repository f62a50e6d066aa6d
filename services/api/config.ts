import { z } from 'zod';
import { parseNetworks, privateNetworks } from '#rubric/address-policy.ts';
import { defaultArchiveBytes } from '../archive/limits.ts';

/** A setting is missing or wrong; the message names each and says what to write. */
export class InvalidConfigError extends Error {
  readonly code = 'invalid-config';
}

export interface ApiConfig {
  /** Where students and the enrolment script reach the API, without a slash at the end. */
  publicUrl: string;
  /** Networks that submitted machines may be in, in CIDR notation. */
  allowedNetworks: readonly string[];
  /** Networks that the workers connect from: the grader's key is accepted from these alone. */
  workerNetworks: readonly string[];
  /** The rubric of assignments that bring none of their own. */
  rubricText: string;
  /** Of a request body. */
  bodyLimitBytes: number;
  /** Of an uploaded archive, as it comes. */
  archiveLimitBytes: number;
  /** The grader's key on a machine is accepted for so many days after the course has ended. */
  keyGraceDays: number;
}

const networks = z
  .string()
  .default(privateNetworks.join(','))
  .transform((text) => text.split(',').map((network) => network.trim()))
  .superRefine((list, context) => {
    try {
      parseNetworks(list);
    } catch (error) {
      context.addIssue({ code: 'custom', message: `${error instanceof Error ? error.message : ''}; separate several by commas` });
    }
  });

const environment = z.object({
  NETGRADER_URL: z
    .url({ protocol: /^https?$/, error: 'must be the http(s) address that students reach the API at, e.g. https://grader.example.edu' })
    .default('http://127.0.0.1:8080')
    .transform((url) => url.replace(/\/+$/, '')),
  NETGRADER_ALLOWED_NETWORKS: networks,
  NETGRADER_WORKER_NETWORKS: networks,
  NETGRADER_BODY_LIMIT: z.coerce.number({ error: 'must be a number of bytes' }).int().min(1024).default(256 * 1024),
  NETGRADER_ARCHIVE_LIMIT: z.coerce.number({ error: 'must be a number of bytes' }).int().min(1024).default(defaultArchiveBytes),
  NETGRADER_KEY_GRACE_DAYS: z.coerce.number({ error: 'must be a number of days' }).int().min(0).max(366).default(30),
});

/** Reads the API's settings from the environment; all have defaults. Throws InvalidConfigError. */
export function readApiConfig(env: NodeJS.ProcessEnv, rubricText: string): ApiConfig {
  // An empty value is none: compose files pass on what may not be set.
  const result = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new InvalidConfigError(`Settings that need mending:\n${lines.map((line) => `- ${line}`).join('\n')}`, { cause: result.error });
  }
  return {
    publicUrl: result.data.NETGRADER_URL,
    allowedNetworks: result.data.NETGRADER_ALLOWED_NETWORKS,
    workerNetworks: result.data.NETGRADER_WORKER_NETWORKS,
    rubricText,
    bodyLimitBytes: result.data.NETGRADER_BODY_LIMIT,
    archiveLimitBytes: result.data.NETGRADER_ARCHIVE_LIMIT,
    keyGraceDays: result.data.NETGRADER_KEY_GRACE_DAYS,
  };
}
