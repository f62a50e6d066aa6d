import { html } from 'hono/html';
import { streamSSE } from 'hono/streaming';
import { isId } from '#db/id.ts';
import { type Assignment } from '#db/queries/assignments.ts';
import { publishDraft, resetDraft, type RubricDraft, selectDraftProgress, selectOptionalDraft } from '#db/queries/rubric-drafts.ts';
import { selectOptionalRubric, selectRubric, type StoredRubric } from '#db/queries/rubrics.ts';
import { selectStandings } from '#db/queries/standings.ts';
import { itemsOf } from '#rubric/item-digest.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { possibleOf, type Rubric } from '#rubric/rubric.ts';
import { requireTaughtAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { notFound } from '../../../api/problem.ts';
import { requirePublishable } from '../../../api/publish-rubric.ts';
import { tellChanges } from '../../../api/regrading/tell-changes.ts';
import { setFlash } from '../../layout/flash.ts';
import { type Html, page } from '../../layout/page.ts';
import { assignmentPath, assignmentTabs } from '../../layout/tabs.ts';
import { checkboxField } from '../../parts/fields.ts';
import { notice } from '../../parts/notice.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';
import { regradeCrumbs } from '../regrade/regrades.ts';
import { beginPreview } from './begin-preview.ts';
import { sentences } from './diff.ts';
import { draftImpactView, draftProgress } from './draft-impact.ts';
import { lineDiff } from './line-diff.ts';
import { readStored } from './read-stored.ts';

const path = '/assignments/:id/rubric/drafts/:draft';

/** A draft: what it judges otherwise, what it would do to the class, and its publication. */
export function addRubricDraft(web: Web, dependencies: ApiDependencies): void {
  const { db, log } = dependencies;

  async function requireDraft(context: WebContext): Promise<{ assignment: Assignment; draft: RubricDraft; here: string }> {
    const { id = '', draft: draftId = '' } = context.req.param();
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), id);
    const draft = isId(draftId) ? await selectOptionalDraft(db, draftId) : null;
    if (draft?.assignmentId !== assignment.id) throw notFound('draft', draftId);
    return { assignment, draft, here: `${assignmentPath(assignment.id, 'rubric')}/drafts/${draft.id}` };
  }

  web.get(path, async (context) => {
    const { assignment, draft, here } = await requireDraft(context);
    const [present, published, standings, crumbs] = await Promise.all([
      selectRubric(db, assignment.rubricId),
      draft.publishedAs === null ? null : selectOptionalRubric(db, draft.publishedAs),
      selectStandings(db, assignment.id),
      regradeCrumbs(dependencies, assignment),
    ]);
    const { rubric } = readStored(draft.text);
    return page(context, {
      title: 'Draft',
      crumbs: [...crumbs, { href: assignmentPath(assignment.id, 'rubric'), label: 'Rubric' }],
      tabs: assignmentTabs(assignment.id, 'rubric'),
      wide: true,
      body: html`<h1>${published ? 'Published draft' : 'Draft'}: ${rubric ? plainLine(rubric.title) : 'no valid rubric any more'}</h1>
<p class="muted">${rubric ? html`<code>${rubric.id} ${rubric.version}</code> · ` : ''}${plainLine(draft.author)}, ${timeTag(draft.createdAt, context.get('zone'))}</p>
${published ? publishedNotice(assignment, published) : ''}
<h2>What it judges otherwise than the assignment’s rubric</h2>
${draft.text === present.text ? html`<p>It is the assignment’s rubric by now.</p>` : sentences(present.text, draft.text)}
<div hx-get="${here}" hx-trigger="over from:#live" hx-select="#impact" hx-target="#impact" hx-swap="outerMorph"></div>
<div id="impact"><h2>What it would do to the class</h2>${impactPart(draft, here, { rubric, standings, present: readStored(present.text).rubric })}
${published || !rubric ? '' : publishForm(draft, here, rubric, present)}</div>
${draft.text === present.text ? '' : html`<h2>The texts, line by line</h2>${lineDiff(present.text, draft.text)}`}`,
    });
  });

  web.get(`${path}/events`, async (context) => {
    const { draft } = await requireDraft(context);
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(context, (stream) =>
      tellChanges(stream, {
        look: () => selectDraftProgress(db, draft.id),
        idOf: ({ total, done, finishedAt, error }) => [total, done, finishedAt?.getTime(), error].join('.'),
        tell: async (progress) => {
          await stream.writeSSE({ data: String(await draftProgress(progress)) });
          if (isOver(progress)) await stream.writeSSE({ event: 'over', data: 'over' });
        },
        isOver,
        // The stream ends early, and the browser connects again; what went wrong is ours to know.
      }).catch((error: unknown) => log.error({ err: error, draft: draft.id, requestId: context.get('requestId') }, 'watching a draft failed')),
    );
  });

  web.post(`${path}/again`, async (context) => {
    const { draft, here } = await requireDraft(context);
    // What was found of an unfinished one is kept: its worker died, or none was there.
    if (isOver(draft)) await resetDraft(db, draft.id);
    if (!(await beginPreview(dependencies, draft.id))) setFlash(context, 'warn', 'The queue does not answer now. Try again in a while.');
    return context.redirect(here, 303);
  });

  web.post(`${path}/publish`, async (context) => {
    const { draft, here, assignment } = await requireDraft(context);
    const adopt = (await context.req.parseBody())['adopt'] === 'on';
    await requirePublishable(dependencies, draft.text);
    const rubric = await publishDraft(db, draft, { userId: context.get('viewer').userId, adopt });
    setFlash(context, 'good', adopt ? `Published. ${plainLine(assignment.title)} has ${rubric.version} from now on.` : `Published as ${rubric.version}.`);
    return context.redirect(here, 303);
  });
}

function isOver({ finishedAt, error }: Pick<RubricDraft, 'finishedAt' | 'error'>): boolean {
  return finishedAt !== null || error !== null;
}

function impactPart(draft: RubricDraft, here: string, { rubric, standings, present }: { rubric: Rubric | null; standings: Parameters<typeof draftImpactView>[1]; present: Rubric | null }): Html {
  const again = (label: string) => html`<form method="post" action="${here}/again"><button class="quiet">${label}</button></form>`;
  const state = draft.error !== null ? 'No impact can be told.' : draft.finishedAt === null ? 'The class’s stored evidence is being scored by the draft. No grade changes.' : 'Scored from stored evidence; no grade has changed.';
  if (!isOver(draft)) {
    return html`<p id="state" role="status">${state}</p><div id="live" hx-sse:connect="${here}/events" hx-sse:close="over" hx-swap="innerMorph">${draftProgress(draft)}</div>
<noscript><p class="muted">Load the page again to see how far it is.</p></noscript>
<div class="cluster"><span class="muted small">Does nothing move?</span>${again('Try again')}</div>`;
  }
  const titles = new Map([present, rubric].flatMap((each) => (each ? [...itemsOf(each)].map(([id, { check }]): [string, string] => [id, check.title]) : [])));
  const possible = Math.max(...[present, rubric].map((each) => (each ? possibleOf(each) : 0)));
  return html`<p id="state" role="status">${state}</p><div id="live">${draftProgress(draft)}</div>
${draft.finishedAt === null ? '' : draftImpactView(draft.impact ?? [], standings, titles, possible)}
<div class="cluster"><span class="muted small">Have grades changed since?</span>${again('Score again')}</div>`;
}

function publishForm(draft: RubricDraft, here: string, rubric: Rubric, present: StoredRubric): Html {
  const isSameName = present.version.split('+')[0] === rubric.version.split('+')[0];
  return html`<form method="post" action="${here}/publish" class="card"${draft.finishedAt === null ? html` data-confirm="Publish it before you have seen what it would do to the class?"` : ''}>
<h2>Publish</h2><p>It becomes the version <code>${rubric.version}</code>, which never changes. No grade changes by that: regrade the class with it afterwards, and see a preview first.</p>
${isSameName ? notice('warn', `It declares the version ${rubric.version.split('+')[0]}, as the present rubric does; only the hash tells them apart. Better raise it.`) : ''}
${checkboxField({ name: 'adopt', checked: true, label: 'Make it the assignment’s rubric from now on', hint: 'What is handed in after that is graded by it.' })}
<p><button class="primary">Publish</button></p></form>`;
}

function publishedNotice(assignment: Assignment, { id, version }: StoredRubric): Html {
  const fill = new URLSearchParams({ kind: 'rescore', rubric: id, staleRubric: 'on', reason: `Rubric ${version}` });
  return notice('good', html`<p>Published as <a class="mono" href="/rubrics/${id}">${version}</a>${assignment.rubricId === id ? ', and the assignment’s rubric now' : '; the assignment still has another one'}. Grades that were given before are as they were.</p>
<p><a class="button primary" href="${assignmentPath(assignment.id, 'regrades')}?${fill.toString()}">Regrade the class with it</a></p>`);
}
