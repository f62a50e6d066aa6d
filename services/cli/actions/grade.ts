import { writeFileSync } from 'node:fs';
import ssh2 from 'ssh2';
import { serializeBundle } from '#rubric/evidence.ts';
import { type Grade, notGradableGrade, score, totalsOf } from '#rubric/grade.ts';
import type { Rubric } from '#rubric/rubric.ts';
import { collect } from '#workers/collect/collect.ts';
import { SshError } from '#workers/ssh/errors.ts';
import { knownHostKeys } from '#workers/ssh/known-hosts.ts';
import { readArchive } from '../archive-file.ts';
import { formatGrade } from '../grade-output.ts';
import type { OutputFormat } from '../output-format.ts';
import { literalAddress, parseHostAddress } from '../host-address.ts';
import { readRubric, readTextFile } from '../rubric-file.ts';
import { exitStatus, UsageError } from '../usage-error.ts';

export interface GradeOptions {
  identity: string;
  user: string;
  login: string;
  deliverables?: string;
  archive?: string;
  knownHosts?: string;
  rubric?: string;
  format: OutputFormat;
  saveEvidence?: string;
}

/** Visits, scores, prints; returns the exit status. Throws UsageError. */
export async function gradeHost(addressText: string, options: GradeOptions): Promise<number> {
  const { host, port } = parseHostAddress(addressText);
  const rubric = readRubric(options.rubric);
  const privateKey = readPrivateKey(options.identity);
  const hostKeys = readKnownHosts(options.knownHosts, host, port);
  const uploads = options.archive === undefined ? [] : await readArchive(options.archive);
  const address = await literalAddress(host);
  const target = { address, port, login: options.login, deliverables: options.deliverables ?? null };
  let grade: Grade;
  let gradedAt = new Date().toISOString();
  try {
    const bundle = await collect({ target, username: options.user, privateKey, hostKeys, rubric, uploads });
    if (options.saveEvidence) writeFileSync(options.saveEvidence, `${serializeBundle(bundle)}\n`, { mode: 0o600 });
    grade = score(bundle, rubric);
    gradedAt = bundle.collectedAt;
  } catch (error) {
    grade = notGradable(error, rubric);
  }
  process.stdout.write(`${formatGrade(grade, options.format, { address, gradedAt })}\n`);
  return grade.status === 'not_gradable' ? exitStatus.notGradable : exitStatus.graded;
}

function notGradable(error: unknown, rubric: Rubric): Grade {
  if (error instanceof SshError) return notGradableGrade(totalsOf(rubric), { code: error.code, message: error.message });
  throw error;
}

function readPrivateKey(file: string): string {
  const text = readTextFile(file, 'identity');
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) {
    throw new UsageError(`${file} is not a private key without passphrase (--identity): ${key.message}`);
  }
  return text;
}

function readKnownHosts(file: string | undefined, host: string, port: number): string[] {
  if (file === undefined) return [];
  const keys = knownHostKeys(readTextFile(file, 'known hosts'), host, port);
  if (keys.length === 0) throw new UsageError(`${file} holds no key of ${host} port ${port} (--known-hosts).`);
  return keys;
}
