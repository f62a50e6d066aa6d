import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { assignments } from './assignments.ts';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { uploads } from './uploads.ts';
import { users } from './users.ts';

/** One hand-in. Its status follows from `latestRun`, `settledAt` and its current grade. */
export const submissions = pgTable(
  'submissions',
  {
    id: primaryId(),
    /** The assignment's course, repeated here for the index below. */
    courseId: uuid('course_id').notNull().references(() => courses.id, { onDelete: 'cascade' }),
    assignmentId: uuid('assignment_id').notNull().references(() => assignments.id, { onDelete: 'cascade' }),
    studentId: uuid('student_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    /** Literal address, resolved once when handed in. */
    address: text('address').notNull(),
    port: integer('port').notNull(),
    login: text('login').notNull(),
    deliverables: text('deliverables'),
    /** Archive that was handed in beside the machine. */
    uploadId: uuid('upload_id').references(() => uploads.id),
    createdAt: createdAt(),
    /** Number of the newest grading run; 0: none yet. Only the newest run may store a grade. */
    latestRun: integer('latest_run').notNull().default(0),
    /** The next try, not before; by the database's clock, since a worker's may be wrong. */
    notBefore: moment('not_before'),
    /** Of the HTTP request that handed it in: log lines of API and workers carry it. */
    requestId: text('request_id'),
    /** When a grade (not gradable ones too) was stored. */
    settledAt: moment('settled_at'),
  },
  (table) => [
    uniqueIndex('submissions_one_active_per_host')
      .on(table.courseId, table.address, table.port)
      .where(sql`${table.settledAt} is null`),
    index('submissions_unsettled').on(table.createdAt).where(sql`${table.settledAt} is null`),
    index('submissions_assignment').on(table.assignmentId, table.id),
    index('submissions_standing').on(table.assignmentId, table.studentId, table.createdAt, table.id),
    index('submissions_student').on(table.studentId, table.id),
    index('submissions_upload').on(table.uploadId),
    index('submissions_course').on(table.courseId, table.id),
  ],
);
