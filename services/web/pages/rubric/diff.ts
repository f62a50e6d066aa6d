import { html } from 'hono/html';
import { plainLine } from '#rubric/report/inert.ts';
import { rubricDiff } from '#rubric/rubric-diff.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { type Html, page } from '../../layout/page.ts';
import type { Web } from '../../web.ts';
import { requireReadableRubric } from './access.ts';
import { lineDiff } from './line-diff.ts';
import { readStored } from './read-stored.ts';

/** What a version judges otherwise than another one: `/rubrics/NEW/diff/OLD`. */
export function addRubricDiff(web: Web, { db }: ApiDependencies): void {
  web.get('/rubrics/:id/diff/:other', async (context) => {
    const viewer = context.get('viewer');
    const [after, before] = [await requireReadableRubric(db, viewer, context.req.param('id')), await requireReadableRubric(db, viewer, context.req.param('other'))];
    return page(context, {
      title: 'Comparison',
      crumbs: [{ href: '/rubrics', label: 'Rubrics' }, { href: `/rubrics/${after.id}`, label: `${after.slug} ${after.version}` }],
      wide: true,
      body: html`<h1>What ${after.version} judges otherwise</h1>
<p>Than <a class="mono" href="/rubrics/${before.id}">${before.slug} ${before.version}</a>; now is <a class="mono" href="/rubrics/${after.id}">${after.slug} ${after.version}</a>.
<a href="/rubrics/${before.id}/diff/${after.id}">The other way round</a></p>
${sentences(before.text, after.text)}
<h2>The texts, line by line</h2>${lineDiff(before.text, after.text)}`,
    });
  });
}

/** What the second text judges otherwise, a sentence a change. */
export function sentences(before: string, after: string): Html {
  const [old, now] = [readStored(before).rubric, readStored(after).rubric];
  if (!old || !now) return html`<p>One of them cannot be read by this grader any more, so that only the texts are compared.</p>`;
  const changes = rubricDiff(old, now);
  if (changes.length === 0) return html`<p>They judge alike; only remarks or the declared version differ.</p>`;
  return html`<ul>${changes.map((sentence) => html`<li>${plainLine(sentence)}</li>`)}</ul>`;
}
