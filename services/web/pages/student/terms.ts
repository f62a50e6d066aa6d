import { html } from 'hono/html';
import type { Html } from '../../layout/page.ts';
import { countedText, lateText } from './counted-text.ts';
import { relativeText, timeTag } from '../../parts/time.ts';
import type { StudentView } from './student-view.ts';

/** Deadline, lateness, attempts, and what counts so far. */
export function terms(view: StudentView): Html {
  return html`<dl class="facts card terms">
<dt>Deadline</dt><dd>${deadline(view)}</dd>
${view.allowance.dueAt === null ? '' : html`<dt>After it</dt><dd>${lateness(view)}</dd>`}
<dt>Attempts</dt><dd>${attempts(view)}</dd>
<dt>What counts</dt><dd>${view.assignment.policy === 'best' ? 'The submission with most points' : 'The last submission that could be graded'}</dd>
<dt>Your score</dt><dd>${score(view)}</dd>
</dl>`;
}

function score({ counted: [counts], submissions }: StudentView): Html {
  if (!counts) return html`<span class="muted">Nothing is graded yet</span>`;
  const number = submissions.length - submissions.findIndex(({ id }) => id === counts.submissionId);
  return html`<strong>${countedText(counts)}</strong>${counts.status === 'provisional' ? ' (provisional)' : ''}${lateText(counts)}, <a href="/submissions/${counts.submissionId}">submission ${number}</a>`;
}

function deadline({ allowance: { dueAt, isExtended }, zone, now }: StudentView): Html {
  if (dueAt === null) return html`None`;
  return html`${timeTag(dueAt, zone)} <span class="muted">(${relativeText(dueAt, now)})</span>${isExtended ? html` <span class="badge good">Extended for you</span>` : ''}`;
}

function lateness({ allowance: { lateUntil, latePercentPerDay }, assignment: { graceMinutes }, zone }: StudentView): Html {
  const grace = graceMinutes === 0 ? '' : html` Whose last submission on time could not be graded may hand in again for ${minutes(graceMinutes)} from then.`;
  if (lateUntil === null) return html`No late submissions.${grace}`;
  return html`Late until ${timeTag(lateUntil, zone)}: each day begun takes off ${latePercentPerDay} % of the points earned.${grace}`;
}

function attempts({ allowance: { attempts: { used, limit } }, assignment: { coolDownMinutes } }: StudentView): Html {
  const pause = coolDownMinutes === 0 ? '' : html`, with ${minutes(coolDownMinutes)} in between`;
  if (limit === null) return html`Any number${pause}`;
  return html`<strong>${Math.max(0, limit - used)} of ${limit} left</strong>${pause}. One that cannot be graded uses up none.`;
}

/** `90 minutes`, `2 hours`, `3 days`. */
export function minutes(count: number): string {
  const [size, unit] = count % 1440 === 0 ? [1440, 'day'] : count % 60 === 0 ? [60, 'hour'] : [1, 'minute'];
  return `${count / size} ${unit}${count === size ? '' : 's'}`;
}
