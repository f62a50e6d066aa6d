import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { hostKeys, type HostKeySource } from '../schema/host-keys.ts';
import { recordAudit } from './audit.ts';

export type HostKey = typeof hostKeys.$inferSelect;

/** A student's machine in a course, at a literal address. */
export interface HostOfStudent {
  courseId: string;
  studentId: string;
  address: string;
  port: number;
}

/** Fingerprints that may be met there. Empty: none is pinned yet, and the first one seen is pinned (`pinHostKeys`). */
export async function selectPinnedHostKeys(db: Database, host: HostOfStudent): Promise<string[]> {
  const rows = await db
    .select({ fingerprint: hostKeys.fingerprint })
    .from(hostKeys)
    .where(and(at(host), isNotNull(hostKeys.acceptedAt), isNull(hostKeys.retiredAt)))
    .orderBy(hostKeys.createdAt);
  return rows.map((row) => row.fingerprint);
}

/**
 * Notes the keys that a machine has. Where nothing is pinned they are pinned; else those that are new wait for an
 * instructor (`acceptHostKey`). Noting them again changes nothing.
 */
export async function pinHostKeys(
  db: Database,
  host: HostOfStudent,
  fingerprints: readonly string[],
  source: Exclude<HostKeySource, 'changed'>,
): Promise<'pinned' | 'pending' | 'known'> {
  const { courseId, studentId, address, port } = host;
  return db.transaction(async (tx) => {
    // Two first contacts at once must not both find nothing pinned.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`host-keys ${courseId} ${studentId} ${address} ${port}`}, 0))`);
    const pinned = await selectPinnedHostKeys(tx, host);
    const added = [...new Set(fingerprints)].filter((fingerprint) => !pinned.includes(fingerprint));
    if (added.length === 0) return 'known';
    const first = pinned.length === 0;
    const rows = added.map((fingerprint) => ({
      courseId,
      studentId,
      address,
      port,
      fingerprint,
      source: first ? source : ('changed' as const),
      acceptedAt: first ? sql`now()` : null,
    }));
    await tx
      .insert(hostKeys)
      .values(rows)
      .onConflictDoUpdate({
        target: [hostKeys.courseId, hostKeys.studentId, hostKeys.address, hostKeys.port, hostKeys.fingerprint],
        // A key that was retired and comes back waits for an instructor again.
        set: { source: sql`excluded.source`, acceptedAt: sql`excluded.accepted_at`, acceptedBy: null, retiredAt: null, createdAt: sql`now()` },
      });
    const outcome = first ? 'pinned' : 'pending';
    await recordAudit(tx, {
      actor: source === 'enrolment' ? { userId: studentId } : { system: 'worker' },
      action: 'host-key.noted',
      subject: { kind: 'user', id: studentId },
      courseId,
      before: { address, port, fingerprints: pinned },
      after: { address, port, fingerprints: added, outcome },
    });
    return outcome;
  });
}

/**
 * An instructor accepts a pending key: it, and the ones reported together with it, take the place of all that were
 * pinned for that machine. Null where the key is not pending (any more), or is of another course.
 */
export async function acceptHostKey(
  db: Database,
  { courseId, id, userId }: { courseId: string; id: string; userId: string },
): Promise<HostKey | null> {
  return db.transaction(async (tx) => {
    const [accepted] = await tx
      .update(hostKeys)
      .set({ acceptedAt: sql`now()`, acceptedBy: userId })
      .where(and(eq(hostKeys.id, id), eq(hostKeys.courseId, courseId), isNull(hostKeys.acceptedAt)))
      .returning();
    if (!accepted) return null;
    const retired = await tx
      .update(hostKeys)
      .set({ retiredAt: sql`now()` })
      .where(and(at(accepted), isNotNull(hostKeys.acceptedAt), isNull(hostKeys.retiredAt), sql`${hostKeys.id} <> ${id}`))
      .returning({ fingerprint: hostKeys.fingerprint });
    const together = await tx
      .update(hostKeys)
      .set({ acceptedAt: sql`now()`, acceptedBy: userId })
      .where(and(at(accepted), isNull(hostKeys.acceptedAt), sql`${hostKeys.createdAt} = (select created_at from host_keys where id = ${id})`))
      .returning({ fingerprint: hostKeys.fingerprint });
    const { address, port } = accepted;
    await recordAudit(tx, {
      actor: { userId },
      action: 'host-key.accepted',
      subject: { kind: 'host-key', id },
      courseId,
      before: { address, port, fingerprints: retired.map(({ fingerprint }) => fingerprint) },
      after: { address, port, fingerprints: [accepted, ...together].map(({ fingerprint }) => fingerprint) },
    });
    return accepted;
  });
}

/** Newest first: those that wait for an instructor, or all. */
export async function selectHostKeys(db: Database, courseId: string, filter: { pending: boolean; studentId?: string }): Promise<HostKey[]> {
  return db
    .select()
    .from(hostKeys)
    .where(
      and(
        eq(hostKeys.courseId, courseId),
        filter.pending ? isNull(hostKeys.acceptedAt) : undefined,
        filter.studentId === undefined ? undefined : eq(hostKeys.studentId, filter.studentId),
      ),
    )
    .orderBy(desc(hostKeys.id));
}

export async function selectOptionalHostKey(db: Database, { courseId, id }: { courseId: string; id: string }): Promise<HostKey | null> {
  const [row] = await db.select().from(hostKeys).where(and(eq(hostKeys.courseId, courseId), eq(hostKeys.id, id)));
  return row ?? null;
}

function at({ courseId, studentId, address, port }: HostOfStudent) {
  return and(
    eq(hostKeys.courseId, courseId),
    eq(hostKeys.studentId, studentId),
    eq(hostKeys.address, address),
    eq(hostKeys.port, port),
  );
}
