import { html } from 'hono/html';
import { openHash, reviewHash, type ReviewSeen } from '#db/queries/reviews-seen.ts';
import type { CheckResult } from '#rubric/grade.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { openReasons, pointsOf } from '#rubric/report/words.ts';
import type { Html } from '../../layout/page.ts';
import { notice } from '../../parts/notice.ts';
import { timeTag } from '../../parts/time.ts';
import type { Review } from './review.ts';
import { checkPath } from './review-paths.ts';

/** How many checks are named before the rest is folded away. */
const namedChecks = 5;

/** What an instructor should look at before anything else: contradictions first, then what students asked, then the rest. */
export function reviewWaiting(review: Review, zone: string): Html {
  return html`${contradictions(review, zone)}${openLooks(review, zone)}${openGrade(review, zone)}${changedOverrides(review)}`;
}

/** Checks marked for review, those with the same words together. */
function contradictions({ submission, checks, seen }: Review, zone: string): Html | '' {
  const marked = checks.filter(({ review }) => review !== null);
  if (marked.length === 0) return '';
  const groups = [...Map.groupBy(marked, ({ review }) => review ?? '')];
  const unseen = groups.filter(([words, of]) => !seenOf(seen, of.map(({ id }) => id), reviewHash(words)));
  const list = html`<ul class="plain-list stack">${groups.map(([words, of]) => contradiction(submission.id, words, of, seenOf(seen, of.map(({ id }) => id), reviewHash(words)), zone))}</ul>`;
  const title = `${groups.length} ${groups.length === 1 ? 'contradiction' : 'contradictions'}`;
  return html`<section class="contradictions" aria-labelledby="contradictions">
<h2 id="contradictions">${title} ${unseen.length === 0 ? html`<span class="badge plain">all seen</span>` : html`<span class="badge warn">${unseen.length} to look at</span>`}</h2>
<p class="muted">What speaks against the evidence. It costs no points by itself: the points are yours to judge.</p>
${unseen.length === 0 ? html`<details><summary>Show them</summary>${list}</details>` : list}
</section>`;
}

function contradiction(submissionId: string, words: string, checks: readonly CheckResult[], seen: ReviewSeen | null, zone: string): Html {
  const [only, ...rest] = checks;
  const link = ({ id, title }: CheckResult) => html`<li><a href="${checkPath(submissionId, id)}">${title}</a></li>`;
  return html`<li class="card ${seen ? 'seen' : 'unseen'}">
<p class="words">${sentence(words)}</p>
${only && rest.length === 0
  ? html`<p class="small"><span class="muted">The check </span><a href="${checkPath(submissionId, only.id)}">${only.title}</a><span class="muted"> found: ${plainLine(only.seen)} (${pointsOf(only)})</span></p>`
  : html`<p class="small muted">Marked at ${checks.length} checks:</p><ul class="checks-named small">${checks.slice(0, namedChecks).map(link)}</ul>`}
${checks.length > namedChecks ? html`<details class="small"><summary>${checks.length - namedChecks} more</summary><ul class="checks-named">${checks.slice(namedChecks).map(link)}</ul></details>` : ''}
${seen ? seenLine(seen, zone) : seenForm(submissionId, checks.map(({ id }) => id), reviewHash(words))}</li>`;
}

function openLooks({ submission, checks, looks }: Review, zone: string): Html | '' {
  const open = looks.filter(({ state }) => state === 'open');
  if (open.length === 0) return '';
  return html`<section class="waiting" aria-labelledby="second-looks"><h2 id="second-looks">Second looks <span class="badge warn">${open.length} to answer</span></h2>
<ul class="plain-list stack">${open.map(
    ({ checkId, reason, createdAt }) => html`<li class="card unseen"><p class="words">“${plainLine(reason)}”</p>
<p class="small"><span class="muted">Asked ${timeTag(createdAt, zone)} about</span> <a href="${checkPath(submission.id, checkId)}">${titleOf(checks, checkId)}</a></p></li>`,
  )}</ul></section>`;
}

/** Why the grade is not final. */
function openGrade({ submission, seen }: Review, zone: string): Html | '' {
  const grade = submission.grade?.document;
  const hash = grade ? openHash(grade) : null;
  if (!grade || grade.status === 'final' || hash === null) return '';
  const bySomebody = seenOf(seen, [''], hash);
  const reasons = grade.status === 'not_gradable' ? [{ seen: grade.reason.message, titles: [] }] : openReasons(grade);
  return html`<section class="waiting" aria-labelledby="open-grade"><h2 id="open-grade">${grade.status === 'not_gradable' ? 'Could not be graded' : 'Graded in part'}</h2>
${notice(
    bySomebody ? 'info' : 'warn',
    html`${reasons.map(({ seen: why, titles }) => html`<p>${sentence(why)}${titles.length > 0 ? html` <span class="muted small">(${titles.length} ${titles.length === 1 ? 'check' : 'checks'}: ${titles.join(', ')})</span>` : ''}</p>`)}
${bySomebody ? seenLine(bySomebody, zone) : seenForm(submission.id, [''], hash)}`,
  )}</section>`;
}

function changedOverrides({ submission, checks, overrides }: Review): Html | '' {
  const changed = overrides.filter(({ lookAgainAt }) => lookAgainAt !== null);
  if (changed.length === 0) return '';
  return html`<section aria-labelledby="changed-overrides"><h2 id="changed-overrides">Overrides to look at again</h2>
<ul>${changed.map(({ checkId }) => html`<li><a href="${checkPath(submission.id, checkId)}">${titleOf(checks, checkId)}</a>: the rubric has changed this check since the points were given.</li>`)}</ul></section>`;
}

/** Set where every one of the checks was seen with these words. */
function seenOf(seen: readonly ReviewSeen[], checkIds: readonly string[], hash: string): ReviewSeen | null {
  const found = checkIds.map((id) => seen.find(({ checkId, reviewHash: words }) => checkId === id && words === hash));
  return found.every((row) => row !== undefined) ? (found[0] ?? null) : null;
}

function seenLine({ seenBy, seenAt, note }: ReviewSeen, zone: string): Html {
  return html`<p class="small muted">✔ Seen by ${seenBy}, ${timeTag(seenAt, zone)}${note === null ? '' : html`: ${plainLine(note)}`}</p>`;
}

function seenForm(submissionId: string, checkIds: readonly string[], hash: string): Html {
  const id = `note-${hash.slice(0, 12)}`;
  return html`<form method="post" action="/submissions/${submissionId}/seen" class="seen-form">
${checkIds.map((check) => html`<input type="hidden" name="check" value="${check}">`)}<input type="hidden" name="words" value="${hash}">
<label for="${id}" class="visually-hidden">Note for other instructors (optional)</label>
<input id="${id}" name="note" maxlength="500" placeholder="Note for other instructors (optional)" autocomplete="off"><button>Mark as seen</button></form>`;
}

/** A finding is a clause; alone it ends as a sentence does. Its beginning stays, as it may be the name of a program. */
export function sentence(clause: string): string {
  const line = plainLine(clause);
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}

function titleOf(checks: readonly CheckResult[], id: string): string {
  return checks.find((check) => check.id === id)?.title ?? id;
}
