import { describe, expect, test } from 'vitest';
import { newKeyPair } from '#db/key-pair.ts';
import type { EvidenceBundle } from '#rubric/evidence.ts';
import { score } from '#rubric/grade.ts';
import { rescore } from '#rubric/calibration/rescore.ts';
import { demoStates } from '#services/demo/demo-host.ts';
import { collect } from '#workers/collect/collect.ts';
import { expectationOf } from '../calibration/grade-state.ts';
import { builtInRubric } from '../grading.ts';
import { readStates } from '../states.ts';
import { startRecordedHost } from './recorded-host.ts';
import { readRecordings } from './recording.ts';

const rubric = builtInRubric();
const recordings = readRecordings();
const states = readStates();

describe('recordings of live hosts', () => {
  test.each([...recordings.values()])('$name is graded as its state declares', (recording) => {
    expect(rescore(recording, rubric)).toEqual([]);
  });

  test('each is of a state that is there, and expects what the state declares', () => {
    const declared = states.map((state) => [state.name, expectationOf(state)]);
    expect(declared).toEqual(expect.arrayContaining([...recordings.values()].map(({ name, expected }) => [name, expected])));
  });

  test('the states of the demo are recorded', () => {
    expect([...recordings.keys()]).toEqual(expect.arrayContaining(Object.values(demoStates)));
  });
});

function earned(bundle: EvidenceBundle): number | null {
  const grade = score(bundle, rubric);
  return grade.status === 'not_gradable' ? null : grade.earned;
}

test('a recorded host, visited over SSH, gives the evidence that it was recorded with', async () => {
  const recording = recordings.get('ufw-namespaces');
  if (!recording) throw new Error('ufw-namespaces is not recorded');
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
