import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { users } from './users.ts';

/** enrolment: told by the script; first-contact: seen when nothing was pinned; changed: seen or told in place of a pinned one. */
export const hostKeySources = ['enrolment', 'first-contact', 'changed'] as const;
export type HostKeySource = (typeof hostKeySources)[number];

/** SSH host keys of students' machines. Pinned: accepted and not retired. Pending: not accepted yet. */
export const hostKeys = pgTable(
  'host_keys',
  {
    id: primaryId(),
    courseId: uuid('course_id').notNull().references(() => courses.id, { onDelete: 'cascade' }),
    studentId: uuid('student_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    /** Literal address. */
    address: text('address').notNull(),
    port: integer('port').notNull(),
    /** `SHA256:…`, as `ssh-keygen -l` prints it. */
    fingerprint: text('fingerprint').notNull(),
    source: text('source', { enum: hostKeySources }).notNull(),
    createdAt: createdAt(),
    acceptedAt: moment('accepted_at'),
    /** The instructor who accepted a changed key; null where it was accepted of itself. */
    acceptedBy: uuid('accepted_by').references(() => users.id),
    retiredAt: moment('retired_at'),
  },
  (table) => [
    unique('host_keys_one').on(table.courseId, table.studentId, table.address, table.port, table.fingerprint),
    index('host_keys_course').on(table.courseId, table.acceptedAt),
  ],
);
