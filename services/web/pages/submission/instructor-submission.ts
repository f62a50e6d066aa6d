import { html } from 'hono/html';
import type { Submission } from '#db/queries/submissions.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { page } from '../../layout/page.ts';
import { assignmentPath, coursePath } from '../../layout/tabs.ts';
import type { WebContext } from '../../web.ts';
import { loadReview } from './review.ts';
import { reviewChecks } from './review-checks.ts';
import { reviewEvidence } from './review-evidence.ts';
import type { FormState } from './review-forms.ts';
import { reviewFacts, reviewTitle } from './review-header.ts';
import { reviewWaiting } from './review-waiting.ts';

/** A submission as instructors see it: what contradicts itself, then the rubric beside the evidence. The caller has checked access. */
export async function instructorSubmission(
  context: WebContext,
  { db }: ApiDependencies,
  submission: Submission,
  { check = context.req.query('check'), form = null }: { check?: string | undefined; form?: FormState | null } = {},
): Promise<Response> {
  const zone = context.get('zone');
  const review = await loadReview(db, submission, check);
  const { course, assignment, student } = review;
  return page(context, {
    title: `${student.name}: ${assignment.title}`,
    crumbs: [
      { href: coursePath(course.id), label: course.name },
      { href: assignmentPath(assignment.id, 'gradebook'), label: assignment.title },
      { href: assignmentPath(assignment.id, 'attention'), label: 'Needs eyes' },
    ],
    wide: true,
    status: form ? 422 : 200,
    body: html`${reviewTitle(review)}
${reviewWaiting(review, zone)}
${reviewFacts(review, zone)}
${review.groups.length === 0
  ? ''
  : html`<div id="review" class="review">
<section aria-labelledby="rubric-title"><h2 id="rubric-title">Rubric</h2>${reviewChecks(review, form, zone)}</section>
<section id="evidence" class="review-evidence" tabindex="0" aria-labelledby="evidence-title">${reviewEvidence(review)}</section>
</div>`}`,
  });
}
