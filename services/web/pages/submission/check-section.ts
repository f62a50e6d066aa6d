import { html } from 'hono/html';
import type { CheckComment } from '#db/queries/check-comments.ts';
import type { SecondLook } from '#db/queries/second-looks.ts';
import type { CheckResult } from '#rubric/grade.ts';
import { boundedQuote, plainLine, plainText } from '#rubric/report/inert.ts';
import { overrideOf, pointsOf } from '#rubric/report/words.ts';
import type { Html } from '../../layout/page.ts';
import { outcomeBadge } from '../../parts/outcome.ts';
import { timeTag } from '../../parts/time.ts';

export interface CheckDetails {
  submissionId: string;
  zone: string;
  /** Titles of the grade's checks by id. */
  titles: ReadonlyMap<string, string>;
  comments: ReadonlyMap<string, readonly CheckComment[]>;
  secondLooks: ReadonlyMap<string, readonly SecondLook[]>;
  /** Whether the reader is the student whose it is, who may ask for a second look. */
  canAsk: boolean;
}

/** Where a check stands on its submission's page. */
export function checkAnchor(id: string): string {
  return `check-${id}`;
}

/** One check with all that is said of it. Open where there is something to mend or to read, folded where it simply passed. */
export function checkSection(check: CheckResult, details: CheckDetails): Html {
  const comments = details.comments.get(check.id) ?? [];
  const looks = details.secondLooks.get(check.id) ?? [];
  const isOpen = check.outcome !== 'passed' || check.override !== undefined || comments.length > 0 || looks.length > 0;
  return html`<details class="check ${check.outcome}" id="${checkAnchor(check.id)}"${isOpen ? html` open` : ''}>
<summary>${outcomeBadge(check.outcome)} <h3>${plainLine(check.title)}</h3> <span class="number">${pointsOf(check)}</span></summary>
<div class="check-body">
${findings(check, details)}
${comments.map((comment) => commentBox(comment, details.zone))}
${looks.map((look) => secondLookBox(look, details))}
${details.canAsk && !looks.some(({ state }) => state === 'open')
  ? html`<p class="ask"><a class="button quiet" href="${askPath(details.submissionId, check.id)}">Ask for a second look<span class="visually-hidden"> at “${plainLine(check.title)}”</span></a></p>`
  : ''}
</div></details>`;
}

/** What was expected, seen and where, and what the instructor made of it. */
export function findings(check: CheckResult, { titles }: Pick<CheckDetails, 'titles'>): Html {
  const override = overrideOf(check);
  const blocker = check.blockedBy === null ? undefined : titles.get(check.blockedBy);
  return html`${override ? html`<div class="notice"><p><strong>Your instructor set these points.</strong> ${plainLine(override)}.</p></div>` : ''}
<dl class="facts">
<dt>Expected</dt><dd>${plainLine(check.expected)}.</dd>
<dt>Seen</dt><dd>${plainLine(check.seen)}.</dd>
${check.where ? html`<dt>Where</dt><dd class="mono">${plainLine(check.where)}</dd>` : ''}
${blocker === undefined || check.blockedBy === null ? '' : html`<dt>Blocked by</dt><dd><a href="#${checkAnchor(check.blockedBy)}">${plainLine(blocker)}</a></dd>`}
${check.hint && blocker === undefined ? html`<dt>Hint</dt><dd>${plainLine(check.hint)}</dd>` : ''}
${check.review ? html`<dt>For the instructor’s eyes</dt><dd>${plainLine(check.review)}</dd>` : ''}
</dl>
${check.quote ? html`<figure class="evidence"><figcaption>Evidence from your machine</figcaption><pre class="wrap">${boundedQuote(check.quote)}</pre></figure>` : ''}`;
}

export function askPath(submissionId: string, checkId: string): string {
  return `/submissions/${submissionId}/second-looks/new?check=${encodeURIComponent(checkId)}`;
}

function commentBox({ text, author, createdAt }: CheckComment, zone: string): Html {
  return html`<div class="said"><p class="muted small">${plainLine(author)}, ${timeTag(createdAt, zone)}</p><p class="words">${plainText(text)}</p></div>`;
}

const lookWords: Record<SecondLook['state'], string> = { open: 'waits for an answer', answered: 'answered', withdrawn: 'withdrawn' };

function secondLookBox(look: SecondLook, { submissionId, zone, canAsk }: CheckDetails): Html {
  return html`<div class="said second-look ${look.state}">
<p class="muted small">Second look, asked ${timeTag(look.createdAt, zone)} <span class="badge ${look.state === 'open' ? 'open' : 'plain'}">${lookWords[look.state]}</span></p>
<p class="words">${plainText(look.reason)}</p>
${look.answer !== null && look.answeredAt
  ? html`<p class="muted small">${plainLine(look.answeredByName ?? 'Your instructor')} answered ${timeTag(look.answeredAt, zone)}</p><p class="words">${plainText(look.answer)}</p>`
  : ''}
${look.state === 'open' && canAsk
  ? html`<form method="post" action="/submissions/${submissionId}/second-looks/${look.id}/withdraw"><button class="quiet">Withdraw the question</button></form>`
  : ''}</div>`;
}
