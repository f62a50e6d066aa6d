import { describe, expect, test } from 'vitest';
import { newKeyPair } from '#db/key-pair.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import { type CheckResult, score } from '#rubric/grade.ts';
import { demoStates } from '#services/demo/demo-host.ts';
import { collect } from '#workers/collect/collect.ts';
import { builtInRubric } from '../grading.ts';
import { readStates } from '../states.ts';
import { startRecordedHost } from './recorded-host.ts';
import { readRecordings } from './recording.ts';

const rubric = builtInRubric();
const recordings = readRecordings();
const kept = readStates().filter(({ name }) => recordings.has(recordingOf(name)));

/** The default style's recording is called `complete`. */
function recordingOf(state: string): string {
  return state === 'ufw-namespaces' ? 'complete' : state;
}

/** The checks of a recording, without those whose probes came into the rubric after it was made. */
function checksOf(state: string): CheckResult[] {
  const recording = recordings.get(recordingOf(state));
  if (!recording) throw new Error(`${state} is not recorded: run \`npm run record-hosts\` on a machine with live hosts`);
  const { bundle } = recording;
  const grade = score(bundle, rubric);
  if (grade.status === 'not_gradable') throw new Error(`${state}: ${grade.reason.message}`);
  const uses = new Map(rubric.criteria.flatMap(({ items }) => items.map(({ check }) => [check.id, [...check.needs, ...check.uses]] as const)));
  const isRecorded = (id: string) => (uses.get(id) ?? []).every((probe) => probe in bundle.probes);
  const results = grade.criteria.flatMap(({ checks }) => checks);
  return results.filter(({ id, blockedBy }) => isRecorded(id) && (blockedBy === null || isRecorded(blockedBy)));
}

describe('recordings of live hosts', () => {
  test('a stock host earns nothing', () => {
    expect(checksOf('stock').filter((check) => check.earned !== 0)).toEqual([]);
  });

  test.each(kept.filter(({ kind }) => kind !== 'stock'))('$name costs exactly the checks that it declares', ({ name, trips }) => {
    const checks = checksOf(name);
    const lost = checks.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id);
    expect(lost.toSorted()).toEqual(checks.map(({ id }) => id).filter((id) => trips.includes(id)).toSorted());
  });

  test('nothing is kept of a state that is no more', () => {
    expect([...recordings.keys()].toSorted()).toEqual(kept.map(({ name }) => recordingOf(name)).toSorted());
  });

  test('stock, complete and the defects of the demo are kept', () => {
    expect([...recordings.keys()]).toEqual(expect.arrayContaining([...demoStates]));
  });
});

function earned(bundle: EvidenceBundle): number | null {
  const grade = score(bundle, rubric);
  return grade.status === 'not_gradable' ? null : grade.earned;
}

test('a recorded host, visited over SSH, gives the evidence that it was recorded with', async () => {
  const recording = recordings.get('complete');
  if (!recording) throw new Error('complete is not recorded');
  const host = await startRecordedHost(recording);
  const key = newKeyPair('test');
  host.authorize(key.public);
  try {
    const target = { address: host.address, port: host.port, login: host.login, deliverables: null };
    const bundle = await collect({ target, username: 'netgrader', privateKey: key.private, hostKeys: [host.hostKeyFingerprint], rubric });
    expect(bundle.probes).toMatchObject(recording.bundle.probes);
    expect(bundle.witness.ssh.methodsOffered).toEqual(recording.bundle.witness.ssh.methodsOffered);
    expect(bundle.witness.ssh.serverIdent).toBe(recording.bundle.witness.ssh.serverIdent);
    expect(earned(bundle)).toBe(earned(recording.bundle));
  } finally {
    await host.stop();
  }
});
