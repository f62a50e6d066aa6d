import { randomBytes } from 'node:crypto';
import type { EvidenceBundle, ProbeRecord, Target, Upload } from '#rubric/evidence.ts';
import type { Probe } from '#rubric/probe.ts';
import { probes } from '#rubric/probes/catalogue.ts';
import { ssListening } from '#rubric/probes/ss.ts';
import { probesNeeded, type Rubric } from '#rubric/rubric.ts';
import { boundedExec, type ExecEnd } from '../ssh/bounded-exec.ts';
import { faultOf, SshError } from '../ssh/errors.ts';
import { openSession, type Session } from '../ssh/session.ts';
import { witnessFromOutside } from '../witness/witness.ts';
import { FrameReader } from './frames.ts';
import { frameOverhead, readProbeRecord } from './probe-record.ts';
import { composeScript, mostPatience } from './script.ts';

export interface CollectOptions {
  target: Target;
  /** The grader's account on the host. */
  username: string;
  privateKey: string;
  hostKeys: readonly string[];
  rubric: Rubric;
  /** Files of the archive handed in with the submission, within uploadLimits. */
  uploads?: readonly Upload[];
  connectTimeoutMs?: number;
  /** Multiplies the time limit of every probe from the start, for emulated machines. Default 1; a slow machine says itself how slow it is. */
  patience?: number;
  signal?: AbortSignal;
  onPhase?(phase: 'connecting' | 'collecting'): void;
  /** `id`: of the probe that has just answered; `left`: of those that have not. */
  onProbe?(progress: { id: string; done: number; total: number; left: string[] }): void;
}

/** Before every command on a host. The system's own folders come first: a login may be given another PATH by /etc/environment or sshd. */
export const plainEnvironment = 'LC_ALL=C PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH; export LC_ALL PATH;';

const longestMs = 300_000;

/** What is executed on the host. sudo reads nothing of stdin when it refuses, so the same script then runs without it. */
export const collectorCommand = `${plainEnvironment} sudo -n sh -s -- "$SSH_CONNECTION" || exec sh -s -- "$SSH_CONNECTION"`;

/**
 * Visits a host once and returns all that was seen. One TCP connection, one authentication, one channel. Whatever the
 * host does, it ends by the deadline and holds at most the sum of the probes' limits in memory. Throws SshError.
 */
export async function collect(options: CollectOptions): Promise<EvidenceBundle> {
  const started = performance.now();
  options.onPhase?.('connecting');
  const session = await openSession({ ...options.target, connectTimeoutMs: 15_000, ...options });
  const connectMs = Math.round(performance.now() - started);
  options.onPhase?.('collecting');
  // A visit that fails leaves no connection behind.
  const over = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, over.signal]) : over.signal;
  try {
    const visit = await runProbes(session, options, signal);
    return {
      format: 1,
      rubric: { id: options.rubric.id, version: options.rubric.version },
      collectedAt: new Date().toISOString(),
      target: options.target,
      uploads: [...(options.uploads ?? [])],
      connection: visit.connection,
      sudo: visit.sudo,
      witness: { ssh: session.witness, ...visit.outside },
      probes: visit.records,
      timings: { connectMs, totalMs: Math.round(performance.now() - started) },
    };
  } finally {
    over.abort();
    await session.close();
  }
}

async function runProbes(session: Session, options: CollectOptions, signal: AbortSignal) {
  const { rubric, target } = options;
  const wanted = probesNeeded(rubric).map((id): Probe => probes[id]);
  const byId = new Map(wanted.map((probe) => [probe.id, probe]));
  const nonce = randomBytes(12).toString('hex');
  const records: Record<string, ProbeRecord> = {};
  let patience = options.patience ?? 1;
  let hello: { root: boolean; connection: string[] } | null = null;
  // Beside the probes, once the login has succeeded and the machine has said which address it was reached by.
  let outside: ReturnType<typeof witnessFromOutside> | null = null;
  const lookFromOutside = () => {
    const connection = parseConnection(hello?.connection ?? []);
    return (outside ??= witnessFromOutside({ target, signal, connection, parameters: rubric.parameters, listening: records[ssListening.id] }));
  };

  const frames = new FrameReader(nonce, (id) =>
    id === 'hello' || id === 'end' ? frameOverhead : mapDefined(byId.get(id), (probe) => probe.maxBytes + frameOverhead),
  );
  // What came in place of our greeting, such as the words of a nologin shell.
  let before = '';
  const onStdout = (chunk: Buffer) => {
    if (!hello && before.length < 500) before += chunk.subarray(0, 500).toString('utf8');
    for (const frame of frames.push(chunk)) {
      const probe = byId.get(frame.id);
      if (probe && !Object.hasOwn(records, frame.id)) {
        records[frame.id] = readProbeRecord(frame, { ...probe, timeoutSeconds: probe.timeoutSeconds * patience }, nonce);
        if (frame.id === ssListening.id && hello) void lookFromOutside();
        const left = wanted.flatMap((each) => (Object.hasOwn(records, each.id) ? [] : [each.id]));
        options.onProbe?.({ id: frame.id, done: wanted.length - left.length, total: wanted.length, left });
      } else if (frame.id === 'hello' && !hello) {
        const [uid, pace, ...connection] = frame.body.toString('utf8').split(' ');
        patience = Math.max(patience, Math.min(Number(pace) || 1, mostPatience));
        hello = { root: uid === '0', connection };
      }
    }
  };
  const usualMs = deadlineOf(wanted, patience);
  const end = await boundedExec(session, {
    command: collectorCommand,
    stdin: composeScript({ nonce, ...target, parameters: rubric.parameters, probes: wanted, uploads: options.uploads ?? [], patience }),
    maxBytes: wanted.reduce((sum, probe) => sum + probe.maxBytes + 2 * frameOverhead, 64 * 1024),
    // A machine that calls itself slow holds a worker no longer than this.
    deadlineMs: () => Math.max(usualMs, Math.min(deadlineOf(wanted, patience), longestMs)),
    onStdout,
  });
  const greeting = hello as { root: boolean; connection: string[] } | null;
  if (options.signal?.aborted) throw calledOff();
  if (end.how === 'connection-lost') throw faultOf({ code: 'ECONNRESET' }, target.address, target.port);
  if (!greeting) throw noAnswer(end.stderr.trim() || before.trim());
  for (const probe of wanted) records[probe.id] ??= notReported(end);
  const seen = await lookFromOutside();
  // Called off on the way, it has not seen all: that must not pass for evidence.
  if (options.signal?.aborted) throw calledOff();
  return {
    records,
    outside: seen,
    connection: parseConnection(greeting.connection),
    sudo: greeting.root ? { works: true as const } : { works: false as const, detail: end.stderr.trim().slice(0, 500) || 'sudo gave no reason' },
  };
}

function calledOff(): SshError {
  return new SshError('aborted', 'The visit was called off by the grader.');
}

/** The slowest passive probe, then the slowest experiment, each with the second of grace that `timeout -k` gives, and slack. */
function deadlineOf(wanted: Probe[], patience: number): number {
  const slowest = (phase: Probe['phase']) =>
    Math.max(0, ...wanted.filter((probe) => probe.phase === phase).map((probe) => probe.timeoutSeconds * patience + 1));
  return (slowest('passive') + slowest('experiment') + 20) * 1000;
}

function notReported(end: ExecEnd): ProbeRecord {
  const why = {
    closed: 'the collector ended on the machine before it got to this',
    'output-cap': 'the machine sent more than all probes together may, and the connection was cut',
    deadline: 'the machine did not answer in time',
    'connection-lost': 'the connection was lost',
  }[end.how];
  return { status: 'unavailable', reason: 'not-reported', detail: why };
}

function noAnswer(said: string): SshError {
  const words = said.split('\n').at(-1)?.slice(0, 200);
  return new SshError(
    'no-answer',
    `The grader can log in, and its commands give no answer${words ? ` (the machine says: ${words})` : ''}. Run the enrolment script again: the account netgrader needs /bin/sh as its shell and no forced command.`,
  );
}

/** SSH_CONNECTION, ssh(1): client address, client port, server address, server port. Null for anything else. */
function parseConnection([clientAddress, , serverAddress, serverPort]: string[]): EvidenceBundle['connection'] {
  if (!clientAddress || !serverAddress || !serverPort || !/^\d{1,5}$/.test(serverPort)) return null;
  return { clientAddress, serverAddress, serverPort: Number(serverPort) };
}

function mapDefined<T, U>(value: T | undefined, map: (value: T) => U): U | undefined {
  return value === undefined ? undefined : map(value);
}
