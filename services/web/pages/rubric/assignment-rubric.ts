import { html } from 'hono/html';
import { type ListedDraft, selectDrafts } from '#db/queries/rubric-drafts.ts';
import { selectRubric, selectRubrics } from '#db/queries/rubrics.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { requireTaughtAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { type Html, page } from '../../layout/page.ts';
import { assignmentPath, assignmentTabs } from '../../layout/tabs.ts';
import { notice } from '../../parts/notice.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web } from '../../web.ts';
import { regradeCrumbs } from '../regrade/regrades.ts';
import { readStored } from './read-stored.ts';
import { sourceView } from './rubric.ts';
import { rubricView } from './rubric-view.ts';

const listedDrafts = 20;

/** What an assignment is graded by, its other versions and drafts. */
export function addAssignmentRubric(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  web.get('/assignments/:id/rubric', async (context) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id'));
    const [stored, all, drafts, crumbs] = await Promise.all([selectRubric(db, assignment.rubricId), selectRubrics(db), selectDrafts(db, assignment.id, listedDrafts), regradeCrumbs(dependencies, assignment)]);
    const zone = context.get('zone');
    const others = all.filter(({ slug, id }) => slug === stored.slug && id !== stored.id);
    const { rubric, problems } = readStored(stored.text);
    return page(context, {
      title: 'Rubric',
      crumbs,
      tabs: assignmentTabs(assignment.id, 'rubric'),
      body: html`<div class="cluster apart"><div><h1>${rubric ? plainLine(rubric.title) : stored.slug}</h1>
<p class="muted"><a class="mono" href="/rubrics/${stored.id}">${stored.slug} ${stored.version}</a> · published ${timeTag(stored.createdAt, zone)}</p></div>
<p class="cluster"><a href="/rubrics">All rubrics</a> <a class="button primary" href="/assignments/${assignment.id}/rubric/upload">New version</a></p></div>
<h2>Other versions</h2>
${others.length === 0
  ? html`<p class="muted">There is no other version of ${stored.slug}.</p>`
  : html`<ul class="versions plain-list">${others.map(
      ({ id, version, createdAt }) => html`<li><a class="mono" href="/rubrics/${id}">${version}</a> <span class="muted small">${timeTag(createdAt, zone)}</span>
<a href="/rubrics/${stored.id}/diff/${id}">what is judged otherwise now<span class="visually-hidden"> than under ${version}</span></a></li>`,
    )}</ul>`}
${draftList(assignment.id, drafts, zone)}
<h2>What is graded</h2>
${rubric ? rubricView(rubric) : notice('bad', html`<p>This grader cannot read the version any more:</p><ul>${problems.map((problem) => html`<li>${plainLine(problem)}</li>`)}</ul>`)}
${sourceView(stored)}`,
    });
  });
}

function draftList(assignmentId: string, drafts: readonly ListedDraft[], zone: string): Html {
  if (drafts.length === 0) return html``;
  return html`<h2>Drafts</h2><p class="muted small">Uploaded to see what they would change. Nothing is graded by a draft.</p>
<ul class="versions plain-list">${drafts.map(
    ({ id, createdAt, author, finishedAt, published }) => html`<li><a href="${assignmentPath(assignmentId, 'rubric')}/drafts/${id}">${timeTag(createdAt, zone)}</a> <span class="muted small">${plainLine(author)}</span>
${published ? html`published as <a class="mono" href="/rubrics/${published.id}">${published.version}</a>` : finishedAt ? 'not published' : 'not scored to the end'}</li>`,
  )}</ul>`;
}
