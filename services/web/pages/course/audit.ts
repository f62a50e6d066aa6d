import { html } from 'hono/html';
import { isId } from '#db/id.ts';
import { type NamedAuditRow, selectNamedAudit } from '#db/queries/named-audit.ts';
import { plainText } from '#rubric/report/inert.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Html } from '../../layout/page.ts';
import { selectField } from '../../parts/fields.ts';
import { timeTag } from '../../parts/time.ts';
import type { Web } from '../../web.ts';
import { auditText, auditWords } from './audit-words.ts';
import { coursePage, taughtCourse } from './course-context.ts';

const pageSize = 50;

/** Who changed what in a course, when and why. */
export function addAudit(web: Web, { db }: ApiDependencies): void {
  web.get('/courses/:id/audit', async (context) => {
    const course = await taughtCourse(context, db);
    const asked = Object.fromEntries(['action', 'who', 'subject', 'before'].map((name) => [name, (context.req.query(name) ?? '').trim().slice(0, 200).replaceAll('\0', '')]));
    const { action = '', who = '', subject = '', before = '' } = asked;
    const filter = {
      courseId: course.id,
      action: action || undefined,
      actor: who || undefined,
      subjectId: isId(subject) ? subject : undefined,
      before: /^\d{1,15}$/.test(before) ? Number(before) : undefined,
    };
    const rows = await selectNamedAudit(db, { ...filter, limit: pageSize + 1 });
    const shown = rows.slice(0, pageSize);
    const last = rows.length > pageSize ? shown.at(-1) : undefined;
    const address = (change: Record<string, string>): string => {
      const pairs = Object.entries({ action, who, subject, ...change }).filter(([, value]) => value !== '');
      return `/courses/${course.id}/audit${pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : ''}`;
    };
    const body = html`<form method="get" class="filters" role="search">
${selectField({ label: 'What', name: 'action', required: true, value: action, options: [{ value: '', label: 'All changes' }, ...Object.entries(auditWords).map(([value, label]) => ({ value, label: capital(label) }))] })}
<div class="field"><label for="who">Who</label><input id="who" name="who" type="search" value="${who}" maxlength="200" autocomplete="off"></div>
${filter.subjectId ? html`<input type="hidden" name="subject" value="${subject}">` : ''}<button>Show</button></form>
${filter.subjectId ? html`<p>Only what concerns <strong>${shown[0]?.subject ?? 'one thing'}</strong>. <a href="${address({ subject: '' })}">Show all</a></p>` : ''}
${shown.length === 0 ? html`<p class="empty">No change is noted that fits. <a href="/courses/${course.id}/audit">Show all</a></p>` : table(shown, course.id, context.get('zone'), (id) => address({ subject: id }))}
<nav class="cluster spaced" aria-label="Pages">${filter.before === undefined ? '' : html`<a class="button" href="${address({})}">Newest</a>`}${last ? html`<a class="button" href="${address({ before: String(last.id) })}">Older</a>` : ''}</nav>`;
    return coursePage(context, course, 'audit', body, { wide: true });
  });
}

function table(rows: readonly NamedAuditRow[], courseId: string, zone: string, only: (id: string) => string): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Audit log"><table class="audit"><caption class="visually-hidden">Changes, the newest first</caption>
<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Concerns</th><th scope="col">Details</th></tr></thead>
<tbody>${rows.map((row) => {
    const { at, actor, action, subject, subjectId, before, after, why } = row;
    return html`<tr><td>${timeTag(at, zone)}</td><th scope="row">${actor}</th><td>${auditText(action)}${why === null ? '' : html`<br><span class="muted small">“${why}”</span>`}</td>
<td>${subject === null ? html`<span class="muted">No longer there</span>` : html`<a href="${subjectPath(row, courseId)}">${subject}</a>`}<br><a class="small" href="${only(subjectId)}">Only this<span class="visually-hidden">: ${subject ?? subjectId}</span></a></td>
<td>${before === null && after === null ? '' : html`<details><summary>Before and after</summary><dl class="facts"><dt>Before</dt><dd>${json(before)}</dd><dt>After</dt><dd>${json(after)}</dd></dl></details>`}</td></tr>`;
  })}</tbody></table></div>`;
}

function subjectPath({ subjectKind, subjectId, subject }: NamedAuditRow, courseId: string): string {
  if (subjectKind === 'user') return `/courses/${courseId}/people?q=${encodeURIComponent(subject ?? '')}`;
  if (subjectKind === 'host-key') return `/courses/${courseId}/host-keys`;
  return `/${subjectKind}s/${subjectId}`;
}

function json(value: unknown): Html {
  if (value === null) return html`<span class="muted">nothing</span>`;
  return html`<pre class="wrap">${plainText(JSON.stringify(value, null, 2))}</pre>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
