import { sql } from 'drizzle-orm';
import type { Database } from '#db/database.ts';
import { keepEvidence } from '#db/queries/evidence.ts';
import { storeGrade } from '#db/queries/grades.ts';
import { startRun, type StartedRun } from '#db/queries/grading-runs.ts';
import { insertSubmission } from '#db/queries/submissions.ts';
import { importRoster } from '#db/queries/roster.ts';
import { operator, type TestCourse } from '#db/testing/course.ts';
import { readRecordings } from '#lab/recorded/recording.ts';
import { score } from '#rubric/grade.ts';
import { parseRubric } from '#rubric/rubric.ts';

const names = [
  'Aaliyah Mbeki', 'Benedikt Öztürk', 'Chiamaka Okonkwo-Bartholomew', 'Dmitri Petrov', 'Esra Yılmaz', 'Fionn Ó Ceallaigh', 'Guðrún Jónsdóttir', 'Hyun-woo Park',
  'Inés de la Fuente y Martínez de Irujo', 'Jean-Baptiste Lefèvre', 'Kwame Asante', 'Li Wei', 'María José Hernández', 'Nguyễn Thị Minh Khai', 'Olumide Adeyemi', 'Priya Raghunathan',
  'Quentin Dubois', 'Rūta Kazlauskaitė', 'Søren Kierulff', 'Tamar Beridze', 'Uma Venkataraman', 'Vasilis Papadopoulos', 'Wilhelmina van der Berg', 'Xiomara Castillo', 'Yusuf Demir', 'Zofia Wójcik',
];

/**
 * Gives a course students whose grades come from recorded hosts (`lab/recorded/hosts`), one or two submissions each, handed
 * in over the days before `until`. Real evidence, really scored; nobody is visited. Returns ids of the newest submissions by name.
 */
export async function addRecordedStudents(
  db: Database,
  { course, assignment }: Pick<TestCourse, 'course' | 'assignment'>,
  { states, rubricText, until, count = names.length }: { states: readonly string[]; rubricText: string; until: Date; count?: number },
): Promise<Map<string, string>> {
  const rubric = parseRubric(rubricText);
  const known = readRecordings();
  const people = names.slice(0, count).map((name, index) => ({ name, email: `student${index}@example.edu`, externalId: `rec-${course.id.slice(-6)}-${index}`, role: 'student' as const }));
  const ids = await importRoster(db, course.id, people, operator);
  const newest = new Map<string, string>();
  for (const [index, { name, externalId }] of people.entries()) {
    // Some hand in twice; the last one nothing at all, as there is always one.
    const attempts = index === people.length - 1 ? 0 : index % 3 === 0 ? 2 : 1;
    for (let attempt = 0; attempt < attempts; attempt++) {
      // A second attempt is a step further on.
      const recording = known.get(states[(index + attempt) % states.length] ?? '');
      if (!recording) throw new Error(`Not all of ${states.join(', ')} are recorded`);
      const studentId = ids.get(externalId) ?? '';
      const target = { address: `10.9.${index}.${attempt + 2}`, port: 22, login: recording.bundle.target.login, deliverables: null };
      const submission = await insertSubmission(db, { courseId: course.id, assignmentId: assignment.id, studentId, uploadId: null, ...target });
      if (!submission.inserted) throw new Error('Each has a machine of its own');
      const run = (await startRun(db, submission.id)) as StartedRun;
      await keepEvidence(db, run.runId, recording.bundle);
      await storeGrade(db, { ...run, grade: score(recording.bundle, rubric) });
      const hours = (people.length - index) * 5 - attempt * 4 + 1;
      await db.execute(sql`update submissions set created_at = ${new Date(until.getTime() - hours * 3_600_000)}, settled_at = ${new Date(until.getTime() - hours * 3_600_000 + 20_000)} where id = ${submission.id}`);
      newest.set(name, submission.id);
    }
  }
  return newest;
}
