import { html } from 'hono/html';
import { selectOptionalCourse } from '#db/queries/courses.ts';
import { type GradebookRow, selectGradebook } from '#db/queries/gradebook.ts';
import { requireTaughtAssignment } from '../../../../api/access.ts';
import type { ApiDependencies } from '../../../../api/dependencies.ts';
import { arrange, isGraded } from '../../../../gradebook/arrange.ts';
import { readRubricOnce } from '../../../../gradebook/read-rubric-once.ts';
import { type GradebookView, readView, viewQuery } from '../../../../gradebook/view.ts';
import { median } from '../../../../statistics/summary.ts';
import { type Html, page } from '../../../layout/page.ts';
import { assignmentPath, assignmentTabs, coursePath } from '../../../layout/tabs.ts';
import { countText } from '../../../parts/count.ts';
import { pointsText } from '../../../parts/points.ts';
import type { Web } from '../../../web.ts';
import { filterForm, shownCount, shownId } from './filter-form.ts';
import type { Column } from './rows.ts';
import { gradebookLegend, gradebookTable } from './table.ts';

/** Students by criteria, with filters, search and sorting, for instructors. */
export function addGradebook(web: Web, { db }: ApiDependencies): void {
  web.get('/assignments/:id/gradebook', async (context) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id'));
    const [course, rows, rubric] = await Promise.all([
      selectOptionalCourse(db, assignment.courseId),
      selectGradebook(db, assignment),
      readRubricOnce(db, assignment.rubricId),
    ]);
    const columns = rubric.criteria.map(({ id, title, possible }): Column => ({ id, title, possible }));
    const view = readView(context.req.query());
    const path = assignmentPath(assignment.id, 'gradebook');
    // What a form sends has all fields; the address keeps those that say something.
    if (context.req.header('HX-Request')) context.header('HX-Push-Url', `${path}${viewQuery(view)}`);
    return page(context, {
      title: 'Gradebook',
      crumbs: [{ href: coursePath(assignment.courseId), label: course?.name ?? 'Course' }, { href: assignmentPath(assignment.id), label: assignment.title }],
      tabs: assignmentTabs(assignment.id, 'gradebook'),
      wide: true,
      body: html`<h1>${assignment.title}: gradebook</h1>
${rows.length === 0
  ? html`<p class="empty">The course has no students yet. <a href="${coursePath(assignment.courseId, 'people')}">Add them</a>, and each gets a line here.</p>`
  : gradebookBody({ path, rows, columns, view, zone: context.get('zone') })}`,
    });
  });
}

function gradebookBody(parts: { path: string; rows: readonly GradebookRow[]; columns: readonly Column[]; view: GradebookView; zone: string }): Html {
  const { path, rows, columns, view } = parts;
  const shown = arrange(rows, view);
  return html`${summaryLine(rows)}
${rows.every(({ attempts }) => attempts === 0) ? html`<p class="notice">Nobody has handed in yet. Lines fill as submissions are graded.</p>` : ''}
${filterForm({ path, view, columns })}
${shownCount({ path, view, shown: shown.length, of: rows.length })}
<div id="${shownId}">
<input type="hidden" name="sort" value="${view.sort}" form="gradebook-filter"><input type="hidden" name="direction" value="${view.direction}" form="gradebook-filter">
${shown.length === 0 ? html`<p class="empty">No student matches this. <a href="${path}">Show everybody</a></p>` : gradebookTable({ ...parts, rows: shown })}
</div>
${gradebookLegend(columns)}`;
}

function summaryLine(rows: readonly GradebookRow[]): Html {
  const graded = rows.filter(isGraded);
  const middle = median(graded.map(({ counts }) => counts.counted));
  const possible = graded[0]?.counts.possible ?? null;
  return html`<p class="summary">${countText(rows.length)} ${rows.length === 1 ? 'student' : 'students'} · ${countText(rows.filter(({ attempts }) => attempts > 0).length)} handed in · ${countText(graded.length)} with points${
    middle === null ? '' : html` · median <b>${pointsText(Math.round(middle))}</b> of ${pointsText(possible)}`}</p>`;
}

