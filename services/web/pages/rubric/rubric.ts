import { html } from 'hono/html';
import { selectRubricUses } from '#db/queries/rubric-use.ts';
import type { StoredRubric } from '#db/queries/rubrics.ts';
import { plainLine, plainText } from '#rubric/report/inert.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { type Html, page } from '../../layout/page.ts';
import { assignmentPath } from '../../layout/tabs.ts';
import { notice } from '../../parts/notice.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web } from '../../web.ts';
import { requireReadableRubric } from './access.ts';
import { readStored } from './read-stored.ts';
import { rubricView } from './rubric-view.ts';

/** A rubric version as a page, and as the file that it is. */
export function addRubric(web: Web, { db }: ApiDependencies): void {
  web.get('/rubrics/:id', async (context) => {
    const viewer = context.get('viewer');
    const stored = await requireReadableRubric(db, viewer, context.req.param('id'));
    const uses = (await selectRubricUses(db, viewer)).filter(({ rubricId }) => rubricId === stored.id);
    const { rubric, problems } = readStored(stored.text);
    return page(context, {
      title: `${stored.slug} ${stored.version}`,
      crumbs: [{ href: '/rubrics', label: 'Rubrics' }],
      body: html`<h1>${rubric ? plainLine(rubric.title) : stored.slug}</h1>
<p class="muted"><code>${stored.slug} ${stored.version}</code> · published ${timeTag(stored.createdAt, context.get('zone'))}</p>
<p>${uses.length === 0 ? 'No assignment of yours has it now.' : html`The rubric of ${uses.map(({ assignmentId, title }, index) => html`${index > 0 ? ', ' : ''}<a href="${assignmentPath(assignmentId, 'rubric')}">${plainLine(title)}</a>`)}.`}</p>
${rubric ? rubricView(rubric) : notice('bad', html`<p>This grader cannot read the version any more:</p><ul>${problems.map((problem) => html`<li>${plainLine(problem)}</li>`)}</ul>`)}
${sourceView(stored)}`,
    });
  });

  web.get('/rubrics/:id/source', async (context) => {
    const { slug, version, text } = await requireReadableRubric(db, context.get('viewer'), context.req.param('id'));
    return context.body(text, 200, { 'Content-Type': 'application/yaml; charset=utf-8', 'Content-Disposition': `attachment; filename="${slug}-${version}.yaml"` });
  });
}

/** The text as it was published, folded away. */
export function sourceView({ id, text }: Pick<StoredRubric, 'id' | 'text'>): Html {
  return html`<details class="source"><summary>The YAML source</summary><div class="copy"><pre class="wrap" id="source">${plainText(text)}</pre><button type="button" data-copy="source">Copy</button></div></details>
<p><a class="button" href="/rubrics/${id}/source" download>Download</a></p>`;
}
