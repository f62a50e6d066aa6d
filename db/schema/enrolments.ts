import { integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { courses } from './courses.ts';
import { users } from './users.ts';

/** The grader's key pair for one student of one course, and what the enrolment script reported of the machine. */
export const enrolments = pgTable(
  'enrolments',
  {
    id: primaryId(),
    courseId: uuid('course_id').notNull().references(() => courses.id, { onDelete: 'cascade' }),
    studentId: uuid('student_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
    /** OpenSSH public key line, without options. */
    publicKey: text('public_key').notNull(),
    /** OpenSSH private key, sealed; see db/sealed.ts. Bound to `enrolmentKeyContext(id)`. */
    sealedPrivateKey: text('sealed_private_key').notNull(),
    /** SHA-256, hex, of the token that may report for this enrolment and do nothing else. */
    reportTokenHash: text('report_token_hash').notNull().unique(),
    createdAt: createdAt(),
    reportedAt: moment('reported_at'),
    /** The student's own account on the machine. */
    login: text('login'),
    addresses: text('addresses').array(),
    port: integer('port'),
  },
  (table) => [unique('enrolments_course_student').on(table.courseId, table.studentId)],
);
