import { newKeyPair } from '#db/key-pair.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import { type Grade, score } from '#rubric/grade.ts';
import { parseRubric, type Rubric } from '#rubric/rubric.ts';
import { renderEnrolmentScript } from '#services/api/enrolment/script.ts';
import { builtInRubricFile } from '#services/cli/built-in-rubric.ts';
import { readTextFile } from '#services/cli/rubric-file.ts';
import { collect, type CollectOptions } from '#workers/collect/collect.ts';
import { runEnrolment } from './enrol.ts';
import type { LabHost } from './host.ts';
import type { Lab } from './lab.ts';

/** The rubric that the lab's states are written for. */
export function builtInRubric(): Rubric {
  return parseRubric(readTextFile(builtInRubricFile, 'rubric'));
}

/** What a rubric's criteria are worth together. */
export function pointsOf({ criteria }: Rubric): number {
  return criteria.reduce((sum, { possible }) => sum + possible, 0) / 100;
}

/** A lab host on which the enrolment script has run, and what visits need. */
export interface EnrolledHost {
  host: LabHost;
  privateKey: string;
  hostKeys: string[];
  /** What the script printed. */
  output: string;
  script: string;
}

/** Enrols a host by the very script that students run, with a key pair of its own. */
export async function enrolHost(lab: Pick<Lab, 'network'>, host: LabHost): Promise<EnrolledHost> {
  const pair = newKeyPair('netgrader');
  const script = renderEnrolmentScript({
    publicKey: pair.public,
    workerNetworks: [lab.network],
    expires: new Date(Date.now() + 86_400_000),
    reportUrl: null,
    reportToken: '',
  });
  const output = await runEnrolment(host, script);
  const hostKeys = (await host.hostKeyFingerprints()).map(({ fingerprint }) => fingerprint);
  return { host, privateKey: pair.private, hostKeys, output, script };
}

/** Visits an enrolled host and scores what was seen. Throws SshError. */
export async function gradeEnrolled(
  { host, privateKey, hostKeys }: EnrolledHost,
  rubric: Rubric,
  more: Partial<CollectOptions> = {},
): Promise<{ bundle: EvidenceBundle; grade: Grade }> {
  const target = { address: host.address, port: host.port, login: 'student', deliverables: null };
  const bundle = await collect({ target, username: 'netgrader', privateKey, hostKeys, rubric, ...more });
  return { bundle, grade: score(bundle, rubric) };
}
