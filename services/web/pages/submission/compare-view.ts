import { html } from 'hono/html';
import type { Submission } from '#db/queries/submissions.ts';
import type { compareGrades, Comparison, Direction } from '#rubric/compare-grades.ts';
import type { CheckResult } from '#rubric/grade.ts';
import { type Hundredths, toPoints } from '#rubric/points.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { pointsOf, totalOf } from '#rubric/report/words.ts';
import type { Html } from '../../layout/page.ts';
import { filterLinks } from '../../parts/filter-links.ts';
import { outcomeBadge } from '../../parts/outcome.ts';
import { pointsText } from '../../parts/points.ts';
import { timeTag } from '../../parts/time.ts';

interface Side {
  submission: Submission;
  /** 1 for the student's first. */
  number: number;
}

export interface Sides {
  before: Side;
  after: Side;
  zone: string;
}

type Changes = ReturnType<typeof compareGrades>;

/** Both totals, the older one first. */
export function totalsView({ before, after, zone }: Sides): Html {
  return html`<div class="side-by-side">${[before, after].map(({ submission, number }) => {
    const grade = submission.grade?.document;
    return html`<div class="card"><h2><a href="/submissions/${submission.id}">Submission ${number}</a></h2>
<p class="headline">${grade ? totalOf(grade) : 'Not graded'}</p><p class="muted small">${timeTag(submission.createdAt, zone)}</p>
${grade?.status === 'not_gradable' ? html`<p>${plainLine(grade.reason.message)}</p>` : ''}</div>`;
  })}</div>`;
}

/** Points by criterion, before and after, with the difference in sign and word. */
export function criteriaTable({ criteria }: Changes, { before, after }: Sides): Html {
  const [first, second] = [before, after].map(({ submission }) => submission.grade);
  const total = first && second && first.status !== 'not_gradable' && second.status !== 'not_gradable' ? { before: first.earned, after: second.earned } : null;
  return html`<h2>By criterion</h2><div class="table-scroll" tabindex="0" role="region" aria-label="Points by criterion"><table class="by-criterion">
<caption class="visually-hidden">Points by criterion in both submissions</caption>
<thead><tr><th scope="col">Criterion</th>${[before, after].map(({ number }) => html`<th scope="col" class="number"><span class="visually-hidden">Submission </span>No. ${number}</th>`)}<th scope="col">Change</th></tr></thead>
<tbody>${criteria.map(
    ({ title, before: from, after: to, direction, difference }) =>
      html`<tr><th scope="row">${plainLine(title)}</th><td class="number">${pointsText(from?.earned ?? null)}</td><td class="number">${pointsText(to?.earned ?? null)}</td><td>${changeBadge(direction, difference)}</td></tr>`,
  )}</tbody>
${total ? html`<tfoot><tr><th scope="row">Total</th><td class="number">${pointsText(total.before)}</td><td class="number">${pointsText(total.after)}</td><td>${changeBadge(Math.sign(total.after - total.before) === 0 ? 'same' : total.after > total.before ? 'gained' : 'lost', total.after - total.before)}</td></tr></tfoot>` : ''}
</table></div>`;
}

/** Checks before and after: those that came out otherwise, or all of them. */
export function changesView({ criteria, bonus }: Changes, { before, after }: Sides, showsAll: boolean): Html {
  const groups = [...criteria.map(({ title, checks }) => ({ title: plainLine(title), checks })), { title: 'Bonus, apart', checks: bonus }];
  const listed = groups.map(({ title, checks }) => ({ title, checks: showsAll ? checks : checks.filter(({ direction }) => direction !== 'same') })).filter(({ checks }) => checks.length > 0);
  const filter = filterLinks('Which checks are shown', [
    { href: '?show=changed#changes', label: 'Changed', isCurrent: !showsAll },
    { href: '?show=all#changes', label: 'All', isCurrent: showsAll },
  ]);
  return html`<section id="changes"><div class="cluster apart"><h2>Checks</h2>${filter}</div>
${listed.length === 0 ? html`<p class="empty">Every check came out the same in both.</p>` : ''}
${listed.map(({ title, checks }) => html`<h3>${title}</h3>${checks.map((change) => changeCard(change, before.number, after.number))}`)}</section>`;
}

function changeCard({ title, before, after, direction, difference }: Comparison<CheckResult>, first: number, second: number): Html {
  return html`<article class="change"><header><h4>${plainLine(title)}</h4>${changeBadge(direction, difference)}</header>
<div class="side-by-side">${sideOf(before, first)}${sideOf(after, second)}</div></article>`;
}

function sideOf(check: CheckResult | null, number: number): Html {
  if (!check) return html`<div><p class="muted small">Submission ${number}</p><p class="muted">The rubric had no such check.</p></div>`;
  return html`<div><p class="muted small">Submission ${number}</p><p>${outcomeBadge(check.outcome)} <span class="number">${pointsOf(check)}</span></p><p>${plainLine(check.seen)}.</p></div>`;
}

const words: Record<Direction, string> = { gained: 'gained', lost: 'lost', judged: 'judged now', unjudged: 'open now', new: 'new', gone: 'gone', same: 'same' };
const kinds: Record<Direction, string> = { gained: 'good', lost: 'bad', judged: 'plain', unjudged: 'open', new: 'plain', gone: 'plain', same: 'plain' };

/** `+1.5 gained`, `−2 lost`, `same`. */
function changeBadge(direction: Direction, difference: Hundredths | null): Html {
  const sign = direction === 'same' || difference === null || difference === 0 ? '' : `${difference > 0 ? '+' : '−'}${toPoints(Math.abs(difference))} `;
  return html`<span class="badge ${kinds[direction]}">${sign}${words[direction]}</span>`;
}
