import { readFileSync } from 'node:fs';

const template = readFileSync(new URL('./enrolment.sh', import.meta.url), 'utf8');

export interface EnrolmentScriptValues {
  /** OpenSSH public key line with a comment: `ssh-ed25519 AAAA… netgrader`. */
  publicKey: string;
  /** The workers' networks in CIDR notation, for `from=` (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
  workerNetworks: readonly string[];
  /** The last day on which the key is accepted. */
  expires: Date;
  /** Where the script reports to; null: it prints a line to paste. */
  reportUrl: string | null;
  /** May report for this one enrolment and nothing else. */
  reportToken: string;
}

/** The script that a student reads and runs with sudo. Values are quoted for sh, at the top, in plain sight. */
export function renderEnrolmentScript(values: EnrolmentScriptValues): string {
  const variables: Record<string, string> = {
    PUBLIC_KEY: values.publicKey.trim(),
    NETWORKS: values.workerNetworks.join(','),
    EXPIRES: values.expires.toISOString().slice(0, 10).replaceAll('-', ''),
    REPORT_URL: values.reportUrl ?? '',
    REPORT_TOKEN: values.reportToken,
  };
  return template.replace(/@([A-Z_]+)@/g, (placeholder, name: string) =>
    name in variables ? `'${variables[name]?.replaceAll("'", String.raw`'\''`)}'` : placeholder,
  );
}
