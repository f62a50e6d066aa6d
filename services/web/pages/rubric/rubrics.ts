import { html } from 'hono/html';
import { selectRubricUses } from '#db/queries/rubric-use.ts';
import { selectRubrics } from '#db/queries/rubrics.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { requireTeaching } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { page } from '../../layout/page.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web } from '../../web.ts';

/** All rubric versions, newest first. They belong to no course: whoever teaches reads them. */
export function addRubrics(web: Web, { db }: ApiDependencies): void {
  web.get('/rubrics', async (context) => {
    const viewer = context.get('viewer');
    await requireTeaching(db, viewer);
    const [rubrics, uses] = await Promise.all([selectRubrics(db), selectRubricUses(db, viewer)]);
    const byRubric = Map.groupBy(uses, ({ rubricId }) => rubricId);
    const older = new Map(rubrics.map(({ id, slug }, index) => [id, rubrics.slice(index + 1).find((other) => other.slug === slug)?.id]));
    return page(context, {
      title: 'Rubrics',
      crumbs: [],
      body: html`<h1>Rubrics</h1>
<p>Each version is named by its text: another text is another version, and no version ever changes. A new one is uploaded on the rubric page of an assignment.</p>
${rubrics.length === 0
  ? html`<p class="empty">No rubric is stored yet.</p>`
  : html`<div class="table-scroll" tabindex="0" role="region" aria-label="Rubric versions"><table><caption class="visually-hidden">Rubric versions, newest first</caption>
<thead><tr><th scope="col">Rubric</th><th scope="col">Version</th><th scope="col">Your assignments that have it</th><th scope="col">Published</th><th scope="col">Compare</th></tr></thead>
<tbody>${rubrics.map(
      ({ id, slug, version, createdAt }) => html`<tr><th scope="row">${slug}</th><td><a class="mono" href="/rubrics/${id}">${version}</a></td>
<td>${(byRubric.get(id) ?? []).map(({ assignmentId, title, course }) => html`<div><a href="/assignments/${assignmentId}/rubric">${plainLine(title)}</a> <span class="muted small">${plainLine(course)}</span></div>`)}${byRubric.has(id) ? '' : html`<span class="muted">none</span>`}</td>
<td>${timeTag(createdAt, context.get('zone'))}</td>
<td>${older.get(id) === undefined ? html`<span class="muted">the first</span>` : html`<a href="/rubrics/${id}/diff/${older.get(id)}">with the one before<span class="visually-hidden"> ${version}</span></a>`}</td></tr>`,
    )}</tbody></table></div>`}`,
    });
  });
}
