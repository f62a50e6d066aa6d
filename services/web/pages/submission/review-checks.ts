import { html } from 'hono/html';
import type { CheckResult } from '#rubric/grade.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { pointsOf } from '#rubric/report/words.ts';
import type { Html } from '../../layout/page.ts';
import { outcomeBadge } from '../../parts/outcome.ts';
import { pointsOfText } from '../../parts/points.ts';
import type { Review } from './review.ts';
import { type FormState, reviewForms } from './review-forms.ts';
import { checkAnchor, choosing } from './review-paths.ts';

/** The rubric as it was judged; the chosen check is unfolded, with all that can be done about it. */
export function reviewChecks(review: Review, form: FormState | null, zone: string): Html {
  return html`<div class="review-checks">${review.groups.map(
    ({ id, title, earned, possible, checks }) => html`<section aria-labelledby="criterion-${id}">
<h3 id="criterion-${id}" class="criterion-title"><span>${title}</span> <span class="number">${pointsOfText(earned, possible)}</span></h3>
<ul class="plain-list">${checks.map((check) => checkItem(review, check, id === 'bonus', form, zone))}</ul></section>`,
  )}</div>`;
}

function checkItem(review: Review, check: CheckResult, isBonus: boolean, form: FormState | null, zone: string): Html {
  const { submission, chosen, comments, looks } = review;
  const isChosen = chosen?.id === check.id;
  const anchor = checkAnchor(check.id);
  const said = comments.filter(({ checkId }) => checkId === check.id).length;
  const asked = looks.some(({ checkId, state }) => checkId === check.id && state === 'open');
  return html`<li id="${anchor}" class="check-item${isChosen ? ' chosen' : ''}">
<div class="check-line">${isBonus && check.outcome === 'failed' ? html`<span class="badge plain">Not there</span>` : outcomeBadge(check.outcome)}
<a id="pick-${anchor}" class="check-name"${choosing(submission.id, check.id)}${isChosen ? html` aria-current="true"` : ''}>${check.title}</a>
<span class="number small">${check.possible === 0 ? '' : pointsOfText(check.earned, check.possible)}</span></div>
${check.review !== null || check.override || said > 0 || asked
  ? html`<p class="check-flags small">${check.review === null ? '' : html`<span class="badge warn">Contradiction</span>`}${asked ? html`<span class="badge warn">Second look</span>` : ''}${check.override ? html`<span class="badge plain">Override</span>` : ''}${said > 0 ? html`<span class="badge plain">${said} ${said === 1 ? 'comment' : 'comments'}</span>` : ''}</p>`
  : ''}
${isChosen ? html`${checkFacts(check)}${reviewForms(review, check, form, zone)}` : check.outcome === 'passed' || (isBonus && check.outcome === 'failed') ? '' : html`<p class="check-seen small muted">${plainLine(check.seen)}</p>`}</li>`;
}

function checkFacts(check: CheckResult): Html {
  return html`<dl class="facts small">
<dt>Points</dt><dd>${pointsOf(check)}</dd>
<dt>Expected</dt><dd>${check.expected}</dd>
<dt>Seen</dt><dd>${plainLine(check.seen)}</dd>
${check.where === null ? '' : html`<dt>Where</dt><dd><code>${plainLine(check.where)}</code></dd>`}
${check.hint === null ? '' : html`<dt>Hint given</dt><dd>${plainLine(check.hint)}</dd>`}
${check.review === null ? '' : html`<dt>Against it</dt><dd>${plainLine(check.review)}</dd>`}
</dl>
<p class="small"><a href="#evidence">To the evidence of this check</a></p>`;
}
