import { html } from 'hono/html';
import type { Database } from '#db/database.ts';
import type { Assignment } from '#db/queries/assignments.ts';
import { selectOptionalCourse } from '#db/queries/courses.ts';
import { selectGradebook } from '#db/queries/gradebook.ts';
import { selectChangedByVisits, selectCheckFigures, selectFailedDocuments, selectMixedChecks, selectProgress, selectSubmissionHours } from '#db/queries/statistics.ts';
import { requireTaughtAssignment } from '../../../../api/access.ts';
import type { ApiDependencies } from '../../../../api/dependencies.ts';
import { isGraded } from '../../../../gradebook/arrange.ts';
import { readRubricOnce } from '../../../../gradebook/read-rubric-once.ts';
import { commonFailures } from '../../../../statistics/common-failure.ts';
import { type Html, page } from '../../../layout/page.ts';
import { assignmentPath, assignmentTabs, coursePath } from '../../../layout/tabs.ts';
import type { Web } from '../../../web.ts';
import type { Column } from '../gradebook/rows.ts';
import { attemptsSection, passPercents, submissionsSection } from './attempts.ts';
import { checksSection } from './checks.ts';
import { failuresSection, flakySection } from './failures.ts';
import { criteriaSection, totalsSection } from './totals.ts';

/** Fewer students with points give figures that speak of persons rather than of a class. */
const fewestStudents = 5;

const sections = [
  ['totals', 'Totals'], ['criteria', 'Criteria'], ['checks', 'Checks'], ['submissions', 'Submissions over time'],
  ['attempts', 'Attempts and time to pass'], ['flaky', 'Flaky checks'], ['failures', 'Most common failures'],
] as const;

/** What became of a class, in pictures and tables, for instructors. */
export function addStatistics(web: Web, { db }: ApiDependencies): void {
  web.get('/assignments/:id/statistics', async (context) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id'));
    const asked = Number(context.req.query('pass'));
    const percent = passPercents.find((each) => each === asked) ?? 60;
    const course = await selectOptionalCourse(db, assignment.courseId);
    return page(context, {
      title: 'Statistics',
      crumbs: [{ href: coursePath(assignment.courseId), label: course?.name ?? 'Course' }, { href: assignmentPath(assignment.id), label: assignment.title }],
      tabs: assignmentTabs(assignment.id, 'statistics'),
      body: html`<h1>${assignment.title}: statistics</h1>${await statisticsBody(db, assignment, percent, context.get('zone'))}`,
    });
  });
}

async function statisticsBody(db: Database, assignment: Assignment, percent: number, zone: string): Promise<Html> {
  const graded = (await selectGradebook(db, assignment)).filter(isGraded);
  if (graded.length < fewestStudents) {
    return html`<p class="empty">${graded.length === 0 ? 'No student has' : `Only ${graded.length} of the students ${graded.length === 1 ? 'has' : 'have'}`} points yet. Statistics begin with ${fewestStudents}.</p>`;
  }
  const [rubric, figures, hours, progress, mixed, changed, documents] = await Promise.all([
    readRubricOnce(db, assignment.rubricId),
    selectCheckFigures(db, assignment),
    selectSubmissionHours(db, assignment.id),
    selectProgress(db, assignment.id, percent),
    selectMixedChecks(db, assignment),
    selectChangedByVisits(db, assignment.id),
    selectFailedDocuments(db, assignment),
  ]);
  const columns = rubric.criteria.map(({ id, title, possible }): Column => ({ id, title, possible }));
  const possible = columns.reduce((sum, column) => sum + column.possible, 0);
  const titles = new Map(rubric.criteria.flatMap(({ items }) => items.map(({ check }) => [check.id, check.title] as const)));
  const failed = new Map(figures.map(({ checkId, outcomes }) => [checkId, outcomes.failed + outcomes.partial]));
  const others = graded.filter(({ counts }) => counts.hasOtherRubric).length;
  return html`<p class="muted">Of the submissions that count, one a student.${others > 0 ? ` ${others} of them were graded under another version of the rubric, and are left out where checks are counted.` : ''}</p>
<nav aria-label="On this page"><ul class="jumps">${sections.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav>
${totalsSection(graded, possible)}
${criteriaSection(graded, columns)}
${checksSection(figures, titles)}
${submissionsSection(hours, assignment.dueAt, zone)}
${attemptsSection(progress, percent, assignmentPath(assignment.id, 'statistics'))}
${flakySection(mixed, changed, titles)}
${failuresSection(commonFailures(documents), failed, titles, documents.length)}`;
}
