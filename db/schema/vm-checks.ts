import { index, integer, json, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { users } from './users.ts';

/** The steps of a look at a student's machine, in their order; the first that fails ends it. */
export const vmCheckSteps = ['connect', 'host-key', 'log-in', 'sudo', 'login'] as const;
export type VmCheckStep = (typeof vmCheckSteps)[number];

/** `code` and `message` of the step that failed; null where all succeeded. */
export interface VmCheckResult {
  succeeded: VmCheckStep[];
  failure: { step: VmCheckStep; code: string; message: string } | null;
}

/** A look at whether the grader can connect, log in and use sudo. It is no submission and uses up no attempt. */
export const vmChecks = pgTable(
  'vm_checks',
  {
    id: primaryId(),
    courseId: uuid('course_id').notNull().references(() => courses.id, { onDelete: 'cascade' }),
    studentId: uuid('student_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    /** Literal address, resolved once. */
    address: text('address').notNull(),
    port: integer('port').notNull(),
    login: text('login').notNull(),
    createdAt: createdAt(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    result: json('result').$type<VmCheckResult>(),
  },
  (table) => [index('vm_checks_student').on(table.courseId, table.studentId, table.id)],
);
