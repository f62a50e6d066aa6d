import type { ProbeRecord } from '#rubric/evidence.ts';
import type { Recording } from './recording.ts';

/**
 * The frames with which the recorded host answered, for the nonce and the probes of the script that came now. Each
 * comes with the time that it took on the live host.
 */
export function playback(script: string, recording: Recording): { afterMs: number; frame: string }[] {
  const nonce = /^NONCE=(\w+)$/m.exec(script)?.[1] ?? '';
  const wanted = [...script.matchAll(/^probe ([\w.-]+) /gm)].map((match) => match[1] ?? '');
  const { bundle } = recording;
  const connection = bundle.connection;
  const hello = connection
    ? `${bundle.sudo.works ? 0 : 1000} 1 ${connection.clientAddress} 50000 ${connection.serverAddress} ${connection.serverPort}`
    : '0 1 ';
  const answers = wanted.flatMap((id) => {
    const record = bundle.probes[id];
    const body = record && bodyOf(record, nonce);
    if (body === undefined) return [];
    const durationMs = record?.status === 'collected' ? record.durationMs : 0;
    return [{ afterMs: durationMs, frame: frame(nonce, id, durationMs, body) }];
  });
  const last = Math.max(0, ...answers.map((answer) => answer.afterMs));
  return [
    { afterMs: 0, frame: frame(nonce, 'hello', 0, hello) },
    ...answers.toSorted((a, b) => a.afterMs - b.afterMs),
    { afterMs: last, frame: frame(nonce, 'end', 0, '') },
  ];
}

function frame(nonce: string, id: string, durationMs: number, body: string): string {
  return `@${nonce} ${id} ${Math.round(durationMs / 10)} ${Buffer.byteLength(body)}\n${body}\n`;
}

function bodyOf(record: ProbeRecord, nonce: string): string | undefined {
  if (record.status === 'collected') return `${record.stdout}\n--${nonce}--\n${record.stderr}\n${nonce} ${record.exit}`;
  switch (record.reason) {
    case 'needs-root':
    case 'no-login':
      return `!${record.reason}`;
    case 'timed-out':
      return `\n--${nonce}--\n\n${nonce} 124`;
    default:
      return undefined;
  }
}
