import { html } from 'hono/html';
import type { Attempt } from '#db/queries/attempts.ts';
import type { GradeHistoryEntry } from '#db/queries/grade-history.ts';
import type { GradeSource } from '#db/schema/grades.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { totalOf } from '#rubric/report/words.ts';
import type { Html } from '../../layout/page.ts';
import { assignmentPath } from '../../layout/tabs.ts';
import { pointsOfText, pointsText } from '../../parts/points.ts';
import { timeTag } from '../../parts/time.ts';
import type { Review } from './review.ts';
import { checkPath, filePath } from './review-paths.ts';

const statusWords = { final: 'Final', provisional: 'Provisional', not_gradable: 'Not gradable' } as const;
const statusKinds = { final: 'good', provisional: 'warn', not_gradable: 'not_gradable' } as const;

const sources: Record<GradeSource, string> = {
  visit: 'Visit of the machine',
  rescore: 'Scored again',
  recollect: 'Visited again',
  override: 'Points by an instructor',
  lift: 'Override lifted',
};

/** Whose submission it is, what it came to, and where to go on. */
export function reviewTitle({ submission, assignment, student, attempts, next }: Review): Html {
  const attempt = attempts.findIndex(({ id }) => id === submission.id) + 1;
  const { grade } = submission;
  return html`<div class="review-title">
<div><h1>${student.name}</h1>
<p class="muted">${assignment.title} · attempt ${attempt} of ${attempts.length} · <a href="/submissions/${submission.id}?as=student">as the student sees it</a></p></div>
<p class="review-total">${grade ? html`<strong class="number">${totalOf(grade.document)}</strong> <span class="badge ${statusKinds[grade.status]}">${statusWords[grade.status]}</span>` : html`<span class="badge open">${submission.status === 'running' ? 'Being graded' : 'Waiting to be graded'}</span>`}</p>
<p class="review-next">${next
  ? html`<a class="button" href="${checkPath(next.submissionId, next.checkId)}">Next in the queue: ${next.student}</a> <span class="muted small">${next.waiting} more ${next.waiting === 1 ? 'waits' : 'wait'}</span>`
  : html`<a class="button" href="${assignmentPath(assignment.id, 'attention')}">The queue</a> <span class="muted small">No other submission waits</span>`}</p>
</div>`;
}

/** Facts of the hand-in, the student's other attempts, the versions of the grade, and the files of the archive. */
export function reviewFacts(review: Review, zone: string): Html {
  const { submission, attempts, history, files } = review;
  const { dueAt = null, grade: own = null } = attempts.find(({ id }) => id === submission.id) ?? {};
  const { grade, address, port, login, createdAt } = submission;
  return html`<section class="review-facts" aria-label="About the submission">
<dl class="facts">
<dt>Handed in</dt><dd>${timeTag(createdAt, zone)} ${own?.late && dueAt
  ? html`<span class="badge warn">${own.late.days} ${own.late.days === 1 ? 'day' : 'days'} late</span> <span class="small muted">due ${timeTag(dueAt, zone)}${own.late.deducted > 0 ? `; ${pointsText(own.late.deducted)} points are deducted, ${pointsText(own.earned - own.late.deducted)} count` : ''}</span>`
  : ''}</dd>
<dt>Machine</dt><dd><code>${plainLine(login)}@${address}</code> port ${port}</dd>
${grade ? html`<dt>Rubric</dt><dd>${grade.document.rubric.id} ${grade.document.rubric.version}</dd>` : ''}
${attempts.length > 1 ? html`<dt>Attempts</dt><dd><ol class="attempts">${attempts.map((attempt) => attemptItem(attempt, submission.id, zone))}</ol></dd>` : ''}
</dl>
${history.length > 0 ? versions(history, zone) : ''}
${files.length > 0
  ? html`<details><summary>${files.length} ${files.length === 1 ? 'file' : 'files'} handed in</summary><ul class="plain-list">${files.map(({ path, base64, truncated }, index) => {
      const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
      return html`<li><a href="${filePath(submission.id, index)}">${plainLine(path)}</a> <span class="muted small number">${bytesText(bytes)}${truncated ? ', cut' : ''}</span></li>`;
    })}</ul></details>`
  : ''}
</section>`;
}

/** `830 bytes`, `12.3 KiB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function attemptItem({ id, createdAt: handedInAt, grade }: Attempt, shown: string, zone: string): Html {
  const came = grade === null ? 'being graded' : grade.status === 'not_gradable' ? 'not gradable' : pointsOfText(grade.earned, grade.possible);
  return html`<li>${id === shown ? html`<span aria-current="true"><strong>${timeTag(handedInAt, zone)}</strong> (this one)</span>` : html`<a href="/submissions/${id}">${timeTag(handedInAt, zone)}</a>`} <span class="number">${came}</span></li>`;
}

function versions(history: readonly GradeHistoryEntry[], zone: string): Html {
  return html`<details><summary>${history.length} ${history.length === 1 ? 'version' : 'versions'} of the grade</summary>
<div class="table-scroll" tabindex="0" role="region" aria-label="Versions of the grade"><table>
<thead><tr><th scope="col" class="number">Version</th><th scope="col">Made by</th><th scope="col">When</th><th scope="col" class="number">Points</th><th scope="col">Rubric</th><th scope="col">Why</th></tr></thead>
<tbody>${history.map(
    ({ version, source, at, by, why, regradeId, rubric, status, earned, possible, isCurrent }) => html`<tr>
<th scope="row" class="number">${version}${isCurrent ? html` <span class="badge good">current</span>` : ''}</th>
<td>${regradeId ? html`<a href="/regrades/${regradeId}">${sources[source]}</a>` : sources[source]}${by ? html`<br><span class="muted small">${by}</span>` : ''}</td>
<td class="nowrap">${timeTag(at, zone)}</td>
<td class="number">${pointsOfText(status === 'not_gradable' ? null : earned, possible)}${status === 'final' ? '' : html`<br><span class="muted small">${statusWords[status]}</span>`}</td>
<td class="small">${rubric.version}</td>
<td>${why === null ? '' : plainLine(why)}</td></tr>`,
  )}</tbody></table></div></details>`;
}
