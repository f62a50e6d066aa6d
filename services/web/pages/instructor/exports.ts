import { html } from 'hono/html';
import { selectCourse } from '#db/queries/courses.ts';
import { requireTaughtAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { type ExportedAssignment, type ExportRow, readExportedAssignment } from '../../../exports/exported-assignment.ts';
import { moodleKeyOf, type MoodleKey } from '../../../exports/moodle-csv.ts';
import { type Html, page } from '../../layout/page.ts';
import { assignmentPath, assignmentTabs, coursePath } from '../../layout/tabs.ts';
import { checkboxField } from '../../parts/fields.ts';
import { notice } from '../../parts/notice.ts';
import type { Web } from '../../web.ts';

/** What can be taken along of an assignment, and what each file is for. The files: `addDownloads`. */
export function addExports(web: Web, { db }: ApiDependencies): void {
  web.get('/assignments/:id/exports', async (context) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id'));
    const [course, exported] = [await selectCourse(db, assignment.courseId), await readExportedAssignment(db, assignment)];
    return page(context, {
      title: 'Exports',
      crumbs: [{ href: coursePath(course.id), label: course.name }, { href: assignmentPath(assignment.id, 'gradebook'), label: assignment.title }],
      tabs: assignmentTabs(assignment.id, 'exports'),
      body: html`<h1>Exports</h1>
${exported.rows.length === 0 ? html`<p class="empty">There are no students in the course yet, so the files hold their headings only.</p>` : summary(exported)}
<div class="export-list">
${[spreadsheet, canvas, moodle, json, reports].map((section) => section(exported))}
</div>`,
    });
  });
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function summary({ rows, assignment }: ExportedAssignment): Html {
  const having = (status: ExportRow['status']) => rows.filter((row) => row.status === status).length;
  const parts = [
    plural(having('final') + having('provisional'), 'has points', 'have points'),
    plural(having('not_gradable'), 'could not be graded', 'could not be graded'),
    plural(having('not_graded_yet'), 'waits for a grade', 'wait for a grade'),
    plural(having('not_handed_in'), 'never handed in', 'never handed in'),
  ].filter((part) => !part.startsWith('0 '));
  const older = rows.filter(({ submission }) => submission && submission.rubric.version !== assignment.rubric.version).length;
  return html`<p>Of ${plural(rows.length, 'student', 'students')}, ${parts.join(', ')}. Who has no points has an <strong>empty cell</strong> in every file, never a 0.</p>
${having('provisional') > 0 ? notice('warn', `${plural(having('provisional'), 'grade is', 'grades are')} provisional: some checks could not be judged, so points may still be added.`) : ''}
${older > 0 ? notice('warn', html`<p>${plural(older, 'grade was', 'grades were')} given by another rubric version than the assignment’s, ${assignment.rubric.version}. <a href="${assignmentPath(assignment.id, 'regrades')}">Regrade</a> first, so that all are judged alike.</p>`) : ''}`;
}

const file = ({ assignment }: ExportedAssignment, name: string): string => `${assignmentPath(assignment.id)}/${name}`;

function card(title: string, body: Html): Html {
  return html`<section class="card"><h2>${title}</h2>${body}</section>`;
}

function spreadsheet(exported: ExportedAssignment): Html {
  return card('Spreadsheet', html`<p>One line a student: LMS id, name, e-mail address, status, the points that count, the points before the deduction for lateness, late days, points of each criterion, and which submission counts.</p>
<form method="get" action="${file(exported, 'export.csv')}">
${checkboxField({ name: 'checks', value: '1', label: 'A column for every check' })}
${checkboxField({ name: 'excel', value: '1', label: 'For Excel', hint: 'With a byte order mark, without which Excel spoils letters such as ö.' })}
<button class="primary">Download CSV</button>
</form>
<p class="muted small">What a spreadsheet would take for a formula, such as a name that begins with “=”, is led by a quote.</p>`);
}

function canvas(exported: ExportedAssignment): Html {
  return card('Canvas', html`<p>For <em>Grades, Import</em> in Canvas. The column is named after the assignment here, “${exported.assignment.title}”: give it the same title there, or Canvas offers to make a new one.</p>
<dl class="facts"><dt>SIS User ID</dt><dd>the LMS id of the roster</dd><dt>SIS Login ID</dt><dd>the e-mail address</dd><dt>ID, Section</dt><dd>empty; Canvas’s own ID is not known here</dd></dl>
<p>Canvas shows what would change before it changes it. Where it has points and the cell is empty, it takes them away.</p>
<p><a class="button" href="${file(exported, 'canvas.csv')}" download>Download for Canvas</a></p>`);
}

function moodle(exported: ExportedAssignment): Html {
  const link = (by: MoodleKey, label: string, field: string) => {
    const missing = exported.rows.filter((row) => moodleKeyOf(row, by) === null).length;
    return html`<p><a class="button" href="${file(exported, `moodle.csv?by=${by}`)}" download>${label}</a></p>
${missing > 0 ? html`<p class="muted small">${plural(missing, 'student has', 'students have')} no ${field} here and ${missing === 1 ? 'is' : 'are'} left out.</p>` : ''}`;
  };
  return card('Moodle', html`<p>For <em>Grades, Import, CSV file</em> in Moodle: the grade and a line of feedback. Map the first column to the user field, the third to the grade item, and the fourth to its feedback, both of them: Moodle drops grades where only feedback comes.</p>
<p>One line with a person whom Moodle does not know stops the import, and nothing is changed then. An empty cell is “no grade” there too.</p>
${link('id', 'Download, known by ID number', 'LMS id')}
${link('email', 'Download, known by e-mail address', 'e-mail address')}`);
}

function json(exported: ExportedAssignment): Html {
  return card('JSON', html`<p>Everything, for programs: each student’s whole grade with all checks and the evidence quoted. Names of fields stay as they are; the <a href="/reference">API reference</a> describes them. Programs get the same from <code class="long">GET /v1/assignments/${exported.assignment.id}/export</code>.</p>
<p><a class="button" href="${file(exported, 'export.json')}" download>Download JSON</a></p>`);
}

function reports(exported: ExportedAssignment): Html {
  return card('All reports', html`<p>A ZIP archive with the feedback report of each student’s counting submission, once as Markdown and once as HTML to read and print, and <code>index.csv</code>, which says whose each is.</p>
<p><a class="button" href="${file(exported, 'reports.zip')}" download>Download reports</a></p>`);
}
