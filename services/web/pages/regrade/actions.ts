import { html } from 'hono/html';
import type { Assignment } from '#db/queries/assignments.ts';
import type { UndoForecast } from '#db/queries/regrade-undo.ts';
import type { Regrade } from '#db/queries/regrades.ts';
import type { RegradeHolds } from '#db/schema/regrades.ts';
import { plainLine } from '#rubric/report/inert.ts';
import type { Html } from '../../layout/page.ts';
import { counted } from '../../parts/counted.ts';
import { checkboxField, inputField } from '../../parts/fields.ts';

/** What can be done now, by the regrade's state. `forecast`: where it can be undone. */
export function regradeActions(regrade: Regrade, assignment: Assignment, forecast: UndoForecast | null): Html {
  const { id, state, counts } = regrade;
  const cancel = html`<form method="post" action="/regrades/${id}/cancel" data-confirm="Cancel the regrade? ${cancelWords(regrade)}"><button class="danger">Cancel</button></form>`;
  switch (state) {
    case 'previewing':
      return html`<div class="cluster">${cancel}</div>`;
    case 'ready':
      return html`${confirmForm(regrade, assignment)}<div class="cluster">${cancel}</div>`;
    case 'running':
      return html`<div class="cluster">${plainForm(id, 'pause', 'Pause')}${cancel}</div>`;
    case 'paused':
      return html`<div class="cluster">${plainForm(id, 'resume', 'Resume', 'primary')}${cancel}</div>`;
    case 'finished':
    case 'cancelled':
      return html`${state === 'finished' && counts.failed > 0 ? html`<div class="cluster">${plainForm(id, 'retry', counts.failed === 1 ? 'Try again the one that failed' : `Try again the ${counts.failed} that failed`)}</div>` : ''}
${forecast ? undoForm(id, forecast) : ''}`;
    default:
      return html``;
  }
}

function plainForm(id: string, verb: string, label: string, kind = ''): Html {
  return html`<form method="post" action="/regrades/${id}/${verb}"><button class="${kind}">${label}</button></form>`;
}

function cancelWords({ state, counts }: Regrade): string {
  if (state === 'previewing' || state === 'ready') return 'No grade has changed, and none will.';
  return `What is done stays (${counts.applied} regraded); the ${counts.pending} that wait are left as they are. It cannot be taken up again.`;
}

const holds: Record<RegradeHolds, string> = {
  all: 'Hold every grade that the visits give: I look first, then accept all or some',
  worse: 'Hold only those that come out with fewer points; the others count at once',
  none: 'Hold none: whatever comes out counts at once',
};

function confirmForm({ id, kind, rubricId, rubric, counts }: Regrade, assignment: Assignment): Html {
  const isOther = rubricId !== assignment.rubricId;
  return html`<form method="post" action="/regrades/${id}/confirm" class="card" data-confirm="${kind === 'rescore' ? `Change the grades of ${counted(counts.pending, 'submission')} as previewed? You can undo it as a whole later.` : `Visit ${counted(counts.pending, 'machine')} again?`}">
<h2>Confirm</h2>
${kind === 'recollect'
  ? html`<p>${counted(counts.pending, 'machine')} would be visited again, politely and behind students’ own submissions.</p>
<fieldset><legend>Which new grades wait for you</legend>${(Object.entries(holds) as [RegradeHolds, string][]).map(
      ([value, words]) => html`<div class="field checkbox"><input type="radio" id="holds-${value}" name="holds" value="${value}"${value === 'all' ? html` checked` : ''}><label for="holds-${value}">${words}</label></div>`,
    )}</fieldset>`
  : html`<p>${counted(counts.pending, 'submission')} would be judged under ${rubric.id} ${rubric.version}. Overrides by instructors stay on top. Students see the new grades at once.</p>`}
${isOther ? checkboxField({ name: 'adopt', checked: true, label: 'Make it the assignment’s rubric from now on', hint: `Otherwise what is handed in later is graded under ${assignment.rubric.version}.` }) : ''}
<p><button class="primary">${kind === 'rescore' ? 'Change these grades' : 'Begin the visits'}</button></p></form>`;
}

function undoForm(id: string, { back, stay, rubric }: UndoForecast): Html {
  if (back + stay.length === 0) return html``;
  const listed = stay.slice(0, 20);
  return html`<details class="card"><summary><strong>Undo this regrade</strong></summary>
<ul><li>${back === 0 ? 'No grade comes back.' : `${counted(back, 'grade')} will be the ${back === 1 ? 'one' : 'ones'} from before again.`}</li>
${stay.length === 0
  ? ''
  : html`<li>${counted(stay.length, 'grade')} will stay, since ${stay.length === 1 ? 'it was' : 'they were'} changed again after the regrade: ${listed.map(
      ({ submissionId, name }, index) => html`${index > 0 ? ', ' : ''}<a href="/submissions/${submissionId}">${plainLine(name)}</a>`,
    )}${stay.length > listed.length ? html` and ${stay.length - listed.length} more` : ''}.</li>`}
<li>${rubric ? html`The assignment will have its rubric from before again: <a href="/rubrics/${rubric.id}">${rubric.slug} ${rubric.version}</a>.` : 'The assignment’s rubric stays as it is.'}</li>
<li>Versions of grades are kept for good: nothing is lost, and the audit log tells of both.</li></ul>
<form method="post" action="/regrades/${id}/undo" data-confirm="Undo the regrade? ${counted(back, 'grade')} will be changed back. This cannot be undone in turn.">
${inputField({ name: 'reason', label: 'Reason', required: true, maxLength: 500 })}
<button class="danger">Undo the regrade</button></form></details>`;
}
