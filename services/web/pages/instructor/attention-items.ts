import { html } from 'hono/html';
import type { HeldRegrade, WaitingHostKeys, WaitingOpenGrade, WaitingOverride, WaitingReview, WaitingSecondLook } from '#db/queries/attention.ts';
import { checkById } from '#rubric/checks/catalogue.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { openReasons, totalOf } from '#rubric/report/words.ts';
import type { Html } from '../../layout/page.ts';
import { coursePath } from '../../layout/tabs.ts';
import { pointsText } from '../../parts/points.ts';
import { relativeText } from '../../parts/time.ts';
import { checkPath } from '../submission/review-paths.ts';
import { sentence } from '../submission/review-waiting.ts';

export interface QueueView {
  now: Date;
  courseId: string;
  /** Where "seen" leads back to: the whole queue, or one kind of it. */
  back: string;
}

export function secondLookItem({ submissionId, student, checkId, reason, since }: WaitingSecondLook, { now }: QueueView): Html {
  return row({ href: checkPath(submissionId, checkId), student, meta: html`asked ${relativeText(since, now)}` }, html`<p><strong>${titleOf(checkId)}</strong></p><p class="words">“${plainLine(reason)}”</p>`);
}

export function reviewItem({ submissionId, student, words, hash, checks, since }: WaitingReview, { now, back }: QueueView): Html {
  const order = checks.toSorted((a, b) => placeOf(a) - placeOf(b));
  const [first = ''] = order;
  const at = checks.length === 1 ? titleOf(first) : `${checks.length} checks, such as ${titleOf(first)}`;
  return row(
    { href: checkPath(submissionId, first), student, meta: html`handed in ${relativeText(since, now)}` },
    html`<p class="words">${sentence(words)}</p><p class="small muted">${at}</p>`,
    seen(submissionId, checks, hash, student, back),
  );
}

export function openGradeItem({ submissionId, student, grade, hash, since }: WaitingOpenGrade, { now, back }: QueueView): Html {
  const reasons = grade.status === 'not_gradable' ? [grade.reason.message] : openReasons(grade).map(({ seen: why, titles }) => `${why} (${titles.length} ${titles.length === 1 ? 'check' : 'checks'})`);
  return row(
    { href: checkPath(submissionId, ''), student, meta: html`handed in ${relativeText(since, now)}` },
    html`<p><strong>${totalOf(grade)}</strong></p>${reasons.map((why) => html`<p class="words">${sentence(why)}</p>`)}`,
    seen(submissionId, [''], hash, student, back),
  );
}

export function overrideItem({ submissionId, student, checkId, earned, reason, since }: WaitingOverride, { now }: QueueView): Html {
  return row(
    { href: checkPath(submissionId, checkId), student, meta: html`the rubric changed ${relativeText(since, now)}` },
    html`<p><strong>${titleOf(checkId)}</strong></p><p class="words">${pointsText(earned)} ${earned === 100 ? 'point was' : 'points were'} given: ${plainLine(reason)}</p>`,
  );
}

export function hostKeysItem({ student, address, port, fingerprints, since }: WaitingHostKeys, { courseId, now }: QueueView): Html {
  const keys = fingerprints.length === 1 ? 'a host key' : `${fingerprints.length} host keys`;
  return row(
    { href: coursePath(courseId, 'host-keys'), student, meta: html`since ${relativeText(since, now)}` },
    html`<p class="words">The machine ${address} port ${port} shows ${keys} other than the pinned ones.</p>`,
  );
}

export function heldItem({ regradeId, reason, held, since }: HeldRegrade, { now }: QueueView): Html {
  return row(
    { href: `/regrades/${regradeId}`, student: plainLine(reason), meta: html`since ${relativeText(since, now)}` },
    html`<p class="words">${held} ${held === 1 ? 'grade waits' : 'grades wait'} for your decision.</p>`,
  );
}

function row({ href, student, meta }: { href: string; student: string; meta: Html }, what: Html, action: Html | '' = ''): Html {
  return html`<li class="attention-item"><p class="attention-who"><a href="${href}" title="${student}">${student}</a> <span class="small muted">${meta}</span></p><div class="attention-what">${what}</div><div class="attention-action">${action}</div></li>`;
}

function seen(submissionId: string, checks: readonly string[], hash: string, student: string, back: string): Html {
  return html`<form method="post" action="/submissions/${submissionId}/seen">${checks.map((check) => html`<input type="hidden" name="check" value="${check}">`)}<input type="hidden" name="words" value="${hash}"><input type="hidden" name="back" value="${back}"><button>Seen<span class="visually-hidden"> for ${student}</span></button></form>`;
}

/** In the order in which rubrics tell checks. */
const places = new Map([...checkById.keys()].map((id, index) => [id, index]));

function placeOf(check: string): number {
  return places.get(check) ?? places.size;
}

function titleOf(check: string): string {
  return checkById.get(check)?.title ?? check;
}
