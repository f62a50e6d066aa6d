import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '#db/database.ts';
import { countRegradeItems } from '#db/queries/regrade-counts.ts';
import type { Queues } from '#workers/queues/open-queues.ts';

export interface Metrics {
  /** What a grading worker tells; see GradingObserver in workers/grading. */
  observer: {
    phase(phase: string, seconds: number): void;
    sshFailure(code: string): void;
    graded(status: string): void;
  };
  /** All metrics in Prometheus' text format, and its media type. What cannot be read now is left out. */
  text(): Promise<{ body: string; type: string }>;
}

/** From a login on the local network (10 ms) to the longest visit there can be. */
const phaseBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/**
 * Counts what this process does, and reads queue and regrades when asked. Labels take values from lists of ours alone:
 * never a host, a student or a submission.
 */
export function createMetrics({ db, queues, onError }: { db: Database; queues: Queues; onError: (error: unknown) => void }): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const phases = new Histogram({
    name: 'netgrader_phase_seconds',
    help: 'Duration of the phases of a grading run',
    labelNames: ['phase'],
    buckets: phaseBuckets,
    registers,
  });
  const grades = new Counter({ name: 'netgrader_grades_total', help: 'Grades stored, by status', labelNames: ['status'], registers });
  const failures = new Counter({ name: 'netgrader_ssh_failures_total', help: 'Visits that failed, by kind of fault', labelNames: ['code'], registers });

  const read = (gauge: Gauge, values: () => Promise<[Record<string, string>, number][]>) =>
    async (): Promise<void> => {
      gauge.reset();
      try {
        for (const [labels, value] of await values()) gauge.set(labels, value);
      } catch (error) {
        onError(error);
      }
    };
  const depth: Gauge = new Gauge({ name: 'netgrader_queue_jobs', help: 'Jobs in a queue, by state', labelNames: ['queue', 'state'], registers });
  const items: Gauge = new Gauge({ name: 'netgrader_regrade_items', help: 'Items of all regrades, by state', labelNames: ['state'], registers });
  const readers = [
    read(depth, async () =>
      Object.entries(await queues.depth()).flatMap(([queue, states]) =>
        Object.entries(states).map(([state, count]): [Record<string, string>, number] => [{ queue, state }, count as number]),
      ),
    ),
    read(items, async () => Object.entries(await countRegradeItems(db)).map(([state, count]) => [{ state }, count])),
  ];
  return {
    observer: {
      phase: (phase, seconds) => phases.observe({ phase }, seconds),
      sshFailure: (code) => failures.inc({ code }),
      graded: (status) => grades.inc({ status }),
    },
    text: async () => {
      await Promise.all(readers.map((refresh) => refresh()));
      return { body: await register.metrics(), type: register.contentType };
    },
  };
}
