import { z } from '@hono/zod-openapi';
import type { Submission } from '#db/queries/submissions.ts';
import { submissionStatuses } from '#db/queries/submissions.ts';
import { gradeToJson } from '#rubric/grade-json.ts';
import { toPoints } from '#rubric/points.ts';
import { gradingProgress, type GradingProgress } from '#workers/queues/catalogue.ts';
import { timestamp } from './common.ts';
import { gradeSchema } from './grade.ts';

const summary = {
  id: z.string(),
  assignment: z.string(),
  course: z.string(),
  student: z.string(),
  address: z.string(),
  port: z.int(),
  login: z.string(),
  deliverables: z.string().nullable(),
  upload: z.string().nullable(),
  status: z.enum(submissionStatuses),
  createdAt: timestamp,
  settledAt: timestamp.nullable(),
  score: z
    .object({
      status: z.enum(['final', 'provisional', 'not_gradable']),
      earned: z.number().nullable().openapi({ description: 'Null where it could not be graded' }),
      judged: z.number(),
      possible: z.number(),
    })
    .nullable(),
};

export const submissionSummarySchema = z.object(summary).openapi('SubmissionSummary');

export const submissionSchema = z
  .object({
    ...summary,
    progress: z.object(gradingProgress.shape).nullable().openapi({ description: 'While it is not settled' }),
    grade: gradeSchema.nullable(),
  })
  .openapi('Submission');

export function submissionSummary({ grade, ...row }: Submission): z.infer<typeof submissionSummarySchema> {
  return {
    id: row.id,
    assignment: row.assignmentId,
    course: row.courseId,
    student: row.studentId,
    address: row.address,
    port: row.port,
    login: row.login,
    deliverables: row.deliverables,
    upload: row.uploadId,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    score: grade && {
      status: grade.status,
      // No grade is no zero.
      earned: grade.status === 'not_gradable' ? null : toPoints(grade.earned),
      judged: toPoints(grade.judged),
      possible: toPoints(grade.possible),
    },
  };
}

export function submissionJson(row: Submission, progress: GradingProgress | null): z.infer<typeof submissionSchema> {
  return { ...submissionSummary(row), progress, grade: row.grade && gradeToJson(row.grade.document) };
}
