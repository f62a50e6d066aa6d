import { and, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '../database.ts';
import { hostKeys } from '../schema/host-keys.ts';
import { users } from '../schema/users.ts';

/** Keys that a machine showed at once in place of others, with the student's name. */
export interface HostKeyChange {
  /** Of one of the keys: accepting it accepts those that came with it. */
  id: string;
  studentId: string;
  student: string;
  address: string;
  port: number;
  seenAt: Date;
  /** What it had before: pinned now, or, where the change was accepted, retired then. */
  old: string[];
  now: string[];
  /** Null: waits for an instructor. */
  accepted: { at: Date; by: string | null } | null;
}

const limit = 2000;

/** Changed keys of a course's machines, the newest first: those that wait, and those that were accepted. */
export async function selectHostKeyChanges(db: Database, courseId: string): Promise<{ waiting: HostKeyChange[]; accepted: HostKeyChange[] }> {
  const accepters = alias(users, 'accepters');
  const rows = await db
    .select({ key: hostKeys, student: users.name, acceptedBy: accepters.name })
    .from(hostKeys)
    .innerJoin(users, eq(users.id, hostKeys.studentId))
    .leftJoin(accepters, eq(accepters.id, hostKeys.acceptedBy))
    .where(and(eq(hostKeys.courseId, courseId), sql`exists (select 1 from host_keys c where c.course_id = ${courseId} and c.student_id = ${hostKeys.studentId}
      and c.address = ${hostKeys.address} and c.port = ${hostKeys.port} and c.source = 'changed')`))
    .orderBy(desc(hostKeys.createdAt), desc(hostKeys.id))
    .limit(limit);
  const groups = Map.groupBy(
    rows.filter(({ key }) => key.source === 'changed'),
    ({ key }) => [key.studentId, key.address, key.port, key.createdAt.getTime(), key.acceptedAt?.getTime() ?? 0].join(' '),
  );
  const changes = [...groups.values()].flatMap((group): HostKeyChange[] => {
    const [first] = group;
    if (!first) return [];
    const { id, studentId, address, port, createdAt: seenAt, acceptedAt } = first.key;
    const there = rows.filter(({ key }) => key.studentId === studentId && key.address === address && key.port === port).map(({ key }) => key);
    const old = there.filter(({ retiredAt, acceptedAt: pinnedAt }) => (acceptedAt === null ? pinnedAt !== null && retiredAt === null : retiredAt?.getTime() === acceptedAt.getTime()));
    const accepted = acceptedAt && { at: acceptedAt, by: first.acceptedBy };
    return [{ id, studentId, student: first.student, address, port, seenAt, old: old.map(({ fingerprint }) => fingerprint), now: group.map(({ key }) => key.fingerprint), accepted }];
  });
  return { waiting: changes.filter(({ accepted }) => accepted === null), accepted: changes.filter(({ accepted }) => accepted !== null) };
}
