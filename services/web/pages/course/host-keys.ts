import { html } from 'hono/html';
import { type HostKeyChange, selectHostKeyChanges } from '#db/queries/host-key-changes.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { acceptWaitingKey } from '../../../people/accept-waiting-key.ts';
import { setFlash } from '../../layout/flash.ts';
import type { Html } from '../../layout/page.ts';
import { relativeText, timeTag } from '../../parts/time.ts';
import type { Web } from '../../web.ts';
import { coursePage, taughtCourse } from './course-context.ts';

/** Host keys of rebuilt machines, to accept in place of the pinned ones. */
export function addHostKeys(web: Web, { db }: ApiDependencies): void {
  web.get('/courses/:id/host-keys', async (context) => {
    const course = await taughtCourse(context, db);
    const { waiting, accepted } = await selectHostKeyChanges(db, course.id);
    const zone = context.get('zone');
    const body = html`<p>A machine is known by its SSH host key. When it shows another one, it may have been rebuilt, or be another machine at the same address: it is not graded until you accept the key.
Ask the student to compare it with what <code>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</code> prints there.</p>
<h2>Waiting for you</h2>
${waiting.length === 0 ? html`<p class="empty">No key waits. Every machine shows the keys that it had before.</p>` : html`<ul class="plain-list stack">${waiting.map((change) => waits(change, course.id, zone))}</ul>`}
${accepted.length === 0 ? '' : history(accepted, zone)}`;
    return coursePage(context, course, 'host-keys', body);
  });

  web.post('/courses/:id/host-keys/:key/accept', async (context) => {
    const course = await taughtCourse(context, db);
    const { address, port } = await acceptWaitingKey(db, context.get('viewer'), { courseId: course.id, id: context.req.param('key') });
    setFlash(context, 'good', `The key of ${address} port ${port} is accepted. The student can hand in again.`);
    return context.redirect(`/courses/${course.id}/host-keys`, 303);
  });
}

function waits({ id, student, address, port, seenAt, old, now }: HostKeyChange, courseId: string, zone: string): Html {
  return html`<li class="card host-key"><h3>${student}, <span class="mono">${address}</span> port ${port}</h3>
<p class="muted small">Seen ${relativeText(seenAt, new Date())}, ${timeTag(seenAt, zone)}</p>
<dl class="facts"><dt>Before</dt><dd>${fingerprints(old)}</dd><dt>Now</dt><dd>${fingerprints(now)}</dd></dl>
<form method="post" action="/courses/${courseId}/host-keys/${id}/accept"><button class="primary">Accept <span class="visually-hidden">the key of ${student}, ${address} port ${port}</span></button></form></li>`;
}

function history(accepted: readonly HostKeyChange[], zone: string): Html {
  return html`<h2>Accepted before</h2><div class="table-scroll" tabindex="0" role="region" aria-label="Accepted keys"><table>
<caption class="visually-hidden">Accepted keys, the newest first</caption>
<thead><tr><th scope="col">Student</th><th scope="col">Machine</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Accepted</th></tr></thead>
<tbody>${accepted.map(
    ({ student, address, port, old, now, accepted: by }) => html`<tr><th scope="row">${student}</th><td class="mono">${address} port ${port}</td><td>${fingerprints(old)}</td><td>${fingerprints(now)}</td>
<td>${by ? html`${timeTag(by.at, zone)}<br><span class="muted small">${by.by ?? ''}</span>` : ''}</td></tr>`,
  )}</tbody></table></div>`;
}

function fingerprints(list: readonly string[]): Html {
  return list.length === 0 ? html`<span class="muted">not known</span>` : html`${list.map((each) => html`<code class="fingerprint">${each}</code>`)}`;
}
