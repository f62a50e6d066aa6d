import { html } from 'hono/html';
import type { Html } from '../../layout/page.ts';
import { inputField } from '../../parts/fields.ts';
import { notice } from '../../parts/notice.ts';
import { relativeText, timeTag } from '../../parts/time.ts';
import { mostOpen } from '../../../submissions/hand-in.ts';
import { machineFields } from './machine-fields.ts';
import type { FormState } from './form-state.ts';
import { lastKnownMachine, type StudentView } from './student-view.ts';

/** Hand in: the form, or why not now. */
export function submitStep(view: StudentView, form: FormState): Html {
  const { assignment, enrolment, submissions } = view;
  const { given, errors } = form;
  const refusal = whyNot(view);
  const known = lastKnownMachine(view);
  const isDisabled = refusal !== '' || !view.mayAct;
  return html`${refusal}
${refusal === '' ? advice(view, known) : ''}
<form method="post" action="/assignments/${assignment.id}/submissions" enctype="multipart/form-data">
<fieldset class="plain"${isDisabled ? html` disabled` : ''}>
${machineFields('submit', known, form, enrolment)}
${inputField({ label: 'Folder of your deliverables', name: 'deliverables', form: 'submit', value: given ? given['deliverables'] : submissions[0]?.deliverables, error: errors?.['deliverables'], maxLength: 500, hint: html`On the VM, such as <code>/home/student/lab</code>. Left empty, the grader looks for it below your home.` })}
${inputField({ label: 'Archive with deliverables', name: 'archive', form: 'submit', type: 'file', accept: '.tar.gz,.tgz,.zip', error: errors?.['archive'], hint: given?.['upload'] ? 'Your archive is here already; choose another one only to replace it.' : 'A .tar.gz or .zip. Its files are taken before those on the VM.' })}
${given?.['upload'] ? html`<input type="hidden" name="upload" value="${given['upload']}">` : ''}
<button class="primary">Submit for grading</button></fieldset></form>`;
}

function advice({ enrolment, check, allowance }: StudentView, machine: { address: string; port: number }): Html {
  const late =
    allowance.state === 'late'
      ? notice('warn', html`<p><strong>The deadline has passed.</strong> What you hand in now is late: each day begun takes off ${allowance.latePercentPerDay} % of the points earned.</p>`)
      : allowance.state === 'grace'
        ? notice('info', 'The deadline has passed, and your submission on time could not be graded: you may hand in again for a while, as if it were on time.')
        : '';
  return html`${late}${readiness({ enrolment, check }, machine)}`;
}

/** Whether the grader will get in, by the last look at this machine; where there was none, by the enrolment. */
function readiness({ enrolment, check }: Pick<StudentView, 'enrolment' | 'check'>, { address, port }: { address: string; port: number }): Html | '' {
  // What the look finds is shown where it was asked for, in a moment.
  if (check?.state === 'waiting' || check?.state === 'running') return '';
  const seen = check?.address === address && check.port === port ? check.result : null;
  if (seen?.failure) return notice('warn', 'The last check of this machine failed (step 2). Mend that first: what does not let the grader in cannot be graded.');
  if (seen || enrolment?.reportedAt) return '';
  return notice('warn', 'No machine of yours is enrolled yet (step 1). One that does not let the grader in cannot be graded.');
}

/** Why nothing may be handed in now; empty where it may. */
function whyNot({ allowance, submissions, zone, now }: StudentView): Html | '' {
  const { state, dueAt, lateUntil, nextAt, attempts } = allowance;
  const when = (moment: Date | null) => (moment ? html`${timeTag(moment, zone)} (${relativeText(moment, now)})` : '');
  switch (state) {
    case 'closed':
      return notice('info', html`<p><strong>Nothing more is taken.</strong> The deadline was ${when(dueAt)}${lateUntil ? html`, and late submissions were taken until ${when(lateUntil)}` : ''}.</p>`);
    case 'used-up':
      return notice('info', html`<p><strong>Your ${attempts.limit === 1 ? 'attempt is' : `${attempts.limit} attempts are`} used up.</strong> Submissions that could not be graded have not been counted.</p>`);
    case 'cool-down':
      return notice('info', html`<p><strong>Not just now.</strong> You may hand in again from ${when(nextAt)} on.</p>`);
    default: {
      const open = submissions.filter(({ settledAt }) => settledAt === null).length;
      if (open < mostOpen) return '';
      return notice('info', html`<p><strong>Not just now.</strong> ${open} of your submissions are being graded. Wait for one of them.</p>`);
    }
  }
}
