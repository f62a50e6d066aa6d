import { html } from 'hono/html';
import type { Html } from '../../layout/page.ts';
import { inputField } from '../../parts/fields.ts';
import { notice } from '../../parts/notice.ts';
import { timeTag } from '../../parts/time.ts';
import type { FormState } from './form-state.ts';
import { lastKnownMachine, type StudentView } from './student-view.ts';

/** Let the grader in: the script, how to run it, and what it told. */
export function enrolStep(view: StudentView, form: FormState): Html {
  const { enrolment } = view;
  const isEnrolled = enrolment !== null && enrolment.reportedAt !== null;
  return html`${isEnrolled ? enrolled(view) : ''}
${pendingKeys(view)}
${isEnrolled && form.errors === undefined
  ? html`<details><summary>Enrol another machine, or one that you have built anew</summary>${howTo(view, form)}</details>`
  : howTo(view, form)}`;
}

function enrolled({ enrolment, zone }: StudentView): Html {
  const addresses = enrolment?.addresses ?? [];
  return html`<dl class="facts">
<dt>Reported</dt><dd>${enrolment?.reportedAt ? timeTag(enrolment.reportedAt, zone) : ''}</dd>
<dt>Your login</dt><dd><code>${enrolment?.login}</code></dd>
<dt>Addresses</dt><dd>${addresses.length === 0 ? 'none in the networks that are graded' : addresses.map((address, index) => html`${index > 0 ? ', ' : ''}<code>${address}</code>`)}</dd>
</dl>`;
}

function pendingKeys({ pendingKeys: keys }: StudentView): Html | '' {
  if (keys.length === 0) return '';
  const places = [...new Set(keys.map(({ address, port }) => `${address} port ${port}`))];
  return notice(
    'warn',
    html`<p><strong>Your instructor has to accept new host keys.</strong> The machine at ${places.join(', ')} has other keys than before. Until they are accepted it is not graded. Should you not have built it anew, tell your instructor.</p>
<details><summary>${keys.length === 1 ? 'The key' : `The ${keys.length} keys`}</summary><ul>${keys.map(({ fingerprint }) => html`<li><code>${fingerprint}</code></li>`)}</ul></details>`,
  );
}

function howTo(view: StudentView, { given, errors }: FormState): Html {
  const { script, course, assignment, enrolment, mayAct } = view;
  if (script === null) return html`<p class="muted">Each student sees a script of their own here.</p>`;
  return html`<p>The grader logs in by SSH as the user <code>netgrader</code>, with a key made for you. This script puts both on your VM. Read it first: it runs as root.</p>
<ol class="how-to">
<li><a class="button" href="/courses/${course.id}/enrolment.sh" download>Download enrolment.sh</a></li>
<li>Copy it to your VM, with your own login and address, or paste its text into a file there:
<div class="copy"><pre id="copy-scp">${copyCommand(lastKnownMachine(view))}</pre><button type="button" class="quiet" data-copy="copy-scp">Copy</button></div></li>
<li>Log in there and run it:
<div class="copy"><pre id="copy-run">sudo sh enrolment.sh</pre><button type="button" class="quiet" data-copy="copy-run">Copy</button></div></li>
</ol>
${enrolment?.reportedAt ? '' : html`<p class="muted small" hx-get="/assignments/${assignment.id}/enrolled" hx-trigger="every 4s">It reports to the grader by itself, and this page then says so.</p>`}
<details class="script"><summary>Read the script</summary>
<div class="copy"><pre id="enrolment-script" tabindex="0" role="region" aria-label="enrolment.sh">${script}</pre><button type="button" data-copy="enrolment-script">Copy</button></div></details>
<form method="post" action="/assignments/${assignment.id}/enrolment" class="paste">
${inputField({ label: 'Did it print a line instead of reporting by itself?', name: 'line', required: true, value: given?.['line'] ?? '', error: errors?.['line'], maxLength: 16_384, hint: 'A VM that cannot reach the grader prints a line that begins with netgrader-enrolment:v1: – paste the whole of it here.' })}
<button${mayAct ? '' : html` disabled`}>Send the line</button></form>`;
}

function copyCommand({ address, port, login }: { address: string; port: number; login: string }): string {
  const host = address.includes(':') ? `[${address}]` : address || '10.0.0.7';
  return `scp ${port === 22 ? '' : `-P ${port} `}enrolment.sh ${login || 'student'}@${host}:`;
}
