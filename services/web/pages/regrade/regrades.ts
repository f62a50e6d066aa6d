import { html } from 'hono/html';
import type { Assignment } from '#db/queries/assignments.ts';
import { selectCourse } from '#db/queries/courses.ts';
import { cancelRegrade, type Regrade, selectRegrades } from '#db/queries/regrades.ts';
import { selectRubric, selectRubrics } from '#db/queries/rubrics.ts';
import { selectStandings } from '#db/queries/standings.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { parseRubric } from '#rubric/rubric.ts';
import { requireTaughtAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { prepareRegrade } from '../../../api/regrading/prepare-regrade.ts';
import type { Html, Link } from '../../layout/page.ts';
import { page } from '../../layout/page.ts';
import { assignmentPath, assignmentTabs, coursePath } from '../../layout/tabs.ts';
import { notice } from '../../parts/notice.ts';
import { readForm } from '../../parts/read-form.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';
import { regradeForm, regradeFormView, wantedOf } from './regrade-form.ts';
import { countsText, filterText, kindWords, regradeBadge } from './words.ts';

/** An assignment's regrades, and the form for another one. */
export function addRegrades(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;

  web.get('/assignments/:id/regrades', async (context) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id'));
    // A link may fill the form: /assignments/ID/regrades?rubric=…&staleRubric=on&reason=…
    const given = context.req.query();
    return show(context, assignment, { given, chosen: context.req.queries('students') ?? [], errors: {}, isAsked: Object.keys(given).length > 0 });
  });

  web.post('/assignments/:id/regrades', async (context) => {
    const viewer = context.get('viewer');
    const assignment = await requireTaughtAssignment(db, viewer, context.req.param('id'));
    const form = await readForm(context, regradeForm);
    const sent = await context.req.parseBody({ all: true });
    const given = Object.fromEntries(Object.entries(sent).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
    const chosen = [sent['students'] ?? []].flat().filter((value) => typeof value === 'string');
    if (!form.ok) return show(context, assignment, { given, chosen, errors: form.errors, isAsked: true });
    const regrade = await prepareRegrade(dependencies, viewer, assignment, wantedOf(form.values));
    if (regrade.counts.pending > 0) return context.redirect(`/regrades/${regrade.id}`, 303);
    await cancelRegrade(db, { id: regrade.id, userId: viewer.userId, why: 'no submission matches' });
    return show(context, assignment, { given, chosen, errors: { form: 'No graded submission is like that. Take away some of the conditions.' }, isAsked: true });
  });

  async function show(context: WebContext, assignment: Assignment, sent: { given: Record<string, string>; chosen: string[]; errors: Record<string, string>; isAsked: boolean }) {
    const [regrades, rubrics, students, stored, crumbs] = await Promise.all([
      selectRegrades(db, assignment.id),
      selectRubrics(db),
      selectStandings(db, assignment.id),
      selectRubric(db, assignment.rubricId),
      regradeCrumbs(dependencies, assignment),
    ]);
    const hasErrors = Object.keys(sent.errors).length > 0;
    return page(context, {
      title: 'Regrades',
      crumbs,
      tabs: assignmentTabs(assignment.id, 'regrades'),
      wide: true,
      status: hasErrors ? 422 : 200,
      body: html`<h1>Regrades</h1>
<p>A regrade changes many grades at once, for one reason, and can be undone as a whole.</p>
<details class="card"${sent.isAsked || regrades.length === 0 ? html` open` : ''}><summary><strong>New regrade</strong></summary>
${hasErrors ? notice('bad', sent.errors['form'] ?? 'Something is missing or wrong; see below.', { live: true }) : ''}
${regradeFormView({ assignment, rubric: parseRubric(stored.text), rubrics, students, ...sent })}</details>
<h2>Until now</h2>
${regrades.length === 0 ? html`<p class="empty">None yet.</p>` : regradeTable(regrades, context.get('zone'))}`,
    });
  }
}

/** The way to an assignment. */
export async function regradeCrumbs({ db }: Pick<ApiDependencies, 'db'>, { id, title, courseId }: Pick<Assignment, 'id' | 'title' | 'courseId'>): Promise<Link[]> {
  const course = await selectCourse(db, courseId);
  return [
    { href: coursePath(courseId), label: plainLine(course.name) },
    { href: assignmentPath(id, 'gradebook'), label: plainLine(title) },
  ];
}

function regradeTable(regrades: readonly Regrade[], zone: string): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Regrades"><table><caption class="visually-hidden">Regrades, newest first</caption>
<thead><tr><th scope="col">Reason</th><th scope="col">State</th><th scope="col">Kind and rubric</th><th scope="col">Submissions</th><th scope="col">By</th></tr></thead>
<tbody>${regrades.map(
    (regrade) => html`<tr><th scope="row" class="reason"><a href="/regrades/${regrade.id}">${plainLine(regrade.reason)}</a></th>
<td>${regradeBadge(regrade.state)}</td>
<td>${kindWords[regrade.kind]}<br><a class="small mono" href="/rubrics/${regrade.rubricId}">${regrade.rubric.version}</a></td>
<td>${countsText(regrade)}<br><span class="small muted">${filterText(regrade.filter)}</span></td>
<td>${plainLine(regrade.author)}<br><span class="small muted">${timeTag(regrade.createdAt, zone)}</span></td></tr>`,
  )}</tbody></table></div>`;
}
