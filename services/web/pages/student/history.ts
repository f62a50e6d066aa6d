import { html } from 'hono/html';
import type { CountedSubmission } from '#db/queries/counted-submissions.ts';
import type { Submission } from '#db/queries/submissions.ts';
import type { Html } from '../../layout/page.ts';
import { timeTag } from '../../parts/time.ts';
import { countedText, lateText } from './counted-text.ts';
import type { StudentView } from './student-view.ts';

/** The student's submissions for the assignment, newest first, and which of them counts. */
export function history({ submissions, counted, zone }: StudentView): Html {
  if (submissions.length === 0) return html`<p class="empty">You have handed in nothing yet.</p>`;
  const byId = new Map(counted.map((one) => [one.submissionId, one]));
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Your submissions"><table>
<caption class="visually-hidden">Your submissions, newest first</caption>
<thead><tr><th scope="col">No.</th><th scope="col">Handed in</th><th scope="col">Machine</th><th scope="col">Result</th><th scope="col" class="number">Points</th></tr></thead>
<tbody>${submissions.map((submission, index) => {
    const number = submissions.length - index;
    const counts = submission.id === counted[0]?.submissionId;
    return html`<tr><th scope="row"><a href="/submissions/${submission.id}">${number}<span class="visually-hidden"> (submission ${number})</span></a></th>
<td>${timeTag(submission.createdAt, zone)}</td><td><code>${submission.address}</code></td>
<td>${result(submission)}${counts ? html` <span class="badge good"><span aria-hidden="true">★</span>counts</span>` : ''}</td><td class="number">${points(byId.get(submission.id))}</td></tr>`;
  })}</tbody></table></div>`;
}

/** How a submission stands, by sign and word. */
function result({ status, grade }: Submission): Html {
  if (status === 'queued') return html`<span class="badge plain"><span aria-hidden="true">…</span>Waiting</span>`;
  if (status === 'running') return html`<span class="badge plain"><span aria-hidden="true">…</span>Being graded</span>`;
  if (status === 'not_gradable') return html`<span class="badge not_gradable"><span aria-hidden="true">○</span>Not gradable</span>`;
  return grade?.status === 'provisional' ? html`<span class="badge open"><span aria-hidden="true">○</span>Provisional</span>` : html`<span class="badge plain"><span aria-hidden="true">✓</span>Graded</span>`;
}

function points(counted: CountedSubmission | undefined): Html {
  if (!counted || counted.status === 'not_gradable') return html`–`;
  const late = lateText(counted);
  return html`${countedText(counted)}${late === '' ? '' : html`<br><span class="muted small">${late}</span>`}`;
}
