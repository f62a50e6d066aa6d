import type { AddressInfo } from 'node:net';
import { newId } from '#db/id.ts';
import { newKeyPair } from '#db/key-pair.ts';
import { ensureEnrolment, enrolmentKeyContext } from '#db/queries/enrolments.ts';
import { submit, type TestCourse } from '#db/testing/course.ts';
import { recordedServer } from '#lab/recorded/recorded-host.ts';
import { readRecordings } from '#lab/recorded/recording.ts';
import { startGradingWorker } from '#workers/grading/grading-worker.ts';
import { keyBlob } from '#workers/ssh/fingerprint.ts';
import type { ApiHarness } from '../../api/testing/harness.ts';

export interface LiveRecording extends AsyncDisposable {
  /** Of the course's student, handed in and not enqueued. */
  submissionId: string;
}

/**
 * A submission for an enrolled SSH server that plays a recorded host back within `answerMs`, and a worker that takes up what is
 * enqueued.
 */
export async function liveRecording({ db, sealer, url }: ApiHarness, course: TestCourse, name: string, answerMs: number): Promise<LiveRecording> {
  const recording = readRecordings().get(name);
  if (!recording) throw new Error(`There is no recording of ${name}`);
  const [key, id] = [newKeyPair('test'), newId()];
  const server = recordedServer(recording, { hostKey: newKeyPair('host').private, authorized: [keyBlob(key.public)], onConnection: (connection) => void connection.on('error', () => {}), answerMs });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const owner = { courseId: course.course.id, studentId: course.student.id };
  await ensureEnrolment(db, { ...owner, id, publicKey: key.public, sealedPrivateKey: sealer.seal(key.private, enrolmentKeyContext(id)), reportTokenHash: id });
  const { port } = server.address() as AddressInfo;
  const submissionId = await submit(db, course, { address: '127.0.0.1', port, login: recording.bundle.target.login });
  const worker = startGradingWorker(
    { db, sealer, retryDelaysMs: [], username: 'netgrader' },
    { backend: { kind: 'postgres', url }, log: { info: () => {}, error: (details, message) => console.error(message, details) } },
  );
  return {
    submissionId,
    [Symbol.asyncDispose]: async () => {
      await worker.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
