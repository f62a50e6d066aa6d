import { html } from 'hono/html';
import type { Extension } from '#db/queries/extensions.ts';
import type { Member } from '#db/queries/members.ts';
import type { Html } from '../../../layout/page.ts';
import { inputField, selectField } from '../../../parts/fields.ts';
import { momentField } from '../../../parts/moment-field.ts';
import { timeTag } from '../../../parts/time.ts';

interface ExtensionParts {
  assignment: { id: string; dueAt: Date | null };
  extensions: readonly (Extension & { student: string; givenBy: string })[];
  students: readonly Pick<Member, 'id' | 'name' | 'externalId'>[];
  zone: string;
  given: Record<string, string>;
  errors: Record<string, string>;
}

/** Students' own deadlines: the list, and a form for another one. */
export function extensionsSection({ assignment: { id, dueAt }, extensions, students, zone, given, errors }: ExtensionParts): Html {
  const field = (name: string) => ({ name, form: 'extension', value: given[name], error: errors[name], required: true });
  const options = students.map((student) => ({ value: student.id, label: student.externalId === null ? student.name : `${student.name} (${student.externalId})` }));
  return html`<section id="extensions"><h2>Extensions</h2>
<p>A later deadline for one student. Lateness, its penalty and grace count from it.</p>
${extensions.length === 0 ? html`<p class="empty">Nobody has an extension.</p>` : table(id, extensions, dueAt, zone)}
${
  dueAt === null
    ? html`<p class="muted">There is no deadline that could be put off.</p>`
    : students.length === 0
      ? html`<p class="muted">There is no student in the course yet.</p>`
      : html`<h3>Give an extension</h3><form method="post" action="/assignments/${id}/extensions">
${selectField({ label: 'Student', ...field('student'), options: [{ value: '', label: 'Choose …' }, ...options] })}
${momentField({ label: 'New deadline', ...field('dueAt'), value: given['dueAt'] ?? dueAt, was: null, zone })}
${inputField({ label: 'Reason', ...field('reason'), maxLength: 500, hint: 'Instructors read it here and in the audit log.' })}
<button class="primary">Give the extension</button></form>`
}</section>`;
}

function table(id: string, extensions: ExtensionParts['extensions'], due: Date | null, zone: string): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Extensions"><table><caption class="visually-hidden">Extensions, by name</caption>
<thead><tr><th scope="col">Student</th><th scope="col">Deadline</th><th scope="col">Reason</th><th scope="col">Given</th><th scope="col"><span class="visually-hidden">Remove</span></th></tr></thead>
<tbody>${extensions.map(
    ({ studentId, student, dueAt, reason, givenBy, createdAt }) => html`<tr><th scope="row">${student}</th>
<td>${timeTag(dueAt, zone)}${due === null || dueAt <= due ? html`<br><span class="badge plain">Not later than the deadline of all, which holds</span>` : ''}</td><td>${reason}</td><td>${givenBy}<br><span class="muted small">${timeTag(createdAt, zone)}</span></td>
<td><form method="post" action="/assignments/${id}/extensions/${studentId}/remove" data-confirm="Remove the extension of ${student}?"><button class="quiet">Remove<span class="visually-hidden"> the extension of ${student}</span></button></form></td></tr>`,
  )}</tbody></table></div>`;
}
