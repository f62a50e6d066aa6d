import { html } from 'hono/html';
import { z } from 'zod';
import { type QueuePage, selectHeldRegrades, selectWaitingHostKeys, selectWaitingOpenGrades, selectWaitingOverrides, selectWaitingReviews, selectWaitingSecondLooks } from '#db/queries/attention.ts';
import { type AttentionCounts, type AttentionKind, attentionKinds, countAttention } from '#db/queries/attention-count.ts';
import { selectOptionalCourse } from '#db/queries/courses.ts';
import type { Database } from '#db/database.ts';
import { requireTaughtAssignment } from '../../../api/access.ts';
import { readCursor, writeCursor } from '../../../api/cursor.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { type Html, page } from '../../layout/page.ts';
import { assignmentPath, assignmentTabs, coursePath } from '../../layout/tabs.ts';
import type { Web } from '../../web.ts';
import { heldItem, hostKeysItem, openGradeItem, overrideItem, type QueueView, reviewItem, secondLookItem } from './attention-items.ts';

const perKind = 10;
const perPage = 50;

const headings: Record<AttentionKind, string> = {
  'second-looks': 'Second looks to answer',
  reviews: 'Contradictions and checks for review',
  open: 'Not gradable, or graded in part',
  overrides: 'Overrides to look at again',
  'host-keys': 'Host keys to accept',
  held: 'Regrades held for a decision',
};

/** What waits for an instructor's eyes in one assignment, by kind, whoever waits longest first. */
export function addAttention(web: Web, { db }: ApiDependencies): void {
  web.get('/assignments/:id/attention', async (context) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id'));
    const { kind, cursor, all } = query.parse(context.req.query());
    const course = await selectOptionalCourse(db, assignment.courseId);
    const view: QueueView = { now: new Date(), courseId: assignment.courseId, back: kind ?? 'queue' };
    const scope = { assignmentId: assignment.id, all };
    const shown = kind ? [kind] : attentionKinds;
    const after = cursor === undefined ? undefined : readCursor('after', cursor, (place) => /^[\w.-]{1,200}$/.test(place));
    const limit = kind ? perPage : perKind;
    const [counts, ...lists] = await Promise.all([countAttention(db, assignment.id, { all }), ...shown.map((each) => select[each](db, { ...scope, after, limit: limit + 1 }, view))]);
    const path = (parts: Record<string, string>) => `${assignmentPath(assignment.id, 'attention')}?${new URLSearchParams({ ...(all ? { all: '1' } : {}), ...parts }).toString()}`;
    return page(context, {
      title: 'Needs eyes',
      crumbs: [...(course ? [{ href: coursePath(course.id), label: course.name }] : []), { href: assignmentPath(assignment.id, 'gradebook'), label: assignment.title }],
      tabs: assignmentTabs(assignment.id, 'attention'),
      body: html`<h1>Needs eyes</h1>
${summary(counts, path, kind)}
${shown.map((each, index) => section(each, counts[each], lists[index] ?? [], { limit, isAlone: kind !== undefined, path }))}
<p class="muted small">${all
  ? html`All attempts of every student are looked at. <a href="${assignmentPath(assignment.id, 'attention')}">Only those that count, and the newest</a>`
  : html`Of each student the attempt that counts and the newest one are looked at; second looks and overrides of every attempt. <a href="${assignmentPath(assignment.id, 'attention')}?all=1">Look at all attempts</a>`}</p>`,
    });
  });
}

const query = z.object({
  kind: z.enum(attentionKinds).optional().catch(undefined),
  cursor: z.string().max(400).optional(),
  all: z.literal('1').optional().catch(undefined).transform((value) => value !== undefined),
});

interface Listed {
  key: string;
  item: Html;
}

type Select = (db: Database, scope: QueuePage, view: QueueView) => Promise<Listed[]>;

/** How items of one kind are read and shown. */
function listing<T extends { key: string }>(read: (db: Database, scope: QueuePage) => Promise<T[]>, show: (item: T, view: QueueView) => Html): Select {
  return async (db, scope, view) => (await read(db, scope)).map((item) => ({ key: item.key, item: show(item, view) }));
}

const select: Record<AttentionKind, Select> = {
  'second-looks': listing(selectWaitingSecondLooks, secondLookItem),
  reviews: listing(selectWaitingReviews, reviewItem),
  open: listing(selectWaitingOpenGrades, openGradeItem),
  overrides: listing(selectWaitingOverrides, overrideItem),
  'host-keys': listing(selectWaitingHostKeys, hostKeysItem),
  held: listing(selectHeldRegrades, heldItem),
};

function summary(counts: AttentionCounts, path: (parts: Record<string, string>) => string, kind: AttentionKind | undefined): Html {
  if (counts.total === 0) return html`<div class="empty"><p><strong>Nothing waits. Well done.</strong></p><p>Second looks, contradictions, grades that could not be formed, changed overrides, new host keys and held regrades appear here.</p></div>`;
  const waiting = attentionKinds.filter((each) => counts[each] > 0);
  return html`<nav aria-label="Kinds" class="attention-kinds"><ul>
<li><a href="${path({})}"${kind === undefined ? html` aria-current="true"` : ''}>All <span class="badge plain number">${counts.total}</span></a></li>
${waiting.map((each) => html`<li><a href="${path({ kind: each })}"${kind === each ? html` aria-current="true"` : ''}>${headings[each]} <span class="badge plain number">${counts[each]}</span></a></li>`)}</ul></nav>`;
}

function section(
  kind: AttentionKind,
  count: number,
  listed: readonly Listed[],
  { limit, isAlone, path }: { limit: number; isAlone: boolean; path: (parts: Record<string, string>) => string },
): Html | '' {
  if (listed.length === 0) return isAlone && count === 0 ? html`<p class="empty">Nothing of this kind waits.</p>` : '';
  const shown = listed.slice(0, limit);
  const last = shown.at(-1);
  const more = listed.length > limit && last !== undefined;
  return html`<section aria-labelledby="kind-${kind}"><h2 id="kind-${kind}">${headings[kind]} <span class="badge warn number">${count}</span></h2>
<ul class="plain-list attention">${shown.map(({ item }) => item)}</ul>
${more ? html`<p><a class="button" href="${path(isAlone ? { kind, cursor: writeCursor('after', last.key) } : { kind })}">${isAlone ? 'More' : `All ${count}`}</a></p>` : ''}</section>`;
}
