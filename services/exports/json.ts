import { z } from '@hono/zod-openapi';
import type { Database } from '#db/database.ts';
import { selectExportedDocuments } from '#db/queries/exports.ts';
import { gradePolicies } from '#db/schema/assignments.ts';
import { gradeToJson } from '#rubric/grade-json.ts';
import { toPoints } from '#rubric/points.ts';
import { timestamp } from '../api/schemas/common.ts';
import { gradeSchema } from '../api/schemas/grade.ts';
import { chunksOf, exportStatuses, versionsOf, type ExportedAssignment, type ExportRow } from './exported-assignment.ts';

const points = z.number().nullable();

const exportedStudent = z
  .object({
    student: z.string(),
    name: z.string(),
    externalId: z.string().nullable().openapi({ description: 'The LMS’s id of the person' }),
    email: z.string().nullable(),
    status: z.enum(exportStatuses),
    points: points.openapi({ description: 'What counts, after the deduction for lateness. Null: there are none, which is no zero' }),
    earned: points.openapi({ description: 'Before the deduction' }),
    judged: points,
    possible: points,
    lateDays: z.int().nullable(),
    attempts: z.int(),
    criteria: z.array(z.object({ id: z.string(), earned: z.number(), judged: z.number(), possible: z.number() })),
    submission: z.object({ id: z.string(), handedInAt: timestamp, gradeVersion: z.int(), rubric: z.object({ id: z.string(), version: z.string() }) }).nullable(),
    grade: gradeSchema.nullable().openapi({ description: 'With all its checks; null where there is none yet' }),
  })
  .openapi('ExportedStudent');

/** What `exportJson` writes. Programs rely on it: fields are added, never renamed. */
export const exportSchema = z
  .object({
    format: z.literal(1),
    exportedAt: timestamp,
    assignment: z.object({
      id: z.string(),
      course: z.string(),
      title: z.string(),
      dueAt: timestamp.nullable(),
      policy: z.enum(gradePolicies),
      possible: z.number(),
      rubric: z.object({ id: z.string(), version: z.string() }),
    }),
    students: z.array(exportedStudent),
  })
  .openapi('AssignmentExport');

type Export = z.infer<typeof exportSchema>;

/** The whole export, in pieces: grades with all their evidence are large, and a few are in memory at once. */
export async function* exportJson(db: Database, exported: ExportedAssignment, exportedAt: Date): AsyncGenerator<string> {
  const { students: _, ...head }: Export = { ...headOf(exported, exportedAt), students: [] };
  yield `${JSON.stringify(head).slice(0, -1)},"students":[`;
  let comma = '';
  for (const rows of chunksOf(exported.rows, 20)) {
    const documents = await selectExportedDocuments(db, versionsOf(rows));
    for (const row of rows) {
      const found = row.submission && documents.get(row.submission.id);
      if (row.submission && !found) throw new Error('A grade went away while it was exported');
      yield comma + JSON.stringify(studentOf(row, found ? gradeToJson(found.document) : null));
      comma = ',\n';
    }
  }
  yield ']}\n';
}

function headOf({ assignment: { id, courseId: course, title, dueAt, policy, rubric }, possible }: ExportedAssignment, exportedAt: Date): Omit<Export, 'students'> {
  return {
    format: 1,
    exportedAt: exportedAt.toISOString(),
    assignment: { id, course, title, dueAt: dueAt?.toISOString() ?? null, policy, possible: toPoints(possible), rubric },
  };
}

function studentOf({ student, submission, criteria, ...row }: ExportRow, grade: Export['students'][number]['grade']): Export['students'][number] {
  return {
    student: student.id,
    name: student.name,
    externalId: student.externalId,
    email: student.email,
    status: row.status,
    points: inPoints(row.points),
    earned: inPoints(row.earned),
    judged: inPoints(row.judged),
    possible: inPoints(row.possible),
    lateDays: row.lateDays,
    attempts: row.attempts,
    criteria: criteria.map((one) => ({ id: one.id, earned: toPoints(one.earned), judged: toPoints(one.judged), possible: toPoints(one.possible) })),
    submission: submission && { ...submission, handedInAt: submission.handedInAt.toISOString() },
    grade,
  };
}

function inPoints(value: number | null): number | null {
  return value === null ? null : toPoints(value);
}
