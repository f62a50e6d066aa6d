import { html } from 'hono/html';
import type { CheckResult } from '#rubric/grade.ts';
import { toPoints } from '#rubric/points.ts';
import { plainText } from '#rubric/report/inert.ts';
import type { Html } from '../../layout/page.ts';
import { inputField, textareaField } from '../../parts/fields.ts';
import { notice } from '../../parts/notice.ts';
import { pointsText } from '../../parts/points.ts';
import { timeTag } from '../../parts/time.ts';
import type { Review } from './review.ts';

/** A form that came wrong: which one, what is wrong with it, and what was typed. */
export interface FormState {
  form: 'override' | 'lift' | 'confirm' | 'comment' | 'answer';
  errors: Record<string, string>;
  given: Record<string, string>;
}

/** What an instructor can do about one check: answer the student, give other points, say something. */
export function reviewForms(review: Review, check: CheckResult, state: FormState | null, zone: string): Html {
  return html`<div class="check-actions stack">${secondLooks(review, check, of(state, 'answer'), zone)}${override(review, check, state, zone)}${comments(review, check, of(state, 'comment'), zone)}</div>`;
}

const nothing: Pick<FormState, 'errors' | 'given'> = { errors: {}, given: {} };

function of(state: FormState | null, form: FormState['form']): Pick<FormState, 'errors' | 'given'> {
  return state?.form === form ? state : nothing;
}

function secondLooks({ submission, looks, student }: Review, check: CheckResult, { errors, given }: Pick<FormState, 'errors' | 'given'>, zone: string): Html {
  const about = looks.filter(({ checkId, state }) => checkId === check.id && state !== 'withdrawn');
  return html`${about.map(
    ({ id, reason, createdAt, state, answer, answeredByName, answeredAt }) => html`<section class="card" aria-label="Second look">
<p class="small muted">${student.name} asked for a second look, ${timeTag(createdAt, zone)}</p><blockquote class="wrapped">${plainText(reason)}</blockquote>
${state === 'answered'
  ? html`<p class="small muted">${answeredByName} answered${answeredAt ? html`, ${timeTag(answeredAt, zone)}` : ''}</p><blockquote class="wrapped">${plainText(answer ?? '')}</blockquote>`
  : html`<form method="post" action="/submissions/${submission.id}/second-looks/${id}/answer">
<input type="hidden" name="check" value="${check.id}">${formError(errors)}
${textareaField({ label: 'Your answer', name: 'answer', rows: 3, maxLength: 2000, required: true, value: given['answer'], error: errors['answer'], hint: 'The student reads it.' })}
<div class="pair">${pointsField(check, 'answer-points', 'New points', given['answer-points'], errors['answer-points'], 'Empty: as they are.')}
${inputField({ label: 'Reason for the new points', name: 'answer-reason', maxLength: 500, value: given['answer-reason'], error: errors['answer-reason'], hint: 'Stands in the report; needed with new points.' })}</div>
<button class="primary">Answer</button></form>`}</section>`,
  )}`;
}

function override(review: Review, check: CheckResult, state: FormState | null, zone: string): Html | '' {
  const { submission } = review;
  const stands = review.overrides.find(({ checkId }) => checkId === check.id);
  const [set, lift, confirm] = [of(state, 'override'), of(state, 'lift'), of(state, 'confirm')];
  const action = `/submissions/${submission.id}/overrides`;
  const hidden = html`<input type="hidden" name="check" value="${check.id}">`;
  if (check.possible === 0 && !stands) return '';
  const setForm = html`<form method="post" action="${action}">${hidden}${formError(set.errors)}
<div class="pair">${pointsField(check, 'points', 'Points', set.given['points'], set.errors['points'], `Of ${toPoints(check.possible)}.`, true)}
${inputField({ label: 'Reason', name: 'reason', maxLength: 500, required: true, value: set.given['reason'], error: set.errors['reason'], hint: 'The student reads it in the report.' })}</div>
<p class="small muted">They stay on top of every regrade until they are lifted.</p><button class="primary">${stands ? 'Change the points' : 'Give these points'}</button></form>`;
  if (!stands) return html`<details class="action"${state?.form === 'override' ? html` open` : ''}><summary>Give other points</summary>${setForm}</details>`;
  const by = check.override ? html`<p class="small muted">The rubric ${check.override.scored === null ? 'left it open' : `gave ${pointsText(check.override.scored)}`}.</p>` : '';
  return html`<section class="card" aria-label="Override">
<p><strong>${stands.author} gave ${pointsText(stands.earned)} ${stands.earned === 100 ? 'point' : 'points'}</strong> <span class="small muted">${timeTag(stands.createdAt, zone)}</span><br>Reason: ${plainText(stands.reason)}</p>${by}
${stands.lookAgainAt === null
  ? ''
  : html`${notice('warn', 'The rubric has changed this check since the points were given. Keep them, change them, or lift them.')}
<form method="post" action="${action}/confirm">${hidden}${formError(confirm.errors)}
${inputField({ label: 'Reason to keep them', name: 'confirm-reason', maxLength: 500, required: true, value: confirm.given['confirm-reason'], error: confirm.errors['confirm-reason'] })}
<button>Keep the points</button></form>`}
<details class="action"${state?.form === 'override' ? html` open` : ''}><summary>Change the points</summary>${setForm}</details>
<details class="action"${state?.form === 'lift' ? html` open` : ''}><summary>Lift the override</summary><form method="post" action="${action}/lift">${hidden}${formError(lift.errors)}
${inputField({ label: 'Reason to lift it', name: 'lift-reason', maxLength: 500, required: true, value: lift.given['lift-reason'], error: lift.errors['lift-reason'], hint: 'For the audit log. The rubric’s points count again.' })}
<button class="danger">Lift the override</button></form></details></section>`;
}

function comments({ submission, comments: all }: Review, check: CheckResult, { errors, given }: Pick<FormState, 'errors' | 'given'>, zone: string): Html {
  const said = all.filter(({ checkId }) => checkId === check.id);
  return html`${said.map(
    ({ id, author, createdAt, text }) => html`<article class="card comment" aria-label="Comment"><p class="small muted">${author}, ${timeTag(createdAt, zone)}</p><p class="wrapped">${plainText(text)}</p>
<form method="post" action="/submissions/${submission.id}/comments/${id}/remove"><input type="hidden" name="check" value="${check.id}"><button class="quiet">Remove the comment</button></form></article>`,
  )}
<details class="action"${errors['comment'] === undefined ? '' : html` open`}><summary>Comment on this check</summary>
<form method="post" action="/submissions/${submission.id}/comments"><input type="hidden" name="check" value="${check.id}">
${textareaField({ label: 'Comment', name: 'comment', rows: 3, maxLength: 4000, required: true, value: given['comment'], error: errors['comment'], hint: 'The student reads it beside the check.' })}
<button class="primary">Comment</button></form></details>`;
}

function pointsField(check: CheckResult, name: string, label: string, value: string | undefined, error: string | undefined, hint: string, required = false): Html {
  return inputField({ label, name, type: 'number', min: 0, max: toPoints(check.possible), step: 0.01, value, error, hint, required });
}

function formError({ form }: Record<string, string>): Html | '' {
  return form === undefined ? '' : notice('bad', form, { live: true });
}
