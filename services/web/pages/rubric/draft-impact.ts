import { html } from 'hono/html';
import type { PointsChange } from '#db/queries/regrade-preview.ts';
import type { RubricDraft } from '#db/queries/rubric-drafts.ts';
import type { Standing } from '#db/queries/standings.ts';
import type { DraftImpact } from '#db/schema/rubric-drafts.ts';
import type { Hundredths } from '#rubric/points.ts';
import { plainLine } from '#rubric/report/inert.ts';
import type { Html } from '../../layout/page.ts';
import { checkImpactTable } from '../../parts/check-impact.ts';
import { counted } from '../../parts/counted.ts';
import { checkPreviews } from '../../parts/impact.ts';
import { distributionView, impactFigures } from '../../parts/impact-view.ts';
import { pointsText } from '../../parts/points.ts';
import { changeBy, changedChecks } from '../regrade/items.ts';

/** How far the scoring is: the part of the page that moves. */
export function draftProgress({ total, done, finishedAt, error }: Pick<RubricDraft, 'total' | 'done' | 'finishedAt' | 'error'>): Html {
  if (error !== null) return html`<p>${error}</p>`;
  if (finishedAt !== null) return html`<p>${counted(total, 'student')} scored.</p>`;
  return html`<p><label for="progress">Scored</label> <strong>${done}</strong> of ${total === 0 ? 'the class' : counted(total, 'student')}</p><progress id="progress" max="${Math.max(total, 1)}" value="${done}">${done} of ${total}</progress>`;
}

/** What a draft would change: figures, checks, distribution, and everybody whom it concerns, the largest loss first. */
export function draftImpactView(impact: readonly DraftImpact[], standings: readonly Standing[], titles: ReadonlyMap<string, string>, possible: Hundredths): Html {
  if (impact.length === 0) return html`<p class="empty">No student has a grade yet, so nobody’s would change.</p>`;
  const points = impact.map(({ before, after, changes }): PointsChange => ({ before, after, isChanging: changes.length > 0 }));
  const names = new Map(standings.flatMap(({ name, counts }) => (counts ? [[counts.submissionId, plainLine(name)]] : [])));
  const concerned = impact.filter(({ changes }) => changes.length > 0).toSorted((a, b) => byOf(a) - byOf(b));
  const open = impact.filter(({ why }) => why !== undefined);
  return html`${impactFigures(points)}${checkImpactTable(checkPreviews(impact.map(({ changes }) => changes)), titles)}${distributionView(points, possible)}
<h2>Who is concerned</h2>${concerned.length === 0 ? html`<p class="empty">Nobody’s grade would change.</p>` : concernedTable(concerned, names)}
${open.length === 0 ? '' : html`<h2>Who could not be scored</h2><p>They would stay as they are.</p><ul>${open.map((item) => html`<li>${studentLink(item, names)}: ${plainLine(item.why ?? '')}</li>`)}</ul>`}`;
}

function byOf({ before, after }: DraftImpact): number {
  return (after ?? 0) - (before ?? 0);
}

function concernedTable(concerned: readonly DraftImpact[], names: ReadonlyMap<string, string>): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Students whose grade would change"><table><caption>${counted(concerned.length, 'student')}, the largest loss first</caption>
<thead><tr><th scope="col">Student</th><th scope="col" class="number">Before</th><th scope="col" class="number">After</th><th scope="col" class="number">By</th><th scope="col">Checks that change</th></tr></thead>
<tbody>${concerned.map(
    (item) => html`<tr><th scope="row" class="name">${studentLink(item, names)}</th><td class="number">${pointsText(item.before)}</td><td class="number">${pointsText(item.after)}</td><td class="number">${changeBy(byOf(item))}</td><td>${changedChecks(item.changes)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Another submission may count by now: then it is named by what it was. */
function studentLink({ submissionId }: DraftImpact, names: ReadonlyMap<string, string>): Html {
  return html`<a href="/submissions/${submissionId}">${names.get(submissionId) ?? 'a submission that no longer counts'}</a>`;
}
