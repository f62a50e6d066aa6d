import { describe, expect, test } from 'vitest';
import { newKeyPair } from '#db/key-pair.ts';
import { score } from '#rubric/grade.ts';
import { collect } from '#workers/collect/collect.ts';
import { builtInRubric } from '../grading.ts';
import { readDefects } from '../states.ts';
import { startRecordedHost } from './recorded-host.ts';
import { readRecordings } from './recording.ts';

const rubric = builtInRubric();
const recordings = readRecordings();
const defects = readDefects();

function lostChecks(name: string): string[] {
  const recording = recordings.get(name);
  if (!recording) throw new Error(`${name} is not recorded: run \`npm run record-hosts\` on a machine with live hosts`);
  const grade = score(recording.bundle, rubric);
  if (grade.status !== 'final') throw new Error(`${name} is ${grade.status}`);
  return grade.criteria.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id);
}

function earned(name: string): number | null {
  const bundle = recordings.get(name)?.bundle;
  const grade = bundle && score(bundle, rubric);
  return grade?.status === 'final' ? grade.earned : null;
}

describe('recordings of live hosts', () => {
  test('a stock host earns nothing, a complete one everything', () => {
    expect([earned('stock'), earned('complete')]).toEqual([0, 3500]);
  });

  test.each(defects)('$name costs exactly the checks that it declares', ({ name, trips }) => {
    expect(lostChecks(name).toSorted()).toEqual(trips.toSorted());
  });

  test('nothing is kept of a state that is no more', () => {
    expect([...recordings.keys()].toSorted()).toEqual(['stock', 'complete', ...defects.map(({ name }) => name)].toSorted());
  });
});

test('a recorded host, visited over SSH, gives the evidence that it was recorded with', async () => {
  const recording = recordings.get('complete');
  if (!recording) throw new Error('complete is not recorded');
  const host = await startRecordedHost(recording);
  const key = newKeyPair('test');
  host.authorize(key.public);
  try {
    const target = { address: host.address, port: host.port, login: host.login, deliverables: null };
    const bundle = await collect({ target, username: 'netgrader', privateKey: key.private, hostKeys: [host.hostKeyFingerprint], rubric });
    expect(bundle.probes).toEqual(recording.bundle.probes);
    expect(bundle.witness.ssh.methodsOffered).toEqual(recording.bundle.witness.ssh.methodsOffered);
    expect(bundle.witness.ssh.serverIdent).toBe(recording.bundle.witness.ssh.serverIdent);
    expect(score(bundle, rubric)).toEqual(score(recording.bundle, rubric));
  } finally {
    await host.stop();
  }
});
