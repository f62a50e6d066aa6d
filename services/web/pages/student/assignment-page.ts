import { html, raw } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { requireAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { page } from '../../layout/page.ts';
import { assignmentPath, coursePath } from '../../layout/tabs.ts';
import { notice } from '../../parts/notice.ts';
import { instructionsHtml } from '../../report/instructions.ts';
import type { Web, WebContext } from '../../web.ts';
import { checkStep } from './check-step.ts';
import { enrolStep } from './enrol-step.ts';
import type { FormState } from './form-state.ts';
import { history } from './history.ts';
import { loadStudentView } from './student-view.ts';
import { submitStep } from './submit-step.ts';
import { terms } from './terms.ts';
import { whatIsGraded } from './what-is-graded.ts';

type Asked = Awaited<ReturnType<typeof requireAssignment>>;

export type StepName = 'enrol' | 'check' | 'submit';

export interface Again extends FormState {
  step: StepName;
  status: ContentfulStatusCode;
  /** Where no single field is wrong. */
  problem?: string;
}

/** An assignment as its students see it: what to do, the three steps of handing in, and what they have handed in. */
export function addStudentAssignment(web: Web, dependencies: ApiDependencies): void {
  web.get('/assignments/:id', async (context) => {
    const asked = await requireAssignment(dependencies.db, context.get('viewer'), context.req.param('id'));
    if (asked.role === 'instructor' && context.req.query('as') !== 'student') return context.redirect(assignmentPath(asked.assignment.id, 'gradebook'), 303);
    return assignmentPage(context, dependencies, asked);
  });
}

/** The page, or the page again with what was wrong in one of its forms. */
export async function assignmentPage(context: WebContext, dependencies: ApiDependencies, asked: Asked, again?: Again): Promise<Response> {
  const view = await loadStudentView(dependencies, { viewer: context.get('viewer'), zone: context.get('zone') }, asked);
  const { course, assignment, rubric, enrolment, check, mayAct } = view;
  const formOf = (name: StepName): FormState => (again?.step === name ? again : {});
  const instructions = assignment.instructions.trim();
  const response = await page(context, {
    title: assignment.title,
    crumbs: [{ href: coursePath(course.id), label: course.name }],
    status: again?.status ?? 200,
    body: html`<h1>${assignment.title}</h1>
${mayAct ? '' : notice('info', html`<p>This is how students see the assignment; you can look and change nothing. <a href="${assignmentPath(assignment.id, 'gradebook')}">Back to the gradebook</a></p>`)}
${again ? notice('bad', html`<p>${again.problem ?? 'Something in the form is not right.'} <a href="#${again.step}">Go to the form</a></p>`, { live: true }) : ''}
${terms(view)}
<div class="${instructions === '' ? '' : 'columns'}">
${instructions === '' ? '' : html`<section class="instructions" aria-labelledby="instructions"><h2 id="instructions">What to do</h2>${raw(instructionsHtml(instructions))}</section>`}
<section aria-labelledby="graded"><h2 id="graded">What is graded</h2>${whatIsGraded(rubric)}</section>
</div>
<section aria-labelledby="steps"><h2 id="steps">Hand in</h2>
<ol class="steps">
${step('enrol', 'Let the grader in on your VM', enrolment?.reportedAt ? 'Enrolled' : null, enrolStep(view, formOf('enrol')))}
${step('check', 'Check your VM', check?.result && !check.result.failure ? 'All is well' : null, checkStep(view, formOf('check')))}
${step('submit', 'Submit', null, submitStep(view, formOf('submit')))}
</ol></section>
<section aria-labelledby="earlier"><h2 id="earlier">Your submissions</h2>${history(view)}</section>`,
  });
  // The script holds a token.
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

function step(id: StepName, title: string, done: string | null, body: ReturnType<typeof html>): ReturnType<typeof html> {
  return html`<li class="card step" id="${id}"><div class="cluster"><h3>${title}</h3>${done === null ? '' : html`<span class="badge good"><span aria-hidden="true">✓</span>${done}</span>`}</div>
${body}</li>`;
}
