import { html } from 'hono/html';
import type { VmCheck } from '#db/queries/vm-checks.ts';
import { type VmCheckStep, vmCheckSteps } from '#db/schema/vm-checks.ts';
import { plainText } from '#rubric/report/inert.ts';
import type { Html } from '../../layout/page.ts';
import { notice } from '../../parts/notice.ts';
import { relativeText, timeTag } from '../../parts/time.ts';
import { machineFields } from './machine-fields.ts';
import type { FormState } from './form-state.ts';
import { lastKnownMachine, type StudentView } from './student-view.ts';

/** A look before any attempt is used: the form, and what the last look found. */
export function checkStep(view: StudentView, form: FormState): Html {
  return html`<p>The grader looks whether it can get in and work on your machine. Nothing is graded, nothing is changed, and no attempt is used.</p>
<form method="post" action="/assignments/${view.assignment.id}/check">
<fieldset class="plain"${view.mayAct ? '' : html` disabled`}>
${machineFields('check', lastKnownMachine(view), form, view.enrolment)}
<button>Check my VM</button></fieldset></form>
<div role="status">${checkResult(view)}</div>`;
}

/** What the last look found; while one is under way it asks for itself again, each second. */
export function checkResult({ check, assignment, zone, now }: Pick<StudentView, 'check' | 'assignment' | 'zone' | 'now'>): Html {
  if (!check) return html``;
  const isUnderWay = check.state === 'waiting' || check.state === 'running';
  const live = isUnderWay ? html` hx-get="/assignments/${assignment.id}/check?seen=${seenMark(check)}" hx-trigger="every 1s" hx-swap="outerHTML"` : '';
  return html`<div id="check-result" class="check-result"${live}>
<h4>${headline(check)}</h4>
<p class="muted small"><code>${check.login}</code> on <code>${check.address}</code> port ${check.port}, ${timeTag(check.finishedAt ?? check.createdAt, zone)} (${relativeText(check.finishedAt ?? check.createdAt, now)})</p>
${check.state === 'lost' ? notice('warn', 'Nothing came of this check: the grader was interrupted. Check again.') : steps(check)}
${isUnderWay ? html`<p class="muted small">This takes some seconds, half a minute at most. Without scripts in your browser, load the page again.</p>` : ''}
</div>`;
}

/** Tells one state of a check from the next. */
export function seenMark({ id, state }: VmCheck): string {
  return `${id}.${state}`;
}

function headline({ state, result }: VmCheck): string {
  if (state === 'waiting') return 'Waiting for the grader…';
  if (state === 'running') return 'The grader is looking…';
  if (state === 'lost') return 'The check was interrupted';
  return result?.failure ? 'The grader could not do all it needs' : 'All is well: the grader can work on this machine';
}

const titles: Record<VmCheckStep, (check: VmCheck) => string> = {
  connect: ({ port }) => `The SSH server answers on port ${port}`,
  'host-key': () => 'It shows the host key that is known',
  'log-in': () => 'The grader’s key is let in',
  sudo: () => 'sudo works without a password',
  login: ({ login }) => `Your login ${login} exists`,
};

function steps(check: VmCheck): Html {
  const { succeeded = [], failure = null } = check.result ?? {};
  return html`<ol class="steps-seen">${vmCheckSteps.map((step) => {
    const [kind, sign, word] = succeeded.includes(step) ? ['good', '✓', 'yes'] : failure?.step === step ? ['bad', '✗', 'no'] : ['plain', '·', check.result ? 'not tried' : 'to be seen'];
    return html`<li><span class="badge ${kind}"><span aria-hidden="true">${sign}</span>${word}</span> ${titles[step](check)}
${failure?.step === step ? html`<p class="why">${plainText(failure.message)}</p>` : ''}</li>`;
  })}</ol>`;
}
