import { html } from 'hono/html';
import { type Member, selectMembers } from '#db/queries/members.ts';
import type { Course } from '#db/queries/courses.ts';
import { roles } from '#db/schema/memberships.ts';
import { maySpeakFor } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { SignedIn } from '../../../identity/identify.ts';
import type { Html } from '../../layout/page.ts';
import { inputField, selectField, textareaField } from '../../parts/fields.ts';
import { relativeText, timeTag, timeText } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';
import { coursePage, taughtCourse } from './course-context.ts';

/** What was typed into a form of this page and what is wrong with it. */
export interface PeopleAgain {
  form: 'person' | 'roster';
  given: Record<string, string>;
  errors: Record<string, string>;
}

/** The people of a course, and the ways to add more of them and to let them in. */
export function addPeople(web: Web, { db }: ApiDependencies): void {
  web.get('/courses/:id/people', async (context) => peoplePage(context, db, await taughtCourse(context, db)));
}

/** The page; `again`: with a form that was wrong. */
export async function peoplePage(context: WebContext, db: ApiDependencies['db'], course: Course, again?: PeopleAgain): Promise<Response> {
  const search = (context.req.query('q') ?? '').trim().slice(0, 200).replaceAll('\0', '');
  const [members, all] = await Promise.all([selectMembers(db, course.id, { search }), selectMembers(db, course.id)]);
  const students = all.filter(({ role }) => role === 'student');
  const errorsOf = (form: PeopleAgain['form']) => (again?.form === form ? again : { given: {}, errors: {} });
  const body = html`<p class="cluster"><a href="#roster">Import a roster</a> <a href="#person">Add one person</a></p>
${students.length === 0 ? html`<p class="empty">Nobody is here but those who teach. Import the list of your LMS, or add people one by one.</p>` : links(course, students)}
<section id="members"><h2>Members</h2>
<form method="get" role="search" class="inline-form search"><div class="field"><label for="q">Name, e-mail address or id</label><input id="q" name="q" type="search" value="${search}" maxlength="200" autocomplete="off"></div><button>Search</button>${search ? html`<a class="button quiet" href="/courses/${course.id}/people#members">Show all</a>` : ''}</form>
${members.length === 0 ? html`<p class="empty">Nobody is called “${search}”, here or in the LMS.</p>` : table(course, members, context.get('viewer'), context.get('zone'), search === '' ? all.length : null)}</section>
<div class="columns">${rosterForm(course, errorsOf('roster'))}
${personForm(course, errorsOf('person'))}</div>`;
  return coursePage(context, course, 'people', body, { wide: true, ...(again ? { status: 422 as const } : {}) });
}

function links(course: Course, students: readonly Member[]): Html {
  const strangers = students.filter(({ signedInAt }) => signedInAt === null);
  const open = students.filter(({ linkUntil }) => linkUntil !== null);
  return html`<section id="links" class="card"><h2>Sign-in links</h2>
<p>Each student signs in by a link of their own, once, and then stays signed in on that browser. ${strangers.length === 0 ? 'All students have signed in.' : `${strangers.length} of ${students.length} have never signed in.`} A new link takes the place of one that was not used.</p>
<form method="post" action="/courses/${course.id}/people/links" class="cluster">
<label for="days" class="small">Usable for</label><select id="days" name="days" class="short">${[7, 14, 30, 60].map((days) => html`<option value="${days}"${days === 14 ? html` selected` : ''}>${days} days</option>`)}</select>
<button class="primary" name="who" value="all">Make links for all ${students.length} students</button>
${strangers.length > 0 && strangers.length < students.length ? html`<button name="who" value="new">Only for the ${strangers.length} who never signed in</button>` : ''}</form>
${open.length > 0 ? html`<form method="post" action="/courses/${course.id}/people/links/revoke" class="spaced" data-confirm="Revoke all open links? Whoever has not used theirs needs a new one."><button class="quiet">Revoke the ${open.length} open link${open.length === 1 ? '' : 's'}</button></form>` : ''}</section>`;
}

function table(course: Course, members: readonly Member[], viewer: SignedIn, zone: string, total: number | null): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Members"><table class="people">
<caption>${total === null ? `Found: ${members.length}` : `${total} ${total === 1 ? 'person' : 'people'}`}</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">VM</th><th scope="col">Last submission</th><th scope="col">Signed in</th><th scope="col">Sign-in link</th></tr></thead>
<tbody>${members.map((member) => row(course, member, viewer, zone))}</tbody></table></div>`;
}

function row(course: Course, member: Member, viewer: SignedIn, zone: string): Html {
  const { id, name, email, externalId, role, machine, lastSubmission, linkUntil, signedInAt } = member;
  const now = new Date();
  const never = html`<span class="muted">Never</span>`;
  return html`<tr><th scope="row"><span class="clip" title="${name}">${name}</span><br><span class="muted small">${[email, externalId].filter(Boolean).join(' · ')}</span></th>
<td>${role === 'instructor' ? html`<span class="badge open">Instructor</span>` : 'Student'}</td>
<td>${machine ? html`<span class="mono">${machine.addresses.join(', ')}${machine.port === 22 ? '' : ` port ${machine.port}`}</span><br><span class="muted small" title="${timeText(machine.reportedAt, zone)}">enrolled ${relativeText(machine.reportedAt, now)}</span>` : html`<span class="muted">${role === 'student' ? 'Not enrolled' : '–'}</span>`}</td>
<td>${lastSubmission ? html`<a href="/submissions/${lastSubmission.id}">${lastSubmission.assignment}</a><br><span class="muted small" title="${timeText(lastSubmission.handedInAt, zone)}">${relativeText(lastSubmission.handedInAt, now)}</span>` : html`<span class="muted">${role === 'student' ? 'None' : '–'}</span>`}</td>
<td>${signedInAt ? timeTag(signedInAt, zone) : never}</td>
<td>${linkUntil ? html`<span class="badge warn">Open</span> <span class="muted small">until ${timeTag(linkUntil, zone)}</span><br>` : ''}${
    maySpeakFor(viewer, { userId: id, role }) ? linkForms(course, member) : html`<span class="muted small">By staff only</span>`
  }</td></tr>`;
}

function linkForms(course: Course, { id, name, linkUntil }: Member): Html {
  const whose = html`<span class="visually-hidden"> for ${name}</span>`;
  return html`<div class="cluster tight"><form method="post" action="/courses/${course.id}/people/links"><input type="hidden" name="who" value="${id}"><button class="quiet">New link${whose}</button></form>
${linkUntil ? html`<form method="post" action="/courses/${course.id}/people/links/revoke"><input type="hidden" name="user" value="${id}"><button class="quiet">Revoke${whose}</button></form>` : ''}</div>`;
}

function rosterForm(course: Course, { given, errors }: Pick<PeopleAgain, 'given' | 'errors'>): Html {
  return html`<section id="roster"><h2>Import a roster</h2>
<form method="post" action="/courses/${course.id}/people/roster" enctype="multipart/form-data">
<p>CSV with a header line: <code>id</code> (of the LMS) and <code>name</code>, or first and last name; <code>email</code> and <code>role</code> may be there. What Canvas and Moodle export is understood. You see what would change before anything does.</p>
${inputField({ label: 'File', name: 'file', type: 'file', accept: '.csv,text/csv,text/plain', error: errors['file'] })}
${textareaField({ label: 'Or paste it here', name: 'text', rows: 5, code: true, value: given['text'] })}
<button class="primary">Show what would change</button></form></section>`;
}

function personForm(course: Course, { given, errors }: Pick<PeopleAgain, 'given' | 'errors'>): Html {
  const field = (name: string) => ({ name, value: given[name], error: errors[name] });
  return html`<section id="person"><h2>Add one person</h2>
<form method="post" action="/courses/${course.id}/people">
${inputField({ label: 'Name', ...field('name'), required: true, maxLength: 200 })}
${inputField({ label: 'E-mail address', ...field('email'), type: 'email', maxLength: 254 })}
${inputField({ label: 'Id in the LMS', ...field('externalId'), maxLength: 200, hint: 'Who has this id already is that person, and gets the role here.' })}
${selectField({ label: 'Role', ...field('role'), required: true, options: roles.map((role) => ({ value: role, label: role === 'student' ? 'Student' : 'Instructor' })) })}
<button class="primary">Add</button></form></section>`;
}
