import { html } from 'hono/html';
import { z } from 'zod';
import { isId } from '#db/id.ts';
import { type Assignment, selectOptionalAssignment } from '#db/queries/assignments.ts';
import { itemChanges, selectRegradeItemPage } from '#db/queries/regrade-item-page.ts';
import { selectPointsChanges, selectRegradePreview } from '#db/queries/regrade-preview.ts';
import { forecastUndo } from '#db/queries/regrade-undo.ts';
import type { Regrade, RegradeState } from '#db/queries/regrades.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { regradeItemStates } from '#db/schema/regrade-items.ts';
import { itemsOf } from '#rubric/item-digest.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { rubricDiff } from '#rubric/rubric-diff.ts';
import { parseRubric, possibleOf } from '#rubric/rubric.ts';
import { requireRegrade } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { isOver } from '../../../api/regrading/tell-progress.ts';
import { type Html, page } from '../../layout/page.ts';
import { assignmentPath, assignmentTabs } from '../../layout/tabs.ts';
import { checkImpactTable } from '../../parts/check-impact.ts';
import { counted } from '../../parts/counted.ts';
import { distributionView, impactFigures } from '../../parts/impact-view.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web } from '../../web.ts';
import { regradeActions } from './actions.ts';
import { type ItemsShown, itemsView } from './items.ts';
import { isMoving } from './live.ts';
import { progressView, stateSentence } from './progress.ts';
import { regradeCrumbs } from './regrades.ts';
import { filterText, kindWords, regradeBadge } from './words.ts';

const pageSize = 50;

const query = z.object({
  state: z.enum(regradeItemStates).optional().catch(undefined),
  change: z.enum(itemChanges).optional().catch(undefined),
  after: z.string().refine(isId).optional().catch(undefined),
});

const impactTitles: Record<RegradeState, string> = {
  previewing: 'What would change',
  ready: 'What would change',
  running: 'What changes',
  paused: 'What changes',
  finished: 'What changed',
  cancelled: 'What would have changed',
  undone: 'What had changed',
};

/** A regrade: what it would do or did, to whom, and what can be done now. */
export function addRegrade(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;
  web.get('/regrades/:id', async (context) => {
    const regrade = await requireRegrade(db, context.get('viewer'), context.req.param('id'));
    const assignment = (await selectOptionalAssignment(db, regrade.assignmentId)) as Assignment;
    const { state, change, after } = query.parse(context.req.query());
    const [preview, points, rows, rubric, present, forecast, crumbs] = await Promise.all([
      selectRegradePreview(db, regrade.id),
      selectPointsChanges(db, regrade.id),
      // One more than shown tells whether there is a next page.
      selectRegradeItemPage(db, { regradeId: regrade.id, state, change, after, limit: pageSize + 1 }),
      selectRubric(db, regrade.rubricId),
      selectRubric(db, assignment.rubricId),
      regrade.state === 'finished' || regrade.state === 'cancelled' ? forecastUndo(db, regrade) : null,
      regradeCrumbs(dependencies, assignment),
    ]);
    const judging = parseRubric(rubric.text);
    const shown: ItemsShown = { state, change, rows: rows.slice(0, pageSize), next: rows.length > pageSize ? (rows[pageSize - 1]?.submissionId ?? null) : null, isFirst: after === undefined };
    const titles = new Map([...itemsOf(judging)].map(([id, { check }]) => [id, check.title]));
    const here = `${context.req.path}${new URL(context.req.url).search}`;
    return page(context, {
      title: 'Regrade',
      crumbs: [...crumbs, { href: assignmentPath(assignment.id, 'regrades'), label: 'Regrades' }],
      tabs: assignmentTabs(assignment.id, 'regrades'),
      wide: true,
      body: html`<h1>${plainLine(regrade.reason)}</h1>
<div hx-get="${here}" hx-trigger="moved from:#live, over from:#live" hx-select="#regrade" hx-target="#regrade" hx-swap="outerMorph"></div>
<div id="regrade">
<p class="cluster">${regradeBadge(regrade.state)} <span>${kindWords[regrade.kind]} under <a class="mono" href="/rubrics/${regrade.rubricId}">${regrade.rubric.id} ${regrade.rubric.version}</a></span>
<span class="muted">${filterText(regrade.filter)} · ${plainLine(regrade.author)}, ${timeTag(regrade.createdAt, context.get('zone'))}</span></p>
<p id="state" role="status">${stateSentence(regrade)}</p>
${liveProgress(regrade, preview)}
${isMoving(regrade.state) ? regradeActions(regrade, assignment, forecast) : ''}
${rubric.id === present.id || isOver(regrade) ? '' : rubricChanges(present.id, rubric.id, rubricDiff(parseRubric(present.text), judging))}
${preview.previewed === 0 ? '' : html`<h2>${impactTitles[regrade.state]}</h2>
${impactFigures(points)}${checkImpactTable(preview.checks, titles)}${distributionView(points, possibleOf(judging))}`}
${isMoving(regrade.state) ? '' : regradeActions(regrade, assignment, forecast)}
${itemsView(regrade, shown)}
</div>`,
    });
  });
}

function liveProgress(regrade: Regrade, preview: { previewed: number; submissions: number }): Html {
  if (regrade.state === 'ready') return html`<div id="live"></div>`;
  const watching = isMoving(regrade.state)
    ? html` hx-sse:connect="/regrades/${regrade.id}/events?state=${regrade.state}" hx-sse:close="over" hx-swap="innerMorph"`
    : '';
  return html`<div id="live"${watching}>${progressView(regrade, preview)}</div>${watching === '' ? '' : html`<noscript><p class="muted">Load the page again to see how far it is.</p></noscript>`}`;
}

function rubricChanges(present: string, other: string, changes: readonly string[]): Html {
  if (changes.length === 0) return html`<p>This version judges as the assignment’s present one does.</p>`;
  return html`<details class="card"${changes.length <= 8 ? html` open` : ''}><summary><strong>${counted(changes.length, 'thing')} that this version judges otherwise</strong> than the assignment’s present one</summary>
<ul>${changes.map((change) => html`<li>${change}</li>`)}</ul><p><a href="/rubrics/${other}/diff/${present}">See both texts</a></p></details>`;
}
