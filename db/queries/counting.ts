import { type SQL, sql } from 'drizzle-orm';

/**
 * The submission of one student that counts, for `lateral`: by the assignment's policy the last one or the one with most
 * points; one that could not be graded counts only where none was. No row where none has a grade. Columns: `submission_id`,
 * `handed_in_at`, and of its current grade `grade_id`, `rubric_id`, `status`, `earned`, `judged`, `possible`, `criteria`.
 * @param of expressions of the query around it: the assignment's id, its policy, and the student's id
 */
export function countingSubmission({ assignmentId, policy, studentId }: { assignmentId: SQL; policy: SQL; studentId: SQL }): SQL {
  return sql`
    select s.id as submission_id, s.created_at as handed_in_at, g.id as grade_id, g.rubric_id, g.status, g.earned, g.judged, g.possible, g.criteria
    from submissions s join grades g on g.submission_id = s.id and g.is_current
    where s.assignment_id = ${assignmentId} and s.student_id = ${studentId}
    order by g.status = 'not_gradable', case ${policy} when 'best' then g.earned else 0 end desc, s.created_at desc, s.id desc
    limit 1`;
}
