import { html } from 'hono/html';
import type { Course } from '#db/queries/courses.ts';
import { importRoster } from '#db/queries/roster.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { planRoster, type RosterPlan, rosterText } from '../../../roster/plan-roster.ts';
import { setFlash } from '../../layout/flash.ts';
import type { Html } from '../../layout/page.ts';
import type { Web, WebContext } from '../../web.ts';
import { coursePage, taughtCourse } from './course-context.ts';
import { peoplePage } from './people.ts';

/** A roster is shown with what it would change, and imported when that was seen. */
export function addRosterImport(web: Web, { db }: ApiDependencies): void {
  web.post('/courses/:id/people/roster', async (context) => {
    const course = await taughtCourse(context, db);
    const text = await sentText(context);
    if (text.trim() === '') return peoplePage(context, db, course, { form: 'roster', given: {}, errors: { file: 'Choose a file, or paste its lines below.' } });
    return preview(context, course, text, await planRoster(db, context.get('viewer'), course.id, text));
  });

  web.post('/courses/:id/people/roster/import', async (context) => {
    const course = await taughtCourse(context, db);
    const viewer = context.get('viewer');
    const { changes, faults } = await planRoster(db, viewer, course.id, await sentText(context));
    await importRoster(db, course.id, changes.map(({ entry }) => entry), viewer, { keepsKnown: !viewer.isStaff });
    const [added, changed] = (['new', 'changed'] as const).map((kind) => changes.filter((change) => change.kind === kind).length);
    setFlash(context, 'good', `Imported: ${added} added, ${changed} changed${faults.length > 0 ? `, ${lines(faults.length)} left out` : ''}.`);
    return context.redirect(`/courses/${course.id}/people`, 303);
  });
}

/** Of the file, or else what was pasted. */
async function sentText(context: WebContext): Promise<string> {
  const { file, text } = await context.req.parseBody();
  if (file instanceof File && file.size > 0) return rosterText(new Uint8Array(await file.arrayBuffer()));
  return typeof text === 'string' ? text : '';
}

function preview(context: WebContext, course: Course, text: string, { changes, faults }: RosterPlan): Response | Promise<Response> {
  const of = (kind: RosterPlan['changes'][number]['kind']) => changes.filter((change) => change.kind === kind);
  const [added, changed, unchanged] = [of('new'), of('changed'), of('unchanged')];
  const touched = added.length + changed.length;
  const body = html`<ul class="summary plain-list cluster">
<li><strong>${added.length}</strong> new</li><li><strong>${changed.length}</strong> changed</li><li><strong>${unchanged.length}</strong> unchanged</li><li><strong>${faults.length}</strong> wrong</li></ul>
<p class="muted">Nothing has been changed yet. Members who are not in this file stay as they are.</p>
${faults.length > 0 ? html`<section class="notice bad"><h2>${faults.length === 1 ? 'One line is' : `${faults.length} lines are`} wrong</h2><ul>${faults.map(({ line, message }) => html`<li>${line > 0 ? html`<strong>Line ${line}:</strong> ` : 'The text '}${message}</li>`)}</ul></section>` : ''}
${people('New', added)}${people('Changed', changed)}
${unchanged.length > 0 ? html`<details><summary>${unchanged.length === 1 ? 'One stays as it is' : `${unchanged.length} stay as they are`}</summary>${people('Unchanged', unchanged)}</details>` : ''}
<form method="post" action="/courses/${course.id}/people/roster/import" enctype="multipart/form-data" class="cluster spaced">
<input type="hidden" name="text" value="${text}">
${changes.length > 0 && touched > 0 ? html`<button class="primary">${faults.length > 0 ? `Import the ${lines(changes.length)} that ${changes.length === 1 ? 'is' : 'are'} right` : `Import ${changes.length === 1 ? 'this person' : `these ${changes.length} people`}`}</button>` : ''}
<a class="button" href="/courses/${course.id}/people#roster">${changes.length === 0 ? 'Try another file' : touched === 0 ? 'Nothing to do: back' : 'Back, change nothing'}</a></form>`;
  return coursePage(context, course, 'people', body, { heading: 'What the roster would change', wide: true, ...(changes.length === 0 ? { status: 422 as const } : {}) });
}

function people(title: string, list: RosterPlan['changes']): Html {
  if (list.length === 0) return html``;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="${title}"><table class="roster"><caption>${title}: ${list.length}</caption>
<thead><tr><th scope="col" class="number">Line</th><th scope="col">Name</th><th scope="col">Id</th><th scope="col">E-mail</th><th scope="col">Role</th><th scope="col">What changes</th></tr></thead>
<tbody>${list.map(
    ({ line, entry, role, kind, userId, changes, kept }) => html`<tr><td class="number">${line}</td><th scope="row">${entry.name}</th><td class="mono">${entry.externalId}</td><td>${entry.email ?? html`<span class="muted">–</span>`}</td><td>${role}</td>
<td>${kind === 'new' ? html`<span class="badge good">New</span>${userId === null ? '' : html` <span class="small">known from elsewhere</span>`}` : ''}${changes.map(({ what, from, to }) => html`<div>${what}: <del>${from}</del> → <ins>${to}</ins></div>`)}${kept.map(({ what, is }) => html`<div class="muted small">The ${what} stays “${is}”: only staff change it</div>`)}</td></tr>`,
  )}</tbody></table></div>`;
}

function lines(count: number): string {
  return `${count} line${count === 1 ? '' : 's'}`;
}
